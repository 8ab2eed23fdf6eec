"""Where the article's text lies: which box, and which blocks in it are the article's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate, groupby

from lxml.html import HtmlElement

from crawler.extract.blocks import Block, Blocks, Box
from crawler.extract.boilerplate import begins_another
from crawler.extract.marks import APART, BODY, CAPTION, CHROME, COMMENT, CRUMB, INFO, PAGER, PICKER, SIDE
from crawler.extract.text import has_letters
from crawler.extract.title import Title

_SENTENCE = re.compile(r"[。！？；…”」』]|[.!?;][\"'’”)\]]?(?:\s|$)|，|,\s")
_CONTENTS = re.compile(r"(?:table of )?contents|in this (?:article|guide|post|story)|on this page|jump to.{0,20}|quick links|"
    r"目\s*录|本文导航", re.IGNORECASE)
_BOXES = frozenset(("div", "section", "article", "ul", "ol", "table", "dl", "aside", "form", "li"))
_HAN = re.compile("[\u3400-\u9fff]")
_CREDIT = re.compile(r"\b(?:photo(?:graph(?:er|y|s)?)?|image|picture|credit|courtesy|source|getty|shutterstock|istock|"
    r"unsplash|pexels|adobe stock|"
                     r"illustration|screenshot|reuters|alamy)\b|©|^by\b", re.IGNORECASE)
_MAJOR = 0.35
"""A box with this share of the page's prose holds the article, whatever it is called."""
_SHARE, _OWN = 0.85, 0.7
"""A box gives way to one inside it that has this share of its score; less is asked of one that is named as the text."""
_OUT = CHROME | APART | COMMENT | PICKER | PAGER | CRUMB
"""What puts a block out of the article."""
_SMALL = CRUMB | PAGER | PICKER | INFO
_SOME = 60
"""Weight of prose that is an article's at least: twenty Han characters."""
_FAR = 30
"""Blocks between headline and text in which a standfirst may lie."""
_ABSTRACT = re.compile(r"(?:摘\s*要|核心提示|内容提要|导\s*读|提\s*要)\s*[:：]")
_PART = 0.15
"""Share of a page's prose with which a box around the headline is no comment, no column and nothing apart."""
_MUCH = 1500
_LONG_LIST = 12
"""Lines in a row that are links alone, from which on they are a list of other pages."""
_LITTLE = 200
"""Weight of prose above which a box is no trail, page turner, switch or head line."""


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of the article, in order, and the rule that chose them."""

    blocks: list[Block] = field(default_factory=list)
    rule: str | None = None
    box: Box | None = None
    """The box chosen; None when there is no body."""


class Ground:
    """Prose and clutter of a page, block by block, with sums so that any box is weighed at once."""

    def __init__(self, page: Blocks, title: int | None = None, trusting: bool = True) -> None:
        """`title`: number of the headline's block. `trusting`: whether names alone may put a box out."""
        self.page = page
        self.prose = [_prose(block) for block in page.blocks]
        raw = list(accumulate(self.prose, initial=0.0))
        whole = raw[-1] or 1.0
        total = sum(value for value, block in zip(self.prose, page.blocks, strict=True) if not block.box.under & COMMENT) or whole
        self.marks: dict[Box, int] = {}
        """Marks of each box and those above, without those that the box's own weight belies."""
        for box in page.boxes:
            marks = box.marks
            if not marks:
                self.marks[box] = self.marks[box.parent] if box.parent is not None else 0
                continue
            share = (raw[box.last] - raw[box.first]) / total
            if title is not None and box.first <= title < box.last and share > _PART:
                marks &= BODY
            if not trusting and box.tag not in ("nav", "footer"):
                marks &= BODY | COMMENT
            if share > _MAJOR and marks & ~BODY:
                marks &= BODY | (COMMENT if share * total < 0.95 * whole else 0)
            elif marks & (APART | CHROME | SIDE) and not marks & COMMENT and self._is_text(box, raw):
                marks &= ~(APART | CHROME | SIDE)
            elif marks & _SMALL and raw[box.last] - raw[box.first] > _LITTLE:
                marks &= ~_SMALL
            if marks & BODY:
                marks &= ~(APART | SIDE)
            elif box.parent is not None and self.marks[box.parent] & BODY:
                marks &= ~SIDE
            self.marks[box] = marks | (self.marks[box.parent] if box.parent is not None else 0)
        self.out = [block.box.hidden or self.marks[block.box] & _OUT != 0 for block in page.blocks]
        self.lost = total - sum(value for value, out in zip(self.prose, self.out, strict=True) if not out)
        """Weight of prose that names put out, readers' words aside."""
        self.total = total
        self.good = list(accumulate((0.0 if out else value for value, out in zip(self.prose, self.out, strict=True)), initial=0.0))
        self.bad = list(accumulate(
            (0.0 if out else _clutter(block) for block, out in zip(page.blocks, self.out, strict=True)), initial=0.0))

    def _is_text(self, box: Box, raw: list[float]) -> bool:
        """Whether a box is long prose with hardly a link, by a name that means otherwise elsewhere."""
        prose = raw[box.last] - raw[box.first]
        within = box.parent is not None and self.marks[box.parent] & BODY
        return prose > (_MUCH / 4 if within else _MUCH) and box.tag not in ("nav", "footer", "aside") and \
            sum(block.linked for block in self.page.blocks[box.first:box.last]) < 0.3 * prose

    def scores(self, boxes: list[Box]) -> list[float]:
        """Prose of each box less its clutter."""
        good, bad = self.good, self.bad
        return [good[box.last] - good[box.first] - 0.7 * (bad[box.last] - bad[box.first]) for box in boxes]

    def weight(self, box: Box) -> float:
        """Prose of a box."""
        return self.good[box.last] - self.good[box.first]


