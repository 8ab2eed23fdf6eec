"""Memento TimeMaps (RFC 7089, section 5): when an address was captured, out of the index for replay, in link format (RFC 6690)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import orjson

from archive.cdxj import NAME
from archive.errors import ArchiveError, NotFound
from archive.index.surt import surt
from archive.layout import Collection

_UNSAFE = re.compile(r'[\x00-\x20<>"\\^`{|}\x7f]|[^\x00-\x7f]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """One capture of an address."""

    collection: str
    stamp: str
    """`YYYYMMDDhhmmss`, UTC."""
    url: str
    """As it was asked for."""

    @property
    def at(self) -> datetime:
        """The instant, to the second."""
        return datetime.strptime(self.stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def mementos(collections: Sequence[Collection], address: str) -> list[Memento]:
    """Every capture of an address, by time, of all collections. Each index is searched, not read.

    Raises `NotFound` when there is none; `ArchiveError` for a collection without an index.
    """
    found = [memento for one in collections for memento in _of(one, address)]
    if not found:
        raise NotFound(f"{address}: was never captured by {', '.join(one.name for one in collections)}")
    return sorted({(one.stamp, one.collection): one for one in found}.values(), key=lambda one: (one.stamp, one.collection))


def time_map(address: str, found: Sequence[Memento], base: str) -> str:
    """The TimeMap; `base`: where pywb replays the archive, as `http://localhost:8080/`. `found`: not empty, by time."""
    base = base.rstrip("/")
    names = list(dict.fromkeys(one.collection for one in found))
    target, lines = _uri(address), []
    lines.append(f'<{target}>; rel="original"')
    span = f'from="{_http_date(found[0].at)}"; until="{_http_date(found[-1].at)}"'
    # A TimeMap of several collections lies nowhere: it points at theirs.
    relation = "self" if len(names) == 1 else "timemap"
    lines += [f'<{base}/{quote(name)}/timemap/link/{target}>; rel="{relation}"; type="application/link-format"; {span}' for name in names]
    lines += [f'<{base}/{quote(name)}/{target}>; rel="timegate"' for name in names]
    for place, one in enumerate(found):
        relation = " ".join([*(["first"] if place == 0 else []), *(["last"] if place == len(found) - 1 else []), "memento"])
        uri = f"{base}/{quote(one.collection)}/{one.stamp}/{_uri(one.url)}"
        lines.append(f'<{uri}>; rel="{relation}"; datetime="{_http_date(one.at)}"')
    return ",\n".join(lines) + "\n"


def _of(collection: Collection, address: str) -> Iterator[Memento]:
    key = surt(address).encode() + b" "
    path = collection.indexes / NAME
    try:
        with path.open("rb") as file:
            file.seek(_first(file, key, path))
            for line in file:
                if not line.startswith(key):
                    return
                stamp, _, told = line[len(key):].partition(b" ")
                yield Memento(collection=collection.name, stamp=stamp.decode()[:14], url=orjson.loads(told)["url"])
    except FileNotFoundError:
        raise ArchiveError(f"{path}: there is no index; make it with `fangzhi index`") from None
    except (ValueError, KeyError, TypeError):
        raise ArchiveError(f"{path}: is damaged; delete it and make it again with `fangzhi index`") from None


def _first(file: BinaryIO, key: bytes, path: Path) -> int:
    """Where the first line begins that is not below `key`, by halving: lines are sorted by their bytes."""
    low, high = 0, path.stat().st_size
    while low < high:
        middle = (low + high) // 2
        file.seek(_begin(file, middle))
        line = file.readline()
        if line and line < key:
            low = middle + 1
        else:
            high = middle
    return _begin(file, low)


def _begin(file: BinaryIO, place: int) -> int:
    """Where the first line begins at `place` or behind it."""
    if place:
        file.seek(place - 1)
        file.readline()
    return file.tell() if place else 0


def _uri(address: str) -> str:
    """The address with what must not stand within `<` and `>` percent-coded."""
    return _UNSAFE.sub(lambda sign: quote(sign[0].encode("utf-8", "surrogatepass"), safe=""), address)


def _http_date(at: datetime) -> str:
    return format_datetime(at, usegmt=True)
