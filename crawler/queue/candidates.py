"""Which of the links that an outcome gave are worth a task: on the portal, wanted, no trap, and due."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

from archive.dedup import Judgement
from archive.index.capture_index import Address
from crawler import clock
from crawler.addresses.address import normalise
from crawler.addresses.scope import scope_of
from crawler.frontier.due import DAY, HOUR, DueSettings, due
from crawler.frontier.outcome import Outcome
from crawler.frontier.stale import Stale
from crawler.frontier.task import Candidate, Task
from crawler.frontier.traps import Traps
from crawler.frontier.visits import SLACK, Lesson, longest_at, print_of, section_of
from crawler.pages.familiar import MOST_TOLD, Told
from crawler.portal import Kind, Portal
from crawler.queue.beyond import Beyond
from crawler.queue.bounded import Bounded
from crawler.queue.frontiers import AnyFrontier
from crawler.queue.vanished import vanished
from crawler.reading import Link

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

REDIRECT_LIMIT = 10
"""Redirects in a row, those that a page makes by `meta refresh` included."""
EMBED_LIMIT = 4
"""Requisites of requisites in a row: a frame, its style sheet, what that imports, the font in it. Beyond lie style sheets without end."""
KEPT = frozenset({"requisite", "attachment"})
"""Kinds that may lie on any host."""
KNOWN_RANK = 1_000_000
"""Rank of what was seen before, beyond any depth."""
MOST_FAILURES = 30
"""Failures after which an article that gives nothing is asked as others are."""
ORDERED = frozenset({"listing", "feed"})
"""Kinds whose rows have an order."""
MOST_ROWS = 500
"""Rows of a listing page that are remembered."""
WALKS = frozenset({"listing", "sitemap", "feed"})
"""Kinds that lead to articles."""
MOST_STEPS: Mapping[str, int] = {"sitemap": 8, "feed": 2000, "listing": 2000}
"""From the seed, of each of these. Indexes of sitemaps name none by the protocol, and are seen with one between."""

_NUMBERS = re.compile(r"[_-]?\d+(?=\.\w+$|/?$)")

_SIGNED = r"(?:\w{0,60}(?:csrf|xsrf|nonce|verification|authenticity)\w{0,60}|_{1,9}token|access_?token%s)"
_FIELDS = r"(?:\A|(?<=[?&]))%s=[^&]*&?|\"%s\"\s?:\s?\"[^\"]*\""
_TOKENS, _ALL_TOKENS = (re.compile(_FIELDS % (2 * (_SIGNED % more,)), re.IGNORECASE) for more in ("", "|token"))
"""What an address, a form or a body of JSON carries that is good for a session; `token` only beside what says
where a page begins, and in the first call of a page, for some lists go on by one."""
_COUNTS = re.compile(r"(?:[?&\"]|\A)(?:\w*page\w*|curr\w*|p|pn|start|offset|last_?(?:id|time|date)|max_?id|since|before|cursor)"
                     r"(?:=|\"\s?:\s?\"?)\d", re.IGNORECASE)
_STATE = b"__VIEWSTATE="
_STATES = re.compile(rb"(?:^|&)__(?!EVENT(?:TARGET|ARGUMENT)=)[A-Z]{1,40}=[^&]*")
"""What a form carries of its page's state."""


def rules_of(settings: BaseSettings) -> DueSettings:
    """When articles are due again, by the settings; those are in hours."""
    ages = sorted(float(hours) * HOUR for hours in settings.getlist("ARTICLE_AGES"))
    return DueSettings(article_ages=tuple(ages), article_period=settings.getfloat("ARTICLE_PERIOD") * HOUR)


