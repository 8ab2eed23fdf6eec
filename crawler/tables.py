"""Short text tables for terminals: columns by width, wide Chinese characters counted as two cells."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from crawler.oneline import one_line


def table(head: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = (), widest: int = 60) -> str:
    """Lines of text: `head`, then `rows`; columns whose place (from 0) is in `numbers` stand at the right. Cells are shown by
    `one_line` and cut at `widest` characters."""
    lines = [[one_line(cell, widest) for cell in row] for row in (head, *rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(_filled(cell, widths[place], place in numbers) for place, cell in enumerate(line)).rstrip() for line in lines)


def _filled(cell: str, width: int, right: bool) -> str:
    blanks = " " * (width - cell_len(cell))
    return blanks + cell if right else cell + blanks
