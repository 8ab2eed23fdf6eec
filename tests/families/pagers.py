"""Pagers that scripts press, and days that leave out what the address has: `__doPostBack` with the page's state, by name and by number;
laypage with its count; a form that a function sends; a list in a frame; rows by the years of the Republic; month and day alone; a last page for ever."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.families.serving import NOT_FOUND, Answer, Request, Site, Story, html, stories, wrong

PRESSED = stories(13, lambda number, day: f"/Detail/{1200 + number}.aspx", "回发", 1)
NUMBERED = stories(7, lambda number, day: f"/Info/{day:%Y%m%d}/{2200 + number}.html", "分页", 101)
DRAWN = stories(8, lambda number, day: f"/show/{7300 + number}.html", "绘制", 201)
REPUBLIC = stories(6, lambda number, day: f"/News/{32100 + number}.aspx", "民国", 301)
SHORT = stories(8, lambda number, day: f"/yw/{day:%Y-%m}/{day:%d}/content_{number:016x}.shtml", "月日", 360)
LAST = stories(8, lambda number, day: f"/last/{day:%Y%m}/{5500 + number}.html", "末页", 501)
SENT = stories(13, lambda number, day: f"/sent/{day:%Y%m}/{6500 + number}.html", "表单", 601)
ENDS = stories(7, lambda number, day: f"/ends/{day:%Y%m}/{8500 + number}.html", "首尾", 801)
CALLED = stories(7, lambda number, day: f"/called/{day:%Y%m}/{9500 + number}.html", "函数", 901)
FRAMED = stories(8, lambda number, day: f"/framed/{day:%Y%m}/{7500 + number}.html", "框架", 701)


FILES = {"": 1, "index.html": 1, "index_2.html": 2, "index_3.html": 3}


def rows(holds: list[Story], written: Callable[[date], str] = date.isoformat) -> str:
    return "".join(f"<tr><td>·</td><td><a href='//pagers.fangzhi.example{story.path}' title='{story.title}'>{story.cut}</a></td>"
                   f"<td>{written(date.fromisoformat(story.day))}</td></tr>" for story in holds)


def state(number: int) -> str:
    return f"dDw+{number * 7}/{number}=="


def pressed(request: Request) -> Answer:
    """下一页 posts the form of the page that shows it, in its charset, within a session."""
    number = 1
    if request.method == "POST":
        told = request.form
        number = int(told["__VIEWSTATE"].partition("/")[2].rstrip("=")) + 1
        right = (told["__EVENTTARGET"], told["__EVENTARGUMENT"], told["__EVENTVALIDATION"]) == ("ctl00$next", "", state(number - 1)[::-1])
        if not right or told.get("kw") != "" or told.get("kind") != "2" or "search" in told or "box" in told or number > 3:
            return wrong(request, "the form is not the page's")
        if b"%D6%D0" not in request.body or "sid=9" not in request.headers.get("Cookie", ""):
            return wrong(request, "the form goes out in the page's charset, within its session")
    following = "<a href=\"javascript:__doPostBack('ctl00$next','')\">下一页</a>" if number < 3 else "<a class='aspNetDisabled'>下一页</a>"
    answer = html(f"""<html><head><meta charset="gb2312"></head><body><form method="post" action="./List.aspx?cid=3" id="form1">
<input type="hidden" name="__EVENTTARGET" value=""><input type="hidden" name="__VIEWSTATE" value="{state(number)}">
<input type="hidden" name="__EVENTVALIDATION" value="{state(number)[::-1]}"><input name="kw"><input type="hidden" name="site" value="中">
<select name="kind"><option value="1">一</option><option value="2" selected>二</option></select><input type="checkbox" name="box">
<input type="submit" name="search" value="搜索"><table>{rows(PRESSED[number * 5 - 5 : number * 5])}</table>共13条记录 第{number}/3页 {following}</form></body></html>""", "gb2312")
    return Answer(answer.body, answer.type, headers=(("Set-Cookie", "sid=9; Path=/"),))


def numbered(request: Request) -> Answer:
    """Numbers alone; the page's own is no link."""
    number = int(request.form.get("__EVENTARGUMENT") or "1")
    if request.method == "POST" and (request.form["__EVENTTARGET"], request.form["__VIEWSTATE"]) != ("AspNetPager1", f"vs{number - 1}"):
        return wrong(request, "the state is another page's")
    pager = "".join(f"<span>{each}</span>" if each == number else f"<a href=\"javascript:__doPostBack('AspNetPager1','{each}')\">[{each}]</a>"
                    for each in range(1, 5))
    return html(f'<html><body><form method="post" id="form1"><input type="hidden" name="__VIEWSTATE" value="vs{number}">'
                f"<table>{rows(NUMBERED[number * 2 - 2 : number * 2])}</table><div>{pager}</div></form></body></html>")


def drawn(request: Request) -> Answer:
    """laypage counts articles and jumps."""
    number = int(request.query.get("pageNum", "1"))
    if request.query.get("cid") != "5" or number > 3:
        return wrong(request, "there are three pages")
    return html(f"""<html><body><table>{rows(DRAWN[number * 3 - 3 : number * 3])}</table><div id="page"></div><script>
laypage.render({{ elem: 'page', count: 8, limit: 3, curr: {number}, jump: function (obj, first) {{ if (!first) {{ location.href = '/list?cid=5&pageNum=' + obj.curr; }} }} }});
</script></body></html>""")


