"""What must not slow down or swell as an archive grows: pushes and pops of the frontier, look-ups in the catalog, a crawl's memory.

`python -m benchmarks.scale [--rows 1000000] [--digests 10000000] [--only PART]... [--write]`: each beside the same at 10,000, in turns.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import scale_digests, scale_frontier, scale_memory
from benchmarks.options import many
from benchmarks.paired import HEAD
from benchmarks.results import write_section

SMALL = 10_000
ROWS, DIGESTS = 1_000_000, 10_000_000
OWED = 0.7
PARTS = ("frontier", "digests", "memory")


def rows_of(part: str, folder: Path, rows: int, digests: int) -> Iterator[tuple[str, bool]]:
    """Lines of Markdown, each with whether it misses what is owed."""
    if part == "memory":
        yield scale_memory.measured(folder, SMALL, rows)
    elif part == "frontier":
        yield from (one.row(OWED) for one in scale_frontier.measured(folder, SMALL, rows))
    else:
        yield from (one.row(OWED) for one in scale_digests.measured(folder, SMALL, digests))


def in_its_own_process(part: str, rows: int, digests: int) -> tuple[list[str], bool]:
    """The lines of one part, measured by a process that does nothing else, and whether one misses what is owed or it failed."""
    words = ["--part", part, "--rows", str(rows), "--digests", str(digests)]
    done = subprocess.run([sys.executable, "-m", "benchmarks.scale", *words], stdout=subprocess.PIPE, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("|")]
    return lines or [f"| {part}: exit {done.returncode} | | | | | | failed |"], done.returncode != 0


def alone(part: str, rows: int, digests: int) -> int:
    """Measure one part and print its lines; how many miss what is owed."""
    folder, missed = Path(tempfile.mkdtemp(prefix=f"scale-{part}-")), 0
    try:
        for line, bad in rows_of(part, folder, rows, digests):
            print(line, flush=True)
            missed += bad
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return missed


def main() -> int:
    """The command; exit code 1 when something misses what is owed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=many, default=ROWS, help=f"addresses of the large frontier and crawl ({ROWS})")
    parser.add_argument("--digests", type=many, default=DIGESTS, help=f"captures in the large catalog ({DIGESTS}: 6 GB of temporary files)")
    parser.add_argument("--only", action="append", default=[], choices=PARTS, help="this part alone. Repeatable")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/RESULTS.md")
    given = parser.parse_args()
    if given.part:
        return 1 if alone(given.part, given.rows, given.digests) else 0
    table, missed = [*HEAD], False
    for part in given.only or PARTS:
        lines, bad = in_its_own_process(part, given.rows, given.digests)
        print("\n".join(lines), flush=True)
        table += lines
        missed |= bad
    if given.write:
        words = " ".join(["--rows", str(given.rows), "--digests", str(given.digests), *(f"--only {part}" for part in given.only)])
        write_section("What must not slow down", f"python -m benchmarks.scale {words} --write",
                      f"Each large one beside one of {SMALL:,}, in turns; medians.\n\n" + "\n".join(table))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
