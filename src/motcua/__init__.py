"""Một Cửa: one door, one dossier, one clock."""
