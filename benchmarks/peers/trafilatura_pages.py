"""Trafilatura over pages in a file: `python trafilatura_pages.py FILE`, with the Python of `benchmarks.peers.installed`.

FILE holds each page as 8 bytes of length, big-endian, and its bytes. Prints pages, articles found, seconds on the wall and of CPU, of the
reading alone: without start and imports. It imports nothing of this project.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import trafilatura


def pages(path: Path) -> Iterator[bytes]:
    """The pages one after the other."""
    with path.open("rb") as file:
        while head := file.read(8):
            yield file.read(int.from_bytes(head, "big"))


def main(path: Path) -> None:
    """Read them all."""
    count = found = 0
    trafilatura.bare_extraction(next(pages(path)), with_metadata=True)  # what it loads at first use
    wall, cpu = time.perf_counter(), time.process_time()
    for page in pages(path):
        count += 1
        found += trafilatura.bare_extraction(page, with_metadata=True) is not None
    print(count, found, time.perf_counter() - wall, time.process_time() - cpu)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
