"""Portal files: what is taken, what is refused, and in which words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.portal import Layout, ListingRules, Politeness, Portal, Schedule, Seed
from crawler.portal_files.loader import BUNDLED, PortalError, check_file, choose_portals, find_portals, load_portal, load_portals
from crawler.portal_files.schema import PORTAL, Faulty, reaches
from crawler.portal_files.toml import as_toml

SMALLEST = """\
title = "示例"
language = "zh-Hans"
hosts = ["www.example.cn"]
[[seeds]]
url = "https://www.example.cn/"
"""

WHOLE = r"""
title = "示例省人民政府"
language = "zh-hans"
timezone = "Asia/Urumqi"
hosts = ["WWW.Example.cn", "127.0.0.1:8080", "[::1]:8080", "中国.中国"]
aliases = ["example.cn"]
allow_private = true
articles = ["/art/\\d{4}/"]
ignore = ['\.exe$']
unverified = true

[[seeds]]
kind = "listing"
url = "https://www.example.cn/col/要闻/index.html"
section = "要闻"

[[seeds]]
kind = "site"
url = "http://[::1]:8080"
depth = 3

[politeness]
delay = 1
concurrency = 2
quiet_hours = "22:00-06:00"

[schedule]
cron = "*/15 2,4 1-31 jan-dec mon-fri"
jitter = 900

[listing]
rows = ['//ul[@class="news"]/li']
next = ['//a[contains(., "下一页")]/@href']

[[layouts]]
body = ['//div[@id="zoom"]']
title = ['string(//h1)']

[[layouts]]
until = 2021-06-30
body = ['//td[@class="bt_content"]']
"""


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a portal file, and gives its path."""

    def write(text: str | bytes, name: str = "example.toml") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_the_smallest_portal_file_has_a_title_a_language_a_host_and_a_seed(write: Write) -> None:
    portal = load_portal(write(SMALLEST))
    assert portal == Portal(name="example", title="示例", language="zh-Hans", hosts=("www.example.cn",),
                            seeds=(Seed(url="https://www.example.cn/"),), digest=portal.digest)


def test_every_key_is_read_and_brought_into_its_one_spelling(write: Write) -> None:
    portal = load_portal(write(WHOLE))
    assert portal == Portal(
        name="example", title="示例省人民政府", language="zh-Hans", timezone="Asia/Urumqi",
        hosts=("www.example.cn", "127.0.0.1:8080", "[::1]:8080", "xn--fiqs8s.xn--fiqs8s"),
        aliases=("example.cn",), allow_private=True, articles=("/art/\\d{4}/",), ignore=(r"\.exe$",), unverified=True,
        seeds=(Seed(url="https://www.example.cn/col/%E8%A6%81%E9%97%BB/index.html", section="要闻"),
               Seed(url="http://[::1]:8080/", kind="site", depth=3)),
        politeness=Politeness(delay=1.0, concurrency=2, quiet_hours="22:00-06:00"),
        schedule=Schedule(cron="*/15 2,4 1-31 jan-dec mon-fri", jitter=900),
        listing=ListingRules(rows=('//ul[@class="news"]/li',), next=('//a[contains(., "下一页")]/@href',)),
        layouts=(Layout(body=('//div[@id="zoom"]',), title=("string(//h1)",)),
                 Layout(until=date(2021, 6, 30), body=('//td[@class="bt_content"]',))),
        digest=portal.digest)


def test_the_digest_is_that_of_the_files_bytes_and_a_byte_order_mark_is_taken(write: Write) -> None:
    octets = b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode()
    assert load_portal(write(octets)).digest == f"sha256:{hashlib.sha256(octets).hexdigest()}"


def test_a_portal_printed_as_toml_loads_as_the_same_portal(write: Write) -> None:
    portal = load_portal(write(WHOLE))
    again = load_portal(write(as_toml(portal)))
    assert replace(again, digest="") == replace(portal, digest="")


