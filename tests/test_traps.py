"""Traps end soon, and whole archives of one shape do not: crawls of small models of sites, and the rules one by one."""

from __future__ import annotations

import random
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import combinations
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.frontier.address_shape import Address, is_token, is_token_segment, odd_year, repetition, shape
from crawler.frontier.task import TaskKind
from crawler.frontier.traps import Traps, TrapSettings

NOW = datetime(2026, 6, 1, tzinfo=UTC).timestamp()
HOST = "http://www.zj.gov.cn"
IN_FLIGHT = 16


@dataclass(frozen=True)
class Made:
    """A page of a model: its words, the paths it links to, whether it is an article."""

    words: str
    links: tuple[str, ...] = ()
    article: bool = False


Site = Callable[[str], Made | None]


@dataclass
class Crawl:
    """What a crawl asked for and got."""

    hits: list[str] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)

    def below(self, *starts: str) -> int:
        return sum(path.startswith(starts) for path in self.hits)


def crawl(site: Site, *, kind: TaskKind = "site", most: int = 60_000, depth: int = 10_000, traps: Traps | None = None) -> Crawl:
    """Crawl from `/` as the real one does: a trap is asked about when a link is found and again before it is asked for; answers come
    while others are under way. `most` hits are the proof that there is no end."""
    traps = traps or Traps(NOW)
    done, texts = Crawl(), set[str]()
    known, queue = {"/"}, deque([("/", 0, "")])
    under_way: deque[tuple[str, int, Made | None]] = deque()
    while (queue or under_way) and len(done.hits) < most:
        while queue and len(under_way) < IN_FLIGHT:
            path, steps, via = queue.popleft()
            if steps and traps.refuse(HOST + path, kind, steps, HOST + via):
                continue
            done.hits.append(path)
            under_way.append((path, steps, site(path)))
        if not under_way:
            continue
        path, steps, page = under_way.popleft()
        if page is None:
            traps.observe(HOST + path, None)
            continue
        fresh = page.article and page.words not in texts
        if fresh:
            done.articles.add(path)
            texts.add(page.words)
        links = [link.partition("#")[0] for link in page.links]
        new = [link for link in dict.fromkeys(links)
               if link not in known and steps < depth and not traps.refuse(HOST + link, kind, steps + 1, HOST + path)]
        known.update(new)
        queue.extend((link, steps + 1, path) for link in new)
        words = re.sub(r"\d+", "", page.words)
        if steps:
            traps.observe(HOST + path, blake2b(words.encode(), digest_size=16).digest(), fresh,
                          Traps.outside(HOST + path, (HOST + link for link in new)))
    return done


def beside(trap: Site, start: str, articles: int = 200) -> Site:
    """A trap in a site that has good articles too, some of them linked late."""
    def site(path: str) -> Made | None:
        if path == "/":
            return Made("home", (start, "/list_1.html"))
        if found := re.fullmatch(r"/list_(\d+)\.html", path):
            number = int(found[1])
            rows = tuple(f"/art/2024/1/5/art_1_{row}.html" for row in range(number * 20, min(articles, number * 20 + 20)))
            return Made(f"list {words_of(path)}", (*rows, start, *([f"/list_{number + 1}.html"] if rows else [])))
        if found := re.fullmatch(r"/art/2024/1/5/art_1_(\d+)\.html", path):
            return Made(f"story {words_of(path)}", ("/", start, "/list_1.html"), article=True)
        return trap(path)
    return site


def words_of(seed: str) -> str:
    """Words without digits that another seed does not give."""
    return blake2b(seed.encode(), digest_size=16).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))


def session_in_query() -> Site:
    chance = random.Random(1)

    def site(path: str) -> Made | None:
        if path[:2] not in ("/a", "/b"):
            return None
        sid = chance.randbytes(16).hex()
        return Made(f"page {path[:2]}", (f"/a.php?sid={sid}", f"/b.php?sid={sid}&page=1"))
    return site


def session_in_path(form: str) -> Site:
    chance = random.Random(2)

    def site(path: str) -> Made | None:
        name = "a" if "pagea" in path else "b"
        return Made(f"page {name}", tuple(form.format(sid=chance.randbytes(16).hex(), name=f"page{other}") for other in "ab"))
    return site


def many_sessions() -> Site:
    """Every link of every page has an id of its own, and two of them that vary."""
    chance = random.Random(3)

    def site(path: str) -> Made | None:
        name = re.findall(r"/s/(\w)", path)
        return Made(f"page {name}", tuple(f"/s/{other}?sid={chance.randbytes(12).hex()}&r=0.{chance.randrange(10**9):09}"
                                          for other in "abcde"))
    return site


