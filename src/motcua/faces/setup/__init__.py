"""Those who set up: units, officers, calendars, catalogue, accounts."""
