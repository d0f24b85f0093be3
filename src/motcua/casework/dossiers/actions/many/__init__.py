"""Many dossiers at once."""
