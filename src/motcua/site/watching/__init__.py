"""What the people of the machine room see: who really asks, a log without personal data, health and figures."""
