"""What the headers of an answer say."""

from __future__ import annotations

from archive.model import Capture
from crawler.addresses.address import absolute

REDIRECTS = frozenset({301, 302, 303, 307, 308})


def header(capture: Capture, name: str) -> str | None:
    """The first header of a name in lower case; None where there is none."""
    for key, value in capture.headers:
        if len(key) == len(name) and key.lower() == name:
            return value
    return None


def location(capture: Capture) -> str | None:
    """Where a redirect leads, absolute; None when it is none or names nothing that may be fetched."""
    if capture.status not in REDIRECTS:
        return None
    raw = header(capture, "location")
    if not raw:
        return None
    octets = raw.encode("latin-1", "replace")
    for charset in ("utf-8", "gb18030"):
        try:
            return absolute(capture.url, octets.decode(charset), charset)
        except UnicodeDecodeError:
            continue
    return absolute(capture.url, raw, "latin-1")
