"""Those who set up: units, officers, accounts, imports, calendars, catalogue."""
