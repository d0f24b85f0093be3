"""Counts of dossiers: every one of them opens as a list."""
