"""How procedures are found: by words, and by the field under which they are filed."""
