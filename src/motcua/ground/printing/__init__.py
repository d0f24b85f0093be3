"""What goes on paper: codes that a telephone reads."""
