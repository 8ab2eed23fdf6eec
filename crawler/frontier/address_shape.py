"""What an address looks like, without its numbers: shapes by which endless ones are told from many. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

LONGEST_URL = 2_083
"""Characters; what browsers and servers commonly bear, and the longest that sitemaps may hold is 2,048."""
MOST_SEGMENTS = 24
REPEATS = 3
"""Times that a segment, or a run of them in a row, may not come in a path."""
FIRST_YEAR = 1990
"""No portal has a calendar before it."""

_USUAL = re.compile(r"https?://([A-Za-z0-9.:_-]+)(/[^?#\s]*)?(?:\?([^#\s]*))?(?:#.*)?", re.ASCII)
"""What `urlsplit` takes apart in the same way, at a fifth of the cost."""
_HEX = re.compile(r"(?=[a-f-]*[0-9])(?=[0-9-]*[a-f])[0-9a-f-]{8,}", re.IGNORECASE)
_SHORTEST_HEX = 8
_DIGITS = re.compile(r"[0-9]+")
_TOKEN = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9_~.-]{8,}|[A-Fa-f0-9-]{16,}|[0-9]{10,}|0\.[0-9]{4,}")
_YEARS = frozenset(map(str, range(1900, 3000)))
_MONTHS = frozenset(form.format(month) for month in range(1, 13) for form in ("{}", "{:02}"))
_DATE = re.compile(r"((?:19|2[0-9])[0-9]{2})[-/.]?(?:0[1-9]|1[0-2])(?:[-/.]?(?:0[1-9]|[12][0-9]|3[01]))?")
_YEAR_NAMES = frozenset({"y", "year", "yyyy", "nian", "yr"})
_DATE_NAMES = frozenset({"date", "day", "month", "ym", "ymd", "m", "d", "cal", "calendar", "from", "start"})
_IDLE_NAMES = re.compile(r"(?:utm_\w+|j?session_?id|phpsessid|aspsessionid\w*|sid|sess|token|spm|from|ref|referer|source|_|t|ts|time|r"
                         r"|rand|rnd|random|v|nonce|cid|click_?id|gclid|fbclid|trace\w*)", re.IGNORECASE)


class Address(NamedTuple):
    """An address taken apart once. A tuple, because every link that a crawl meets is made one."""

    host: str
    segments: tuple[str, ...]
    """Parts of the path between slashes; path parameters (`;jsessionid=…`) are segments of their own. Empty ones are left out."""
    query: tuple[tuple[str, str], ...]
    """Parameters as written, in order."""
    repeated: str | None
    """See `repetition`."""
    years: tuple[int, ...]
    """Years that it names as calendars do."""

    @staticmethod
    def of(url: str) -> Address | None:
        """None when it is no address. The newest are held in memory: each is looked at when it is named, asked for, and read."""
        return _taken_apart(url)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters, sorted, each once."""
        return tuple(sorted({name for name, _ in self.query})) if self.query else ()


@lru_cache(maxsize=4096)
def _taken_apart(url: str) -> Address | None:
    if (usual := _USUAL.fullmatch(url)) is not None:
        netloc, path, asked = usual.groups("")
    else:
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        netloc, path, asked = parts.netloc.rpartition("@")[2], parts.path, parts.query
    segments = tuple(filter(None, (path.replace(";", "/;") if ";" in path else path).split("/")))
    query = tuple([(name, value) for name, _, value in [pair.partition("=") for pair in asked.split("&") if pair]]) if asked else ()
    return Address(netloc.lower(), segments, query, repetition(segments), _years(segments, query))


def _years(segments: tuple[str, ...], query: tuple[tuple[str, str], ...]) -> tuple[int, ...]:
    years = [segment for segment, month in pairwise(segments) if month in _MONTHS and segment in _YEARS]
    for name, value in query:
        lower = name.lower()
        if lower in _YEAR_NAMES and value in _YEARS:
            years.append(value)
        elif lower in _DATE_NAMES and (found := _DATE.fullmatch(value)):
            years.append(found[1])
    years += [found[1] for segment in segments if "-" in segment and (found := _DATE.fullmatch(segment))]
    return tuple(map(int, years))


def shape(address: Address) -> str:
    """The address with each run of digits as `0`, each hexadecimal name as `h`, and of the query only the sorted names."""
    segments = address.segments
    path = _folder(segments[:-1]) + _blank(segments[-1]) if segments else ""
    return f"{address.host}/{path}?{'&'.join(address.names) if address.query else ''}"


@lru_cache(maxsize=1024)  # folders come again and again
def _folder(segments: tuple[str, ...]) -> str:
    return "".join([_blank(segment) + "/" for segment in segments])


def form(address: Address) -> str:
    """What is left when words are blanked too: host and ending."""
    last = address.segments[-1] if address.segments else ""
    return f"{address.host} {last.rpartition('.')[2] if '.' in last else ''}"


def _blank(segment: str) -> str:
    if segment.isalpha() and len(segment) < _SHORTEST_HEX:
        return segment
    if segment.isdigit() and segment.isascii():
        return "0"
    name, dot, ending = segment.rpartition(".")
    if not dot:
        name, ending = segment, ""
    return ("h" if len(name) >= _SHORTEST_HEX and _HEX.fullmatch(name) else _DIGITS.sub("0", name)) + dot + ending


def is_token(name: str, value: str) -> bool:
    """Whether a parameter looks as if made for the visit rather than for the page: session ids, click ids, random numbers,
    instants."""
    return _IDLE_NAMES.fullmatch(name) is not None or _TOKEN.fullmatch(value) is not None


def is_token_segment(segment: str) -> bool:
    """The same for a part of a path: only long hexadecimal names and path parameters, since names of articles look like the
    rest."""
    return segment[:1] == ";" or (len(segment) >= 16 and _HEX.fullmatch(segment) is not None)


def repetition(segments: tuple[str, ...]) -> str | None:
    """The segment that a path repeats too often, or the run that it repeats in a row; None when it does not.

    Segments of digits count only as parts of a longer run: `/0/00/00/00/` and `/11/11/11/` are folders of pictures and days.
    """
    if len(segments) < REPEATS:
        return None
    names = set(segments)
    if len(segments) - len(names) < REPEATS - 1:
        return None
    for segment in names:
        if not segment.isdigit() and segments.count(segment) >= REPEATS:
            return segment
    for length in range(2, len(segments) // REPEATS + 1):
        for start in range(len(segments) - REPEATS * length + 1):
            run = segments[start:start + length]
            if len(set(run)) > 1 and segments[start:start + REPEATS * length] == run * REPEATS:
                return "/".join(run)
    return None


def odd_year(address: Address, this_year: int) -> int | None:
    """The year of a calendar address (`/2071/05/`, `?year=2071`, `?date=2071-05-01`) that no page can be about; None: there is
    none."""
    return next((year for year in address.years if not FIRST_YEAR <= year <= this_year + 1), None)
