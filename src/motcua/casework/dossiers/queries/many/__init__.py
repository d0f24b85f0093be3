"""Work that is done together."""
