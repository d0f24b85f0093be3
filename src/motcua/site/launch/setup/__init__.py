"""What is made once on a machine: environment, front end, static files, translations, the tests' browser."""
