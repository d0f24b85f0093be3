"""The public: search, procedures, tracking."""
