"""Looks at a portal that nobody described: home page, robots.txt, sitemaps, feeds, sections and how their lists go on; drafts its file."""