def republic(request: Request) -> Answer:
    """Years since 1912."""
    number = int(request.query.get("page", "1"))
    following = "<a href='News.aspx?n=9&amp;page=2' title='下一頁'>&gt;</a>" if number == 1 else ""
    shown = rows(REPUBLIC[number * 3 - 3 : number * 3], lambda day: f"{day.year - 1911}-{day:%m-%d}")
    return html(f"<html><body><table><tr><th></th><th>標題</th><th>發布日期</th></tr>{shown}</table>共 6 筆資料 {following}</body></html>")


def short(request: Request) -> Answer:
    """Month and day, over the turn of a year; behind the end the first page again."""
    number = int(request.query.get("p", "1"))
    shown = SHORT[4:] if number == 2 else SHORT[:4]
    return html(f"<html><body><table>{rows(shown, lambda day: f'[{day:%m-%d}]')}</table><a class='next' href='/yw/?p={number + 1}'>&gt;</a></body></html>")


def last(request: Request) -> Answer:
    """The last page for whatever number."""
    number = int(request.query.get("page", "1"))
    shown = LAST[:3] if number == 1 else LAST[3:6] if number == 2 else LAST[6:]
    return html(f"<html><body><table>{rows(shown)}</table><a href='?page={number + 1}'>下页</a></body></html>")


def sent(request: Request) -> Answer:
    """A function puts the number into a field and sends the form."""
    number = int(request.form.get("pageNo") or "1")
    if request.method == "POST" and (request.form.get("columnId"), request.form.get("kw"), "go" in request.form) != ("77", "", False):
        return wrong(request, "the form is not the page's")
    following = f"<a href='javascript:goPage({min(number + 1, 3)})'>下一页</a>"
    return html(f"""<html><body><form name="pageForm" action="/list.do" method="post"><input type="hidden" name="columnId" value="77">
<input type="hidden" id="number" name="pageNo" value="{number}"><input name="kw"><input type="submit" name="go"><table>{rows(SENT[number * 5 - 5 : number * 5])}</table>
共13条 {number}/3页 {following}</form><script>
function goPage(n) {{ document.getElementById("number").value = n; document.pageForm.submit(); }}</script></body></html>""")


def framed(request: Request) -> Answer:
    """The list lies in a frame; its rows have days at the ends of their titles."""
    if request.path == "/framed/":
        return html("<html><body><h2>栏目</h2><iframe src='rows.html'></iframe></body></html>")
    number = int(request.query.get("page", "1"))
    shown = "".join(f"<li><a href='{story.path}'>{story.title}({story.day})</a></li>" for story in FRAMED[number * 4 - 4 : number * 4])
    following = "<a href='rows.html?page=2'>下一页</a>" if number == 1 else ""
    return html(f"<html><body><ul>{shown}</ul>{following}</body></html>")


PATHS = {"/list.do": sent, "/framed/": framed, "/framed/rows.html": framed, "/List.aspx": pressed, "/More.aspx": numbered, "/list": drawn, "/News.aspx": republic, "/yw/": short, "/last/": last}


def ends(request: Request) -> Answer:
    """The pager names its first and its last file only."""
    number = FILES.get(request.path.rpartition("/")[2], 0)
    last = '<a href="index_3.html">尾页</a>' if number < 3 else "尾页"
    return html(f"<table>{rows(ENDS[number * 3 - 3 : number * 3])}</table>第{number}页/共3页 <a href='index.html'>首页</a> {last}") if number else NOT_FOUND


def called(request: Request) -> Answer:
    """An anchor that leads nowhere, `javascript:void(0)`, and presses a function."""
    number = FILES.get(request.path.rpartition("/")[2], 0)
    onwards = f'<a href="javascript:void(0)" onclick="gotoPage({number + 1})">下一页</a>' if number < 3 else ""
    script = '<script>function gotoPage(n){ location.href = n==1 ? "index.html" : "index_"+n+".html"; }</script>'
    return html(f"<table>{rows(CALLED[number * 3 - 3 : number * 3])}</table>{onwards}{script}") if number else NOT_FOUND


def answer(request: Request) -> Answer:
    """As the portal's server."""
    if request.path.rpartition("/")[0] in ("/ends", "/called"):
        return ends(request) if request.path.startswith("/ends") else called(request)
    shown = PATHS.get(request.path)
    return shown(request) if shown is not None else NOT_FOUND


SITE = Site(name="pagers-site", host="pagers.fangzhi.example", answer=answer, holds=[*PRESSED, *NUMBERED, *DRAWN, *REPUBLIC, *SHORT, *LAST, *SENT, *FRAMED, *ENDS,
                                                                                   *CALLED],
            seeds=[("listing", path) for path in ("/List.aspx?cid=3", "/More.aspx", "/list?cid=5", "/News.aspx?n=9", "/yw/", "/last/", "/list.do?columnId=77",
                                                "/framed/", "/ends/index.html", "/called/index.html")],
            totals=(13, 8, 6), pages=(3,))
