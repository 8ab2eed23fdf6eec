"""Names of authors and sources without a label: in links and boxes of the head line that are called so, and behind a role and a bar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Block
from crawler.extract.markup.marks import COMMENT
from crawler.extract.words.boilerplate import is_furniture
from crawler.extract.words.dates import may_have_day
from crawler.extract.words.text import clean

SOURCE: Final = re.compile(r"(?:^|[\s_-])(?:(?:ent|art|article|news|post)?[_-]?(?:source|media)|laiyuan)(?:$|[\s_-]|name)", re.IGNORECASE)
AUTHOR: Final = re.compile(r"(?:^|[\s_-])(?:author|writer|zuozhe)(?:[_-]?info)?(?:[_-]?name)?(?:$|[\s_-])|nick-?name|user-?name|"
                    r"(?:^|\s)(?:d_name|authi)(?:$|\s)", re.IGNORECASE)
"""How an element is called whose words are the name of who published first, or of who wrote it; the last are those of boards."""
_AUTHOR_CLASS: Final = re.compile(r"(?:^|[\s_-])(?:author|byline)(?:$|[\s_-]|(?-i:(?=[A-Z])))|(?<=[a-z])(?:Author|Byline)\b", re.IGNORECASE)
_BESIDE_DAY: Final = re.compile(r"(?:^|\s)name(?:$|\s)")
"""The same of an author beside a day, or in a box that is called an author's: pages of accounts."""
_LEVELS: Final = 2
_LONGEST: Final = 20
_HEAD_LINE: Final = 200
"""How far such an element lies around a link, letters of a name at most, and weight of a head line at most."""
_NO_NAME: Final = re.compile(r"[:：|｜。，,!！?？/]|\d{3}|^\d|关注|评论|阅读|登录|注册|首页|返回|更多|文章|作者|记者|通讯员|楼主|\s\S+\s")
_HAN_NAME: Final = r"(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s[\u4e00-\u9fff](?![\u4e00-\u9fff]))"
_BARRED: Final = re.compile(r"(?P<role>文字?|作者|撰文|撰稿|采写|本?[刊报网]?记者|编辑|责编|责任编辑)\s?[|｜丨]\s?"
                     rf"(?P<value>{_HAN_NAME}(?:[\s、，,&]+{_HAN_NAME}){{0,3}})")
"""A line of one name behind its role and a bar: 文 | 林一鸣, as journals of the web and accounts have it."""

_WHO: Final = rf"\s?[/／]\s?(?:本[报网台刊])?(?:记者|通讯员)?\s?{_HAN_NAME}(?:[\s、]+(?![图摄]){_HAN_NAME}){{0,2}}"
_SHARED: Final = re.compile(rf"(?:文字?|撰文){_WHO}\s+(?:图片?|摄影?){_WHO}")
"""A line of who wrote it and who took the pictures: 文/本报记者 某某 图/某某."""


def is_authors(name: str) -> bool:
    """Whether a class attribute is that of an author's name."""
    low = name.lower()
    return ("author" in low or "byline" in low or not low.isascii()) and _AUTHOR_CLASS.search(name) is not None


def linked_name(lines: Iterable[Block], names: re.Pattern[str]) -> str | None:
    """The Chinese name in the head line that is a link and stands in an element called so; None when there is none."""
    for block in lines:
        if not block.linked or block.size > _HEAD_LINE or block.level or block.text.isascii() or block.box.under & COMMENT:
            continue
        for run, anchor in block.pieces:
            name = "" if anchor is None or run.isascii() else clean(run)
            if anchor is not None and 1 < len(name) <= _LONGEST and not _NO_NAME.search(name) \
                    and _is_called(anchor, block, names) and not is_furniture(name):
                return name
    return None


def _is_called(anchor: HtmlElement, block: Block, names: re.Pattern[str]) -> bool:
    """Whether a link, or what is right around it in its block, is called so."""
    element: HtmlElement | None = anchor
    for _ in range(_LEVELS):
        if element is None or element is block.box.element:
            return False
        called = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('rel') or ''}"
        if not called.isspace() and (names.search(called) or (names is AUTHOR and _BESIDE_DAY.search(called)
                                                              and (may_have_day(block.text) or _in_authors_box(block)))):
            return True
        element = element.getparent()
    return False


def _in_authors_box(block: Block) -> bool:
    """Whether a block, or the box around it, is called an author's."""
    around = block.box.parent
    return AUTHOR.search(block.box.name) is not None or (around is not None and AUTHOR.search(around.name) is not None)


def named_box(lines: Iterable[Block]) -> str | None:
    """The Chinese name that is all the words of a box of the head line that is called an author's; None when there is none."""
    for block in lines:
        if block.box.name and 1 < len(block.text) <= _LONGEST and not (block.level or block.box.hidden or block.text.isascii()) \
                and not block.box.under & COMMENT and AUTHOR.search(block.box.name) and not _NO_NAME.search(block.text) \
                and not is_furniture(block.text):
            return block.text
    return None


def is_barred(text: str) -> bool:
    """Whether a line is a role, a bar and a name, or who wrote and who pictured it."""
    return _BARRED.fullmatch(text) is not None or _SHARED.fullmatch(text) is not None


def barred_name(blocks: Sequence[Block], *, editor: bool) -> str | None:
    """The name in a line of its own behind a role and a bar: an editor's, or an author's. None when there is none."""
    for block in blocks:
        if block.size <= _HEAD_LINE and ("|" in block.text or "｜" in block.text or "丨" in block.text) \
                and (match := _BARRED.fullmatch(block.text)) is not None and ("编" in match["role"]) is editor:
            return match["value"]
    return None
