"""Units that go over into others, and what of dossiers goes with them."""