def facets(article: bool = False) -> Site:
    names = {"colour": 4, "size": 4, "sort": 3, "order": 2, "brand": 5, "view": 3}

    def site(path: str) -> Made | None:
        chosen = dict(parse_qsl(urlsplit(path).query))
        links = []
        for name, count in names.items():
            for value in range(count):
                pairs = [*(pair for pair in chosen.items() if pair[0] != name), (name, str(value))]
                links.append("/shop?" + "&".join(f"{key}={word}" for key, word in pairs))
        return Made("goods " + " ".join(sorted(chosen)), tuple(links), article)
    return site


def facets_with_words() -> Site:
    """Each filter is named on the page, so that no two pages have the same words."""
    plain = facets()

    def site(path: str) -> Made | None:
        page = plain(path)
        return None if page is None else Made("goods " + words_of(urlsplit(path).query), page.links)
    return site


def calendar(form: str, start: tuple[int, int] = (2026, 6)) -> Site:
    def site(path: str) -> Made | None:
        year, month = map(int, re.findall(r"\d+", path)[:2])
        months = [(year + (month + step - 1) // 12, (month + step - 1) % 12 + 1) for step in (-1, 1, 12)]
        return Made(f"Events in {'JFMAMJJASOND'[month - 1]}{month}: none", tuple(form.format(y=y, m=m) for y, m in months))
    return site


def counter(path: str) -> Made | None:
    number = int(re.findall(r"\d+", path)[0])
    return Made(f"number {number} of a long story of nothing at all", (f"/c/{number + 1}", f"/c/{number + 2}"), article=True)


def growing(path: str) -> Made | None:
    return Made("further down", tuple(f"{path.rstrip('/')}/{words_of(path + step)[:6]}" for step in "xyz"))


def repeating(path: str) -> Made | None:
    return Made("nothing here", (f"{path.rstrip('/')}/news", f"{path.rstrip('/')}/more"))


def mirror(path: str) -> Made | None:
    """A broken relative link: the whole site again below each folder."""
    last = path.rsplit("/", 1)[-1]
    base = path.rstrip("/") + "/" if last.startswith("d") else path.rsplit("/", 1)[0] + "/"
    return Made(f"page {last}", tuple(base + name for name in ("d1", "d2", "d3", "p1.html", "p2.html", "p3.html")))


def random_folders() -> Site:
    """Each page leads to three folders that never were named before, right below the root."""
    def site(path: str) -> Made | None:
        return Made("welcome", tuple("/" + words_of(path + step)[:8] for step in "xyz"))
    return site


TRAPS: dict[str, tuple[Site, str, int]] = {
    "session id in the query": (session_in_query(), "/a.php?sid=0", 120),
    "session id in the path": (session_in_path("/s/{sid}/{name}.html"), "/s/00/pagea.html", 120),
    "session id as path parameter": (session_in_path("/{name}.jsp;jsessionid={sid}"), "/pagea.jsp;jsessionid=1", 120),
    "two ids a link": (many_sessions(), "/s/a?sid=1", 120),
    "facets": (facets(), "/shop?colour=1", 200),
    "facets with words": (facets_with_words(), "/shop?colour=1", 200),
    "calendar in the path": (calendar("/cal/{y}/{m:02}/"), "/cal/2026/06/", 120),
    "calendar in the query": (calendar("/cal?year={y}&month={m}"), "/cal?year=2026&month=6", 120),
    "calendar as a date": (calendar("/cal?date={y}-{m:02}-01"), "/cal?date=2026-06-01", 120),
    "counter": (counter, "/c/17", 120),
    "growing path": (growing, "/deep", 120),
    "repeating path": (repeating, "/x", 120),
    "mirror of itself": (mirror, "/m/d1", 120),
    "random folders": (random_folders(), "/qqqq", 250),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_ends_and_the_good_articles_beside_it_are_all_fetched(name: str) -> None:
    trap, start, bound = TRAPS[name]
    done = crawl(beside(trap, start), most=5_000)
    good = {f"/art/2024/1/5/art_1_{row}.html" for row in range(20, 200)}
    assert good <= done.articles
    trapped = [path for path in done.hits if not path.startswith(("/art/", "/list_")) and path != "/"]
    assert 1 <= len(trapped) <= bound


def test_two_hundred_thousand_links_to_twenty_pages_are_few_hits() -> None:
    def site(path: str) -> Made | None:
        links = tuple(f"/p{number % 20}.html" + (f"#s{number}" if number % 2 else f"?utm_source=a{number}&utm_medium=b")
                      for number in range(20_000))
        return Made(f"page {words_of(urlsplit(path).path)}", links if path == "/" else links[:50])
    done = crawl(site, most=5_000)
    assert {f"/p{number}.html" for number in range(1, 20, 2)} <= set(done.hits)
    assert len({urlsplit(path).path for path in done.hits}) == 21
    assert len(done.hits) <= 200


LEGITIMATE: dict[str, tuple[Callable[[int], str], Callable[[int], str], int]] = {
    "static pages": (lambda n: f"/art/2024/1/5/art_1_{n}.html", lambda page: f"/index_{page}.html", 10_000),
    "a script": (lambda n: f"/show.php?id={n}", lambda page: f"/list.php?page={page}", 10_000),
    "a script of many names": (lambda n: f"/info/iShow.jsp?cat_id=7&node_id=3&id={n}",
                               lambda page: f"/info/iList.jsp?node_id=3&cat_id=7&cur_page={page}", 10_000),
    "hexadecimal names": (lambda n: f"/xwfb/20200207/{blake2b(str(n).encode(), digest_size=16).hexdigest()}.html",
                          lambda page: f"/node/{page}", 10_000),
    "long numbers": (lambda n: f"/detail?docId={1588299089343 + n}", lambda page: f"/docs/{page}/", 2_000),
    "names": (lambda n: f"/{words_of(str(n))[:9]}", lambda page: f"/all/{page}", 2_000),
}


@pytest.mark.parametrize("name", LEGITIMATE)
def test_a_whole_archive_of_one_shape_is_fetched(name: str) -> None:
    article, listing, count = LEGITIMATE[name]
    rows = 20
    by_path = {article(number): number for number in range(count)}
    pages = {listing(page): page for page in range(1, count // rows + 1)}

    def site(path: str) -> Made | None:
        if path in by_path:
            return Made(f"story {words_of(path)} seen {by_path[path]} times", ("/", listing(1)), article=True)
        page = pages.get(path, 0 if path == "/" else None)
        if page is None:
            return None
        first = max(0, page - 1) * rows
        links = [article(number) for number in range(first, first + rows)] + [listing(number) for number in (page + 1, page + 2)]
        return Made("list " + " ".join(map(words_of, links)), tuple(links))
    done = crawl(site, most=4 * count)
    assert done.articles == set(by_path)
    assert set(pages) <= set(done.hits)


def test_dead_links_and_copies_among_good_articles_do_no_harm() -> None:
    def site(path: str) -> Made | None:
        if path == "/" or path.startswith("/list"):
            page = int(re.findall(r"\d+", path)[0]) if path != "/" else 0
            rows = tuple(f"/show.php?id={page * 20 + row}" for row in range(20))
            return Made(f"list {words_of(path)}", (*rows, f"/list_{page + 1}.html") if page < 100 else rows)
        number = int(path.rpartition("=")[2])
        if number % 10 < 4:
            return None if number % 10 < 2 else Made("the article was not found")
        return Made(f"story {words_of(path)}", ("/",), article=True)
    done = crawl(site)
    assert len(done.articles) == 101 * 20 * 6 // 10


def test_a_listing_that_repeats_its_last_page_for_ever_ends() -> None:
    def site(path: str) -> Made | None:
        page = int(path.rpartition("=")[2]) if "=" in path else 0
        shown = min(page, 30)
        return Made(f"list {words_of(str(shown))}", (f"/list?page={page + 1}",))
    done = crawl(site, kind="listing")
    assert 30 <= len(done.hits) <= 150


def test_the_budget_of_a_host_is_kept() -> None:
    def site(path: str) -> Made | None:
        return Made(words_of(path), tuple(f"/{words_of(path + step)}" for step in "xyz"))
    done = crawl(site, traps=Traps(NOW, TrapSettings(host_pages=500)))
    assert 500 <= len(done.hits) <= 500 + IN_FLIGHT + 1


@pytest.mark.parametrize(("path", "kind", "reason"), [
    ("/" + "a" * 2_100, "article", "address too long"),
    ("/" + "/".join(words_of(str(n))[:3] for n in range(25)), "requisite", "path too deep"),
    ("/a/b/a/b/a/b/", "requisite", "path repeats itself"),
    ("/images/images/images/x.png", "requisite", "path repeats itself"),
    ("/x?" + "&".join(f"p{n}=1" for n in range(13)), "site", "too many parameters"),
    ("/x?" + "&".join(f"p{n}=1" for n in range(13)), "listing", None),
    ("/x?" + "&".join(f"p{n}=1" for n in range(13)), "article", None),
    ("/x?" + "&".join(f"p{n}=1" for n in range(41)), "listing", "too many parameters"),
    ("/events/2071/05/", "site", "calendar without end"),
    ("/events/1971/05/", "site", "calendar without end"),
    ("/events/2071/05/", "article", None),
    ("/art/2024/1/5/art_1_2.html", "site", None),
    ("/0/00/00/00/a.jpg", "requisite", None),
    ("/2011/11/11/11/a.jpg", "requisite", None),
])
def test_an_address_can_give_itself_away(path: str, kind: TaskKind, reason: str | None) -> None:
    assert Traps(NOW).refuse(HOST + path, kind) == reason


def test_a_call_that_a_script_spells_out_may_repeat_its_path() -> None:
    assert Traps(NOW).refuse(HOST + "/aop/search/search/search/query", "listing", is_sent=True) is None


@pytest.mark.parametrize(("path", "year"), [
    ("/2028/05", 2028), ("/2027/05", None), ("/1989/12/31", 1989), ("/1990/1/1", None), ("/info/2070/18090.htm", None),
    ("/info/1262/13563.htm", None), ("/x?year=2071&month=5", 2071), ("/x?date=2071-05-01", 2071), ("/x?ym=207105", 2071),
    ("/x?date=2024-05-01", None), ("/x?id=2071", None), ("/cal/2071-05/", 2071), ("/2999/99/", None), ("/x?m=2071", None),
])
def test_calendars_are_told_by_their_years(path: str, year: int | None) -> None:
    address = Address.of(HOST + path)
    assert address is not None
    assert odd_year(address, 2026) == year


@pytest.mark.parametrize(("path", "found"), [
    ("/a/b/c", None), ("/a/a", None), ("/a/x/a/y/a", "a"), ("/1/2/1/2/1/2", "1/2"), ("/1/1/1/1", None), ("/1/2/1/2/1/3", None),
    ("/system/2011/11/11/1.shtml", None),
])
def test_repetition_is_of_names_or_of_runs(path: str, found: str | None) -> None:
    assert repetition(tuple(path.strip("/").split("/"))) == found


@pytest.mark.parametrize(("one", "other", "same"), [
    ("/art/2024/1/5/art_1_2.html", "/art/2025/12/31/art_33_4444.html", True),
    ("/doc/0123456789abcdef0123.html", "/doc/fedcba98765432100.html", True),
    ("/show?id=1&cat=2", "/show?cat=1&id=99", True),
    ("/show?id=1", "/show?id=1&cat=2", False),
    ("/a/1", "/b/1", False),
    ("/facade", "/decade", False),
])
def test_a_shape_is_an_address_without_its_numbers(one: str, other: str, same: bool) -> None:
    shapes = [shape(address) for path in (one, other) if (address := Address.of(HOST + path))]
    assert (shapes[0] == shapes[1]) is same


def test_tokens_are_what_is_made_for_a_visit() -> None:
    assert is_token("x", "0a1b2c3d4e5f")
    assert is_token("PHPSESSID", "1")
    assert is_token("utm_source", "home")
    assert is_token("x", "1717171717171")
    assert not is_token("id", "12345")
    assert not is_token("page", "2")
    assert is_token_segment(";jsessionid=1")
    assert is_token_segment("0123456789abcdef")
    assert not is_token_segment("art_1229138370_59518545")


def _paths() -> Iterator[str]:
    yield from ("", "http://", "http://[::1", "//", "http://a/;;;", "http://a/?&=&", "\ud800", "http://a/\ud800?\udfff")


def test_nothing_that_is_written_as_a_link_breaks_the_traps() -> None:
    traps = Traps(NOW)
    for url, other in combinations(_paths(), 2):
        traps.refuse(url, "site", 1, other)
        traps.observe(url, b"words", True, 1)
        Traps.outside(url, [other])


@given(st.text(max_size=60), st.text(max_size=30))
def test_no_address_breaks_the_traps(path: str, query: str) -> None:
    traps = Traps(NOW, most_shapes=16)
    url = f"{HOST}/{path}?{query}"
    traps.refuse(url, "site", 1, HOST)
    traps.observe(url, query.encode("utf-8", "replace") or None, False, 0)
    assert traps.refuse(url, "requisite", 0, None) in (None, "path repeats itself", "path too deep", "no address")


def test_memory_is_bounded_whatever_the_shapes() -> None:
    traps = Traps(NOW, most_shapes=100)
    for number in range(5_000):
        traps.observe(f"http://h{number}.example/{words_of(str(number))}/x{words_of(str(-number))}?sid={number}", None)
    assert max(len(tally) for tally in (traps._credit, traps._values, traps._pages)) <= 400
