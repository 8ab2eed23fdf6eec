"""Where the article's text lies: which box, and which blocks in it are the article's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.body.asides import asides
from crawler.extract.body.callouts import callouts, quoted, repeated, shown_twice
from crawler.extract.body.keeping import set_aside, staying, stays, unfolded, without_link_lists
from crawler.extract.body.led_to import led_to
from crawler.extract.body.machine_summary import machine_summary
from crawler.extract.body.questions import with_questions
from crawler.extract.body.readers import content_mark, density, narrowed, side_by_side, written
from crawler.extract.body.said_below import said_below
from crawler.extract.body.sequels import sequels
from crawler.extract.body.stated_boxes import LONG, READERS, stated_text
from crawler.extract.body.summing_up import summed_up
from crawler.extract.body.wider_boxes import around_cell, around_line, around_list, data_table, verses
from crawler.extract.headline.title import Title
from crawler.extract.markup.blocks import Block, Blocks, Box, block_of
from crawler.extract.markup.ground import SOME, Ground
from crawler.extract.markup.laying import lay_out
from crawler.extract.markup.marks import APART, BODY, CAPTION, INFO, SIDE, of_names
from crawler.extract.markup.metadata import Metadata
from crawler.extract.markup.tree import parsed
from crawler.extract.words.boilerplate import begins_another
from crawler.extract.words.text import clean, folded, is_latin, weight

_FAR: Final = 30
"""Blocks between headline and text in which a standfirst may lie."""
_INTRODUCES: Final = 300
"""Weight of prose further above, below the headline, that is the beginning of the text."""
_READ_ON: Final = 30
_TEASERS: Final = 3
"""Weight at most of the link that leads from a teaser to its article, and how many of them there are at least."""
_SECTIONS: Final = 600
"""Weight of prose further above that is a part of the text as it is."""
_LEAST: Final = 0.3
"""Share of the weight of the text by density that a box must have to go before it by its name."""
_ANNOUNCED: Final = 600
_NOTED: Final = 0.1
"""Weight of what a site tells all its visitors at most; and the share of it that a notice's own sentences have at least."""
_FEW_WORDS: Final = 200
"""Weight of prose apart from a text at most that is less than its short lines."""
_ALIKE: Final = 0.8
_APART: Final = 6
"""Share of a text's prose in paragraphs of one class with which those behind it go on with it, and lines of others between at most."""
_BEFORE: Final = 500
"""Weight of prose above a heading with which it stands inside the text, though the page's tags name it."""
_ISSUES: Final = re.compile("现(?:将|予)|印发给|予以(?:公布|印发|转发)|转发给")
"""A word of the sentence by which a document issues another one."""
_PRESENTS: Final = re.compile(r"(?:about|overview of|introduction (?:to|of)|profile of|who we are|contact)\b", re.IGNORECASE)
"""How a heading begins below which a site presents itself."""
_SENTENCE: Final = 36
"""Weight at least of a short sentence that goes on with a text, and of one by which a document issues another one."""
_WHOLE: Final = 600
_TEASER: Final = 0.3
"""Weight at least of a text in JSON-LD of which the page may show the beginning, and the share of it that this has at most."""
_DESCRIPTIONS: Final = ("description", "og:description", "twitter:description")
_ABSTRACT: Final = re.compile(r"(?:摘\s*要|核心提示|内容提要|导\s*读|提\s*要)\s*[:：]")


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of the article, in order, and the rule that chose them."""

    blocks: list[Block] = field(default_factory=list)
    rule: str | None = None
    box: Box | None = None
    """The box chosen; None when there is no body."""


Say = Callable[[Body, str], None]
"""Takes in the body that one reader gives, and what spoke for it."""


def find(page: Blocks, title: Title, metadata: Metadata | None = None, say: Say | None = None) -> Body:
    """The body: what the readers see as the text, the first that has weight enough beside the text by density; an empty one when the
    page has no text. `say` takes in the body that each reader gives, and why it was taken or not."""
    ground = _ground(page, title)
    held = _in_field(page, title) if page.fields else None
    if held is not None and sum(block.size for block in held.blocks) > ground.good[-1]:
        return held
    weightiest = density(ground)
    if weightiest is None:
        return _stated_alone(page, title, metadata)
    ground, weightiest = _below_headline(ground, title, weightiest)
    weightiest = side_by_side(ground, weightiest)
    base = narrowed(ground, content_mark(ground, weightiest) or weightiest)
    base = around_cell(ground, title, around_line(ground, title, around_list(ground, title, written(ground, title, base))))
    if (verse := _short_lines(ground, title, base)) is not None:
        return _in_box(ground, title, metadata, verse, "short lines")
    if ground.weight(base) < SOME and (table := data_table(ground, title)) is not None:
        return _in_box(ground, title, metadata, table, "data table")
    by_weight = "content mark" if ground.marks[base] & BODY else "density"
    given = ((name, box) for name, reader in READERS if (box := reader(ground, title, metadata, base)) is not None)
    answers = dict(given) if say is not None else {}  # the others are asked only by those who want to know
    rule, box = next(((name, box) for name, box in answers.items() or given if _goes_before(ground, title, name, box, base)),
                     (by_weight, base))
    answers[by_weight] = base
    if say is not None:
        answers.setdefault("density", narrowed(ground, weightiest))
        _explain(ground, title, metadata, answers, rule, say)
    body = _in_box(ground, title, metadata, box, rule)
    return body if metadata is None or "articleBody" not in metadata.article else _stated_whole(page, title, metadata, body) or body


def _below_headline(ground: Ground, title: Title, weightiest: Box) -> tuple[Ground, Box]:
    """What weighs most below the headline, where it is a line or two above it that does: what a site tells all its visitors outweighs
    notices that are forms with hardly a sentence."""
    number = title.block.index if title.block is not None else 0
    if weightiest.last > number or ground.weight(weightiest) > _ANNOUNCED:
        return ground, weightiest
    below = _ground(ground.page, title, frozenset(range(number)))
    other = density(below)
    return (below, other) if other is not None and below.weight(other) > _NOTED * ground.weight(weightiest) else (ground, weightiest)


def _short_lines(ground: Ground, title: Title, base: Box) -> Box | None:
    """The box of a text without prose, where the page has hardly any either, or a little in what is called apart from the text: what a
    site asks of its readers must not stand for a song."""
    own = ground.weight(base)
    verse = verses(ground, title) if own < (_FEW_WORDS if base.under & APART else SOME) else None
    return verse if verse is not None and (own < SOME or ground.marks[verse] & BODY) else None


def _stated_alone(page: Blocks, title: Title, metadata: Metadata | None) -> Body:
    """The text that JSON-LD states on a page that shows none: its scripts would."""
    text = stated_text(metadata)
    if len(text) < LONG:
        return Body()
    return Body(_lines_of(page, title, map(clean, text.splitlines())), "json-ld articleBody", None)


def _stated_whole(page: Blocks, title: Title, metadata: Metadata, shown: Body) -> Body | None:
    """The text that JSON-LD states under the headline of the page, which shows no more than a beginning: the rest is for those who pay."""
    text, headline, own = stated_text(metadata), folded(metadata.stated("headline") or ""), folded(title.text or "")
    whole = weight(text)
    if whole < _WHOLE or not headline or not own or not (headline in own or own in headline) \
            or sum([block.size for block in shown.blocks]) > _TEASER * whole:
        return None
    return Body(_lines_of(page, title, map(clean, text.splitlines())), "json-ld articleBody", None)


def _in_field(page: Blocks, title: Title) -> Body | None:
    """The text that a field of a form named as the text holds as mark-up, for scripts to draw; None when there is none."""
    for one in page.fields:
        text = one.text or "" if one.tag == "textarea" else ""
        if len(text) >= LONG and "</p>" in text and of_names(f"{one.get('class', '')} {one.get('id', '')}".strip()) & BODY:
            return of_markup(page, title, text, "field")
    return None


def of_markup(page: Blocks, title: Title, text: str, rule: str) -> Body:
    """The body in some mark-up that the page itself does not show, or in plain lines."""
    if "<" not in text:
        return Body(_lines_of(page, title, map(clean, text.splitlines())), rule, None)
    inside = lay_out(parsed(text))
    return Body(_lines_of(page, title, (block.text for block in inside.blocks if not block.box.hidden)), rule, None)


def _lines_of(page: Blocks, title: Title, lines: Iterable[str]) -> list[Block]:
    """Lines that do not stand on the page, as blocks behind the headline."""
    index = title.block.index + 1 if title.block is not None else 0
    return [block_of(index, line, page.boxes[0], [(line, None)]) for line in lines if line]


def _ground(page: Blocks, title: Title, without: frozenset[int] = frozenset()) -> Ground:
    number = title.block.index if title.block is not None else None
    others = sequels(page, title.block) | led_to(page, title.block) | said_below(page, title.block) | without
    ground = Ground(page, number, without=others)
    doubtful = ground.lost > 0.75 * ground.total and not ground.has_article()
    return Ground(page, number, trusting=False, without=others) if doubtful else ground


def _goes_before(ground: Ground, title: Title, rule: str, box: Box, base: Box) -> bool:
    """Whether a reader's box is believed rather than the one that weight chose: it needs much of the prose, or some of it right below
    the headline."""
    own, whole = ground.weight(box), ground.weight(base)
    if rule == "near headline":
        behind = ground.good[box.last] - ground.good[title.block.index if title.block is not None else box.first]
        beside = base.first - box.last > _FAR or (base.under & (SIDE | APART) and not box.under & (SIDE | APART)) \
            or _is_beside_columns(ground, box, base)
        return behind > (0.12 if beside else 1.0) * whole
    if rule == "json-ld articleBody":
        return own > whole / 2
    below = title.block is not None and 0 <= box.first - title.block.index <= _FAR
    return own >= _LEAST * whole or (below and own >= SOME)


def _is_beside_columns(ground: Ground, box: Box, base: Box) -> bool:
    """Whether an `article`, what holds one or a box named as the text, or what has most of the prose, lies in a box with no other prose
    than that of columns and what presents the paper or the place: a short report or notice beside that."""
    if not base.first <= box.first < box.last <= base.last or not (
            box.tag == "article" or any(box.first <= one.first < one.last <= box.last for one in ground.named)
            or 2 * ground.weight(box) > ground.weight(base) or any(one.tag == "article" and one.last <= box.last
                                                                     for one in ground.begun_in(box))):
        return False
    presents = False
    for block in (*ground.page.blocks[base.first:box.first], *ground.page.blocks[box.last:base.last]):
        if block.level:
            presents = _PRESENTS.match(block.text) is not None
        elif ground.prose[block.index] >= SOME and not (presents or ground.out[block.index] or block.box.under & (SIDE | APART)):
            return False
    return True


def _explain(ground: Ground, title: Title, metadata: Metadata | None, answers: dict[str, Box], rule: str, say: Say) -> None:
    """Tells what each reader gives, the one that was taken first."""
    for name in sorted(answers, key=lambda name: name != rule):
        why = f"{ground.share(answers[name]):.0%} of the page's prose"
        say(_in_box(ground, title, metadata, answers[name], name), why if name == rule else f"{why}; {rule} went before")


def _in_box(ground: Ground, title: Title, metadata: Metadata | None, box: Box, rule: str) -> Body:
    """The blocks of the article when it lies in `box`."""
    page, first, last = ground.page, box.first, _end(ground, box)
    start = _start(page, ground, title, box, last, metadata)
    if ground.good[last] - ground.good[start] < 0.5 * (ground.good[last] - ground.good[first]):
        start = first
    begun = ground.begun_in(box)
    aside = set_aside(page, ground, box, begun, range(start, last))
    opened = unfolded(page, ground, box, begun)
    blocks = page.blocks[start:last]
    if start < first:
        lists = {block.box.parent for block in blocks
                 if block.box.tag == "li" and block.index < first and ground.prose[block.index] >= SOME}
        lines = summed_up(page.blocks[start:first]) | _between(page, ground, start, first)
        blocks = [block for block in blocks if block.index >= first or block.index in opened
                  or (ground.prose[block.index] >= SOME and not ground.marks[block.box] & CAPTION)
                  or (block.box.tag == "li" and block.box.parent in lists) or block.index in lines]
    kept = _introduction(page, ground, title, start, metadata) + staying(blocks, ground, box, aside, opened)
    quotations = quoted(kept)
    out = callouts(ground, kept) | repeated(kept, quotations) | shown_twice(ground, kept, box) | asides(ground, kept, metadata, quotations)
    out |= machine_summary(kept)
    return Body(without_link_lists([block for block in kept if block.index not in out] if out else kept), rule, box)


def _between(page: Blocks, ground: Ground, start: int, first: int) -> set[int]:
    """The numbers of the short paragraphs above a text's box that stand between two long ones of the same box: the text begins there."""
    found, passed = set[int](), list[int]()
    above: Box | None = None
    for block in page.blocks[start:first]:
        if block.box.tag != "p":
            passed.clear()
            above = None
        elif ground.prose[block.index] >= SOME:
            if above is not None and block.box.parent is above:
                found.update(passed)
            passed.clear()
            above = block.box.parent
        elif above is not None and block.box.parent is above and not block.linked:
            passed.append(block.index)
    return found


