"""Two generations of the lines of a collection, held against each other line by line and field by field."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from archive.checks.departure import shown
from archive.jsonl import whole_lines
from archive.layout import Collection

FOLDERS = ("articles", "events", "problems")
EXAMPLES = 3
"""Of each kind of change."""
_KEYS = {"articles": ("id", "version"), "events": ("event", "url", "at"), "problems": ("kind", "url", "at")}
"""By what a line of one generation is found in the other."""

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One line in which a field changed."""

    line: str
    """Id and version of an article, or what, where and when of an event or problem."""
    url: str
    before: str
    after: str


@dataclass(slots=True)
class Change:
    """What became of one field in all lines of a folder."""

    gained: int = 0
    """Lines in which it was null or empty and is not any more."""
    lost: int = 0
    altered: int = 0
    examples: list[Example] = field(default_factory=list)


@dataclass(slots=True)
class Comparison:
    """What differs."""

    lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Folder to the number of its lines, before and after."""
    gained: dict[str, list[str]] = field(default_factory=dict)
    """Folder to lines that were not there before (the first ones, and all counted in `counts`)."""
    lost: dict[str, list[str]] = field(default_factory=dict)
    changes: dict[str, dict[str, Change]] = field(default_factory=dict)
    """Folder to field (`fields.editor` for one inside another) to its change."""
    counts: Counter[str] = field(default_factory=Counter)
    """`articles gained` and the like."""
    moved: list[str] = field(default_factory=list)
    """Folders whose lines are equal and stand in another order or in other files."""

    @property
    def equal(self) -> bool:
        """Whether all files are equal to the byte."""
        return not (self.counts or self.moved)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "equal": self.equal, "lines": {folder: {"before": before, "after": after} for folder, (before, after) in self.lines.items()},
            "counts": dict(self.counts), "gained": self.gained, "lost": self.lost, "moved": self.moved,
            "fields": {folder: {name: {"gained": one.gained, "lost": one.lost, "altered": one.altered, "examples": [
                {"line": example.line, "url": example.url, "before": example.before, "after": example.after}
                for example in one.examples]} for name, one in sorted(fields.items())} for folder, fields in self.changes.items()}}

    def told(self) -> Iterator[str]:
        """A line for each difference, fields summed up."""
        for folder in FOLDERS:
            for what, lines in (("gained", self.gained), ("lost", self.lost)):
                if count := self.counts[f"{folder} {what}"]:
                    yield f"{folder}: {count} lines {what}, as {'; '.join(lines[folder])}"
            for name, change in sorted(self.changes.get(folder, {}).items()):
                counted = ", ".join(f"{what} in {count}" for what, count in (
                    ("gained", change.gained), ("lost", change.lost), ("altered", change.altered)) if count)
                yield f"{folder}: {name}: {counted}"
                for one in change.examples:
                    yield f"{folder}: {name}: {one.line} ({one.url}): {one.before} → {one.after}"
            if folder in self.moved:
                yield f"{folder}: the same lines in another order or in other files"


def compare(before: Collection, after: Collection) -> Comparison:
    """What differs between the lines of two collections. Memory: some 300 bytes a line of files that differ."""
    found = Comparison()
    for folder in FOLDERS:
        old, new = before.line_files(folder), after.line_files(folder)
        found.lines[folder] = _count(old), _count(new)
        if [(path.name, _digest(path)) for path in old] == [(path.name, _digest(path)) for path in new]:
            continue
        differs = _compare(folder, _index(folder, old), _index(folder, new), found)
        if not differs:
            found.moved.append(folder)
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    path: Path
    offset: int
    digest: bytes


def _index(folder: str, paths: list[Path]) -> dict[Key, _Place]:
    index: dict[Key, _Place] = {}
    for path in paths:
        for offset, line in whole_lines(path):
            key = _key(folder, line, offset)
            number = 0
            while (*key, number) in index:
                number += 1
            index[(*key, number)] = _Place(path, offset, hashlib.blake2b(line, digest_size=16).digest())
    return index


def _key(folder: str, line: bytes, offset: int) -> Key:
    try:
        told = orjson.loads(line)
        return tuple(str(told[name]) for name in _KEYS[folder])
    except (ValueError, KeyError, TypeError):
        return ("not a line", str(offset))


def _compare(folder: str, old: Mapping[Key, _Place], new: Mapping[Key, _Place], found: Comparison) -> bool:
    differs = False
    for what, ours, theirs, lines in (("lost", old, new, found.lost), ("gained", new, old, found.gained)):
        for key in ours:
            if key not in theirs:
                differs = True
                found.counts[f"{folder} {what}"] += 1
                if len(examples := lines.setdefault(folder, [])) < EXAMPLES:
                    examples.append(_named(key))
    for key, place in old.items():
        other = new.get(key)
        if other is not None and other.digest != place.digest:
            differs = True
            found.counts[f"{folder} altered"] += 1
            _alter(found.changes.setdefault(folder, {}), key, _read(place), _read(other))
    return differs


def _alter(changes: dict[str, Change], key: Key, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    for name, was, now in differing(before, after):
        change = changes.setdefault(name, Change())
        if not _is_there(was):
            change.gained += 1
        elif not _is_there(now):
            change.lost += 1
        else:
            change.altered += 1
        if len(change.examples) < EXAMPLES:
            change.examples.append(Example(_named(key), str(after.get("url")), excerpt(was, now), excerpt(now, was)))


def differing(before: Mapping[str, Any], after: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Name, value before and value after of each field that differs; of objects each key by itself, absent keys as None."""
    for name in dict.fromkeys([*before, *after]):
        was, now = before.get(name), after.get(name)
        if was == now and type(was) is type(now) and (name in before) is (name in after):
            continue
        if isinstance(was, dict) and isinstance(now, dict):
            yield from differing(was, now, f"{within}{name}.")
        else:
            yield f"{within}{name}", was, now


def excerpt(value: Any, other: Any) -> str:
    """A value in a few words, from a little before the place where it begins to differ from another."""
    if not (isinstance(value, str) and isinstance(other, str)):
        return shown(value if value is None or isinstance(value, str) else orjson.dumps(value).decode())
    common = next((at for at, (one, two) in enumerate(zip(value, other, strict=False)) if one != two), min(len(value), len(other)))
    start = max(0, common - 20) if len(value) > 60 else 0
    return shown(("…" if start else "") + value[start:]) if value else "''"


def _is_there(value: Any) -> bool:
    return value not in (None, "", [], {})


def _read(place: _Place) -> Mapping[str, Any]:
    with place.path.open("rb") as file:
        file.seek(place.offset)
        told = orjson.loads(file.readline())
    return told if isinstance(told, dict) else {}


def _named(key: Key) -> str:
    return shown(" ".join(str(part) for part in key[:-1]))


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _count(paths: list[Path]) -> int:
    return sum(1 for path in paths for _ in whole_lines(path))
