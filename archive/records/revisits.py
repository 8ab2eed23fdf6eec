"""Which captures need not be stored again, because the collection holds what they brought."""

from __future__ import annotations

from collections.abc import Sequence

from archive.model import Capture
from archive.records.http import entity
from archive.records.originals import Answered, MemoryOriginals, Original, Originals

_SHARED = frozenset({"content-encoding", "content-type"})
_LENGTHS = frozenset(map(len, _SHARED))


def repeatable(capture: Capture) -> bool:
    """Whether a capture may become a revisit of an equal payload, or be the original of one.

    It needs a whole body that is not empty, status 200, and GET: replay finds answers to a POST by the form, which a reference by
    address does not carry. And a server must have sent it: the original of a revisit is a response.
    """
    if capture.response is None or capture.head_size is None or capture.truncated is not None or capture.error is not None:
        return False
    if capture.converted is not None:
        return False
    if capture.method != "GET" or capture.status != 200 or capture.response.size <= capture.head_size:
        return False
    return not capture.chunked or any(entity(capture.response, capture.head_size, chunked=True))


def signature(capture: Capture) -> str:
    """Framing, content coding and media type, a line each: replay takes the head of a revisit and the body of its original, so
    these must agree."""
    fields = sorted([(lower, value) for name, value in capture.headers if len(name) in _LENGTHS and (lower := name.lower()) in _SHARED])
    return "\n".join(["chunked" if capture.chunked else "plain", *[f"{name}: {value}" for name, value in fields]])


def original_of(capture: Capture, payload_digest: str | None, repeats: bool, known: Originals) -> Original | None:
    """The response that a capture repeats or, as a 304, confirms; None: it is stored whole. `repeats`: whether it is `repeatable`."""
    if capture.status == 304 and capture.method == "GET" and capture.truncated is None:
        return known.find_by_url(capture.url)
    if payload_digest is None or not repeats:
        return None
    original = known.find(payload_digest)
    return original if original is not None and original.signature == signature(capture) else None


class Layered(MemoryOriginals):
    """What is known, with what the batch under way adds to it. `below` hears of it by `settle`, when the batch is on disk."""

    def __init__(self, below: Originals) -> None:
        super().__init__()
        self._below = below
        self._fresh: list[Answered] = []

    def find(self, payload_digest: str) -> Original | None:
        """See `archive.records.originals.Originals`."""
        return self.by_digest.get(payload_digest) or self._below.find(payload_digest)

    def find_by_url(self, url: str) -> Original | None:
        """See `archive.records.originals.Originals`."""
        return self.by_url.get(url) or self._below.find_by_url(url)

    def add(self, batch: Sequence[Answered]) -> None:
        """See `archive.records.originals.Originals`."""
        super().add(batch)
        self._fresh += batch

    def settle(self) -> None:
        """Tell what the batch added."""
        if self._fresh:
            self._below.add(self._fresh)
        self._fresh = []
        self.by_digest.clear()
        self.by_url.clear()
