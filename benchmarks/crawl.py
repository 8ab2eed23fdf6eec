"""What a complete crawl costs: ours beside plain Scrapy that keeps nothing and wget with WARC, on the same local site.

`python -m benchmarks.crawl [--articles 2000] [--rounds 3] [--only NAME]... [--write]`
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from benchmarks.crawling import HOUSE, Collection, archive_fault, crawl_command, portal_file
from benchmarks.measuring import Measured, measure
from benchmarks.results import write_section
from benchmarks.site import Shape
from benchmarks.site_server import Served

SETTINGS = ("LOG_LEVEL=WARNING",)
COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
"""As where programs are installed: what Python compiled stays for the next start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lap:
    """One crawl of the whole site by one crawler."""

    name: str
    run: Measured
    requests: int
    """Requests that the site answered."""
    fault: str | None = None
    """What it failed to do; None: nothing."""


def plain_scrapy(port: int, folder: Path, shape: Shape) -> tuple[Measured, str | None]:
    """Scrapy with its LinkExtractor; keeps nothing."""
    command = [sys.executable, "-m", "benchmarks.peers.plain_scrapy", f"http://127.0.0.1:{port}/"]
    run = measure(command, folder, limit=7200, interval=0.5, cwd=HOUSE, environment=COMPILED)
    count = int(run.out.split()[-1]) if run.out.split() else 0
    return run, None if count > shape.articles else f"{count} pages"


def wget(port: int, folder: Path, shape: Shape) -> tuple[Measured, str | None]:
    """`wget --mirror --warc-file`."""
    run = measure(["wget", "--quiet", "--mirror", "--warc-file", str(folder / "site"), "--directory-prefix", str(folder / "mirror"),
                   f"http://127.0.0.1:{port}/"], folder, limit=7200, interval=0.5)
    count = sum(1 for path in (folder / "mirror").rglob("*.html"))
    return run, None if count > shape.articles else f"{count} pages"


def fangzhi(port: int, folder: Path, shape: Shape) -> tuple[Measured, str | None]:
    """Ours, complete: WARC on disk, lines, duplicates, indexes."""
    portal_file(folder / "portals", "site", [("site", f"http://127.0.0.1:{port}/")], [f"127.0.0.1:{port}"], concurrency=16)
    command = crawl_command("site", folder / "portals", folder / "archive", settings=SETTINGS)
    run = measure(command, folder, limit=7200, interval=0.5, cwd=HOUSE, environment=COMPILED)
    lines = Collection(folder / "archive" / "collections" / "site").lines("articles")
    if run.code or "Traceback" in run.log:
        return run, f"exit {run.code}: {run.log[-200:].strip()}"
    least = shape.articles * (1 - shape.duplicates) * 0.97
    return run, None if least <= len(lines) <= shape.articles else f"{len(lines)} lines for {shape.articles} articles"


Crawler = Callable[[int, Path, Shape], tuple[Measured, str | None]]
CRAWLERS: dict[str, Crawler] = {"scrapy": plain_scrapy, "wget": wget, "fangzhi": fangzhi}


def lap(name: str, port: int, shape: Shape) -> Lap:
    """One crawl, from an empty folder."""
    folder = Path(tempfile.mkdtemp(prefix=f"crawl-{name}-"))
    try:
        before = requests_so_far(port)
        run, fault = CRAWLERS[name](port, folder, shape)
        if name == "fangzhi" and fault is None:
            fault = archive_fault(folder / "archive")
        return Lap(name=name, run=run, requests=requests_so_far(port) - before, fault=fault)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def requests_so_far(port: int) -> int:
    """How many requests the site has answered."""
    with urlopen(f"http://127.0.0.1:{port}/-/requests") as answer:
        return int(answer.read())


def compete(shape: Shape, names: Sequence[str], rounds: int) -> list[list[Lap]]:
    """Rounds of one lap each, interleaved, so that a busy machine is busy for all."""
    table = []
    with Served(shape) as served:
        for number in range(rounds):
            laps = []
            for name in [*names[number % len(names) :], *names[: number % len(names)]]:
                laps.append(lap(name, served.port, shape))
                print(row_of(laps[-1]), flush=True)
            table.append(laps)
    return table


def row_of(one: Lap) -> str:
    """One lap as a line."""
    run = one.run
    each = 1000 * run.cpu / max(1, one.requests)
    return (f"{one.name:8} {run.cpu:7.2f} s CPU {run.wall:7.2f} s {one.requests:6} requests {each:6.2f} ms CPU a page "
            f"{one.requests / run.wall:7.1f} pages/s {run.peak_mib:5} MiB  {one.fault or ''}")


def table_of(rounds: Sequence[Sequence[Lap]], names: Sequence[str]) -> str:
    """Medians, and CPU against plain Scrapy in the same round, as a Markdown table."""
    rows = ["| crawler | CPU ms a page | pages/s | peak MiB | CPU against plain Scrapy | kept |", "|--|--|--|--|--|--|"]
    kept = {"scrapy": "nothing", "wget": "WARC and files", "fangzhi": "WARC on disk, JSON Lines, duplicates, indexes"}
    for name in names:
        laps = [one for laps in rounds for one in laps if one.name == name]
        ratios = []
        for others in rounds:
            mine = next(one for one in others if one.name == name)
            plain = next((one for one in others if one.name == "scrapy"), None)
            if plain is not None:
                ratios.append((mine.run.cpu / mine.requests) / (plain.run.cpu / plain.requests))
        spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})" if ratios else ""
        cpu, speed = (statistics.median(values) for values in ([1000 * one.run.cpu / one.requests for one in laps],
                                                               [one.requests / one.run.wall for one in laps]))
        rows.append(f"| {name} | {cpu:.2f} | {speed:.0f} | {max(one.run.peak_mib for one in laps)} | {spread} | {kept[name]} |")
    return "\n".join(rows)


def main() -> int:
    """The command; exit code 1 when a crawler failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", default=[], choices=sorted(CRAWLERS))
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    given = parser.parse_args()
    names = [name for name in CRAWLERS if (not given.only or name in given.only) and (name != "wget" or shutil.which("wget"))]
    shape = Shape(articles=given.articles)
    rounds = compete(shape, names, given.rounds)
    table = table_of(rounds, names)
    print(f"\n{table}")
    if given.write:
        write_section("A complete crawl", f"python -m benchmarks.crawl --articles {given.articles} --rounds {given.rounds} --write",
                      f"{given.articles} articles of 45 kB, medians of {given.rounds} interleaved rounds; {_wget_version()}.\n\n{table}")
    return 1 if any(one.fault for laps in rounds for one in laps) else 0


def _wget_version() -> str:
    if not shutil.which("wget"):
        return "wget is not installed"
    return subprocess.run(["wget", "--version"], capture_output=True, text=True, check=False).stdout.split(" built")[0].strip()


if __name__ == "__main__":
    sys.exit(main())
