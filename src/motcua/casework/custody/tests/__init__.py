"""Hand-over lists: who gives, who takes, what differs."""
