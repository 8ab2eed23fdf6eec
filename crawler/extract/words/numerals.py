"""The digits of other scripts, and what tells that a text has a year in them or by another count of years."""

from __future__ import annotations

import re
from typing import Final

_SCRIPTS: Final = ("０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "๐๑๒๓๔๕๖๗๘๙", "໐໑໒໓໔໕໖໗໘໙", "༠༡༢༣༤༥༦༧༨༩", "၀၁၂၃၄၅၆၇၈၉",
            "០១២៣៤៥៦៧៨៩", "᠐᠑᠒᠓᠔᠕᠖᠗᠘᠙")
"""Wide, Arabic, Persian, Devanagari, Thai, Lao, Tibetan, Burmese, Khmer, Mongolian."""
_PLAIN: Final = str.maketrans("".join(_SCRIPTS) + "：／－．\u200e\u200f", "0123456789" * len(_SCRIPTS) + ":/-.  ")
_CENTURIES: Final = tuple(digits[one] + digits[two] for digits in _SCRIPTS[1:] for one, two in ((2, 0), (1, 9)))
_THAI: Final = ("พ.ศ", "๒๕", "ม 25", "น 25", "์ 25", "ค. 25", "ย. 25", "พ. 25")
"""Years of Buddha as the Thai count them: named so, or behind a month, all of which end so."""
OTHER_YEARS: Final = ("\uff12", "\uff11", *_CENTURIES, *_THAI, "令和", "平成", "昭和")
"""Of which one stands in each text that has a day, but no 19 or 20 in plain digits."""
_ABROAD: Final = re.compile("[\u0600-\u1fff]")
"""In no text in Chinese or Latin letters: spares them the search for digits one by one."""
_DIGITS: Final = re.compile("[" + "".join(digits[1:3] for digits in _SCRIPTS) + "]|" + "|".join(map(re.escape, _THAI)))


def has_other_year(text: str) -> bool:
    """Whether a text may have a year in other digits, or by another count."""
    if text.isascii():
        return False
    return "令和" in text or "平成" in text or "昭和" in text or "\uff12" in text or "\uff11" in text \
        or (_ABROAD.search(text) is not None and _DIGITS.search(text) is not None)


def plain(text: str) -> str:
    """A text with all digits as those of ASCII, as long as it was; marks of direction are blanks."""
    return text.translate(_PLAIN)
