"""Actors, the business clock, the journal and its seals, refusals, idempotency, Vietnamese text, money."""
