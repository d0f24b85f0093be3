"""What a change of many dossiers would do, how far it has come, and what it did."""
