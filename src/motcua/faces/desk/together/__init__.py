"""Many dossiers at once: ending the same step of many, and giving an officer's work to others."""
