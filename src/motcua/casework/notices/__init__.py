"""Owns reminders: who is told, before and after the date of a step or a dossier, and the thresholds by which."""
