"""Pictures made in code: small, valid, each number another one."""

from __future__ import annotations

import struct
import zlib


def png(width: int, height: int, number: int) -> bytes:
    """A PNG of coloured stripes, 8-bit RGB. Sizes in pixels."""
    rows = b"".join(b"\0" + bytes(channel for x in range(width) for channel in _colour(x, y, number)) for y in range(height))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")))


def _colour(x: int, y: int, number: int) -> tuple[int, int, int]:
    return (x * (number % 7 + 1) % 256, (y * 3 + number * 40) % 256, (x + y + number * 90) // 8 * 16 % 256)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def ico(number: int = 1) -> bytes:
    """A favicon: one PNG of 16 by 16 pixels in an ICO file."""
    image = png(16, 16, number)
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 16, 16, 0, 0, 1, 32, len(image), 22) + image


def jpeg(width: int, height: int, number: int) -> bytes:
    """A grey baseline JPEG (ITU-T T.81) of 8 by 8 squares, each of one shade. Sizes in pixels, rounded up to eight."""
    across, down = (width + 7) // 8, (height + 7) // 8
    shades = [(x * 5 + y * 3 + number * 11) % 64 * 4 - 128 for y in range(down) for x in range(across)]
    tables = (
        _segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        _segment(0xDB, b"\0" + b"\x08" * 64),  # every step 8: a DC value of a square is its shade
        _segment(0xC0, struct.pack(">BHHB", 8, down * 8, across * 8, 1) + b"\x01\x11\0"),
        _segment(0xC4, b"\0" + bytes((0, 0, 0, 12)) + bytes(12) + bytes(range(12))),  # DC: twelve classes, four bits each
        _segment(0xC4, b"\x10" + bytes((1,)) + bytes(15) + b"\0"),  # AC: end of block only, one bit
        _segment(0xDA, b"\x01\x01\0\0\x3f\0"),
    )
    return b"\xff\xd8" + b"".join(tables) + _scan(shades) + b"\xff\xd9"


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _scan(shades: list[int]) -> bytes:
    """Entropy-coded DC differences (T.81, F.1.2.1), each followed by end of block."""
    bits, before = "", 0
    for shade in shades:
        difference, before = shade - before, shade
        size = abs(difference).bit_length()
        value = difference if difference > 0 else difference + (1 << size) - 1
        bits += f"{size:04b}" + (f"{value:0{size}b}" if size else "") + "0"
    bits += "1" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big")
    return data.replace(b"\xff", b"\xff\0")
