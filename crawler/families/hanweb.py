"""Hanweb (大汉 JCMS): lists as XML in a script of the page, and blocks of them from `dataproxy.jsp`.

Shapes as seen on lists of Shandong, Jiangsu and Zhejiang (2019 to 2026): see the tests' pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from itertools import islice
from urllib.parse import urlencode

from lxml.html import HtmlElement

from crawler.addresses.address import Resolver, resolver
from crawler.addresses.links import Tree
from crawler.families import jpaas, xxgk
from crawler.families.answers.bodies import text_of
from crawler.families.base import Listing, first_sign
from crawler.families.calls.counted_files import counting
from crawler.families.calls.forms import fields_of
from crawler.families.calls.next_call import FURTHEST, called, following
from crawler.families.rows.rows import MOST, collect, of_fragments
from crawler.families.scripts import script
from crawler.families.scripts.number import number_of
from crawler.page import Page
from crawler.portal import Layout
from crawler.reading import Link

name = "hanweb"
article_shape = re.compile(r"/art/\d{4}/(?:\d{1,2}/\d{1,2}/)?art_\w+\.html|/art/art_\d+_\d+\.html|/art_\d+_\d+\.html")
layout = Layout(
    body=("//*[@id='zoom']", "//div[contains(concat(' ', @class, ' '), ' bt-content ')]", "//td[@class='bt_content']"),
)
signs = (b"dataproxy.jsp", b"jpageform_", "大汉版通".encode(), b"ZJEG_RSS.content",
         b"jpaas-publish-server", b"webSiteCode", b"/module/xxgk/", b"<datastore>", b"&lt;datastore")
listed_by = (b"<datastore", b"&lt;datastore", b".jpage", b"jpageform_", b"unitbuild", b"unitBuild", b"UnitBuild", b"UNITBUILD",
             b"/page/build/unit", b"webSiteCode", b"/module/xxgk/")
_JPAGE = re.compile(r"\.jpage\s*\(\s*\{")
_BY_NAME = re.compile(r"\bajaxParam['\"]?\s{0,9}:\s{0,9}([A-Za-z_$][\w$]{0,40})")
_SETTING = re.compile(r"['\"]?(\w+)['\"]?\s*:\s*(?:'([^'\n]{0,300})'|\"([^\"\n]{0,300})\"|(\d{1,9}))")
_FORM = re.compile(r"jpageform_(\w{1,40})")
_NUMBER = re.compile(r"\b(totalrecord|totalpage)\s*[>=]\s*(\d{1,9})", re.IGNORECASE)
_STORE = re.compile(r"\bdataStore\s*=\s*\[")
_RECORD = r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\""
_PROXY_LINK = re.compile(r"href\s*=\s*(?:\"([^\"<>]*dataproxy\.jsp\?[^\"<>]*)\"|'([^'<>]*dataproxy\.jsp\?[^'<>]*)')", re.IGNORECASE)
"""With values in quotes of the other kind, `path='/'`."""


def recognise(page: Page, borne: frozenset[bytes] | None = None) -> str | None:
    """As `Family.recognise`."""
    return first_sign(page, article_shape, signs, borne)


def listing(page: Page, tree: Tree) -> Listing | None:
    """The embedded record sets of all units of a page, and the call for the block after each; else what JPaaS puts there."""
    whole = tree.resolver
    blocks: list[tuple[str, Listing]] = []
    stores = [element for element in tree.named("script") if _holds_records(element.text or "")]
    calls = _jpage_calls(page, tree)
    alone = calls[0] if len(calls) == len(stores) == 1 else {}
    left = list(calls)
    for element in stores:
        unit = (element.getparent().get("id") if element.getparent() is not None else None) or ""
        call = next((each for each in calls if each.get("unitid") == unit), alone if _may_fill(element, alone, page) else {})
        left = [each for each in left if each is not call]
        blocks.append((unit, _block(element.text or "", whole, call)))
    known = {call.get("unitid") for call in calls}
    left += [call for call in _forms(page, tree) if call.get("unitid") not in known]
    blocks += [(call.get("unitid", ""), block) for call in left if (block := _called_for(call, whole)) is not None]
    if not blocks:
        return jpaas.listing(page, tree) or xxgk.listing(page, tree)
    rows = collect((row.url, row.title, row.date) for _, block in blocks for row in block.rows)
    return Listing(rows=rows, next=tuple(link for _, block in blocks for link in block.next), claimed_total=_total_of(blocks))


def _holds_records(text: str) -> bool:
    """Whether a script is a record set; its marks may be written as references, `&lt;record&gt;`."""
    return ("<record" in text and "<datastore" in text) or ("&lt;record" in text and "&lt;datastore" in text)


def _may_fill(element: HtmlElement, call: dict[str, str], page: Page) -> bool:
    """Whether the only call of a page may go on behind records whose box it does not name: no other box is the one that it names."""
    box = f'id="{call.get("unitid")}"'
    return box.encode("utf-8", "replace") not in page.body or any(each.get("id") == call.get("unitid") for each in element.iterancestors())


def _total_of(blocks: list[tuple[str, Listing]]) -> int | None:
    """What the units of a page have together, each counted once; None where one that does not say has more rows than all the others."""
    told = {unit or at: block.claimed_total for at, (unit, block) in enumerate(blocks) if block.claimed_total is not None}
    silent = max((len(block.rows) for _, block in blocks if block.claimed_total is None), default=0)
    return total if told and (total := sum(told.values())) >= silent else None


def answer(page: Page) -> Listing | None:
    """A block from `dataproxy.jsp`, by page number or by record numbers; or an answer of JPaaS, or of the disclosure lists."""
    if "dataproxy.jsp" not in page.url:
        return jpaas.answer(page) or xxgk.answer(page)
    text = text_of(page)
    whole = resolver(page.url)
    rows = collect(of_fragments(_records(text) or _stored(text), whole))
    numbers = {key.lower(): int(value) for key, value in _NUMBER.findall(text[:5000])}
    total = numbers.get("totalrecord")
    link = _after(page, whole, len(rows), total, numbers.get("totalpage")) if rows else None
    if rows and not numbers and "<nextgroup" in text:
        link = _next_group(text, whole)
    return Listing(rows=rows, next=(link,) if link else (), claimed_total=total, claimed_pages=numbers.get("totalpage"))


def _records(text: str) -> list[str]:
    """The mark-up of each `<record>`; found by cutting, since nothing about these blocks is well-formed."""
    records = []
    for piece in text.split("<record>")[1 : MOST + 1]:
        inner = piece.partition("</record>")[0].strip()
        inner = inner.removeprefix("<![CDATA[").removesuffix("]]>") if inner.startswith("<![CDATA[") else unescape(inner)
        records.append(inner)
    return records


def _stored(text: str) -> list[str]:
    """The records of an older answer, which is a script: `totalRecord=714.0;totalPage = 27;dataStore = ['<li>…</li>', …]` (Gansu, 2020)."""
    match = _STORE.search(text)
    if match is None:
        return []
    pieces = re.findall(_RECORD, text[match.end() :])[:MOST]
    return [script.value_at(piece, 0, {})[0] for piece in pieces]


def _block(text: str, whole: Resolver, call: dict[str, str]) -> Listing:
    text = unescape(text) if "<datastore" not in text else text
    rows = collect(of_fragments(_records(text), whole))
    numbers = {key.lower(): int(value) for key, value in _NUMBER.findall(text[:5000])}
    claimed = number_of(call.get("totalRecord"))
    total = numbers.get("totalrecord") if claimed is None else claimed
    if total is not None and total <= len(rows):
        return Listing(rows=rows, claimed_total=total)
    link = _next_group(text, whole) or (_posted(call, whole, len(rows), total) if total is not None else None)
    return Listing(rows=rows, next=(link,) if link else (), claimed_total=total)


def _called_for(call: dict[str, str], whole: Resolver) -> Listing | None:
    """A unit of which the page holds no records: its script asks for the first ones too."""
    total = number_of(call.get("totalRecord"))
    link = _posted(call, whole, 0, total) if total != 0 else None
    return None if link is None else Listing(next=(link,), claimed_total=total)


def _next_group(text: str, whole: Resolver) -> Link | None:
    """The address that a block itself names for the one behind it."""
    match = _PROXY_LINK.search(text.partition("<nextgroup>")[2].partition("</nextgroup>")[0])
    url = whole.resolve(unescape(match[1] or match[2])) if match else None
    return None if url is None else Link(url=url, kind="listing", hop="I")


def _jpage_calls(page: Page, tree: Tree) -> list[dict[str, str]]:
    """The settings of each `.jpage({...})` call of the page's scripts, those of its `ajaxParam` among them."""
    if b"jpage" not in page.body:
        return []
    calls = []
    for element in tree.named("script"):
        text = element.text or ""
        for piece in map(partial(_with_named, text), _JPAGE.split(text)[1:50]):
            found = _SETTING.findall(piece[:20_000].partition("dataBefore")[2] or piece[:20_000])
            found += _SETTING.findall(piece[:20_000])
            calls.append({key: single or double or digits for key, single, double, digits in reversed(found)})
    return calls


