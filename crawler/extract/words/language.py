"""Which language and script an article is in."""

from __future__ import annotations

import re
import string
from typing import Final

from crawler.extract.words.letters import by_letters, is_vietnamese

_HAN_ROWS: Final = bytes(range(0x34, 0xa0))
"""Upper bytes of Han characters in UTF-16: U+3400 to U+9FFF."""
_KANA_ROW: Final = 0x30
"""That of kana, and of the brackets and stops of both languages."""
_KANA_LEAD: Final = b"\xe3"
"""The first octet of kana in UTF-8, and of these signs."""
_HAN_LEADS: Final = bytes(range(0xe4, 0xea))
"""Those of nearly all Han characters, and of no others."""
_MOST_KANA: Final = 10
"""Kana that a text in another language may have."""
_KANA: Final = re.compile("[\u3040-\u30ff]+")
_HANGUL: Final = re.compile("[\uac00-\ud7af]+")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]+")
_ARABIC: Final = re.compile("[\u0600-\u06ff]+")
_LATIN: Final = string.ascii_letters.encode()
_BEYOND: Final = re.compile(r"[^\x00-\x7f]+")
_OTHERS: Final = (
    (_HANGUL, ("ko",)), (_CYRILLIC, ("ru", "uk", "kk", "mn", "bg", "sr", "ky", "tg", "be", "mk", "tt", "ba", "uz")),
    (_ARABIC, ("ar", "ug", "fa", "ur", "kk", "ckb", "ps")),
    (re.compile("[\u0f00-\u0fff]+"), ("bo", "dz")), (re.compile("[\u1800-\u18af]+"), ("mn",)), (re.compile("[\u0e00-\u0e7f]+"), ("th",)),
    (re.compile("[\u0e80-\u0eff]+"), ("lo",)), (re.compile("[\u1000-\u109f]+"), ("my",)), (re.compile("[\u1780-\u17ff]+"), ("km",)),
    (re.compile("[\u0900-\u097f]+"), ("hi", "ne", "mr")), (re.compile("[\u0370-\u03ff]+"), ("el",)),
    (re.compile("[\u0590-\u05ff]+"), ("he", "yi")), (re.compile("[\u0530-\u058f]+"), ("hy",)), (re.compile("[\u10a0-\u10ff]+"), ("ka",)))
"""Scripts of the portals' other editions, with the languages that may be declared for each; the first is taken else."""
# Characters that only one of the two scripts has, among the commonest of each.
_SIMPLIFIED: Final = frozenset(
    "这个来说们时会国过后学对现经么当动开还进样实从发无机与长关点业将两间问并应战头体"
    "见产门员声东论处义语号东车马书记区县务设计划议")
_TRADITIONAL: Final = frozenset(
    "這個來說們時會國過後學對現經麼當動開還進樣實從發無機與長關點業將兩間問並應戰頭體"
    "見產門員聲東論處義語號車馬書記區縣務設計劃議")
_ONLY_SIMPLIFIED: Final = re.compile(f"[{''.join(sorted(_SIMPLIFIED - _TRADITIONAL))}]")
_ONLY_TRADITIONAL: Final = re.compile(f"[{''.join(sorted(_TRADITIONAL - _SIMPLIFIED))}]")
_ENGLISH: Final = frozenset(("the", "of", "and", "to", "in", "is", "for", "on", "with", "that", "by", "as", "at", "from"))
_STOP_WORDS: Final = {tag: frozenset(words.split()) for tag, words in (
    ("fr", "le la les des du une est dans pour que qui sur avec au par et en"),
    ("es", "el los las del una por para con que se su al como más y en"),
    ("de", "der die das und ist von den des dem ein eine mit für auf im zu"),
    ("pt", "os as do da dos das uma para com que em no na ao e pelo"),
    ("it", "il gli della delle di che per una con del nel sono è e al"),
    ("vi", "của và là các trong cho với được những một này đã"),
    ("nl", "de het een van zijn voor dat op met aan ook bij niet door wordt worden"),
    ("pl", "w z na się do jest nie że oraz przez od dla po są które"), ("tr", "ve bir bu için ile olarak da olan çok daha kadar"),
    ("cs", "a v na se je že z do pro by jsou které také byl podle"), ("hu", "a az és hogy nem egy is volt meg már csak mint szerint"),
    ("ro", "și în de la cu pe din pentru că este care au mai o al"), ("sv", "och att det som en på är av för med den till inte"),
    ("id", "yang dan di dari untuk dengan ini pada adalah itu dalam akan"),
    ("ms", "yang dan di untuk dengan ini pada dalam telah oleh ialah bagi akan kepada"))}
_WORD: Final = re.compile(r"\w+")
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
SAMPLE: Final = 2400
"""Characters at the beginning of a text by which its language is told."""
_FIRST: Final = 40
_HAN_BEGINS: Final = "\u2e80"
"""Characters by which most texts in Latin letters are told from those that are not, and the first of the Chinese signs."""
_MANY: Final = 400
"""Octets that have letters enough in most of these texts."""
_FEW: Final = 20
"""Signs beyond ASCII that a text in Latin letters may have."""
_COMMON: tuple[bytes, ...] = (b" the ", b" to ", b" of ", b" and ", b" in ", b" for ", b" is ", b" that ", b" on ", b" with ")
_BLANKS: Final = b" \n"
_WIDE_BLANKS: Final = ("\xa0".encode(), "\u3000".encode())
_OLD: Final = {"zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-chs": "zh-Hans", "zh-hans": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant",
        "zh-mo": "zh-Hant", "zh-cht": "zh-Hant", "zh-hant": "zh-Hant"}


