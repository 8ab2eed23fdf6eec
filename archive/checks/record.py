"""Records as strictly as WARC 1.1 writes them: one a gzip member, heads in CRLF, blocks as long as they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import BinaryIO

from archive.checks.block import Block, Message
from archive.checks.members import PIECE, Damaged, Member, next_sound

MAX_HEAD = 1 << 20
_LINE = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\r\n]*?)[ \t]*")
_LINES = re.compile(r"\r\n([!#$%&'*+\-.^_`|~0-9A-Za-z]+): ((?![ \t])[^\r\n]*)(?<![ \t])")
_MESSAGES: dict[str, Message] = {"application/http;msgtype=response": "response", "application/http;msgtype=request": "request"}


@cache
def _lower(name: str) -> str:
    """A name that the rules ask for; they are few."""
    return name.lower()


@dataclass(slots=True, kw_only=True)
class CheckedRecord:
    """One record with all that had to be measured on the way."""

    offset: int
    length: int = 0
    """Bytes of its gzip member."""
    version: str = ""
    """`WARC/1.1`."""
    fields: list[tuple[str, str]] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    """The first value of each field by its name in lower case."""
    block: Block
    type: str = ""
    """`response` and so on; empty when it says none."""
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """What is wrong with its form: part, what was expected, what was found."""

    @property
    def id(self) -> str:
        """Record id without angle brackets."""
        return self.named.get("warc-record-id", "").strip("<>")

    def get(self, name: str) -> str | None:
        """The first value of a field; None when it is absent."""
        return self.named.get(_lower(name))

    def values(self, name: str) -> list[str]:
        """All values of a field."""
        wanted = _lower(name)
        return [value for key, value in self.fields if key.lower() == wanted] if wanted in self.named else []


@dataclass(frozen=True, slots=True)
class Gap:
    """A place that is no whole record."""

    offset: int
    why: str
    last: bool
    """Whether no sound record comes behind it."""


def checked_records(file: BinaryIO) -> Iterator[CheckedRecord | Gap]:
    """What lies in a gzip WARC file, in order. Behind a damage it goes on with the next record of the same WARC-Warcinfo-ID."""
    at: int | None = 0
    mark = b""
    size = file.seek(0, 2)
    while at is not None and at < size:
        try:
            record = _record(file, at)
        except Damaged as error:
            onward = next_sound(file, at + 1, mark)
            yield Gap(at, str(error), onward is None)
            at = onward
            continue
        mark = mark or (record.id if record.type == "warcinfo" else record.get("WARC-Warcinfo-ID") or "").encode()
        yield record
        at += record.length


def _record(file: BinaryIO, at: int) -> CheckedRecord:
    member = Member(file, at)
    head = member.until(b"\r\n\r\n", MAX_HEAD)
    if not head.endswith(b"\r\n\r\n"):
        raise Damaged("a member without a record's head")
    version, fields, faults = _head(head)
    named = {name.lower(): value for name, value in reversed(fields)}
    kind = named.get("content-type", "").replace(" ", "").lower()
    block = Block(block=named.get("warc-block-digest"), payload=named.get("warc-payload-digest"), message=_MESSAGES.get(kind))
    record = CheckedRecord(offset=at, version=version, fields=fields, named=named, block=block, faults=faults,
                           type=named.get("warc-type", "").lower())
    _read_block(member, record)
    assert member.end is not None
    record.length = member.end - at
    return record


def _head(head: bytes) -> tuple[str, list[tuple[str, str]], list[tuple[str, str, str]]]:
    if not head.startswith(b"WARC/"):
        raise Damaged("a member that holds no record")
    begin = head.index(b"\r\n")
    text = head[begin:-4].decode("utf-8", "replace")
    found = _LINES.findall(text)
    if sum([len(name) + len(value) for name, value in found]) + 4 * len(found) == len(text):  # every line is one: the usual case
        return head[:begin].decode("latin-1"), found, []
    lines = head[:-4].split(b"\r\n")
    fields, faults = [], []
    for line in lines[1:]:
        match = _LINE.fullmatch(line)
        if match is None:
            faults.append(("head", "lines of a name, a colon and a value", repr(line[:60].decode("utf-8", "replace"))))
        else:
            fields.append((match[1].decode(), match[2].decode("utf-8", "replace")))
    return lines[0].decode("latin-1"), fields, faults


def _read_block(member: Member, record: CheckedRecord) -> None:
    """Pass the block by, and what stands behind it."""
    stated = record.get("Content-Length") or ""
    left = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 16 else None
    if left is None:
        raise Damaged("a record without a sound Content-Length")
    while left and (piece := member.read(min(left, PIECE))):
        record.block.feed(piece)
        left -= len(piece)
    record.block.end()
    behind = member.read(PIECE)
    while len(behind) < 5 and (more := member.read(5)):
        behind += more
    while member.read(PIECE):  # to the member's end, so that its check sum is seen
        pass
    if left:
        record.faults.append(("Content-Length", stated, f"a block of {record.block.size} bytes"))
    elif behind != b"\r\n\r\n":
        another = behind[4:].startswith(b"WARC/")
        record.faults.append(("end of the record", "CRLF CRLF and the end of its gzip member",
                              "another record in the same member" if another else repr(behind[:20].decode("latin-1"))))
