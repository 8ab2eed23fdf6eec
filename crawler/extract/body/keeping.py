"""Which blocks of the chosen box are the article's."""

from __future__ import annotations

import re
from itertools import groupby, islice
from typing import Final

from crawler.extract.body.summing_up import sums_up
from crawler.extract.body.teasers import PARTS, teasers
from crawler.extract.markup.blocks import Block, Blocks, Box
from crawler.extract.markup.compose import in_data_table
from crawler.extract.markup.ground import Ground, has_sentence
from crawler.extract.markup.marks import BODY, CAPTION, INFO, PREFORMATTED, SIDE
from crawler.extract.markup.unhiding import unfolds
from crawler.extract.words.boilerplate import begins_another
from crawler.extract.words.read_also import heads_others
from crawler.extract.words.text import clean, has_letters

_CONTENTS: Final = re.compile(r"(?:table of )?contents|(?:story|article) highlights|"
    r"in this (?:article|guide|post|story)|on this page|jump to.{0,20}|quick links|"
    r"目\s*录|本文导航", re.IGNORECASE)
_PAID = re.compile(r"(?:together with|presented by|sponsored by|brought to you by|a message from|in partnership with) (?-i:[A-Z]).{1,40}",
                   re.IGNORECASE)
"""What letters to readers have over the words of who pays for them."""
_WAS_PAID: Final = re.compile(r"this (?:(?:is|was) (?:an? )?(?:paid|partner|sponsored|promoted|branded) "
                       r"(?:ad|content|message|placement|post|promotion|section|segment)(?: (?:by|for|from|with) .{1,40})?|"
                       r"(?:content|message|post|section) (?:is|was|has been) (?:paid for|sponsored) by .{1,40})\W*", re.IGNORECASE)
_LONGEST_PAID: Final = 900
"""What stands below such words, and weight of both at most."""
_FURTHER = re.compile(r"(?:further|recommended|suggested|related) reading:?|explore further|more on th(?:is|e) (?:story|topic|subject)|"
                      r"keep reading:?|what to read next:?", re.IGNORECASE)
"""What stands over links to other articles, and over what a text itself advises to read."""
_CONTENTS_STARTS: Final = frozenset("tcoijqsaTCOIJQSA\u0130\u0131目本")
"""How they begin; to `re` two of these are an i, too."""
_BOXES: Final = frozenset(("div", "section", "article", "ul", "ol", "table", "dl", "aside", "form", "li"))
_HAN: Final = re.compile("[\u3400-\u9fff]")
_CELLS: Final = frozenset(("td", "th"))
_LISTS: Final = frozenset(("ul", "ol"))
_BULLETS: Final = frozenset("·•●○■□◆◇▪▶►>»|｜")
_LOOSE: Final = frozenset(("div", "form", "section"))
"""In which labels and buttons stand as the lines of a text do."""
_OF_DISHES: Final = re.compile(r"(?:(?:prep(?:aration)?|cook(?:ing)?|bak(?:e|ing)|total|active|rest(?:ing)?|chill(?:ing)?) time|"
                        r"servings?|serves|yields?|makes|difficulty|course|cuisine|calories)\b\s?:?\s?\S.{0,30}|step \d{1,2}\b.{0,30}",
                               re.IGNORECASE)
"""A line of what cooks are told of a dish, `Prep Time 10 minutes`, or the number of a step of instructions."""
_CROSS_HEAD: Final = re.compile(r"\b(?:cross|sub)-?head", re.IGNORECASE)
_MOST_SPANS: Final = 40
"""What elements are called that stand between paragraphs as headings without being any, and how many are looked at."""
_MOST_CHILDREN: Final = 300
"""Children of a box among which they are sought: one of ten thousand may have a line at each."""
_WEIGHED: Final = SIDE | INFO | CAPTION
"""Marks that speak against a line."""
_CREDIT: Final = re.compile(r"\b(?:photo(?:graph(?:er|y|s)?)?|fotos?|image|picture|credit|courtesy|source|getty|shutterstock|istock|"
    r"unsplash|pexels|adobe stock|"
                     r"illustration|screenshot|reuters|alamy)\b|©|^by\b", re.IGNORECASE)
