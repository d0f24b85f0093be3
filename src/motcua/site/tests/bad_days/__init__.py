"""Bad days: what goes wrong with machines and people, what the person in question sees, and that nothing is lost."""
