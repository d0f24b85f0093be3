"""What becomes late, and the apology for it."""