def _end(ground: Ground, box: Box) -> int:
    """Where the text ends: where the box does, but for a single paragraph that others follow side by side, in a cell with the headline
    and much else, and but for paragraphs of the same class close behind it, in a further box of their own."""
    last = box.last
    if box.tag in ("p", "div") and last - box.first == 1:
        blocks = ground.page.blocks
        while last < len(blocks) and blocks[last].box.tag == box.tag and blocks[last].box.parent is box.parent and not blocks[last].linked \
                and (box.tag == "p" or blocks[last].box.name == box.name) \
                and (ground.prose[last] >= SOME or _is_short_sentence(blocks[last])) and not ground.out[last]:
            last += 1
    return with_questions(ground, box, _to_last_alike(ground, box, last))


def _is_short_sentence(block: Block) -> bool:
    """Whether a paragraph is a Chinese sentence that hardly weighs: as long as those with which short pieces of news end."""
    return block.box.tag == "p" and block.size >= _SENTENCE and block.text[-1] in "。！？"


def _to_last_alike(ground: Ground, box: Box, last: int) -> int:
    """Where the last paragraph ends that has the class of the text's own, when there are some not far behind: a text that a line or an
    advertisement cuts goes on in a box of the same make. What stands beside it elsewhere has other classes."""
    blocks, kinds = ground.page.blocks, dict[str, float]()
    behind = [block for block in blocks[last:last + _FAR] if block.box.tag == "p" and block.box.name and ground.prose[block.index] >= SOME
              and not ground.out[block.index]]
    if not behind:
        return last  # as mostly
    for block in blocks[box.first:box.last]:
        if block.box.tag == "p" and block.box.name:
            kinds[block.box.name] = kinds.get(block.box.name, 0.0) + ground.prose[block.index]
    kind = max(kinds, key=lambda name: kinds[name], default="")
    if not kind or kinds[kind] < _ALIKE * ground.weight(box):
        return last
    for block in blocks[last:]:
        if block.index - last > _APART or (block.level and begins_another(block.text)):
            break
        if block.box.tag == "p" and block.box.name == kind and ground.prose[block.index] >= SOME and not ground.out[block.index]:
            last = block.index + 1
    return last


