"""What a county's system must survive, done to it: `make drill`; each writes its section of the report."""
