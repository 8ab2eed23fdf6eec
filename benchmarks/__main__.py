"""`make bench`: the tables of RESULTS.md, one after the other, written anew. `python -m benchmarks [--quick]`; each also runs by itself."""

from __future__ import annotations

import argparse
import subprocess
import sys

TABLES = {
    "crawl": ["--write"],
    "kill": ["--write"],
    "hostile": ["--write"],
    "clusters": ["--write"],
    "export": ["--write"],
    "evidence": ["--write"],
}
"""Modules of this folder and what they are run with. `extraction` needs a folder of labelled pages, which the project does not hold."""
QUICK = {
    "crawl": ["--articles", "500", "--rounds", "1"],
    "kill": ["--kills", "3", "--chain", "3"],
    "hostile": ["--group", "tls"],
    "clusters": ["--stories", "100"],
    "export": ["--lines", "1000"],
    "evidence": ["--captures", "500", "--rounds", "1", "--kills", "2"],
}
"""Small runs, written nowhere."""


def main() -> int:
    """Run all; the number of those that failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small runs that write nothing")
    quick = parser.parse_args().quick
    failed = 0
    for name, words in (QUICK if quick else TABLES).items():
        print(f"== {name}", flush=True)
        failed += subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *words], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
