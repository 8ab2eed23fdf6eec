"""Traps: addresses that never end while their pages say nothing new. Bounded memory; instants and pages are told, nothing is
asked.

Three means, from cheap to slow: what an address says by itself; parameters that were seen to change nothing; shapes of addresses
that live on credit, which pages of new words renew and repeated ones use up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from crawler.frontier.address_shape import (
    LONGEST_URL,
    MOST_SEGMENTS,
    Address,
    form,
    is_token,
    is_token_segment,
    odd_year,
    shape,
)
from crawler.frontier.known import Known
from crawler.frontier.task import TaskKind

SPENDING_KINDS = frozenset({"site", "page", "listing"})
"""Kinds whose pages lead on, and so live on credit. Articles of listings, requisites and attachments end with what names them."""

_DIGEST = 16
"""Bytes of the digests that are remembered, and of what readers make of a page's words."""
LED = "led "
"""Before a host's name: its pages that led on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrapSettings:
    """All counts are of pages unless said otherwise."""

    shape_credit: float = 60
    """Repeated pages that one shape may have more than new ones."""
    query_credit: float = 80
    """The same for one path with whatever query."""
    folder_credit: float = 90
    """The same for all below one first segment; only repeated pages' own links are refused then."""
    form_credit: float = 200
    """The same for all addresses of a host with one ending (`.html`, none)."""
    hard_credit: float = 240
    """Further repeated pages of a shape or path after which links to it are refused wherever they stand."""
    most_gain: float = 1_000
    """Credit that new pages can add at most."""
    values: int = 5
    """Values of a parameter that gave a known page before it counts as saying nothing; four times as many for a part of a
    path."""
    most_params: int = 12
    """Parameters in a query (for pages; calls of listings may have `most_listing_params`)."""
    most_listing_params: int = 40
    most_depth: int = 2_000
    """Steps from the seed; the seed's own `depth` bounds `site` crawls long before."""
    host_pages: int | None = None
    """Pages that lead on which one host may give in one crawl, to all its workers; None: as many as it has."""


