"""What was found of a portal, each with its evidence."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class Section:
    """A list of articles."""

    url: str
    name: str | None
    """As the page or the link to it calls it."""
    rows: int
    """Articles on its first page, or in its first answer."""
    dated: int
    """Of these, rows that state a day."""
    total: int | None = None
    pages: int | None = None
    mechanism: str = "none"
    """How it goes on, in words."""
    second: str = "not asked"
    """What its second page gave."""
    kind: str | None = None
    """Its ColumnType tag."""
    why: str = ""
    """How it was found."""

    def claims(self) -> str:
        """What it says that it has, in words; empty when it says nothing."""
        return ", ".join(f"{number} {what}" for number, what in ((self.total, "articles"), (self.pages, "pages")) if number)


NOT_SEEN = "supposed, nothing was seen that tells"


@dataclass(slots=True, kw_only=True)
class Findings:
    """Everything."""

    name: str
    url: str
    title: str = ""
    language: str = "zh-Hans"
    language_why: str = ""
    hosts: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    allow_private: bool = False
    families: Counter[str] = field(default_factory=Counter)
    """Pages by the family that their signs tell."""
    family_signs: dict[str, str] = field(default_factory=dict)
    charsets: Counter[str] = field(default_factory=Counter)
    robots: str = "not asked"
    sitemaps: dict[str, int] = field(default_factory=dict)
    """Address to its entries."""
    feeds: dict[str, int] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    articles: str | None = None
    """Expression for articles' addresses, where their family's own does not fit."""
    articles_why: str = ""
    read: list[str] = field(default_factory=list)
    """Articles that were read, and what was found in them; a line each."""
    twins: dict[str, str] = field(default_factory=dict)
    """Address of another edition to the words of its link."""
    scripted: bool = False
    """Whether the home page has no links but scripts: only a browser builds it."""
    unseen: int = 0
    """Links that look like sections and were not asked."""
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def family(self) -> str | None:
        """The family of most pages that bear a sign, if it is that of two thirds of them."""
        known = Counter({name: count for name, count in self.families.items() if name != "generic"})
        if not known:
            return None
        name, count = known.most_common(1)[0]
        return name if 3 * count >= 2 * known.total() else None

    @property
    def empty(self) -> bool:
        """Whether nothing was found that leads to articles."""
        return not (self.sections or any(self.sitemaps.values()) or any(self.feeds.values()))

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "family": self.family, "families": dict(self.families), "charsets": dict(self.charsets)}


def told(found: Findings) -> str:
    """The report for a reader."""
    lines = [f"{found.url}: {found.title or 'no title'}", f"  language {found.language}: {found.language_why or NOT_SEEN}",
             f"  charset {_counted(found.charsets)}"]
    if found.family is not None:
        lines.append(f"  family {found.family}: {found.family_signs[found.family]} ({_counted(found.families)})")
    else:
        lines.append(f"  no one family ({_counted(found.families)})")
    if found.scripted:
        lines.append("  the home page has no links, only scripts: the draft asks for a browser")
    lines.append(f"  robots.txt: {found.robots}")
    lines += [f"  sitemap {url}: {count} entries" for url, count in found.sitemaps.items()] or ["  no sitemap"]
    lines += [f"  feed {url}: {count} entries" for url, count in found.feeds.items()] or ["  no feed"]
    lines += [f"  other edition {url}: {words}" for url, words in found.twins.items()]
    lines.append(f"  {len(found.sections)} sections{f', {found.unseen} more links not asked' if found.unseen else ''}")
    for section in found.sections:
        claims = section.claims()
        lines.append(f"    {section.name or '(no name)'}  {section.url}")
        lines.append(f"      {section.rows} rows, {section.dated} dated{f'; claims {claims}' if claims else ''}; goes on "
                     f"{section.mechanism}; page 2: {section.second}{f'; {section.kind}' if section.kind else ''}")
    lines.append(f"  articles: {found.articles or 'as the family has them'}: {found.articles_why or NOT_SEEN}")
    lines += [f"    {line}" for line in found.read]
    lines += [f"  {url}: {reason}" for url, reason in found.problems.items()]
    return "\n".join(lines)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common()) or "none"
