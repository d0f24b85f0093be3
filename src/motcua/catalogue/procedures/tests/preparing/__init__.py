"""Decisions prepared as a whole."""