def _prose(block: Block) -> float:
    """Weight of a block's text as prose; 0 for links, labels, single words."""
    plain = block.size - block.linked
    if block.level or plain < 0.5 * block.size:
        return 0.0
    if block.size >= 80 and (_SENTENCE.search(block.text) or block.size >= 240):
        return float(plain)
    if block.size >= 30 and _SENTENCE.search(block.text):
        return 0.6 * plain
    return 0.1 * plain


def _clutter(block: Block) -> float:
    if block.linked > 0.5 * block.size:
        return float(block.linked) + 10
    return 4.0 if block.size < 30 and not block.level else 0.0


def find(page: Blocks, title: Title) -> Body:
    """The body by weight of prose; an empty one when the page has no text."""
    if not page.blocks:
        return Body()
    number = title.block.index if title.block is not None else None
    ground = Ground(page, number)
    if ground.lost > 0.75 * ground.total:
        ground = Ground(page, number, trusting=False)
    box, rule = _chosen(page, ground)
    if box is None:
        return Body()
    near = _near_title(page, ground, title, box)
    if near is not None:
        box, rule = near, "near headline"
    first, last = box.first, box.last
    start = _start(page, ground, title, first, last)
    if ground.good[last] - ground.good[start] < 0.5 * (ground.good[last] - ground.good[first]):
        start = first
    aside = _set_aside(page, ground, box)
    kept = [block for block in page.blocks[start:last]
            if block.index not in aside and _stays(block, ground, box) and (block.index >= first or ground.prose[block.index] >= _SOME)]
    return Body(without_link_lists(kept), rule, box)


def _near_title(page: Blocks, ground: Ground, title: Title, box: Box) -> Box | None:
    """The smallest box around the headline that has prose behind it, when the weightiest box is another part of the page: short
    articles stand beside long teasers. None when there is no such doubt."""
    if title.block is None or title.block.level not in (0, 1, 2) or "in " not in (title.rule or ""):
        return None
    around: Box | None = title.block.box
    while around is not None and ground.good[around.last] - ground.good[min(title.block.index + 1, around.last)] < _SOME:
        around = around.parent
    if around is None or (around.first <= box.first and box.last <= around.last):
        return None
    own = ground.good[around.last] - ground.good[title.block.index]
    far = box.first - around.last > _FAR
    return around if own > (0.12 if far else 1.0) * ground.weight(box) else None


def _start(page: Blocks, ground: Ground, title: Title, first: int, last: int) -> int:
    """Where the text begins: behind the headline, with the standfirst that lies between it and the box."""
    if title.block is None or title.block.index >= last:
        return first
    begin = title.block.index + 1
    if begin >= first:
        return begin
    if first - begin > _FAR:
        return first
    leads = [block for block in page.blocks[begin:first] if ground.prose[block.index] >= 60 and _stays(block, ground, None)
             and not ground.marks[block.box] & (SIDE | INFO | CAPTION) and not _ABSTRACT.match(block.text)]
    return leads[0].index if leads else first


