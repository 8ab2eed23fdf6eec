"""How the reading room answers over a large archive: start, and each page. `python -m benchmarks.room [--articles 1000000] [--write]`"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

from archive.finding import intake
from archive.jsonl import encode
from archive.layout import Archive
from archive.lines import event_line, line, problem_line
from archive.model import FIELD_KEYS, Article, Event, WarcRef
from benchmarks.crawling import HOUSE
from benchmarks.options import many
from benchmarks.results import write_section
from crawler.room.holdings import Reading

PORTALS = 31
SIGNS = 300
"""Han characters of an article's body: the index grows with it, the answers do not."""
_REF = WarcRef(file="archive/a.warc.gz", offset=0, length=9, record_id="urn:uuid:00000000-0000-0000-0000-000000000000",
               payload_digest="sha256:" + "00" * 32)
_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"


def lines(portal: int, count: int) -> Iterator[dict[str, Any]]:
    """Article lines of one portal: signs as frequent as in print (Zipf), days of ten years."""
    chance = random.Random(portal)
    signs = "".join(chr(0x4E00 + min(6000, int(chance.paretovariate(0.8)))) for _ in range(100_000))
    for number in range(count):
        at = chance.randrange(99_000)
        day = f"{2016 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}"
        article = Article(kind="article", url=f"http://p{portal}.cn/{number}", title=signs[at:at + 18], body=signs[at:at + SIGNS],
                          date=day, language="zh-Hans", source=f"来源{number % 200}", breadcrumb=("首页", f"栏目{number % 20}"),
                          breadcrumb_urls=(None, None), fields=dict.fromkeys(FIELD_KEYS))
        captured = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number % 700, seconds=number % 86_400, microseconds=number)
        made = line(article, portal=f"p{portal}", id=_id(portal, number), version=1, verdict="new", status=200, captured_at=captured,
                    text_digest=f"sha256:{portal:032x}{number:032x}", ref=_REF, extractor="fangzhi/0 extract/1")
        yield dict(made)


def write(root: Path, articles: int) -> None:
    """The archive's line files."""
    for portal in range(PORTALS):
        collection = Archive(root).collection(f"p{portal}")
        collection.create()
        with (collection.articles / f"p{portal}-20260101000000.jsonl").open("wb") as file:
            file.writelines(encode(one) for one in lines(portal, articles // PORTALS))
        for folder, told in (("events", events), ("problems", problems)):
            with (collection.path / folder / f"p{portal}-20260101000000.jsonl").open("wb") as file:
                file.writelines(encode(one) for one in told(portal, articles // PORTALS))


def events(portal: int, count: int) -> Iterator[dict[str, Any]]:
    """What was observed: each article once, each twentieth edited, each hundredth gone."""
    for number in range(count):
        for kind in ("first-seen", *(["edited"] if number % 20 == 0 else []), *(["gone"] if number % 100 == 0 else [])):
            at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number % 700, seconds=number % 86_400)
            yield dict(event_line(Event(event=kind, at=at, id=_id(portal, number), url=f"http://p{portal}.cn/{number}", warc=_REF,
                                        detail={}), f"p{portal}"))


def problems(portal: int, count: int) -> Iterator[dict[str, Any]]:
    """One for each fifth article."""
    for number in range(0, count, 5):
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number % 700, seconds=number % 86_400)
        yield dict(problem_line(kind=("http", "robots", "blocked")[number % 3], reason="HTTP 503", at=at, portal=f"p{portal}",
                                url=f"http://p{portal}.cn/{number}", status=503, ref=None))


def _id(portal: int, number: int) -> str:
    return f"p{portal}:" + "".join(_BASE32[number >> shift & 31] for shift in range(75, -1, -5))


def asked(base: str, path: str, times: int = 5) -> float:
    """Median milliseconds of an answer."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        with urlopen(base + path) as answer:
            answer.read()
        found.append(1000 * (time.perf_counter() - began))
    return statistics.median(found)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=many, default=1_000_000)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="room-"))
    try:
        write(folder, given.articles)
        archive = Archive(folder)
        began = time.perf_counter()
        intake.update(archive, archive.root / "finding.sqlite", zone_of=Reading(archive).zone_of)
        seconds, size = time.perf_counter() - began, (folder / "finding.sqlite").stat().st_size
        rows = [("index of all lines, once", f"{seconds:.0f} s, {size / 1e6:.0f} MB")]
        rows += _served(folder)
        table = "| page | median |\n|--|--|\n" + "\n".join(f"| {name} | {value} |" for name, value in rows)
        print(table)
        if given.write:
            write_section("The reading room", f"python -m benchmarks.room --articles {given.articles} --write",
                          f"{given.articles:,} articles of {SIGNS} signs in {PORTALS} portals.\n\n{table}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _served(folder: Path) -> list[tuple[str, str]]:
    first = next(lines(3, 5))
    common, pair = first["title"][0], first["title"][:2]
    one, two, whole = (quote(words) for words in (common, pair, first["title"]))
    pages = ("/", "/search", f"/search?words={one}", f"/search?words={two}", f"/search?words={whole}",
             f"/search?words={one}&portal=p3&since=2019-01-01&until=2021-06-30", "/search?order=date", "/search?since=2025-12-30",
             "/search?until=1990-01-01", "/search?lacking=author&portal=p3", "/changes", "/changes?kind=first-seen&portal=p3",
             "/changes.atom", "/portals/p3", "/portals/p3/problems", "/portals/p3/days/2024-05-01", f"/articles/{first['id']}", "/clusters",
             "/crawls", "/api/articles?size=200", f"/api/search?words={two}", "/api/coverage")
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "crawler", "serve", str(folder), "--port", "0", "--read-only"], cwd=HOUSE,
                               stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        base = process.stdout.readline().strip().rstrip("/")
        with urlopen(f"{base}/static/room.css") as answer:
            answer.read()
        rows = [("start, to the first answer", f"{time.perf_counter() - began:.1f} s")]
        while b"Finding aid is being made" in urlopen(f"{base}/").read():
            time.sleep(1)
        return rows + [(f"`{path}`", f"{asked(base, path):.0f} ms") for path in pages]
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
