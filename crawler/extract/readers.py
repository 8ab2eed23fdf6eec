"""The readers of a page's text: each says independently in which box the article lies. `crawler.extract.body` chooses among them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from html import unescape

from crawler.extract.blocks import WHOLE, Box
from crawler.extract.compose import in_data_table
from crawler.extract.ground import FIRST, Ground
from crawler.extract.marks import BODY, CHROME, COMMENT, VENDOR
from crawler.extract.metadata import Metadata
from crawler.extract.text import folded
from crawler.extract.title import Title

_SHARE, _OWN = 0.85, 0.7
"""A box gives way to one inside it that has this share of its score; less is asked of one that is named as the text."""
SOME = 60
"""Weight of prose that is an article's at least: twenty Han characters."""
_NAMED = 0.4
"""Share of the weight of the text that a box inside must have to go before it by its name alone."""
_LEAST_OF_ALL, _OF_ALL = 0.25, 0.4
"""Share of a page's prose below which the box with most of it and least clutter is doubted, and that of one which is taken then."""
_OTHERS = 0.1
"""Share of the weight of a named box that others of the same name have when they are parts of the same text."""
_EARLY, _BEFORE = 0.33, 0.25
"""Share of the prose at which a box is that has much of it and little before it, and the share that may stand before it."""
_CHAPTER = 200
"""Weight of prose of a section that is a chapter."""
_CAPTIONS = 2
"""Lines of a picture's caption at most."""
_AS_LONG = 0.5
"""Share of a part's weight that the next part of the text has at least."""
_PARAGRAPHS, _DIRECT = 5, 0.6
"""Paragraphs that stand in a box itself when an editor filled it, and their share of its weight."""
_FEW_PARAGRAPHS, _MOST, _NEAR = 3, 0.5, 8
"""Such paragraphs at least where the box has more than half of the prose, or stands right below the headline: that share, and the blocks
below it within which it does."""
_HOLDERS = frozenset(("div", "td", "section", "article"))
_LISTS = frozenset(("ol", "ul", "dl", "blockquote"))
_LISTED = _LISTS | {"li", "dd"}
"""What stands in a text, with a few words of it around, and what such a list may stand in."""
_LINKED = 0.3
"""Share of the words around a list in links with which they are of its text."""
_HEAD_WORD = re.compile("浏览|阅读|点击|发布|来源|字[体号]|打印|关闭|责任?编|上一|下一")
"""Of which the head line of a page, and what stands below its text, has one."""
_NAMES_FILE = re.compile(r"\W*附\s*[件表]|.{2,120}\.(?:docx?|xlsx?|pdf|wps|ofd|et|zip|rar)\W*$", re.IGNORECASE)
"""How a line begins or ends that is the link to a file of the text."""
_PARAGRAPH = 1200
"""Weight of the one paragraph of a notice at most: 现将…印发给你们, between those it is sent to and the office that signs."""
_MOST_AROUND = 60
"""Lines of the text around a single paragraph at most."""
_VERSES = 5
"""Lines of a text without prose at least."""
LONG = 200
"""Characters of a text in JSON-LD from which on the page is searched for it."""


_MARKUP = re.compile(r"<[^<>]*>")

