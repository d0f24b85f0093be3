"""The simulator: it lives the year 2017 through the public verbs, one tree of agencies at a time."""
