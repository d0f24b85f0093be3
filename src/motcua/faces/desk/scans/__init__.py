"""Scans of many pages: put in order, turned, given to the papers of the dossier."""
