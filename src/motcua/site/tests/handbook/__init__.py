"""The handbook against the whole site: every screen has its place, every picture is there, every label is so."""
