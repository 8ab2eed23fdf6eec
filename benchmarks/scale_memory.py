"""Does a crawl need more memory the more addresses it knows? One crawl that goes on over a catalog and a frontier that hold many, beside
one over few."""

from __future__ import annotations

import sqlite3
import time
from itertools import islice
from pathlib import Path

from archive.layout import Archive
from benchmarks.contenders import COMPILED, LIMIT, SETTINGS
from benchmarks.crawling import HOUSE, crawl_command, portal_file
from benchmarks.measuring import Measured, measure
from benchmarks.scale_digests import PORTAL, FilledCatalog
from benchmarks.scale_frontier import addresses
from benchmarks.site import Shape
from benchmarks.site_server import Served
from crawler.frontier.schema import DONE
from crawler.frontier.sqlite import Frontier

SITE = Shape(articles=1_000)
MOST_MIB = 100
"""MiB by which the two may differ."""


def measured(folder: Path, small: int, large: int) -> tuple[str, bool]:
    """A line of Markdown, and whether they differ by more than they may."""
    with Served(SITE, folder) as served:
        runs = [_crawl(folder / str(known), served.port, known) for known in (small, large)]
    failed = [f"exit {run.code}: {run.log.strip()[-200:]}" for run in runs if run.code]
    few, many = (run.peak_mib for run in runs)
    missed = bool(failed) or many - few >= MOST_MIB
    said = "; ".join(failed) or ("MISSED" if missed else "met")
    return (f"| peak MiB of a crawl that knows {small:,} and {large:,} addresses | {few} | {many} | {many - few} more | "
            f"| less than {MOST_MIB} more | {said} |", missed)


def _crawl(folder: Path, port: int, known: int) -> Measured:
    FilledCatalog(folder / "archive", known).close()
    _fill_frontier(Archive(folder / "archive").frontier, known)
    portal_file(folder / "portals", PORTAL, [("site", f"http://127.0.0.1:{port}/")], [f"127.0.0.1:{port}"], concurrency=16)
    command = crawl_command(PORTAL, folder / "portals", folder / "archive", settings=SETTINGS)
    return measure(command, folder / "log", limit=LIMIT, interval=0.1, cwd=HOUSE, environment=COMPILED)


def _fill_frontier(path: Path, known: int) -> None:
    """A run that was interrupted after it had done so many."""
    links, now = addresses(), time.time()
    with Frontier(path, PORTAL) as frontier:
        frontier.begin(now)
        for _ in range(0, known, 10_000):
            frontier.offer(islice(links, min(known, 10_000)))
        frontier.end("interrupted", now)
    base = sqlite3.connect(path)
    with base:
        base.execute("UPDATE tasks SET state = ?", (DONE,))
    base.close()
