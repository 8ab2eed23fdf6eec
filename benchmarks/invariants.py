"""What must hold of an archive at any moment, and after a crawl went on to its end: K1 to K3 and F1 to F7.

K1 every WARC is readable to its last whole record, the only damage is one torn tail. K2 every JSON line parses, except a torn last
one. K3 no line without its whole record. F2 every article has a whole record with the right bytes. F3 every article has exactly one
line. F4 no record that was whole is lost or changed. F5 all WARCs are valid, a torn tail is cut or put aside.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.crawling import Collection, archive_fault
from benchmarks.site import Site


@dataclass(slots=True)
class Member:
    """One whole gzip member of a WARC file: one record."""

    file: str
    """Name without `.open`."""
    offset: int
    length: int
    digest: str
    """Of the record, pressed as it lies there."""
    head: dict[str, str]
    block: bytes


@dataclass(slots=True)
class Seen:
    """What an archive holds at one moment."""

    members: dict[str, Member] = field(default_factory=dict)
    """Whole records by their id."""
    lines: list[dict[str, object]] = field(default_factory=list)
    """Whole article lines."""
    broken: list[str] = field(default_factory=list)
    """Violations of K1 to K3."""


def look(collection: Collection) -> Seen:
    """Read everything, and hold K1 to K3."""
    seen = Seen()
    torn = []
    for path in collection.warcs():
        members, end = whole_members(path)
        for member in members:
            seen.members[member.head.get("warc-record-id", "")] = member
        rest = path.read_bytes()[end:]
        if rest:
            torn.append(path.name)
            if _members(rest[1:]):
                seen.broken.append(f"K1 {path.name}: damage at {end} with whole records behind it")
    if len(torn) > 1:
        seen.broken.append(f"K1 {len(torn)} torn WARCs")
    for part in ("articles", "events", "problems"):
        _read_lines(collection, part, seen)
    seen.broken += [f"K3 the line of {line.get('url')} has no whole record" for line in seen.lines if not _has_record(line, seen)]
    return seen


def _read_lines(collection: Collection, part: str, seen: Seen) -> None:
    for path in sorted(collection.path.glob(f"{part}/*.jsonl*")):
        for number, line in enumerate(raw := path.read_bytes().split(b"\n"), 1):
            try:
                parsed = json.loads(line) if line else None
            except ValueError:
                if number < len(raw):
                    seen.broken.append(f"K2 {path.name}:{number} is no JSON")
                continue
            if parsed is not None and part == "articles" and number < len(raw):
                seen.lines.append(parsed)


def _has_record(line: dict[str, object], seen: Seen) -> bool:
    pointer = line.get("warc")
    if not isinstance(pointer, dict):
        return False
    wanted = str(pointer["record_id"]).strip("<>")
    member = next((seen.members[name] for name in (wanted, f"<{wanted}>") if name in seen.members), None)
    return member is not None and (Path(pointer["file"]).name, pointer["offset"], pointer["length"]) == (
        member.file, member.offset, member.length)


def whole_members(path: Path) -> tuple[list[Member], int]:
    """The whole records of a file, and where the last of them ends. Our writer's one member a record is taken for granted."""
    data = path.read_bytes()
    members, offset = [], 0
    while offset < len(data):
        unpacked = zlib.decompressobj(31)
        try:
            text = unpacked.decompress(data[offset:])
        except zlib.error:
            break
        if not unpacked.eof:
            break
        end = len(data) - len(unpacked.unused_data)
        head, block = _record(text)
        if len(block) != int(head.get("content-length", "-1")):
            break
        digest = hashlib.sha256(data[offset:end]).hexdigest()
        members.append(Member(path.name.removesuffix(".open"), offset, end - offset, digest, head, block))
        offset = end
    return members, offset


def _record(text: bytes) -> tuple[dict[str, str], bytes]:
    head, _, rest = text.partition(b"\r\n\r\n")
    lines = [line.partition(b":") for line in head.split(b"\r\n")[1:]]
    fields = {name.decode().lower(): value.decode().strip() for name, _, value in lines}
    return fields, rest[:-4] if rest.endswith(b"\r\n\r\n") else rest


def _members(data: bytes) -> bool:
    """Whether a whole gzip member that is a WARC record begins anywhere in it."""
    start = data.find(b"\x1f\x8b\x08")
    while start >= 0:
        unpacked = zlib.decompressobj(31)
        try:
            if unpacked.decompress(data[start:]).startswith(b"WARC/") and unpacked.eof:
                return True
        except zlib.error:
            pass
        start = data.find(b"\x1f\x8b\x08", start + 1)
    return False


def whole(site: Site, collection: Collection, archive: Path, before: list[Seen]) -> Iterator[str]:
    """Violations of F2 to F5 once the crawl went on to its end. `before`: what was seen after each kill."""
    seen = look(collection)
    yield from (f"F5 {broken}" for broken in seen.broken)
    pages = _answers(seen)
    for number in range(site.shape.articles):
        path = site.path(number)
        if site.article(number) not in pages.get(path, []):
            yield f"F2 {path} has no whole record with the right bytes"
    lines = Counter(urlsplit(str(line["url"])).path for line in seen.lines)
    yield from (f"F3 {path} has {lines[path]} lines" for path in map(site.path, range(site.shape.articles)) if lines[path] != 1)
    for moment in before:
        lost = [name for name, member in moment.members.items()
                if name not in seen.members or seen.members[name].digest != member.digest]
        if lost:
            yield f"F4 {len(lost)} whole records lost or changed, the first {lost[0]}"
    if left := [path.name for path in collection.warcs() if path.suffix == ".open"]:
        yield f"F5 left open: {', '.join(left)}"
    if fault := archive_fault(archive):
        yield f"F5 {fault}"


def _answers(seen: Seen) -> dict[str, list[bytes]]:
    """The bodies of all whole responses by path, codings off."""
    answers: dict[str, list[bytes]] = {}
    for member in seen.members.values():
        if member.head.get("warc-type") != "response" or "warc-truncated" in member.head:
            continue
        head, _, body = member.block.partition(b"\r\n\r\n")
        if b"content-encoding: gzip" in head.lower():
            body = zlib.decompress(body, 31)
        answers.setdefault(urlsplit(member.head.get("warc-target-uri", "")).path, []).append(body)
    return answers
