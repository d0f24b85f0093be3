"""The handbook: a chapter for each kind of work, opened from every screen at its place, in Vietnamese and English."""
