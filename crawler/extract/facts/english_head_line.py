"""Names beside the day in head lines of English pages, where no label says whose they are: a paper, site or office, and a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from crawler.extract.facts.labelled_names import HEAD_LINE
from crawler.extract.markup.blocks import Block
from crawler.extract.markup.marks import COMMENT, LEAD
from crawler.extract.words.dates import Moment, first, may_have_day
from crawler.extract.words.text import clean

_HAN: Final = re.compile("[\u3400-\u9fff]")
_PARTS: Final = re.compile(r"\s*(?:[|｜·•;\t]|\xa0{2,}|\u3000+| {2,}|(?<=\s)[-–—/](?=\s))\s*|\xa0+")
"""What parts the facts of a head line that is one run of text."""
_OFFICE: Final = (r"(?:Office|Bureau|Department|Commission|Committee|Government|Administration|Cent(?:er|re)|Council|Ministry|Association|"
           r"Authority|Customs|Museum|Embassy|Consulate)")
_PAPER = (r"(?:Daily|News|Times|Post|Herald|Agency|Evening News|Morning Post|Gazette|Weekly|Network|TV(?: Station)?|Television|Radio|"
          r"Press|Online|Today|Journal|Tribune|Chronicle|Convergence Media|Media Center)")
_WORD: Final = r"(?:[A-Z][\w&'\u2019.-]*|of|and|the)"
_BEFORE: Final = rf"[A-Z][\w&'\u2019.-]*\s(?:{_WORD}\s){{0,8}}"
_PUBLISHED_BY: Final = re.compile(
    rf"(?!By )(?:{_BEFORE})?(?:{_OFFICE}|{_PAPER}|{_PAPER.upper()})|"
    rf"(?:{_BEFORE})?(?:Bureau|Department|Office|Ministry|Committee|Government|Council|Commission)\sof(?:\s{_WORD}){{1,8}}|"
    r"Xinhua|CGTN|ECNS|CNS|CCTV|Reuters|AFP|Bloomberg|(?:[A-Za-z\d-]+\.){1,4}(?:cn|com|net|org|info)")
"""Names of papers, agencies, offices and sites, whole."""
_NO_NAME: Final = re.compile(r"(?:Latest|Local|World|Breaking|Top|More|Our|City|Government|Press|Company|Business|Sports?|Tech(?:nology)?|"
                      r"National|International|Industry|Health|Picture|Photo|Video|Home|Related|Popular|Hot)\s(?:News|Press|Post|Online)|"
                      r"(?:News|Post|Online|Press|Media|Network|Radio|Weekly|Daily|Center|Government|Times|Office|Department|Television|"
                      r"Agency|Today|Journal|Tribune|Chronicle|Council|Association|Committee|Commission|Administration|Authority|Ministry|Bureau|Museum|Customs|TV)")
"""Names of sections, and single words that name nothing by themselves."""
_BRACKETED: Final = re.compile(r"^(?:By [^()]{3,60}?)?\s?[(（]\s?(?P<value>[^()（）]{3,60}?)\s?[)）](?=\s|$)")
_BY_LABEL: Final = re.compile(r"(?:BY|FROM)\s?[:：]\s?")
_IN_BRACKETS: Final = re.compile(r"[(（]\s?([^()（）]{3,60}?)\s?[)）]")
_BEHIND_DAY: Final = re.compile(r"\s*by\s(?:the\s)?(?P<value>[A-Z].{2,80})")
_EDGE: Final = " \t,，:：-–—()（）[]【】\xa0"
_PERSON = re.compile(r"(?:By )?(?P<value>[A-Z](?:[^\W\d_]|['\u2019.-])+(?:\s(?:[A-Z](?:[^\W\d_]|['\u2019.-])*|de|van|von|der|bin|al)){1,3})"
                     r"(?:,\s[A-Z][\w'\u2019-]+(?:[ -][A-Z][\w'\u2019-]+){0,3})?")
"""A person, and behind a comma the paper."""
_IN_PLACE: Final = re.compile(rf"{_PERSON.pattern} in [A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+)?")
_NO_PERSON: Final = re.compile(
    rf"\b(?:{_OFFICE}|{_PAPER}|Journal|Tribune|World|Local|National|International|Business|Sports?|Politics|Opinion|Culture|Travel|Health|Tech|"
    r"Technology|Science|Features?|Blogs?|Home|Page|City|County|State|Town|York|Angeles|Francisco|Staff|Team|Group|Inc|Company|University|"
    r"School|College|Release[ds]?|Updated?|Published|Posted|Date|Last|Modified|Created|Article|Issue|Volume|Read|Reports?|Reviews?|Editors?|"
    r"Editorial|Board|Strategies|Solutions|Magazine|Guides?|Tips|Essays?|Letters?|Notes?|Street|Road|North|South|East|West|New|United|Life|"
    r"Style|Food|Music|Books?|Education|Environment|Climate|Economy|Markets?|Finance|Money|Law|Crime|Events?|Press|China|Korea|Hong|The|"
    r"Latest|Top|More|About|Search|Open|Sign|Log|Subscribe|Share|Follow|Menu|Print|Comments?|Correspondents?|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|"
    r"Thursday|Friday|Saturday|Sunday)\b", re.IGNORECASE)
"""Words that no person's name has, but those of papers, sections and places."""
_FEW_WORDS: Final = re.compile(r"(?:(?i:published|posted|updated)(?: on)?\W{0,2}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\W{0,2})*")
_LONGEST_PERSON: Final = 60
_BARS: Final = frozenset("|·•–—")
_SMALL: Final = 4
"""Level of a heading that may be a head line."""
_DAY_OF_WEEK: Final = re.compile(r"\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s*$")


