"""Attachments by the hash of their content; it has no route of its own."""
