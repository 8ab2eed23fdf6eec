"""Pages of Hanweb with several units: what they claim together, which call goes on behind which records, and what ends a unit."""

from __future__ import annotations

import json
from html import escape

import pytest

from tests.listing_kit import answer, asked, html, listing, rows


def test_a_page_with_several_units_claims_what_they_have_together() -> None:
    def unit(name: str, total: int) -> str:
        record = f"<record><![CDATA[<li><a href='/art/2024/5/6/art_1_{total}.html'>消息</a></li>]]></record>"
        store = f"<datastore><totalrecord>{total}</totalrecord><recordset>{record}</recordset></datastore>"
        return f"<div id='{name}'><script type='text/xml'>{store}</script></div>"
    assert listing(html(unit("71", 37) + unit("72", 21))).claimed_total == 58
    assert listing(html(unit("71", 37) + unit("71", 37))).claimed_total == 37
    assert listing(html(unit("", 37) + unit("", 21))).claimed_total == 58


def test_records_of_another_box_are_none_of_the_unit_that_a_script_asks_for() -> None:
    record = "<record><![CDATA[<li><a href='http://www.else.example/'>友情链接</a></li>]]></record>"
    friends = f"<div id='501'><script type='text/xml'><datastore><recordset>{record}</recordset></datastore></script></div>"
    call = "<script>$('#502').jpage({totalRecord:41, perPage:20, ajaxParam:{columnid:6, unitid:'502'}});</script>"
    (link,) = listing(html(f'{friends}<div id="502"></div>{call}')).next
    assert asked(link)["startrecord"] == "1"
    (link,) = listing(html(friends + call)).next  # the records lie in a box that nothing else names
    assert asked(link)["startrecord"] == "2"


def test_what_the_mark_up_of_a_unit_says_of_its_pages_ends_it() -> None:
    row = "<li><a href='/art/2026/1/{0}/art_1_{0}.html'>第{0}条</a><span>2026-01-0{0}</span></li>"
    shown = f"<ul>{row.format(1)}{row.format(2)}</ul><p>共<em>33</em>条 第<em>3</em>/<em>3</em>页</p>"
    url = "http://h.cn/api-gateway/jpaas-publish-server/front/page/build/unit?webId=1&paramJson=%7B%22pageNo%22%3A{}%2C%22pageSize%22%3A15%7D"
    last, before = (answer(url.format(number), json.dumps({"data": {"html": shown}})) for number in (3, 2))
    assert (last.claimed_total, last.claimed_pages, last.next) == (33, 3, ()) and len(before.next) == 1


@pytest.mark.parametrize("number", [1, 2, 3])
def test_disclosed_documents_go_on_as_their_pager_says(number: int) -> None:
    row = "<li><a href='/art/2024/5/6/art_1_2.html'>一条新闻的标题很长</a><b>2024-05-06</b></li>"
    pager = f"<a href='#' onclick='go({number + 1})'>下一页</a>" if number < 3 else "<span>下一页</span><a onclick='go(2)'>上一页</a>"
    found = answer(f"http://h.cn/module/xxgk/search.jsp?jdid=7&currpage={number}", f"<ul>{row}</ul>{pager}")
    assert [asked(link)["currpage"] for link in found.next] == ([str(number + 1)] if number < 3 else [])


def test_records_may_be_written_as_references() -> None:
    record = "<li><a href='/art/2024/5/6/art_1_2.html' title='关于公布名单的通知'>关于公布…</a><span>2024-05-06</span></li>"
    store = f"<datastore><recordset><record><![CDATA[{record}]]></record></recordset></datastore>"
    found = listing(html(f"<div id='13861'><script type='text/xml'>{escape(store)}</script></div>"))
    assert rows(found) == [("/art/2024/5/6/art_1_2.html", "关于公布名单的通知", "2024-05-06")]


def test_what_a_script_puts_into_the_address_of_a_search_is_sent_with_it() -> None:
    call = "$.post('/module/xxgk/search.jsp?infotypeId=A02&jdid=3084&currpage=', {jdid: '3084', currpage: n}, draw)"
    (link,) = listing(html(f"<div id='d'></div><script>{call}</script>")).next
    assert link.url == "http://h.cn/module/xxgk/search.jsp?infotypeId=A02&jdid=3084&currpage=1"
