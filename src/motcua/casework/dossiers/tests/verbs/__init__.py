"""The verbs: allowed, refused, repeated, failing as a whole, two at once."""
