"""One request from hand to hand."""
