"""Owns working time: office hours, days off and swapped days, and how a due date is counted from them."""