def _forms(page: Page, tree: Tree) -> Iterator[dict[str, str]]:
    """The settings of units of which the page holds nothing but the form that is sent for their records: `<form id="jpageform_310">`."""
    if b"jpageform_" not in page.body:
        return
    for form in islice(tree.root.iter("form"), 50):
        named = _FORM.fullmatch(form.get("id") or "") or _FORM.fullmatch(form.get("name") or "")
        if named is not None:
            told = {"unitid": named[1], **dict(fields_of(form))}
            yield {**told, "proxyUrl": form.get("action") or "", "perPage": told.get("perPage") or told.get("perpage") or ""}


def _with_named(text: str, piece: str) -> str:
    """The settings of a call with those of an object that it names: `ajaxParam: param`."""
    named = _BY_NAME.search(piece[:20_000])
    given = re.search(rf"(?<![\w$.]){re.escape(named[1])}\s{{0,9}}=\s{{0,9}}\{{([^{{}}]{{0,4000}})\}}", text) if named is not None else None
    return piece if given is None else f"{given[1]}\n{piece}"


def _posted(call: dict[str, str], whole: Resolver, given: int, total: int | None) -> Link | None:
    """The call that the page's script makes for the records after the embedded ones: POST, by record numbers."""
    if not {"unitid", "columnid"} <= call.keys():
        return None
    url = whole.resolve(call.get("proxyUrl") or "/module/web/jpage/dataproxy.jsp")
    screen = number_of(call.get("perPage"))
    screen = 15 if screen is None else screen
    span = {"startrecord": str(given + 1), "endrecord": str(_end(given + 3 * screen, total)), "perpage": str(screen)}
    names = ("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype")
    form = urlencode([(key, call[key]) for key in names if key in call]).encode("ascii")
    return None if url is None else Link(url=f"{url}?{urlencode(span)}", kind="listing", hop="I", method="POST", body=form)


