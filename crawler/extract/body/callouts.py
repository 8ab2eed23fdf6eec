"""Call-outs in the text of Latin pages: small boxes of their own that ask the reader for something, or present the author."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.body.summing_up import heads_questions
from crawler.extract.markup.blocks import Block, Box
from crawler.extract.markup.ground import Ground, has_sentence
from crawler.extract.words.text import folded, is_latin
from crawler.extract.words.wording import signs_of

_ASKS: Final = re.compile(
    r"subscrib|newsletter|sign(?:ing)? ?up|your (?:inbox|email)|email address|free (?:[\w-]+ )?trial|credit card required|"
    r"get started|join (?:our|us)\b|opt out|"
    r"privacy policy|terms of (?:use|service)|all rights reserved|affiliate(?!s|d| (?:network|hospital|member|organi[sz]ation|station))|"
    r"earn a commission|"
    r"log in\b|sign in\b|already have an account|"
    r"\bis an? (?:[\w-]+ ){0,4}(?:writer|journalist|editor|author|reporter|freelancer?|expert|founder|contributor|blogger)\b|"
    r"about the author|(?:written|reviewed|edited) by|fact.checked|years of experience|"
    r"read more|learn more|read next|keep reading|continue reading|find out more|"
    r"free (?:quote|estimate|consultation|demo|assessment|home visit)\b|(?:call|contact) [\w ]{2,24} (?:today|now|online)\b|"
    r"(?:book|schedule|request) (?:a|an|your) (?:[\w-]+ ){0,2}(?:call|demo|visit|appointment|consultation|quote)\b|"
    r"download (?:our|the) (?:\w+ )?app\b|"
    r"^find an? (?:[\w-]+ ){0,2}(?:doctor|dentist|physician|provider|specialist|clinic|location|pharmacy|branch|agent|adviser|advisor|"
    r"lawyer|dealer|store)(?: (?:near|close to) (?:you|me)| in your area)?$|"
    r"\b(?:like|love|want) to hear from you|fill out (?:the|our|this) (?:form|survey|questionnaire)", re.IGNORECASE)
_OFFERS = signs_of("subscrib", "newsletter", "sign up", "signup", "signing up", "signingup", "your inbox", "your email", "email address",
                   "free trial", "privacy policy", "terms of use", "terms of service", "hear from you", "fill out")
"""What a text does not say of its subject, whatever signs stand in it; in small letters."""
_ASK_SIGNS: Final = signs_of(
    "subscrib", "newsletter", "sign up", "signup", "signing up", "signingup", "your inbox", "your email", "email address",
    "get started", "join our", "join us", "opt out", "privacy policy", "terms of use", "terms of service", "all rights reserved",
    "affiliate", "earn a commission", "log in", "sign in", "already have an account", "writer", "journalist", "editor", "author",
    "reporter", "freelance", "expert", "founder", "contributor", "blogger", "written by", "reviewed by", "edited by", "checked",
    "years of experience", "read more", "learn more", "read next", "keep reading", "continue reading", "find out more",
    "hear from you", "fill out", "free ", "call ", "contact ", "book a", "book your", "schedule a", "schedule your", "request a",
    "credit card", "request your", "find a", "download our", "download the")
"""Nothing asks without one of these."""
_INTEREST: Final = re.compile(
    r"\b(?:contains?|uses?|includes?|are|as an) affiliate (?:links?|ones|marketer|partner)\b|"
    r"\bearns? (?:us )?(?:an? |some )?(?:small |affiliate )*commissions?\b|"
    r"\b(?:through|via|using|on|from) (?:our|the|these|some) links\b.{0,60}\b(?:purchase|commission|earn|support)|"
    r"\bas an amazon associate,? (?:we|i) earn\b|\bpartners?\b.{0,60}\bcompensates? us\b|"
    r"\bwe (?:may |might )?(?:receive|earn|get) (?:a )?compensation\b", re.IGNORECASE)
"""What a site earns by the article's links."""
INTEREST_SIGNS: Final = ("ffiliate", "ommission", " links", "ssociate", "ompensat")
"""Of which each statement of it has one."""
_COOKED: Final = re.compile(r"(?:if you (?:make|made|try|tried|love|loved|enjoyed|like|liked) (?:this|these) .{2,60}"
                     r"|(?:have you )?(?:did you make|tried|made) this recipe\?? ?.{0,40})"
                     r"\b(?:comment|rating|rate|tag|mention|star)\b.{0,160}", re.IGNORECASE)