class _Tally:
    """Two numbers by key; the keys not counted for longest are forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._numbers: dict[int | str, tuple[float, float]] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, key: int | str) -> tuple[float, float]:
        return self._numbers.get(key, (0.0, 0.0))

    def __iter__(self) -> Iterator[int | str]:
        return iter(self._numbers)

    def __setitem__(self, key: int | str, numbers: tuple[float, float]) -> None:
        self._numbers.pop(key, None)
        self._numbers[key] = numbers
        if len(self._numbers) > self._most:
            del self._numbers[next(iter(self._numbers))]

    def moved(self, key: int | str, step: float, most: float) -> float:
        """The first number of a key after this step, `most` at most."""
        numbers = self._numbers
        held = numbers.pop(key, None)
        number = step if held is None else held[0] + step
        if number > most:
            number = most
        numbers[key] = (number, 0.0)
        if held is None and len(numbers) > self._most:
            del numbers[next(iter(numbers))]
        return number


class Traps:
    """What one crawl learnt of endless addresses. `refuse` before a link is offered, and once more before it is asked for;
    `observe` after each page that leads on, failed ones too."""

    def __init__(self, now: float, settings: TrapSettings | None = None, *, most_shapes: int = 20_000) -> None:
        """`now`: seconds since the epoch, for the plausible years; `most_shapes`: shapes remembered of each kind."""
        self._settings = settings or TrapSettings()
        self._year = datetime.fromtimestamp(now, UTC).year
        self._credit, self._values, self._pages = _Tally(4 * most_shapes), _Tally(most_shapes), _Tally(most_shapes)
        self._beside: Mapping[str, int] = {}
        self._alarm = False
        """Whether anything was learnt yet by which an address could be refused: most crawls never meet a trap."""
        self._words, self._repeats, self._asked, self._seen_values = (Known(1 << 17) for _ in range(4))

    def refuse(self, url: str, kind: TaskKind, depth: int = 0, via: str | None = None, *, is_sent: bool = False) -> str | None:
        """Why an address is a trap, in words that are the same for the same cause; None when it is none. Changes nothing. `is_sent`:
        whether something is sent there: then a script spells it out, and no anchor is resolved against ever longer paths."""
        if len(url) > LONGEST_URL:
            return "address too long"
        address = Address.of(url)
        if address is None:
            return "no address"
        reason = self._refuse_itself(address, kind, depth, is_sent)
        return reason or (self._refuse_learnt(address, via) if kind in SPENDING_KINDS else None)

    def _refuse_itself(self, address: Address, kind: TaskKind, depth: int, is_sent: bool) -> str | None:
        settings = self._settings
        if len(address.segments) > MOST_SEGMENTS:
            return "path too deep"
        if address.repeated and not is_sent:
            return "path repeats itself"
        if kind not in SPENDING_KINDS:
            return None
        if len(address.query) > (settings.most_listing_params if kind == "listing" else settings.most_params):
            return "too many parameters"
        if depth > settings.most_depth:
            return "too many steps from the seed"
        return "calendar without end" if address.years and odd_year(address, self._year) is not None else None

    def _refuse_learnt(self, address: Address, via: str | None) -> str | None:
        settings = self._settings
        if settings.host_pages is not None and self._led(address.host) >= settings.host_pages:
            return "budget of the host"
        if not self._alarm:
            return None
        if self._says_nothing(address):
            return "session or tracking parameter"
        from_repeat = via is not None and self._repeats.has(_key(via))
        for key, limit, hard in self._levels(address):
            spent = -self._credit[key][0]
            if spent >= limit and (from_repeat or (hard and spent >= limit + settings.hard_credit)):
                return "the same page again and again"
        return None

    def _led(self, host: str) -> float:
        return self._pages[host][0] + (self._beside.get(LED + host, 0) if self._beside else 0)

    def told(self) -> dict[str, int]:
        """What other workers of the crawl must know, by name: pages that led on, by host."""
        return {} if self._settings.host_pages is None else {f"{LED}{host}": int(self._pages[host][0]) for host in self._pages}

    def hear(self, told: Mapping[str, int]) -> None:
        """What others have told so far, summed; names of other things may be among it."""
        self._beside = told

    def _levels(self, address: Address) -> Iterator[tuple[int, float, bool]]:
        """Keys of the accounts of an address with their credit, and whether the account can be closed for all."""
        settings = self._settings
        yield _number("shape", shape(address)), settings.shape_credit, True
        if address.query:
            yield _number("path", address.host, *address.segments), settings.query_credit, True
        if len(address.segments) > 1:
            yield _number("folder", address.host, address.segments[0]), settings.folder_credit, False
        yield _number("form", form(address)), settings.form_credit, False

    def _says_nothing(self, address: Address) -> bool:
        """Whether only what says nothing tells this address from one that was asked already."""
        for place, value, rest, weight in _holes(address):
            repeated, new = self._values[place]
            if (repeated >= self._settings.values * weight and repeated > 3 * new and self._asked.has(_key(rest))
                    and not self._seen_values.has(_key(value, str(place)))):
                return True
        return False

    def observe(self, url: str, novelty: bytes | None, was_new_article: bool = False, new_links_outside_shape: int = 0) -> bool:
        """Take in what a page of a kind in `SPENDING_KINDS` gave; whether it counted as new.

        `novelty`: digest of its words without digits, None when it has none (errors, empty pages). `was_new_article`: whether it
        became a line. `new_links_outside_shape`: links to addresses that were unknown and of another shape (`outside`). New is a
        page of words not seen before; with two parameters or more, where words may only name the filters, it must have led to
        something as well.
        """
        address = Address.of(url)
        if address is None:
            return False
        words = novelty if novelty is None or len(novelty) == _DIGEST else _key(novelty)
        known = words is None or self._words.has(words)
        if words is not None:
            self._words.add(words)
        new = was_new_article if novelty is None else not known and (
            len(address.query) < 2 or was_new_article or new_links_outside_shape > 0)
        step = 1.0 if new else -0.75 if was_new_article else -1.0
        most = self._settings.most_gain
        for key, limit, _ in self._levels(address):
            if -self._credit.moved(key, step, most) >= limit:
                self._alarm = True
        if self._settings.host_pages is not None:
            self._pages[address.host] = (self._pages[address.host][0] + 1, 0.0)
        if not new:
            self._repeats.add(_key(url))
        if novelty is not None:
            self._learn(address, known)
        return new

    def _learn(self, address: Address, known: bool) -> None:
        for place, value, rest, _ in _holes(address):
            mark = _key(value, str(place))
            self._asked.add(_key(rest))
            if not self._seen_values.has(mark):
                self._seen_values.add(mark)
                repeated, new = self._values[place]
                self._values[place] = (repeated + known, new + (not known))
                self._alarm = self._alarm or repeated + known >= self._settings.values

    @staticmethod
    def outside(url: str, links: Iterable[str]) -> int:
        """How many of `links` lead elsewhere than `url` does: for `observe`, of the links that were new.

        Elsewhere: to another path but for numbers, or to the same with other parameters instead, not only more or fewer of them.
        """
        own = Address.of(url)
        if own is None:
            return 0
        path, names = shape(own).partition("?")[0], set(own.names)
        others = ((shape(other).partition("?")[0], set(other.names)) for link in links if (other := Address.of(link)) is not None)
        return sum(1 for other_path, other_names in others if other_path != path or not (names <= other_names or other_names <= names))


def _holes(address: Address) -> Iterator[tuple[int, str, str, int]]:
    """For each part that may say nothing: its place, its value, the address without it, and how many times as sure we must be.

    Last, all such parameters at once.
    """
    host, segments, query = address.host, address.segments, address.query
    for number, segment in enumerate(segments):
        if is_token_segment(segment):
            rest = "/".join((*segments[:number], "*", *segments[number + 1:]))
            yield _number("segment", host, rest), segment, f"{host}/{rest}?{query}", 4
    if not query:
        return
    path = "/".join(segments)
    tokens = [pair for pair in query if is_token(*pair)]
    for pair in tokens:
        others = [other for other in query if other != pair]
        yield _number("value", host, path, pair[0]), pair[1], f"{host}/{path}?{sorted(others)}", 1
    if len(tokens) > 1:
        others = [pair for pair in query if pair not in tokens]
        yield _number("values", host, path), str(tokens), f"{host}/{path}?{sorted(others)}", 1


def _key(*parts: str | bytes) -> bytes:
    octets = b"".join([(part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part) + b"\n" for part in parts])
    return blake2b(octets, digest_size=_DIGEST).digest()


def _number(*parts: str) -> int:
    return hash(parts)