class Candidates:
    """Turns links into candidates for one crawl."""

    def __init__(self, portal: Portal, frontier: AnyFrontier, traps: Traps, remembered: Callable[[str], Address | None], *,
                 since: str, until: str = "", rules: DueSettings | None = None, all_seeds: bool = True,
                 expect: Callable[[Iterable[str]], None] | None = None) -> None:
        """`remembered`: what the archive holds of an address; `expect`: told of addresses that it will be asked about; `since`, `until`:
        `YYYY-MM-DD` or empty; `all_seeds`: whether listings that are seeds are asked though they seldom change."""
        self.portal = portal
        self.scope = scope_of(portal)
        self._stale = Stale()
        self.frontier = frontier
        self.traps = traps
        self.remembered = remembered
        self.expect = expect
        self.since = since
        self.bounded = Bounded(until)
        self.beyond = Beyond()
        self.rules = rules or DueSettings()
        self.all_seeds = all_seeds
        self.rows_seen: set[bytes] = set()
        self.told: list[Told] = []
        """Links as pages spell them that the frontier certainly knows, or will with what is settled already; begun anew when there are
        too many."""
        self._told: set[Told] = set()
        """The same."""
        self.depth = max((seed.depth for seed in portal.seeds if seed.kind == "site"), default=0)

    def seeds(self) -> list[Candidate]:
        """The portal's own beginnings."""
        return [Candidate(url=seed.url, kind=seed.kind, section=seed.section) for seed in self.portal.seeds
                if self.all_seeds or seed.kind not in WALKS or self._is_due(self.frontier.key(normalise(seed.url)), DAY)]

    def due_again(self, known: Iterable[Address]) -> Iterator[Candidate]:
        """Of the articles that the archive holds those that are due, whether a listing still names them or not."""
        now = clock.now()
        kind: Kind = "site" if self.depth else "article"
        for address in known:
            if self.scope.holds(address.url) and not self.scope.ignored(address.url) and self._due("article", address, now, listed=False):
                yield Candidate(url=address.url, kind=kind, hops="L", depth=max(1, self.depth), rank=_rank(address, now))

    def news(self, outcome: Outcome) -> bool:
        """Whether a listing names an article that was never seen."""
        self._expect(outcome)
        return any(link.kind == "article" and self.remembered(normalise(link.url)) is None for link in outcome.links)

    def _expect(self, outcome: Outcome) -> None:
        if self.expect is not None:
            spelled = (_spelled(link) for link in outcome.links if link.kind not in WALKS)
            self.expect(link.url for link in spelled if not self.frontier.knows(link.url, link.kind))

    def lesson(self, outcome: Outcome, judgement: Judgement | None, news: bool) -> Lesson | None:
        """What an outcome teaches of when to come again."""
        task = outcome.task
        if task.kind in WALKS and outcome.problem is None:
            rows = [(self.frontier.key(normalise(link.url)), link) for link in outcome.links if link.kind == "article"]
            lively = news or any(self.frontier.visits.changed(key, link) for key, link in rows)
            return Lesson(listing=self._visited_by(task), news=lively,
                          rows=tuple((key, print_of(link)) for key, link in rows), shown=self._shown(outcome))
        if judgement is not None and judgement.verdict in ("changed", "unchanged"):
            return Lesson(section=section_of(task.url), edited=judgement.verdict == "changed")
        return None

    def of(self, outcome: Outcome, news: bool = True) -> list[Candidate]:
        """What of an outcome's links is to be asked. `news`: whether it names an article never seen: else a further page of its listing
        is asked only when that is due by itself. What a page without rows of its own leads to is no further page: it is the list."""
        task = outcome.task
        if task.kind not in WALKS:
            if not outcome.links:  # readers leave out what is known: two pages of three name nothing else
                return []
            self._expect(outcome)  # of walks `news` has done it
        via = outcome.answer.url if outcome.answer else task.url
        links: Iterable[Link] = outcome.links
        if task.kind in WALKS:
            links = self.bounded.applied(self._recent(self._unrepeated(outcome.links, via, task.section)), via, outcome)
            links = (*links, *self.beyond.passed(outcome))
        if not news and any(link.kind == "article" for link in outcome.links):
            deeper = task.depth + 1
            links = [link for link in links if link.kind not in ORDERED
                     or self._is_due(self._visited(normalise(link.url), link.method, link.apart, deeper, first=link.hop == "E"),
                                     longest_at(deeper))]
        found = []
        for link in self._unknown(links):
            depth = task.depth if link.hop == "R" else task.depth + 1
            if not self._allowed(link, depth, via, task.hops):
                continue
            seen = None if link.kind in WALKS else self.remembered(link.url)
            if seen is None or self._worth(link, seen):
                found.append(Candidate(
                    url=link.url, kind=link.kind, section=task.section, via=via, hops=task.hops + link.hop, method=link.method,
                    body=link.body, depth=depth, title=link.title, listed_date=link.date, position=link.position, call=link.call,
                    rank=None if seen is None or link.kind not in ("article", "site") else _rank(seen, clock.now())))
        return found + self._taken_down(outcome, via)

    def offered(self, links: Iterable[Candidate]) -> None:
        """These go to the frontier with the outcome that gave them, before or with all that is settled later: pages that are settled or
        read meanwhile need not name them again."""
        for link in links:
            if link.body is None and link.call is None and link.hops[-1:] != "R" and (named := (link.kind, link.url)) not in self._told:
                self._told.add(named)
                self.told.append(named)

    def _shown(self, outcome: Outcome) -> tuple[str, ...]:
        """Addresses of a listing's rows, in their order; empty for what has none: a sitemap has too many, and no order."""
        if outcome.task.kind not in ORDERED:
            return ()
        return tuple(normalise(link.url) for link in outcome.links if link.kind == "article")[:MOST_ROWS]

    def _taken_down(self, outcome: Outcome, via: str) -> list[Candidate]:
        """Articles whose rows vanished from between the others since the listing was visited last: they are asked at once."""
        task, rows, now = outcome.task, self._shown(outcome), clock.now()
        if not rows or outcome.problem is not None:
            return []
        found = []
        for url in vanished(self.frontier.visits.shown(self._visited_by(task)), rows):
            known = self.remembered(url)
            if known is None or known.article is None or known.state in ("gone", "moved") or not self.scope.holds(url) \
                    or self.scope.ignored(url):
                continue
            last = _seconds(known.last_seen)
            if last is None or last > now or now - last >= HOUR:
                found.append(Candidate(url=url, kind="article", section=task.section, via=via, hops=task.hops + "L", depth=task.depth + 1,
                                       rank=KNOWN_RANK))
        return found

    def _is_due(self, visited: bytes, longest: float) -> bool:
        if self.since or self.bounded.until:
            return True
        return self.frontier.visits.is_due(visited, clock.now(), longest)

    def _visited_by(self, task: Task) -> bytes:
        return self._visited(task.url, task.method, task.apart, task.depth, first=task.hops.endswith("E"))

    def _visited(self, url: str, method: str, body: bytes | None, depth: int, *, first: bool) -> bytes:
        """The key of visits to a listing page. What a form carries of its session or its page's state differs each time (ASP.NET); of a
        page with such a state tells how deep it lies. `first`: whether it is what its page calls for, which goes on by no token yet."""
        tokens = _ALL_TOKENS if first or _COUNTS.search(url) is not None or (body and _COUNTS.search(body.decode("latin-1"))) else _TOKENS
        url, body = tokens.sub("", url), body and tokens.sub("", body.decode("latin-1")).encode("latin-1")
        if body is not None and _STATE in body:
            body = b"%b&depth=%d" % (_STATES.sub(b"", body), depth)
        return self.frontier.key(url, method, body)

    def _due(self, kind: Kind, seen: Address, now: float, *, listed: bool) -> bool:
        if kind == "article" and (pause := _watched(seen, listed)) is not None:
            last = _seconds(seen.last_seen)
            return last is None or last > now or now - last >= pause
        eager = self.frontier.visits.eagerness(seen.url) if kind == "article" else 1.0
        return due(kind, _seconds(seen.first_seen), _seconds(seen.last_seen), None, now, self.rules, listed=listed, eagerness=eager,
                   conditional=seen.etag is not None or seen.last_modified is not None)

    def _unknown(self, links: Iterable[Link]) -> Iterator[Link]:
        """Those that the frontier does not know for certain, as it spells them. Nearly all links of a page are on every page: they are
        told by a look into a set, before anything is made of them."""
        knows, told = self.frontier.knows, self._told
        if len(self.told) > MOST_TOLD:
            told.clear()
            self.told.clear()
        for raw in links:
            plain = raw.body is None and raw.call is None
            if plain and (raw.kind, raw.url) in told:
                continue
            link = _spelled(raw)
            if plain and link is not raw and (link.kind, link.url) in told:
                continue
            if not knows(link.url, link.kind, link.method, link.apart):
                yield link
            elif plain:
                told.add((raw.kind, raw.url))
                self.told.append((raw.kind, raw.url))

    def _unrepeated(self, links: Sequence[Link], listing: str, section: str | None) -> Sequence[Link]:
        """A listing that gives the very rows of an earlier one (it ignores the page number), or for many pages rows of earlier ones, is
        not walked on. Only one of the same name but for numbers and query counts: the call behind a list may begin with the rows that
        its page shows."""
        rows = [link.url for link in links if link.kind == "article"]
        if not rows:
            return links
        name = _NUMBERS.sub("", listing.partition("?")[0])
        print_of_rows = blake2b("\n".join([name, *rows]).encode(), digest_size=16).digest()
        is_stale = self._stale.is_stale(f"{section} {name}", rows)  # an interface may serve the lists of many sections
        if print_of_rows in self.rows_seen or is_stale:
            if any(link.kind in WALKS for link in links):
                gives = "rows of earlier pages only" if is_stale else "the rows of an earlier page once more"
                logger.warning("loops: the listing gives %s, and is not walked on (%s)", gives, listing)
            return [link for link in links if link.kind not in WALKS]
        self.rows_seen.add(print_of_rows)
        return links

    def _recent(self, links: Sequence[Link]) -> Sequence[Link]:
        """Rows from `since` on; the way on only if one of the dated rows is recent, or none is dated. Rows that are known already,
        as what is pinned to the top of every page, say nothing where others are new."""
        if not self.since:
            return links
        dated = [link for link in links if link.kind == "article" and link.date]
        fresh = [link for link in dated if not self.frontier.knows(normalise(link.url), link.kind, "GET", None)]
        days = [link.date for link in fresh or dated if link.date]
        goes_on = not days or max(days) >= self.since
        return [link for link in links if (goes_on or link.kind not in WALKS) and not (link.date and link.date < self.since)]

    def _allowed(self, link: Link, depth: int, via: str, hops: str) -> bool:
        """Whether a link may be followed at all."""
        if self.scope.ignored(link.url):
            return False
        if link.kind not in KEPT and not self.scope.holds(link.url):
            return False
        if link.hop == "E" and len(hops) - len(hops.rstrip("E")) >= EMBED_LIMIT:
            return False
        if link.hop == "R" and len(hops) - len(hops.rstrip("R")) >= REDIRECT_LIMIT:
            return False
        if depth > (self.depth if link.kind == "site" else MOST_STEPS.get(link.kind, depth)):
            if link.kind in WALKS:
                logger.warning("cut: the %s leads on for more than %d steps, and is not walked on (%s)", link.kind, MOST_STEPS[link.kind],
                               via)
            return False
        return self.traps.refuse(link.url, link.kind, depth, via, is_sent=link.apart is not None) is None

    def _worth(self, link: Link, seen: Address) -> bool:
        """Whether what was seen before is to be asked again."""
        if link.hop == "R":
            return True
        # A page of a site that proved to be an article is due as articles are.
        kind: Kind = "article" if link.kind == "site" and seen.article is not None else link.kind
        if kind == "article" and self.frontier.visits.changed(self.frontier.key(link.url), link):
            return True  # its listing shows another title or day than before
        return self._due(kind, seen, clock.now(), listed=True)


def _watched(seen: Address, listed: bool) -> float | None:
    """Seconds after which an article is asked again that was not well when it was asked last; None: it was, or is known to be gone."""
    if seen.state is not None and listed:
        return HOUR  # a listing names it again
    return SLACK * DAY if 0 < seen.failures < MOST_FAILURES and seen.state not in ("gone", "moved") else None


def _rank(seen: Address, now: float) -> int:
    """Behind all that was never seen; the youngest first, as they are edited most."""
    first = _seconds(seen.first_seen)
    return KNOWN_RANK + (0 if first is None else max(0, min(100_000, int((now - first) / DAY))))


def _spelled(link: Link) -> Link:
    """The link as the frontier knows it: without session ids and tracking parameters. Redirects are followed to the letter."""
    url = link.url if link.hop == "R" else normalise(link.url)
    return link if url == link.url else link._replace(url=url)


def _seconds(instant: datetime | None) -> float | None:
    return None if instant is None else instant.timestamp()
