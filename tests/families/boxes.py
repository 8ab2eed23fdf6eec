"""Printed lists whose rows keep their days in boxes of their own, or have no anchors: month and day inside the anchor, a box of the
document's facts that unfolds over the row, a machine's day below one that may be read two ways or from today alone, a box that says more than the title, rows that are pressed."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

from collections.abc import Callable

from tests.families.scripted import page
from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, stories

Row = Callable[[Story], str]


def tiled(story: Story) -> str:
    return f'<li><a href="{story.path}"><span>{story.day[8:]}<i>{story.day[:7]}</i></span><p>{story.title}</p></a></li>'


def ending(story: Story) -> str:
    return f'<li><a href="{story.path}">{story.title}<em>{story.day[5:]}</em></a></li>'


def unfolding(story: Story) -> str:
    return (f'<tr><td><a href="{story.path}" title="{story.title}">{story.cut}</a><div class="box" style="display:none"><p>索引号：0043/{story.number}</p>'
            f"<p>成文日期：2023年11月2日</p><p>名称：{story.title}</p></div></td><td>办函〔2024〕{story.number}号</td><td>{story.day}</td></tr>")


def timed(story: Story) -> str:
    year, month, day = story.day.split("-")
    return (f'<div class="views-row"><h3><a href="{story.path}">{story.title}</a></h3>'
            f'<time datetime="{story.day}T01:00:00Z">{month}/{day}/{year} - 09:00</time></div>')


def told(story: Story) -> str:
    return (f'<tr><td>[<a href="/told/">动态</a>]<a href="{story.path}" title="文章标题：{story.title}&#13;&#10;作　　者：佚名&#13;&#10;更新时间：{story.day} 10:00:00">'
            f"{story.title}</a></td><td>{story.day}</td></tr>")


def since(story: Story) -> str:
    return f'<li><a href="{story.path}">{story.title}</a><span title="{story.day} 10:00">{story.number % 30}天前</span></li>'


def pressed(story: Story) -> str:
    return f"""<li onclick="location.href='{story.path.removeprefix('/pressed/')}'"><div class="n">{story.title}</div><div class="d">{story.day}</div></li>"""


def holding(story: Story) -> str:
    return f'<li class="row" data-href="{story.path}">{story.title}<span>{story.day}</span></li>'


LISTS: dict[str, tuple[Row, Callable[[int, int], str]]] = {
    "tiled": (tiled, lambda total, _: f"<p>总数：{total}</p>"),
    "ending": (ending, lambda *_: ""),
    "unfolding": (unfolding, lambda total, _: f'<script>var m_nRecordCount = "{total}";</script>'),
    "timed": (timed, lambda *_: ""),
    "told": (told, lambda *_: ""),
    "since": (since, lambda *_: ""),
    "pressed": (pressed, lambda *_: ""),
    "holding": (holding, lambda *_: "<script>$('.row').click(function () { location.href = $(this).data('href'); });</script>"),
}
HOLDS = {name: stories(8 - first % 2, lambda number, day, name=name: f"/{name}/{day:%Y%m}/{number}.html", topic, 4200 + 20 * first)  # type: ignore[misc]
         for first, (name, topic) in enumerate(zip(LISTS, "块尾折时框前按持", strict=True))}


def answer(request: Request) -> Answer:
    """As the portal's server."""
    for name, (row, beside) in LISTS.items():
        for number in range(1, 4):
            if request.path == (f"/{name}/" if number == 1 else f"/{name}/list_{number}.html"):
                holds = HOLDS[name]
                rows, is_last = "".join(map(row, page(holds, number))), 3 * number >= len(holds)
                box = f"<table>{rows}</table>" if "<tr>" in rows else f"<ul>{rows}</ul>"
                turns = f'<a href="/{name}/list_{number + 1}.html">下一页</a>' if not is_last else "<span>下一页</span>"
                return html(f"<html><head></head><body>{box}<p>{turns}</p>{beside(len(holds), number)}</body></html>")
    return NOT_FOUND


SITE = Site(name="boxes-site", host="boxes.fangzhi.example", answer=answer, holds=[story for holds in HOLDS.values() for story in holds],
            seeds=[("listing", f"/{name}/") for name in LISTS], totals=(8,))
