"""What goes on paper: forms typeset as PDF from data, and codes that a telephone reads."""
