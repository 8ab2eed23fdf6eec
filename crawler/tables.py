"""Short text tables for terminals: columns by width, wide Chinese characters counted as two cells."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from crawler.oneline import one_line


def table(head: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = (), widest: int = 60) -> str:
    """Lines of text: `head`, then `rows`; columns whose place (from 0) is in `numbers` stand at the right. Cells are cut at `widest`
    characters and shown by `one_line`."""
    lines = [[one_line(cell, widest) for cell in row] for row in (head, *rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    padded = (
        [_filled(cell, width, place in numbers) for place, (cell, width) in enumerate(zip(line, widths, strict=True))] for line in lines)
    return "\n".join("  ".join(cells).rstrip() for cells in padded)


def _filled(cell: str, width: int, right: bool) -> str:
    blanks = " " * (width - cell_len(cell))
    return blanks + cell if right else cell + blanks
