"""Setting up of the catalogue: procedures and their contents, decisions, where they are received, how they are done."""
