"""Captions of pictures among the paragraphs of Latin pages: what is called so, stands alone with a picture, or says whose that is."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from operator import itemgetter
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Block, Blocks, Box
from crawler.extract.markup.ground import Ground
from crawler.extract.markup.marks import CAPTION
from crawler.extract.words.text import folded

_PICTURE_LEVELS: Final = 4
"""How far a picture's box lies around its caption at most."""
_MOST_LINES: Final = 100
"""Lines of a picture's box at most; more are those of a page whose caption is left open."""
_MOSTLY: Final = 0.35
"""Share of a text's weight in captions with which they are the text: a story in pictures."""
_GALLERY: Final = re.compile(r"\b(?:photo|image|picture)?-?(?:gallery|slideshow)\b", re.IGNORECASE)
"""What a box is called in which a reader goes from picture to picture."""
_PICTURES: Final = 3
"""Pictures of one at least."""
_STORY: Final = 800
"""Weight of a text beside one at least."""
_NOTES: Final = frozenset(("p", "div"))
_PICTURED: Final = re.compile(r"(?:^|[\s_-])(?:image|photo|picture|img)(?:$|[\s_-])|\bvideo|player\b", re.IGNORECASE)
"""What a box is called that holds a picture or film which scripts bring, with its caption."""
_SPANS: Final = re.compile(r"(?:^|[\s_-])(?:caption|credit)(?:$|[\s_-])", re.IGNORECASE)
"""What the parts of a line are called that stand with a picture and are no paragraph."""
_SOURCED: Final = re.compile(r"[^.!?]\.? ?\([^()]{2,60}\)$|\([^()]{2,40}/[^()]{2,40}\)\W*$")
"""How a line ends that stands alone in one box with a picture: with whose that is, in brackets."""
_SHORTEST: Final = 80
"""Weight from which on a paragraph alone with a picture is the text's own."""
_LONGEST_CELL: Final = 200
"""Weight at most of a caption that is the only cell with words of a table, and of whose a picture is, right in its figure."""
_CREDIT: Final = re.compile(r"\W*(?:photo(?:graph)?s?|images?|pictures?|illustrations?|credits?|courtesy|source)\b|\u00a9", re.IGNORECASE)
_HAN: Final = re.compile("[\u4e00-\u9fff]{4}")
_LONGEST_BELOW: Final = 300
"""What a Chinese line has that stands alone below a picture in a table, and its weight at most."""
_WHOSE: Final = re.compile(r"\W*(?:photo|image|picture)s?(?: credit| by| courtesy of)?\s?[:|]", re.IGNORECASE)
"""How what is called a caption begins where the picture stands elsewhere."""
_LONGEST_CREDIT: Final = 80
"""How a line begins that says whose the picture is, beside what is called its caption, and its weight at most."""
_LONGEST_BUTTON: Final = 20
_LOW: Final = 5
"""Weight of a button of a picture or a player of films at most, which is a link alone; the level of heading from which on a name is that of
who took the picture."""
_BUTTON: Final = re.compile(
    r"(?:view|see|show|hide|toggle|open|close|enlarge|expand|zoom)\b(?: (?:this|the|full|in|all))* ?(?:images?|photos?|pictures?|captions?|"
    r"gallery|full ?screen)?", re.IGNORECASE)
"""The words of such a button that is none for a reader without scripts."""
_AGENCY: Final = re.compile(r"[^.!?:]{2,50}/ ?(?:AP|AFP|EPA|ANSA|PTI|Reuters|REUTERS|Getty|Xinhua|Shutterstock|Bloomberg|"
                            r"[A-Z][a-z]+ Images)\b[\w ./-]{0,30}")
"""A line that says by its agency whose a picture is."""
_SIGNED: Final = re.compile(
    r"[\[(](?:[A-Za-z]{2,12} )?(?:(?:photos?|images?|pictures?|xinhua|cfp|vcg|fot[oó]s?|fot|bild|zdj|фото)\b|credits?:)"
    r"[^\[\]()]{0,80}[\])]\W*$|"
    r"\((?-i:[A-Z])[\w. ]{1,30}/(?-i:[A-Z])[\w.\u2019' -]{2,40}\)\W*$|\([^()]{3,90}/ ?(?-i:[A-Z][a-z]{2,8})\.? \d{1,2}, (?:19|20)\d\d ?\)$|"
    r"\b(?-i:Fot[oó]s?|FOT[OÓ]S?|Fot\.|Bild(?:quelle)?|Zdj(?:ęcie|\.)|Фото)\s?[:/]\s?(?-i:\w)[^.!?:]{1,60}\.?$|"
    r"\b(?-i:Photo(?:graph)?s?|Images?|Pictures?)(?: (?:courtesy of|provided by|by) |\s?:\s?)(?-i:[A-Z])[^.!?:]{1,60}\.?$", re.IGNORECASE)
