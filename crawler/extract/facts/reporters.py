"""Reporters as Chinese pages name them without a label of their own: in the line of the head, in a text's first and last words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from crawler.extract.facts.labelled_names import HEAD_LINE
from crawler.extract.markup.blocks import Block
from crawler.extract.words.dates import may_have_day
from crawler.extract.words.han_forms import compiled

_NAME_HAN: Final = r"(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s[\u4e00-\u9fff](?![\u4e00-\u9fff]))"
"""A name; papers set those of two signs apart to the width of three."""
_APART: Final = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\s([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_BESIDE_THEM: Final = (rf"(?:[\s、，,]+(?:本[报网台]|特约)?通讯员\s*[:：]?\s*(?P<more>{_NAME_HAN}"
                rf"(?:[\s、，]+(?!记者|实习生|摄影|[编责]编?辑?|[文图来]|浏览|阅读|点击|发布|报[道导]|整理|供图){_NAME_HAN}){{0,5}}))?")
"""The correspondents behind the reporters, who have no place at the paper."""
_REPORTERS: Final = compiled(r"[□■●◎◆▲（(]?\s*(?:[\u4e00-\u9fff]{2,10}(?<!本网)(?<!的))??"
                        r"(?:首席|特约|实习|见习|全媒体|驻[\u4e00-\u9fff]{2,4})?(?:记者|通讯员)(?:\s*[:：]\s*|\s+)"
                        rf"(?P<value>{_NAME_HAN}(?:[\s、]+(?!通讯员|实习生|摄影|编辑|报道|报导|整理|供图){_NAME_HAN}){{0,4}})"
                        rf"{_BESIDE_THEM}(?:\s+(?:通讯员|实习生|摄影|文|图|报[道导]|整理|供图).{{0,30}}?)?[)）]?")
"""A line of reporters' names alone: 本报记者 ….."""
_REPORTING = re.compile(r"(?:^[〔\[［（(【]?|[\s/／])\s*記者\s*(?P<value>[\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4}){0,3})\s*[/／]"
                        r"\s*[\u4e00-\u9fff]{2,8}報導")
"""How papers in Taiwan name the reporter and the place, in the head line or at the beginning of a text: 〔記者林一／台北報導〕."""
_REPORTER_BESIDE: Final = compiled(rf"(?:^|(?<=[\s|｜□■●◎◆▲]))(?:[\u4e00-\u9fff]{{1,8}}[报网台社刊+＋]|全媒体|见习|首席)?"
                              rf"(?:记者|通讯员(?:\s*[:：]|\s))\s*(?!招待|见面|手记|述评|观察|调查|体验|[专来]访|日记|札记|[会站节团部])(?P<value>{_NAME_HAN}"
                              rf"(?:[\s、]+(?!通讯员|实习生|摄影|编辑|责编|浏览|阅读|点击|报道|报导|整理|[\u4e00-\u9fff]{{2,6}}[报网台]){_NAME_HAN}){{0,3}})"
                              rf"{_BESIDE_THEM}(?=\s|[|｜]|$)")
"""The same beside source or day in the head line, without a colon."""
_REPORTER: Final = (r"(?:[\u4e00-\u9fff]{0,8}[报网台社刊])?(?:首席|特约|实习|见习|全媒体|新媒体)?(?:记者|通讯员)\s*[:：]?\s*"
             r"(?!招待|见面|采访|整理|综合|拍摄|摄|报道|供图|提供|手记|述评|点评|现场|独家|联合|连线|追踪|跟踪|[会站节团部证从在对就按注问])"
             rf"(?P<value>{_NAME_HAN}(?:[\s、，]+(?!通讯员|记者|实习生|摄影|编辑|整[合理]|综合|采写|报[道导]){_NAME_HAN}){{0,4}})")
_BRACKETED: Final = rf"[（(]\s*{_REPORTER}{_BESIDE_THEM}" \
             rf"(?:\s*(?:文/图|图/文|摄影报道)|\s+(?:通讯员|实习生|文|图|整[合理]|综合|采写|报[道导])[^（()）]{{0,30}})?\s*[)）]"
_REPORTER_BEHIND: Final = re.compile(rf"{_BRACKETED}$")
"""A text's last words: （记者：…）."""
_REPORTER_TELLS: Final = re.compile(rf"(?:[^。，；！？（()）]{{0,30}}[讯电]\s*)?"
                             rf"(?:{_BRACKETED}|{_REPORTER.replace('value', 'teller')}\s*报[道导][:：\s])")
"""A text's first words: 本报讯（记者 …）, or 记者…报道 and a blank."""
_LONGEST_ROLE: Final = 80
_LONGEST_REPORTERS: Final = 100
_SHORT_NAME: Final = r"(?:[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])(?![\u4e00-\u9fff])"
_MARKED: Final = re.compile(rf"[□◎○]\s*(?P<value>{_SHORT_NAME}(?:[\s、]+{_SHORT_NAME}){{0,2}})")
"""A line of names alone behind a mark, as papers set them below headlines: □ 某某."""
_ROLE_IN_BRACKETS = re.compile(r"[【\[]\s?(?:(?:全媒体|本[报网台]|首席|见习)\s?)*(?P<role>记者|撰文|文字|采写|撰稿|作者|通讯员)\s?[】\]]"
                               rf"\s?[:：]?\s?(?P<value>{_NAME_HAN}(?:[\s、]+{_NAME_HAN}){{0,4}})")
