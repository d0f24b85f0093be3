"""What made a dossier late, and its apology."""
