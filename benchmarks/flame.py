"""Flame graphs as plain SVG: what ran, as wide as it took time, above who called it. No script, no path of any machine."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from zlib import crc32

WIDTH, LINE = 1200, 15
LEAST = 0.002
"""Part of the whole below which a frame is not drawn."""
_LETTER = 6.6
_PLACES = re.compile(r"^.*?(?:site-packages|lib/python[\d.]+)/")
_FRAME = re.compile(r"^(?P<name>.*) \((?P<file>[^()]*?)(?::\d+)?\)$")


@dataclass(slots=True)
class Frame:
    """A function as called by those below it."""

    name: str
    own: int = 0
    total: int = 0
    calls: dict[str, Frame] = field(default_factory=dict)


def told(frame: str) -> str:
    """A frame of py-spy without line number, and with the file as it is named in its project or library."""
    match = _FRAME.match(frame)
    if match is None:
        return frame
    file = _PLACES.sub("", match["file"])
    return f"{match['name']} ({file if not file.startswith('/') else '/'.join(file.split('/')[-2:])})"


def gathered(stacks: Iterable[tuple[list[str], int]]) -> Frame:
    """Stacks (from the outermost frame on) and how often each was seen, put together."""
    root = Frame("all")
    for stack, count in stacks:
        root.total += count
        at = root
        for name in stack:
            at = at.calls.setdefault(name, Frame(name))
            at.total += count
        at.own += count
    return root


def drawn(root: Frame, title: str) -> str:
    """The graph of a root."""
    least = max(1, int(root.total * LEAST))
    depth = _depth(root, least)
    height = (depth + 2) * LINE + 10
    shapes = "".join(_shapes(root, 0.0, 0, height, root.total, least))
    style = "<style>text{font:11px monospace}rect{stroke:#fff;stroke-width:.5}</style>"
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">{style}'
            f'<rect width="{WIDTH}" height="{height}" fill="#fafafa"/><text x="6" y="14">{escape(title)}</text>{shapes}</svg>\n')


def _depth(frame: Frame, least: int) -> int:
    return 1 + max((_depth(each, least) for each in frame.calls.values() if each.total >= least), default=0)


def _shapes(frame: Frame, x: float, level: int, height: int, whole: int, least: int) -> Iterator[str]:
    width = WIDTH * frame.total / whole
    y = height - (level + 1) * LINE
    red, green = 205 + crc32(frame.name.encode()) % 50, 90 + crc32(frame.name.encode()[::-1]) % 110
    share = 100 * frame.total / whole
    letters = int(width / _LETTER)
    words = frame.name if len(frame.name) <= letters else frame.name[:letters - 1] + "…" if letters > 4 else ""
    label = f'<text x="{x + 2:.1f}" y="{y + 11}">{escape(words)}</text>' if words else ""
    yield (f'<g><title>{escape(frame.name)}: {share:.1f} %</title><rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{LINE}" '
           f'fill="rgb({red},{green},60)"/>{label}</g>')
    for each in sorted(frame.calls.values(), key=lambda each: each.name):
        if each.total >= least:
            yield from _shapes(each, x, level + 1, height, whole, least)
            x += WIDTH * each.total / whole


def widest(root: Frame, most: int) -> list[tuple[str, float]]:
    """The functions in which most of the time was spent, themselves alone, with their part of the whole."""
    own: Counter[str] = Counter()
    waiting = [root]
    while waiting:
        frame = waiting.pop()
        own[frame.name] += frame.own
        waiting += frame.calls.values()
    return [(name, count / max(1, root.total)) for name, count in own.most_common(most)]
