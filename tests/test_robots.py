"""robots.txt by RFC 9309: what is allowed, what an answer without rules means, and what hostile files cost."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.fetching.robots import MOST_BYTES, TOO_MANY_HOPS, RobotsStore, Rules, origin
from crawler.fetching.robots_text import product_token

AGENT = "Fangzhi/0.1 (+https://archive.example/bot)"
SITE = "https://www.zj.gov.cn"


def rules(text: str | bytes) -> Rules:
    return Rules.from_answer(200, text.encode() if isinstance(text, str) else text, AGENT)


@pytest.mark.parametrize(("status", "allowed"), [
    (404, True), (400, True), (401, True), (403, True), (410, True), (451, True), (301, True), (TOO_MANY_HOPS, True), (429, False),
    (500, False), (503, False), (599, False), (None, False), (600, False), (100, False),
])
def test_an_answer_without_rules_allows_all_or_nothing(status: int | None, allowed: bool) -> None:
    said = Rules.from_answer(status, b"User-agent: *\nDisallow: /private/\n", AGENT)
    assert said.allowed(f"{SITE}/private/page") is allowed
    assert said.allowed(f"{SITE}/robots.txt")
    assert said.note
    assert said.crawl_delay is None
    assert said.sitemaps == ()


@pytest.mark.parametrize(("lines", "path", "allowed"), [
    ("", "/a", True),
    ("Disallow: /", "/", False),
    ("Disallow:", "/a", True),
    ("Disallow: /private/", "/private/page", False),
    ("Disallow: /private/", "/private", True),
    ("disallow : /private/", "/private/page", False),
    ("DISALLOW:/private/", "/private/page", False),
    ("Disallow: /a\nAllow: /a/b", "/a/b/c", True),
    ("Allow: /a\nDisallow: /a/b", "/a/b/c", False),
    ("Allow: /page\nDisallow: /page", "/page", True),
    ("Allow: /$\nDisallow: /", "/", True),
    ("Allow: /$\nDisallow: /", "/index.html", False),
    ("Disallow: /*.pdf$", "/a/b.pdf", False),
    ("Disallow: /*.pdf$", "/a/b.pdf?x=1", True),
    ("Disallow: /*?", "/a?b", False),
    ("Disallow: /*?", "/a", True),
    ("Disallow: /a**b", "/a/c/b", False),
    ("Disallow: *", "/a", False),
    ("Disallow: /%7Ejoe/", "/~joe/index.html", False),
    ("Disallow: /~joe/", "/%7ejoe/index.html", False),
    ("Disallow: /a%3cd.html", "/a%3Cd.html", False),
    ("Disallow: /a%2fb.html", "/a/b.html", True),
    ("Disallow: /新闻/", "/%E6%96%B0%E9%97%BB/1.html", False),
    ("Disallow: /%e6%96%b0%e9%97%bb/", "/%E6%96%B0%E9%97%BB/1.html", False),
    ("Disallow: /private # 注释", "/private", False),
    ("Disallow: /private#x", "/private", False),
    ("Disallow: /robots.txt\nDisallow: /", "/robots.txt", True),
    ("Disallow: /robots.txt\nDisallow: /", "/robots.txt?x", True),
])
def test_the_longest_rule_decides(lines: str, path: str, allowed: bool) -> None:
    assert rules(f"User-agent: *\n{lines}\n").allowed(SITE + path) is allowed


@pytest.mark.parametrize(("text", "allowed"), [
    ("User-agent: *\nDisallow: /\n\nUser-agent: fangzhi\nDisallow: /x\n", True),
    ("User-agent: FANGZHI\nDisallow: /\n\nUser-agent: *\nAllow: /\n", False),
    ("User-agent: Fangzhi/2.0\nDisallow: /\n", False),
    ("User-agent: a\nUser-agent: fangzhi\nUser-agent: b\nDisallow: /\n", False),
    ("User-agent: fang\nDisallow: /\n", True),
    ("User-agent: fangzhibot\nDisallow: /\n", True),
    ("User-agent: https\nDisallow: /\n", True),
    ("User-agent: fangzhi\nAllow: /x\n\nUser-agent: other\nAllow: /\n\nUser-agent: fangzhi\nDisallow: /\n", False),
    ("User-agent: other\nDisallow: /\n", True),
    ("User-agent: *\nCrawl-delay: 1\nUser-agent: other\nDisallow: /\n", True),
    ("Disallow: /\n", True),
    ("user agent fangzhi\nDisallow /\n", False),
])
def test_the_group_of_our_name_or_else_the_general_one_holds(text: str, allowed: bool) -> None:
    assert rules(text).allowed(f"{SITE}/page") is allowed


@pytest.mark.parametrize(("agent", "token"), [
    ("Fangzhi/0.1 (+https://a.example)", "fangzhi"), ("Mozilla/5.0 (compatible; Fangzhi/0.1; +https://a.example)", "fangzhi"),
    ("fangzhi", "fangzhi"), ("", "*"), ("123", "*"),
])
def test_our_name_is_the_product_token(agent: str, token: str) -> None:
    assert product_token(agent) == token


RULE = "User-agent: *\nDisallow: /private/\n"


@pytest.mark.parametrize("body", [
    b"\xef\xbb\xbf" + RULE.encode(),
    "\ufeff".encode("utf-16-le") + RULE.encode("utf-16-le"),
    "\ufeff".encode("utf-16-be") + RULE.encode("utf-16-be"),
    RULE.replace("\n", "\r").encode(),
    RULE.replace("\n", "\r\n").encode(),
    b"\xef\xbb\xbf# " + "请勿抓取".encode("gbk") + b"\rUSER-AGENT: *\r# \xc4\xda\rdIsAlLoW: /private/ # " + "内部".encode("gbk"),
    b"# \x85 Disallow: /page\x0b\x1c\nUser-agent: *\nDisallow: /private/",
    b"\x00\x00\n" + RULE.encode() + b"\xff\xfe\x00",
    RULE.encode() + b"# " + b"x" * 20_000_000,
    RULE.encode() + b"Disallow: /" + b"page" * 10_000,
    b"Sitemap: /s.xml\n" * 1000 + RULE.encode(),
], ids=["bom", "utf-16-le", "utf-16-be", "cr", "crlf", "gbk-comments", "odd-breaks", "nul", "twenty-megabytes", "long-line", "late"])
def test_the_rule_holds_however_the_file_is_written(body: bytes) -> None:
    said = rules(body)
    assert not said.allowed(f"{SITE}/private/page")
    assert said.allowed(f"{SITE}/page")


def test_rules_of_another_charset_match_the_octets_that_addresses_carry() -> None:
    said = rules(b"User-agent: *\nDisallow: /" + "中".encode("gbk") + b"/\nDisallow: /b/%B9%FA/\n")
    assert not said.allowed(f"{SITE}/%d6%d0/a")
    assert said.allowed(f"{SITE}/%B9%FA/a")
    assert not said.allowed(f"{SITE}/b/%b9%fa/a")
    assert said.allowed(f"{SITE}/b/%D6%D0/a")


def test_a_page_of_html_has_no_rules() -> None:
    said = rules("\n<!DOCTYPE html><html><body><pre>\nUser-agent: *\nDisallow: /\n</pre>")
    assert said.allowed(f"{SITE}/page")
    assert said.note


def test_a_rule_that_the_bound_cuts_is_not_read() -> None:
    start = b"User-agent: *\nDisallow: /private/\n"
    filler = b"# " + b"x" * 100 + b"\n"
    body = start + filler * ((MOST_BYTES - len(start)) // len(filler))
    body += b"#" * (MOST_BYTES - len(body) - 12) + b"\nDisallow: /page-that-is-long\n"
    said = rules(body)
    assert body[:MOST_BYTES].endswith(b"\nDisallow: /")
    assert said.allowed(f"{SITE}/page")
    assert not said.allowed(f"{SITE}/private/page")


@pytest.mark.parametrize(("line", "delay"), [
    ("Crawl-delay: 5", 5.0), ("crawl-delay:2.5", 2.5), ("Crawl-delay: 999999999", 999_999_999.0), ("Crawl-delay: -1", None),
    ("Crawl-delay: nan", None), ("Crawl-delay: inf", None), ("Crawl-delay: soon", None), ("Crawl-delay:", None),
])
def test_crawl_delay_is_read_as_it_stands(line: str, delay: float | None) -> None:
    assert rules(f"User-agent: *\n{line}\n").crawl_delay == delay


def test_sitemaps_are_the_sites_not_a_groups() -> None:
    text = f"Sitemap: {SITE}/a.xml\nUser-agent: other\nSitemap: {SITE}/a.xml\nSitemap: {SITE}/新*.xml\nDisallow: /\n"
    assert rules(text).sitemaps == (f"{SITE}/a.xml", f"{SITE}/新*.xml")


BOMBS = {
    "wildcard rules": "User-agent: *\n" + "".join(f"Disallow: /*a{i}*b\n" for i in range(30_000)),
    "stars in a rule": "User-agent: *\n" + ("Disallow: /" + "*a" * 2_000 + "b\n") * 100,
    "one endless rule": "User-agent: *\nDisallow: /" + "*a" * 300_000,
    "agents times rules": "".join(f"User-agent: a{i}\n" for i in range(16_000)) + "".join(f"Disallow: /x{i}\n" for i in range(16_000)),
    "plain rules": "User-agent: *\n" + "".join(f"Disallow: /a{i}\n" for i in range(40_000)),
    "anchors": "User-agent: *\n" + "".join(f"Disallow: /a$b{i}$\n" for i in range(30_000)),
    "percent signs": "User-agent: *\nDisallow: /" + "%" * 600_000,
    "sitemaps": "".join(f"Sitemap: /{i}\n" for i in range(40_000)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_file_costs_much_time_or_memory(name: str) -> None:
    tracemalloc.start()
    began = time.process_time()
    said = rules(BOMBS[name])
    for _ in range(20):
        said.allowed(f"{SITE}/{'a' * 2_000}")
    spent = time.process_time() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert spent < 10  # under tracemalloc and on a busy machine; agents times rules never ended before
    assert peak < 64 << 20


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=60))
def test_no_file_and_no_address_breaks_the_rules(body: bytes, url: str) -> None:
    for said in (rules(body), rules(b"User-agent: *\nDisallow: /" + body), rules(body + b"\nUser-agent: fangzhi\n" + body)):
        assert said.allowed(url) in (True, False)
        assert said.allowed(f"{SITE}/{url}") in (True, False)
        assert said.allowed(f"{SITE}/robots.txt") is True
        assert said.crawl_delay is None or said.crawl_delay >= 0
        assert len(said.sitemaps) <= 1000


def test_an_origin_is_scheme_host_and_port() -> None:
    assert origin("HTTP://User@WWW.zj.gov.cn:80/a?b") == "http://www.zj.gov.cn"
    assert origin("https://www.zj.gov.cn:8443/") == "https://www.zj.gov.cn:8443"
    assert origin("http://[::1]:81/") == "http://[::1]:81"
    for url in ("ftp://a/", "http://", "http://[::1", "http://a:99999/", "", "mailto:a@b"):
        assert origin(url) is None


def store() -> RobotsStore:
    return RobotsStore(AGENT)


def test_robots_txt_comes_first_and_once_a_day() -> None:
    robots = store()
    first = robots.check(f"{SITE}/private/a", 0.0)
    assert (first.verdict, first.robots_url) == ("fetch", f"{SITE}/robots.txt")
    assert robots.check(f"{SITE}/robots.txt", 0.0).verdict == "allow"
    assert robots.learn(first.robots_url, 200, RULE.encode(), 1.0).verdict == "allow"
    assert robots.check(f"{SITE}/private/a", 2.0).verdict == "refuse"
    assert robots.check(f"{SITE}/private/a", 2.0).reason == "robots.txt"
    assert robots.check(f"{SITE}/a", 86_400.0).verdict == "allow"
    assert robots.check(f"{SITE}/a", 86_401.5).verdict == "fetch"
    assert robots.check(f"{SITE}:444/a", 2.0).verdict == "fetch"
    assert robots.check("http://www.zj.gov.cn/a", 2.0).verdict == "fetch"


def test_a_silent_robots_txt_is_asked_three_times_before_all_is_refused() -> None:
    robots, now, asked = store(), 0.0, 0
    while (check := robots.check(f"{SITE}/a", now)).verdict != "refuse":
        if check.verdict == "wait":
            now = check.until
            continue
        robots.learn(check.robots_url, None if asked % 2 else 503, None, now)
        asked += 1
    assert asked == 3
    assert now == 12.0
    assert check.reason and "disallowed" in check.reason
    assert robots.check(f"{SITE}/a", now + 3_601).verdict == "fetch"
    assert robots.learn(f"{SITE}/robots.txt", None, None, now + 3_601).verdict == "refuse"
    assert robots.learn(f"{SITE}/robots.txt", 404, None, now + 9_000).verdict == "allow"
    assert robots.check(f"{SITE}/a", now + 9_000).verdict == "allow"


def test_rules_outlive_a_robots_txt_that_falls_silent() -> None:
    robots = store()
    robots.learn(f"{SITE}/robots.txt", 200, RULE.encode(), 0.0)
    robots.learn(f"{SITE}/robots.txt", 500, None, 90_000.0)
    assert robots.check(f"{SITE}/a", 90_001.0).verdict == "allow"
    assert robots.check(f"{SITE}/private/a", 90_001.0).verdict == "refuse"
    assert robots.check(f"{SITE}/a", 94_000.0).verdict == "fetch"


def test_the_store_holds_a_bounded_number_of_hosts_and_bytes() -> None:
    robots = RobotsStore(AGENT, most_hosts=10, most_bytes=1_000)
    for number in range(50):
        robots.learn(f"http://h{number}.example/", 404, None, 0.0)
    assert [robots.check(f"http://h{number}.example/a", 1.0).verdict for number in (0, 39, 40, 49)] == ["fetch", "fetch", "allow", "allow"]
    for number in range(5):
        robots.learn(f"http://big{number}.example/", 200, b"#" * 400, 0.0)
    assert [robots.check(f"http://big{number}.example/a", 1.0).verdict for number in range(5)] == ["fetch"] * 3 + ["allow"] * 2


def test_what_is_no_http_address_is_refused() -> None:
    robots = store()
    for url in ("javascript:alert(1)", "http://[::1", "", "//a/b", "http://"):
        assert robots.check(url, 0.0).verdict == "refuse"
        assert robots.learn(url, 200, b"", 0.0).verdict == "refuse"
