"""The parts of 报送: choose files, read the report, see what changes, publish, take back."""
