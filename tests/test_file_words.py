"""The words of files, or why there are none; never an exception."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

import docx as python_docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Attachment
from crawler.attachments.compound_file import MAGIC
from crawler.attachments.file_words import MOST_BYTES, unreadable, words_of
from crawler.demo.documents import docx, pdf
from crawler.extract.joining import with_words
from crawler.reading import Words
from tests.pdfs import heavy
from tests.test_joining import page
from tests.word_kit import compound, word


def zipped(**members: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def ofd(*pages: str) -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(pages)))
    return zipped(**{
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **{f"Doc_0/Pages/Page_{number}/Content.xml":
           f"<ofd:Page {space}><ofd:Content><ofd:Layer>{inner}</ofd:Layer></ofd:Content></ofd:Page>"
           for number, inner in enumerate(pages)}})


def text_object(top: float, words: str) -> str:
    return f'<ofd:TextObject Boundary="10 {top} 90 5"><ofd:TextCode X="0" Y="4">{words}</ofd:TextCode></ofd:TextObject>'


def encrypted(password: str) -> bytes:
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.append(io.BytesIO(pdf("secret")))
    writer.encrypt(password, algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def with_table() -> bytes:
    document, out = python_docx.Document(), io.BytesIO()
    document.add_paragraph("附表")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip([cell for row in table.rows for cell in row.cells], ["地区", "产量", "杭州", "12"], strict=True):
        cell.text = words
    document.add_paragraph("完")
    document.save(out)
    return out.getvalue()


READ = [
    ("PDF", pdf("Tea rules"), "Tea rules", "pypdf, 1 page"),
    ("PDF with an empty password", encrypted(""), "secret", "pypdf, 1 page"),
    ("DOCX", docx(["第一条", "第二条"]), "第一条\n\n第二条", "python-docx"),
    ("DOCX with a table", with_table(), "附表\n\n地区\t产量\n杭州\t12\n\n完", "python-docx"),
    ("DOC", word("第一条\r总则\r"), "第一条\n\n总则", "word 97"),
    ("DOC in pieces", word("甲 ", "plain", " 乙\x0b丙\r", large=True, flags=0x200), "甲 plain 乙\n丙", "word 97"),
    ("DOC with a table", word("附表\r地区\x07产量\x07\x07\x1f杭州\x07\x07\x07\x1f\x07注\x07\x07\x1f完\r"),
     "附表\n\n地区\t产量\n杭州\n\t注\n完", "word 97"),
    ("DOC with fields", word('见\x13 HYPERLINK "http://h.cn/\x13 PAGE \x14 9\x15" \x14附件\x15。\x01\r'), "见附件。", "word 97"),
    ("OFD", ofd(text_object(10, "第") + text_object(10, "一条") + text_object(20, "总则"), text_object(10, "第二条")),
     "第一条\n总则\n\n第二条", "ofd, 2 pages"),
    ("UTF-8", "第一条\r\n总则".encode("utf-8-sig"), "第一条\n总则", "text, utf-8"),
    ("GB 18030", "第一条 总则".encode("gb18030"), "第一条 总则", "text, gb18030"),
    ("radicals of a font", "⽂⼈ 一".encode(), "文人 一", "text, utf-8"),
]
UNREAD = [
    ("nothing", b"", "an empty file"), ("a page", b"<!DOCTYPE html><html>", "a page, not a file"),
    ("encrypted", encrypted("x"), "encrypted"),
    ("garbage behind Word's magic", MAGIC + b"0" * 600, "broken: ValueError"),
    ("a binary sheet", compound(Workbook=b"x"), "no reader for this"),
    ("an encrypted Word file", word("密", flags=0x100), "encrypted"),
    ("Word 95", word("a", magic=0xA5DC, version=104), "no reader for Word before"),
    ("an encrypted DOCX", compound(EncryptedPackage=b"x"), "encrypted"), ("a cut Word file", word("第一条")[:2600], "broken: "),
    ("a Word file without words", word("\r"), "no text in it"),
    ("RTF", b"{\\rtf1 x}", "no reader for RTF"), ("a broken PDF", b"%PDF-1.7\n" + b"garbage" * 40, "broken: "),
    ("a cut PDF", pdf("Tea rules")[:300], "broken: "), ("a picture of a page", pdf(" "), "no text in it"),
    ("a page of megabytes", heavy(3), "its pages are too large to be read"),
    ("a broken zip", b"PK\x03\x04garbage", "broken: BadZipFile"), ("a zip", zipped(**{"a.txt": "x"}), "an archive of files"),
    ("a sheet", zipped(**{"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}), "no reader for this Office format"),
    ("a bomb", zipped(**{"word/document.xml": b"0" * (65 << 20), "[Content_Types].xml": "<x/>"}), "too large when unpacked"),
    ("a DOCX that is none", zipped(**{"word/document.xml": "<x/>", "[Content_Types].xml": "<x/>"}), "broken: "),
    ("an OFD without pages", zipped(**{"OFD.xml": "<x/>"}), "broken: KeyError"), ("octets", b"\x00\x01\x02", "a format without a reader"),
    ("too much", bytes(MOST_BYTES + 1), "larger than"),
]


@pytest.mark.parametrize(("body", "text", "rule"), [case[1:] for case in READ], ids=[case[0] for case in READ])
def test_words_are_read(body: bytes, text: str, rule: str) -> None:
    assert words_of(body) == Words(text=text, rule=rule)


@pytest.mark.parametrize(("body", "why"), [case[1:] for case in UNREAD], ids=[case[0] for case in UNREAD])
def test_what_cannot_be_read_says_why(body: bytes, why: str) -> None:
    words = words_of(body)
    assert words.text is None and words.missing is not None and words.missing.startswith(why), words


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=200).map(lambda tail: b"%PDF-1.4\n" + tail),
                 st.integers(0, 500).map(lambda at: pdf("Tea")[:at] + b"\xff" + pdf("Tea")[at + 1:])))
def test_any_bytes_give_words_or_a_reason(body: bytes) -> None:
    words = words_of(body)
    assert (words.text is None) != (words.missing is None)


WORD = word("附表\r", "A table\r", "地区\x07产量\x07\x07\x1f", large=True)


@given(st.integers(0, len(WORD) - 1), st.binary(min_size=1, max_size=8), st.integers(0, len(WORD)))
def test_any_damage_to_a_word_file_gives_words_or_a_reason(at: int, octets: bytes, cut: int) -> None:
    for body in (WORD[:at] + octets + WORD[at + len(octets):], WORD[:cut], WORD[:512] + octets * 300 + WORD[512:]):
        words = words_of(body)
        assert (words.text is None) != (words.missing is None)


def test_a_word_file_whose_sectors_go_in_a_circle_is_not_read_for_ever() -> None:
    circle = WORD[:-512] + struct.pack("<128I", *([1, 0] * 64))
    assert words_of(circle).missing is not None or words_of(circle).text is not None
    named_again = WORD[:44] + struct.pack("<I", 109) + WORD[48:76] + WORD[76:80] * 109 + WORD[512:]
    assert words_of(named_again) == words_of(WORD)


def test_types_that_hold_no_text_are_not_asked_for() -> None:
    types = {"application/zip": True, "application/pdf": False, "application/msword": False, None: False, "image/jpeg": True}
    assert {type: unreadable(Attachment(url="u", type=type)) is not None for type in types} == types


def test_words_stand_with_their_files() -> None:
    files = (Attachment(url="https://a.example/1.pdf"), Attachment(url="https://a.example/2.doc"))
    article = with_words(page(1, None, attachments=files, found={"attachments": "body"}),
                         {files[0].url: Words(text="第一条", rule="pypdf, 1 page"), files[1].url: Words(missing="no reader")})
    assert [(one.text, one.text_rule, one.text_missing) for one in article.attachments] == [
        ("第一条", "pypdf, 1 page", None), (None, None, "no reader")]
    assert article.found["attachments"] == "body, words read"
    assert with_words(article, {}) is article
