"""What each part of a page weighs: prose against clutter, and what the names of boxes say of it as far as their weight bears them out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection
from itertools import accumulate
from operator import attrgetter
from typing import Final

from crawler.extract.markup.blocks import Block, Blocks, Box
from crawler.extract.markup.marks import APART, BODY, CHROME, COMMENT, CRUMB, DIALOG, INFO, PAGER, PICKER, SIDE, TITLED, VENDOR

_SENTENCE: Final = re.compile(
    r"[。！？；…”」』，.!?;,](?:(?<=[。！？；…”」』，])|(?<=,)\s|(?<=[.!?;])[\"'’”)\]]?(?:\s|$))")
"""Signs that a line is prose. They stand in one set at the beginning, which is three times faster to look for."""
_LEAD_ON: Final = ("[详情]", "[详细]", "【详情】", "【详细】", "[查看详情]", "[全文]", "[查看全文]", "[阅读全文]", "[点击详细]")
_LEAD_ON_ENDS: Final = "]】"
"""What stands behind the beginning of another article, as a link to it, and its last sign."""
_SENTENCE_ENDS: Final = frozenset("。！？；…”」』，.!?;")
_MAJOR: Final = 0.35
"""A box with this share of the page's prose holds the article, whatever it is called."""
_OUT: Final = CHROME | APART | COMMENT | PICKER | PAGER | CRUMB
"""What puts a block out of the article."""
_TEXT: Final = BODY | VENDOR
_WEIGHED: Final = _TEXT | COMMENT | SIDE
"""Marks of boxes whose prose counts for what the others' is."""
_SAID: Final = ~(VENDOR | TITLED)
"""What a box's names say of what it is."""
_ASKED: Final = DIALOG | BODY
"""Marks that mean more than that a small box has them."""
_SMALL: Final = CRUMB | PAGER | PICKER | INFO
_LINKED: Final = 0.3
"""Share of the prose of a box in links with which its prose may be a text."""
_HEADINGS: Final = frozenset(("h2", "h3", "h4"))
_ROW: Final = 3
"""Boxes of one kind from which on they are a row."""
_NUMBER: Final = re.compile(r"\d+")
"""What tells boxes of one kind apart that are counted."""
_PART: Final = 0.15
"""Share of a page's prose with which a box around the headline is no comment, no column and nothing apart."""
_FOOT: Final = 8
_LEAST_RIGHTS: Final = 20.0
_SOON: Final = 60
"""Blocks at the end of a page among which the site tells its rights, weight of prose from which on that would count, and letters within
which it comes to them: a text may end with a note of them."""
_RIGHTS = re.compile(r"版权所有|不代表.{0,16}(?:观点|立场)|刊用本网|未经.{0,10}(?:授权|许可|同意).{0,6}(?:禁止|严禁|不得|请勿)|Copyright|©|"
                     r"All rights reserved|ICP[备证]|不良信息举报", re.IGNORECASE)
_ANSWERED: Final = re.compile(r"(?:答复|回复|办理|承办|受理|处理)(?:单位|部门|机构)|答复(?:内容|意见|时间|日期|情况)|"
                       r"(?:Replied(?: by)?|Reply (?:date|time)|Answering office)\s*:")
"""Who answered a letter to an office: that is no thread of readers."""
_SAYS_WHO: Final = 240
"""Weight at most of the line that says so."""
_LOW: Final = 40
"""Blocks at the end of a page among which sites declare what they mark how, above lists of other articles."""
_DECLARES: Final = re.compile(r"[【\[（(]?(?:(?:版权|免责|本网|本站|特别|郑重)声明\s*[】\]）)]?\s*[:：]?|\s*凡(?=本[网站]|注明))[^。]{0,12}"
                       r"(?:凡|本[网站]|注明|转载)")
_DECLARES_FIRST: Final = frozenset("【[（(版免本特郑凡")
FIRST: Final = attrgetter("first")
SOME: Final = 60
"""Weight of prose that is an article's at least: twenty Han characters."""
_SHORT: Final = 30
_LONG: Final = 240
"""Weight of a line of a word or two, at most, and of one that is prose whatever its signs, at least."""
_MUCH: Final = 1500
_OWN: Final = 250
"""Weight of prose of the article with the headline at least, beside which a column is one however long it is."""
_LITTLE: Final = 200
"""Weight of prose above which a box is no trail, page turner, switch or head line."""


class Marks(dict[Box | None, int]):
    """Marks of each box and of those above, without those that the box's own weight belies. Most boxes have none of their own: what they
    have is found when it is asked for."""

    def __init__(self) -> None:
        super().__init__({None: 0})

    def __missing__(self, box: Box) -> int:
        passed, around = [box], box.parent
        if around in self:  # as mostly
            marks = self[box] = self[around]
            return marks
        while around is not None and around not in self:
            passed.append(around)
            around = around.parent
        marks = self[around]
        for one in passed:
            self[one] = marks
        return marks


