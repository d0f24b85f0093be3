"""Setting up of time: the working calendars, and the clock of a demonstration."""
