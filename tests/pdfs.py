"""PDF files that no one should hand out."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

_HEAD = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"}
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %b >> >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def heavy(megabytes: int) -> bytes:
    """One page of so many megabytes of text, packed to some kilobytes."""
    line = b"BT /F1 12 Tf 72 700 Td (Tea quality rules of the province) Tj ET\n"
    packed = zlib.compress(line * (megabytes * (1 << 20) // len(line) + 1), 9)
    return _file({**_HEAD, 3: _PAGE % b"/Font << /F1 5 0 R >>", 4: b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (
        len(packed), packed), 5: _FONT})


def nested(levels: int, pages: int = 1) -> bytes:
    """Pages with a form that draws another twice, which draws another twice, and so on; pypdf 7 gives up a page after 5,000 of them."""
    page, numbers = _PAGE % b"/XObject << /X 10 0 R >>", range(1000, 1000 + pages)
    objects = {**_HEAD, 4: b"<< /Length 6 >>\nstream\n/X Do \nendstream", **dict.fromkeys(numbers, page)}
    objects[2] = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b" ".join(b"%d 0 R" % number for number in numbers), pages)
    for level in range(levels):
        last = level == levels - 1
        words = b"BT (a) Tj ET" if last else b"/X Do /X Do "
        resources = b"" if last else b"/XObject << /X %d 0 R >>" % (11 + level)
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << %b >> /Length %d >>" % (resources, len(words))
        objects[10 + level] = b"%b\nstream\n%b\nendstream" % (head, words)
    return _file(objects)


def _file(objects: Mapping[int, bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", {}
    for number, inner in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, inner)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items())
    return out + b"xref\n0 1\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table, max(objects) + 1, len(out))