class Ground:
    """Prose and clutter of a page, block by block, with sums so that any box is weighed at once."""

    def __init__(self, page: Blocks, title: int | None = None, trusting: bool = True, without: frozenset[int] = frozenset()) -> None:
        """`title`: number of the headline's block. `trusting`: whether names alone may put a box out. `without`: numbers of blocks
        that are no part of the article."""
        self.page = page
        self.title = title
        blocks = page.blocks
        self.prose = [0.0 if 2 * (linked := block.linked) > (size := block.size) or block.level
                      else 0.1 * (size - linked) if size < _SHORT else float(size - linked) if size >= _LONG
                      else _prose_of(size, size - linked, block.text)
                      for block in blocks]
        self._put_rights_out(blocks)
        self._put_teasers_out(blocks)
        self._raw = raw = list(accumulate(self.prose, initial=0.0))
        total = raw[-1] or 1.0
        weighed = [box for box in page.marked if box.marks & _WEIGHED]
        answers: Collection[Box] = ()
        if commented := [box for box in weighed if box.marks & COMMENT]:
            answers = {box for box in commented if self._is_answer(box)}
            commented = [box for box in commented if box not in answers]
            others = self.prose.copy()
            for box in commented:
                others[box.first:box.last] = [0.0] * (box.last - box.first)
            total = sum(others) or total
        self.marks = Marks()
        self.named = [box for box in weighed if box.marks & _TEXT]
        """The boxes that are named as the text, by what name soever, in order."""
        known = self.marks
        away = [*page.hidden]
        belied = self._belied(weighed, raw, total) if trusting else ()
        for box in page.marked:
            above = marks = known[box.parent]
            own = box.marks & _SAID
            if belied and box in belied:
                own &= ~SIDE
            if answers and box in answers:
                own &= ~COMMENT
            if own & ~marks:
                small = trusting and not own & _ASKED and (prose := raw[box.last] - raw[box.first]) <= _LITTLE and prose / total <= _PART
                marks |= own if small and not marks & BODY else self._borne_out(box, own, marks, raw, total, trusting)
                if own & CHROME and above & BODY and box.tag in _HEADINGS and "nav" in box.name and not blocks[box.first].linked:
                    marks = marks & ~CHROME | above & CHROME  # a menu leads to it
                if marks & _OUT and not above & _OUT:
                    away.append(box)
            known[box] = marks
        self.out, weights = [False] * len(blocks), self.prose.copy()
        for box in away:
            self.out[box.first:box.last] = [True] * (box.last - box.first)
            weights[box.first:box.last] = [0.0] * (box.last - box.first)
        for number in without:
            self.out[number] = True
            weights[number] = 0.0
            total -= self.prose[number]
        self.total = total
        self.good: list[float] = list(accumulate(weights, initial=0.0))
        self.lost = total - self.good[-1]
        """Weight of prose that names put out, readers' words aside."""
        self.bad = self._clutter(blocks)
        """Clutter before each block: links, and lines of a word or two."""

    def _clutter(self, blocks: list[Block]) -> list[float]:
        return list(accumulate([
            0.0 if gone else block.linked + 10.0 if 2 * block.linked > block.size
            else 4.0 if block.size < _SHORT and not block.level else 0.0
            for block, gone in zip(blocks, self.out, strict=True)], initial=0.0))

    def _put_rights_out(self, blocks: list[Block]) -> None:
        """What a site tells of its rights at the end of a page is no prose."""
        foot = max(0, len(blocks) - _FOOT)
        for number in range(max(0, len(blocks) - _LOW), foot):
            if self.prose[number] > _LEAST_RIGHTS and (text := blocks[number].text)[0] in _DECLARES_FIRST and _DECLARES.match(text):
                self.prose[number] = 0.0
        for number in range(foot, len(blocks)):
            if self.prose[number] > _LEAST_RIGHTS and _tells_rights(blocks[number].text[:_SOON]):
                self.prose[number] = 0.0

    def _put_teasers_out(self, blocks: list[Block]) -> None:
        """Beginnings of other articles, each with `[详情]` behind it, are no prose on a page that has half as much of it besides."""
        teasers = [block.index for block in blocks if block.linked and block.text[-1] in _LEAD_ON_ENDS and block.text.endswith(_LEAD_ON)]
        if len(teasers) > 1 and 1.5 * sum(self.prose[number] for number in teasers) <= sum(self.prose):
            for number in teasers:
                self.prose[number] = 0.0

    def _is_answer(self, box: Box) -> bool:
        """Whether a box that is called a reply is that of an office to a letter: it says which one answered."""
        return any(block.size <= _SAYS_WHO and says_who_answered(block.text) for block in self.page.blocks[box.first:box.last][:_FOOT])

    def _belied(self, marked: list[Box], raw: list[float], total: float) -> Collection[Box]:
        """The boxes that are called columns, of one kind, which are the text together: the places of a list of the ten best, each called a
        slide, with its number or without, in a box called slides or not. One alone is asked by its own weight. `marked`: among which they
        are."""
        columns: dict[str, list[Box]] = {}
        for box in marked:
            if box.marks & SIDE and (box.parent is None or not box.parent.under & SIDE or _is_outermost(box.parent)):
                columns.setdefault(_NUMBER.sub("", box.name), []).append(box)
        return {one for boxes in columns.values() if len(boxes) >= _ROW
                and (prose := sum(raw[box.last] - raw[box.first] for box in boxes)) > _MAJOR * total
                and sum(block.linked for box in boxes for block in self.page.blocks[box.first:box.last]) < _LINKED * prose
                for one in boxes}

    def _borne_out(self, box: Box, marks: int, above: int, raw: list[float], total: float, trusting: bool) -> int:
        """The marks of a box without those that its weight belies. `above`: those of the boxes around it."""
        title = self.title
        if marks & DIALOG and title is not None and not box.first <= title < box.last:
            return marks
        prose = raw[box.last] - raw[box.first]
        if not trusting and box.tag not in ("nav", "footer"):
            marks &= BODY | COMMENT
        if prose > _LITTLE or prose / total > _PART:  # as few have
            marks = self._weighed(box, marks, prose, total, raw[-1])
        if marks & BODY:
            marks &= ~(APART | SIDE)
        elif above & BODY:
            marks &= ~SIDE
        return marks

    def _weighed(self, box: Box, marks: int, prose: float, total: float, whole: float) -> int:
        """The same of a box with much prose. `total`: prose of the page, `whole`: comments, too."""
        share = prose / total
        if marks & (SIDE | APART) and not marks & BODY and self._is_beside_article(box):
            return (marks | APART) & ~_SMALL
        if share > _PART and self.title is not None and box.first <= self.title < box.last:
            marks &= BODY
        if share > _MAJOR and marks & ~BODY:
            return marks & (BODY | (COMMENT if share * total < 0.95 * (whole or 1.0) else 0))
        if marks & (APART | CHROME | SIDE) and not marks & COMMENT and self._is_text(box, prose):
            return marks & ~(APART | CHROME | SIDE)
        return marks & ~_SMALL if prose > _LITTLE else marks

    def _article(self) -> Box | None:
        """The innermost `article` or box named as the text in which the headline stands."""
        box = self.page.blocks[self.title].box if self.title is not None else None
        while box is not None and not (box.tag == "article" or box.marks & BODY):
            box = box.parent
        return box

    def _is_beside_article(self, box: Box) -> bool:
        """Whether the headline stands with some prose in an `article`, or in a box named as the text, that has no part in this box."""
        title, raw = self.title, self._raw
        own = None if title is None or box.first <= title < box.last else self._article()
        return own is not None and title is not None and (own.last <= box.first or box.last <= own.first) \
            and raw[own.last] - raw[title] >= _OWN

    def has_article(self) -> bool:
        """Whether names leave such an article its prose."""
        own = self._article()
        return own is not None and self.title is not None and self.good[own.last] - self.good[self.title] >= _OWN

    def _is_text(self, box: Box, prose: float) -> bool:
        """Whether a box is long prose with hardly a link, by a name that means otherwise elsewhere."""
        within = box.parent is not None and self.marks[box.parent] & BODY
        return prose > (_MUCH / 4 if within else _MUCH) and box.tag not in ("nav", "footer", "aside") and \
            sum(block.linked for block in self.page.blocks[box.first:box.last]) < _LINKED * prose

    def begun_in(self, box: Box) -> list[Box]:
        """The boxes that begin at the blocks of a box or right behind them: among them are all that lie within its bounds."""
        boxes = self.page.boxes
        return boxes[bisect_left(boxes, box.first, key=FIRST):bisect_right(boxes, box.last, key=FIRST)]

    def scores(self, boxes: list[Box]) -> list[float]:
        """Prose of each box less its clutter."""
        good, bad = self.good, self.bad
        return [good[box.last] - good[box.first] - 0.7 * (bad[box.last] - bad[box.first]) for box in boxes]

    def share(self, box: Box) -> float:
        """Share of the page's prose that lies in a box."""
        return self.weight(box) / (self.good[-1] or 1.0)

    def weight(self, box: Box) -> float:
        """Prose of a box."""
        return self.good[box.last] - self.good[box.first]


def _tells_rights(text: str) -> bool:
    """Whether a site tells its rights in a text."""
    return (not text.isascii() or "right" in text.lower()) and _RIGHTS.search(text) is not None


def _prose_of(size: int, plain: int, text: str) -> float:
    """Weight as prose of a line that is neither short nor long. `plain`: weight of what is no link."""
    if has_sentence(text):
        return float(plain) if size >= 80 else 0.6 * plain
    return 0.1 * plain


def says_who_answered(text: str) -> bool:
    """Whether a line says which office answered a letter, or when: that is no thread of readers."""
    return (not text.isascii() or "Repl" in text or "Answering" in text) and _ANSWERED.search(text) is not None


def _is_outermost(box: Box) -> bool:
    """Whether a box is called a column, and lies in none."""
    return box.marks & SIDE != 0 and (box.parent is None or not box.parent.under & SIDE)


def has_sentence(text: str) -> bool:
    """Whether a line has a sign of prose."""
    return text[-1] in _SENTENCE_ENDS or ", " in text or _SENTENCE.search(text) is not None
