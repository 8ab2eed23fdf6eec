"""Word 97 files made from their specification ([MS-CFB], [MS-DOC]): text in pieces, rows of tables, flags."""

from __future__ import annotations

import struct

from crawler.attachments.compound_file import MAGIC

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NONE = struct.pack("<I", _FREE)


def compound(**streams: bytes) -> bytes:
    """A compound file of sectors of 512 bytes; streams below 4096 bytes lie in sectors of 64 in the root's own."""
    small = {name: data for name, data in streams.items() if len(data) < 4096}
    mini, places = b"", {}
    mini_table: list[int] = []
    for name, data in small.items():
        places[name] = len(mini_table)
        count = -(-len(data) // 64)
        mini_table += [*range(len(mini_table) + 1, len(mini_table) + count), _END] if count else []
        mini += data.ljust(count * 64, b"\0")
    table: list[int] = []
    sectors = b""

    def put(data: bytes) -> int:
        nonlocal sectors
        if not data:
            return _END
        first, count = len(table), -(-len(data) // 512)
        table.extend([*range(first + 1, first + count), _END])
        sectors += data.ljust(count * 512, b"\0")
        return first

    for name, data in streams.items():
        if name not in small:
            places[name] = put(data)
    mini_first, mini_table_first = put(mini), put(struct.pack(f"<{len(mini_table)}I", *mini_table))
    entries = _entry("Root Entry", 5, mini_first, len(mini), child=1)
    for number, (name, data) in enumerate(streams.items(), 1):
        entries += _entry(name, 2, places[name], len(data), right=number + 1 if number < len(streams) else _FREE)
    directory = put(entries)
    table_first = len(table)
    count = 1
    while count * 128 < len(table) + count:
        count += 1
    table.extend([_TABLE] * count)
    allocation = struct.pack(f"<{len(table)}I", *table).ljust(count * 512, b"\xff")
    head = MAGIC + bytes(16) + struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, count, directory, 0, 4096, mini_table_first, 1, _END, 0)
    return head[:76].ljust(76, b"\0") + struct.pack(f"<{count}I", *range(table_first, table_first + count)) + _NONE * (109 - count) \
        + sectors + allocation


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return written.ljust(64, b"\0") + struct.pack("<HBBIII36xIII", len(written), kind, 1, _FREE, right, child, start, size, 0)


def word(*pieces: str, flags: int = 0, magic: int = 0xA5EC, version: int = 0xC1, large: bool = False, **more: bytes) -> bytes:
    """A document: its text in these pieces, ASCII ones in bytes, others in UTF-16. `\\x07\\x1f` ends a row of a table."""
    text, places, ends, starts = b"", [], [], [0]
    for piece in pieces:
        width = 1 if piece.isascii() else 2
        at = 2048 + len(text)
        places.append(2 * at | 0x40000000 if width == 1 else at)
        shown = piece.replace("\x07\x1f", "\x07")
        passed = 0
        for part in piece.split("\x07\x1f")[:-1]:
            passed += len(part) + 1
            ends.append(at + passed * width)
        text += shown.encode("cp1252" if width == 1 else "utf-16-le")
        starts.append(starts[-1] + len(shown))
    sheets = max(4096 if large else 0, -(-(2048 + len(text)) // 512) * 512)
    sheet = _row_sheet(ends)
    clx = b"\x01\x02\x00zz\x02" + struct.pack("<I", 4 * len(starts) + 8 * len(places)) + struct.pack(f"<{len(starts)}I", *starts) \
        + b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    papx = struct.pack("<III", 2048, 2048 + len(text), sheets // 512)
    head = bytearray(2048)
    struct.pack_into("<HH", head, 0, magic, version)
    struct.pack_into("<H", head, 10, flags)
    struct.pack_into("<H", head, 0x20, 14)
    struct.pack_into("<H", head, 0x3E, 22)
    struct.pack_into("<I", head, 0x4C, starts[-1])
    struct.pack_into("<H", head, 0x98, 0x5D)
    struct.pack_into("<II", head, 0x102, len(clx), len(papx))
    struct.pack_into("<II", head, 0x1A2, 0, len(clx))
    document = (bytes(head) + text).ljust(sheets, b"\0") + sheet
    return compound(**{"WordDocument": document, ("1Table" if flags & 0x200 else "0Table"): clx + papx, **more})


def _row_sheet(ends: list[int]) -> bytes:
    """Each row's end as a run of one sign; between them runs without properties."""
    offsets, marked = [2048], []
    for end in ends:
        offsets += [end - 1, end]
        marked += [False, True]
    runs = len(marked)
    sheet = bytearray(512)
    struct.pack_into(f"<{runs + 1}I", sheet, 0, *offsets)
    properties = b"\x04\x00\x00\x16\x24\x01\x17\x24\x01"
    sheet[480:480 + len(properties)] = bytes([5]) + properties
    for run, is_end in enumerate(marked):
        sheet[4 * (runs + 1) + 13 * run] = 240 if is_end else 0
    sheet[511] = runs
    return bytes(sheet)
