"""A function over the lines of many files, a span of a file at a time, so that spans can be read by many processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from archive.jsonl import LINE_LIMIT, whole_lines

SIZE = 4 << 20
"""Bytes of a span: some thousand articles."""

Made = TypeVar("Made")


class Map(Protocol):
    """As the built-in `map` of one sequence; processes may do it."""

    def __call__(self, function: Callable[[Any], Any], pieces: Iterable[Any], /) -> Iterator[Any]:
        """The function's results in the order of the pieces. Functions are of modules, so that another process knows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(Generic[Made]):
    """Bytes of a file whose lines are asked for: those that begin in it."""

    path: Path
    start: int
    end: int
    function: Callable[[bytes], Made]
    whole: bool
    """Whether a line begins at `start`; else where the first one begins is looked for."""


def over_lines(function: Callable[[bytes], Made], files: Sequence[tuple[Path, int]], mapped: Map) -> Iterator[tuple[Path, int, int, Made]]:
    """Path, offset, bytes and result of each whole line, in the order of the files, as `archive.jsonl.whole_lines` walks each from the
    byte that stands beside it. Raises OSError."""
    spans = [span for path, start in files for span in _spans(function, path, start)]
    at: tuple[Path, int] | None = None
    for span, lines in zip(spans, mapped(lines_of, spans), strict=True):
        if at is None or at[0] != span.path or span.whole:
            at = span.path, span.start
        for offset, size, made in lines:
            if offset != at[1]:  # a line that is no line lies between: the walk ends before it
                break
            yield span.path, offset, size, made
            at = span.path, offset + size


def lines_of(span: Span[Made]) -> list[tuple[int, int, Made]]:
    """Offset, bytes and result of each line that begins in a span, up to one that is not whole. Raises OSError."""
    lines = []
    start = span.start if span.whole else _next_line(span.path, span.start)
    for offset, raw in whole_lines(span.path, start):
        if offset >= span.end:
            break
        lines.append((offset, len(raw), span.function(raw)))
    return lines


def _spans(function: Callable[[bytes], Made], path: Path, start: int) -> Iterator[Span[Made]]:
    size = path.stat().st_size
    for at in range(start, size, SIZE):
        yield Span(path=path, start=at, end=min(at + SIZE, size), function=function, whole=at == start)


def _next_line(path: Path, at: int) -> int:
    """Where the first line begins that begins at this byte or behind it; the end of the file when none does."""
    with path.open("rb") as file:
        file.seek(at - 1)
        while (piece := file.readline(LINE_LIMIT)) and not piece.endswith(b"\n"):
            pass
        return file.tell()
