"""Call-outs in the text of Latin pages: small boxes of their own that ask the reader for something, or present the author."""

from __future__ import annotations

import re
from collections import Counter

from crawler.extract.blocks import Block, Box
from crawler.extract.ground import Ground
from crawler.extract.text import folded, is_latin
from crawler.extract.wording import signs_of

_ASKS = re.compile(
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
_ASK_SIGNS = signs_of(
    "subscrib", "newsletter", "sign up", "signup", "signing up", "signingup", "your inbox", "your email", "email address", "free trial",
    "get started", "join our", "join us", "opt out", "privacy policy", "terms of use", "terms of service", "all rights reserved",
    "affiliate", "earn a commission", "log in", "sign in", "already have an account", "writer", "journalist", "editor", "author",
    "reporter", "freelance", "expert", "founder", "contributor", "blogger", "written by", "reviewed by", "edited by", "checked",
    "years of experience", "read more", "learn more", "read next", "keep reading", "continue reading", "find out more",
    "hear from you", "fill out", "free ", "call ", "contact ", "book a", "book your", "schedule a", "schedule your", "request a",
    "credit card", "request an", "request your", "find a", "download our", "download the")
"""Nothing asks without one of these."""
_RARE = 3
"""Blocks of the same kind, at most: what comes more often is the text's own form."""
_PARAGRAPH = 100
"""Weight of a paragraph of a text at least: what asks is shorter."""
_SAID_TWICE, _NEAR = 60, 6
"""Weight at least of a line that a player says twice, and blocks from one to the other at most."""
_MOST_SAID, _PLAYER = 24, 0.3
"""Blocks of such a player, and the share of the text's prose that it has, at most."""
_PULLED = ("pull", "quote")
"""In small letters, in the names of boxes for words that are pulled out."""
_MOST_PULLED = 100
"""Quotations of a text at most: more are what readers say."""
_MOST, _SHARE = 6, 0.12
"""Blocks and share of the text's prose of a call-out, at most."""


def callouts(ground: Ground, blocks: list[Block]) -> set[int]:
    """Numbers of the blocks of an article that stand in call-outs: two levels or more below the box of the paragraphs."""
    signed = set(ground.page.wording.holding(_ASK_SIGNS))
    asking = [block for block in blocks if block.index in signed
              and (block.text.isascii() or (_offers(block.text) and is_latin(block.text)))] if signed else []
    if not asking:
        return set()  # nothing else asks
    around = _around(ground, blocks)
    if len(around) < 2:
        return set()
    main = around[0]
    asking = [block for block in asking if (box := block.box).parent not in around and box not in around
              and not (block.size >= _PARAGRAPH and _is_part(box.parent, main))]
    if not asking:
        return set()
    tags, names = {block.box.tag for block in asking}, {block.box.name for block in asking}
    kinds = Counter([_kind(box) for block in blocks if (box := block.box).tag in tags and box.name in names])
    most = _SHARE * sum([ground.prose[block.index] for block in blocks])
    found = set[int]()
    for block in asking:
        if kinds[_kind(block.box)] <= _RARE and _ASKS.search(block.text) is not None:
            box = block.box.parent or block.box
            while box.parent is not None and box.parent not in around:
                box = box.parent
            small = box.last - box.first <= _MOST and ground.weight(box) <= most
            found.update(range(box.first, box.last) if small else (block.index,))
    return found


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
    return {block.index for block in pulled if folded(block.text, len(block.text)) in others}


def shown_twice(ground: Ground, blocks: list[Block], chosen: Box) -> set[int]:
    """Numbers of the lines of small boxes in a text that say the same twice: players and galleries say it below the picture, and in a
    frame for who looks closer."""
    texts = [block.text for block in blocks]
    if len({*texts}) == len(texts):
        return set()  # as mostly
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


def _kind(box: Box) -> tuple[str, str, str]:
    parent = box.parent
    return box.tag, box.name, "" if parent is None else parent.name