_HEADINGS: Final = frozenset(("h2", "h3", "h4", "h5", "h6", "dt"))
_CARD: Final = re.compile(r"(?:^|[\s_-])card(?:$|[\s_-])")
_CARD_HEAD: Final = 12
_CARD_WORDS: Final = 500
"""Weight of a card's linked headline at least, and of its other words at most."""
_LONGEST_HEAD: Final = 80
"""Characters of the heading of another part of the page at most."""
_SOME: Final = 200
_LIST: Final = 3
"""Weight of prose around a part of the page that is more than its frame, and lines of links that are a list."""
_OTHERS: Final = re.compile(r"(?:more (?!info|details|on\b)|other (?=.*\b(?:articles?|posts?|stor(?:y|ies)|guides?|recipes?|reviews?)\b)|"
                     r"related\b|(?:people are )?also read|read (?:more|next|also)|keep reading|you (?:may|might|ll) also|you might like|"
                     r"recommended|popular|recent (?:posts|articles|stories)|latest (?:posts|articles|stories|news))", re.IGNORECASE)
"""How a line begins that stands over links to other articles."""
_FEW: Final = 4
_MOST_LEADING: Final = 3
"""Lines of the box of another article at most, and such boxes from which on they are a row of teasers, or the page."""
_LABEL: Final = 60
"""Weight of a line that only leads to the links below it at most."""
_HEADLINE: Final = 20
_SPACES: Final = 3
"""Weight of a headline at least, and blanks in it."""
_SPOKEN: Final = re.compile(r"list (?:of \d+ items?|\d+ of \d+)|end of list", re.IGNORECASE)
"""What is read to the blind at a list's beginning, items and end."""
_LONG_LIST: Final = 12
"""Lines in a row that are links alone, from which on they are a list of other pages."""
_LONGEST_QUESTION: Final = 200
_LONGEST_LABEL: Final = 24
"""Weight of a question that a hidden answer follows, and characters of what stands over a note, at most."""
_NOTE: Final = re.compile(r"(?:(?:pro|quick|expert|top|hot) )?(?:note|tip|info|hint|important|warning|caution|danger|good to know|heads up|"
                   r"remember)s?\W*", re.IGNORECASE)
"""What stands over a note."""
_ADMONITION: Final = re.compile(r"\badmonition\b|--(?:note|tip|caution|warning|danger|info)\b")
"""What documentation calls the box of one."""


def unfolded(page: Blocks, ground: Ground, chosen: Box, begun: list[Box]) -> set[int]:
    """Numbers of the blocks of the chosen box that are shown when the reader opens the heading above them: a heading that is a button, or
    a question, with a hidden box behind it; and of those of notes that stand beside the text in an `aside`. Pages in Han characters
    hide other things so. `begun`: the boxes that begin in the chosen one."""
    found: set[int] = set()
    for box in begun:
        if box.last > chosen.last or box.parent is None:
            continue
        if (box.hidden and not box.parent.hidden and ground.marks[box] & ~(BODY | INFO) == 0
                and (_is_opened(box) or _is_answer(page, box))) or (box.tag == "aside" and _is_note(box, page.blocks[box.first:box.last])):
            found.update(block.index for block in page.blocks[box.first:box.last] if not _HAN.search(block.text))
    return found


def _is_opened(box: Box) -> bool:
    above = box.element.getprevious()
    return above is not None and (above.tag == "button" or (above.tag in _HEADINGS and above.find(".//button") is not None))


def _is_answer(page: Blocks, box: Box) -> bool:
    """Whether a hidden box stands right behind a question in the same box, and is no list of links and no form."""
    above, blocks = page.blocks[box.first - 1], page.blocks[box.first:box.last]
    return box.parent is not None and 0 <= box.parent.first < box.first and above.text[-1] == "?" and above.size <= _LONGEST_QUESTION \
        and bool(blocks) and 2 * sum(block.linked for block in blocks) < sum(block.size for block in blocks) \
        and next(box.element.iter("input", "select", "textarea"), None) is None