"""A line of who did one thing for a text, in brackets what: 【撰文】某某."""
_OF_UNIT: Final = r"(?:中心|街道|[局委办站部院队社台科处所镇乡县区网报])"
_PICTURED_BEHIND: Final = re.compile(r"[（(]\s?(?:(?:文\s?[/／]\s?图|图\s?[/／]\s?文)[\s:：]+|(?:图文|文图)\s?[:：]\s?)"
                              rf"(?:[\u4e00-\u9fff]{{2,16}}{_OF_UNIT}[\s:：]+)?(?:[\u4e00-\u9fff]{{0,8}}(?:记者|通讯员)\s?[:：]?\s?)?"
                              rf"(?![^()（）]*(?:来源|提供|记者|通讯员|摄影|报道|整理|综合|{_OF_UNIT}[\s)）]))"
                              rf"(?P<value>{_NAME_HAN}(?:[\s、]+{_NAME_HAN}){{0,3}})\s?[)）]$")
"""A text's last words of who wrote and pictured it: （文/图 某某中心 某某）."""
MARKS: Final = "□◎○"
"""How such a line begins."""
_TAKEN_FROM: Final = re.compile(r"本文(?:来自|首发|转载自|系|由)[^。]{0,60}?[，,]\s*作者\s*[:：]\s*(?P<value>[^，,。:：\s（(]{2,12})")
"""How journals of the web say above or below a text where it was taken from, and who wrote it."""


def reporters_by_line(closing: Iterable[Block]) -> str | None:
    """The reporters and the correspondents whom the last lines of a text name, one role a line, each in brackets; None where there are
    no reporters."""
    named = [match for block in closing if block.text[0] in "【[" and (match := _ROLE_IN_BRACKETS.fullmatch(block.text)) is not None]
    wrote = next((match["value"] for match in named if match["role"] != "通讯员"), None)
    if wrote is None:
        return None
    more = next((match["value"] for match in named if match["role"] == "通讯员" and match["value"] != wrote), None)
    return _APART.sub(r"\1\2", " ".join(filter(None, (wrote, more))))


def reporters_with_place(blocks: Iterable[Block]) -> str | None:
    """The reporters whom a line names with the place of the report, as papers in Taiwan do; None where none does."""
    return next((match["value"].strip() for block in blocks if "記者" in block.text
                 and (match := _REPORTING.search(block.text, 0, _LONGEST_REPORTERS))), None)


def author_where_taken_from(blocks: Iterable[Block]) -> str | None:
    """The author whom a line names that says where the text was taken from; None where none does."""
    return next((match["value"] for block in blocks if block.text.startswith("本文") and (match := _TAKEN_FROM.match(block.text))), None)


def named_reporters(head: Sequence[Block], opening: Sequence[Block], closing: Sequence[Block]) -> str | None:
    """The reporters named in a line of their own, beside source or day in the head line, or in a text's first or last words, in this order;
    None where there are none. `opening`, `closing`: the text's first line and its last."""
    found = _in_own_line((*head, *opening, *closing)) or _marked((*head, *opening)) or _beside(head) or _telling(opening) \
        or _behind(closing)
    return None if found is None else _APART.sub(r"\1\2", " ".join(filter(None, found.groups())))


def _in_own_line(blocks: Iterable[Block]) -> re.Match[str] | None:
    return next((match for block in blocks if block.size <= _LONGEST_REPORTERS and _names_role(block.text)
                 and (match := _REPORTERS.fullmatch(block.text))), None)


def _marked(blocks: Iterable[Block]) -> re.Match[str] | None:
    return next((match for block in blocks if block.text[0] in MARKS and (match := _MARKED.fullmatch(block.text))), None)


def is_marked(text: str) -> bool:
    """Whether a line is names alone behind a mark."""
    return text[0] in MARKS and _MARKED.fullmatch(text) is not None


def _beside(head: Iterable[Block]) -> re.Match[str] | None:
    return next((match for block in head if _names_role(block.text) and block.size <= HEAD_LINE
                 and ("源" in block.text or may_have_day(block.text)) and (match := _REPORTER_BESIDE.search(block.apart))), None)


def _telling(opening: Iterable[Block]) -> re.Match[str] | None:
    return next((match for block in opening if _names_role(block.text[:_LONGEST_ROLE])
                 and (match := _REPORTER_TELLS.match(block.text))), None)


def _behind(closing: Iterable[Block]) -> re.Match[str] | None:
    return next((match for block in closing if block.text[-1] in ")）"
                 and ((match := _REPORTER_BEHIND.search(tail := block.text[-_LONGEST_ROLE:])) or (
                     "图" in tail and (match := _PICTURED_BEHIND.search(tail))))), None)


def _names_role(text: str) -> bool:
    return "记者" in text or "通讯员" in text or "記者" in text or "通訊員" in text
