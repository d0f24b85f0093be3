"""Paper files on their way: the hand-over lists between counter and division, confirmed by both sides."""
