"""What is to be asked for, when, and what is known already: the frontier on SQLite and what every frontier can."""
