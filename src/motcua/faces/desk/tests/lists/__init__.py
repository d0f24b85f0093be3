"""Lists of the desk as files."""
