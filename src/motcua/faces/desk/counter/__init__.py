"""The counter: one screen from a person at the window to the receipt in hand, and what is printed there."""
