"""Sign-in: an account belongs to an officer or to a party."""
