"""The dossier: its hands, its clock, its obligations, its papers and its story."""
