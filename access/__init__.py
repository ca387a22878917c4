"""Who is let in and as whom: accounts, sessions, the gate in front of everything."""
