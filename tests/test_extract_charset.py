"""Bytes are read by the right table, whatever they are declared as; what was damaged twice is mended only where it is certain, and says "
"so."""

from __future__ import annotations

import codecs
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import extract
from crawler.extract.markup.charset import decode
from crawler.page import Page

SIMPLIFIED = ("望川县万亩春茶开采", "清明前后，望川县十二万亩茶园陆续开采，茶农们天不亮就背着竹篓上了山。今年春季气温回升较快，"
                           "首批明前茶比往年提早了一周上市。",
              "县农业农村局组织技术人员分片包村，指导茶农科学采摘、错峰炒制，并设立了质量检测点。朱镕、李喆等同志参加。")
TRADITIONAL = ("省博物館新館國慶試運行", "省博物館新館將於國慶假期試運行，每天接待觀眾不超過六千人次，"
                              "觀眾可提前三天預約。新館設有十個常設展廳，展出文物八千餘件。",
               "館方負責人介紹，試運行期間夜場開放至晚上九點，週一照常閉館。")


def page(words: tuple[str, ...], declared: str | None, *, form: str = "<meta charset='{}'>") -> str:
    meta = form.format(declared) if declared else ""
    title, *paragraphs = words
    text = "".join(f"<p>{line}</p>" for line in paragraphs)
    return f"<html><head>{meta}<title>{title}</title></head><body><h1>{title}</h1>{text}</body></html>"


FORMS = ("<meta charset='{}'>", '<meta http-equiv="Content-Type" content="text/html; charset={}">',
    "<META HTTP-EQUIV=Content-Type CONTENT='text/html;charset={}'/>")


@pytest.mark.parametrize(("words", "codec", "declared"), [
    *product([SIMPLIFIED], ["gb18030"], ["gb2312", "GBK", "gb18030", "utf-8", "iso-8859-1", "big5", None, "no-such-charset"]),
    *product([TRADITIONAL], ["big5hkscs"], ["big5", "Big5-HKSCS", "utf-8", "gb2312", None]),
    *product([SIMPLIFIED, TRADITIONAL], ["utf-8"], ["utf-8", "gb2312", "gbk", "big5", "iso-8859-1", None]),
    *product([SIMPLIFIED], ["utf-8-sig", "utf-16"], ["gb2312", None])])
@pytest.mark.parametrize("form", FORMS)
def test_the_bytes_say_what_the_declaration_may_get_wrong(words: tuple[str, ...], codec: str, declared: str | None, form: str) -> None:
    text = page(words, declared, form=form)
    assert decode(text.encode(codec), None).text == text
    assert extract(Page(url="http://a.example/1.html", body=text.encode(codec))).title == words[0]


@pytest.mark.parametrize(("header", "meta", "codec"), [
    ("text/html; charset=utf-8", "gb2312", "utf-8"), ("text/html;charset=GBK", "utf-8", "gb18030"), ("text/html; charset=ISO-8859-1",
    "gb2312", "gb18030"),
    ("text/html; charset=utf-16le", None, "utf-16-le"), ("text/html; charset=\"gb2312\"", None, "gb18030"), ("text/html; charset=",
    "gb2312", "gb18030"),
    ("text/html; charset=utf-8", "utf-8", "gb18030")])
def test_the_header_goes_before_the_meta_tag_and_the_bytes_before_both(header: str, meta: str | None, codec: str) -> None:
    text = page(SIMPLIFIED, meta)
    assert decode(text.encode(codec), header).text == text


def test_a_meta_tag_of_a_fragment_in_the_body_does_not_count() -> None:
    text = page(SIMPLIFIED, None).replace("<p>", "<p><meta content='text/html; charset=gb2312' http-equiv=Content-Type>", 1)
    assert decode(text.encode(), None).charset == "utf-8"


WAYS = (("gb18030", "latin-1"), ("gb18030", "cp1252"), ("utf-8", "latin-1"), ("gb18030", "iso8859-15", "utf-8", "latin-1"),
        ("gb18030", "iso8859-15"))
LONG = (SIMPLIFIED[0], *SIMPLIFIED[1:] * 3)


def damaged(text: str, way: tuple[str, ...]) -> str:
    for written, read in zip(way[::2], way[1::2], strict=True):
        text = text.encode(written).decode(read)
    return text


