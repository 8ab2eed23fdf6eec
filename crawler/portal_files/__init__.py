"""Portal files: read, checked, written."""
