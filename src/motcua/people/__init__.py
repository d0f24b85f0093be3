"""Who works here, when, and who asks."""
