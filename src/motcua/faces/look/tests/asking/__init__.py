"""Requests: who is asked to sign in first, and where one comes back to."""