# What is replaced in the smallest file, by what, and the one fault that follows: line, key, the beginning of what was expected.
FAULTS = [
    ('title = "示例"\n', "", None, "title", "a value; the key is missing"),
    ('"示例"', '"  "', 1, "title", "one line of text"),
    ('"示例"', '"a\\nb"', 1, "title", "one line of text"),
    ('"示例"', '"\\u202eb"', 1, "title", "one line of text"),
    ('"示例"', "7", 1, "title", "one line of text that is not blank, not 7"),
    ('"示例"', f'"{"x" * 201}"', 1, "title", "at most 200"),
    ("title", "titel", None, "title", "a value; the key is missing"),
    ('"zh-Hans"', '"zh"', 2, "language", "Chinese with its script: zh-Hans or zh-Hant, not 'zh'"),
    ('"zh-Hans"', '"zh-CN"', 2, "language", "Chinese with its script"),
    ('"zh-Hans"', '"chinese"', 2, "language", "a language tag"),
    ('"zh-Hans"', '["en"]', 2, "language", "a language tag of BCP 47, as zh-Hans or en, not a list"),
    ('["www.example.cn"]', "[]", 3, "hosts", "a list of 1 to 1000 host names, not of 0"),
    ('["www.example.cn"]', '"www.example.cn"', 3, "hosts", "a list of host names, not 'www.example.cn'"),
    ('["www.example.cn"]', '["https://www.example.cn"]', 3, "hosts[0]", "a host name"),
    ('["www.example.cn"]', '[\n"www.example.cn",\n"a b"]', 5, "hosts[1]", "a host name"),
    ('["www.example.cn"]', '["www.example.cn", "www.EXAMPLE.cn"]', 3, "hosts[1]", "each host once"),
    ('["www.example.cn"]', '["www.example.cn", "x:0"]', 3, "hosts[1]", "a port from 1 to 65535"),
    ('["www.example.cn"]', '["www.example.cn", "x:65536"]', 3, "hosts[1]", "a port from 1 to 65535"),
    ('["www.example.cn"]', '["www.example.cn", "::1"]', 3, "hosts[1]", "a host name"),
    ('["www.example.cn"]', '["www.example.cn", "[::1%eth0]"]', 3, "hosts[1]", "a host name"),
    ('["www.example.cn"]', '["www.example.cn", "a..b"]', 3, "hosts[1]", "a host name"),
    ('["www.example.cn"]', '["www.example.cn", "256.1.1.1"]', 3, "hosts[1]", "a host name"),
    ('["www.example.cn"]', '["other.example.cn"]', 5, "seeds[0].url", "an address on one of the hosts or aliases"),
    ('["www.example.cn"]', '["www.example.cn:8080"]', 5, "seeds[0].url", "an address on one of the hosts"),
    ('url = "https://www.example.cn/"', "", 4, "seeds[0].url", "a value; the key is missing"),
    ('"https://www.example.cn/"', '"/index.html"', 5, "seeds[0].url", "an absolute http:// or https:// address"),
    ('"https://www.example.cn/"', '"ftp://www.example.cn/"', 5, "seeds[0].url", "an absolute http"),
    ('"https://www.example.cn/"', '"https:///x"', 5, "seeds[0].url", "an address on one of"),
    ('"https://www.example.cn/"', '"https://"', 5, "seeds[0].url", "an address"),
    ('"https://www.example.cn/"', '"https://www.example.cn/#!uid=1"', 5, "seeds[0].url", "an address without"),
    ('"https://www.example.cn/"', '"https://me:x@www.example.cn/"', 5, "seeds[0].url", "an address without"),
    ('"https://www.example.cn/"', '"https://www.example.cn/a b"', 5, "seeds[0].url", "an address without blanks"),
    ('"https://www.example.cn/"', f'"https://www.example.cn/{"x" * 3000}"', 5, "seeds[0].url", "an address with"),
    ("[[seeds]]", "[seeds]", 4, "seeds", "a list of [[seeds]] tables, not a table"),
    ("[[seeds]]", '[[seeds]]\nkind = "lst"', 5, "seeds[0].kind", "one of listing, sitemap, feed, page, site, not 'lst'"),
    ("[[seeds]]", "[[seeds]]\ndepth = 2", 5, "seeds[0].depth", "no depth here"),
    ("[[seeds]]", '[[seeds]]\nkind = "site"\ndepth = -1', 6, "seeds[0].depth", "a whole number from 0"),
    ("[[seeds]]", '[[seeds]]\nkind = "site"\ndepth = true', 6, "seeds[0].depth", "a whole number from 0 to 1000, not true"),
    ("[[seeds]]", '[[seeds]]\nsection = ""', 5, "seeds[0].section", "one line of text"),
    ("[[seeds]]", '[[seeds]]\n"na me" = 1', 5, "seeds[0].na me", "no such key; there are url, kind, section, depth"),
    ("[[seeds]]", '[[seeds]]\nurl = "https://www.example.cn/"\n[[seeds]]', 7, "seeds[1].url", "each seed once"),
]
# What is put before the seeds.
MORE_FAULTS = [
    ('timezone = "Asia/Peking"', 4, "timezone", "a time zone of the IANA database"),
    ('timezone = "../etc/passwd"', 4, "timezone", "a time zone"),
    ('timezone = "Asia"', 4, "timezone", "a time zone"),
    ("timezone = 8", 4, "timezone", "a time zone"),
    ('family = "hanwebb"', 4, "family", "one of "),
    ('aliases = ["www.example.cn"]', 4, "aliases[0]", "each host once; www.example.cn is named before"),
    ('allow_private = "yes"', 4, "allow_private", "true or false, without quotes, not 'yes'"),
    ("unverified = 1", 4, "unverified", "true or false"),
    ('articles = "/art/"', 4, "articles", "a list of regular expressions, not '/art/'"),
    ("articles = ['(']", 4, "articles[0]", "a regular expression (this one does not compile"),
    ("articles = ['a{99999999999}']", 4, "articles[0]", "a regular expression (this one does not compile"),
    ("articles = ['']", 4, "articles[0]", "a regular expression of 1 to"),
    ("articles = ['/art/', '(a+)+$']", 4, "articles[1]", "a regular expression that is quick"),
    ("articles = ['(/?\\w+)*\\.html']", 4, "articles[0]", "a regular expression that is quick"),
    ("ignore = ['example']", 6, "seeds[0].url", "an address that ignore leaves; 'example' matches it"),
    ("politeness = 2", 4, "politeness", "a table with delay, concurrency, quiet_hours, not 2"),
    ("[politeness]\ndelay = -1", 5, "politeness.delay", "a number from 0"),
    ("[politeness]\ndelay = inf", 5, "politeness.delay", "a number from 0"),
    ("[politeness]\ndelay = nan", 5, "politeness.delay", "a number from 0"),
    ('[politeness]\ndelay = "2"', 5, "politeness.delay", "a number from 0"),
    ("[politeness]\nconcurrency = 0", 5, "politeness.concurrency", "a whole number from 1"),
    ("[politeness]\nconcurency = 1", 5, "politeness.concurency", "no such key; did you mean concurrency?"),
    ('[politeness]\nquiet_hours = "8-18"', 5, "politeness.quiet_hours", "two different times of day"),
    ('[politeness]\nquiet_hours = "08:00-24:00"', 5, "politeness.quiet_hours", "two different times of day"),
    ('[politeness]\nquiet_hours = "08:00-08:00"', 5, "politeness.quiet_hours", "two different times of day"),
    ("[schedule]\njitter = 1", 4, "schedule.cron", "a value; the key is missing"),
    ('[schedule]\ncron = "15 2 * *"', 5, "schedule.cron", "five fields"),
    ('[schedule]\ncron = "60 2 * * *"', 5, "schedule.cron", "minute from 0 to 59"),
    ('[schedule]\ncron = "0 24 * * *"', 5, "schedule.cron", "hour from 0 to 23"),
    ('[schedule]\ncron = "0 0 0 * *"', 5, "schedule.cron", "day of the month from 1 to 31"),
    ('[schedule]\ncron = "0 0 1 13 *"', 5, "schedule.cron", "month from 1 to 12"),
    ('[schedule]\ncron = "0 0 1 1 8"', 5, "schedule.cron", "day of the week from 0 to 7"),
    ('[schedule]\ncron = "0 5-2 * * *"', 5, "schedule.cron", "hour"),
    ('[schedule]\ncron = "*/0 0 * * *"', 5, "schedule.cron", "minute"),
    ('[schedule]\ncron = "１ 0 * * *"', 5, "schedule.cron", "five fields"),
    ('[schedule]\ncron = "@daily"', 5, "schedule.cron", "five fields"),
    ('[schedule]\ncron = "0 2 * * *"\njitter = -1', 6, "schedule.jitter", "a whole number from 0"),
    ("[listing]\nrows = ['//a[']", 5, "listing.rows[0]", "an XPath expression (this one fails"),
    ("[listing]\nrows = ['//x:a']", 5, "listing.rows[0]", "an XPath expression (this one fails"),
    ("[listing]\nrows = ['nosuch(.)']", 5, "listing.rows[0]", "an XPath expression (this one fails"),
    ("[listing]\nnext = ['count(//a)']", 5, "listing.next[0]", "an XPath expression that gives elements"),
    ("[[layouts]]\ntitle = ['h1.title']", 5, "layouts[0].title[0]", "an XPath expression, as //h1[@class='title'], no CSS selector"),
    ("[[layouts]]\nbody = ['//p', 'div#zoom']", 5, "layouts[0].body[1]", "an XPath expression, as //h1[@class='title'], no CSS"),
    ("[listing]\nrows = [' li ']", 5, "listing.rows[0]", "an XPath expression, as //h1[@class='title'], no CSS"),
    ('[browser]\nwait = "ul[class=news"', 5, "browser.wait", "a CSS selector, as ul.news li a, whose brackets"),
    ('[browser]\nmore = "a[title=\\"x]"', 5, "browser.more", "a CSS selector, as ul.news li a, whose brackets"),
    ("[[layouts]]\nbody = ['//p']\n[[layouts]]\nbody = ['//q']", 6, "layouts[1].until", "the last day on which"),
    ("[[layouts]]\nuntil = 2020-01-01\n[[layouts]]\nuntil = 2020-01-01", 7, "layouts[1].until", "a day before 2020-01-01"),
    ('[[layouts]]\nuntil = "2020-01-01"', 5, "layouts[0].until", "a day without quotes"),
    ("[[layouts]]\nuntil = 2020-01-01T00:00:00", 5, "layouts[0].until", "a day without quotes"),
    ("[[layouts]]\nbodies = ['//p']", 5, "layouts[0].bodies", "no such key; did you mean body?"),
]


