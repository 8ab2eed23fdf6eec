"""What a settled answer becomes: line, event, problem. The crawl and the rebuild of an archive both settle here, in the order that
the WARC notes (`archive.settlement`), so that the same records give the same lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive.articles import ArticleWriter
from archive.capture_index import Address
from archive.dedup import Judgement, Keys
from archive.digest import article_digest
from archive.model import Article, Event, Part
from archive.settlement import Settled
from crawler.identity import address_key, cms_key
from crawler.outcome import Answer, Problem
from crawler.portal import Portal
from crawler.scope import scope_of

LINES = frozenset({"article", "notice", "video", "gallery"})
"""Page kinds that become lines."""
READ = frozenset({"article", "page", "site"})
"""Kinds of task whose pages are read for an article."""
EXPECTED = frozenset({"article", "page"})
"""Kinds of task that must give an article."""
OBSERVED = {"blocked": "blocked", "unreachable": "unreachable"}
"""Problems that are observations in an article's life."""
GONE = frozenset({404, 410})


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


class Settler:
    """Gives what is settled to the writer of one collection."""

    def __init__(self, portal: Portal, writer: ArticleWriter, remembered: Callable[[str], Address | None]) -> None:
        """`remembered`: what the collection knows of an address."""
        self.portal = portal
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
            self._report(settled, answer, *settled.problem)
        return judgement

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

    def _report(self, settled: Settled, answer: Answer | None, kind: str, reason: str) -> None:
        self.writer.problem(kind=kind, reason=reason, at=settled.at, url=settled.url, status=answer.status if answer else None,
                            ref=answer.ref if answer else None)
        if answer is None or settled.kind not in EXPECTED:
            return
        name = OBSERVED.get(kind) or ("gone" if answer.status in GONE and self._was_article(settled.url) else None)
        if name is not None and (name != "unreachable" or self._was_article(settled.url)):
            self.writer.observe(Event(event=name, at=settled.at, id=None, url=settled.url, warc=answer.ref,
                                      detail={"status": answer.status, "reason": reason}))

    def _was_article(self, url: str) -> bool:
        """Whether an article was once read at this address."""
        known = self.remembered(url)
        return known is not None and known.article is not None
