"""What waits: what a dossier still needs before its result is returned, and results that nobody has fetched."""