"""What writers of recipes ask of those who cooked by them."""
_LONGEST_ASKING: Final = 400
_RARE: Final = 3
"""Blocks of the same kind, at most: what comes more often is the text's own form."""
_PARAGRAPH: Final = 100
"""Weight of a paragraph of a text at least: what asks is shorter."""
_SAID_TWICE: Final = 60
_NEAR: Final = 6
"""Weight at least of a line that a player says twice, and blocks from one to the other at most."""
_MOST_SAID: Final = 24
_PLAYER: Final = 0.3
"""Blocks of such a player, and the share of the text's prose that it has, at most."""
_PULLED: Final = ("pull", "quote")
"""In small letters, in the names of boxes for words that are pulled out."""
_SPEAKER: Final = re.compile("(?<=[\"\u201d]) ?[-\u2013\u2014] ?[A-Z][^.!?\"\u201d]{3,60}\\.?$")
"""Who said what is pulled out, behind it."""
_MOST_PULLED: Final = 100
"""Quotations of a text at most: more are what readers say."""
_MOST: Final = 6
_SHARE: Final = 0.12
"""Blocks and share of the text's prose of a call-out, at most."""
_BUTTON: Final = re.compile(r"(?:start|try|get|book|request|schedule|compare|join|sign up|talk to|contact|create|claim|apply|register)\b",
                     re.IGNORECASE)
"""How a button begins that leads to what a site offers: where it would show or tell more, it may be the text's."""
_BUTTON_STARTS: Final = frozenset("stgbrcjaSTGBRCJA")
_LONGEST_BUTTON: Final = 32
_MOST_OVER: Final = 4
_SAYS: Final = 50
_LONGEST_OVER: Final = 320
"""Weight of a button at most; lines of a box with it at most, and their weight: a name alone is of the thing that a text tells of."""
_HOLDS_BUTTON: Final = frozenset(("div", "section", "p", "center"))

_Kind = tuple[str, str, str]
"""Tag and class of a box, and the class of the one around."""


def callouts(ground: Ground, blocks: list[Block]) -> set[int]:
    """Numbers of the blocks of an article that stand in call-outs: two levels or more below the box of the paragraphs."""
    signed = set(ground.page.wording.holding(_ASK_SIGNS))
    asking = [block for block in blocks if block.index in signed
              and (block.text.isascii() or (_offers(block.text) and is_latin(block.text)))] if signed else []
    buttons = _buttons(ground, blocks)
    if not asking and not buttons:
        return set()  # nothing else asks
    around = _around(ground, blocks)
    if len(around) < 2:
        return set()
    main = around[0]
    return _asking(ground, blocks, asking, around, main) | _over_buttons(ground, blocks, buttons, around)


def _asking(ground: Ground, blocks: list[Block], asking: list[Block], around: list[Box], main: Box) -> set[int]:
    """The numbers of what stands in small boxes with the lines that ask for something. `around`: the boxes around the paragraphs."""
    asking = [block for block in asking if (box := block.box).parent not in around and box not in around
              and not (block.size >= _PARAGRAPH and _is_part(box.parent, main))]
    if not asking:
        return set()
    tags, names = {block.box.tag for block in asking}, {block.box.name for block in asking}
    kinds = _counted([_kind(box) for block in blocks if (box := block.box).tag in tags and box.name in names])
    most = _SHARE * sum([ground.prose[block.index] for block in blocks])
    found = set[int]()
    for block in asking:
        if kinds[_kind(block.box)] <= _RARE and _ASKS.search(block.text) is not None:
            box = block.box.parent or block.box
            while box.parent is not None and box.parent not in around:
                box = box.parent
            if (first := ground.page.blocks[box.first]).text[-1] in "sSqQ?:" and heads_questions(first.text):
                continue  # answers to what readers ask
            small = box.last - box.first <= _MOST and ground.weight(box) <= most
            found.update(range(box.first, box.last) if small else (block.index,))
    return found


def _buttons(ground: Ground, blocks: list[Block]) -> list[Block]:
    """The lines among those of a text that are a link alone and say what one should do: `Start for free`. They are no part of it."""
    return [block for block in ground.page.blocks[blocks[0].index:blocks[-1].index] if block.linked and block.linked >= block.size - 2
            and block.size <= _LONGEST_BUTTON and not block.level and block.box.tag in _HOLDS_BUTTON and block.text[0] in _BUTTON_STARTS
            and _BUTTON.match(block.text) is not None] if blocks else []


def _over_buttons(ground: Ground, blocks: list[Block], buttons: list[Block], around: list[Box]) -> set[int]:
    """The numbers of a few short lines that stand over a button in a box of their own, which asks readers to come to the site's offers."""
    if not buttons:
        return set()
    kept, found = {block.index for block in blocks}, set[int]()
    most = _SHARE * sum([ground.prose[block.index] for block in blocks])
    kinds: list[_Kind] = []
    places: list[Box] = []
    for button in buttons:
        box = button.box
        while box.parent is not None and box.parent not in around and box.parent.last - box.parent.first <= _MOST_OVER:
            box = box.parent
        lines = ground.page.blocks[box.first:box.last]
        kinds.append(_kind(box))
        if box not in around and 1 < len(lines) <= _MOST_OVER and lines[-1] is button and ground.weight(box) <= most \
                and not any(line.linked for line in lines[:-1]) and _SAYS <= sum(line.size for line in lines[:-1]) <= _LONGEST_OVER \
                and has_sentence(lines[-2].text):
            places.append(box)
    counted = _counted(kinds)
    for box in places:
        if counted[_kind(box)] <= _RARE:
            found.update(number for number in range(box.first, box.last) if number in kept)
    return found


