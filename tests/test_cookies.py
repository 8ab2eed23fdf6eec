"""Cookies: what is kept, what is sent back, and how little a server can make of the jar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetching.cookies import MOST_A_HOST, MOST_BYTES, MOST_HOSTS, Cookies

NOW = 1_700_000_000.0
PORTAL = "https://www.zj.gov.cn/art/2024/1.html"


def set_cookie(jar: Cookies, url: str, *fields: str, now: float = NOW) -> bool:
    return jar.store(url, [("Content-Type", "text/html"), *(("set-Cookie", field) for field in fields)], now)


@pytest.mark.parametrize(("field", "asked", "sent"), [
    ("a=1", PORTAL, "a=1"),
    ("a=1", "https://www.zj.gov.cn/art/2024/2.html", "a=1"),
    ("a=1", "https://www.zj.gov.cn/art/2023/", None),
    ("a=1; Path=/", "https://www.zj.gov.cn/", "a=1"),
    ("a=1; Path=/art", "https://www.zj.gov.cn/art", "a=1"),
    ("a=1; Path=/art", "https://www.zj.gov.cn/artists", None),
    ("a=1; Path=art", PORTAL, "a=1"),
    ("a=1; Path=/", "https://zj.gov.cn/", None),
    ("a=1; Path=/", "https://sub.www.zj.gov.cn/", None),
    ("a=1; Path=/; Domain=zj.gov.cn", "https://zj.gov.cn/", "a=1"),
    ("a=1; Path=/; Domain=.ZJ.gov.cn", "http://english.zj.gov.cn/", "a=1"),
    ("a=1; Path=/; Domain=zj.gov.cn", "https://notzj.gov.cn/", None),
    ("a=1; Path=/; Domain=gov.cn", "https://www.zj.gov.cn/", None),
    ("a=1; Path=/; Domain=cn", "https://www.zj.gov.cn/", None),
    ("a=1; Path=/; Domain=hz.gov.cn", "https://www.zj.gov.cn/", None),
    ("a=1; Path=/; Domain=", "https://www.zj.gov.cn/", "a=1"),
    ("a=1; Path=/; Secure", "http://www.zj.gov.cn/", None),
    ("a=1; Path=/; Secure; HttpOnly; SameSite=Lax", "https://www.zj.gov.cn/", "a=1"),
    ("a=1; Max-Age=60", PORTAL, "a=1"),
    ("a=1; Max-Age=0", PORTAL, None),
    ("a=1; Max-Age=-9", PORTAL, None),
    ("a=1; Max-Age=soon", PORTAL, "a=1"),
    ("a=1; Max-Age=" + "9" * 400, PORTAL, "a=1"),
    ("a=1; Expires=Wed, 09-Jun-2021 10:18:14 GMT", PORTAL, None),
    ("a=1; Expires=Wed, 09 Jun 2100 10:18:14 GMT", PORTAL, "a=1"),
    ("a=1; Expires=Wed, 09-Jun-2021 10:18:14 GMT; Max-Age=60", PORTAL, "a=1"),
    ("a=1; Expires=whenever", PORTAL, "a=1"),
    ("a==b=c", PORTAL, "a==b=c"),
    ('a="x y"', PORTAL, 'a="x y"'),
    ("a=", PORTAL, "a="),
    ("  a = 1 ; Path=/", PORTAL, "a=1"),
    ("a", PORTAL, None),
    ("=1", PORTAL, None),
    ("", PORTAL, None),
    (";;;", PORTAL, None),
    ("a=1\r\nX: y", PORTAL, None),
    ("a=1\x00", PORTAL, None),
    ("a=\u4e2d", PORTAL, None),
    ("a=\xd6\xd0", PORTAL, "a=\xd6\xd0"),
    ("__Secure-a=1", PORTAL, None),
    ("__Host-a=1; Secure; Path=/", PORTAL, "__Host-a=1"),
    ("__Host-a=1; Secure", PORTAL, None),
])
def test_a_cookie_goes_back_where_it_belongs(field: str, asked: str, sent: str | None) -> None:
    jar = Cookies()
    set_cookie(jar, PORTAL, field)
    assert jar.header_for(asked, NOW) == sent


def test_an_unencrypted_answer_sets_no_secure_cookie() -> None:
    jar = Cookies()
    assert not set_cookie(jar, "http://www.zj.gov.cn/", "a=1; Secure")
    assert jar.header_for("https://www.zj.gov.cn/", NOW) is None


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/a", "http://[::1]/a", "http://localhost/a"])
def test_addresses_of_numbers_and_bare_names_have_cookies_of_their_own_only(url: str) -> None:
    jar = Cookies()
    assert set_cookie(jar, url, "a=1")
    host = url.split("/")[2].rsplit(":", 1)[0] if "[" not in url else "[::1]"
    assert not set_cookie(jar, url, "b=1; Domain=0.0.1", "c=1; Domain=:1")
    assert jar.header_for(f"http://{host}/x", NOW) == "a=1"


def test_a_public_suffix_that_is_a_host_sets_cookies_for_itself_only() -> None:
    jar = Cookies()
    assert set_cookie(jar, "http://gov.cn/", "a=1; Domain=gov.cn")
    assert jar.header_for("http://gov.cn/", NOW) == "a=1"
    assert jar.header_for("http://www.gov.cn/", NOW) is None


def test_what_changed_is_told() -> None:
    jar = Cookies()
    assert set_cookie(jar, PORTAL, "a=1")
    assert not set_cookie(jar, PORTAL, "a=1")
    assert set_cookie(jar, PORTAL, "a=2")
    assert not set_cookie(jar, PORTAL, "b=1; Max-Age=0")
    assert set_cookie(jar, PORTAL, "a=2; Max-Age=0")
    assert not jar.store(PORTAL, [], NOW)
    assert not set_cookie(jar, "ftp://www.zj.gov.cn/", "a=1")
    assert len(jar) == 0


def test_a_cookie_expires() -> None:
    jar = Cookies()
    set_cookie(jar, PORTAL, "a=1; Max-Age=60")
    assert jar.header_for(PORTAL, NOW + 59) == "a=1"
    assert jar.header_for(PORTAL, NOW + 60) is None


def test_longer_paths_come_first_then_older_cookies() -> None:
    jar = Cookies()
    set_cookie(jar, PORTAL, "old=1; Path=/", "long=1; Path=/art", "new=1; Path=/", "old=1; Path=/")
    assert jar.header_for(PORTAL, NOW) == "long=1; old=1; new=1"


def test_a_flood_of_large_cookies_stays_below_what_servers_take() -> None:
    jar = Cookies()
    fields = [f"c{number}={'x' * 3_900}; Path=/" for number in range(200)]
    assert set_cookie(jar, PORTAL, *fields, "wall=passed; Path=/")
    header = jar.header_for(PORTAL, NOW) or ""
    assert len(header) <= MOST_BYTES
    assert "wall=passed" in header
    assert len(jar) <= MOST_A_HOST


def test_the_newest_cookies_find_room() -> None:
    jar = Cookies()
    set_cookie(jar, PORTAL, *(f"c{number:03}={'x' * 500}" for number in range(100)))
    header = jar.header_for(PORTAL, NOW) or ""
    assert [pair[:4] for pair in header.split("; ")] == [f"c{number:03}" for number in range(92, 100)]
    assert len(header) <= MOST_BYTES


def test_a_cookie_over_the_bound_is_not_kept() -> None:
    jar = Cookies()
    assert not set_cookie(jar, PORTAL, "a=" + "x" * MOST_BYTES, "b=1; Path=/" + "x" * MOST_BYTES)
    assert len(jar) == 0


def test_the_jar_forgets_hosts_beyond_its_bound() -> None:
    jar = Cookies()
    for number in range(MOST_HOSTS + 50):
        set_cookie(jar, f"http://h{number}.example.com/", "a=1; Domain=example.com", "b=1")
    assert len(jar) == 2 * MOST_HOSTS
    assert jar.header_for("http://h0.example.com/", NOW) is not None
    assert "b=1" not in (jar.header_for("http://h0.example.com/", NOW) or "").split("; ")


@given(st.lists(st.text(st.characters(max_codepoint=0x2FF), max_size=60), max_size=6), st.text(max_size=30))
def test_nothing_a_server_sends_breaks_the_jar(fields: list[str], tail: str) -> None:
    jar = Cookies()
    for url in (PORTAL, f"http://{tail}", f"http://a.example/{tail}", tail):
        jar.store(url, [("Set-Cookie", field) for field in fields], NOW)
        jar.store(url, [("Set-Cookie", f"a=1;{field}={field};{field}") for field in fields], NOW)
        for header in (jar.header_for(url, NOW), jar.header_for(PORTAL, NOW)):
            assert header is None or (header.isprintable() or "\t" in header or max(header) >= "\x80")
            assert header is None or not set(header) & set("\r\n\0")
