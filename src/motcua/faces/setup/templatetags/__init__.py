"""Words of setting up, for its pages."""