@pytest.mark.parametrize(("old", "new", "line", "key", "expected"), FAULTS)
def test_a_fault_names_line_key_and_what_was_expected(
        write: Write, old: str, new: str, line: int | None, key: str, expected: str) -> None:
    assert old in SMALLEST
    _assert_fault(write(SMALLEST.replace(old, new, 1)), line, key, expected)


def test_what_looks_like_a_css_selector_to_no_one_is_taken(write: Write) -> None:
    rules = ["//a[@class='x.y z#w']", ".//div/..", "//h1[. != 'a.b']", "string(.)", "body", "//td[position() < 1.5]", '//p[@id="a.b"]']
    text = f"[[layouts]]\ntitle = {rules!r}\n[browser]\nwait = 'ul.news li:not(.top) > a[title=\"(a]\"]'\nmore = 'a.md\\:more'\n"
    assert check_file(write(SMALLEST + text)) == []


@pytest.mark.parametrize(("text", "line", "key", "expected"), MORE_FAULTS)
def test_a_fault_in_what_may_be_left_out_is_told_as_well(write: Write, text: str, line: int, key: str, expected: str) -> None:
    _assert_fault(write(SMALLEST.replace("[[seeds]]", f"{text}\n[[seeds]]", 1)), line, key, expected)


def _assert_fault(path: Path, line: int | None, key: str, expected: str) -> None:
    fault = next((fault for fault in check_file(path) if fault.key == key), None)
    assert fault is not None, [str(fault) for fault in check_file(path)]
    assert (fault.line, fault.expected[: len(expected)]) == (line, expected)
    assert str(fault) == f"{path}{f':{line}' if line else ''}: {key}: expected {fault.expected}"
    with pytest.raises(PortalError, match="expected"):
        load_portal(path)