def _after(page: Page, whole: Resolver, given: int, total: int | None, pages: int | None) -> Link | None:
    """The call after this one: next page number, or next record numbers, never past what the answer claims. Where it claims nothing, up to
    a block with fewer records than were asked for, or of a page number up to one without any."""
    asked = called(page)
    end = number_of(asked.get("endrecord"))
    if end is not None:
        first = number_of(asked.get("startrecord"))
        width = end - first + 1 if first is not None and first <= end else 45
        if end >= total if total is not None else given < width:
            return None
        return following(page, whole, (), {"startrecord": str(end + 1), "endrecord": str(_end(end + width, total))})
    number = number_of(asked.get("page"))
    if number is None or number >= min(pages if pages is not None else FURTHEST, FURTHEST):
        return None
    link = following(page, whole, ("page",))
    return link if link is None or pages is not None or total is None else _by_block(page, link, number, given, total)


def _by_block(page: Page, link: Link, number: int, given: int, total: int) -> Link | None:
    """The call after this one, which bears how many records the largest block had; None where the list ends with this one, be its blocks
    counted from 0 or from 1."""
    block = max(given, page.told.rows or 0)
    if number * block >= total or (given < block and (number + 1) * block >= total):
        return None
    return link._replace(call=counting(page, block))


def _end(record: int, total: int | None) -> int:
    return record if total is None else min(record, total)
