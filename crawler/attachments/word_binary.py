"""The words of Word's binary files ([MS-DOC], Word 97 to 2003 and WPS): the main text, fields by what they show, tables as rows with cells
by a tab. Text that was deleted under tracked changes is not told from the rest."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from crawler.attachments.compound_file import CompoundFile
from crawler.reading import Words

MOST_WORDS = 2_000_000
"""Characters that are read."""

_WORD_97 = 0x00C1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_MOST_PIECES = 100_000
_ROW_END = b"\x17\x24\x01"
"""The property that marks the paragraph which ends a row of a table."""
_TRAILING = re.compile("\t+\n")
_FIELDS = re.compile("([\x13\x14\x15])")
_SIGNS = str.maketrans({"\r": "\n\n", "\x0b": "\n", "\x0c": "\n\n", "\x07": "\t", "\x1e": "-", "\xa0": " ",
                        **dict.fromkeys("\x00\x01\x02\x03\x04\x05\x06\x08\x1f")})


def words_of(body: bytes) -> Words:
    """The words of a compound file that holds a document of Word. Raises ValueError where it is damaged."""
    try:
        return _words_in(CompoundFile(body))
    except (struct.error, IndexError) as error:
        raise ValueError("a document that is cut or damaged") from error


def _words_in(held: CompoundFile) -> Words:
    if "WordDocument" not in held.streams:
        return Words(missing="encrypted" if "EncryptedPackage" in held.streams else "no reader for this binary Office format")
    document = held.read("WordDocument")
    magic, version = struct.unpack_from("<HH", document)
    flags, = struct.unpack_from("<H", document, 10)
    if magic != 0xA5EC or version < _WORD_97:
        return Words(missing="no reader for Word before Word 97")
    if flags & _ENCRYPTED:
        return Words(missing="encrypted")
    if (name := "1Table" if flags & _SECOND_TABLE else "0Table") not in held.streams:
        raise ValueError(f"no stream {name}")
    table = held.read(name)
    text = "".join(_pieces(document, table, _row_ends(document, table)))
    shown = "".join(_shown(text)).translate(_SIGNS)
    return Words(text=_TRAILING.sub("\n", shown), rule="word 97")


def _pieces(document: bytes, table: bytes, row_ends: frozenset[int]) -> Iterator[str]:
    """The main text in order, out of the places at which the piece table says that it lies."""
    left = min(MOST_WORDS, struct.unpack_from("<I", document, 0x4C)[0])
    starts, places = _piece_table(document, table)
    for first, last, place in zip(starts, starts[1:], places, strict=False):
        count = min(last - first, left)
        if count <= 0:
            return
        left -= count
        width, start = (1, (place & 0x3FFFFFFF) // 2) if place & 0x40000000 else (2, place)
        data = document[start:start + count * width]
        text = data.decode("cp1252", "replace") if width == 1 else data.decode("utf-16-le", "surrogatepass")
        yield _rows_ended(text, start, width, row_ends)


def _piece_table(document: bytes, table: bytes) -> tuple[tuple[int, ...], list[int]]:
    """Where each piece begins in the text, and where in the document it lies."""
    at, size = struct.unpack_from("<II", document, 0x1A2)
    end = at + size
    while at < end and table[at] == 1:  # properties that pieces share
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at >= end or table[at] != 2:
        raise ValueError("no piece table")
    count = min((struct.unpack_from("<I", table, at + 1)[0] - 4) // 12, _MOST_PIECES)
    starts = struct.unpack_from(f"<{count + 1}I", table, at + 5)
    places = [struct.unpack_from("<I", table, at + 5 + 4 * (count + 1) + 8 * number + 2)[0] for number in range(count)]
    return starts, places


def _row_ends(document: bytes, table: bytes) -> frozenset[int]:
    """Where in the document paragraphs end that end a row. Their mark is that of a cell, and a cell may be empty."""
    at, size = struct.unpack_from("<II", document, 0x102)
    count = (size - 4) // 8
    ends: set[int] = set()
    for number in range(min(count, len(document) // 512)):
        page, = struct.unpack_from("<I", table, at + 4 * (count + 1) + 4 * number)
        start = (page & 0x3FFFFF) * 512
        sheet = document[start:start + 512]
        if len(sheet) < 512:
            break
        runs = sheet[511]
        offsets = struct.unpack_from(f"<{runs + 1}I", sheet)
        for run in range(runs):
            place = 2 * sheet[4 * (runs + 1) + 13 * run]
            length = (2 * sheet[place] - 1 if sheet[place] else 2 * sheet[place + 1] + 1) if 0 < place < 510 else 0
            if _ROW_END in sheet[place:place + 1 + length]:
                ends.add(offsets[run + 1])
    return frozenset(ends)


def _rows_ended(text: str, start: int, width: int, row_ends: frozenset[int]) -> str:
    """Text in which the mark that ends a row is that of a line."""
    if "\x07" not in text or not row_ends:
        return text
    return "".join("\x0b" if sign == "\x07" and start + (at + 1) * width in row_ends else sign for at, sign in enumerate(text))


def _shown(text: str) -> Iterator[str]:
    """What a reader sees: of a field what it shows, not what it asks for."""
    asking: list[bool] = []
    for piece in _FIELDS.split(text):
        if piece == "\x13":
            asking.append(True)
        elif piece in ("\x14", "\x15"):
            if asking:
                asking.pop()
                asking += [False] * (piece == "\x14")
        elif not any(asking):
            yield piece
