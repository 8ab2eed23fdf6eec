"""The look itself: home page first, then what it leads to, as far as the number of requests reaches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.addresses.links import anchors, file_kind
from crawler.addresses.scope import path_of
from crawler.extract.markup.metadata import Metadata
from crawler.extract.markup.tree import Tree, parse
from crawler.families import BY_NAME, family_of, listing_of
from crawler.judged.derive import LINES
from crawler.page import Page
from crawler.pages.read import read
from crawler.pages.rules import brings_rows
from crawler.probe.asking import Asker, akin
from crawler.probe.findings import Findings, Section
from crawler.reading import Link, Reading

LEAST_ROWS = 2
"""Rows of their own kind that make a page a list."""
ARTICLES_READ = 3
SECONDS_ASKED = 40
"""Sections whose second page is asked."""
_NAVIGATION = re.compile(r"nav|menu|header|top|channel|column", re.IGNORECASE)
_OTHER_EDITION = re.compile(r"^\W*(?:EN|English|英文版?|英语|中文版?|简体中文?|Chinese|CN)\W*$", re.IGNORECASE)
_DULL = re.compile(r"javascript:|mailto:|/(?:login|user|register)\b", re.IGNORECASE)
_LONGEST_NAME = 24


class Survey:
    """One look at one portal."""

    def __init__(self, asker: Asker, found: Findings) -> None:
        self.asker = asker
        self.found = found
        self.portal = asker.portal
        self.articles: list[Link] = []
        self._rows_seen: set[frozenset[str]] = set()
        self._next: dict[str, tuple[list[Link], frozenset[str]]] = {}
        """Of each section: what leads on, and the rows it has."""

    async def run(self) -> None:
        """Fill in the findings."""
        home = await self.asker.ask(self.found.url)
        await self._robots()
        if home is None:
            self.found.problems = dict(self.asker.refusals)
            return
        self._take_names(home)
        tree = self._note(home)
        self._names(home, tree)
        self.found.scripted = next(anchors(tree.root), None) is None and next(tree.root.iter("script"), None) is not None
        await self._feeds(home)
        waiting = self._candidates(home, tree)
        # Half of what may be asked is kept for second pages, articles and deeper sections.
        await self._sections(waiting)
        await self._seconds()
        await self._read_articles()
        self.found.problems = dict(list(self.asker.refusals.items())[:20])

    # --- the portal as a whole -----------------------------------------------------------------------------------------------------

    def _take_names(self, home: Page) -> None:
        """The host that the home page came from in the end is the portal's; the one that was asked is another name of it."""
        host = urlsplit(home.url).netloc.rpartition("@")[2].lower()
        name = host.removesuffix(":80").removesuffix(":443")
        self.found.hosts = [name]
        if name != self.portal.hosts[0]:
            self.found.aliases = [self.portal.hosts[0]]
        self.found.url = home.url
        self.portal = replace(self.portal, hosts=(name,), aliases=tuple(self.found.aliases))

    def _note(self, page: Page) -> Tree:
        """Family and charset of a page."""
        tree = parse(page)
        family = family_of(page)
        self.found.families[family.name] += 1
        sign = family.recognise(page)
        if sign and family.name != "generic":
            self.found.family_signs.setdefault(family.name, f"{sign} on {page.url}")
        self.found.charsets[tree.charset] += 1
        return tree

    def _names(self, home: Page, tree: Tree) -> None:
        named = Metadata(tree).first("sitename")
        title = next(iter(tree.root.xpath("//title/text()")), "")
        self.found.title = (named[0] if named else " ".join(str(title).split()))[:100] or self.portal.name
        words = "".join(tree.root.itertext("a", "p", "li", "span", "h1", "h2", "title"))
        han, latin = len(re.findall(r"[\u4e00-\u9fff]", words)), len(re.findall(r"[A-Za-z]", words))
        self.found.language = "en" if latin > 4 * han else "zh-Hant" if (tree.root.get("lang") or "").lower() in (
            "zh-tw", "zh-hk", "zh-hant") else "zh-Hans"
        self.found.language_why = f"{han} Han signs and {latin} Latin letters on the home page"
        for anchor, href in anchors(tree.root):
            text = " ".join("".join(anchor.itertext()).split())
            url = tree.resolver.resolve(href)
            if url is not None and _OTHER_EDITION.match(text) and url != home.url:
                self.found.twins.setdefault(url, text)

    async def _robots(self) -> None:
        base = "/".join(self.found.url.split("/", 3)[:3])
        page = await self.asker.ask(f"{base}/robots.txt", "robots")
        if page is None:
            self.found.robots = self.asker.refusals.pop(f"{base}/robots.txt", "none")
        else:
            text = page.body[:500_000].decode("utf-8", "replace")
            rules = len(re.findall(r"(?im)^\s*disallow\s*:\s*\S", text))
            delay = re.search(r"(?im)^\s*crawl-delay\s*:\s*([\d.]+)", text)
            self.found.robots = f"{rules} rules{f', Crawl-delay {delay[1]}' if delay else ''}"
            for url in re.findall(r"(?im)^\s*sitemap\s*:\s*(\S+)", text)[:5]:
                await self._sitemap(url)
        if not self.found.sitemaps:
            await self._sitemap(f"{base}/sitemap.xml")

    async def _sitemap(self, url: str) -> None:
        page = await self.asker.ask(url, "sitemap")
        if page is None:
            self.asker.refusals.pop(url, None)
            return
        links = read(page, self.portal, "sitemap").links
        if links:
            self.found.sitemaps[url] = len(links)

    async def _feeds(self, home: Page) -> None:
        tree = parse(home)
        for element in tree.root.iter("link", "a"):
            kind, url = (element.get("type") or "").lower(), tree.resolver.resolve(element.get("href") or "")
            named = re.search(r"(?:rss|atom|feed)[\w/.-]*\.(?:xml|rss)$|/feed/?$", url or "", re.IGNORECASE)
            if url is None or len(self.found.feeds) >= 5 or not ("rss" in kind or "atom" in kind or named):
                continue
            page = await self.asker.ask(url, "feed")
            rows = [link for link in read(page, self.portal, "feed").links if link.kind == "article"] if page is not None else []
            if rows:
                self.found.feeds[url] = len(rows)
                self.articles += rows

    # --- sections ------------------------------------------------------------------------------------------------------------------

    def _candidates(self, page: Page, tree: Tree) -> list[tuple[str, str, str]]:
        """Links that look like sections: address, words, why; those of the navigation first."""
        found: dict[str, tuple[int, str, str, str]] = {}
        for anchor, href in anchors(tree.root):
            url = tree.resolver.resolve(href)
            text = " ".join((anchor.get("title") or "".join(anchor.itertext())).split())
            if url is None or not self._may_list(url, page.url) or not 0 < len(text) <= _LONGEST_NAME:
                continue
            place = 0 if _in_navigation(anchor) else 1
            why = "the navigation" if place == 0 else "a link"
            found.setdefault(url, (place, url, text, f"{why} of {page.url}"))
        return [(url, text, why) for _, url, text, why in sorted(found.values(), key=lambda each: each[0])]

    def _may_list(self, url: str, here: str) -> bool:
        if url.partition("#")[0] == here or file_kind(url) is not None or _DULL.search(url):
            return False
        if not any(akin(url, host) and urlsplit(url).netloc.lower() in (host, *self.found.aliases) for host in self.found.hosts):
            return False
        path = path_of(url)
        return path != "/" and not any(family.article_shape.search(path) for name, family in BY_NAME.items() if name != "generic")

    async def _sections(self, waiting: list[tuple[str, str, str]]) -> None:
        asked: set[str] = set()
        deeper: list[tuple[str, str, str]] = []
        reserve = min(self.asker.left // 2, SECONDS_ASKED + ARTICLES_READ)
        for queue in (waiting, deeper):
            for url, text, why in queue:
                if url in asked:
                    continue
                if self.asker.left <= reserve:
                    self.found.unseen += 1
                    continue
                asked.add(url)
                page = await self.asker.ask(url, "listing")
                if page is None:
                    continue
                tree = self._note(page)
                if not await self._section(page, tree, text, why) and queue is waiting:
                    deeper += [each for each in self._candidates(page, tree) if each[0] not in asked]

    async def _section(self, page: Page, tree: Tree, text: str, why: str) -> bool:
        """Take in a page if it is a list; whether it is one."""
        self._take_hosts(page, tree)
        reading = read(page, self.portal, "listing")
        rows, following = _rows(reading), _following(reading)
        first, how = reading, _mechanism(following)
        calls = [link for link in following if brings_rows(link)]
        for call in calls[:3] if len(rows) < LEAST_ROWS else ():
            answer = await self.asker.follow(call)
            if answer is not None and _rows(given := read(answer, self.portal, "listing")):
                rows, first, following = _rows(given), given, _following(given)
                break
        own = frozenset(row.url for row in rows)
        if len(own) < LEAST_ROWS or own in self._rows_seen:
            return False
        if sum(row.date is not None for row in rows) < LEAST_ROWS and not following:
            return False  # the teasers of a home page
        self._rows_seen.add(own)
        self.articles += rows
        names = Metadata(tree)
        column, kind = names.first("columnname"), names.first("columntype")
        self.found.sections.append(Section(
            url=page.url, name=(column[0] if column else text) or None, rows=len(rows), dated=sum(row.date is not None for row in rows),
            total=first.claimed_total or reading.claimed_total, pages=first.claimed_pages or reading.claimed_pages,
            mechanism=how, kind=kind[0] if kind else None, why=why,
            second="no further page" if not following else "not asked"))
        self._next[page.url] = (following, own)
        return True

    def _take_hosts(self, page: Page, tree: Tree) -> None:
        """Hosts beside the portal's that its lists come from: `api.hunan.gov.cn` beside `www.hunan.gov.cn`."""
        for link in listing_of(page, tree, family_of(page)).next:
            host = urlsplit(link.url).netloc.lower().removesuffix(":80").removesuffix(":443")
            if link.hop == "I" and host not in self.found.hosts and any(_siblings(host, own) for own in self.found.hosts):
                self.found.hosts.append(host)
                self.portal = replace(self.portal, hosts=tuple(self.found.hosts))

    async def _seconds(self) -> None:
        """Ask the second page of each section: does it bring other rows?"""
        for section in self.found.sections[:SECONDS_ASKED]:
            following, own = self._next[section.url]
            # A call may begin with the rows that its page shows: then what follows that is the second page.
            for _ in range(2):
                if not following or self.asker.left <= ARTICLES_READ:
                    break
                link = following[0]
                page = await self.asker.follow(link)
                if page is None:
                    section.second = self.asker.refusals.get(link.url, "no answer")
                    break
                reading = read(page, self.portal, "listing")
                fresh = [row for row in _rows(reading) if row.url not in own]
                section.second, following = f"{len(fresh)} other rows" if fresh else "no other rows", _following(reading)
                if fresh:
                    break

    # --- articles ------------------------------------------------------------------------------------------------------------------

    async def _read_articles(self) -> None:
        family = BY_NAME[self.found.family] if self.found.family else None
        paths = [path_of(link.url) for link in self.articles if any(akin(link.url, host) for host in self.found.hosts)]
        matching = sum(family.article_shape.search(path) is not None for path in paths) if family is not None else 0
        if family is not None and paths and matching >= 0.8 * len(paths):
            self.found.articles_why = f"{matching} of {len(paths)} rows have the family's shape"
        else:
            self.found.articles, self.found.articles_why = pattern_of(paths)
        languages: Counter[str] = Counter()
        for link in self.articles[:: max(1, len(self.articles) // ARTICLES_READ)][:ARTICLES_READ]:
            page = await self.asker.ask(link.url, "article")
            if page is None:
                continue
            self._note(page)
            article = read(page, self.portal, "article").article
            languages[article.language or ""] += 1
            missing = [name for name in ("title", "body", "date", "breadcrumb") if not getattr(article, name)]
            gave = f"{article.kind}: {article.title or article.reason or ''}"[:120]
            self.found.read.append(f"{link.url}: {gave}{f'; without {chr(44).join(missing)}' if missing and article.kind in LINES else ''}")
            if article.fields.get("language_twin"):
                self.found.twins.setdefault(str(article.fields["language_twin"]), "named by an article")
        told, count = next(iter(languages.most_common(1)), ("", 0))
        if told:
            self.found.language, self.found.language_why = told, f"of {count} of {languages.total()} articles"


def pattern_of(paths: Iterable[str]) -> tuple[str | None, str]:
    """One expression for most of these paths, numbers and hexadecimal names left open; None when they have no shape in common."""
    shapes = Counter(_shape(path.partition("?")[0]) for path in paths)
    if not shapes:
        return None, "no rows were found"
    kept = [shape for shape, count in shapes.most_common(3) if count >= 2 and any(sign in shape for sign in ("\\d", "0-9"))]
    covered = sum(shapes[shape] for shape in kept)
    if not kept or covered < 0.6 * shapes.total():
        return None, f"{len(shapes)} shapes, none common"
    return (kept[0] if len(kept) == 1 else f"(?:{'|'.join(kept)})"), f"{covered} of {shapes.total()} rows"


def _shape(path: str) -> str:
    """The last two parts of a path: folders of words are left out, since each section has its own."""
    parts = path.rsplit("/", 2)[-2:]
    pieces = [re.sub(r"\\\.|[0-9a-f]{12,}|\d+|[^\d\\]+?(?=\d|\\|$)", _open, re.escape(part)) for part in parts]
    folder = pieces[0] if len(pieces) > 1 and "\\d" in pieces[0] else ""
    return f"{'/' + folder if folder else ''}/{pieces[-1]}$"


def _open(match: re.Match[str]) -> str:
    text = match[0]
    if text.isdigit():
        return r"\d+"
    return "[0-9a-f]{" + str(len(text)) + "}" if re.fullmatch(r"(?=.*\d)[0-9a-f]{12,}", text) else text


def _in_navigation(anchor: HtmlElement) -> bool:
    for depth, element in enumerate(anchor.iterancestors()):
        if depth > 6:
            return False
        if element.tag in ("nav", "header") or _NAVIGATION.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
    return False


def _siblings(host: str, other: str) -> bool:
    """Whether two hosts lie below one domain of three labels and more: `hunan.gov.cn`."""
    one, two = host.partition(":")[0].partition(".")[2], other.partition(":")[0].partition(".")[2]
    return one == two and one.count(".") >= 2


def _rows(reading: Reading) -> list[Link]:
    return [link for link in reading.links if link.kind == "article"]


def _following(reading: Reading) -> list[Link]:
    return [link for link in reading.links if link.kind in ("listing", "sitemap", "feed")]


def _mechanism(following: list[Link]) -> str:
    if not following:
        return "no further"
    link = following[0]
    if link.method == "POST":
        return f"by POST of {urlsplit(link.url).path}"
    return f"by {link.url}" if link.hop == "I" else f"to {link.url}"
