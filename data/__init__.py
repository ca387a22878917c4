"""Exports become clean, versioned tables."""
