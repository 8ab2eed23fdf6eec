"""A complete crawl beside plain Scrapy with trafilatura and wget with WARC, interleaved, on one local site; the targets, met or missed.

`python -m benchmarks.crawl [--articles 10000] [--rounds 3] [--scrapy-pages 1500] [--only NAME]... [--write]`; further options shape the
site, and `--help` tells them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from benchmarks.ceiling import ceiling
from benchmarks.contenders import CONTENDERS, Lap, absent, lap, versions
from benchmarks.options import many
from benchmarks.results import write_section
from benchmarks.site import Shape, Site
from benchmarks.site_options import add_shape, shape_of, words_of
from benchmarks.site_server import Served
from benchmarks.targets import Target, judged, spread

USUAL = Shape(articles=10_000)
ROUNDS = 3
SCRAPY_PAGES = 1500
KEPT = {"wget": "WARC and files", "scrapy": "articles in a JSONL feed", "fangzhi": "WARC on disk, JSON Lines, duplicates, ledger, indexes"}

Round = Sequence[Lap]


def _named(one: Round, name: str) -> Lap | None:
    return next((each for each in one if each.name == name and each.fault is None), None)


def _faster_than(name: str) -> Callable[[Round], float | None]:
    def ratio(one: Round) -> float | None:
        ours, theirs = _named(one, "fangzhi"), _named(one, name)
        return ours.speed / theirs.speed if ours and theirs else None
    return ratio


def _cost(one: Round) -> float | None:
    ours = _named(one, "fangzhi")
    return ours.cost if ours else None


TARGETS = (Target("pages/s against wget", 1.2, True, _faster_than("wget")),
           Target("pages/s against Scrapy with trafilatura", 8.0, True, _faster_than("scrapy")),
           Target("CPU s per 1,000 pages", 3.5, False, _cost))


def compete(served: Served, names: Sequence[str], rounds: int, scrapy_pages: int) -> list[list[Lap]]:
    """Rounds of one lap each, each beginning with another one, so that a busy machine is busy for all."""
    table = []
    for number in range(rounds):
        laps = []
        for name in [*names[number % len(names) :], *names[: number % len(names)]]:
            laps.append(lap(name, served, scrapy_pages))
            print(row_of(laps[-1]), flush=True)
        table.append(laps)
    return table


def row_of(one: Lap) -> str:
    """One lap as a line."""
    run = one.run
    return (f"{one.name:8} {one.requests:7} pages in {run.wall:7.2f} s: {one.speed:7.1f} pages/s {one.cost:6.2f} s CPU per 1,000 "
            f"{run.peak_mib:5} MiB; the site itself {one.site_cpu:.2f} s CPU  {one.fault or ''}")


def table_of(rounds: Sequence[Round], names: Sequence[str]) -> str:
    """Medians of each contender as a Markdown table, least and most in brackets."""
    rows = ["| crawler | pages/s | CPU s per 1,000 pages | peak MiB | pages | kept |", "|--|--|--|--|--|--|"]
    for name in names:
        laps = [each for one in rounds for each in one if each.name == name]
        speed, cost = spread([each.speed for each in laps], ".0f"), spread([each.cost for each in laps], ".2f")
        rows.append(f"| {name} | {speed} | {cost} | {max(each.run.peak_mib for each in laps)} | {laps[0].requests} | {KEPT[name]} |")
    return "\n".join(rows)


def ceilings(served: Served) -> str:
    """What the site gives to one who does nothing with it."""
    site = Site(served.shape)
    paths = [site.path(number) for number in range(min(2_000, served.shape.articles))]
    packed, plain = (ceiling(served.port, paths, gzip=gzip) for gzip in (True, False))
    return f"The site alone serves {packed:.0f} pages/s gzipped, as most ask for them, and {plain:.0f} plain, as wget does"


def measured(shape: Shape, names: Sequence[str], rounds: int, scrapy_pages: int) -> tuple[str, int]:
    """The section's body, and how many targets were missed or crawls failed."""
    with Served(shape) as served:
        limit = ceilings(served) if not shape.latency and not shape.errors else "The site answers late or not at all, as asked for"
        print(limit, flush=True)
        laps = compete(served, names, rounds, scrapy_pages)
    everyone = [each for one in laps for each in one]
    share = max(each.site_cpu / each.run.wall for each in everyone)
    owed, missed = judged(TARGETS, laps)
    body = f"{limit}; its process, counted to no one, took at most {share:.0%} of one core.\n\n{table_of(laps, names)}\n\n{owed}"
    return body, missed + sum(each.fault is not None for each in everyone)


def main() -> int:
    """The command; exit code 1 when a target was missed or a crawl failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crawl", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    add_shape(parser, USUAL)
    parser.add_argument("--rounds", type=many, default=ROUNDS, help=f"laps of each ({ROUNDS})")
    parser.add_argument("--scrapy-pages", type=int, default=SCRAPY_PAGES, metavar="N",
                        help=f"end Scrapy, whose pace stays the same, after N pages; 0: at the site's end ({SCRAPY_PAGES})")
    parser.add_argument("--only", action="append", default=[], choices=sorted(CONTENDERS), help="this contender alone. Repeatable")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    given = parser.parse_args()
    shape, wanted = shape_of(given), [name for name in CONTENDERS if not given.only or name in given.only]
    missing = absent(wanted)
    for reason in missing.values():
        print(f"left out: {reason}", flush=True)
    names = [name for name in wanted if name not in missing]
    if not names:
        return 1
    body, failed = measured(shape, names, given.rounds, given.scrapy_pages)
    print(f"\n{body}")
    if given.write:
        words = ["--rounds", str(given.rounds), "--scrapy-pages", str(given.scrapy_pages), *words_of(shape, USUAL),
                 *(f"--only {name}" for name in given.only)]
        head = f"{shape.articles} articles of {shape.weight / 1000:g} kB, {given.rounds} interleaved rounds; {versions()}."
        notes = "".join(f" Left out: {reason}." for reason in missing.values())
        write_section("A complete crawl", f"python -m benchmarks.crawl {' '.join(words)} --write", f"{head}{notes} {body}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