"""How a line right below a picture ends that says whose it is: in English editions of portals and on pages in other languages captions are
paragraphs or cells."""
_CREDITED: Final = re.compile(r"credits?\s?: ", re.IGNORECASE)
"""How the line begins below a caption of any length that says so."""
_CREDIT_SIGNS: Final = ("/", "HOTO", "mage", "icture", "redit", ", 20", ", 19", "inhua", "XINHUA", "CFP", "VCG", "ot\u00f3", "oto", "fot",
                        "Fot", "FOT", "Bild", "Zdj", "zdj", "\u043e\u0442\u043e")
"""Of which each such line has one."""
_BUTTONS: Final = 2
"""Lines of a box that is called a picture at most: what it shows and a link to the whole of it."""
_SHORTEST_SAID: Final = 50
"""Characters of what a picture has for those who do not see it, from which on it is no headline."""
_NAMES: Final = 2
"""Lines between a picture and its caption at most, which name who took it."""
_CENTRED: Final = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_LONGEST_CENTRED: Final = 300
"""Weight of a line in the middle below a picture at most."""
_LONGEST_SIGNED: Final = 400
_MOSTLY_SIGNED: Final = 0.5
"""Characters of such a caption at most, and the share of a text with which those are the text: they are surer."""
_FILM: Final = re.compile(
    r"\W*(?:editor.s )?note\W{1,3}(?:the|this) (?:[\w-]+ ){0,2}?(?:video|clip|footage|player)s? (?:\w+ ){0,4}?(?:above|below)\b.{3,160}|"
    r"\W*(?:watch|view|see|hear) (?:[\w\u2019'-]+ ){1,12}?in the (?:video|media|player) (?:player )?(?:above|below)\W*", re.IGNORECASE)
"""What a film beside the text shows, in a line of its own."""
_LONGEST_NOTE: Final = 200
_NOTE_STARTS: Final = frozenset("eEnNwWvVsShH\u017f")
"""Characters of such a line at most, and the letters with which it begins: to `re` U+017F is an s, too."""
_PLACE: Final = itemgetter(0)


def captions(ground: Ground, blocks: list[Block], latin: list[Block]) -> set[int]:
    """Numbers of the captions among some blocks. Where they are much of the text, they are the text. `latin`: those of the blocks that
    have no Han characters."""
    named = [block for block in latin if ((box := block.box).under & CAPTION and _is_of_picture(ground.page, box))
             or (box.under & CAPTION and _WHOSE.match(block.text) is not None)
             or (box.used and box.tag in _NOTES and _is_of_spans(box))
             or (block.size <= _LONGEST_CELL and (
                 (block.size < _SHORTEST and box.tag in _NOTES and _is_beside_picture(block)) or box.tag == "figure"
                 or (block.text[-1] == ")" and _is_sourced(block)) or (box.tag == "td" and _is_below_in_table(box))))]
    named += _who_took(latin, named)
    found = _unless_text(named, blocks, _MOSTLY) or _beside_story(named, blocks)
    if len(ground.page.images) >= _PICTURES:
        found |= _unless_text(_in_galleries(ground.page, latin), blocks, _MOSTLY_SIGNED)
    if ground.page.images:
        found |= _unless_text(_signed(ground.page, latin), blocks, _MOSTLY_SIGNED)
        below = {place for place, _, _ in ground.page.images}
        lines = [block for block in latin if not block.level and 2 * block.linked < block.size <= _LONGEST_SIGNED
                 and (block.index in below or block.index - 1 in below)]
        told = _said_by_pictures(ground.page, lines) + _with_pictures(ground.page, lines) if lines else []
        found |= _unless_text(told, blocks, _MOSTLY_SIGNED)
        centred = [block for block in latin if block.index in below and is_centred_below(ground.page, block)]
        found |= _unless_text(centred, blocks, _MOSTLY)
    return found


def _who_took(latin: list[Block], named: list[Block]) -> list[Block]:
    """The low headings that are names right above captions: of those who took the pictures."""
    below = {block.index: block.box.parent for block in named}
    return [block for block in latin if block.level >= _LOW and below.get(block.index + 1) is block.box.parent] if named else []


def _beside_story(named: list[Block], blocks: list[Block]) -> set[int]:
    """The captions that stand in a gallery, where what else there is is a text of its own: they may be longer than that."""
    slides = {block.index for block in named if _gallery_about(block.box) is not None}
    return slides if len(slides) >= _PICTURES and sum(block.size for block in blocks if block.index not in slides) >= _STORY else set()


