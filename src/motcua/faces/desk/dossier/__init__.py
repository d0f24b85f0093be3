"""One dossier's page: what it shows, the acts that it offers, and the addresses that those acts are sent to."""
