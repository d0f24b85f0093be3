"""Changes of many dossiers: confirmed as they were foreseen, then worked off in batches, one event for each."""
