"""Archived pages read again: `fangzhi reextract` on two cores beside one, and beside trafilatura over the same pages.

`python -m benchmarks.reextract [--articles 10000] [--rounds 3] [--write]`: in turns, from one archive of the local site. Rates of ours hold
start, WARC, lines and comparison of the whole program; those of trafilatura its extraction alone, in one process.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contenders import COMPILED, LIMIT, Task, fangzhi, versions
from benchmarks.crawling import HOUSE, Collection
from benchmarks.measuring import measure
from benchmarks.options import many
from benchmarks.peers import installed
from benchmarks.results import write_section
from benchmarks.site import Shape
from benchmarks.site_server import Served
from benchmarks.targets import Target, judged, spread

TRAFILATURA_PAGES = 300
"""Articles that trafilatura reads: its pace stays the same."""
NAMES = ("one core", "two cores", "trafilatura")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One reading of the archive's articles."""

    name: str
    pages: int
    wall: float
    cpu: float
    peak_mib: int

    @property
    def speed(self) -> float:
        """Articles in a second by the clock on the wall."""
        return self.pages / self.wall


Round = Sequence[Read]


def ours(archive: Path, folder: Path, articles: int, jobs: int) -> Read:
    """All articles read again by so many processes. Raises RuntimeError when it did not end well."""
    command = [sys.executable, "-m", "crawler", "reextract", str(archive), "--portals", str(folder / "portals"), "--jobs", str(jobs)]
    run = measure(command, folder / "log", limit=LIMIT, cwd=HOUSE, environment=COMPILED)
    if run.code:
        raise RuntimeError(f"reextract: exit {run.code}: {run.log.strip()[-300:]}")
    return Read(name=NAMES[jobs - 1], pages=articles, wall=run.wall, cpu=run.cpu, peak_mib=run.peak_mib)


def trafilatura(pages: Path, folder: Path) -> Read:
    """The same articles, the first of them, read by trafilatura. Raises RuntimeError when it did not end well."""
    script = HOUSE / "benchmarks" / "peers" / "trafilatura_pages.py"
    run = measure([str(installed.python()), str(script), str(pages)], folder / "log", limit=LIMIT, environment=COMPILED)
    if run.code:
        raise RuntimeError(f"trafilatura: exit {run.code}: {run.log.strip()[-300:]}")
    count, found, wall, cpu = run.out.split()
    if int(found) < int(count) / 2:
        raise RuntimeError(f"trafilatura found {found} articles in {count} pages")
    return Read(name=NAMES[2], pages=int(count), wall=float(wall), cpu=float(cpu), peak_mib=run.peak_mib)


def write_pages(collection: Collection, path: Path, most: int) -> None:
    """The bodies of the first articles' records, as `trafilatura_pages` reads them."""
    wanted = {line["url"] for line in collection.lines("articles")}
    with path.open("wb") as out:
        for record in collection.records():
            if record.type == "response" and record.url in wanted and most > 0:
                body = _body(record.block)
                out.write(len(body).to_bytes(8, "big") + body)
                most -= 1


def _body(block: bytes) -> bytes:
    head, _, body = block.partition(b"\r\n\r\n")
    return gzip.decompress(body) if b"content-encoding: gzip" in head.lower() else body


def _faster(name: str, other: str) -> Callable[[Round], float | None]:
    def ratio(one: Round) -> float | None:
        speeds = {read.name: read.speed for read in one}
        return speeds[name] / speeds[other]
    return ratio


TARGETS = (Target("articles/s on two cores against one", 1.8, True, _faster("two cores", "one core")),
           Target("articles/s on two cores against trafilatura", 5.0, True, _faster("two cores", "trafilatura")))


def measured(folder: Path, articles: int, rounds: int) -> list[list[Read]]:
    """Rounds of one reading by each. Raises RuntimeError when a program failed, NotInstalled when trafilatura cannot be had."""
    installed.python()
    with Served(Shape(articles=articles)) as served:
        _, fault = fangzhi(Task(port=served.port, folder=folder, shape=served.shape))
    if fault:
        raise RuntimeError(f"the crawl: {fault}")
    collection = Collection(folder / "archive" / "collections" / "site")
    pages, count = folder / "pages", collection.count("articles")
    write_pages(collection, pages, TRAFILATURA_PAGES)
    table = []
    for _ in range(rounds):
        laps = [ours(folder / "archive", folder, count, 1), ours(folder / "archive", folder, count, 2), trafilatura(pages, folder)]
        for one in laps:
            print(f"{one.name:12} {one.pages:6} articles in {one.wall:6.2f} s: {one.speed:6.1f} a second, "
                  f"{1000 * one.cpu / one.pages:6.2f} ms CPU each", flush=True)
        table.append(laps)
    return table


def table_of(rounds: Sequence[Round]) -> str:
    """Medians as a Markdown table."""
    rows = ["| | articles/s | ms CPU an article | peak MiB |", "|--|--|--|--|"]
    for name in NAMES:
        laps = [read for one in rounds for read in one if read.name == name]
        cost = spread([1000 * read.cpu / read.pages for read in laps], ".2f")
        rows.append(f"| {name} | {spread([read.speed for read in laps], '.0f')} | {cost} | {max(read.peak_mib for read in laps)} |")
    return "\n".join(rows)


def main() -> int:
    """The command; exit code 1 when a target was missed, a program failed or trafilatura cannot be had."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reextract", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=many, default=10_000, help="articles of the archive (10000)")
    parser.add_argument("--rounds", type=many, default=3, help="readings by each (3)")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    given = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="reextract-") as folder:
            rounds = measured(Path(folder), given.articles, given.rounds)
    except (RuntimeError, installed.NotInstalled) as error:
        print(error)
        return 1
    owed, missed = judged(TARGETS, rounds)
    body = f"{table_of(rounds)}\n\n{owed}"
    print(f"\n{body}")
    if given.write:
        write_section("Pages read again", f"python -m benchmarks.reextract --articles {given.articles} --rounds {given.rounds} --write",
                      f"Articles of 45 kB, in turns; {versions()}.\n\n{body}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