def test_all_faults_of_a_file_are_told_in_the_order_of_its_lines(write: Write) -> None:
    text = 'language = "zh"\nhosts = [7]\ntitle = ""\nnonsense = 1\n[[seeds]]\nkind = "x"\nurl = "y"\n'
    assert [fault.key for fault in check_file(write(text))] == [
        "language", "hosts[0]", "title", "nonsense", "seeds[0].kind", "seeds[0].url"]


def test_of_a_thousand_faults_the_first_fifty_are_told(write: Write) -> None:
    assert len(check_file(write("".join(f"key{n} = 1\n" for n in range(1000))))) == 50


NOT_TOML = [
    (b"title = ", 1, "TOML ("),
    (b'title = "a"\ntitle = "b"\n', 2, "TOML ("),
    (b'a = 1\nb = "\\q"\n', 2, "TOML ("),
    (b"a = [1,\n\n", 3, "TOML ("),
    ("标题 = 1\n".encode("gb18030"), 1, "text in UTF-8, not the byte 0xB1 at column 1"),
    (b'title = "ok"\nx = "\xe4\xb8\xad\xff"\n', 2, "text in UTF-8, not the byte 0xFF at column 7"),
    ("title = 1\n".encode("utf-16"), 1, "text in UTF-8, not the byte 0xFF at column 1"),
    (b"x = " + b"[" * 20_000, None, "TOML that is nested less deeply"),
    (b"x = " + b"9" * 5_000, None, "TOML ("),
    (b"x" * (1 << 20) + b"y", None, "a file of at most 1048576 bytes"),
    (b"\x00", 1, "TOML ("),
]


