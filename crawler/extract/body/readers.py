"""The readers of a page's text: each says independently in which box the article lies. `crawler.extract.body.choice` chooses among them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from crawler.extract.body.wider_boxes import _LINKED
from crawler.extract.headline.title import Title
from crawler.extract.markup.blocks import WHOLE, Box
from crawler.extract.markup.ground import FIRST, SOME, Ground
from crawler.extract.markup.marks import BODY

_SHARE: Final = 0.85
_OWN: Final = 0.7
"""A box gives way to one inside it that has this share of its score; less is asked of one that is named as the text."""
_NAMED: Final = 0.4
"""Share of the weight of the text that a box inside must have to go before it by its name alone."""
_LEAST_OF_ALL: Final = 0.25
_OF_ALL: Final = 0.4
"""Share of a page's prose below which the box with most of it and least clutter is doubted, and that of one which is taken then."""
_OTHERS: Final = 0.1
"""Share of the weight of a named box that others of the same name have when they are parts of the same text."""
_EARLY: Final = 0.33
_BEFORE: Final = 0.25
"""Share of the prose at which a box is that has much of it and little before it, and the share that may stand before it."""
_CHAPTER: Final = 200
"""Weight of prose of a section that is a chapter."""
_CAPTIONS: Final = 2
"""Lines of a picture's caption at most."""
_AS_LONG: Final = 0.5
"""Share of a part's weight that the next part of the text has at least."""
_PARAGRAPHS: Final = 5
_DIRECT: Final = 0.6
"""Paragraphs that stand in a box itself when an editor filled it, and their share of its weight."""
_FEW_PARAGRAPHS: Final = 3
_MOST: Final = 0.5
_NEAR: Final = 8
"""Such paragraphs at least where the box has more than half of the prose, or stands right below the headline: that share, and the blocks
below it within which it does."""


def density(ground: Ground) -> Box | None:
    """The box with most prose and least clutter; None on a page without text."""
    whole, boxes = ground.good[-1], ground.page.boxes
    if whole <= 0:
        return None
    around = [*_around_middle(ground, boxes[0]), boxes[0]][::-1]
    highest = max(scores := ground.scores(around))
    if highest > 0.5 * whole:  # no other box has that much prose
        return around[scores.index(highest)]
    highest = max(scores := ground.scores(boxes))
    return boxes[scores.index(highest) if highest > 0 else 0]


def side_by_side(ground: Ground, best: Box) -> Box:
    """The box whose own paragraphs have much more prose than the one that density found, which has little clutter: tables and lists of
    figures between the paragraphs of a long text must not weigh against it, nor what stands beside a text that lies right in the page."""
    whole, weights = ground.good[-1], dict[Box, float]()
    if ground.weight(best) >= _LEAST_OF_ALL * whole:
        return best  # nearly always
    for block in ground.page.blocks:
        around = block.box.parent if block.box.tag == "p" else block.box if block.box.tag in WHOLE else None
        if around is not None and not ground.out[block.index]:
            weights[around] = weights.get(around, 0.0) + ground.prose[block.index]
    around = max(weights, key=lambda box: weights[box], default=best)
    enough = around is not best and weights[around] >= _OF_ALL * whole and weights[around] > 2 * ground.weight(best)
    return around if enough else best


def _around_middle(ground: Ground, outer: Box) -> Iterator[Box]:
    """The boxes inside of another that hold the block with the middle of its prose, from inside outwards: none beside them has half of
    that prose."""
    good, first = ground.good, outer.first
    middle = bisect_left(good, 0.5 * (good[first] + good[outer.last]), first + 1, outer.last) - 1
    box: Box | None = ground.page.blocks[middle].box
    while box is not None and box is not outer:
        yield box
        box = box.parent


def content_mark(ground: Ground, base: Box) -> Box | None:
    """The weightiest box inside of what density found that is named as the text, if it has much of the prose and no
    others of the same name are parts of the same text."""
    inside = [one for one in ground.named if one.marks & BODY and one.first >= base.first and one.last <= base.last]
    if not inside:
        return None
    scores = ground.scores(inside)
    best = inside[scores.index(max(scores))]
    name = _called(best)
    beside = [one for one in inside if one.last <= best.first or one.first >= best.last]
    others = sum(ground.weight(one) for one in beside if _called(one) == name)
    enough = ground.weight(best) >= _NAMED * ground.weight(base)
    return best if enough and others < _OTHERS * ground.weight(best) and not _are_parts(ground, best, beside) else None


def _called(box: Box) -> str:
    """The first of a box's names: those behind it are of colours and margins, which builders of pages give each part of a text anew."""
    return box.name.split(" ", 1)[0]


def _are_parts(ground: Ground, best: Box, beside: list[Box]) -> bool:
    """Whether half as much as a box named as the text has stands beside it in single paragraphs that are each named so: components of
    an editor."""
    parts = [one for one in beside if one.tag == "p"]
    return len(parts) >= _PARAGRAPHS and sum(map(ground.weight, parts)) >= 0.5 * ground.weight(best)


