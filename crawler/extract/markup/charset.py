"""Which charset a page is in, decided on evidence, and its text. Total: any bytes give text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

from crawler.extract.markup.octets import end_of_utf8

# Labels of the WHATWG Encoding Standard that lead to another codec than Python's own table says.
_LABELS = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "chinese": "gb18030", "cp936": "gb18030",
    "gb2312-80": "gb18030", "euc-cn": "gb18030", "hz-gb-2312": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
    "cn-big5": "big5hkscs", "x-x-big5": "big5hkscs", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "unicode": "utf-8", "utf8": "utf-8", "utf-8": "utf-8", "shift_jis": "cp932", "x-sjis": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "iso-8859-9": "cp1254", "tis-620": "cp874"}
_SINGLE_AND_MULTI = re.compile(r"(?:iso-?8859-?\d+|windows-?125\d|cp125\d|koi8-[ru]|euc-jp|iso-2022-jp|macroman|mac-cyrillic|"
                               r"utf-16(?:-?[lb]e)?|cp932|cp949|cp950|cp874|gb18030|big5hkscs)")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_IN_META = re.compile(rb"<meta[^>]{0,300}\Z", re.IGNORECASE)
_META_REACH = 305
"""Bytes from the beginning of a meta tag in which its charset stands."""
_XML = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.\-]{2,40})")
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_BODY = re.compile(rb"<body[\s>]", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDE = re.compile(rb"(<\x00[!?A-Za-z]\x00)|\x00<\x00[!?A-Za-z]")
"""What a page in UTF-16 begins with that has no mark; its header may not say which of the two it is."""
_HEAD = 16_384
"""Bytes in which a meta tag may declare: the standard says 1024, heads with scripts before it are longer. Never past `<body`:
pasted Word fragments bring a meta of their own (seen at nfra.gov.cn)."""
_SAMPLE = 400_000
_UNREADABLE = 4 << 20
"""Bytes that are read of a page that is in no charset."""
_START = 20_000
_CERTAIN = 0.25
"""Share of common characters in undamaged text at which no other table is tried: read by a wrong one, text has a few in a hundred."""
_CHINESE = 0.2
"""Share of common characters above which mended text is Chinese."""
_LEAST_DAMAGE = 200
"""Signs of damage below which nothing is repaired; in UTF-8 each has two bytes or more."""

COMMON = frozenset(
    "的一是不了在人有我他这中大来上国和地到说们为子年会生时那要就出以得可下自之后发作里用道行所然家事成方多经么去法学如都同现当没动面起看定"
    "天分还进好小部其些主样理心她本前开但因只从想实日者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应"
    "战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入"
    "這個來說們時會國過後學對現經麼當動開還進樣實從發無機與長關點業將兩間問並應戰頭體見產己門員聲東論處義語號")
"""Common characters of both scripts: real text has many of them, text read by the wrong table has few."""
_COMMON = re.compile(f"[{''.join(sorted(COMMON))}]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page."""

    written: str | bytes
    """It; as it came, in UTF-8, where the page did so: few ask for all of it."""
    charset: str
    """Name of the Python codec it was read with."""
    why: str
    """What decided: `bom`, `zeros between letters` (UTF-16), `header`, `meta`, `xml`, `valid utf-8`, `ascii`, `frequency`, `fallback`,
    `repaired (…)`."""

    @property
    def text(self) -> str:
        """All of it, decoded anew."""
        return self.written.decode("utf-8") if isinstance(self.written, bytes) else self.written