def _is_note(box: Box, blocks: list[Block]) -> bool:
    """Whether the lines of an `aside` are a note to the text: headed or marked as one, without a line that is only a link."""
    headed = len(blocks) > 1 and len(blocks[0].text) <= _LONGEST_LABEL and _NOTE.fullmatch(blocks[0].text) is not None
    return (headed or box.element.get("role") == "note" or _ADMONITION.search(box.name) is not None) \
        and not any(2 * block.linked > block.size for block in blocks)


def stays(block: Block, ground: Ground, box: Box | None) -> bool:
    """Whether a block is the article's when that lies in `box` (None: the block stands above it)."""
    if ground.out[block.index]:
        return False
    marks = 0
    if block.box.under & _WEIGHED:  # else it has none of them in the ground either
        marks = ground.marks[block.box]
        if marks & SIDE and box is not None and not ground.marks[box] & SIDE:
            return False
        if marks & INFO and not marks & BODY and block.size < 200:
            return False
    text, tag = block.text, block.box.tag
    if text[0].isalnum() and not marks & CAPTION and (block.linked < 0.9 * block.size if tag == "p" else tag not in _LOOSE):
        return True
    return "\u3400" <= text[0] <= "\u9fff" or not _is_latin_furniture(block, marks) or not (text.isascii() or _HAN.search(text) is None)


def staying(blocks: list[Block], ground: Ground, box: Box, aside: set[int], opened: set[int]) -> list[Block]:
    """Those of some blocks that are the article's when that lies in `box`. `aside`: numbers of those that are not, `opened`: of those
    that are though they are hidden."""
    out = ground.out
    return [block for block in blocks if (not out[number := block.index] and number not in aside and (
        (not (inner := block.box).under & _WEIGHED and block.text[0].isalnum()
         and (not block.linked or block.linked < 0.9 * block.size if inner.tag == "p" else inner.tag not in _LOOSE))  # as most
        or stays(block, ground, box))) or number in opened]


def _is_latin_furniture(block: Block, marks: int) -> bool:
    """Credits of pictures, buttons, labels: what stands in Western articles between the paragraphs."""
    box, size = block.box, block.size
    if marks & CAPTION and size < 160 and _CREDIT.search(block.text):
        return True
    tag, around = box.tag, box.parent
    if size >= 300 or (tag != "p" and tag not in _LOOSE) or (tag == "p" and around is not None and around.tag == "li"):
        return not (block.text[0].isalnum() or has_letters(block.text)) \
            and not (tag in _CELLS and block.text not in _BULLETS and in_data_table(box))
    if block.linked >= 0.9 * size:
        return not (block.text.startswith("http") or (block.text[-1] == "?" and unfolds(block)))  # an address that a sentence leads to
    return tag != "p" and size < 40 and not block.broken and not has_sentence(block.text) and not box.under & PREFORMATTED \
        and not sums_up(block.text) and not _OF_DISHES.fullmatch(block.text) and not _is_cross_head(block) \
        and not (block.text[-1] == ":" and _leads_to_items(block))


def _leads_to_items(block: Block) -> bool:
    """Whether a list stands right behind the element of a line: `What to bring:`."""
    behind = block.box.element.getnext()
    return behind is not None and behind.tag in _LISTS


def _is_cross_head(block: Block) -> bool:
    """Whether a line that stands right in the box of the paragraphs is called a heading between them."""
    spans = [child for child in islice(block.box.element, _MOST_CHILDREN) if child.tag == "span"][:_MOST_SPANS]
    return any((name := span.get("class")) is not None and _CROSS_HEAD.search(name) is not None and clean(span.text or "") == block.text
               for span in spans)


