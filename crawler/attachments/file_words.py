"""The words of files that are an article's text: PDF, DOC, DOCX, OFD, plain text. Bytes in, `Words` out, bounded in all it reads; what
cannot be read is said, never raised. No text is recognised in pictures."""

from __future__ import annotations

import logging
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import islice
from typing import Any

from lxml import etree

from archive.model import Attachment
from crawler.attachments import word_binary
from crawler.attachments.compound_file import MAGIC as COMPOUND
from crawler.reading import Words

MOST_BYTES = 32 << 20
"""Bytes of a file that is read; larger ones are stored only."""
MOST_PAGES = 200
"""Pages of a PDF or OFD that are read, and `text_rule` says so. A limit in pages gives the same words on every machine."""
MOST_STREAM, MOST_STREAMS = 1 << 20, 8 << 20
"""Bytes of drawing instructions of one page, and of all pages, that are read: a page of text has some 20 KB, drawings have megabytes, and
a megabyte takes most of a second."""
MOST_WORDS = 2_000_000
"""Characters that are kept."""
MOST_MEMBER = 64 << 20
"""Bytes that one member of a zip container may unpack to."""
MOST_MEMBERS = 10_000

_MUTE = re.compile(r"(?:zip|rar|7z|gzip|image/|video/|audio/|excel|spreadsheet|powerpoint|presentation|x-ceb|epub|csv)")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_RADICALS = re.compile("[\u2e80-\u2fdf]")
"""Kangxi radicals, which fonts of PDF files stand in for the signs themselves."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MARKUP = re.compile(rb"\s*(?:<!doctype html|<html|<head|<script)", re.IGNORECASE)


def unreadable(file: Attachment) -> str | None:
    """Why there is no use in asking for a file to read its words, told by its type; None when there may be words in it."""
    return f"no reader for {file.type}" if file.type is not None and _MUTE.search(file.type) else None


def words_of(body: bytes) -> Words:
    """The words of a file, whose kind its bytes tell. Raises MemoryError only."""
    if len(body) > MOST_BYTES:
        return Words(missing=f"larger than {MOST_BYTES} bytes: stored, not read")
    try:
        return _reader(body)(body)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 (libraries raise anything on hostile files; only the class, for words may hold addresses)
        return Words(missing=f"broken: {type(error).__name__}")


def _reader(body: bytes) -> Callable[[bytes], Words]:
    if b"%PDF-" in body[:1024]:
        return _pdf
    if body.startswith(_ZIP):
        return _container
    if body.startswith(COMPOUND):
        return _binary
    if body.startswith(b"{\\rtf"):
        return lambda _: Words(missing="no reader for RTF")
    if not body.strip():
        return lambda _: Words(missing="an empty file")
    if _MARKUP.match(body[:1024]):
        return lambda _: Words(missing="a page, not a file")
    return _plain


def _plain(body: bytes) -> Words:
    if b"\x00" in body[:4096]:
        return Words(missing="a format without a reader")
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return _made(body.decode(charset), f"text, {charset.removesuffix('-sig')}")
        except UnicodeDecodeError:
            continue
    return Words(missing="a format without a reader")


def _pdf(body: bytes) -> Words:
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = pypdf.PdfReader(BytesIO(body))
    if reader.is_encrypted and not reader.decrypt(""):
        return Words(missing="encrypted")
    count = len(reader.pages)
    pages, size, passed = [], 0, 0
    for page in islice(reader.pages, MOST_PAGES):
        weight = _weight(page)
        if size + weight > MOST_STREAMS:
            break
        passed += weight > MOST_STREAM
        size += min(weight, MOST_STREAM)
        pages.append(page.extract_text() if weight <= MOST_STREAM else "")
    read = f"{len(pages) - passed} of {count}" if len(pages) - passed < count else str(count)
    otherwise = "no text in it: pages are pictures, or empty" if read == str(count) else "its pages are too large to be read"
    return _made("\n\n".join(pages), f"pypdf, {read} page{'s'[: count != 1]}", otherwise)


def _weight(page: Any) -> int:
    """Bytes of a page's drawing instructions, unpacked."""
    contents = page.get("/Contents")
    if contents is None:
        return 0
    whole = contents.get_object()
    return sum(len(one.get_object().get_data()) for one in (whole if isinstance(whole, list) else [whole]))


def _container(body: bytes) -> Words:
    with zipfile.ZipFile(BytesIO(body)) as container:
        members = container.infolist()
        if len(members) > MOST_MEMBERS or any(member.file_size > MOST_MEMBER for member in members):
            return Words(missing="too large when unpacked")
        names = {member.filename for member in members}
        if "OFD.xml" in names:
            return _ofd(container)
        if "word/document.xml" not in names:
            return Words(missing="an archive of files" if "[Content_Types].xml" not in names else "no reader for this Office format")
    return _docx(body)


def _binary(body: bytes) -> Words:
    words = word_binary.words_of(body)
    return words if words.text is None else _made(words.text, words.rule or "")


def _docx(body: bytes) -> Words:
    import docx

    lines, size = [], 0
    for block in docx.Document(BytesIO(body)).iter_inner_content():
        text = block.text if hasattr(block, "text") else "\n".join(_rows(block))
        if text.strip():
            lines.append(text)
            size += len(text)
        if size > MOST_WORDS:
            break
    return _made("\n\n".join(lines), "python-docx")


def _rows(table: Any) -> Iterator[str]:
    """Rows of a table, cells by a tab; a cell that goes over several columns stands once."""
    for row in table.rows:
        cells = {cell._tc: cell.text.replace("\n", " ") for cell in row.cells}
        yield "\t".join(cells.values())


def _ofd(container: zipfile.ZipFile) -> Words:
    """OFD (GB/T 33190-2016): a zip of XML; text objects of one height make a line."""
    root = _xml(container, "OFD.xml")
    document = next((element.text or "" for element in root.iter("{*}DocRoot")), "Doc_0/Document.xml").strip().lstrip("/")
    folder = document.rpartition("/")[0]
    places = [element.get("BaseLoc") or "" for element in _xml(container, document).iter("{*}Page")]
    pages = [_page(_xml(container, _within(folder, place))) for place in places[:MOST_PAGES] if place]
    read = f"{len(pages)} of {len(places)}" if len(pages) < len(places) else str(len(pages))
    return _made("\n\n".join(pages), f"ofd, {read} page{'s'[: len(places) != 1]}", "no text in it: pages are pictures, or empty")


def _within(folder: str, place: str) -> str:
    return place.lstrip("/") if place.startswith("/") or not folder else f"{folder}/{place}"


def _xml(container: zipfile.ZipFile, name: str) -> Any:
    with container.open(name) as member:
        data = member.read(MOST_MEMBER + 1)
    if len(data) > MOST_MEMBER:
        raise ValueError("too large when unpacked")
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _page(root: Any) -> str:
    lines: list[tuple[str, str]] = []
    for element in root.iter("{*}TextObject"):
        words = "".join(code.text or "" for code in element.iter("{*}TextCode"))
        height = [*(element.get("Boundary") or "").split(), "", ""][1].partition(".")[0]
        if lines and lines[-1][0] == height:
            lines[-1] = (height, lines[-1][1] + words)
        else:
            lines.append((height, words))
    return "\n".join(words for _, words in lines if words.strip())


def _made(text: str, rule: str, otherwise: str = "no text in it") -> Words:
    text = _RADICALS.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), text[:MOST_WORDS].replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line.rstrip() for line in _NO_TEXT.sub("", text).split("\n")]
    clean = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return Words(text=clean, rule=rule) if clean else Words(missing=otherwise)
