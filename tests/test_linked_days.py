"""Days in the head line of an article that are links: to the article itself, or to what else came then."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.page import Page

NAME = "Seven Villages Get Their Roads"
TEXT = "<p>The works on the roads of the county began in spring, and the last of the seven villages was reached on Friday.</p>" * 5


def read(below: str, above: str = "") -> tuple[str | None, str | None, str | None]:
    """Title, its rule, and day of an article with lines below its headline."""
    article = extract(Page(url="http://www.example.org/news/seven-villages", body=(
        f"<html><head><title>{NAME}</title></head><body>{above}<h1>{NAME}</h1>{below}{TEXT}</body></html>").encode()))
    return article.title, article.found["title"], article.date


DAY = '<a href="/2018/7/18/seven-villages">July 18, 2018</a>'
ROWS = [
    (f"<div><a href='/by/ann'>Ann Lee</a></div><div>{DAY}</div><div><a href='/c/roads'>Roads</a></div>", "2018-07-18"),
    (f"<p><a href='/by/ann'>Ann Lee</a> {DAY} <a href='/c/roads'>Roads</a></p>", "2018-07-18"),
    ("<p><a href='/2018/07/'>July 18, 2018</a></p>", "2018-07-18"),
    ("<p><a href='/20180718/12.html'>2018-07-18</a></p>", "2018-07-18"),
    ("<p><a rel='bookmark' href='/news/seven-villages'>July 18, 2018</a></p>", "2018-07-18"),
    ("<p><a href='/2017/7/18/x'>July 18, 2018</a></p>", None),
    ("<p><a href='/2018/11/x'>January 18, 2018</a></p>", None),
    ("<p><a href='/2018/1/x'>November 18, 2018</a></p>", None),
    ("<p><a href='/events/12'>Fair of July 18, 2018</a></p>", None),
]


@pytest.mark.parametrize(("below", "day"), ROWS)
def test_a_linked_day_below_the_headline_counts_where_its_address_tells_the_same(below: str, day: str | None) -> None:
    assert read(below)[2] == day


def test_a_head_line_of_links_is_no_menu_that_makes_the_headline_a_site_s_name() -> None:
    title, rule, _ = read(ROWS[0][0])
    assert (title, rule) == (NAME, "h1 in title")


def test_a_linked_day_above_the_headline_or_among_what_else_came_is_none() -> None:
    assert read("", f"<p>{DAY}</p>")[2] is None
    assert read(TEXT + f"<ul><li>{DAY} <a href='/2018/7/18/other'>Other villages wait for theirs</a></li></ul>")[2] is None


NOTICE = "<p>省体育局昨日公布今年冬季群众健身活动的安排，全省各地将陆续举办徒步、骑行和滑雪等二百余场活动，市民可就近报名参加。</p>" * 4


def chinese(behind: str, above: str = "<h1>全省冬季健身活动安排公布</h1>") -> tuple[str | None, str | None]:
    """Title and day of a page whose text nothing dates, with something behind it."""
    article = extract(Page(url="http://www.example.gov.cn/t/1.html", body=(
        f"<html><head><meta charset='utf-8'><title></title></head><body>{above}<div>{NOTICE}</div>{behind}</body></html>").encode()))
    return article.title, article.date


@pytest.mark.parametrize("behind", [
    "".join(f"<div><span>{name}</span> <span>2026-11-27 1{at}:20</span><p>说得好，希望早日落实到位。</p></div>"
            for at, name in enumerate(("江南雨", "老张", "青山依旧"))),
    "".join(f"<div>{name}</div><div>2026-11-2{at}</div>" for at, name in enumerate(("白河大桥合龙", "老城区供热提前", "油茶喜获丰收")))])
def test_days_of_several_lines_behind_a_text_are_those_of_others(behind: str) -> None:
    assert chinese(behind)[1] is None
    assert chinese("<p>2026-11-27 10:20</p>")[1] == "2026-11-27"


def test_who_runs_a_site_is_no_headline() -> None:
    foot = "<div>主办单位：青山县人民政府办公室　承办单位：青山县大数据中心</div>"
    assert chinese("", foot)[0] is None
