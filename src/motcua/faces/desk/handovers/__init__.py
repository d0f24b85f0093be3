"""Paper files that go from counter to division and back: what is to be given, the lists, their answers."""
