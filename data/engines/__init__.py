"""Where SQL runs: the only modules that open a database."""
