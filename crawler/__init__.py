"""Who goes and gets it: spiders, the wire, the frontier, and the pure middle that reads a page."""
