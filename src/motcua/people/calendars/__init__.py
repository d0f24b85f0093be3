"""Owns working time: office hours, holidays and swapped days with their legal source, and how a due date is counted."""
