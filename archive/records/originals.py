"""Which responses the collection already holds, so that what came again need not be stored again. The catalog implements it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from archive.model import WarcRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A whole answer with status 200 to a GET, stored as a `response` record."""

    ref: WarcRef
    """Its record; `record_type` is `response` and `payload_digest` is there."""
    url: str
    date: datetime
    """WARC-Date of the record; aware, UTC, microseconds."""
    signature: str
    """What a revisit must share with it besides the payload, as `archive.records.groups.signature` spells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What an address answered with, last of all."""

    url: str
    original: Original
    """The response that holds the payload; of another address when only a revisit was written for this one."""


class Originals(Protocol):
    """What the writer asks and tells. Called from the writer's thread only."""

    def find(self, payload_digest: str) -> Original | None:
        """A response with this payload, by preference the first."""

    def find_by_url(self, url: str) -> Original | None:
        """The response that holds what this address answered last with status 200: what a 304 confirms."""

    def add(self, batch: Sequence[Answered]) -> None:
        """Remember, durably, in this order: an original is new when `url` is its own. Called when the records are on disk, before
        anyone is told of them. Raises `archive.errors.NotWritable`; a batch told twice does no harm."""


class MemoryOriginals:
    """Forgets with the process."""

    def __init__(self) -> None:
        self.by_digest: dict[str, Original] = {}
        self.by_url: dict[str, Original] = {}

    def find(self, payload_digest: str) -> Original | None:
        """See `Originals`."""
        return self.by_digest.get(payload_digest)

    def find_by_url(self, url: str) -> Original | None:
        """See `Originals`."""
        return self.by_url.get(url)

    def add(self, batch: Sequence[Answered]) -> None:
        """See `Originals`."""
        for answered in batch:
            if answered.original.ref.payload_digest is not None:
                self.by_digest.setdefault(answered.original.ref.payload_digest, answered.original)
            self.by_url[answered.url] = answered.original
