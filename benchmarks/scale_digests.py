"""Do look-ups in the catalog slow down as it fills? Payload digests, addresses and texts of many captures beside those of few.

The rows are what `archive.catalog` writes; at this number they are laid down table by table, since one insert after the other takes an
hour. What is measured goes through `CaptureIndex` and `ArticleIndex` as a crawl does, and the last rows were put by them.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import TypeVar

from archive.catalog import Catalog, Holdings, Told
from archive.index.capture_index import Seen
from archive.index.row_places import RowPlaces
from archive.layout import Archive
from archive.model import WarcRef
from archive.records.originals import Original
from benchmarks.paired import Paired, paired

Value = TypeVar("Value")

PORTAL = "portal"
TURN = 2_000
"""Look-ups of one turn, half of them for what is not there."""
QUESTIONS = 16
"""Turns for which questions are made."""
ABSENT = 10**12
"""Numbers from here on are not there."""
GROUP = 16
"""Captures that are put together, as a crawl does."""
PART = 2_000
"""Rows of one part of a tree."""
RECORDS = 50_000
"""Records of one WARC file."""
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


class FilledCatalog:
    """A catalog of one collection with so many captures of as many addresses, and turns of asking it."""

    def __init__(self, folder: Path, rows: int) -> None:
        self.rows = rows
        archive = Archive(folder)
        collection = archive.collection(PORTAL)
        collection.create()
        catalog = Catalog(archive)
        holdings = catalog.holdings(collection)
        catalog.close()
        _lay_down(archive.catalog, rows, holdings)
        self._catalog = Catalog(archive)
        self.holdings: Holdings = self._catalog.holdings(collection)
        self.holdings.alone()
        self.holdings.filter.renew()
        self._digests, self._urls = self._questions(digest_of), self._questions(url_of)
        self._copies, self._ids = self._questions(copy_of), self._questions(lambda number: f"{PORTAL}:{name_of(number)}")
        self._next = rows
        self.put()

    def put(self) -> int:
        """Take in new captures in groups of `GROUP`; how many."""
        for _ in range(TURN // GROUP):
            numbers = range(self._next, self._next + GROUP)
            self._next += GROUP
            told = Told(held=[(url_of(number), digest_of(number)) for number in numbers],
                        originals=[_original(number) for number in numbers], seen=[_seen(number) for number in numbers])
            self.holdings.put(told)
        return TURN // GROUP * GROUP

    def find(self) -> int:
        """Payload digests: a crawl asks for each page that it fetched, whether its bytes are there already."""
        return _ask(self.holdings.captures.find, self._digests)

    def remembered(self) -> int:
        """Addresses: a crawl asks for each new link, when it was seen."""
        return _ask(self.holdings.captures.remembered, self._urls)

    def owner(self) -> int:
        """Texts: a crawl asks for each article, whether another one has its text."""
        return _ask(self.holdings.articles.owner, self._copies)

    def article(self) -> int:
        """Articles by their id."""
        return _ask(self.holdings.articles.article, self._ids)

    def _questions(self, of: Callable[[int], Value]) -> Iterator[Value]:
        """Values to ask for in an order of chance, each second one of what is not there; made before they are asked."""
        dice = Random(7)
        numbers = [dice.randrange(self.rows) + (ABSENT if turn % 2 else 0) for turn in range(TURN * QUESTIONS)]
        return iter([of(number) for number in numbers])

    def close(self) -> None:
        """End as a crawl does: keep the filter, close the catalog."""
        self.holdings.filter.renew()
        self.holdings.filter.keep()
        self._catalog.close()


def _ask(question: Callable[[Value], object], values: Iterator[Value]) -> int:
    hits = sum(question(value) is not None for value in islice(values, TURN))
    if hits != TURN // 2:
        raise RuntimeError(f"{hits} of {TURN} look-ups found something; half of them should")
    return TURN


def url_of(number: int) -> str:
    """The address of a capture."""
    return f"https://www.city{number % 20}.gov.example/c{number % 97}/2026/03/05/art_{number % 97}_{number}.html"


def digest_of(number: int) -> str:
    """The digest of its payload."""
    return f"sha256:{_octets('payload', number).hex()}"


def copy_of(number: int) -> bytes:
    """What stands for the text of its article."""
    return _octets("text", number)[:16]


def name_of(number: int) -> str:
    """The id of its article, without the portal."""
    return _octets("article", number)[:8].hex()


def _octets(what: str, number: int) -> bytes:
    return hashlib.sha256(f"{what} {number}".encode()).digest()


def _original(number: int) -> Original:
    ref = WarcRef(file=f"archive/portal-{number // RECORDS:05}.warc.gz", offset=number % RECORDS * 20_000, length=9_000,
                  record_id=f"urn:uuid:{number:032x}", payload_digest=digest_of(number))
    return Original(ref=ref, url=url_of(number), date=BEGAN + timedelta(seconds=number), signature="gzip")


def _seen(number: int) -> Seen:
    return Seen(url=url_of(number), at=BEGAN + timedelta(seconds=number), status=200, etag=None, last_modified=None,
                payload_digest=digest_of(number))


def _lay_down(path: Path, rows: int, holdings: Holdings) -> None:
    """Fill the tables with `rows` captures and articles each: tree after tree, part after part of it, and within a part in the order in
    which they came, so that its pages are as full as those that a crawl fills. Laid down in the tree's order all would be full, and be
    split by the first row that is put."""
    base = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -262144", "temp_store = FILE"):
        base.execute(f"PRAGMA {pragma}")
    place, part = holdings.captures.place, -(-2**64 * PART // rows)
    base.create_function("place_of", 1, place, deterministic=True)
    base.create_function("copy_of", 1, copy_of, deterministic=True)
    (collection,) = base.execute("SELECT n FROM collections").fetchone()
    base.execute("BEGIN")
    base.executemany("INSERT INTO files (n, collection, name, size) VALUES (?, ?, ?, 0)",
                     [(file + 1, collection, f"archive/portal-{file:05}.warc.gz") for file in range(-(-rows // RECORDS))])
    base.execute("CREATE TEMP TABLE captures (n INTEGER PRIMARY KEY, place, url, at, digest, article, named)")
    base.executemany("INSERT INTO captures VALUES (?, ?, ?, ?, ?, ?, ?)", _captures(rows, place))
    for sql in (
            "INSERT INTO addresses (place, collection, url, first_seen, last_seen, status, digest, article) "
            f"SELECT place AS p, :collection, url, at, at, 200, digest, '{PORTAL}:' || article FROM captures",
            "INSERT INTO articles (place, name, collection, version, noted, digest, title, sketch, address, facts) "
            "SELECT named AS p, article, :collection, 1, 1, randomblob(32), randomblob(8), randomblob(64), randomblob(16), randomblob(16) "
            "FROM captures",
            f"INSERT INTO originals SELECT place_of(digest) AS p, digest, :collection, n / {RECORDS} + 1, n % {RECORDS} * 20000, 9000, "
            "printf('urn:uuid:%032x', n), at, url, 'gzip' FROM captures",
            "INSERT INTO texts SELECT place_of(copy_of(n)) AS p, copy_of(n), :collection, article FROM captures"):
        base.execute(f"{sql} ORDER BY p / :part, n", {"collection": collection, "part": min(part, 2**63 - 1)})
    base.execute("COMMIT")
    base.close()


def _captures(rows: int, place: RowPlaces) -> Iterator[tuple[object, ...]]:
    first = int(BEGAN.timestamp()) * 1_000_000
    for number in range(rows):
        url, name = url_of(number), name_of(number)
        yield number, place.of_text(url), url, first + number * 1_000_000, _octets("payload", number), name, place.of_text(name)


def measured(folder: Path, small: int, large: int) -> list[Paired]:
    """Look-ups and puts at `large` rows beside those at `small`."""
    one, other = FilledCatalog(folder / "small", small), FilledCatalog(folder / "large", large)
    rows = f"{small:,} and {large:,} rows"
    found = [paired(f"catalog, {what}: {rows}", getattr(one, name), getattr(other, name)) for what, name in (
        ("payload digests", "find"), ("addresses", "remembered"), ("texts", "owner"), ("articles", "article"), ("put a capture", "put"))]
    one.close()
    other.close()
    return found
