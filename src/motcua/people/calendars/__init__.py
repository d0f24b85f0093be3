"""Owns working time: office hours, days off and swapped days with their source, and how a due date is counted."""
