"""Printing: a form of one dossier or of many, what was printed, and the one-stop's register."""
