"""What a settled answer becomes: line, event, problem. The crawl and the rebuild of an archive both settle here, in the order that
the WARC notes (`archive.records.settlement`), so that the same records give the same lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from archive.articles import ArticleWriter
from archive.dedup import Judgement, Keys
from archive.digest import article_digest
from archive.index.capture_index import Address
from archive.model import Article, Event, Part
from archive.records.settlement import Settled
from crawler.addresses.identity import address_key, cms_key
from crawler.addresses.scope import scope_of
from crawler.frontier.outcome import Answer, Outcome, Problem
from crawler.judged.observations import ELSEWHERE, EMPTIED, Patience, Record, definite, failure, lasting, page_kind, redirected
from crawler.portal import Portal

LINES = frozenset({"article", "notice", "video", "gallery"})
"""Page kinds that become lines."""
MOST_HOPS = 10
"""Redirects in a row that are gone back."""
READ = frozenset({"article", "page", "site"})
"""Kinds of task whose pages are read for an article."""
EXPECTED = frozenset({"article", "page"})
"""Kinds of task that must give an article."""


def article_of(kind: str, article: Article) -> tuple[Article | None, Problem | None]:
    """The article if it is to become a line, and the problem if one was expected and is not there. `kind`: of the task."""
    if article.kind == "challenge":
        return None, Problem(kind="blocked", reason=article.reason or "a challenge page")
    if kind not in READ:
        return None, None
    if article.kind not in LINES:
        reason = f"{article.kind}: {article.reason or 'not an article'}"
        return None, Problem(kind="not-an-article", reason=reason) if kind in EXPECTED else None
    missing = [name for name, there in (("title", article.title), ("body", article.body or article.attachments or article.images))
               if not there]
    if missing:
        return None, Problem(kind="incomplete", reason=f"no {' and no '.join(missing)} found")
    return article, None


def instead_of(article: Article) -> Problem | None:
    """What a page is that says that no article is there, or has lost it; None for other pages."""
    if article.kind not in EMPTIED | {"soft-404"}:
        return None
    return Problem(kind="not-an-article", reason=f"{article.kind}: {article.reason or 'not an article'}")


class Settler:
    """Gives what is settled to the writer of one collection."""

    def __init__(self, portal: Portal, writer: ArticleWriter, remembered: Callable[[str], Address | None],
                 last_read: Callable[[str], datetime | None] = lambda _: None, patience: Patience | None = None) -> None:
        """`remembered`: what the collection knows of an address; `last_read`: when an article was read last at its host."""
        self.portal = portal
        self.last_read = last_read
        self.patience = patience or Patience()
        self.sections = frozenset(seed.url for seed in portal.seeds if seed.kind in ("listing", "site", "page"))
        self.scope = scope_of(portal)
        self.writer = writer
        self.remembered = remembered

    def settle(self, settled: Settled, answer: Answer | None, article: Article | None, parts: Sequence[Part] = ()) -> Judgement | None:
        """Keep what it asks for until the writer's commit; how the article was judged. Raises `archive.errors.NotWritable`.

        `answer`: None when nothing was asked. `article`: None when none is to become a line; `parts`: its further pages. What was put
        back gives nothing.
        """
        if answer is not None:
            self.saw(answer)
        if settled.again:
            return None
        judgement = self._judge(article, answer, parts) if article is not None and answer is not None else None
        if settled.problem is not None:
            self.writer.problem(kind=settled.problem[0], reason=settled.problem[1], at=settled.at, url=settled.url,
                                status=answer.status if answer else None, ref=answer.ref if answer else None)
        if answer is not None and settled.kind in READ:
            self._observe(settled, answer, judgement)
        return judgement

    def problem_of(self, outcome: Outcome) -> Problem | None:
        """The problem of an outcome: that of a page that need not be an article only where an article was read at its address, or at
        one whose redirect led there."""
        if outcome.instead is None or outcome.answer is None:
            return outcome.problem
        way = [outcome.task.url, *(self._way(outcome.answer.via) if outcome.answer.via is not None else ())]
        lost = any((known := self.remembered(url)) is not None and known.article is not None for url in way)
        return outcome.instead if lost else outcome.problem

    def saw(self, answer: Answer) -> None:
        """Note how an address answered."""
        self.writer.answered(url=answer.url, at=answer.at, status=answer.status, ref=answer.ref, etag=answer.etag,
                             last_modified=answer.last_modified)

    def _judge(self, article: Article, answer: Answer, parts: Sequence[Part]) -> Judgement:
        return self.writer.add(article, keys=self._keys(article), text_digest=article_digest(article), at=answer.at,
                               status=answer.status or 0, ref=answer.ref, parts=parts)

    def _keys(self, article: Article) -> Keys:
        own = address_key(article.url, self.portal)
        canonical = article.canonical_url
        named = address_key(canonical, self.portal) if canonical and self.scope.holds(canonical) else None
        return Keys(address=own, cms=cms_key(article.url, self.portal), canonical=None if named == own else named)

    def _observe(self, settled: Settled, answer: Answer, judgement: Judgement | None) -> None:
        """What the answer says of the life of the article at its address, and of the one whose redirect led here."""
        kind, reason = settled.problem or (None, "")
        known = self.remembered(settled.url)
        if kind == "blocked" and (settled.kind in EXPECTED or (known is not None and known.article is not None)):
            if known is None or known.state != "gone":  # what stands before an article that is gone says nothing of it
                self._say("blocked", settled.url, answer, reason)
        elif known is not None and known.article is not None and judgement is None:
            self._observe_article(settled, answer, known, kind, reason)
        if answer.via is not None and answer.location is not None:
            self.writer.ways[settled.url] = answer.via
            for old in self._way(answer.via):
                if (before := self.remembered(old)) is not None and before.article is not None:
                    self._observe_redirect(old, answer, before, answer.location)
        if answer.via is not None and answer.location is None and (kind is None or definite(answer.status, kind, reason)
                                                                  or page_kind(reason) in ELSEWHERE):
            for old in self._way(answer.via):
                self._observe_way(old, answer, judgement, reason)

    def _way(self, url: str) -> list[str]:
        """An address whose redirect led on, and what led to that, as far as this run saw it."""
        way = [url]
        while len(way) < MOST_HOPS and (before := self.writer.ways.get(way[-1])) is not None and before not in way:
            way.append(before)
        return way

    def _observe_article(self, settled: Settled, answer: Answer, known: Address, kind: str | None, reason: str) -> None:
        """Of an article that its address did not give this time."""
        url = settled.url
        if answer.location is not None:
            self._observe_redirect(url, answer, known, answer.location)
        elif (said := definite(answer.status, kind, reason)) is not None:
            self._say("gone", url, answer, said)
        elif kind is not None and failure(kind, answer.status, reason):
            record = Record(article=known.article or "", failures=known.failures, failed_since=known.failed_since,
                            host_read=self.last_read(url))
            self.writer.failed(url, settled.at)
            if (said := lasting(record, kind, reason, settled.at, self.patience)) is not None:
                self._say("gone", url, answer, said)
            elif kind == "unreachable" and known.state != "gone":
                self._say("unreachable", url, answer, reason)

    def _observe_redirect(self, url: str, answer: Answer, known: Address, target: str) -> None:
        if address_key(target, self.portal) == address_key(url, self.portal) or not self.scope.holds(target):
            return
        there = self.remembered(target)
        if there is not None and there.article == known.article:
            self._say("moved", url, answer, f"redirected to {target}", to=target)
        elif (said := redirected(url, target, self.sections)) is not None:
            self._say("gone", url, answer, said)

    def _observe_way(self, old: str, answer: Answer, judgement: Judgement | None, reason: str) -> None:
        """Of the article whose address led here by a redirect."""
        known = self.remembered(old)
        if known is None or known.article is None or address_key(old, self.portal) == address_key(answer.url, self.portal):
            return
        if judgement is not None and judgement.id == known.article:
            self._say("moved", old, answer, f"redirected to {answer.url}", to=answer.url)
        elif judgement is not None:
            self._say("gone", old, answer, f"redirected to another article, {answer.url}")
        elif reason:
            self._say("gone", old, answer, f"redirected to {answer.url}: {reason}")

    def _say(self, event: str, url: str, answer: Answer, reason: str, to: str | None = None) -> None:
        self.writer.observe(Event(event=event, at=answer.at, id=None, url=url, warc=answer.ref,
                                  detail={"status": answer.status, "reason": reason, "to": to}))
