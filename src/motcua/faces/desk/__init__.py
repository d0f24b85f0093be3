"""Officers at work: worklist, counter, dossier."""
