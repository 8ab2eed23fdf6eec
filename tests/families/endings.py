"""Lists whose calls end otherwise: blocks with a total and no pages, of which one behind the last is 404; a button that heeds itself by `this`;
files whose ending stands under a name; a jump to a first page with a name of its own."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import re

from tests.families.asking import answered
from tests.families.hanweb import PROXY, embedded, head, records, xml
from tests.families.serving import NOT_FOUND, Answer, Request, Site, html, items, page_of, stories

BLOCKS = stories(14, lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_4001_{5000 + number}.html", "分块", 1)
HEEDED = stories(8, lambda number, day: f"/yw/{day:%Y%m%d}/{6000 + number}.html", "要闻", 101)
FILES = stories(7, lambda number, day: f"/zc/{day.year}/{7000 + number}.html", "政策", 201)
JUMPED = stories(8, lambda number, day: f"/xx/{day:%Y%m%d}/{8000 + number}.html", "信息", 301)


def answer(request: Request) -> Answer:
    """As the portal's server."""
    if request.path == "/col/col4001/index.html":
        group = f'<nextgroup><![CDATA[<a href="{PROXY}?page=1&webid=73&columnid=4001&unitid=901"></a>]]></nextgroup>'
        return head(embedded("901", BLOCKS[:4], group))
    if request.path == PROXY:
        begin = int(request.query["page"]) * 4
        return xml(f"<datastore><totalrecord>14</totalrecord>{records(BLOCKS[begin : begin + 4])}</datastore>") if begin < 14 else NOT_FOUND
    if request.path == "/yw/index.html":
        return head(f"<ul>{items(HEEDED[:3])}</ul><div id='more' data-url='/yw/rows.html?page=' data-page='1'>加载更多</div><script>"
                    "document.getElementById('more').addEventListener('click', function () { var p = +this.dataset.page + 1;"
                    " fetch(this.dataset.url + p).then(function (got) { return got.text(); }).then(draw); this.dataset.page = p; });</script>")
    if request.path == "/yw/rows.html":
        return html(items(page_of(request, "page", 3, HEEDED)))
    if request.path == "/zc/list.html":
        return head("<div id='rows'></div><script>var base = '/zc/data/list_', ext = '.json', p = 1; function get() { $.ajax({url: base + p + ext, success: function (got) { draw(got); p++; }}); }"
                    " get();</script>")
    if (file := re.fullmatch(r"/zc/data/list_([123])\.json", request.path)) is not None:
        begin = int(file[1]) * 3 - 3
        return answered([{"title": story.title, "url": story.path, "date": story.day} for story in FILES[begin : begin + 3]])
    if (file := re.fullmatch(r"/xx/(?:index|p([23]))\.html", request.path)) is not None:
        number = int(file[1] or 1)
        return head(f"<ul>{items(JUMPED[3 * number - 3 : 3 * number])}</ul><div id='pages'></div><script>$('#pages').paging({{total: 8, pageSize: 3, current: {number},"
                    " callback: function (n) { window.location.href = n == 1 ? 'index.html' : 'p' + n + '.html'; }});</script>")
    return NOT_FOUND


SITE = Site(name="endings-site", host="endings.fangzhi.example", family="hanweb", answer=answer, holds=[*BLOCKS, *HEEDED, *FILES, *JUMPED],
            seeds=[("listing", path) for path in ("/col/col4001/index.html", "/yw/index.html", "/zc/list.html", "/xx/index.html")], totals=(14, 8))
