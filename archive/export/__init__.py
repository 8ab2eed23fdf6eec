"""The articles of an archive as one table with all that explains it, for those who count and compare."""
