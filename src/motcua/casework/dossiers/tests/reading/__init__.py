"""What is read of dossiers, and what proves them."""
