"""What stands about a day: that the article was written or entered then, and in the line below the hour at which it was issued."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.markup.blocks import Block
from crawler.extract.words.boilerplate import without_furniture
from crawler.extract.words.dates import Moment
from crawler.extract.words.han_forms import compiled
from crawler.extract.words.numerals import plain

_ENTERED: Final = re.compile(r"(?:录入|添加|加入|撰写|成稿|上传|上载)\s*(?:日\s*期|时\s*间)\s*[】\]]?\s*[:：]?\s*[\[【(（]?\s*$")
"""The label of the day on which an article was written or entered, which is none of publication where that is told, too."""
_OF_TENDER: Final = compiled(
    r"(?:(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s?[、.．]\s?)?(?:定标|开标|评标|中标|成交|采购|招标|投标|评审|磋商|谈判|合同|签订|交货|竣工|报名|递交)"
    r"[^:：。]{0,12}(?:日期|时间|期限)\s*[:：]")
"""The label of the day of a tender's step, which is a fact of its text."""
_LITTLE: Final = 120
_ISSUED: Final = re.compile(r"\D{4,16}([01]?\d|2[0-3])\s?[時时:]\s?([0-5]\d)分?\s*")
_LONGEST_ISSUED: Final = 60


def is_short(text: str, moment: Moment) -> bool:
    """Whether a line has little beside a day, and the page's furniture behind it: colours for tired eyes take up much."""
    return len(text) - (moment.end - moment.start) < _LITTLE or (
        moment.start == 0 and len(text) < 4 * _LITTLE and len(without_furniture(text)) - moment.end < _LITTLE)


def is_entered(before: str) -> bool:
    """Whether the words before a day say that the article was written or entered then: another one may be that of publication."""
    return _ENTERED.search(before) is not None


def issued_at(moment: Moment, below: list[Block]) -> Moment:
    """A day with the hour in the line right below it, as releases of Hong Kong end: `香港時間12時30分`, `Issued at HKT 12:30`."""
    text = below[0].text if moment.clock is None and below and below[0].size <= _LONGEST_ISSUED else ""
    match = _ISSUED.fullmatch(plain(text)) if text.startswith(("香港時間", "香港时间", "Issued at HKT")) else None
    return moment if match is None else moment._replace(clock=f"{int(match[1]):02d}:{match[2]}", zone="+08:00")


def is_of_tender(text: str) -> bool:
    """Whether a line begins with the label of the day of a tender's step: it is none of the head's."""
    return _OF_TENDER.match(text) is not None