Reader = Callable[[Ground, Title, Metadata | None, Box], Box | None]
"""Takes the page, its headline, its tags, and the box that holds the text by its weight; None: the reader sees no article."""


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
    name = best.name
    beside = [one for one in inside if one.last <= best.first or one.first >= best.last]
    others = sum(ground.weight(one) for one in beside if one.name == name)
    enough = ground.weight(best) >= _NAMED * ground.weight(base)
    return best if enough and others < _OTHERS * ground.weight(best) and not _are_parts(ground, best, beside) else None


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
    alike = [one for one in ground.begun_in(base) if one.tag == box.tag and one.name == box.name
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


def around_line(ground: Ground, title: Title, box: Box) -> Box:
    """The box around a single paragraph, in Latin letters a short one, when that stands in the text with lines that hardly weigh: names,
    places, figures, files."""
    around = box.parent
    while around is not None and around.first == box.first and around.last == box.last:
        around = around.parent  # a wrapper
    if box.last - box.first != 1 or around is None or around.tag not in _HOLDERS or title.block is None \
            or box.first <= title.block.index or around.last - around.first > _MOST_AROUND \
            or ground.weight(box) > (LONG if ground.page.blocks[box.first].text.isascii() else _PARAGRAPH):
        return box
    blocks = ground.page.blocks[around.first:around.last]
    plain = not any((block.linked and not _NAMES_FILE.match(block.text) and not block.text.startswith("http")) or block.level
                    or ground.out[block.index] for block in blocks if block is not title.block)
    return around if plain else box


def around_list(ground: Ground, title: Title, box: Box) -> Box:
    """The box around a list or a quotation that is nearly all of a text: what leads to it, its heading, what a dish is made of, stand in
    lines above it that hardly weigh. The same box when it is none, or what is around it holds the headline, too, or links."""
    if box.tag not in _LISTS:
        return box  # as mostly
    around = box.parent
    while around is not None and (around.tag in _LISTED or (around.first == box.first and around.last == box.last)):
        around = around.parent
    if around is None or around.tag not in _HOLDERS - {"td"} or title.block is None or around.first <= title.block.index \
            or 2 * _in_items(ground, box) < ground.weight(box):
        return box
    others = [block for block in ground.page.blocks[around.first:around.last]
              if not box.first <= block.index < box.last and not ground.out[block.index]]
    return around if len(others) <= _MOST_AROUND and sum(block.linked for block in others) < _LINKED * sum(block.size for block in others) \
        else box


def _in_items(ground: Ground, box: Box) -> float:
    """Prose of the lines of a list that stand in its items themselves: items that hold boxes are other articles."""
    return sum(ground.prose[block.index] for block in ground.page.blocks[box.first:box.last]
               if block.box.tag in _LISTED or (block.box.parent is not None and block.box.parent.tag in _LISTED))


def around_cell(ground: Ground, title: Title, box: Box) -> Box:
    """What stands around a single cell of a table of data, that and the other tables beside it: a letter to an office and its answer."""
    if box.tag != "td" or box.table is None or not in_data_table(box):
        return box
    table, around = box.table, box.table.parent
    while around is not None and around.tag in _HOLDERS and around.last - around.first <= _MOST_AROUND \
            and (title.block is None or not around.first <= title.block.index < table.first):
        others = [block for block in ground.page.blocks[around.first:around.last] if not table.first <= block.index < table.last]
        if any(block.linked for block in others):
            break
        if any(ground.prose[block.index] >= SOME and in_data_table(block.box) for block in others):
            return around
        around = around.parent
    return table


def data_table(ground: Ground, title: Title) -> Box | None:
    """The largest table of data behind the headline, on a page without prose: tenders, penalties, results. Tables of links are lists."""
    start = title.block.index + 1 if title.block is not None else 0
    best, most = None, SOME
    for box in ground.page.boxes:
        if box.tag != "table" or box.first < start or box.hidden or ground.marks[box] & (CHROME | COMMENT):
            continue
        blocks = ground.page.blocks[box.first:box.last]
        size = sum(block.size for block in blocks)
        if size > most and sum(block.linked for block in blocks) < 0.2 * size and in_data_table(blocks[0].box):
            best, most = box, size
    return _with_lines(ground, best, start) if best is not None and title.block is not None else best


def _with_lines(ground: Ground, table: Box, start: int) -> Box:
    """The box about a table with the short lines of its text before and behind it: headings, times, notes. `start`: the number of the
    block behind the headline; what holds that, links or the head line of the page, holds more than the text."""
    box = table
    while (around := box.parent) is not None and around.first >= start and around.tag in _HOLDERS \
            and around.last - around.first <= table.last - table.first + _MOST_AROUND:
        others = [block for block in ground.page.blocks[around.first:around.last] if not table.first <= block.index < table.last]
        if any(block.linked or ground.out[block.index] or _HEAD_WORD.search(block.text) for block in others):
            break
        box = around
    return box


def verses(ground: Ground, title: Title) -> Box | None:
    """The first box behind the headline with lines enough that end in a `<br>`: poems have no line that weighs as prose."""
    lines: dict[Box, int] = {}
    start = title.block.index + 1 if title.block is not None else len(ground.page.blocks)
    for block in ground.page.blocks[start:]:
        if block.broken and not block.linked and not ground.out[block.index]:
            lines[block.box] = lines.get(block.box, 0) + 1
    return next((box for box, count in lines.items() if count >= _VERSES), None)


def _vendor_mark(ground: Ground, title: Title, metadata: Metadata | None, base: Box) -> Box | None:
    """The box that a content system names as its text; of several beside each other the one around them."""
    outer: list[Box] = []
    for box in ground.named:
        if box.marks & VENDOR and not box.hidden and not box.under & (CHROME | COMMENT) and ground.weight(box) >= SOME \
                and not (outer and box.last <= outer[-1].last):
            outer.append(box)
    if len(outer) > 1 and len({box.parent for box in outer}) == 1:
        return outer[0].parent
    return max(outer, key=ground.weight, default=None)


def _tags_around(ground: Ground, title: Title, metadata: Metadata | None, base: Box) -> Box | None:
    """The box in which the page's tags say that the content starts (`<meta name="ContentStart">`)."""
    if metadata is None or not metadata.has("contentstart"):
        return None
    holder = next((element.getparent() for element in ground.page.boxes[0].element.iter("meta")
                   if (element.get("name") or "").lower() == "contentstart"), None)
    return next((box for box in ground.page.boxes[1:] if box.element is holder and box.tag not in ("head", "body")), None)


def _microdata(ground: Ground, title: Title, metadata: Metadata | None, base: Box) -> Box | None:
    """The box whose microdata or RDFa call it the article's body."""
    boxes = [box for box in ground.named if box.marks & BODY and not box.hidden and box.element.get("itemprop") == "articleBody"]
    return boxes[0] if len(boxes) == 1 else None


def _near_headline(ground: Ground, title: Title, metadata: Metadata | None, base: Box) -> Box | None:
    """The smallest box around the headline that has prose behind it, when the weightiest box is another part of the page: short
    articles stand beside long teasers. None when there is no such doubt."""
    if title.block is None or title.block.level not in (0, 1, 2) or "in " not in (title.rule or ""):
        return None
    around: Box | None = title.block.box
    while around is not None and ground.good[around.last] - ground.good[min(title.block.index + 1, around.last)] < SOME:
        around = around.parent
    if around is None or (around.first <= base.first and base.last <= around.last):
        return None
    return around


def _stated(ground: Ground, title: Title, metadata: Metadata | None, base: Box) -> Box | None:
    """The smallest box that shows the text which JSON-LD gives as `articleBody`."""
    text = stated_text(metadata)
    text = folded(text, len(text))
    if len(text) < LONG:
        return None
    shown = [block for block in ground.page.blocks if block.size >= SOME and not block.box.hidden and _beginning(block.text) in text]
    if not shown:
        return None
    box: Box | None = shown[0].box
    while box is not None and not box.first <= shown[-1].index < box.last:
        box = box.parent
    return box


def _beginning(text: str) -> str:
    """The first letters of a text, folded; of most the beginning tells them."""
    some = folded(text, 2 * LONG)
    return (some if len(some) > LONG or len(text) <= 2 * LONG else folded(text))[:LONG]


def stated_text(metadata: Metadata | None) -> str:
    """The article's text in JSON-LD, without mark-up; empty when there is none."""
    stated = metadata.article.get("articleBody") if metadata is not None else None
    if not isinstance(stated, str):
        return ""
    return _MARKUP.sub("\n", unescape(stated)) if "<" in stated or "&" in stated else stated


READERS: tuple[tuple[str, Reader], ...] = (
    ("vendor mark", _vendor_mark), ("content tags", _tags_around), ("microdata", _microdata), ("json-ld articleBody", _stated),
    ("near headline", _near_headline))
"""Readers that are asked beside weight and names, by the names that `Article.found` has for them, best first."""
