"""May it be asked, and the asking: robots.txt, cookies, one request after another into the archive."""
