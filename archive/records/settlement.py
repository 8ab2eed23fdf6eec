"""What became of captures, in the order in which a run settled it: a note in the WARC, written before any line is.

Readings end in another order than captures, some pages are given up, some addresses never asked: from captures alone no lines could
be made again as they were. With these notes they can, and what a kill kept from the disk is made good by the next run.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from archive.lines import instant
from archive.records.groups import Note
from archive.records.stored import StoredRecord, instant_of, said_in

SETTLED_URN = "urn:fangzhi:settled:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of one address that was to be asked."""

    url: str
    """The address of the task; a cookie wall may have led its capture to another."""
    kind: str
    """What it was asked as: see `archive.model.Capture.kind`."""
    at: datetime
    """Instant of the capture, or of the decision when nothing was asked; aware, UTC."""
    record: str | None
    """Id of the record that stands for the capture, without angle brackets; None: nothing was asked."""
    via: str | None = None
    """Where nothing was asked: the page that named the address. None for seeds, and where a capture says it."""
    problem: tuple[str, str] | None = None
    """Kind and reason of what was reported; None: nothing was."""
    parts: tuple[str, ...] = ()
    """Of an article on several pages the records of the further ones, in order."""
    files: tuple[tuple[str, str | None, str | None], ...] = ()
    """Of an article whose text is in files: address, record that was read (None: none was), why nothing came of it (None: what the
    record itself tells)."""
    beside: tuple[str, ...] = ()
    """Records of what else was asked for it: redirects to its parts, pages that proved to be none of its, parts of a try that failed."""
    again: bool = False
    """Whether it was put back, to be asked another time: nothing is written of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A group that was settled together."""

    at: datetime
    settled: tuple[Settled, ...]
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Line files, relative to the collection, to their bytes before the lines of this group were written: of each folder the one that
    was written to last."""


def note_of(settlement: Settlement) -> Note:
    """The note that stands for it."""
    fields = [("settled", _spelled(one)) for one in settlement.settled]
    fields.append(("sizes", json.dumps(dict(settlement.sizes))))
    return Note(uri=f"{SETTLED_URN}{uuid.uuid4()}", at=settlement.at, fields=tuple(fields))


def settlement_in(record: StoredRecord) -> Settlement | None:
    """The group that a record tells of; None when it is no such note, or none that can be read."""
    if record.type != "metadata" or not (record.uri("WARC-Target-URI") or "").startswith(SETTLED_URN):
        return None
    said = said_in(record)
    try:
        sizes = {str(name): int(size) for name, size in json.loads(next(iter(said.get("sizes", ())), "{}")).items()}
        settled = tuple(_read(json.loads(text)) for text in said.get("settled", ()))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    at = instant_of(record.get("WARC-Date") or "")
    return Settlement(at=at, settled=settled, sizes=sizes) if at is not None else None


def _spelled(one: Settled) -> str:
    told: dict[str, Any] = {"url": one.url, "kind": one.kind, "at": instant(one.at), "record": one.record}
    if one.via is not None:
        told["via"] = one.via
    if one.problem is not None:
        told["problem"] = list(one.problem)
    if one.parts:
        told["parts"] = list(one.parts)
    if one.files:
        told["files"] = [list(file) for file in one.files]
    if one.beside:
        told["beside"] = list(one.beside)
    if one.again:
        told["again"] = True
    with suppress(TypeError):  # halves of surrogate pairs, which orjson does not take
        if (data := orjson.dumps(told)).isascii():
            return data.decode("ascii")
    return json.dumps(told)  # ASCII: a field's value may hold no line end of any kind


def _read(told: Mapping[str, Any]) -> Settled:
    at = instant_of(told["at"])
    if at is None:
        raise ValueError("no instant")
    problem: Sequence[str] | None = told.get("problem")
    return Settled(url=told["url"], kind=told["kind"], at=at, record=told["record"], via=told.get("via"), again=bool(told.get("again")),
                   parts=tuple(told.get("parts", ())), beside=tuple(told.get("beside", ())),
                   files=tuple((file[0], file[1], file[2]) for file in told.get("files", ())),
                   problem=(str(problem[0]), str(problem[1])) if problem is not None else None)