def _set_aside(page: Blocks, ground: Ground, chosen: Box) -> set[int]:
    """Numbers of the blocks in small boxes inside the chosen one that are headed as another part of the page."""
    found: set[int] = set()
    for box in page.boxes:
        if box.tag not in _BOXES or box.last - box.first < 2 or box.first < chosen.first or box.last > chosen.last:
            continue
        if box is not chosen and box.last - box.first <= 40 and ground.weight(box) <= 0.3 * ground.weight(chosen):
            head = page.blocks[box.first].text
            if begins_another(head) or _CONTENTS.fullmatch(head):
                found.update(range(box.first, box.last))
    return found


def without_link_lists(blocks: list[Block]) -> list[Block]:
    """Without the runs of lines that are nothing but links, at the edges of the text or long; single ones in it stay."""
    while blocks and blocks[0].linked >= 0.7 * blocks[0].size and not blocks[0].level:
        blocks = blocks[1:]
    kept: list[Block] = []
    for linked, group in groupby(blocks, key=_is_link):
        members = list(group)
        at_edge = not kept or members[-1] is blocks[-1]
        if not linked or not (not kept or (at_edge and len(members) > 1) or len(members) >= _LONG_LIST):
            kept += members
    return kept


def _is_link(block: Block) -> bool:
    return block.linked >= 0.8 * block.size and block.size < 400 and not block.level


def _children(page: Blocks) -> dict[Box, list[Box]]:
    found: dict[Box, list[Box]] = {}
    for box in page.boxes:
        if box.parent is not None:
            found.setdefault(box.parent, []).append(box)
    return found


def _chosen(page: Blocks, ground: Ground) -> tuple[Box | None, str]:
    children = _children(page)
    scores = ground.scores(page.boxes)
    highest = max(scores)
    box = page.boxes[scores.index(highest)]
    if highest <= 0:
        box = page.boxes[0]
        if ground.good[-1] <= 0:
            return None, ""
    while True:
        here = ground.weight(box)
        inside = children.get(box)
        if not inside:
            break
        scores = ground.scores(inside)
        best = inside[scores.index(max(scores))]
        share = _OWN if best.marks & BODY else _SHARE
        if ground.weight(best) < share * here:
            break
        if best.tag == "p" or (best.last - best.first <= 1 and len(children.get(box, ())) > 3):
            break
        box = best
    return box, "content mark" if ground.marks[box] & BODY else "density"


def _stays(block: Block, ground: Ground, box: Box | None) -> bool:
    if ground.out[block.index]:
        return False
    marks = ground.marks[block.box]
    if marks & SIDE and box is not None and not ground.marks[box] & SIDE:
        return False
    if marks & INFO and not marks & BODY and block.size < 200:
        return False
    if block.text.isascii() or not _HAN.search(block.text):
        return not _is_latin_furniture(block, marks)
    return True


def _is_latin_furniture(block: Block, marks: int) -> bool:
    """Credits of pictures, buttons, labels: what stands in Western articles between the paragraphs."""
    if marks & CAPTION and block.size < 160 and _CREDIT.search(block.text):
        return True
    if block.box.tag not in ("div", "p") or block.size >= 300:
        return not has_letters(block.text)
    if block.linked >= 0.9 * block.size:
        return True
    return block.box.tag == "div" and block.size < 40 and not block.broken and not _SENTENCE.search(block.text)


def within(page: Blocks, title: Title, elements: list[HtmlElement], rule: str) -> Body:
    """The body in the elements that a layout names: all of their text but navigation, comments and hidden parts."""
    wanted = set(elements)
    boxes = [box for box in page.boxes if box.element in wanted]
    if not boxes:
        return Body()
    ground = Ground(page)
    kept = {}
    for box in boxes:
        for block in page.blocks[box.first:box.last]:
            if not block.box.hidden and not ground.out[block.index] and block is not title.block:
                kept[block.index] = block
    return Body([kept[index] for index in sorted(kept)], rule, boxes[0])
