"""One article in two languages: as its portal links it, or as a marked candidate by day, figures and names. Derived."""
