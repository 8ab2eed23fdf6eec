"""Who goes and gets it: spiders, the wire, the frontier, and the pure middle that reads a page."""

from crawler.compiled import install

VERSION = "0.2.0"
"""Of this software; the same as the distribution's."""

install()