def decode(body: bytes, content_type: str | None) -> Decoded:
    """The text of `body`; undecodable bytes become U+FFFD.

    A byte order mark decides, then whether the bytes are valid UTF-8, then header, meta, and at last which table gives common
    words. Declared gb2312 is read as GB18030. Text damaged twice is repaired only where the way back is certain.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _whole(body[len(mark):].decode(name, "replace"), name, "bom")
    if body[:4].count(0) == 2 and (match := _WIDE.match(body)):
        name = "utf-16-le" if match[1] else "utf-16-be"
        return _whole(body.decode(name, "replace"), name, "zeros between letters")
    if body.isascii():
        return _ascii(body, content_type)
    declared, where = _declared(body, content_type)
    if declared.startswith("utf-16") and where == "header":
        return _whole(body.decode(declared, "replace"), declared, where)
    decoded = _utf8(body, trusting=declared == "utf-8", why=where if declared == "utf-8" else "valid utf-8")
    if decoded is None:
        return _mended(_legacy(body, declared, where))
    if not _may_be_twice(body):
        return decoded
    if len(_QUOTES.findall(body)) >= _LEAST_TWICE:
        decoded = _punctuated(decoded)
    return decoded if len(body) - len(decoded.text) < _LEAST_DAMAGE else _mended(decoded)


def _whole(text: str, charset: str, why: str) -> Decoded:
    return Decoded(text, charset, why)


@lru_cache
def codec(label: str) -> str:
    """The codec for a charset label; empty when it is unknown or no charset of web pages."""
    label = label.strip().lower()
    name = _LABELS.get(label, label)
    if name in ("utf-8", "gb18030", "big5hkscs", "cp1252") or _SINGLE_AND_MULTI.fullmatch(name):
        try:
            return codecs.lookup(name).name
        except LookupError:
            return ""
    return ""


def _declared(body: bytes, content_type: str | None) -> tuple[str, str]:
    """Codec and place of the first declaration that is known; empty strings when there is none."""
    header = _HEADER.search(content_type or "")
    if header is not None and codec(header[1]):
        return codec(header[1]), "header"
    xml = _XML.match(body[:300])
    head = body[:_HEAD]
    meta = next((match for match in _CHARSET.finditer(head)
                 if _IN_META.search(head[max(0, match.start() - _META_REACH):match.start()])), None)
    if meta is not None and _BODY.search(head, 0, meta.start()):
        meta = None
    for match, where in ((meta, "meta"), (xml, "xml")):
        if match is not None and codec(match[1].decode("ascii", "replace")):
            name = codec(match[1].decode("ascii", "replace"))
            # A meta tag that was read as ASCII cannot be in UTF-16 (WHATWG HTML, 13.2.3.2).
            return ("utf-8" if name.startswith("utf-16") else name), where
    return "", ""


def _ascii(body: bytes, content_type: str | None) -> Decoded:
    declared, where = _declared(body, content_type)
    if declared.startswith("utf-16"):
        return _whole(body.decode(declared, "replace"), declared, where)
    return Decoded(body, declared or "utf-8", where or "ascii")


def _utf8(body: bytes, *, trusting: bool, why: str) -> Decoded | None:
    """The text if the bytes are UTF-8, or nearly and declared so; None otherwise."""
    end = end_of_utf8(body)
    if end == len(body):
        return Decoded(body, "utf-8", why)
    if end < 200 and not trusting:
        return None
    text = body.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    letters = _beyond_ascii(text[:_SAMPLE])
    allowed = letters // (5 if trusting else 50)
    return _whole(text, "utf-8", why) if damaged <= allowed else None


def _legacy(body: bytes, declared: str, where: str) -> Decoded:
    sample = body[:_SAMPLE]
    texts: dict[str, str] = {}
    scores: dict[str, float] = {}
    for name in dict.fromkeys(name for name in (declared, "gb18030", "big5hkscs") if name and name != "utf-8"):
        texts[name] = sample.decode(name, "replace")
        scores[name] = _commonness(texts[name])
        if len(scores) == 1 and scores[name] >= _CERTAIN and "\ufffd" not in texts[name]:
            break
    best = max(scores, key=lambda name: (scores[name] + (0.06 if name == declared else 0.0)))
    if scores[best] >= 0.08 or best == declared:
        return _whole(texts[best] if len(body) <= _SAMPLE else body.decode(best, "replace"), best,
                      where if best == declared else "frequency")
    if declared:
        return _whole(body.decode(declared, "replace"), declared, where)
    return _whole(body[:_UNREADABLE].decode("cp1252", "replace"), "cp1252", "fallback")


def _commonness(text: str) -> float:
    """Share of common Chinese characters among all that are not ASCII, less the share of damage; 0 when there are none."""
    others = _beyond_ascii(text)
    return (_count(_COMMON, text) - 2 * text.count("\ufffd")) / others if others else 0.0


def _beyond_ascii(text: str) -> int:
    """How many characters are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _count(runs: re.Pattern[str], text: str) -> int:
    return sum(map(len, runs.findall(text)))


_QUOTES = re.compile(b"\xc3\xa2(?:\xc2\x80|\xe2\x82\xac)")
"""What dashes and quotation marks begin with when their UTF-8 was read as Latin and written as UTF-8."""
_TWICE = re.compile(b"\xc3(?:[\x82\x83]|(?<=\xc2\xb5\xc3)\x84|[\xa2\xa3](?:\xc2\x80|\xe2\x82\xac)|\xa7\xc2\x9a|\xaf\xc2\xbc)")
"""What no UTF-8 is without that was read as Latin before: one of `_QUOTES` or of `_SIGNS`."""
_FEW = 200
"""Letters with accents that are looked at one by one."""
_SECOND = ("[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030"
           "\u2039\u203a\u20ac\u2122]")