def written(ground: Ground, title: Title, base: Box) -> Box:
    """The box inside that an editor filled: the first with much of the prose, most of it in paragraphs of its own side by side, when
    little stands before it and nothing of its kind beside it. What the page has behind it, readers' praise, other stories, offers,
    lies in boxes of other kinds; what it has above the headline does not count. The same box when there is none."""
    good, number = ground.good, title.block.index if title.block is not None else base.first
    begin = number if base.first < number < base.last else base.first
    weight = good[base.last] - good[begin]
    early = bisect_left(good, good[begin] + _EARLY * weight, begin + 1, base.last) - 1
    box: Box | None = ground.page.blocks[early].box
    while box is not None and box is not base and ground.weight(box) < _NAMED * weight:
        box = box.parent
    if box is None or box is base or good[box.first] - good[begin] > _BEFORE * weight:
        return base
    prose, near = _paragraphs(ground, box), begin < box.first <= begin + _NEAR
    if len(prose) < (_FEW_PARAGRAPHS if near or ground.weight(box) > _MOST * weight else _PARAGRAPHS) \
            or sum(prose) < _DIRECT * ground.weight(box):
        return base
    alike = [one for one in ground.begun_in(base) if one.tag == box.tag and _called(one) == _called(box)
             and (one.last <= box.first or box.last <= one.first < base.last)]
    return box if sum(sum(_paragraphs(ground, one)) for one in alike) < _OTHERS * ground.weight(box) and not _goes_on(ground, base, box) \
        else base


def _goes_on(ground: Ground, base: Box, box: Box) -> bool:
    """Whether the text goes on right behind a box in another beside it, of paragraphs alone and as long: a line between cuts it in two;
    or in paragraphs right in the box around it."""
    right = [block for block in ground.page.blocks[box.last:base.last] if block.box.parent is box.parent and block.box.tag == "p"]
    if len(right) >= _FEW_PARAGRAPHS and sum([ground.prose[block.index] for block in right]) >= _AS_LONG * ground.weight(box):
        return True
    beside = next((one for one in ground.begun_in(base) if one.tag == "div" and one.parent is box.parent
                   and box.last <= one.first <= box.last + _CAPTIONS and one.last <= base.last
                   and ground.weight(one) >= _AS_LONG * ground.weight(box)), None)
    if beside is None:
        return False
    blocks = ground.page.blocks[beside.first:beside.last]
    return sum(_paragraphs(ground, beside)) >= _DIRECT * ground.weight(beside) and not any(block.level for block in blocks) \
        and sum(block.linked for block in blocks) < _LINKED * ground.weight(beside)


def _paragraphs(ground: Ground, box: Box) -> list[float]:
    """Prose of each paragraph that stands in a box itself."""
    return [prose for block in ground.page.blocks[box.first:box.last] if block.box.tag == "p" and block.box.parent is box
            and (prose := ground.prose[block.index]) >= SOME and not ground.out[block.index]]


def narrowed(ground: Ground, box: Box) -> Box:
    """The smallest box inside with nearly all of the prose."""
    while True:
        around, weight = list(_around_middle(ground, box)), ground.weight(box)
        best = around[-1] if around else None
        if best is None or best.tag == "p" or (own := ground.weight(best)) < (_OWN if best.marks & BODY else _SHARE) * weight:
            return box
        if (best.tag == "section" and _has_sisters(ground, box, best)) \
                or (best.tag == "div" and best.name and _has_twin(ground, box, best)):
            return box
        if _tells_itself(ground, box, best):
            return box
        single = best.last - best.first <= 1
        if single or ground.scores([best])[0] <= weight - own:
            inside = _inside(ground, box)
            scores = ground.scores(inside)
            if inside[scores.index(max(scores))] is not best or (single and len(inside) > 3):
                return box
        box = best


def _tells_itself(ground: Ground, box: Box, inside: Box) -> bool:
    """Whether the line right above a box inside of another stands in that itself, and is prose: a paragraph whose box nobody closed."""
    above = inside.first - 1
    return above >= box.first and ground.page.blocks[above].box is box and ground.prose[above] >= SOME


def _has_sisters(ground: Ground, around: Box, section: Box) -> bool:
    """Whether other sections with a paragraph of prose stand beside one in an `article`: chapters of it."""
    return _is_in_article(section) and any(
        one.tag == "section" and one.parent is section.parent and one is not section and around.first <= one.first
        and one.last <= around.last and ground.weight(one) >= _CHAPTER for one in ground.begun_in(around))


def _has_twin(ground: Ground, around: Box, part: Box) -> bool:
    """Whether right behind a box, but for a picture and its caption between, the text goes on in another of the same class beside it,
    without links to speak of: wide pictures cut a text in two."""
    last = part.last
    for one in ground.begun_in(around):
        if one.first >= last and one.parent is part.parent:
            if one.first - last > _CAPTIONS or one.last > around.last:
                break
            if one.tag == part.tag and one.name == part.name:
                blocks = ground.page.blocks[one.first:one.last]
                return ground.weight(one) >= _CHAPTER and not any(block.level and block.linked for block in blocks) \
                    and sum(block.linked for block in blocks) < _LINKED * ground.weight(one)
    return False


def _is_in_article(inner: Box) -> bool:
    box: Box | None = inner
    while box is not None and box.tag != "article":
        box = box.parent
    return box is not None


def _inside(ground: Ground, box: Box) -> list[Box]:
    """The boxes that lie in another without any between."""
    boxes = ground.page.boxes
    start = boxes.index(box) + 1  # what lies in a box begins behind it
    return [one for one in boxes[start:bisect_left(boxes, box.last, start, key=FIRST)] if one.parent is box]


