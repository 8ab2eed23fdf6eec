"""Looks for pages that take longer than a second to read: saved pages whose elements, lines and scripts stand there thousands of times,
whose tags are lost, renamed or left open. Run: `python -m benchmarks.overgrown [FOLDER...]`; without a folder with the project's judged
pages, with `--lists` with the lists and scripts that the servers of the tests' families have, read as a crawl reads lists.

Careless and hostile servers send such pages, and whatever asks each line about all others needs minutes for them. Everything is drawn from
a seed, so that the same seed makes the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks import family_lists
from benchmarks.results import write_section
from crawler.extract import extract
from crawler.page import Page

SECOND = 1.0
"""CPU seconds that a page may take."""
LARGEST = 2_000_000
"""Bytes of an overgrown page."""
_PAGES = Path(__file__).parents[1] / "tests" / "pages"
_TIMES = (50, 400, 3_000)
_ELEMENT = re.compile(rb"<(p|div|li|td|tr|span|a|h\d|table|ul|dl|figure|b|font|script|meta|section|time)\b[^>]*>.{0,600}?</\1>",
                      re.DOTALL | re.IGNORECASE)
_TAG = re.compile(rb"<[^<>]{1,300}>")
_SWAPS = ((b"<p", b"<li"), (b"<div", b"<td"), (b"<p", b"<br"), (b"<a ", b"<b "), (b"<span", b"<a href=x"), (b"<div", b"<table><tr><td"),
          (b"<h1", b"<div"), (b"</p>", b""), (b"</div>", b""), (b"</a>", b""), (b"</title>", b""), (b"\n", b" "), (b" ", b"\xc2\xa0"))
"""Tags, ends and blanks, and what stands in their place."""
_TEXTS = tuple(text.encode() for text in (
    " ", "\u3000", " \xa0", "&nbsp;", "(", "【", "|", "0", '"', "2024-01-01 ", "日期：2024年", "12:30 ", "来源：", "首页 > ", "责任编辑：",
    "（记者", "By John Smith ", "January 1, 2024 ", "http://a.b/", "<!--", "<a href=#>", "<h1>", "<table><tr><td>", "<br>", "{", "["))
"""What is put in many times over."""
_SCRIPTS = tuple(text.encode() for text in (
    "function a(b){return b+1}\n", "var a=b+c;", "'<a href=\"'+x+'\">'+", '{"a":[', "if(a<b){", "/*", "'", "\\", "${", "a=a+", "?b:c", "((",
    'createPageHTML(1,0,"index","htm");', "$.ajax({url:'/a',data:{page:1}});", "fetch('/a?page='+p);", "var x=[", "document.write(",
    "<option value=1>1</option>", "<a href=?page=2>2</a>", "<record><![CDATA[", "[24-1-3]",
    "<li><a href=/a>title of it</a><span>2024-01-02</span></li>"))
"""The same of scripts and lists."""
_UNNAMED = re.compile("[^A-Za-z0-9.]+")
"""What no kept file has in its name."""
_WORD = re.compile(rb"[\w$'\"(){};,]{1,20}")


class Reading(NamedTuple):
    """How long one overgrown page took."""

    seconds: float
    """Of CPU."""
    name: str
    """The page it grew from."""
    ways: tuple[str, ...]
    """How it grew, in order."""
    body: bytes


def repeated(page: bytes, draw: Random) -> bytes:
    """One element, or two in turns, many times; the digits in them may be others each time."""
    found = [match[0] for match in _ELEMENT.finditer(page)]
    if not found:
        return page
    one, other = draw.choice(found), draw.choice((b"", draw.choice(found)))
    times = min(draw.choice(_TIMES), LARGEST // (2 * len(one + other)) + 1)
    grown = (one + other) * times
    if draw.random() < 0.3:
        grown = re.sub(rb"\d", lambda _: b"%d" % draw.randrange(10), grown)
    place = page.find(draw.choice(found))
    return page[:place] + grown + page[place:]


def filled(page: bytes, draw: Random) -> bytes:
    """A few signs many thousand times, anywhere."""
    text, place = draw.choice(_TEXTS), draw.randrange(len(page) + 1)
    return page[:place] + text * draw.choice((400, 5_000, 50_000)) + page[place:]


def doubled(page: bytes, draw: Random) -> bytes:
    """A piece of the page, whatever begins or ends in it, many times."""
    start = draw.randrange(len(page) + 1)
    piece = page[start:start + draw.choice((20, 200, 2_000, 20_000))]
    return page[:start] + piece * min(draw.choice(_TIMES), LARGEST // (2 * len(piece) + 1) + 1) + page[start:]


def scripted(page: bytes, draw: Random) -> bytes:
    """A piece of a program or of a list many times, anywhere, in a script of its own or not."""
    text, place = draw.choice(_SCRIPTS), draw.randrange(len(page) + 1)
    text *= min(draw.choice(_TIMES) * 7, LARGEST // (2 * len(text)))
    return page[:place] + (b"<script>" + text + b"</script>" if draw.random() < 0.5 else text) + page[place:]


def jumbled(page: bytes, draw: Random) -> bytes:
    """Up to a twentieth of the words and brackets are others of the same page."""
    words, share = _WORD.findall(page), draw.random() / 20
    return _WORD.sub(lambda word: draw.choice(words) if draw.random() < share else word[0], page)


def swapped(page: bytes, draw: Random) -> bytes:
    """Tags of one kind are others, or are left out."""
    return page.replace(*draw.choice(_SWAPS))


def untagged(page: bytes, draw: Random) -> bytes:
    """Up to half of the tags are missing."""
    share = draw.random() / 2
    return _TAG.sub(lambda tag: b"" if draw.random() < share else tag[0], page)


def cut(page: bytes, draw: Random) -> bytes:
    """The page ends somewhere."""
    return page[:draw.randrange(len(page) + 1)]


WAYS: dict[str, Callable[[bytes, Random], bytes]] = {way.__name__: way for way in (
    repeated, filled, doubled, swapped, untagged, cut, scripted, jumbled)}
_OF_PAGES = ("repeated",) * 6 + ("filled", "doubled", "swapped") * 2 + ("untagged", "cut")
_OF_LISTS = (*_OF_PAGES, *("scripted",) * 6, "jumbled", "jumbled")


def grown(page: bytes, draw: Random, among: tuple[str, ...] = _OF_PAGES) -> tuple[bytes, tuple[str, ...]]:
    """A page that grew in one to four ways, and which these were."""
    ways = tuple(draw.choice(among) for _ in range(draw.choice((1, 1, 2, 3, 4))))
    for way in ways:
        page = WAYS[way](page, draw)[:LARGEST]
    return page, ways


class Grown(NamedTuple):
    """What grows, and how it is read."""

    pages: list[tuple[str, Page]]
    """With their names."""
    read: Callable[[Page], object]
    ways: tuple[str, ...]


def pages_of(folders: list[Path]) -> Iterator[tuple[str, Page]]:
    """The saved pages of some folders, with their names. Raises OSError where one cannot be read."""
    for folder in folders:
        for path in sorted(folder.rglob("*.htm*")):
            body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            yield path.name, Page(url="http://www.example.gov.cn/a/t20240101_1.html", body=body)


def readings(of: Grown, count: int, seed: int) -> Iterator[Reading]:
    """Overgrown pages, each read once. What reading raises is raised."""
    of.read(of.pages[0][1])  # with what is made once
    for number in range(count):
        draw = Random(f"{seed} {number}")
        name, page = draw.choice(of.pages)
        body, ways = grown(page.body, draw, of.ways)
        began = time.process_time()
        of.read(replace(page, body=body))
        yield Reading(time.process_time() - began, name, ways, body)


def main() -> int:
    """The command; 1 where a page took longer than it may."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.overgrown", description="Looks for pages that take too long to read.")
    parser.add_argument("folder", type=Path, nargs="*", default=[_PAGES], help="folders with saved pages; left out: the judged ones")
    parser.add_argument("--pages", type=int, default=2_000, metavar="N", help="how many are read (default: 2000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number makes other pages")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="save the pages that take too long there")
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    parser.add_argument("--lists", action="store_true", help="lists and their scripts, read as a crawl reads them")
    asked = parser.parse_args()
    of = Grown(list(family_lists.lists()), family_lists.read_as_list, _OF_LISTS) if asked.lists else \
        Grown(list(pages_of(asked.folder)), extract, _OF_PAGES)
    if not of.pages:
        parser.error(f"there are no pages in {', '.join(map(str, asked.folder))}")
    slowest: list[Reading] = []
    total = 0.0
    for number, reading in enumerate(readings(of, asked.pages, asked.seed)):
        total += reading.seconds
        slowest = sorted([*slowest, reading], reverse=True)[:10]
        if reading.seconds > SECOND and asked.keep:
            asked.keep.mkdir(parents=True, exist_ok=True)
            kept = _UNNAMED.sub("-", reading.name.removesuffix(".gz"))
            (asked.keep / f"{reading.seconds:.2f}-{asked.seed}-{number}-{kept}").write_bytes(reading.body)
    told = "\n".join((f"{asked.pages} pages of {len(of.pages)}, {total / max(asked.pages, 1):.3f} s each; the slowest:",
                      *(f"{one.seconds:6.2f} s {len(one.body):9} bytes  {one.name}  {' '.join(one.ways)}" for one in slowest)))
    print(told)
    if asked.write:
        command = f"python -m benchmarks.overgrown{' --lists' * asked.lists} --pages {asked.pages} --seed {asked.seed}"
        write_section("Overgrown lists" if asked.lists else "Overgrown pages", command, f"```\n{told}\n```")
    return int(bool(slowest) and slowest[0].seconds > SECOND)


if __name__ == "__main__":
    sys.exit(main())
