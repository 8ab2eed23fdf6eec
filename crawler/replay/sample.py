"""Which articles are replayed for a check: the same ones each time, spread over the whole archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import orjson

from archive.jsonl import whole_lines
from archive.layout import Collection

Line = dict[str, Any]


def sample(collections: Sequence[Collection], count: int) -> list[tuple[Collection, Line]]:
    """`count` article lines, or all where there are fewer: the middle ones of as many equal stretches. Read twice, nothing is held."""
    total = sum(1 for _ in _lines(collections))
    count = min(count, total)
    wanted = {(2 * place + 1) * total // (2 * count) for place in range(count)}
    return [(collection, line) for number, (collection, line) in enumerate(_lines(collections)) if number in wanted]


def _lines(collections: Sequence[Collection]) -> Iterator[tuple[Collection, Line]]:
    for collection in collections:
        for path in collection.line_files("articles"):
            for _, raw in whole_lines(path):
                with suppress(ValueError):  # a damaged line; the check of the archive names it
                    line = orjson.loads(raw)
                    if isinstance(line, dict) and line.get("url") and line.get("captured_at"):
                        yield collection, line