@pytest.mark.parametrize("way", [WAYS[0], WAYS[2], WAYS[3], WAYS[4]])
def test_damage_that_one_way_back_undoes_is_mended_and_marked(way: tuple[str, ...]) -> None:
    text = page(LONG, "utf-8")
    decoded = decode(damaged(text, way).encode(), None)
    assert (decoded.text, decoded.why[:8]) == (text, "repaired")
    article = extract(Page(url="http://a.example/1.html", body=damaged(text, way).encode()))
    assert article.title == LONG[0]
    assert all("; charset repaired (" in (article.found[key] or "") for key in ("title", "body"))


def test_what_a_browser_read_as_windows_1252_is_mended() -> None:
    text = page(LONG, "utf-8")
    as_read = "".join(bytes([octet]).decode("cp1252", "ignore") or chr(octet) for octet in text.encode())
    assert "\x81" in as_read
    decoded = decode(as_read.encode(), None)
    assert (decoded.text, decoded.why) == (text, "repaired (cp1252 > utf-8)")


@pytest.mark.parametrize("header", [None, "text/html; charset=utf-16", "text/html; charset=utf-8"])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_zeros(codec: str, header: str | None) -> None:
    text = page(SIMPLIFIED, None)
    assert decode(text.encode(codec), header).text == text


@pytest.mark.parametrize("text", [
    page(LONG, "utf-8").replace("</body>", f"<p>{damaged(SIMPLIFIED[1], WAYS[0])}</p></body>"), page(("Ça, c’est Ãgé",
        "Voilà, l’été à Nîmes – déjà vu…" * 20), "utf-8"),
    page((damaged(SIMPLIFIED[0], WAYS[0]), "short"), "utf-8"), page(("Â£5 µÄ", "words " * 200), "utf-8")])
def test_damage_that_is_not_certain_stays_as_it_is(text: str) -> None:
    decoded = decode(text.encode(), None)
    assert decoded.text == text and not decoded.why.startswith("repaired")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000), st.sampled_from([None, "text/html; charset=gb2312", "text/html; charset=utf-16", "charset=\x00",
    "text/html; charset=hz-gb-2312"]),
       st.sampled_from([b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<meta charset=big5>"]))
def test_any_bytes_give_text(body: bytes, header: str | None, before: bytes) -> None:
    decoded = decode(before + body, header)
    assert isinstance(decoded.text, str) and codecs.lookup(decoded.charset) and decoded.why


@pytest.mark.parametrize("read_as", ["cp1252", "latin-1"])
@pytest.mark.parametrize("other", ["", "\u201cpasted beside text that is whole\u201d \u2013 na\u00efve"])
def test_latin_signs_read_twice_are_mended_and_marked(read_as: str, other: str) -> None:
    whole = "It\u2019s a test\u2014na\u00efve caf\u00e9\u2026 it\u2019s done. "
    damaged = (whole * 3).encode().decode(read_as)
    decoded = decode(f"<p>{damaged}</p><p>{other}</p>".encode(), None)
    assert decoded.text == f"<p>{whole * 3}</p><p>{other}</p>" and decoded.why == "repaired (utf-8 twice)"


@pytest.mark.parametrize("text", [
    "Caf\u00e9 na\u00efve \u201cquoted\u201d \u2013 \u00c2ge d\u2019or, p\u00e2t\u00e9 \u20ac5, \u00e2\u20ac is two signs",
    "\u00c3\u00a9 alone is no proof: \u00c3\u00a9\u00c3\u00a9\u00c3\u00a9"])
def test_latin_text_that_is_whole_stays(text: str) -> None:
    assert decode((text * 3).encode(), None).text == text * 3


def test_of_several_ways_back_the_one_with_usual_characters_is_gone() -> None:
    # 春季 read as ISO-8859-15 has signs that Windows-1252 has elsewhere: by that table 幒専 comes out, and nothing fails.
    text = page(("春季灌溉工作会议召开", *[
        "会议指出，去冬以来全省平均降水较常年偏少两成，部分山区水库蓄水不足，各地要把抗旱保春灌摆在突出位置。"] * 6), "utf-8")
    decoded = decode(damaged(text, ("gb18030", "iso8859-15")).encode(), None)
    assert (decoded.text, decoded.why) == (text, "repaired (iso8859-15 > gb18030)")