def set_aside(page: Blocks, ground: Ground, chosen: Box, begun: list[Box], text: range) -> set[int]:
    """Numbers of the blocks in small boxes inside the chosen one that are headed as another part of the page, and those in rows of
    teasers. `begun`: the boxes that begin in the chosen one; `text`: the numbers of the blocks that are asked about."""
    good, last, most = ground.good, chosen.last, 0.3 * ground.weight(chosen)
    within = chosen.first <= text.start and text.stop <= last and last - chosen.first > PARTS  # so that no row goes on outside of it
    several = [box for box in begun if 2 <= box.last - box.first <= 40]
    found = teasers(ground, several if within else page.boxes)
    heads: dict[int, bool] = {}
    headed: dict[int, Box] = {}
    others: dict[int, Box] = {}
    for box in reversed(several):  # from inside outwards
        if box.last > last or box.tag not in _BOXES:
            continue
        if box is not chosen and good[box.last] - good[box.first] <= most:
            if _is_paid(page.blocks[box.last - 1].text) and ground.weight(box) <= _LONGEST_PAID:
                found.update(range(box.first, box.last))
                continue
            if box.first not in heads:
                heads[box.first] = _heads_another(page.blocks[box.first].text) or _leads_on(page.blocks[box.first:box.last])
            if heads[box.first]:
                inner = headed.setdefault(box.first, box)
                if inner is box or ground.weight(box) - ground.weight(inner) <= _SOME or not _has_list(page.blocks[inner.first:inner.last]):
                    found.update(range(box.first, box.last))
            elif page.blocks[box.first].linked and page.blocks[box.last - 1].linked and _is_single_teaser(page.blocks[box.first:box.last]):
                others[box.first] = box
            elif ("card" in box.name and _is_card(page.blocks[box.first:box.last], box)) \
                    or (page.blocks[box.first].linked and (_is_linked_card(page.blocks[box.first:box.last])
                                                           or (box.used and _are_linked_headings(page.blocks[box.first:box.last])))):
                found.update(range(box.first, box.last))
    if len(others) < _MOST_LEADING:  # more are a row, or the page
        found.update(number for box in others.values() for number in range(box.first, box.last))
    return found


def _has_list(blocks: list[Block]) -> bool:
    """Whether a heading has links of its own below it: then it stands over no more than these."""
    return sum(2 * block.linked > block.size for block in blocks) >= _LIST


def _heads_another(text: str) -> bool:
    if len(text) > _LONGEST_HEAD:
        return False
    return begins_another(text) or heads_others(text) \
        or (text[0] in _CONTENTS_STARTS and _CONTENTS.fullmatch(text.rstrip(":")) is not None) \
        or ((" by " in text or " with " in text or " from " in text) and _PAID.fullmatch(text) is not None)


def _is_paid(text: str) -> bool:
    """Whether a line says that what stands above it was paid for."""
    return text[:5] in ("This ", "THIS ") and len(text) <= _LONGEST_HEAD and _WAS_PAID.fullmatch(text) is not None


def _leads_on(blocks: list[Block]) -> bool:
    """Whether a box holds links to other articles and nothing else, below words that stand over lists of a text, too."""
    if len(blocks[0].text) > _LONGEST_HEAD:
        return False
    if _FURTHER.fullmatch(blocks[0].text) is not None:
        return all(block.linked >= 0.8 * block.size or _SPOKEN.fullmatch(block.text) for block in blocks[1:])
    return blocks[0].level > 0 and _OTHERS.match(blocks[0].text) is not None and _has_list(blocks[1:]) \
        and all(block.level or block.linked >= 0.6 * block.size for block in blocks[1:])


def _is_card(blocks: list[Block], box: Box) -> bool:
    """Whether a box is a card that leads to another article, in Latin letters: a linked headline and a few words."""
    return _CARD.search(box.name) is not None and any(block.level and block.linked >= 0.8 * block.size >= _CARD_HEAD for block in blocks) \
        and sum(block.size - block.linked for block in blocks) <= _CARD_WORDS and not _HAN.search(blocks[0].text)


def _is_single_teaser(blocks: list[Block]) -> bool:
    """Whether a linked headline, a few words and a link to the same page are all that a box has, in Latin letters."""
    first, last = blocks[0], blocks[-1]
    if not first.level or first.linked < 0.8 * first.size or first.size < _HEADLINE or len(blocks) > _FEW or first is last:
        return False
    ends = {_leads_to(first, 1), _leads_to(last, -1)}
    return len(ends) == 1 and None not in ends and sum(block.size - block.linked for block in blocks) <= _CARD_WORDS \
        and not _HAN.search(first.text)


def _leads_to(block: Block, step: int) -> str | None:
    """Where the first link of a block leads, or the last one, by the step with which it is gone through."""
    return next((anchor.get("href") for _, anchor in block.pieces[::step] if anchor is not None), None)


