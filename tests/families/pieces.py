"""Lists whose script puts further pieces below the rows, each from a file or a call of its own, until there are no more."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json
import re
from collections.abc import Callable

from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, items, stories, wrong

SIZE = 3
Shown = Callable[[list[Story]], Answer]


def marked_up(rows: list[Story]) -> Answer:
    """Rows whose addresses are relative to the page that they are put into."""
    return Answer(items(rows, f"/{rows[0].path.split('/')[1]}/").encode() if rows else b"", "text/html; charset=utf-8")


def as_data(rows: list[Story]) -> Answer:
    """The same as JSON."""
    return Answer(json.dumps({"items": [{"title": story.title, "url": story.path, "date": story.day} for story in rows]}).encode(), "application/json")


MORE = "<a id='more'>加载更多</a>"
LISTS: dict[str, tuple[str, str, Shown, int]] = {
    # script, address of piece N, how it looks, first piece that there is
    "loaded": ("var n = 1; $('#more').click(function () { $('<div>').appendTo('#list').load('/loaded/inc/part_' + (++n) + '.html'); });", "/loaded/inc/part_{}.html", marked_up, 2),
    "got": ("var i = 2; function more() { $.get('list_' + i + '.html', function (html) { $('#ul').append(html); i++; }); } $('#more').click(more);", "/got/list_{}.html", marked_up, 2),
    "raised": ("let pageNo = 1; window.onscroll = function () { if (low()) { pageNo++; fetch(`/feed/raised/${pageNo}.json`).then(draw); } };", "/feed/raised/{}.json", as_data, 2),
    "given": ("var p = 1; function load(number) { $.getJSON('/given/data/page' + number + '.json', draw); } $('#more').on('click', function () { load(++p); });", "/given/data/page{}.json", as_data, 2),
    "empty": ("var page = 1; function load() { $('#list').load('/empty/rows-' + page + '.htm ul', function () { page++; }); } load();", "/empty/rows-{}.htm", marked_up, 1),
    "called": ("var p = 2; $('#more').click(function () { $('#box').load('/inc/called.jsp', {pageNo: p, pageSize: 3}); p = p + 1; });", "/inc/called.jsp", marked_up, 2),
}
HOLDS = {name: stories(8, lambda number, day, name=name: f"/{name}/{day:%Y%m}/{number}.html", topic, 1700 + 20 * first)  # type: ignore[misc]
         for first, (name, topic) in enumerate(zip(LISTS, "载取升给空呼", strict=True))}


def answer(request: Request) -> Answer:
    """As the portal's server."""
    for name, (code, address, shown, first) in LISTS.items():
        holds = HOLDS[name]
        if request.path == f"/{name}/":
            rows = items(holds[:SIZE], f"/{name}/") if first == 2 else ""
            return html(f"<html><body><ul id='list'>{rows}</ul>{MORE}<script>{code}</script></body></html>")
        piece = re.fullmatch(re.escape(address).replace(r"\{\}", r"(\d+)"), request.path)
        if piece is not None:
            number = int(piece[1]) if piece.groups() else int(request.form["pageNo"])
            if number < first and piece.groups():
                return wrong(request, "no script asks for it")
            return shown(holds[(number - 1) * SIZE : number * SIZE]) if number <= 3 or not piece.groups() else NOT_FOUND
    return NOT_FOUND


SITE = Site(name="pieces-site", host="pieces.fangzhi.example", answer=answer, holds=[story for holds in HOLDS.values() for story in holds],
            seeds=[("listing", f"/{name}/") for name in LISTS])
