"""Who asks: citizens and organisations, in versions."""
