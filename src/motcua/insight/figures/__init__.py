"""Counts of dossiers for a unit and a period: every one of them opens as the list of what it counted."""
