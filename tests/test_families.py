"""Each family's lists give their rows and the call that brings the next ones; the pages are written after the families' shapes."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses.links import hrefs
from crawler.extract.markup.tree import parse
from crawler.families import BY_NAME, FAMILIES, answer_of, family_of, implied_by, listing_of
from crawler.families.base import Listing
from crawler.page import Page
from crawler.reading import Link
from tests.listing_kit import PAGES, ROWS, answer, asked, html, listing, page_of, rows

PROXY = "http://kjt.shandong.gov.cn/module/web/jpage/dataproxy.jsp"
UNIT = "http://www.zj.gov.cn/api-gateway/jpaas-publish-server/front/page/build/unit"


def test_a_total_of_one_of_two_units_is_no_claim_where_the_other_shows_more() -> None:
    def unit(rows: int, total: str) -> str:
        row = "".join(f"<record><![CDATA[<li><a href='/art/2024/5/6/art_1_{9000 + number}.html'>消息</a></li>]]></record>"
                      for number in range(rows))
        return f"<div><script type='text/xml'><datastore>{total}<recordset>{row}</recordset></datastore></script></div>"
    total = "<totalrecord>{}</totalrecord>"
    assert listing(html(unit(6, "") + unit(2, total.format(5)))).claimed_total is None
    assert listing(html(unit(6, "") + unit(2, total.format(75)))).claimed_total == 75


def test_lists_without_days_that_count_their_pages_have_rows_whoever_made_them() -> None:
    row = "<li><a href='/c1/2024-05/06/content_00{0}.shtml'>消息{0}</a></li>"
    call = "<script>createPageHTML('page_div','3','1','index','shtml','8');</script>"
    found = listing(html(f"<ul>{row.format(71)}{row.format(72)}</ul>{call}", "http://h.cn/c1/index.shtml"))
    assert [row.title for row in found.rows] == ["消息71", "消息72"]
    assert [link.url for link in found.next] == ["http://h.cn/c1/index_2.shtml"] and found.claimed_total == 8


def test_hanweb_rows_lie_in_the_embedded_records() -> None:
    found = listing(page_of("hanweb_col.html", "http://kjt.shandong.gov.cn/col/col103585/index.html"))
    assert rows(found) == [
        ("/art/2026/9/4/art_103585_10328790.html", "关于印发《山东省自然科学基金绩效评价工作细则（试行）》的通知", "2026-09-04"),
        ("/art/2026/8/21/art_103585_10327410.html", "关于加强科技类社会组织管理工作的若干措施", "2026-08-21"),
        ("/module/download/downfile.jsp", "2026年度项目申报指南.pdf", "2026-08-20"),
    ]
    assert found.claimed_total == 1376
    assert [row.position for row in found.rows] == [1, 2, 3]
    assert [link.url for link in found.next] == [PROXY + "?page=1&webid=73&columnid=103585&unitid=764752"]


def test_hanweb_without_a_next_group_makes_the_call_of_its_script() -> None:
    body = (PAGES / "hanweb_col.html").read_text(encoding="utf-8")
    start, end = body.index("<nextgroup>"), body.index("</nextgroup>")
    page = Page(url="http://kjt.shandong.gov.cn/col/col103585/index.html", body=(body[:start] + body[end:]).encode())
    (link,) = listing(page).next
    assert (link.method, link.hop, link.kind) == ("POST", "I", "listing")
    assert link.url == PROXY + "?startrecord=4&endrecord=48&perpage=15"
    assert dict(parse_qsl((link.body or b"").decode())) == {
        "col": "1", "appid": "1", "webid": "73", "path": "/", "columnid": "103585", "sourceContentType": "1", "unitid": "764752",
        "webname": "山东省科学技术厅", "permissiontype": "0"}


def test_a_block_by_page_number_leads_to_the_next_until_the_last() -> None:
    body = (PAGES / "hanweb_block.xml").read_bytes()
    found = answer(PROXY + "?page=1&webid=73&path=/&columnid=103585&unitid=764752", body)
    assert rows(found) == [("/art/2026/8/1/art_103585_10320001.html", "第一百条", "2026-08-01"),
                           ("/art/2026/7/31/art_103585_10320000.html", "第一百零一条", "2026-07-31")]
    assert found.claimed_total == 230
    (link,) = found.next
    assert asked(link) == {"page": "2", "webid": "73", "path": "/", "columnid": "103585", "unitid": "764752"}
    assert answer(PROXY + "?page=3&webid=73", body).next == ()


def test_a_block_by_record_numbers_leads_on_with_the_same_form() -> None:
    body = (PAGES / "hanweb_block.xml").read_bytes()
    form = b"col=1&webid=73&unitid=764752&webname=%E5%B1%B1"
    (link,) = answer(PROXY + "?startrecord=46&endrecord=90&perpage=15", body, form).next
    assert (link.method, link.body) == ("POST", form)
    assert asked(link)["startrecord"] == "91" and asked(link)["endrecord"] == "135"
    (link,) = answer(PROXY, body, b"startrecord=181&endrecord=225&perpage=15&unitid=1").next
    assert asked(link)["startrecord"] == "226" and asked(link)["endrecord"] == "230"
    assert answer(PROXY + "?startrecord=226&endrecord=230&perpage=15", body, form).next == ()


def test_an_empty_block_ends_the_list() -> None:
    empty = "<datastore><totalrecord>230</totalrecord><totalpage>3</totalpage><recordset></recordset></datastore>"
    assert answer(PROXY + "?page=1", empty) == Listing(claimed_total=230, claimed_pages=3)


def test_jpaas_calls_its_unit_with_the_words_of_the_page() -> None:
    found = listing(page_of("jpaas_col.html", "http://www.zj.gov.cn/col/col1229123351/index.html"))
    (link,) = found.next
    assert (link.method, link.hop) == ("GET", "I") and link.url.startswith(UNIT + "?")
    assert asked(link) == {"parseType": "bulidstatic", "webId": "3096", "tplSetId": "EbKoPMNj3HMqsVsx9bkxK", "pageType": "column",
                           "tagId": "当前栏目列表", "editType": "null", "pageId": "1229123351", "paramJson": '{"pageNo":1,"pageSize":15}'}


def unit_answer(count: int) -> str:
    items = "".join(f'<li><a href="/art/2026/1/{day}/art_1_{day}.html" title="第{day}条">第{day}..</a><span>2026-01-{day:02}</span></li>'
                    for day in range(1, count + 1))
    return json.dumps({"success": True, "data": {"html": f"<ul>{items}</ul>" if count else ""}})


def test_jpaas_goes_on_until_the_first_empty_page() -> None:
    url = UNIT + "?webId=1&pageId=2&paramJson=%7B%22pageNo%22%3A1%2C%22pageSize%22%3A15%2C%22search%22%3A%22x%22%7D"
    found = answer(url, unit_answer(2))
    assert rows(found) == [("/art/2026/1/1/art_1_1.html", "第1条", "2026-01-01"), ("/art/2026/1/2/art_1_2.html", "第2条", "2026-01-02")]
    (link,) = found.next
    assert json.loads(asked(link)["paramJson"]) == {"pageNo": 2, "pageSize": 15, "search": "x"}
    assert answer(link.url, unit_answer(0)) == Listing()


def test_jpaas_answers_a_call_without_page_words_with_the_first_page() -> None:
    (link,) = answer(UNIT + "?webId=1&pageId=2", unit_answer(3)).next
    assert json.loads(asked(link)["paramJson"]) == {"pageNo": 2, "pageSize": 3}


def test_jiangxi_asks_for_its_list_by_post_and_raises_the_page() -> None:
    found = listing(page_of("jiangxi_col.html", "http://sthjt.jiangxi.gov.cn/jxssthjt/col/col42150/index.html"))
    assert found.claimed_total == 444
    (link,) = found.next
    assert (link.url, link.method) == ("http://sthjt.jiangxi.gov.cn/queryList", "POST")
    assert parse_qsl((link.body or b"").decode()) == [
        ("current", "1"), ("pageSize", "15"), ("webSiteCode[]", "jxssthjt"), ("channelCode[]", "col42150"), ("sort", "sortNum"),
        ("order", "desc")]
    data = {"data": {"total": 31, "results": [{"source": {
        "title": "以案<em>释</em>法", "urls": '{"pc":"/jxssthjt/jxssthjt/zcjd/202501/abc.html"}', "pubDate": 1749181130585}}]}}
    found = answer(link.url, json.dumps(data), link.body)
    assert rows(found) == [("/jxssthjt/jxssthjt/zcjd/202501/abc.html", "以案释法", "2025-06-06")]
    assert found.claimed_total == 31
    assert asked(found.next[0])["current"] == "2"
    third = (link.body or b"").replace(b"current=1", b"current=3")
    assert answer(link.url, json.dumps(data), third).next == ()


def test_trs_counts_from_0_and_states_the_whole_title_aside() -> None:
    page = page_of("trs_index.html", "http://www.tj.gov.cn/sy/tjxw/index.shtml")
    found = listing(page)
    assert rows(found) == [
        ("/sy/tjxw/202004/t20200430_87673.shtml",
         "天津市人民政府办公厅关于进一步做好疫情防控期间有关工作的通知（津政办发〔2020〕8号）", "2020-04-24"),
        ("/gkml/000125479/202004/t20200429_87600.shtml", "市领导调研春季农业生产", "2020-04-23"),
        ("/sy/tjxw/202004/t20200428_87555.shtml", "2020年4月22日新闻发布会", "2020-04-22"),
    ]
    assert [link.url for link in found.next] == ["http://www.tj.gov.cn/sy/tjxw/index_1.shtml"]
    assert family_of(page).name == "trs"


COUNTS = [
    ("createPageHTML(50, 0, 'index', 'html');", "/list/", "/list/index_1.html"),
    ("createPageHTML(50, 1, 'index', 'html');", "/list/index_1.html", "/list/index_2.html"),
    ("createPageHTML(50, 49, 'index', 'html');", "/list/index_49.html", None),
    ("createPageHTML(1, 0, 'index', 'html');", "/list/", None),
    ("createPageHTML(99999, 99998, 'index', 'html');", "/list/", None),
    ("createPageHTML('page_div',34, 1,'fstrw','shtml',663);", "/list/fstrw.shtml", "/list/fstrw_2.shtml"),
    ("createPageHTML('page_div',34, 34,'fstrw','shtml',663);", "/list/fstrw_34.shtml", None),
    ("createPage(12,3,'common_list','html');", "/list/common_list_3.html", "/list/common_list_4.html"),
    ("var countPage = 50; var currentPage = 0;", "/list/", "/list/index_1.html"),
    ("var countPage = 50//共多少页\nvar currentPage = 7;//从0开始", "/list/index_7.shtml", "/list/index_8.shtml"),
    ("var countPage = '8'; var currentPage = 7;", "/list/index_7.html", None),
    ('var countPage = 4; document.write("<a href=index"+"_" + (currentPage + 1) + "."+"htm>下一页</a>");', "/list/", "/list/index_1.htm"),
    ("var countPage = 3;", "/list/index_1.htm", "/list/index_2.htm"),
]


@pytest.mark.parametrize(("script", "here", "following"), COUNTS)
def test_the_call_decides_which_page_follows(script: str, here: str, following: str | None) -> None:
    found = listing(html(f"<ul>{ROWS}</ul><script>{script}</script>", "http://h.cn" + here))
    assert len(found.rows) == 3
    assert [(link.url, link.hop) for link in found.next] == ([("http://h.cn" + following, "I")] if following else [])


def test_the_articles_that_a_call_claims_are_the_total() -> None:
    assert listing(html(f"<ul>{ROWS}</ul><script>createPageHTML('p',34, 1,'f','shtml',663)</script>")).claimed_total == 663


def test_an_empty_page_has_no_next_page() -> None:
    assert listing(html("<script>createPageHTML(50, 0, 'index', 'html');</script>")).next == ()
    assert listing(html("<a href='index_2.html'>下一页</a>")).next == ()


def test_boda_counts_down() -> None:
    page = page_of("boda_list.htm", "http://wsjkw.nx.gov.cn/xwzx/yqsd1.htm")
    found = listing(page)
    assert family_of(page).name == "boda"
    assert rows(found) == [("/info/1262/13563.htm", "自治区卫生健康委部署防控工作", "2020-02-06"),
                           ("/info/1262/13560.htm", "专家解答热点问题", "2020-02-05")]
    assert found.claimed_total == 474
    assert [link.url for link in found.next] == ["http://wsjkw.nx.gov.cn/xwzx/yqsd1/32.htm"]
    later = Page(url="http://wsjkw.nx.gov.cn/xwzx/yqsd1/2.htm", body=page.body)
    assert [link.url for link in listing(later).next] == ["http://wsjkw.nx.gov.cn/xwzx/yqsd1/1.htm"]
    assert listing(Page(url="http://wsjkw.nx.gov.cn/xwzx/yqsd1/1.htm", body=page.body)).next == ()


def test_nanfang_goes_on_by_its_anchor() -> None:
    page = page_of("nanfang_index.html", "http://www.gz.gov.cn/xw/tzgg/index.html")
    found = listing(page)
    assert family_of(page).name == "nanfang"
    assert rows(found) == [("/xw/tzgg/content/post_5815370.html", "广州市关于印发“五一”假期工作指引的通知", "2020-04-30"),
                           ("/xw/tzgg/content/post_5814356.html", "广州市医疗保障局关于慢性病长处方的通知", "2020-04-29")]
    assert [link.url for link in found.next] == ["http://www.gz.gov.cn/xw/tzgg/index_2.html"]


def test_nanfang_without_an_anchor_goes_on_by_its_number_of_pages() -> None:
    row = '<li><a href="/a/content/post_{0}.html">通知{0}</a><span>2020-04-{0}</span></li>'
    body = "<ul>" + row.format(11) + row.format(12) + "</ul>共3页"
    assert [link.url for link in listing(html(body, "http://h.cn/a/")).next] == ["http://h.cn/a/index_2.html"]
    assert [link.url for link in listing(html(body, "http://h.cn/a/index_2.html")).next] == ["http://h.cn/a/index_3.html"]
    assert listing(html(body, "http://h.cn/a/index_3.html")).next == ()


def test_an_english_list_is_read_with_its_english_days() -> None:
    found = listing(page_of("english_list.html", "http://www.ezhejiang.gov.cn/news.html"))
    assert rows(found) == [("/2026-01/20/c_817650.htm", "Zhejiang delegation made a study tour to Sichuan", "2026-01-20"),
                           ("/2026-01/19/c_817649.htm", "Ningbo port opens a new route", "2026-01-19"),
                           ("/2026-01/18/c_817648.htm", "Tea picking begins in Hangzhou", "2026-01-18")]
    assert [link.url for link in found.next] == ["http://www.ezhejiang.gov.cn/news_2.html"]


def test_hunan_and_gansu_searches_are_read_and_raised() -> None:
    url = "https://api.hunan.gov.cn/search/common/search/80675?page=1&_pageSize=2&_isAgg=true"
    data = {"data": {"total": 5, "results": [
        {"title": "湖南省人民政府<font color='red'>通知</font>", "publishedTimeStr": "2024-03-05 09:30", "url": "http://www.hunan.gov.cn/a.html"},
        {"title": "第二条", "publishedTimeStr": "2024-03-04 00:00", "url": "//www.hunan.gov.cn/b.html"}]}}
    found = answer(url, json.dumps(data))
    assert rows(found) == [("/a.html", "湖南省人民政府通知", "2024-03-05"), ("/b.html", "第二条", "2024-03-04")]
    assert found.claimed_total == 5
    assert [asked(link)["page"] for link in found.next] == ["2"]
    last = {"data": {"total": 5, "results": [{"title": "末条", "url": "//www.hunan.gov.cn/c.html"}]}}
    assert answer(url.replace("page=1", "page=3"), json.dumps(last)).next == ()


def test_fujian_answers_a_form() -> None:
    data = {"data": [{"doctitle": "关于公布名单的通知", "docpuburl": "/zwgk/202002/t20200205_5190031.htm", "docreltime": "2020/02/05"}],
            "totalcount": 30}
    form = b"channelid=229105&classsql=chnlid%3D1&page=1&prepage=10"
    found = answer("http://www.fujian.gov.cn/fjdzapp/search", json.dumps(data), form)
    assert rows(found) == [("/zwgk/202002/t20200205_5190031.htm", "关于公布名单的通知", "2020-02-05")]
    assert asked(found.next[0]) == {"channelid": "229105", "classsql": "chnlid=1", "page": "2", "prepage": "10"}


def test_any_list_as_json_is_read() -> None:
    data = [{"TITLE": "国务院常务会议", "URL": "https://www.gov.cn/yaowen/liebiao/202403/content_1.htm", "DOCRELPUBTIME": "2024-03-05"}]
    page = Page(url="https://www.gov.cn/yaowen/liebiao/YAOWENLIEBIAO.json", body=json.dumps(data).encode())
    assert answer_of(page) == ("generic", Listing(rows=(Link(
        url="https://www.gov.cn/yaowen/liebiao/202403/content_1.htm", kind="article", title="国务院常务会议", date="2024-03-05",
        position=1),)))
    (link,) = answer("https://h.cn/api?pageNo=1&pageSize=1", json.dumps({"total": 2, "list": data})).next
    assert link.url == "https://h.cn/api?pageNo=2&pageSize=1"
    assert answer_of(Page(url="https://h.cn/api?pageNo=1", body=b'{"total": 2, "list": []}')) is None


SHAPES = [
    ("hanweb", "/art/2016/11/22/art_1621004_30332664.html"),
    ("hanweb", "/col/col1229123351/art/2026/art_0a1b2c3d4e5f60718293a4b5c6d7e8f9.html"),
    ("trs", "/yw/sxyw/201909/t20190918_693227.shtml"), ("trs", "/zfwzjyh/t10221601.shtml"),
    ("ucap", "/xinwen/2023-02/26/content_5743376.htm"), ("ucap", "/scwsjkw/gzbd01/2020/2/2/0a1b2c3d4e5f60718293a4b5c6d7e8f9.shtml"),
    ("boda", "/info/1262/13563.htm"), ("nanfang", "/xw/content/post_2884207.html"),
    ("epoint", "/a/20230101/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f.html"),
    ("generic", "/contents/854/48133.shtml"), ("generic", "/system/2012/01/17/008506621.shtml"),
    ("generic", "/2020/02/06/1580949163300.html"),
]


@pytest.mark.parametrize(("name", "path"), SHAPES)
def test_an_article_address_tells_its_family(name: str, path: str) -> None:
    page = Page(url="http://h.cn" + path, body=b"<p>x")
    assert family_of(page).name == name
    assert BY_NAME[name].article_shape.search(path)
    if name != "generic":
        assert family_of(page).recognise(page)


LISTS = ["/", "/index.html", "/col/col1/index.html", "/zwgk/", "/news/index_2.html", "/xwzx/yqsd1/32.htm"]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_address_has_no_article_shape(path: str) -> None:
    assert not any(family.article_shape.search(path) for family in BY_NAME.values())


SIGNS = [("hanweb", "<!--ZJEG_RSS.content.begin-->"), ("trs", "<div class='view TRS_UEDITOR trs_paper_default'>"),
         ("trs", "<script>$.post('/fjdzapp/search', form)</script>"), ("ucap", "<script>api + '/search/common/search/80675'</script>"),
         ("hanweb", "<script type='text/xml'><datastore></datastore></script>"), ("ucap", "<UCAPCONTENT>"),
         ("boda", "<div id='vsb_content_2'>"), ("epoint", "<div class='ewb-location'>")]


@pytest.mark.parametrize(("name", "sign"), SIGNS)
def test_mark_up_tells_a_family(name: str, sign: str) -> None:
    assert family_of(html(sign, "http://h.cn/a")).name == name


@pytest.mark.parametrize(("name", "body"), [
    ("nanfang", "<a href='content/post_5815370.html'>关于春耕备耕的通知</a>"),
    ("ucap", "<a href='/chengdu/c131029/column-index-2.shtml'>下一页</a>")])
def test_where_its_rows_and_pages_lead_tells_the_family_of_a_list(name: str, body: str) -> None:
    assert family_of(html(body, "http://h.cn/gkml/zcwj/")).name == name


def test_a_portal_file_decides_its_family() -> None:
    assert family_of(html("<UCAPCONTENT>"), "trs").name == "trs"
    assert family_of(html("<UCAPCONTENT>"), "unheard of").name == "ucap"


def test_a_server_header_tells_epoint() -> None:
    assert family_of(Page(url="http://h.cn/", body=b"<p>x", headers=(("Server", "epoint-httpserver"),))).name == "epoint"


def test_scripts_of_a_page_that_is_no_listing_imply_their_calls() -> None:
    page = page_of("jpaas_col.html", "http://www.zj.gov.cn/col/col1229123351/index.html")
    assert len(implied_by(page, parse(page)).next) == 1
    assert implied_by(html("<p>nothing"), parse(html("<p>nothing"))) == Listing()


ANSWERS = [PROXY + "?page=1", UNIT + "?pageId=1&paramJson=%7B", "http://h.cn/queryList", "http://h.cn/common/search/1?page=1"]
HOSTILE = [b"", b"{", b"[" * 100_000, b'{"a":' * 50_000, b"<datastore>" + b"<record>" * 100_000, b"<datastore><record><![CDATA[" * 5000,
           b'{"data":{"html":"' + b"<li>" * 20_000 + b'"}}', b'{"data":{"html":7,"total":"9999999999999999999"}}', b"\xff\xfe\x00",
           b'{"title":"x","url":["y"]}', b"x(" * 9000]


@pytest.mark.parametrize("url", ANSWERS)
@pytest.mark.parametrize("body", HOSTILE)
def test_a_hostile_answer_is_an_empty_listing(url: str, body: bytes) -> None:
    found = answer_of(Page(url=url, body=body, form=b"current=9999999999999&page=%ff"))
    assert found is None or (found[1].rows == () and found[1].next == ())


KEYS = ["title", "url", "urls", "data", "html", "total", "time", "date"]
VALUES = st.recursive(st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20)),
                      lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(KEYS), inner)))


@given(st.sampled_from(ANSWERS), VALUES)
def test_any_json_answers_without_an_error(url: str, data: object) -> None:
    found = answer_of(Page(url=url, body=json.dumps(data).encode()))
    assert found is None or all(row.url.startswith("http") for row in found[1].rows)


@given(st.binary(max_size=400))
def test_any_bytes_make_a_listing_in_every_family(body: bytes) -> None:
    page = Page(url="http://h.cn/a/", body=b"<ul><li><a href=a.html>x</a>" + body)
    for family in FAMILIES:
        assert isinstance(listing_of(page, parse(page), family), Listing)


PAGERS = ("", "<a href='index_2.html'>下一页</a>", "<a href='javascript:;' onclick=\"location.href='/list/index_2.html'\">下一页</a>",
          "<link rel=next href='index_2.html'>共33页", "共3页 1/3", "<p>共 99 条</p>")


@pytest.mark.parametrize("page", [
    *(page_of(path.name, "http://www.zj.gov.cn/col/index.html") for path in sorted(PAGES.glob("*.html"))),
    *(html(f"<ul>{shown}</ul>{pager}", f"http://h.cn/list/index.html{query}") for pager in PAGERS for query in ("", "?page=1")
      for shown in (ROWS, "", "<li><a href='/c/100234.html'>消息</a></li>", "<li><a href='/c/100234.html'>12</a></li>"))])
def test_what_a_page_implies_is_what_its_listing_says_less_what_its_anchors_show(page: Page) -> None:
    tree = parse(page)
    implied, listed = implied_by(page, tree), listing_of(page, tree, family_of(page))
    shown = set(map(tree.resolver.resolve, hrefs(tree)))
    if implied != Listing():
        assert implied.next == tuple(link for link in listed.next if link.body is not None or link.url not in shown)
        assert implied.rows == tuple(row for row in listed.rows if row.url not in shown)
        assert (implied.claimed_total, implied.claimed_pages) == (listed.claimed_total, listed.claimed_pages)


def test_ten_thousand_records_in_a_script_of_the_page_are_rows() -> None:
    row = "<record><![CDATA[<li><a href='/art/2024/5/6/art_1_{0}.html'>消息{0}</a><span>2024-05-06</span></li>]]></record>"
    records = "".join(map(row.format, range(10_000)))
    store = f"<datastore><totalrecord>10000</totalrecord><recordset>{records}</recordset></datastore>"
    found = listing(html(f"<div id='1'><script type='text/xml'>{store}</script></div>", "http://h.cn/col/col1/index.html"))
    assert (len(found.rows), found.claimed_total) == (10_000, 10_000)
