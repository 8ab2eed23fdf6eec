"""Lines of a site that tell when it was changed last, or what time it is: days of no article."""

from __future__ import annotations

import re
from typing import Final

_DAY: Final = r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
_TIME: Final = r"(?:\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
_OF_SITE: Final = re.compile(
    rf"[^。！？；:：]{{0,30}}?(?:(?:上次|末次|上一次|最近一次)(?:更新|修改)(?:日期|时间)?|"
    rf"(?:本站|网站|本网站?|全站|站点|主页)(?:内容|信息|数据)?(?:最[后近]|上次)?(?:更新|修改)(?:日期|时间)?|"
    rf"(?<=[局委办厅院府校会处司站网])\s(?:最[后近]|页面)更新(?:日期|时间)?)\s*(?:[:：]|[为于])\s*"
    rf"{_DAY}{_TIME}(?:\s[^。！？；]{{0,40}})?")
"""When the site was changed last, behind its name and before its address."""
_WEEKDAY: Final = r"(?:星期|周|礼拜)[一二三四五六日天]"
_CLOCK: Final = re.compile(rf"(?:北京时间|(?:当前|现在|系统|服务器)(?:时间|日期)?)(?:[:：是]|\s)\s*{_DAY}(?:\s*{_WEEKDAY})?{_TIME}|"
                           rf"{_DAY}\s*{_WEEKDAY}{_TIME}")
"""What time it is."""
_CLOCK_WORDS: Final = ("星期", "周", "礼拜", "时间", "现在", "当前")
_LONGEST: Final = 100


def tells_site_change(text: str) -> bool:
    """Whether a line says when the site, and no article, was changed last."""
    return len(text) <= _LONGEST and ("更新" in text or "修改" in text) and _OF_SITE.fullmatch(text) is not None


def is_clock(text: str) -> bool:
    """Whether a line is a day with its day of the week, or a clock called so, and nothing else: behind a text that is the page's clock."""
    return len(text) <= _LONGEST and any(word in text for word in _CLOCK_WORDS) and _CLOCK.fullmatch(text) is not None