def _said_by_pictures(page: Blocks, lines: list[Block]) -> list[Block]:
    """Of the lines below pictures those that say what one right above has for those who do not see it, and at most whose it is besides."""
    long = {block.index: block for block in lines if block.size >= _SHORTEST_SAID}
    return [block for place, element, _ in page.images if (block := long.get(place)) is not None
            and len(alt := element.get("alt") or "") >= _SHORTEST_SAID and block.size <= len(alt) + _LONGEST_CREDIT
            and folded(block.text).startswith(folded(alt))] if long else []


def _with_pictures(page: Blocks, lines: list[Block]) -> list[Block]:
    """Of the lines below pictures those that are the one line, links aside, of a box that is called a picture and holds one."""
    short = {block.index for block in lines if block.size <= _LONGEST_CENTRED}
    near = short | {number - 1 for number in short}
    numbers: set[int] = set()
    for inner in [inner for place, _, inner in page.images if place in near]:
        box: Box | None = inner
        for _ in range(_PICTURE_LEVELS):
            if box is None or box.last - box.first > _BUTTONS:
                break
            if ("mage" in (name := box.name) or "hoto" in name) and _PICTURED.search(name) is not None:
                numbers.update(range(box.first, box.last))
                break
            box = box.parent
    return [block for block in lines if block.index in numbers and block.index in short] if numbers else []


def notes_of_films(latin: list[Block]) -> set[int]:
    """Numbers of the lines that say what a film above or below shows."""
    return {block.index for block in latin if block.size <= _LONGEST_NOTE
            and (block.text[0] in _NOTE_STARTS or not block.text[0].isalnum()) and (
        " above" in block.text or " below" in block.text) and _FILM.fullmatch(block.text)}


def _in_galleries(page: Blocks, latin: list[Block]) -> list[Block]:
    """The lines of galleries that stand among the paragraphs, pictures with headings and words of their own."""
    first, last = latin[0].index, latin[-1].index
    inside = [box for place, _, box in page.images if first < place <= last]
    pictures: dict[Box, int] = {}
    for inner in inside if len(inside) >= _PICTURES else ():
        if (about := _gallery_about(inner)) is not None:
            pictures[about] = pictures.get(about, 0) + 1
    galleries = [box for box, number in pictures.items() if number >= _PICTURES]
    return [block for block in latin if any(box.first <= block.index < box.last for box in galleries)] if galleries else []


def _gallery_about(inner: Box) -> Box | None:
    """The box about a picture that is called a gallery."""
    box: Box | None = inner
    for _ in range(_PICTURE_LEVELS + 1):
        if box is None or (("aller" in (name := box.name) or "lide" in name) and _GALLERY.search(name) is not None):
            return box
        box = box.parent
    return None


def is_caption(block: Block) -> bool:
    """Whether a line is called a caption or says at its end whose a picture is."""
    return block.box.under & CAPTION != 0 or ends_in_credit(block.text)


def ends_in_credit(text: str) -> bool:
    """Whether a line in Latin or Cyrillic letters says at its end whose a picture is."""
    return len(text) <= _LONGEST_SIGNED and any(sign in text for sign in _CREDIT_SIGNS) and _SIGNED.search(text) is not None


def is_centred_below(page: Blocks, block: Block) -> bool:
    """Whether a short line stands right below a picture, in the middle as that does, and the text goes on at its edge."""
    if block.size > _LONGEST_CENTRED or block.level or block.bold or block.linked or block.box.tag not in _NOTES \
            or not _is_centred(block.box.element):
        return False
    picture, following = _picture_above(page, block.index), page.blocks[block.index + 1] if block.index + 1 < len(page.blocks) else None
    return picture is not None and any(map(_is_centred, islice(picture.iterancestors(), 2))) \
        and (following is None or _picture_above(page, following.index) is not None or not _is_centred(following.box.element))


def _picture_above(page: Blocks, number: int) -> HtmlElement | None:
    """The picture right above the block of a number; None where none stands there."""
    at = bisect_right(page.images, number, key=_PLACE) - 1  # they stand in the order of the page
    return page.images[at][1] if at >= 0 and page.images[at][0] == number else None


def _is_centred(element: HtmlElement) -> bool:
    style = element.get("style")
    if (element.get("class") or "") == "vsbcontent_img":
        return True  # a paragraph of Visual SiteBuilder for pictures, set so by its style sheet
    return (element.get("align") or "").lower() == "center" or (style is not None and _CENTRED.search(style) is not None)