@pytest.mark.parametrize(("octets", "line", "expected"), NOT_TOML)
def test_what_is_no_toml_gives_one_clear_fault(write: Write, octets: bytes, line: int | None, expected: str) -> None:
    path = write(octets)
    (fault,) = check_file(path)
    assert (fault.key, fault.line, fault.expected[: len(expected)]) == ("", line, expected)
    assert "\n" not in str(fault)


def test_a_file_that_cannot_be_read_is_a_fault_and_no_traceback(tmp_path: Path) -> None:
    (fault,) = check_file(tmp_path / "absent.toml")
    assert fault.expected == "a file that can be read (No such file or directory)"
    (tmp_path / "folder.toml").mkdir()
    (fault,) = check_file(tmp_path / "folder.toml")
    assert fault.expected.startswith("a file that can be read")


@pytest.mark.parametrize("name", ["浙江.toml", "zhejiang-en.toml", "a_b.c.toml", "x.toml", "བོད.toml", "3.toml"])
def test_a_portal_is_called_as_its_file_in_any_script(write: Write, name: str) -> None:
    assert load_portal(write(SMALLEST, name)).name == name.removesuffix(".toml")


@pytest.mark.parametrize("name", [
    "-x.toml", "_x.toml", "x-.toml", "a b.toml", "a\nb.toml", "x.tml", "a~b.toml", "$(x).toml", "x..toml", f"{'长' * 40}.toml"])
def test_other_file_names_are_refused(write: Write, name: str) -> None:
    (fault,) = check_file(write(SMALLEST, name))
    assert fault.expected.startswith("a file name of letters, digits")


