"""Is it new, changed, the same, or a copy? Decided here, from what a view tells of the articles known so far. Opens nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from archive.model import Verdict
from archive.near import Text, near

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]
"""Base32 (RFC 4648), ten bits at a time."""
TITLE, NEAR_TEXT, EARLIER_TEXT, LAST_TEXT = range(1, 5)
"""What can speak for two readings being one article, the weakest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """By what an address names an article. Equal strings mean the same; how they are made is the caller's."""

    address: str
    """The address without what does not matter: scheme, www, index.html, tracking parameters, alias hosts."""
    cms: str | None = None
    """Host group and the CMS's own article id; None when the address shows none."""
    canonical: str | None = None
    """Address key of what the page names as its address, if that is on the portal; None when it is not, or is `address`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An article of the collection, in its last version."""

    id: str
    version: int
    """0: its event is on disk, its first line is not (the run was killed between them)."""
    noted: int
    """The version up to which events are on disk."""
    digest: bytes | None
    """Text digest of that version; None for version 0."""
    title: bytes | None
    sketch: bytes
    address: bytes | None
    """`address_hash` of where that version was seen; None when no event tells."""
    facts: bytes | None = None
    """Digest of day, time, source and author as last seen; None: not told."""
    place: tuple[str, int] | None = None
    """File, relative to the collection, and byte of that version's line; None: not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """An address at which an article was found that was first found elsewhere."""

    known: Known
    by_text: bool
    """True when only the text was equal: the address may become an article of its own."""


class View(Protocol):
    """What is known of one collection."""

    def article(self, id: str) -> Known | None:
        """The article of that id."""

    def alias(self, address: str) -> Alias | None:
        """The article last found under this address key that was first found under another."""

    def keyed(self, kind: Literal["cms", "canonical"], key: str) -> Sequence[Known]:
        """Articles that were found with this key; a few at most."""

    def owner(self, copy: bytes) -> str | None:
        """Id of the first article that had this text in any version."""


Sameness = Literal["address", "cms", "canonical", "text"]
"""By what an article was known again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a reading is, and what is to be written of it."""

    verdict: Verdict
    id: str
    """The article this is a state or a copy of."""
    version: int
    """Its version: the new one for `new` and `changed`, the last one otherwise."""
    by: Sameness
    """By what it was known again; `address` for a new article."""
    event: Literal["first-seen", "edited", "duplicate"] | None
    """The event to write; None when there is nothing to say, or it was said before."""

    @property
    def line(self) -> bool:
        """Whether a line is to be written."""
        return self.verdict in ("new", "changed")


def judge(portal: str, keys: Keys, text: Text, view: View) -> Judgement:
    """Hold a reading against what is known.

    The same address is the same article. The same CMS or canonical key is the same article only if the texts agree: equal,
    equally titled, or near; CMS numbers start again in other sections. Equal text elsewhere is a copy. Asked a second time about
    the same capture, after its first answer was written, it gives nothing to write.
    """
    own = view.article(article_id(portal, keys.address))
    if own is not None:
        return _same(own, "address", keys, text, view)
    alias = view.alias(keys.address)
    owner = _owner(text, view)
    if alias is not None and (not alias.by_text or _evidence(alias.known, text, owner) not in (0, TITLE)):
        return _same(alias.known, "address", keys, text, view)
    told = [(_evidence(known, text, owner), known.id, known, by) for by, known in _candidates(portal, keys, view)]
    if told:
        evidence, _, known, by = max(told, key=lambda one: one[:2])
        if evidence:
            return _same(known, by, keys, text, view)
    if (copied := _other(owner, view)) is not None:
        return _copied(copied, keys, text, view)
    return Judgement(verdict="new", id=article_id(portal, keys.address), version=1, by="address", event="first-seen")


def _copied(owner: Known, keys: Keys, text: Text, view: View) -> Judgement:
    """An address shows what another article says: a copy of that from now on."""
    if text.digest != owner.digest and owner.address == address_hash(keys.address):
        return _same(owner, "address", keys, text, view)  # its last version was seen here: an edit was taken back
    alias = view.alias(keys.address)
    said = alias is not None and alias.known.id == owner.id
    return Judgement(verdict="duplicate", id=owner.id, version=owner.version, by="text", event=None if said else "duplicate")


def _same(known: Known, by: Sameness, keys: Keys, text: Text, view: View) -> Judgement:
    """A further reading of a known article."""
    if text.digest == known.digest:
        return _seen_again(known, by)
    owner = _owner(text, view)
    if owner != known.id and (copied := _other(owner, view)) is not None:
        return _copied(copied, keys, text, view)
    if owner is not None and known.address not in (None, address_hash(keys.address)):
        # An earlier version, shown elsewhere than the last one: a copy that was left behind, no edit.
        return _seen_again(known, by)
    version = known.version + 1
    event: Literal["first-seen", "edited"] = "first-seen" if version == 1 else "edited"
    return Judgement(verdict="changed" if known.version else "new", id=known.id, version=version, by=by,
                     event=event if known.noted < version else None)


def _seen_again(known: Known, by: Sameness) -> Judgement:
    if by != "address":
        return Judgement(verdict="duplicate", id=known.id, version=known.version, by=by, event="duplicate")
    event: Literal["first-seen", "edited"] = "first-seen" if known.version == 1 else "edited"
    return Judgement(verdict="unchanged", id=known.id, version=known.version, by=by,
                     event=event if known.noted < known.version else None)


def _candidates(portal: str, keys: Keys, view: View) -> Iterable[tuple[Sameness, Known]]:
    if keys.cms is not None:
        yield from (("cms", known) for known in view.keyed("cms", keys.cms))
    if keys.canonical is not None:
        if (named := view.article(article_id(portal, keys.canonical))) is not None:
            yield "canonical", named
        if (alias := view.alias(keys.canonical)) is not None:
            yield "canonical", alias.known
        yield from (("canonical", known) for known in view.keyed("canonical", keys.canonical))
    # Pages seen before that named this address as theirs.
    yield from (("canonical", known) for known in view.keyed("canonical", keys.address))


def _owner(text: Text, view: View) -> str | None:
    return None if text.copy is None else view.owner(text.copy)


def _other(id: str | None, view: View) -> Known | None:
    return None if id is None else view.article(id)


def _evidence(known: Known, text: Text, owner: str | None) -> int:
    """What speaks for a text being a state of this article; 0: nothing. `owner`: id of the text's."""
    if text.digest == known.digest:
        return LAST_TEXT
    if owner == known.id:
        return EARLIER_TEXT
    if near(known.sketch, text.sketch):
        return NEAR_TEXT
    return TITLE if text.title is not None and text.title == known.title else 0


@lru_cache(maxsize=256)
def article_id(portal: str, address: str) -> str:
    """`PORTAL:` and the first 80 bits of the SHA-256 of an address key in lower-case base32."""
    bits = int.from_bytes(address_hash(address)[:10], "big")
    return f"{portal}:{''.join([_PAIRS[bits >> shift & 1023] for shift in range(70, -1, -10)])}"


@lru_cache(maxsize=256)
def address_hash(address: str) -> bytes:
    """16 bytes that stand for an address key."""
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).digest()[:16]
