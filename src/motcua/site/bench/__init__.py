"""Benches: each module measures one hot path and answers with measurements."""