_READ_TWICE = re.compile(f"[\u00c2-\u00df]{_SECOND}|[\u00e0-\u00ef]{_SECOND}{{2}}")
_LEAST_TWICE = 4
"""Signs read as Latin from which on it is no accident."""
_CP1252 = codecs.charmap_build("".join(bytes([octet]).decode("cp1252", "ignore") or chr(octet) for octet in range(256)))
"""As browsers and editors read it: the five octets without a sign are control characters."""
_WAYS_BACK = (("latin-1", "gb18030"), ("cp1252", "gb18030"), ("latin-1", "utf-8"), ("cp1252", "utf-8"),
              ("latin-1", "utf-8", "iso8859-15", "gb18030"), ("cp1252", "utf-8", "iso8859-15", "gb18030"),
              ("latin-1", "utf-8", "latin-1", "gb18030"), ("iso8859-15", "gb18030"))
_SIGNS = ("Ã", "µÄ", "Â", "\u00e7\u009a", "ï¼", "ã\u0080", "ã€")
"""What 的, the comma and the full stop and all of UTF-8 become when they are read as Latin: no damaged Chinese text is without one."""
_HAN = re.compile("[\u4e00-\u9fff]{2}")
_DAMAGE = re.compile(r"[\x80-\u0192\u0152-\u0178\u02c6\u02dc\u2013-\u2122]{4,}")


def _may_be_twice(body: bytes) -> bool:
    """Whether something of UTF-8 may have been read as Latin before. A single octet is found many times faster than two."""
    at = body.find(b"\xc3")
    for _ in range(_FEW):
        if at < 0:
            return False
        if _TWICE.match(body, at) is not None:
            return True
        at = body.find(b"\xc3", at + 1)
    return at >= 0 and _TWICE.search(body, at) is not None


def _punctuated(decoded: Decoded) -> Decoded:
    """A Latin text whose signs beyond ASCII were read as Latin and written as UTF-8 again, in whole or in the part that an editor pasted:
    mended sign by sign where each of them is UTF-8."""
    text = decoded.text
    if _HAN.search(text, 0, _SAMPLE):
        return decoded
    failed = 0

    def read_once(match: re.Match[str]) -> str:
        nonlocal failed
        try:
            return b"".join(letter.encode("latin-1" if letter < "\u0100" else "cp1252") for letter in match[0]).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            failed += 1
            return match[0]

    mended, count = _READ_TWICE.subn(read_once, text)
    return decoded if failed * 20 > count else _whole(mended, decoded.charset, "repaired (utf-8 twice)")


def _mended(decoded: Decoded) -> Decoded:
    """The text before it was read by the wrong table, when one way back fits all of it and gives common words."""
    text = decoded.text
    sample = text[:_SAMPLE]
    # A single letter is found many times faster than two.
    if _HAN.search(text, 0, _START) or not any(sign[0] in sample and sign in sample for sign in _SIGNS) or _HAN.search(sample):
        return decoded
    runs = _DAMAGE.findall(text, 0, _SAMPLE)
    damaged = "\n".join(runs)
    if len(damaged) < _LEAST_DAMAGE or len(damaged) * 2 < _beyond_ascii(text[:_SAMPLE]):
        return decoded
    ways = {way: repaired for way in _WAYS_BACK if (repaired := _back(text, way)) is not None
            and _commonness(repaired[:_SAMPLE]) > _CHINESE}
    if not ways:
        return decoded
    way = max(ways, key=lambda way: _likely(ways[way][:_SAMPLE]))
    return _whole(ways[way], decoded.charset, f"repaired ({' > '.join(way)})")


def _likely(text: str) -> tuple[bool, float]:
    """How likely it is that a mended text was written so. Several ways back may fit, for a sign that two tables have is another octet in
    each: the wrong one makes characters that are rare."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False, _commonness(text)
    return True, _commonness(text)


def _back(text: str, way: tuple[str, ...]) -> str | None:
    try:
        for written, read in zip(way[::2], way[1::2], strict=True):
            text = (codecs.charmap_encode(text, "strict", _CP1252)[0] if written == "cp1252" else text.encode(written)).decode(read)
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    return text