def _unless_text(found: list[Block], blocks: list[Block], most: float) -> set[int]:
    if not found or sum(block.size for block in found) > most * sum(block.size for block in blocks):
        return set()
    return {block.index for block in found}


def _signed(page: Blocks, latin: list[Block]) -> list[Block]:
    """Lines below a picture that say at their end whose it is, right below or below a line or two that name who took it, and those."""
    first, last = latin[0].index, latin[-1].index
    below = {place for place, _, _ in page.images if first - _NAMES <= place <= last}
    near = {place + lines for place in below for lines in range(_NAMES + 1)}
    signed = [block for block in latin if block.index in near and not block.level
              and (block.index in below or _is_few(page.blocks[block.index - 1])) and ends_in_credit(block.text)
              and all(_is_few(page.blocks[number]) for number in _from_picture(block.index, below))]
    signed += [block for block in latin if block.text[0] in "Cc" and block.index - 1 in below and _CREDITED.match(block.text) is not None]
    names = {number for block in signed for number in _from_picture(block.index, below)}
    return [block for block in latin if block.index in names] + signed if names else signed


def _from_picture(index: int, below: set[int]) -> range:
    """The numbers of the lines between a line and the picture above it."""
    return range(max(place for place in range(index - _NAMES, index + 1) if place in below), index)


def _is_few(block: Block) -> bool:
    """Whether a line between a picture and its caption is a name or the label before it."""
    return block.size <= _LONGEST_CREDIT and block.text[-1] not in ".!?"


def _is_beside_picture(block: Block) -> bool:
    """Whether a few words stand alone with a picture in a box of their own, and are no sentence."""
    around = block.box.parent
    return around is not None and around.used and around.tag == "div" and around.last - around.first == 1 and block.text[-1] not in ".!?:"


def _is_sourced(block: Block) -> bool:
    """Whether a line stands alone in a box right with a picture, and says in brackets whose that is: old journals set captions so."""
    box = block.box
    return box.used and box.tag == "div" and box.last - box.first == 1 and block.text[-1] == ")" and _SOURCED.search(block.text) is not None


def _is_of_spans(box: Box) -> bool:
    """Whether all words right in a picture's box stand in elements that are called caption or credit."""
    if box.last - box.first != 1:
        return False
    element = box.element
    parts = [child for child in element if isinstance(child.tag, str) and "".join(child.itertext()).strip()]
    between = "".join((element.text or "", *(child.tail or "" for child in element))).strip()
    return bool(parts) and not between and all(_SPANS.search(child.get("class") or "") for child in parts)


def _is_below_in_table(cell: Box) -> bool:
    """Whether a cell is the only one with words of a table with a picture: old editors set pictures with their captions so."""
    table = cell.table
    return table is not None and table.used and table.last - table.first == 1


def is_alone_below(block: Block) -> bool:
    """Whether a line is the only one of a table that holds a picture."""
    table = block.box.table if block.size <= _LONGEST_BELOW and not block.linked and not block.level \
        and _HAN.search(block.text) is not None else None
    return table is not None and _is_below_in_table(table)


def _is_of_picture(page: Blocks, inner: Box) -> bool:
    box: Box | None = inner
    if inner.tag == "figcaption" and (((figure := _figure_about(inner)) is not None and figure.used) or _is_behind_figure(inner)):
        return True  # whatever else stands in it: whose the picture is
    for _ in range(_PICTURE_LEVELS + 1):
        if box is None or box.last - box.first > _MOST_LINES \
                or not all(block.box.under & CAPTION or _is_credit(block) for block in page.blocks[box.first:box.last]):
            return False
        if box.used or box.tag == "figure" or (box is not inner and _PICTURED.search(box.name)):
            return True
        box = box.parent
    return False


def _is_credit(block: Block) -> bool:
    """Whether a line may stand beside a caption: whose the picture is, a button."""
    return block.size <= _LONGEST_CREDIT and (
        _CREDIT.match(block.text) is not None or block.level >= _LOW or (block.linked == block.size <= _LONGEST_BUTTON)
        or (block.size <= _LONGEST_BUTTON and _BUTTON.fullmatch(block.text) is not None)
        or ("/" in block.text and _AGENCY.fullmatch(block.text) is not None))


def _is_behind_figure(inner: Box) -> bool:
    """Whether a caption stands right behind its figure instead of in it."""
    before = inner.element.getprevious()
    return before is not None and before.tag == "figure"


def _figure_about(inner: Box) -> Box | None:
    box = inner.parent
    for _ in range(_PICTURE_LEVELS):
        if box is None or box.tag == "figure":
            break
        box = box.parent
    return box if box is not None and box.tag == "figure" else None
