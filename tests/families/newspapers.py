"""Lists as newspapers have them: the sheets of a day's paper, whose titles a script writes; news by day and by month; an answer in bare
brackets; rows that stand beside the list."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import json
import re
from dataclasses import replace

from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, stories, wrong

HOST = "newspapers.fangzhi.example"
DAY = "2024-03-05"
SHEETS = [replace(story, day=DAY) for story in stories(8, lambda number, day: f"/rb/html/2024-03/05/nw.D01_20240305_{number}-01.htm", "版面", 3100)]
NEXT = [replace(story, day=DAY) for story in stories(8, lambda number, day: f"/wb/html/2024-03/05/content_{number}.htm", "下版", 3120)]
ROLLING = [replace(story, day=day, path=f"/gn/{day[:4]}/{day[5:]}/{story.number}.shtml") for story, day in zip(
    stories(8, lambda number, day: "", "滚动", 3140), [DAY] * 3 + ["2024-03-04"] * 3 + ["2024-03-03"] * 2, strict=True)]
MONTHS = stories(8, lambda number, day: f"/p/{number}.html", "存档", 1150)
BARE = stories(8, lambda number, day: f"/sz/{day:%Y-%m}/{day:%d}/c_{number}.htm", "括号", 3180)
BESIDE = "".join(f"<li><a href='/hot/2019/{number}.html'>{title}</a></li>" for number, title in enumerate((
    "全省安全生产工作电视电话会议在省城召开", "今年将新建改建农村公路八千公里", "春季植树造林任务完成九成以上"), 1))


def named(story: Story) -> str:
    return story.path.rpartition("/")[2]


def sheet(request: Request) -> Answer:
    """The other sheets are anchors; a script writes the titles; a map over the picture leads to the articles as well."""
    match = re.fullmatch(r"/rb/html/2024-03/05/nbs\.D01_0([123])\.htm", request.path)
    if match is None:
        return NOT_FOUND
    held = SHEETS[int(match[1]) * 3 - 3 : int(match[1]) * 3]
    others = "".join(f"<div><a id=pageLink href=./nbs.D01_0{each}.htm>{each:02d}版：{name}</a></div>" for each, name in enumerate(("要闻", "地方", "文化"), 1))
    spots = "".join(f"<area shape=polygon coords='1,2,3,4' href='{named(story)}'>" for story in held)
    rows = "".join(f"<li><a href={named(story)}><script>document.write(view(\"{story.title}  \"))</script></a></li>" for story in held)
    return html(f"<html><head><meta charset=utf-8></head><body><p>2024年03月05日 星期二</p><map>{spots}</map>{others}<ul>{rows}</ul></body></html>")


def following(request: Request) -> Answer:
    """下一版 leads on."""
    match = re.fullmatch(r"/wb/html/2024-03/05/node_([234])\.htm", request.path)
    if match is None:
        return NOT_FOUND
    number = int(match[1]) - 1
    on = f"<a class=preart href=node_{number + 2}.htm>下一版</a>" if number < 3 else ""
    rows = "".join(f"<tr><td><a href={named(story)}><div id=mp{story.number}>{story.title}</div></a></td></tr>" for story in NEXT[number * 3 - 3 : number * 3])
    return html(f"<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'></head><body><p>2024年3月5日　第A0{number}版 {on}</p>"
                f"<table>{rows}</table></body></html>", "gb2312", named=False)


def rolling(request: Request) -> Answer:
    """A day each; rows have month, day and clock, and lead to their section as well."""
    days = sorted({story.day for story in ROLLING}, reverse=True)
    day = re.sub(r"/roll/(\d{4})/(\d\d)(\d\d)/news\.shtml", r"\1-\2-\3", request.path)
    if day not in days:
        return NOT_FOUND
    before = days[days.index(day) + 1] if day != days[-1] else ""
    on = f"<a href='/roll/{before[:4]}/{before[5:7]}{before[8:]}/news.shtml'>前一天</a>" if before else ""
    rows = "".join(f"<li><div>[<a href='/gn/'>国内</a>]</div><div><a href='{story.path}'>{story.title}</a></div><div>{int(day[5:7])}-{int(day[8:])} 10:21</div></li>"
                   for story in ROLLING if story.day == day)
    return html(f"<html><body><p>{on}</p><ul>{rows}</ul><h3>热点</h3><ol>{BESIDE}</ol></body></html>")


def month(request: Request) -> Answer:
    """Rows have month and day below the month's heading; the other months are beside."""
    match = re.fullmatch(r"/archive/(\d{4})/(\d\d)/", request.path)
    months = sorted({story.day[:7] for story in MONTHS}, reverse=True)
    if match is None or f"{match[1]}-{match[2]}" not in months:
        return NOT_FOUND
    others = "".join(f"<li><a href='/archive/{each[:4]}/{each[5:]}/'>{each[:4]}年{int(each[5:])}月</a></li>" for each in months)
    rows = "".join(f"<li><a href='{story.path}'>{story.title}</a><span>{story.day[5:]}</span></li>" for story in MONTHS if story.day[:7] == f"{match[1]}-{match[2]}")
    return html(f"<html><body><ul class='side'>{others}</ul><h3>{match[1]}年{match[2]}月</h3><ul>{rows}</ul></body></html>")


def bare(request: Request) -> Answer:
    """The answer stands in brackets alone; behind the last page it has no list."""
    if request.query.get("nid") != "114" or request.query.get("cnt") != "3":
        return wrong(request, "the section is wanted")
    number = int(request.query["pgnum"])
    rows: list[dict[str, object]] = [{"Title": story.title, "LinkUrl": f"http://{HOST}{story.path}", "PubTime": f"{story.day} 09:12:00", "PicLinks": "", "SubTitle": None, "imgarray": []}
            for story in BARE[number * 3 - 3 : number * 3]]
    answer = {"status": "0", "data": {"list": rows}} if rows else {"status": "-1", "data": ""}
    return Answer(f"({json.dumps(answer)})".encode(), "text/html;charset=utf-8")


GD = ("<ul id='list'></ul><script>var nid = '114', pgnum = 1;\nfunction more() { $.ajax({ url: '/nodeart/list?nid=' + nid + '&pgnum=' + pgnum + '&cnt=3', dataType: 'jsonp', "
      "success: function (d) { for (var i in d.data.list) { $('#list').append('<li><a href=\"' + d.data.list[i].LinkUrl + '\">' + d.data.list[i].Title + '</a></li>') } } }) } more();</script>")


def answer(request: Request) -> Answer:
    """As the portal's server."""
    if request.path == "/sz/gd.htm":
        return html(f"<html><body>{GD}</body></html>")
    for begun, shown in (("/rb/", sheet), ("/wb/", following), ("/roll/", rolling), ("/archive/", month), ("/nodeart/", bare)):
        if request.path.startswith(begun):
            return shown(request)
    return NOT_FOUND


SITE = Site(name="newspapers-site", host=HOST, answer=answer, holds=[*SHEETS, *NEXT, *ROLLING, *MONTHS, *BARE],
            seeds=[("listing", path) for path in ("/rb/html/2024-03/05/nbs.D01_01.htm", "/wb/html/2024-03/05/node_2.htm", "/roll/2024/0305/news.shtml",
                                                  f"/archive/{MONTHS[0].day[:4]}/{MONTHS[0].day[5:7]}/", "/sz/gd.htm")])
