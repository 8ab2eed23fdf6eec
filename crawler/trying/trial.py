"""What a portal's file finds on one page: of which family it is and why, its rows and the page that follows, its article. Pure but for the
words; nothing is fetched."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from archive.model import FIELD_KEYS, FOUND_KEYS, Article
from crawler.addresses.address import normalise
from crawler.addresses.scope import path_of, scope_of
from crawler.challenge import HEAD, challenge_of
from crawler.families import family_of
from crawler.fetching.headers import REDIRECTS
from crawler.frontier.outcome import Problem
from crawler.judged.derive import EXPECTED, LINES, article_of
from crawler.judged.judging import of_status
from crawler.page import Page
from crawler.pages import sniff
from crawler.pages.read import read
from crawler.portal import Kind, Portal
from crawler.reading import Link, Reading

SHOWN = 140
"""Characters of a value that are shown."""
MOST_ROWS = 20
"""Rows that are shown on a terminal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What was found."""

    page: Page
    asked_as: Kind
    """What the portal would ask this address as."""
    why: str
    """Why so."""
    form: str
    """What its bytes are: `html`, `feed`, `sitemap`, `json` …"""
    family: str
    evidence: str
    """By what the family was known."""
    on_portal: bool
    """Whether the address lies on the portal's hosts and is not ignored."""
    reading: Reading
    problem: str | None
    """What a crawl would report of it; None: nothing."""

    @property
    def article(self) -> Article:
        """What was read as an article."""
        return self.reading.article

    @property
    def rows(self) -> tuple[Link, ...]:
        """Articles that it lists."""
        return tuple(link for link in self.reading.links if link.kind in ("article", "site") and link.hop != "R") \
            if self.asked_as in _LEADING else ()

    @property
    def next(self) -> tuple[Link, ...]:
        """The pages that follow of the listing."""
        return tuple(link for link in self.reading.links if link.kind in ("listing", "sitemap", "feed"))

    @property
    def call(self) -> Link | None:
        """The call behind which the rows are of a list that has none on its page; None: it has some, or no call."""
        return next(iter(self.next), None) if self.asked_as in _LEADING and not self.rows else None

    @property
    def empty(self) -> bool:
        """Whether it gave neither article nor rows."""
        return self.problem is not None or (self.asked_as in _LEADING and not self.rows and not self.next)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        article = self.article
        told: dict[str, Any] = {
            "url": self.page.url, "status": self.page.status, "form": self.form, "asked_as": self.asked_as, "why": self.why,
            "on_portal": self.on_portal, "family": self.family, "evidence": self.evidence, "kind": article.kind, "reason": article.reason,
            "problem": self.problem, "claimed_total": self.reading.claimed_total, "elsewhere": list(self.reading.elsewhere),
            "rows": [_link(link) for link in self.rows], "next": [_link(link) for link in self.next]}
        told["article"] = asdict(article) if article.kind in LINES else None
        told["following"] = self.reading.following.url if self.reading.following else None
        told["first"] = self.reading.first
        return told


_LEADING = frozenset(("listing", "sitemap", "feed", "site"))


def tried(page: Page, portal: Portal, kind: Kind | None = None, *, why: str = "as you said") -> Trial:
    """The portal's file, used on a page. `kind`: what it is asked as, and `why`; None: as the portal's seeds, the bytes and the reading
    tell."""
    form = sniff.form_of(page)
    asked, why = (kind, why) if kind is not None else _asked_as(page, portal, form)
    reading = read(page, portal, asked or "article")
    if asked is None:
        asked, why = "article", "it reads as one"
        if reading.article.kind not in LINES:
            asked, why = "listing", f"it reads as no article: {reading.article.kind}"
            found = reading.article
            reading = read(page, portal, "listing")
            if not reading.links and found.kind not in ("listing", "home"):
                asked, why, reading = "article", "it lists nothing", read(page, portal, "article")
    problem = _problem(page, asked, reading.article)
    scope = scope_of(portal)
    return Trial(page=page, asked_as=asked, why=why, form=form, family=reading.family, evidence=_evidence(page, portal, reading.family),
                 on_portal=scope.holds(page.url) and not scope.ignored(page.url), reading=reading,
                 problem=f"{problem.kind}: {problem.reason}" if problem else None)


def kind_of(url: str, portal: Portal) -> tuple[Kind | None, str]:
    """What the portal's file alone says that an address is asked as, and why it does; None: nothing."""
    for seed in portal.seeds:
        if normalise(seed.url) == normalise(url):
            return seed.kind, "a seed of the portal"
    if scope_of(portal).is_article(url):
        return "article", "`articles` of the file match its address"
    return None, ""


