"""The line of a trail in runs, without what leads to it, and cut at its separators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Block, Run
from crawler.extract.trail.trail_leads import LEAD, may_lead, without_first_lead
from crawler.extract.words.text import clean

SEPARATOR: Final = re.compile(r"\s*(?:[-=]{1,3}>|[>＞﹥»›→⇒⇨❯▸►▶➤➔➜〉≫⟩☞]+|(?<=\s)[|｜/／\\·•》](?=\s)|"
    r"(?<=[\u4e00-\u9fff])[/／](?=[\u4e00-\u9fff])|^[|｜/／\\·•>》]+$|(?<=\s)[-–—]{1,2}(?=\s)|"
    r"^[-–—－─―]{1,3}$|(?<=[\u4e00-\u9fff])[－─―](?=[\u4e00-\u9fff])|::|\xa0{2,})\s*")
_WIDE: Final = re.compile(SEPARATOR.pattern.replace(r"(?<=[\u4e00-\u9fff])[/／](?=[\u4e00-\u9fff])|", ""))
"""The same without slashes between words."""
HYPHENED: Final = re.compile(r"(?:网站|本站|本网)?(?:首\s?页|主\s?页)(?:\s?[-－–—]{1,2}\s?[^\s\-－–—>＞]{2,16}){1,6}")
"""Names that hyphens join, from the first page on, without links and blanks."""
_BLANKS: Final = re.compile(r"(?:网站|本站|本网)?(?:首页|主页)(?:\s[\u4e00-\u9fff]{2,10}){1,5}")
"""Names that blanks part, from the first page on: behind a lead word."""
_HYPHEN: Final = re.compile(r"\s?[-－–—]{1,2}\s?")
JOINTS: Final = re.compile("[->＞﹥》»›→⇒⇨❯▸►▶➤➔➜〉≫⟩☞|｜/／\\\\·•–—－─―:\xa0]")
"""Of which each separator has one."""
EDGE: Final = " \t\r\n\xa0\u3000_>＞﹥»›→⇒⇨❯▸►▶➤➔➜〉≫⟩☞|｜/\\：:-–—－─―·•∙,，、[]【】"
_MOST_BEFORE_LEAD: Final = 4
"""Runs of a line among which its lead word stands."""


def runs_of(block: Block) -> Iterator[tuple[str, HtmlElement | None]]:
    """The block's text in runs, neighbours of one anchor joined, the lead word taken off."""
    joined: list[tuple[str, HtmlElement | None]] = []
    for text, anchor in _from_lead(_without_heading(block.pieces)):
        if joined and joined[-1][1] is anchor:
            joined[-1] = (joined[-1][0] + text, anchor)
        else:
            joined.append((text, anchor))
    lead = True
    for text, anchor in joined:
        if lead and text.strip(EDGE):
            lead = False
            text = clean(text) + " "
            text = without_first_lead(text)
        yield text, anchor


def _from_lead(pieces: Sequence[Run]) -> Sequence[Run]:
    """The runs of a line from its lead word on: before it stands the name of the section, without a link."""
    for number, (text, anchor) in enumerate(pieces[:_MOST_BEFORE_LEAD]):
        if anchor is not None:
            break
        if number and may_lead(text) and LEAD.match(clean(text)) is not None:
            return pieces[number:]
    return pieces


def _without_heading(pieces: Sequence[Run]) -> Sequence[Run]:
    """The runs of a line without the name of the section that stands beside the trail and is one of its crumbs again."""
    shown = [number for number, (text, _) in enumerate(pieces) if not text.isspace()]
    if len(shown) < 3 or pieces[shown[-1]][1] is not None:
        return pieces
    name = pieces[shown[-1]][0].strip(EDGE)
    *before, beside = [pieces[number][0].strip() for number in shown[:-1]]
    if not name or not beside or JOINTS.match(beside[-1]) or JOINTS.match(pieces[shown[-1]][0].strip()) \
            or name not in [text.strip(EDGE) for text in (*before, beside)]:
        return pieces
    return pieces[:shown[-1]]


def are_names(text: str) -> bool:
    """Whether a text without links is the first page and sections behind it, joined by hyphens or blanks."""
    return HYPHENED.fullmatch(text) is not None or _BLANKS.fullmatch(text) is not None


def are_items(block: Block) -> bool:
    """Whether a line is names in elements of their own, with neither links nor signs between them: arrows that styles draw."""
    return len(block.pieces) > 1 and not block.linked and SEPARATOR.search(block.text) is None and not may_lead(block.text)


def parts_of(run: str, *, linked: bool = False) -> list[str]:
    """A run of text cut at its separators. A slash between two words is a part of the name (拟任/拟聘公示) where other signs part the
    names, and in the text of a link."""
    if not JOINTS.search(run):
        return run.split() if "页" in run and not linked and _BLANKS.fullmatch(run.strip()) is not None else [run]
    if "页" in run and not linked and HYPHENED.fullmatch(run.strip(EDGE)) is not None:
        return _HYPHEN.split(run)
    if "/" not in run and "／" not in run:
        return SEPARATOR.split(run)
    wide = _WIDE.split(run)
    return wide if linked or len(wide) > 1 else SEPARATOR.split(run)
