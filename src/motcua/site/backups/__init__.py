"""A province in one file: rows from one snapshot, attachments by their hash, seals, and keys under a passphrase."""
