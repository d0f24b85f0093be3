"""What faces and figures read of dossiers."""
