"""Languages of one script told by letters that others have not: of Cyrillic, of Arabic, and Vietnamese among those in Latin letters."""

from __future__ import annotations

import re
from typing import Final

_RARE: Final = 0.002
"""The least share of such letters in a text: names of others' have them, too."""
_CYRILLIC: Final = (
    ("be", "ў", "қғҳщ"), ("sr", "јљњђћџ", "ѓќѕ"), ("mk", "ѓќѕ", ""), ("tg", "ҷӣӯ", ""), ("uz", "ўқғҳ", "ыщ"),
    ("kk", "ұқғ", "ҳў"), ("ba", "ҙҫҡ", ""), ("tt", "җә", "ұғқ"), ("ky", "ң", "әқ"), ("bua", "һ", "ңәқ"), ("mn", "өү", "ңһәқ"),
    ("uk", "їєґ", "ыэё"), ("bg", "ъ", "ыэё"))
"""A language, letters that its texts have, and those that they have not, most telling first. What has none of these is Russian, or what its
page declares."""
_ARABIC: Final = (
    ("ug", "ېۈ", ""), ("ckb", "ڵێڕ", "ې"), ("kk-Arab", "ٴڭۋ", "ې"), ("ps", "ښځډړ", ""), ("ur", "ٹڈےں", ""), ("fa", "پچگی", "ٹے"))
_LEAST: Final = {"bg": 0.008, "fa": 0.02}
"""Of letters that others have, too, but few of."""
_VIETNAMESE: Final = re.compile("[\u1ea0-\u1ef9ăđơưĂĐƠƯ]")


def by_letters(script: str, sample: str) -> str | None:
    """The tag of a text in Cyrillic (`script`: ru) or Arabic (ar) letters; None where its letters do not tell."""
    letters = sample.lower()
    for tag, own, foreign in _CYRILLIC if script == "ru" else _ARABIC if script == "ar" else ():
        if _share(own, letters) > _LEAST.get(tag, _RARE) * len(letters) and _share(foreign, letters) <= _RARE * len(letters):
            return tag
    return None


def _share(some: str, letters: str) -> int:
    return sum(map(letters.count, some))


def is_vietnamese(sample: str) -> bool:
    """Whether a text has as many of the letters with two marks as no other language in Latin letters has."""
    return len(_VIETNAMESE.findall(sample)) > 0.04 * len(sample)
