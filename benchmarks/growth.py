"""How cost grows: the same crawl over a site of 1,000, 10,000 and 100,000 articles: speed, memory, bytes, and how large each index gets.

`python -m benchmarks.growth [--articles N]... [--limit SECONDS] [--write]`
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contenders import Task, fangzhi
from benchmarks.measuring import Measured
from benchmarks.options import many
from benchmarks.results import write_section
from benchmarks.site import Shape
from benchmarks.site_server import Served

SIZES = (1_000, 10_000, 100_000)
MB = 1_000_000
HEAD = ["| articles | pages | pages/s | CPU s per 1,000 pages | peak MiB | WARC MB | lines MB | CDXJ MB | catalog MB | frontier MB |",
        "|--|--|--|--|--|--|--|--|--|--|"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """One crawl, and what it left on disk, in bytes."""

    articles: int
    pages: int
    """Requests that the site answered."""
    run: Measured
    warc: int
    lines: int
    """Articles, events and problems."""
    cdxj: int
    catalog: int
    frontier: int
    fault: str | None

    def row(self) -> str:
        """A line of Markdown."""
        sizes = " | ".join(f"{size / MB:.1f}" for size in (self.warc, self.lines, self.cdxj, self.catalog, self.frontier))
        return (f"| {self.articles:,} | {self.pages:,} | {self.pages / self.run.wall:.0f} | {1000 * self.run.cpu / max(1, self.pages):.2f} "
                f"| {self.run.peak_mib} | {sizes} |")

    def each(self) -> str:
        """Bytes for one page, as a line of Markdown."""
        sizes = " | ".join(f"{size / max(1, self.pages):,.0f}" for size in (self.warc, self.lines, self.cdxj, self.catalog, self.frontier))
        return f"| bytes a page | | | | | {sizes} |"


def grown(articles: int, limit: float) -> Grown:
    """Crawl a site of so many articles from an empty archive; all is thrown away but the numbers."""
    folder = Path(tempfile.mkdtemp(prefix="growth-"))
    try:
        with Served(Shape(articles=articles), folder / "site") as served:
            run, fault = fangzhi(Task(port=served.port, folder=folder, shape=served.shape, limit=limit))
            pages = served.requests()
        archive = folder / "archive"
        collection = archive / "collections" / "site"
        return Grown(articles=articles, pages=pages, run=run, fault=fault, warc=_size(collection.glob("archive/*")),
                     lines=_size(path for part in ("articles", "events", "problems") for path in collection.glob(f"{part}/*.jsonl*")),
                     cdxj=_size(collection.glob("indexes/*.cdxj")), catalog=_size(archive.glob("catalog.sqlite*")),
                     frontier=_size(archive.glob("frontier.sqlite*")))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _size(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


def table_of(crawls: Sequence[Grown]) -> str:
    """The table, with bytes a page of the largest crawl."""
    rows = [*HEAD, *(one.row() for one in crawls)]
    if crawls:
        rows.append(crawls[-1].each())
    return "\n".join(rows)


def main() -> int:
    """The command; exit code 1 when a crawl failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=many, action="append", metavar="N",
                        help=f"size of a site; repeatable ({', '.join(map(str, SIZES))})")
    parser.add_argument("--limit", type=float, default=3600.0, metavar="SECONDS", help="for one crawl (3600)")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    given = parser.parse_args()
    sizes = sorted(given.articles or SIZES)
    crawls = []
    for articles in sizes:
        crawls.append(grown(articles, given.limit))
        print(crawls[-1].row(), crawls[-1].fault or "", flush=True)
    faults = [f"{one.articles:,} articles: {one.fault}" for one in crawls if one.fault]
    body = "\n\n".join([table_of(crawls), *faults])
    print(f"\n{body}")
    if given.write:
        words = " ".join(f"--articles {articles}" for articles in sizes)
        write_section("How cost grows", f"python -m benchmarks.growth {words} --write",
                      f"Pages of 45 kB; each crawl from an empty archive, complete, until it ended by itself.\n\n{body}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