def of(text: str, declared: str | None) -> tuple[str, str] | None:
    """BCP 47 tag and rule. The text decides where it can; `declared` (the page's `lang`) only where it cannot; None: neither says."""
    sample = text[:SAMPLE]
    octets = sample.encode("utf-8", "surrogatepass")
    if max(sample[:_FIRST], default="") >= _HAN_BEGINS:
        if _is_chinese(sample, octets):
            return _script(sample), "script"
    elif _is_latin(sample, octets):
        return _latin(sample, octets, declared)
    rows = sample.encode("utf-16-le", "surrogatepass")[1::2]
    plain = sample.encode("ascii", "ignore")
    han, latin = len(rows) - len(rows.translate(None, _HAN_ROWS)), len(plain) - len(plain.translate(None, _LATIN))
    most_kana = rows.count(_KANA_ROW)  # and signs that Chinese has, too
    if most_kana > _MOST_KANA and most_kana * 4 > han and (kana := _count(_KANA, sample)) > _MOST_KANA and kana * 4 > han:
        return "ja", "script"
    if han * 4 > latin and han >= 2:
        return _script(sample), "script"
    return (_other(sample, declared, latin) if len(sample) - len(plain) > _FEW else None) \
        or _latin(sample, octets, declared)


def _other(sample: str, declared: str | None, latin: int) -> tuple[str, str] | None:
    """The language of a text in another script than these; None when it is in none."""
    beyond = "".join(_BEYOND.findall(sample))
    for pattern, tags in _OTHERS:
        if _count(pattern, beyond) > max(_FEW, latin // 2):
            tag = _declared(declared)
            return (by_letters(tags[0], sample) or (tag if tag and tag in tags else tags[0])), "script"
    return None


def _count(runs: re.Pattern[str], sample: str) -> int:
    """How many signs of a script there are."""
    return sum(map(len, runs.findall(sample)))


def _is_chinese(sample: str, octets: bytes) -> bool:
    """Whether a text, which is `octets` in UTF-8, is surely Chinese: more than a fifth of it are Han characters, told by their first
    octet, as kana are, of which there are few."""
    han = len(octets) - len(octets.translate(None, _HAN_LEADS))
    return han > 1 and 5 * han > len(sample) and 4 * octets.count(_KANA_LEAD) <= han


def _is_latin(sample: str, octets: bytes) -> bool:
    """Whether a text, which is `octets` in UTF-8, is surely in Latin letters. A character beyond ASCII takes one octet more or two, one
    of Han or kana two: where these are few, all other scripts are."""
    more = len(octets) - len(sample)
    return not more or ((2 * more <= _letters(octets[:_MANY]) or 2 * more <= _letters(octets)) and octets.count(_KANA_LEAD) <= _MOST_KANA)


def _letters(octets: bytes) -> int:
    """How many Latin letters there are."""
    return len(octets) - len(octets.translate(None, _LATIN))


def _latin(sample: str, octets: bytes, declared: str | None) -> tuple[str, str] | None:
    wide = [octets.count(blank) for blank in _WIDE_BLANKS if blank[:1] in octets]
    blanks = len(octets) - len(octets.translate(None, _BLANKS)) + sum(wide)
    missing = 0.1 * (1 + blanks)
    for word in _COMMON:
        missing -= octets.count(word)
        if missing < 0:
            return "en", "words"  # as shown below, by fewer than all of those words among no fewer than all words
    parted = sample.lower().split()
    words = len(parted)
    if words and _share(_ENGLISH, parted) > 0.1 * words:
        return "en", "words"
    if len(octets) > len(sample) and is_vietnamese(sample):
        return "vi", "letters"
    said = _WORD.findall(sample.lower())  # more than `parted`: those with a sign beside them, too
    if words and _share(_ENGLISH, said) > 0.1 * words:
        return "en", "words"
    best = max(_STOP_WORDS, key=lambda tag: _share(_STOP_WORDS[tag], said))
    if words and _share(_STOP_WORDS[best], said) > 0.12 * words:
        return best, "words"
    tag = _declared(declared)
    return (tag, "lang attribute") if tag and not (words and tag.startswith("zh")) else None


def _share(common: frozenset[str], said: list[str]) -> int:
    return sum(map(common.__contains__, said))


def _script(sample: str) -> str:
    if "後" not in sample and _is_in_gb2312(sample):
        return "zh-Hans"
    traditional = len(_ONLY_TRADITIONAL.findall(sample))
    return "zh-Hant" if traditional and traditional > len(_ONLY_SIMPLIFIED.findall(sample)) else "zh-Hans"


def _is_in_gb2312(sample: str) -> bool:
    """Whether a text has no other characters than those of GB 2312: it has the traditional form of none that was simplified, but 後."""
    try:
        sample.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _declared(declared: str | None) -> str | None:
    tag = (declared or "").strip().replace("_", "-")
    if not _TAG.fullmatch(tag):
        return None
    if tag.lower() in _OLD:
        return _OLD[tag.lower()]
    return None if tag.lower().startswith("zh") else tag.split("-")[0].lower()
