"""The dateline with which agencies and papers begin a report: place, day, who sends it. It stays in the text."""

from __future__ import annotations

import re
from typing import Final

_CHINESE: Final = re.compile(
    r"[【\[（(]?(?:据)?(?P<line>[^\s，。：:；（()【\[]{2,14}?(?:社|报|网|台|频道|客户端)[^\s，。：:；（()【\[]{0,12}?"
    r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:电|讯|消息)"
    r"|本(?:报|网|刊|台)(?:[^\s，。：:；（()【\[]{0,10}?(?:\d{1,2}月)?\d{1,2}日)?(?:电|讯|消息)"
    r"|[\u4e00-\u9fff]{2,10}(?:报|网|社|台)(?:讯|消息)(?=[\s（(】\]]))")
_MONTH: Final = r"(?:Jan|Feb|March|Mar|April|Apr|May|June|Jun|July|Jul|Aug|Sept|Sep|Oct|Nov|Dec)[a-z]*\.?"
_PLACE: Final = r"[A-Z][A-Z'’. ]{2,30}(?:, [A-Z][A-Za-z'’. ]{2,30})?"
_ENGLISH: Final = re.compile(
    rf"(?P<line>{_PLACE}(?:,\s*{_MONTH}\s+\d{{1,2}}(?:,\s*\d{{4}})?)?\s*(?:\([^()]{{2,40}}\))?)\s*(?:--|—|–)")
_LONGEST: Final = 120
_SENT: Final = ("讯", "电", "消息")
"""Of which each Chinese one has one."""


def of(body: str | None) -> tuple[str, str] | None:
    """The dateline at the head of one of the first paragraphs, without the reporter's name, and its rule; None when there is none."""
    for paragraph in (body or "").split("\n\n", 3)[:3]:
        start = paragraph.lstrip()[:_LONGEST]
        if start[:1].isascii() and start[:1].isalpha():
            match = _ENGLISH.match(start)
        else:
            match = _CHINESE.match(start) if any(word in start for word in _SENT) else None
        if match is not None:
            return match["line"].strip(" ,"), "head of text"
    return None
