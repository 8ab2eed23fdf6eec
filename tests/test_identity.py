"""One article has one key, under whatever name and column it is met."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.addresses.address import normalise
from crawler.addresses.identity import _DEFAULT_DOCUMENT, _IDS, _LIKELY, address_key, cms_key
from crawler.addresses.scope import path_of
from crawler.portal import Portal

PORTAL = Portal(name="zj", title="浙江", language="zh-Hans", hosts=("www.zj.gov.cn", "fzggw.zj.gov.cn"), seeds=(),
                aliases=("zj.gov.cn", "www.zhejiang.gov.cn", "10.0.0.1:8080"))

SAME_ADDRESS = [
    "http://www.zj.gov.cn/a/",
    "https://www.zj.gov.cn/a/",
    "http://zj.gov.cn/a/",
    "http://WWW.ZHEJIANG.GOV.CN/a/",
    "http://10.0.0.1:8080/a/",
    "http://www.zj.gov.cn:80/a",
    "https://www.zj.gov.cn/a/index.html",
    "https://www.zj.gov.cn/a/INDEX.HTM",
    "https://www.zj.gov.cn/a/index.shtml?",
    "https://www.zj.gov.cn/a/index.jsp#top",
    "https://www.zj.gov.cn/a/default.aspx",
    "http://www.zj.gov.cn/a/?utm_source=weixin",
    "http://www.zj.gov.cn/a/;jsessionid=12345",
]


@pytest.mark.parametrize("url", SAME_ADDRESS)
def test_all_names_of_an_address_have_one_key(url: str) -> None:
    assert address_key(url, PORTAL) == "zj.gov.cn/a"


@pytest.mark.parametrize("url", ["http://www.zj.gov.cn/a/index_1.html", "http://fzggw.zj.gov.cn/a/", "http://www.zj.gov.cn/A/",
                                 "http://www.zj.gov.cn/a/?id=1", "http://10.0.0.1/a/", "http://www.zj.gov.cn:8080/a/", "http://h.cn/a"])
def test_other_addresses_have_other_keys(url: str) -> None:
    assert address_key(url, PORTAL) != "zj.gov.cn/a"


def test_a_query_stays_in_the_key() -> None:
    assert address_key("http://www.zj.gov.cn/index.jsp?id=4", PORTAL) == "zj.gov.cn?id=4"
    assert address_key("http://www.zj.gov.cn/index.jsp?id=4", PORTAL) != address_key("http://www.zj.gov.cn/?id=5", PORTAL)


SAME_ARTICLE = [
    ("http://www.zj.gov.cn/art/2016/11/22/art_1621004_30332664.html", "https://zj.gov.cn/art/2016/11/22/art_1229138370_30332664.html"),
    ("http://www.zj.gov.cn/col/col1229123351/art/2026/art_0123456789abcdef0123456789abcdef.html",
     "http://www.zj.gov.cn/col/col1229000000/art/2026/art_0123456789abcdef0123456789abcdef.html"),
    ("http://www.shanxi.gov.cn/yw/sxyw/201909/t20190918_693227.shtml", "http://www.shanxi.gov.cn/zw/201909/t20190918_693227.html"),
    ("http://www.gxzf.gov.cn/zfwzjyh/t10221601.shtml", "http://www.gxzf.gov.cn/xw/t10221601.shtml?utm_source=a"),
    ("http://www.gov.cn/xinwen/2023-02/26/content_5743376.htm", "http://www.gov.cn/zhengce/2023-02/26/content_5743376.htm"),
    ("http://www.gz.gov.cn/xw/tzgg/content/post_5815370.html", "http://www.gz.gov.cn/zwgk/content/mpost_5815370.html"),
    ("http://wsjkw.nx.gov.cn/info/1262/13563.htm", "http://wsjkw.nx.gov.cn/info/1263/13563.htm"),
    ("http://wsjkw.nx.gov.cn/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1262&wbnewsid=13563",
     "http://wsjkw.nx.gov.cn/info/1263/13563.htm"),
    ("http://x.ah.gov.cn/a/20230101/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f.html",
     "http://x.ah.gov.cn/b/20230101/0A1B2C3D-0A1B-0A1B-0A1B-0A1B2C3D4E5F.html"),
    ("http://www.sc.gov.cn/10462/a/2020/2/2/0123456789abcdef0123456789abcdef.shtml",
     "http://www.sc.gov.cn/10463/b/2020/2/2/0123456789abcdef0123456789abcdef.shtml"),
]


@pytest.mark.parametrize(("one", "other"), SAME_ARTICLE)
def test_an_article_under_two_columns_has_one_key(one: str, other: str) -> None:
    assert cms_key(one, PORTAL) == cms_key(other, PORTAL) is not None


NO_ID = ["http://www.zj.gov.cn/", "http://www.zj.gov.cn/col/col1/index.html", "http://www.shanxi.gov.cn/201909/t20190918_693227_1.shtml",
         "http://www.gov.cn/2023-02/26/content_5743376_2.htm", "http://h.cn/zjrb/html/2024-03/05/content_3712345.htm",
         "http://h.cn/c_12.htm", "http://h.cn/news/t20240305_12.html", "http://h.cn/info/3/12.htm", "no address", ""]


@pytest.mark.parametrize("url", NO_ID)
def test_an_address_without_a_host_wide_id_has_no_cms_key(url: str) -> None:
    assert cms_key(url, PORTAL) is None


def test_ids_of_different_hosts_and_families_are_kept_apart() -> None:
    addresses = ["http://a.cn/t20240101_12345.html", "http://b.cn/t20240101_12345.html", "http://a.cn/content_12345.htm",
                 "http://a.cn/info/1/12345.htm", "http://fzggw.zj.gov.cn/t20240101_12345.html"]
    assert len({cms_key(url, PORTAL) for url in addresses}) == len(addresses)


@given(st.text(max_size=100))
def test_any_text_has_keys_without_an_error(url: str) -> None:
    assert isinstance(address_key(url, PORTAL), str)
    assert cms_key(url, PORTAL) is None or isinstance(cms_key(url, PORTAL), str)


@settings(max_examples=60)
@given(st.one_of([st.from_regex(shape, alphabet=st.characters(max_codepoint=0x7ff, codec="utf-8")) for _, shape in _IDS]))
def test_no_address_with_an_id_is_passed_over_by_the_cheap_look(path: str) -> None:
    assert _LIKELY.search(path) is not None


PIECES = ["/", "index", "INDEX", "default", "Default", ".htm", ".shtml", ".jsp", "?", "a", "\u0130", "\u0131ndex", "%20"]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_default_documents_are_left_out_wherever_the_pattern_alone_finds_them(rest: str) -> None:
    url = f"http://www.zj.gov.cn/{rest}"
    path, mark, query = _DEFAULT_DOCUMENT.sub("/", path_of(normalise(url)), count=1).partition("?")
    assert address_key(url, PORTAL) == f"zj.gov.cn{path.rstrip('/')}{mark}{query}"
