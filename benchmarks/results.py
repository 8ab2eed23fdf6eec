"""Keeps `benchmarks/RESULTS.md`: one section a table, each replaced when its command runs again."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from crawler.compiled import in_use

RESULTS = Path(__file__).parent / "RESULTS.md"
HEAD = "# Results\n\nEach section is written by the command it names. Times depend on the machine: compare within one section only.\n"
PACKAGES = ("fangzhi", "scrapy", "twisted", "lxml", "warcio", "fastwarc", "uvloop", "isal")


def write_section(title: str, command: str, body: str, path: Path = RESULTS, packages: tuple[str, ...] = PACKAGES) -> None:
    """Put the section into the file, in place of an older one of that title. `packages`: whose versions are told. Raises OSError when it
    cannot be written."""
    text = path.read_text(encoding="utf-8") if path.exists() else HEAD
    section = f"## {title}\n\n`{command}` on {datetime.now(UTC):%Y-%m-%d}; {surroundings(packages)}\n\n{body.strip()}\n"
    before, _, rest = text.partition(f"## {title}\n")
    after = re.search(r"^## ", rest, re.MULTILINE)
    tail = rest[after.start() :] if after else ""
    path.write_text(f"{before.rstrip()}\n\n{section}\n{tail}".rstrip() + "\n", encoding="utf-8")


def surroundings(packages: tuple[str, ...] = PACKAGES) -> str:
    """What the numbers depend on: cores, Python, versions."""
    found = []
    for name in packages:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    found.append(f"extraction {'compiled' if in_use() else 'interpreted'}")
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {', '.join(found)}."