def _descriptions(metadata: Metadata | None) -> frozenset[str]:
    """What the page's tags say of the article in a sentence or two, folded."""
    if metadata is None:
        return frozenset()
    return frozenset(folded(value) for name in _DESCRIPTIONS if (value := metadata.value(name)) is not None)


def _first_alike(ground: Ground, box: Box) -> int:
    """Where the first box close above the text's own begins that has its name and place and is named as a text: a picture parts them."""
    first = box.first
    for one in reversed(ground.named):
        if one.parent is box.parent and one.tag == box.tag and one.name == box.name and 0 <= first - one.last <= _FAR \
                and ground.weight(one) >= SOME:
            first = one.first
    return first


def _start(page: Blocks, ground: Ground, title: Title, box: Box, last: int, metadata: Metadata | None) -> int:
    """Where the text begins: behind the headline, with the standfirst that lies between it and the box, unless it is what the tags
    give as the description."""
    first = box.first
    if title.block is None or title.block.index >= last:
        return first if title.block is not None else _first_alike(ground, box)
    begin = title.block.index + 1
    if begin >= first:
        inner = title.block.level != 1 and (ground.good[begin] - ground.good[first] > _BEFORE
                                            or issues_another(page.blocks[first:begin - 1]))
        return first if inner and not _lead_on(page.blocks[first:begin]) else begin
    leads = _leads(page, ground, range(begin, first), metadata)
    if first - begin > _FAR:
        return leads[0].index if _are_sections(page, ground, leads, begin, first) else first
    return _begins(leads[0], begin) if leads and not (len(leads) == 1 and _is_deck(leads[0])) else first


