"""What extraction sees of a capture. Pure: made from bytes, headers, an address and an instant; it opens and asks nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from crawler.calls.call import Call, Told

_PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n\x0c]*(?:<!doctype\s+html[^<>]*>[ \t\r\n\x0c]*)?<html[\s>]", re.IGNORECASE)

_NOTHING = Told()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer as a reader gets it."""

    url: str
    """Absolute address it was captured from."""
    body: bytes
    """Entity with transfer and content coding off; charset not yet decoded."""
    headers: tuple[tuple[str, str], ...] = ()
    """Header fields in order, names as sent, values decoded as latin-1."""
    status: int = 200
    captured_at: datetime | None = None
    """Aware, UTC; chooses the layout. None (a loose file): the newest layout."""
    form: bytes | None = None
    """Body of the request that this answers, so that the call for the next block can be made from it. None: a GET, or unknown."""

    call: Call | None = None
    """The call that this answers: what the page whose script made it says of the answer. None: no script's, or unknown."""

    @property
    def is_plainly_html(self) -> bool:
        """Whether its bytes begin as those of nearly all pages do, with the tag `html`: no file of another kind does."""
        return _PLAIN.match(self.body) is not None

    @property
    def told(self) -> Told:
        """What was told of it as an answer; of any other page nothing."""
        return self.call.told if self.call is not None else _NOTHING

    def header(self, name: str) -> str | None:
        """Value of the first field of that name in any letter case, None when absent."""
        wanted, size = name.lower(), len(name)
        for key, value in self.headers:
            if len(key) == size and key.lower() == wanted:
                return value
        return None
