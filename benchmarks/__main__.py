"""`make bench`: prints the benchmarks' tables one after the other and writes them into RESULTS.md; each also runs by itself.

`python -m benchmarks [TABLE...] [--quick | --full]`: all tables, or those named.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

TABLES = {
    "crawl": ["--write"],
    "growth": ["--articles", "1000", "--articles", "10000", "--write"],
    "reextract": ["--write"],
    "scale": ["--rows", "300000", "--digests", "300000", "--write"],
    "kill": ["--kills", "2", "--chain", "5", "--write"],
    "clusters": ["--stories", "1000", "--write"],
    "export": ["--lines", "10000", "--write"],
    "evidence": ["--captures", "3000", "--kills", "3", "--write"],
    "portals": ["--write"],
}
"""Modules of this folder and what they are run with: a quarter of an hour on two cores."""
FULL = {name: ["--write"] for name in [*TABLES, "hostile", "room"]} | {"clusters": ["--stories", "11112", "--write"]}
"""As large as what is owed is stated for, and two that take long in any size. `extraction` and `renamed` need a folder of labelled pages,
which the project does not hold."""
QUICK = {
    "crawl": ["--articles", "300", "--rounds", "1", "--scrapy-pages", "100"],
    "growth": ["--articles", "200"],
    "reextract": ["--articles", "200", "--rounds", "1"],
    "scale": ["--rows", "20000", "--digests", "20000"],
    "kill": ["--articles", "60", "--kills", "1", "--chain", "2", "--no-disk"],
    "clusters": ["--stories", "100"],
    "export": ["--lines", "1000"],
    "evidence": ["--captures", "500", "--rounds", "1", "--kills", "1"],
    "portals": ["--pages", "100"],
    "hostile": ["--group", "tls"],
    "room": ["--articles", "10000"],
}
"""Small runs, written nowhere."""


def main() -> int:
    """Run them; how many failed or missed what they owe."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="*", metavar="TABLE",
                        help=f"one of {', '.join(FULL)}; left out: all, but those that take long in any size only with --full or --quick")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="small runs that write nothing")
    size.add_argument("--full", action="store_true", help="as large as what is owed is stated for: hours")
    given = parser.parse_args()
    if unknown := [name for name in given.tables if name not in FULL]:
        parser.error(f"there is no table {unknown[0]}; there are {', '.join(FULL)}")
    words = QUICK if given.quick else FULL if given.full else TABLES
    failed = 0
    for name in given.tables or TABLES:
        print(f"== {name}", flush=True)
        began = time.monotonic()
        command = [sys.executable, "-m", f"benchmarks.{name}", *words.get(name, FULL[name])]
        code = subprocess.run(command, check=False).returncode
        failed += code != 0
        print(f"== {name}: {time.monotonic() - began:.0f} s, {'good' if code == 0 else f'exit {code}'}\n", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
