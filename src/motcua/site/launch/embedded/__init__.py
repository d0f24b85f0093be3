"""The embedded PostgreSQL: where it lives, what a killed one leaves behind, and the server itself."""