def issues_another(blocks: list[Block]) -> bool:
    """Whether lines above a headline are the notice with which an office issues what stands below it: to whom it goes, and that."""
    return any(one.text[-1] in "：:" and other.size >= _SENTENCE and _ISSUES.search(other.text) for one, other in pairwise(blocks))


def _lead_on(blocks: list[Block]) -> bool:
    """Whether the same short link stands in some lines several times, as below the teasers of other articles: `read on`."""
    links = [block.text for block in blocks if block.linked == block.size <= _READ_ON]
    return any(links.count(link) >= _TEASERS for link in {*links})


def _begins(lead: Block, begin: int) -> int:
    """The number of the block with which the first paragraph above a text begins: an item's list goes with it."""
    around = lead.box.parent
    return max(begin, around.first) if lead.box.tag == "li" and around is not None else lead.index


def _are_sections(page: Blocks, ground: Ground, leads: list[Block], begin: int, first: int) -> bool:
    """Whether the paragraphs between headline and box are sections of the same text, in Latin letters: most of what stands there."""
    own = sum(ground.prose[block.index] for block in leads)
    return own >= _SECTIONS and is_latin(page.blocks[begin - 1].text) \
        and own >= 0.5 * sum(block.size for block in page.blocks[begin:first] if not block.box.hidden)


