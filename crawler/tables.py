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


def bytes_in_words(number: int) -> str:
    """Bytes as people read them: `512 B`, `1.4 kB`, `23 MB`; powers of 1,000."""
    if number < 1000:
        return f"{number} B"
    value = float(number)
    for unit in ("kB", "MB", "GB", "TB"):
        value /= 1000
        if value < 999.5 or unit == "TB":
            break
    return f"{value:.1f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"


def counted(number: int, noun: str) -> str:
    """`1 page`, `2 pages`."""
    return f"{number} {noun}{'s'[:number != 1]}"
