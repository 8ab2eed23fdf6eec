"""Addresses to what goes on the wire."""

from __future__ import annotations

from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.client.target import MAX_URL, BadUrl, normal_host, parse_target, recordable


@pytest.mark.parametrize(("spelled", "host"), [
    ("www.zj.gov.cn", "www.zj.gov.cn"), ("WWW.ZJ.gov.CN", "www.zj.gov.cn"), ("zj.gov.cn.", "zj.gov.cn."),
    ("浙江.中国", "xn--9swtu.xn--fiqs8s"), ("%E6%B5%99%E6%B1%9F.中国", "xn--9swtu.xn--fiqs8s"), ("a_b.example", "a_b.example"),
    ("127.0.0.1", "127.0.0.1"), ("127.1", "127.0.0.1"), ("127.0.1", "127.0.0.1"), ("2130706433", "127.0.0.1"),
    ("0x7f.1", "127.0.0.1"), ("0x7f000001", "127.0.0.1"), ("0X7F.0.0.1", "127.0.0.1"),
    ("0177.0.0.1", "127.0.0.1"), ("017700000001", "127.0.0.1"), ("127.0.0.1.", "127.0.0.1"), ("0", "0.0.0.0"),
    ("0x", "0.0.0.0"), ("1２7.0.0.1", "127.0.0.1"), ("１２７．０．０．１", "127.0.0.1"), ("127。0。0。1", "127.0.0.1"),
    ("%31%32%37.0.0.1", "127.0.0.1"), ("%6cocalhost", "localhost"), ("ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "localhost"), ("[::1]", "::1"),
    ("::1", "::1"), ("[0:0:0:0:0:0:0:1]", "::1"), ("[FE80:0::A]", "fe80::a"),
])
def test_every_spelling_of_a_host_becomes_the_one_that_is_connected_to(spelled: str, host: str) -> None:
    assert normal_host(spelled) == host


@pytest.mark.parametrize("spelled", [
    "", ".", "..", " ", "a b", "a\r\nb", "a\0b", "a%00b", "a%0d%0ab", "a%2fb", "a%40b", "a%25b", "a/b", "a\\b", "a@b", "a:b",
    "a#b", "a?b", "[::1", "[::1%eth0]", "[fe80::1%25eth0]", "[]", "[::g]", "[v1.x]", "1.2.3.4.5", "256.1.1.1", "1.256.1",
    "4294967296", "0x100000000", "1.2.3.08", "09", "a.1", "1..1", "0xg.0x1", "99999999999999999999", "%ff%fe", "é" * 80, "a" *
    255, "-1.1", "\ud800",
])
def test_what_is_no_host_is_refused(spelled: str) -> None:
    with pytest.raises(BadUrl) as caught:
        normal_host(spelled)
    assert str(caught.value).isascii() and str(caught.value).isprintable()


@pytest.mark.parametrize(("url", "host", "port", "path", "recorded"), [
    ("http://a.cn", "a.cn", 80, "/", "http://a.cn"),
    ("http://a.cn/", "a.cn", 80, "/", "http://a.cn/"),
    ("HTTPS://A.cn:443/x", "a.cn", 443, "/x", "https://A.cn:443/x"),
    ("http://a.cn?x=1", "a.cn", 80, "/?x=1", "http://a.cn/?x=1"),
    ("http://a.cn:/x", "a.cn", 80, "/x", "http://a.cn:/x"),
    ("http://a.cn:00080/x", "a.cn", 80, "/x", "http://a.cn:00080/x"),
    ("http://a.cn:8080/a//b/../c;d?e=%20&f='[]|\"<>", "a.cn", 8080, "/a//b/../c;d?e=%20&f='[]|\"<>", None),
    ("http://a.cn/%c4%e3?q=%D6%D0", "a.cn", 80, "/%c4%e3?q=%D6%D0", None),
    ("http://a.cn/x#frag", "a.cn", 80, "/x", "http://a.cn/x"),
    ("http://a.cn/x?y#f?g#h", "a.cn", 80, "/x?y", "http://a.cn/x?y"),
    ("http://user:pass@a.cn/x", "a.cn", 80, "/x", "http://a.cn/x"),
    ("http://127.0.0.1:80@a.cn/x", "a.cn", 80, "/x", "http://a.cn/x"),
    ("http://a.cn:80@b.cn@c.cn:81/x", "c.cn", 81, "/x", "http://c.cn:81/x"),
    ("http://a.cn\\@b.cn/x", "a.cn", 80, "/@b.cn/x", "http://a.cn/@b.cn/x"),
    ("http://a.cn/x@b.cn/", "a.cn", 80, "/x@b.cn/", None),
    ("http://[::1]:81/x", "::1", 81, "/x", None),
    ("http://中国.cn:81/新闻 1?甲=乙", "xn--fiqs8s.cn", 81, "/%E6%96%B0%E9%97%BB%201?%E7%94%B2=%E4%B9%99",
     "http://xn--fiqs8s.cn:81/%E6%96%B0%E9%97%BB%201?%E7%94%B2=%E4%B9%99"),
    ("http://a.cn/x\r\nEvil: 1\0\t", "a.cn", 80, "/x%0D%0AEvil:%201%00%09", "http://a.cn/x%0D%0AEvil:%201%00%09"),
    ("http://a.cn/\udcff", "a.cn", 80, "/%ED%B3%BF", "http://a.cn/%ED%B3%BF"),
])
def test_an_address_tells_host_port_and_request_line(url: str, host: str, port: int, path: str, recorded: str | None) -> None:
    target = parse_target(url)
    assert (target.host, target.port, target.path, target.url) == (host, port, path, recorded or url)


@pytest.mark.parametrize("url", [
    "", "x", "//a.cn/", "ftp://a.cn/", "file:///etc/passwd", "data:text/html,x", "javascript:alert(1)", "http:/a.cn/",
    "http:a.cn", "http:\\\\a.cn/", "view-source:http://a.cn/", "http://", "http:///x", "http://]/", "http://[::1/",
    "http://[::1]x/", "http://a.cn:99999/", "http://a.cn:x/", "http://a.cn:-1/", "http://a.cn:8_0/", "http://a.cn:８０/",
    "http://a b/", "http://a\r\nHost: b/", "http://user@/", " http://a.cn/", "http://a.cn:" + "9" * 5000 + "/", "http://a.cn/" +
    "x" * MAX_URL,
])
def test_what_is_no_http_address_is_refused_with_one_line(url: str) -> None:
    with pytest.raises(BadUrl) as caught:
        parse_target(url)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 800


@pytest.mark.parametrize(("url", "field"), [
    ("http://a.cn/", "a.cn"), ("http://a.cn:81/", "a.cn:81"), ("https://a.cn:80/", "a.cn:80"), ("https://a.cn:443/", "a.cn"),
    ("http://[::1]/", "[::1]"), ("http://[::1]:81/", "[::1]:81"), ("http://127.1/", "127.0.0.1"),
])
def test_the_host_field_names_the_port_where_it_is_not_the_schemes_own(url: str, field: str) -> None:
    assert parse_target(url).host_field == field


@pytest.mark.parametrize(("url", "recorded"), [
    ("ftp://user:secret@a.cn/x#y", "ftp://a.cn/x"), ("http://]", "http://]"), ("http://a@b@c:99999/ x", "http://c:99999/%20x"),
    ("新", "%E6%96%B0"), ("http://x\n/", "http://x%0A/"),
])
def test_what_was_refused_can_still_be_recorded(url: str, recorded: str) -> None:
    assert recordable(url) == recorded


@given(st.integers(0, 2**32 - 1))
def test_ipv4_reads_the_same_in_every_base(number: int) -> None:
    dotted = str(IPv4Address(number))
    a, b, c, d = (int(part) for part in dotted.split("."))
    octal = ".".join(f"0{part:o}" for part in (a, b, c, d))
    spellings = [dotted, str(number), hex(number), f"{a}.{number & 0xFFFFFF}", f"{a:#x}.{b}.{c << 8 | d}", octal]
    assert {normal_host(spelled) for spelled in spellings} == {dotted}


@given(st.one_of(st.text(), st.text().map("http://".__add__), st.text().map("http://a.cn/".__add__),
                 st.text(alphabet="ht:/@\\[]%.019axf#?\r\n é").map("http://".__add__)))
def test_no_text_splits_a_request(url: str) -> None:
    try:
        target = parse_target(url)
    except BadUrl as error:
        assert "\n" not in str(error)
        assert recordable(url).isascii()
        return
    for part in (target.path, target.host_field, target.url):
        assert part.isascii() and part.isprintable() and " " not in part
    assert target.path.startswith("/") and "#" not in target.url
    again = parse_target(target.url)
    assert (again.host, again.port, again.path) == (target.host, target.port, target.path)


@given(st.from_regex(r"https?://[a-z0-9.:-]{1,12}(:(80|443|0|65535|59999|60000|70000|[0-9]{1,5}))?(/[!-~ ]{0,9})?", fullmatch=True))
def test_usual_addresses_mean_what_they_mean_with_a_fragment(url: str) -> None:
    try:
        plain: object = parse_target(url)
    except BadUrl as error:
        plain = str(error)
    try:
        closely: object = parse_target(url + "#")  # those are looked at closely
    except BadUrl as error:
        closely = str(error)
    assert plain == closely