def _is_deck(lead: Block) -> bool:
    """Whether a single paragraph stands in the head of an article in Latin letters: it sums up the text and is none of it."""
    box: Box | None = lead.box
    while box is not None and box.tag != "header":
        box = box.parent
    return box is not None and lead.text[0] < "\u2e80"


def _leads(page: Blocks, ground: Ground, numbers: range, metadata: Metadata | None) -> list[Block]:
    leads = [block for block in page.blocks[numbers.start:numbers.stop] if ground.prose[block.index] >= 60 and stays(block, ground, None)
             and not ground.marks[block.box] & (SIDE | INFO | CAPTION) and not _ABSTRACT.match(block.text)]
    described = _descriptions(metadata) if leads else frozenset()
    return [block for block in leads if folded(block.text) not in described]


def _introduction(page: Blocks, ground: Ground, title: Title, first: int, metadata: Metadata | None) -> list[Block]:
    """The paragraphs side by side right below the headline, when a long list of contents parts them from the text."""
    begin = title.block.index + 1 if title.block is not None else first
    if first - begin <= _FAR or not is_latin(page.blocks[begin - 1].text):
        return []
    leads = _leads(page, ground, range(begin, begin + _FAR), metadata)
    leads = [block for block in leads if block.box.parent is leads[0].box.parent]
    return leads if sum(ground.prose[block.index] for block in leads) >= _INTRODUCES else []


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
