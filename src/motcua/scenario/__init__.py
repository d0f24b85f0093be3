"""The demonstration province, and the simulator that drives the real verbs."""
