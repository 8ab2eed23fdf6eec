"""What the archive holds for an address, so that a resource that replay does not find is told from one that was never captured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from archive.cdxj import standing_index
from archive.index.surt import surt
from archive.layout import Collection
from archive.wacz.lookup import Lookup


class Held:
    """Answers for one collection."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def __contains__(self, url: str) -> bool:
        """Whether a whole answer to this address (however its scheme and host are spelt, as replay looks it up) was captured."""
        return any(line.get("mime") == "warc/revisit" or line.get("status", "").startswith(("2", "3")) for line in self._lines(url))

    def asked(self, url: str) -> bool:
        """Whether any answer to it was captured, a refusal too."""
        return any(True for _ in self._lines(url))

    def _lines(self, url: str) -> Iterator[dict[str, Any]]:
        return self._lookup.lines(f"{surt(url)} ".encode())


@contextmanager
def holdings(collections: list[Collection], scratch: Path) -> Iterator[dict[str, Held]]:
    """By name of the collection, while the block runs."""
    with ExitStack() as stack:
        yield {one.name: Held(Lookup(stack.enter_context(standing_index(one, scratch)))) for one in collections}
