"""One crawl: from a leased task to what is settled."""