def test_a_composed_and_a_decomposed_file_name_are_one_portal(write: Write) -> None:
    path = write(SMALLEST, "u\u0308bersicht.toml")
    assert load_portal(path).name == "\u00fcbersicht"
    assert [*choose_portals(["u\u0308bersicht"], [path.parent])] == ["\u00fcbersicht"]


def test_bundled_portals_are_faultless() -> None:
    assert {path.name: [str(fault) for fault in check_file(path)] for path in BUNDLED.glob("*.toml")} == {
        path.name: [] for path in BUNDLED.glob("*.toml")}


def test_both_editions_of_zhejiang_are_bundled_and_called_unverified() -> None:
    portals = load_portals([])
    assert {name: (portals[name].language, portals[name].unverified) for name in ("zhejiang", "zhejiang-en")} == {
        "zhejiang": ("zh-Hans", True), "zhejiang-en": ("en", True)}


def test_a_further_folder_adds_portals_and_wins_over_bundled_ones(write: Write) -> None:
    folder = write(SMALLEST, "zhejiang.toml").parent
    write(SMALLEST, "ganz-neu.toml")
    write(SMALLEST, ".hidden.toml")
    write(SMALLEST, "notes.txt")
    portals = load_portals([folder])
    assert portals["zhejiang"].title == "示例"
    assert set(portals) - set(load_portals([])) == {"ganz-neu"}
    assert list(portals) == sorted(portals)


def test_a_faulty_file_does_not_keep_another_portal_from_being_chosen(write: Write) -> None:
    folder = write("nonsense", "broken.toml").parent
    assert [*choose_portals(["zhejiang", "zhejiang"], [folder])] == ["zhejiang"]
    with pytest.raises(PortalError, match=r"broken\.toml:1: expected TOML"):
        choose_portals(["broken"], [folder])
    with pytest.raises(PortalError, match=r"broken\.toml:1: expected TOML"):
        load_portals([folder])


def test_a_name_that_no_portal_has_is_met_with_the_nearest_one() -> None:
    with pytest.raises(PortalError, match=r"no portal is called 'zhejang'; did you mean zhejiang\?"):
        choose_portals(["zhejang"], [])


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PortalError, match=r"absent: expected a folder of portal files \(No such file or directory\)"):
        find_portals([tmp_path / "absent"])


@pytest.mark.parametrize(("hosts", "url", "answer"), [
    (["a.cn"], "http://a.cn/", True), (["a.cn"], "https://a.cn:8443/x", True), (["a.cn:80"], "http://a.cn/", True),
    (["a.cn:443"], "https://a.cn/", True), (["a.cn:80"], "https://a.cn/", False), (["a.cn"], "http://b.a.cn/", False),
    (["[::1]"], "http://[::1]:99/", True), (["[::1]:99"], "http://[::1]:99/", True), (["[::1]:98"], "http://[::1]:99/", False)])
def test_a_host_without_port_reaches_every_port(hosts: list[str], url: str, answer: bool) -> None:
    assert reaches(hosts, url) is answer


_ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.dates(), st.datetimes()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(
        ["url", "kind", "depth", "delay", "cron", "until", "body", "rows", "x"]), inner, max_size=3)), max_leaves=6)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(PORTAL.keys)), _ANY))
def test_no_value_makes_the_check_fail_itself(values: dict[str, object]) -> None:
    reported: list[str] = []
    smallest = {"title": "x", "language": "en", "hosts": ["a.cn"], "seeds": [{"url": "http://a.cn/"}]}
    try:
        portal = PORTAL.read({**smallest, **values}, (), lambda key, expected: reported.append(expected), name="x", digest="")
    except Faulty:
        assert reported
    else:
        assert isinstance(portal, Portal)
        assert not reported


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_the_check_fail_itself(tmp_path_factory: pytest.TempPathFactory, octets: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(octets)
    assert check_file(path)
