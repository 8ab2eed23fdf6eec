"""What extraction sees of a capture. Pure: made from bytes, headers, an address and an instant; it opens and asks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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

    def header(self, name: str) -> str | None:
        """Value of the first field of that name in any letter case, None when absent."""
        wanted, size = name.lower(), len(name)
        for key, value in self.headers:
            if len(key) == size and key.lower() == wanted:
                return value
        return None
