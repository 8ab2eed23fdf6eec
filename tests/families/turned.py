"""Lists whose pages only a function of the page's script turns to, or whose pager says in its own way how many there are."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import re
from collections.abc import Callable

from tests.families.serving import NOT_FOUND, Answer, Request, Site, html, items, stories, wrong

SIZE = 3
Pager = Callable[[int], str]


def pressed(number: int) -> str:
    """A function with a case of its own for the first page."""
    after = f"<a href='javascript:go({number + 1})'>下一页</a><a href='javascript:go(3)'>末页</a>" if number < 3 else ""
    return after + "<script>function go(n) { if (n == 1) { window.location.href = '/pressed/list.html'; } else { window.location.href = '/pressed/list_' + n + '.html'; } }</script>"


def counted(number: int) -> str:
    """Numbers only, counted from 0 in the addresses."""
    shown = "".join(f"<b>{each}</b>" if each == number else f"<a href='#' onclick='turn({each})'>{each}</a>" for each in (1, 2, 3))
    return f"共3页 {shown}" + "<script>function turn(p) { var url = p > 1 ? 'list_' + (p - 1) + '.html' : 'list.html'; location.href = url; }</script>"


def chosen(number: int) -> str:
    """A field of choices whose script puts the number behind an address."""
    options = "".join(f"<option value='{each}'{' selected' if each == number else ''}>第{each}页</option>" for each in (1, 2, 3))
    return f"<div>共3页<select onchange='jump(this.value)'>{options}</select></div><script>var url = 'list_'; function jump(p) {{ location.href = url + p + '.html'; }}</script>"


def drawn(number: int) -> str:
    """kkpager."""
    return (f"<div id='kkpager'></div><script>kkpager.generPageHtml({{pno: {number}, total: 3, totalRecords: 8, hrefFormer: 'list', hrefLatter: '.html', "
            "getLink: function (n) { if (n == 1) { return this.hrefFormer + this.hrefLatter; } return this.hrefFormer + '_' + n + this.hrefLatter; }});</script>")


def named(number: int) -> str:
    """The address of what comes next in an attribute."""
    return f"<div class='more' data-next='/named/list_{number + 1}.html'>查看更多</div><script>load($('.more').data('next'))</script>" if number < 3 else "没有更多了"


PAGERS: dict[str, Pager] = {"pressed": pressed, "counted": counted, "chosen": chosen, "drawn": drawn, "named": named}
HOLDS = {name: stories(8, lambda number, day, name=name: f"/{name}/{day:%Y%m}/{number}.html", topic, 700 + 20 * first)  # type: ignore[misc]
         for first, (name, topic) in enumerate(zip(PAGERS, "按数选画名", strict=True))}
POSTS = stories(8, lambda number, day: f"/{day:%Y/%m/%d}/post-{number}/", "文", 820)
LISTED = stories(8, lambda number, day: f"/show-{number}.html", "录", 840)


def blog(number: int) -> Answer:
    """WordPress: each row has a class of its own, and its day in an anchor of its own."""
    rows = "".join(f"<article class='post-{story.number} post type-post category-{story.number % 3}'><a href='{story.path}'><img alt='{story.title}' src='/a.jpg'></a>"
                   f"<h2 class='entry-title'><a href='{story.path}'>{story.title}</a></h2><p>摘要 <a href='{story.path}'>继续阅读“{story.title}”</a></p><footer><span class='posted-on'>"
                   f"<a href='{story.path}'><time datetime='{story.day}'>{story.day}</time><time>2025-06-01</time></a></span><a href='/blog/'>新闻</a></footer></article>"
                   for story in POSTS[(number - 1) * SIZE : number * SIZE])
    return html(f"<main>{rows}</main>" + (f"<a class='next page-numbers' href='/blog/page/{number + 1}/'>下一页</a>" if number < 3 else ""))


def records(number: int) -> Answer:
    """phpcms: the total stands before the pager, and 下一页 of the last page leads to itself."""
    pager = f"<a class='a1'>8条</a> <a href='/index.php?a=lists&page={max(1, number - 1)}'>上一页</a> <a href='/index.php?a=lists&page={min(3, number + 1)}'>下一页</a>"
    return html(f"<html><body><ul>{items(LISTED[(number - 1) * SIZE : number * SIZE])}</ul><div id='pages'>{pager}</div></body></html>")


def answer(request: Request) -> Answer:
    """As the portal's server."""
    if request.path == "/blog/" or (turned := re.fullmatch(r"/blog/page/([23])/", request.path)):
        return blog(1 if request.path == "/blog/" else int(turned[1]))  # type: ignore[index]
    if request.path == "/index.php":
        number = int(request.query.get("page", "1"))
        return records(number) if number <= 3 else wrong(request, "behind the end")
    match = re.fullmatch(r"/(\w+)/list(?:_(\d))?\.html", request.path)
    if match is None or match[1] not in PAGERS:
        return NOT_FOUND
    name, number = match[1], int(match[2] or "1") + (match[1] == "counted" and match[2] is not None)
    if number > 3 or (number == 1 and match[2]):
        return wrong(request, "no script leads there")
    return html(f"<html><body><ul>{items(HOLDS[name][(number - 1) * SIZE : number * SIZE])}</ul>{PAGERS[name](number)}</body></html>")


SITE = Site(name="turned-site", host="turned.fangzhi.example", answer=answer, holds=[*(story for holds in HOLDS.values() for story in holds), *POSTS, *LISTED],
            seeds=[*(("listing", f"/{name}/list.html") for name in PAGERS), ("listing", "/blog/"), ("listing", "/index.php?a=lists")], totals=(8,), pages=(3,))
