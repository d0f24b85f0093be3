"""The reading trail: who was shown personal data of which dossiers, when and in which form; added to, never changed."""
