"""The article's title: what the page calls it, held against what the page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.extract.blocks import Block, Blocks
from crawler.extract.marks import CHROME, COMMENT, CRUMB, HEADLINE, INFO, SIDE
from crawler.extract.metadata import Metadata
from crawler.extract.text import folded

LONGEST = 300
_CUT = re.compile(r"\s*[_|｜丨»«]+\s*|\s+[-–—:：·•~]+\s+|[-–—]{2,}|\s*::\s*")
_TIGHT = re.compile(r"\s*[-–—]+\s*")
_PREFIX = re.compile(r"^(?:标题|题目|名称|Title)\s*[：:]\s*")
_META = ("articletitle", "article:title", "og:title", "twitter:title", "dc.title", "title", "headline", "sailthru.title", "parsely-title")


@dataclass(frozen=True, slots=True)
class Title:
    """A title, the rule that gave it, and the block it stands in (None when it is not shown)."""

    text: str | None
    rule: str | None
    block: Block | None


def find(page: Blocks, metadata: Metadata, window: str | None) -> Title:
    """The title. `window`: text of the `title` element, None when there is none."""
    headings = _headings(page)
    named = [(value, f"meta {name}") for name in _META if (value := metadata.tags.get(name))]
    stated = metadata.stated("headline")
    if stated:
        named.insert(1 if named and named[0][1] == "meta articletitle" else 0, (stated, "json-ld headline"))
    if window:
        named.append((window, "title"))
    best = _confirmed(headings, named)
    if best is not None:
        return best
    return _unconfirmed(headings, named, window)


def _headings(page: Blocks) -> list[Block]:
    """Blocks that may be the headline: headings, and what names itself a title; not in navigation or comments."""
    found = []
    for block in page.blocks:
        box = block.box
        if len(block.text) > LONGEST or box.hidden or box.under & (CHROME | COMMENT):
            continue
        named = box.marks & HEADLINE or (box.parent is not None and box.parent.marks & HEADLINE and not box.parent.marks & INFO)
        if block.level or named or _has_title_name(block) or (block.bold and len(block.text) > 5):
            found.append(block)
    return found[:400]


def _has_title_name(block: Block) -> bool:
    element = block.box.element
    return element.get("itemprop") == "headline" or (element.get("id") or "").lower() in ("title", "h1title")


def _confirmed(headings: list[Block], named: list[tuple[str, str]]) -> Title | None:
    """The longest heading that the page's own names for itself contain; of equal ones the highest and first."""
    best: tuple[float, Block, str] | None = None
    names = [(folded(value), rule) for value, rule in named]
    for block in headings:
        key = folded(block.text)
        if len(key) < 2:
            continue
        for position, (name, rule) in enumerate(names):
            if key in name or (len(name) >= 8 and name in key and len(name) > 0.6 * len(key)):
                share = min(len(key), len(name)) / max(len(key), len(name), 1)
                score = share + _rank(block) + (0.15 if key == name else 0.0) - 0.01 * position
                if share >= 0.3 and (best is None or score > best[0] + 1e-9):
                    best = (score, block, rule)
    if best is None:
        return None
    block = best[1]
    text = _PREFIX.sub("", block.text)
    return Title(text, f"{_kind(block)} in {best[2]}", block)


def _rank(block: Block) -> float:
    """How much a block looks like the headline by its mark-up."""
    score = {1: 0.6, 2: 0.35, 3: 0.2, 4: 0.1}.get(block.level, 0.0)
    if block.box.under & HEADLINE:
        score += 0.2
    if block.box.under & SIDE:
        score -= 0.4
    if block.box.under & CRUMB:
        score -= 0.5
    if block.size and block.linked > 0.6 * block.size:
        score -= 0.3
    return score


def _kind(block: Block) -> str:
    return f"h{block.level}" if block.level else "class title" if block.box.under & HEADLINE else "bold line"


def _unconfirmed(headings: list[Block], named: list[tuple[str, str]], window: str | None) -> Title:
    """Nothing shown agrees with the page's names: a tag made for articles, the one h1, the window's title without the site."""
    for value, rule in named:
        if rule in ("meta articletitle", "json-ld headline", "meta article:title"):
            return Title(value, rule, _block_of(headings, value))
    firsts = [block for block in headings if block.level == 1 and len(block.text) > 3]
    marked = [block for block in headings if block.box.under & HEADLINE and len(block.text) > 7 and not block.linked]
    if len(firsts) == 1 and len(firsts[0].text) > 7:
        return Title(_PREFIX.sub("", firsts[0].text), "h1", firsts[0])
    for value, rule in named:
        if rule == "meta og:title":
            text = without_site(value)
            if len(text) > 5:
                return Title(text, rule, None)
    if window:
        text = without_site(window)
        if len(text) > 7:
            return Title(text, "title", None)
    if marked:
        return Title(_PREFIX.sub("", marked[0].text), "class title", marked[0])
    for value, rule in named:
        return Title(without_site(value), rule, None)
    return Title(None, None, None)


def _block_of(headings: list[Block], value: str) -> Block | None:
    key = folded(value)
    return next((block for block in headings if folded(block.text) == key), None)


def without_site(text: str) -> str:
    """A window title without section and site: its first part, or the longest when the first is a site's short name."""
    parts = [part for part in _CUT.split(text) if part]
    if len(parts) > 1:
        best = max(parts, key=len)
        return parts[0] if len(parts[0]) >= 0.5 * len(best) or len(parts[0]) > 12 else best
    pieces = [piece for piece in _TIGHT.split(text) if piece]
    if len(pieces) > 1 and len(pieces[0]) > 10 and len(pieces[-1]) < 12:
        return text[:text.rfind(pieces[-1])].rstrip(" -–—")
    return text
