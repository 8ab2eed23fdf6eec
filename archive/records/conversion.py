"""Pages as a browser drew them: captures that no server sent, kept as conversion records (WARC 1.1, section 6.8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from archive.model import Capture, Converted
from archive.records.spool import Held

DRAWN_TYPE = "text/html; charset=utf-8"
"""Media type of a drawn page."""


def drawn(page: bytes, *, of: Capture, converted: Converted, at: datetime, elapsed_ms: int) -> Capture:
    """The capture of a drawn page, UTF-8, in the place of the exchange that it was made `of`; `at`: aware, UTC."""
    made = replace(of, started=at, elapsed_ms=elapsed_ms, request=b"", interim=(), truncated=None, error=None, ip=None, tls=None,
                   protocols=(), chunked=False, method="GET", converted=converted)
    return with_page(made, page, DRAWN_TYPE)


def with_page(capture: Capture, page: bytes, content_type: str) -> Capture:
    """The capture with a page behind a head that says status 200 and its type, so that readers need not know a second form."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    return replace(capture, response=Held(head + page), head_size=len(head), status=200, headers=(("Content-Type", content_type),))
