"""Exports of made archives: time and memory for each form, and whether memory grows with the archive.

`python -m benchmarks.export [--lines N] [--write]`: measured with a fifth of the lines, and with all.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from random import Random

from benchmarks.measuring import Measured, measure
from benchmarks.options import many
from benchmarks.results import write_section
from tests.lines_kit import Lines

LIMIT = 7200.0
"""Seconds that an export may take."""
BODY = 1200
"""Characters of a body, about what articles have."""
CHOICES = (("parquet", "--all-versions"), ("parquet", "--latest"), ("jsonl", "--all-versions"), ("csv", "--all-versions"))


def main() -> int:
    """Make the archives, export, print the table; 0 when every export ended well."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.export", description=__doc__)
    parser.add_argument("--lines", type=many, default=50_000, help="lines of the larger archive (50,000)")
    parser.add_argument("--write", action="store_true", help="write the table into RESULTS.md")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="export-"))
    rows = ["| form | choice | lines | CPU ms a line | peak MiB | bytes a line |", "|--|--|--|--|--|--|"]
    failed = 0
    try:
        for count in (max(1, asked.lines // 5), asked.lines):
            root = folder / str(count)
            size = made(root, count)
            for format, choice in CHOICES:
                out = folder / f"{count}-{format}{choice}"
                done = measure([sys.executable, "-m", "crawler", "export", str(root), "-o", str(out), "--format", format, choice],
                               folder / "log", limit=LIMIT)
                rows.append(_row(format, choice, count, done, (out / f"articles.{format}").stat().st_size))
                failed += done.code != 0
                shutil.rmtree(out)
            rows.append(f"| (the archive's lines) | | {count} | | | {size / count:.0f} |")
            shutil.rmtree(root)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(rows))
    if asked.write and not failed:
        write_section("Exports", f"python -m benchmarks.export --lines {asked.lines} --write", "\n".join(rows))
    return failed


def _row(format: str, choice: str, count: int, done: Measured, size: int) -> str:
    return f"| {format} | `{choice}` | {count} | {done.cpu / count * 1000:.2f} | {done.peak_mib} | {size / count:.0f} |"


def made(root: Path, count: int) -> int:
    """An archive of articles with two versions each; bytes of its lines."""
    dice, lines = Random(1), Lines(root)
    signs = [chr(0x4E00 + place) for place in range(2500)]
    for number in range(count):
        body = "".join(dice.choices(signs, k=BODY))
        lines.article(f"a{number // 2}", version=number % 2 + 1, hours=number % 5000, title=body[:20], body=body)
    return sum(path.stat().st_size for path in lines.collection.line_files("articles"))


if __name__ == "__main__":
    sys.exit(main())
