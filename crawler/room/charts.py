"""Charts as SVG, drawn here: shapes carry classes, so that the style sheet colours them for light and dark, and titles, so that each can
be read without seeing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import svg
from markupsafe import Markup, escape

CELL, GAP = 13, 3
_STEP = CELL + GAP


def level(value: int, highest: int) -> int:
    """0 for nothing, else 1 to 4 by the share of the highest value."""
    return 0 if value <= 0 or highest <= 0 else min(4, 1 + (4 * value - 1) // highest if value < highest else 4)


def calendar(values: Mapping[str, int], first: date, last: date, label: str, links: str = "", missing: Mapping[str, int] | None = None,
             behind: str = "", beside: Callable[[date], str] = str) -> Markup:
    """A column for each week, a cell for each day, from Monday down. `links`: an address that a day is put behind; empty: none.
    `behind`: what stands after the day there; `beside`: a day in the words that its cell is titled with. `missing`: by day what should be
    there besides; such cells have a border."""
    start = first - timedelta(days=first.weekday())
    weeks = (last - start).days // 7 + 1
    highest = max(values.values(), default=0)
    cells: list[svg.Element] = [svg.Title(text=escape(label))]
    for number in range(weeks * 7):
        day = start + timedelta(days=number)
        if not first <= day <= last:
            continue
        value = values.get(day.isoformat(), 0)
        lacking = (missing or {}).get(day.isoformat(), 0)
        cell = svg.Rect(x=number // 7 * _STEP, y=14 + number % 7 * _STEP, width=CELL, height=CELL, rx=2,
                        class_=[f"h{level(value, highest)}", *(["lacking"] if lacking else [])],
                        elements=[svg.Title(text=f"{beside(day)}: {value}{f' (-{lacking})' if lacking else ''}")])
        cells.append(svg.A(href=str(escape(f"{links}{day}{behind}")), elements=[cell]) if links and value else cell)
        if day.day == 1:
            cells.append(svg.Text(x=number // 7 * _STEP, y=10, class_=["month"], text=f"{day:%Y-%m}" if day.month == 1 else f"{day:%m}"))
    return _drawn(weeks * _STEP, 14 + 7 * _STEP, cells, role="group" if links else "img")


def bars(values: Sequence[tuple[str, int]], label: str, height: int = 80, link: Callable[[str], str] | None = None) -> Markup:
    """A bar for each value; its name and number stand in its title. `link`: the address that a name is put behind."""
    highest = max((value for _, value in values), default=0) or 1
    width = max(4, min(14, 720 // max(1, len(values))))
    shapes: list[svg.Element] = [svg.Title(text=escape(label))]
    for number, (name, value) in enumerate(values):
        tall = round(height * value / highest, 1)
        bar = svg.Rect(x=number * width, y=height - tall, width=width - 1, height=tall, class_=["bar"],
                       elements=[svg.Title(text=escape(f"{name}: {value}"))])
        shapes.append(svg.A(href=str(escape(link(name))), elements=[bar]) if link is not None and value else bar)
    return _drawn(max(width * len(values), width), height, shapes, role="group" if link is not None else "img")


def points(instants: Sequence[tuple[str, float]], label: str, width: int = 720) -> Markup:
    """A point for each (name, seconds since the epoch) on a line from the first to the last; points at one place lie over each other."""
    first, last = min(at for _, at in instants), max(at for _, at in instants)
    span = last - first or 1.0
    shapes: list[svg.Element] = [svg.Title(text=escape(label)), svg.Line(x1=10, x2=width - 10, y1=40, y2=40, class_=["axis"])]
    stacked: dict[int, int] = {}
    for name, at in instants:
        x = 10 + round((width - 20) * (at - first) / span)
        stacked[x // 10] = stacked.get(x // 10, 0) + 1
        shapes.append(svg.Circle(cx=x, cy=40 - 8 * min(stacked[x // 10] - 1, 4), r=5, class_=["h3"],
                                 elements=[svg.Title(text=escape(f"{name}, {datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC"))]))
    ends = [f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M}" for at in (first, last)]
    shapes += [svg.Text(x=10, y=62, class_=["month"], text=ends[0]),
               svg.Text(x=width - 10, y=62, class_=["month"], text_anchor="end", text=ends[1])]
    return _drawn(width, 70, shapes)


def _drawn(width: float, height: float, shapes: list[svg.Element], role: str = "img") -> Markup:
    drawn = svg.SVG(viewBox=svg.ViewBoxSpec(0, 0, width, height), width=width, height=height, class_=["chart"], elements=shapes)
    return Markup(drawn.as_str().replace("<svg ", f'<svg role="{role}" ', 1))
