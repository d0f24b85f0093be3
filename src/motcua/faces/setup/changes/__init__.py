"""Pages of changes of many dossiers: how far each has come, and whom to tell a new date."""
