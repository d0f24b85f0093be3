"""Who and what is in the demonstration province, read from the data files and drawn by seed; knows no database."""
