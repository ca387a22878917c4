"""Clean tables become numbers."""