def _problem(page: Page, asked: Kind, article: Article) -> Problem | None:
    """What a crawl would report of an answer: by its status what comes with none, by what was read the rest."""
    if page.status != 200 and (product := challenge_of(page.status, page.headers, page.body[:HEAD])) is not None:
        return Problem(kind="blocked", reason=product)
    if page.status == 200 or page.status in REDIRECTS:
        return article_of(asked, article)[1]
    return None if page.status in (204, 205) and asked not in EXPECTED else of_status(page.status)


def _asked_as(page: Page, portal: Portal, form: str) -> tuple[Kind | None, str]:
    asked, why = kind_of(page.url, portal)
    if asked not in (None, "article"):
        return asked, why
    if form in ("feed", "sitemap", "index"):
        return ("feed" if form == "feed" else "sitemap"), "by its bytes"
    if form in ("json", "xml"):
        return "listing", "an answer to a listing call, by its bytes"
    return asked, why


def _evidence(page: Page, portal: Portal, name: str) -> str:
    """Why a page was read by a family's rules."""
    if portal.family is not None:
        return "the portal's file says so"
    family = family_of(page)
    if name != family.name:
        return "the form of the answer"
    if family.article_shape.search(path_of(page.url)) and name != "generic":
        return "the address"
    sign = family.recognise(page) if name != "generic" else None
    return f"the page has {sign!r}" if sign else "no sign of any other"


def _link(link: Link) -> dict[str, Any]:
    return {"url": link.url, "kind": link.kind, "title": link.title, "date": link.date, "position": link.position, "method": link.method,
            "form": link.body.decode("utf-8", "replace") if link.body is not None else None}


def told(trial: Trial) -> str:
    """The same for a reader."""
    lines = [trial.page.url, f"  {trial.form}, status {trial.page.status}; asked as {trial.asked_as}: {trial.why}",
             f"  family {trial.family}: {trial.evidence}"]
    if trial.page.url.startswith("file:"):
        lines.append("  its address is not known: --url says where it was captured; until then relative links lead nowhere")
    elif not trial.on_portal:
        lines.append("  a crawl would not ask for it: it is not on the portal's hosts, or `ignore` matches")
    if trial.asked_as in _LEADING:
        lines += _listing(trial)
    if trial.article.kind in LINES:
        lines += _article(trial.article)
    elif trial.asked_as not in _LEADING:
        lines.append(f"  no article: {trial.article.kind}{f' ({trial.article.reason})' if trial.article.reason else ''}")
    if trial.reading.following is not None:
        lines.append(f"  goes on at {trial.reading.following.url}")
    if trial.reading.first is not None:
        lines.append(f"  is a further page of {trial.reading.first}")
    if trial.problem is not None:
        lines.append(f"  a crawl would report: {trial.problem}")
    return "\n".join(lines)


def _listing(trial: Trial) -> list[str]:
    total = trial.reading.claimed_total
    lines = [f"  {len(trial.rows)} rows{f' of {total} that it claims to have' if total else ''}"]
    for number, row in enumerate(trial.rows[:MOST_ROWS], 1):
        lines.append(f"    {number}. {row.date or '(no date)'}  {_short(row.title or '(no title)')}  {row.url}")
    if len(trial.rows) > MOST_ROWS:
        lines.append(f"    … and {len(trial.rows) - MOST_ROWS} more")
    lines += [f"  next: {link.url}{_form(link)}" for link in trial.next]
    lines += [f"  leads to {host}, which the portal file does not name among its hosts" for host in trial.reading.elsewhere]
    return lines if trial.next else [*lines, "  next: none"]


def _form(link: Link) -> str:
    return f" by POST of {link.body.decode('utf-8', 'replace')[:SHOWN]}" if link.body else ""


def _article(article: Article) -> list[str]:
    lines = [f"  {article.kind}{f' ({article.reason})' if article.reason else ''}"]
    for key in FOUND_KEYS:
        value: Any = article.fields[key] if key in FIELD_KEYS else getattr(article, key)
        if value:
            shown = " > ".join(value) if key == "breadcrumb" else ", ".join(one.url for one in value) if isinstance(value, tuple) else value
            lines.append(f"    {key}: {_short(shown)}  [{article.found[key]}]")
    missing = [key for key in ("title", "body", "date", "breadcrumb") if article.found[key] is None]
    return [*lines, f"    missing: {', '.join(missing)}"] if missing else lines


def _short(value: str) -> str:
    words = " ".join(value.split())
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}… ({len(value)} characters)"