def published_by(lines: Sequence[Block]) -> str | None:
    """The paper, site or office that stands in the line of the day, or in brackets right above it; None when there is none."""
    for at, block in enumerate(lines):
        if not _may_tell(block):
            continue
        if may_have_day(block.text) and first(block.apart) is not None:
            name = next((part for part in _facts(block) if is_publisher(part)), None) or _about_day(block)
        else:
            below = lines[at + 1] if at + 1 < len(lines) else None
            bracketed = _BRACKETED.match(block.text) if block.text[0] in "(（B" else None
            name = None if bracketed is None or below is None or not may_have_day(below.text) else bracketed["value"]
            name = name if name is not None and is_publisher(name) else None
        if name is not None:
            return name
    return None


def person_beside_day(lines: Iterable[Block]) -> str | None:
    """The person who alone stands beside the day in a head line, a bar, a comma or a place between; None when there is none."""
    for block in lines:
        if not may_have_day(block.text) or block.linked == block.size or not _may_tell(block) \
                or (moment := first(text := block.apart)) is None:
            continue
        before = _DAY_OF_WEEK.sub("", text[:moment.start]).rstrip()
        match = _PERSON.fullmatch(before.rstrip(",|·•–—-/ ")) if before[-1:] in ",|·•–—-/" else _IN_PLACE.fullmatch(before)
        behind = text[moment.end:].strip()
        if match is None and not before and behind[:1] in _BARS:
            match = _PERSON.fullmatch(behind[1:].strip())
        if match is None and "By " in text and len(block.pieces) > 1:
            match = next(filter(None, (_PERSON.fullmatch(words) for run, _ in block.pieces if (words := clean(run))[:3] == "By ")), None)
        if match is None and (facts := [*_facts(block)]) and any(map(is_publisher, facts)):
            match = next(filter(None, map(_PERSON.fullmatch, facts)), None)
        if match is not None and _NO_PERSON.search(match["value"]) is None:
            return match["value"]
    return None


def person_above_day(lines: Sequence[Block], end: int) -> str | None:
    """The person in a line of the head whose next line is the day and nothing else, both below the headline; None when there is none.
    `end`: number of the block with which the text begins."""
    title = next((at for level in (1, 2, 3) for at, block in enumerate(lines) if block.level == level), len(lines))
    for block, below in pairwise(lines[title + 1:]):
        if below.index == block.index + 1 and below.index < end \
                and block.size <= _LONGEST_PERSON and _may_tell(block) and not block.level and not block.box.under & LEAD \
                and (moment := first(below.text)) is not None and _FEW_WORDS.fullmatch(below.text[:moment.start]) is not None \
                and (match := _PERSON.fullmatch(block.text)) is not None and _NO_PERSON.search(match["value"]) is None:
            return match["value"]
    return None


def without_day(text: str) -> str:
    """A head line with a bar in place of its day."""
    moment = first(text)
    return text if moment is None else f"{text[:moment.start]}|{text[moment.end:]}"


def is_publisher_and_day(text: str, moment: Moment) -> bool:
    """Whether a line is a paper, site or office and its day, and nothing else."""
    return not (text[:moment.start].strip(_EDGE) and text[moment.end:].strip(_EDGE)) \
        and is_publisher((text[:moment.start] + text[moment.end:]).strip(f"{_EDGE}|·"))


def _may_tell(block: Block) -> bool:
    """Whether a block may be a head line in Latin letters; most are too long."""
    return block.size <= HEAD_LINE and not 0 < block.level < _SMALL and not block.box.under & COMMENT \
        and (block.text.isascii() or _HAN.search(block.text) is None)


def _facts(block: Block) -> Iterator[str]:
    """What bars, wide blanks and elements part in a line."""
    for run, _ in block.pieces:
        for part in _PARTS.split(run):
            fact = _BY_LABEL.sub("", clean(part))
            yield fact.strip(_EDGE)
            if "(" in fact and (bracketed := _IN_BRACKETS.search(fact)) is not None:
                yield bracketed[1]


def is_publisher(name: str) -> bool:
    """Whether a name is that of a paper, agency, office or site."""
    return len(name) > 2 and _PUBLISHED_BY.fullmatch(name) is not None and _NO_NAME.fullmatch(name) is None


def _about_day(block: Block) -> str | None:
    """The office behind the day, or before it: Published on July 23, 2021 by …; By …, March 4, 2020."""
    text = block.apart
    moment = first(text)
    if moment is None:
        return None
    if is_publisher_and_day(text, moment):
        return (text[:moment.start] + text[moment.end:]).strip(f"{_EDGE}|·").removeprefix("By ")
    match = _BEHIND_DAY.fullmatch(text, moment.end)
    before = text[:moment.start].removeprefix("By ").strip(_EDGE) if text[:3] == "By " else ""
    name = match["value"] if match is not None else before
    return name if is_publisher(name) else None
