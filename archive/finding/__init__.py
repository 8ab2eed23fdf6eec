"""The finding aid: a derived index by which articles, events and problems of an archive are found. It may be deleted."""