def _is_linked_card(blocks: list[Block]) -> bool:
    """Whether a box is a single link around several lines, one of them a headline, in Latin letters: another article."""
    if not [block for block in blocks if block.level and block.size >= _HEADLINE]:
        return False  # as mostly
    links = {anchor for block in blocks for run, anchor in block.pieces if not run.isspace()}
    return len(links) == 1 and None not in links and not _HAN.search(blocks[0].text)


def _are_linked_headings(blocks: list[Block]) -> bool:
    """Whether all the words of a box with a picture are a few linked headings, in Latin letters: those of another article."""
    return len(blocks) <= _FEW and not [block for block in blocks if not block.level or block.linked < 0.8 * block.size] \
        and max(block.size for block in blocks) >= _HEADLINE and not _HAN.search(blocks[0].text)


def without_link_lists(blocks: list[Block]) -> list[Block]:
    """Without the runs of lines that are nothing but links, at the edges of the text or long; single ones in it stay."""
    while blocks and blocks[0].linked >= 0.7 * blocks[0].size and not blocks[0].level:
        blocks = blocks[1:]
    if (links := sum([_is_link(block) for block in blocks if block.linked])) < 2:
        return blocks  # the first is none
    if links < _LIST and not (_is_link(blocks[-1]) and _is_link(blocks[-2])) and not any(_leads_away(block) for block in blocks):
        return blocks
    kept: list[Block] = []
    for linked, group in groupby(blocks, key=_is_link):
        members = list(group)
        at_end = members[-1] is blocks[-1]
        if linked and len(members) > 1 and kept and (_leads_away(kept[-1]) or _leads_to_list(kept[-1], members)
                                                     or _heads_items(kept[-1], members)
                                                     or (at_end and _is_label(kept[-1]) and not _is_link(kept[max(0, len(kept) - 2)]))):
            kept.pop()
        elif not linked or not ((at_end and len(members) > 1) or len(members) >= _LONG_LIST or _is_unheaded(kept, members)):
            kept += members
    return kept


def _is_unheaded(above: list[Block], links: list[Block]) -> bool:
    """Whether items of a list that are headlines of other articles stand in the text with nothing that leads to them, in Latin letters:
    what a template puts between paragraphs."""
    return len(links) >= _LIST and bool(above) and not above[-1].level and not above[-1].bold and above[-1].text[-1] in ".!?\u201d\"" \
        and all(map(_is_headline, links)) and not _HAN.search(links[0].text)


def _is_headline(link: Block) -> bool:
    """Whether an item of a list is the headline of another page, as far as its length and its link say."""
    return link.box.tag == "li" and link.size >= _HEADLINE and link.text.count(" ") >= _SPACES and link.text[-1] != "." \
        and not any(anchor is not None and (anchor.get("href") or "#").startswith("#") for _, anchor in link.pieces)


def _leads_away(block: Block) -> bool:
    """Whether a line stands over links to other articles."""
    return block.size <= _LONGEST_HEAD and (block.level > 0 or block.bold or block.text[-1] in ":.\u2026!") \
        and _OTHERS.match(block.text) is not None


def _is_label(block: Block) -> bool:
    """Whether a short line in Latin letters only leads to what follows it."""
    return block.size <= _LABEL and block.text[-1] == ":" and not block.linked and not _HAN.search(block.text)


def _heads_items(block: Block, links: list[Block]) -> bool:
    """Whether the first item of a list is a few words over others that are all links: `Top Searches`."""
    around = block.box.parent
    return block.box.tag == "li" and around is not None and around.first == block.index and block.size <= _LABEL \
        and not has_sentence(block.text) and links[0].box.parent is around and links[-1].index == around.last - 1


def _leads_to_list(block: Block, links: list[Block]) -> bool:
    """Whether a short line that is no sentence and no heading stands over a list of the headlines of other pages: `More soups to try`."""
    return len(links) >= _LIST and block.size <= _LONGEST_HEAD // 2 and not block.linked and block.text[-1] not in ".!?" \
        and _OTHERS.match(block.text) is not None and all(link.box.tag == "li" for link in links)


def _is_link(block: Block) -> bool:
    return block.linked >= 0.8 * block.size and block.size < 400 and not block.level
