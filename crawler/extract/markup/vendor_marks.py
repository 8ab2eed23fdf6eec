"""What content systems write into comments beside the article: Founder's property list, Hanweb's template marks."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from crawler.extract.words.text import clean

_FOUNDER: Final = re.compile(r"enpproperty\b(.{0,6000}?)/enpproperty", re.DOTALL)
_PROPERTY: Final = re.compile(r"<(title|introtitle|subtitle|author|sourcename|date|keyword)>([^<]{1,600})</\1>")
_HANWEB: Final = re.compile(r"<!--<\$\[(标题|标题名称|信息标题|发布时间|发布日期|信息来源|来源|作者)(?:\([a-z]+\))?\]>begin-->(.{1,600}?)"
                     r"<!--<\$\[\1(?:\([a-z]+\))?\]>end-->",
                     re.DOTALL)
_MEANING: Final = {"标题": "title", "标题名称": "title", "信息标题": "title", "发布时间": "date", "发布日期": "date", "信息来源": "source",
            "来源": "source", "作者": "author", "introtitle": "kicker", "sourcename": "source", "keyword": "keywords"}
_TAG: Final = re.compile(r"<[^>]*>")


def is_mark(comment: str) -> bool:
    """Whether a comment's text is of this kind: only pages that have one are searched."""
    return comment.startswith("<$[") or "enpproperty" in comment


def marked(text: str) -> dict[str, str]:
    """Values by `enpproperty KEY` or `hanweb mark KEY`, where KEY is title, kicker, subtitle, author, source, date or keywords; the
    first of each that is not empty. `text`: the decoded page."""
    found: dict[str, str] = {}
    if (match := _FOUNDER.search(text)) is not None:
        for name, value in _PROPERTY.findall(match[1]):
            _put(found, f"enpproperty {_MEANING.get(name, name)}", value)
    for name, value in _HANWEB.findall(text):
        _put(found, f"hanweb mark {_MEANING[name]}", value)
    return found


def _put(found: dict[str, str], name: str, value: str) -> None:
    words = clean(unescape(_TAG.sub("", value)))
    if words:
        found.setdefault(name, words)