def states_interest(text: str) -> bool:
    """Whether a line states what the site earns by an article."""
    return any(sign in text for sign in INTEREST_SIGNS) and _INTEREST.search(text) is not None


def asks_cooks(block: Block) -> bool:
    """Whether a paragraph asks those who cooked by a recipe to rate it or to show what came of it."""
    return block.size <= _LONGEST_ASKING and block.text[0] in "IiTtHhDd" and " this " in block.text \
        and _COOKED.fullmatch(block.text) is not None


def quoted(blocks: list[Block]) -> list[Block]:
    """The blocks of an article that are quotations or stand right in one."""
    tags = {block.box.tag for block in blocks}
    tags.update([box.tag for box in {block.box.parent for block in blocks} if box is not None])
    if "blockquote" not in tags:
        return []  # as mostly
    return [block for block in blocks if (box := block.box).tag == "blockquote"
            or (box.parent is not None and box.parent.tag == "blockquote")]


def repeated(blocks: list[Block], quotations: list[Block]) -> set[int]:
    """Numbers of the quotations that only say again what another paragraph says: a text's own words, pulled out for the eye.
    `quotations`: the blocks that are quoted by their tags."""
    boxes = {block.box.parent for block in blocks}
    names = {block.box.name for block in blocks}
    names.update([box.name for box in boxes if box is not None])
    pulled = quotations
    if _tells_pulled(" ".join(names)):
        boxes.update([block.box for block in blocks])
        called = {box for box in boxes if box is not None and _tells_pulled(box.name)}
        pulled = [block for block in blocks if block.box in called or block.box.parent in called] + quotations
    if not pulled:
        return set()
    numbers = {block.index for block in pulled}
    pulled = [block for block in pulled if 20 <= len(block.text) <= 400]
    if not 0 < len({block.index for block in pulled}) <= _MOST_PULLED:
        return set()
    others = "".join([folded(block.text, len(block.text)) for block in blocks if block.index not in numbers])
    return {block.index for block in pulled if folded(said := _SPEAKER.sub("", block.text), len(said)) in others}


def shown_twice(ground: Ground, blocks: list[Block], chosen: Box) -> set[int]:
    """Numbers of the lines of small boxes in a text that say the same twice: players and galleries say it below the picture, and in a
    frame for who looks closer."""
    if len({block.text[:_SAID_TWICE] for block in blocks}) == len(blocks):
        return set()  # as mostly: no two begin alike
    found, places = set[int](), dict[str, Block]()
    for block in (block for block in blocks if block.size >= _SAID_TWICE):
        before = places.setdefault(block.text, block)
        if 0 < block.index - before.index <= _NEAR:
            box: Box | None = before.box
            while box is not None and box.last <= block.index:
                box = box.parent
            if box is not None and box is not chosen and box.last - box.first <= _MOST_SAID \
                    and ground.weight(box) < _PLAYER * ground.weight(chosen):
                found.update(range(box.first, box.last))
    return found


def _tells_pulled(name: str) -> bool:
    small = name.lower()
    return _PULLED[0] in small or _PULLED[1] in small


def _offers(text: str) -> bool:
    """Whether a text offers something of the site's."""
    return bool(_OFFERS.borne_by(text.encode("utf-8", "replace").lower()))


def _is_part(box: Box | None, main: Box) -> bool:
    """Whether a box has the first class of the one in which most paragraphs stand: what cuts a text parts it in several."""
    return box is not None and box.tag == main.tag and box.marks == main.marks \
        and box.name.split(None, 1)[:1] == main.name.split(None, 1)[:1] != []


def _around(ground: Ground, blocks: list[Block]) -> list[Box]:
    """The box in which most paragraphs stand, and those around it, from inside outwards."""
    weights: dict[Box | None, float] = {None: 0.0}
    prose = ground.prose
    for block in blocks:
        parent = block.box.parent
        weights[parent] = weights.get(parent, 0.0) + prose[block.index]
    box = max(weights, key=lambda one: weights[one])
    chain = []
    while box is not None:
        chain.append(box)
        box = box.parent
    return chain


def _counted(kinds: list[_Kind]) -> dict[_Kind, int]:
    """How often there is each of them; a `Counter` is not compiled."""
    counted: dict[_Kind, int] = {}
    for kind in kinds:
        counted[kind] = counted.get(kind, 0) + 1
    return counted


def _kind(box: Box) -> _Kind:
    parent = box.parent
    return box.tag, box.name, "" if parent is None else parent.name
