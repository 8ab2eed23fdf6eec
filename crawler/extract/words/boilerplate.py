"""Takes the page's furniture off a text by the table in `crawler.extract.words.phrases`. Words inside sentences stay."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from crawler.extract.words.first_pairs import begins_with, other_pairs
from crawler.extract.words.han_forms import compiled, with_traditional
from crawler.extract.words.phrases import BRACKETED, COLOUR, EDGE, HEADING, LINE, words_at
from crawler.extract.words.phrases import INSIDE as ANYWHERE
from crawler.extract.words.wording import Wording, signs_of

_GAPS: Final = r"\s\[\]【】（）()|｜丨/、,，·•:：;；>＞<＜«»-"
_GAP: Final = rf"[{_GAPS}]*+"
_WORD: Final = rf"(?>(?:{words_at(EDGE, BRACKETED, LINE)})(?!(?<=[A-Za-z])[A-Za-z]))"
"""Atomic: what was read as a phrase is not tried in other parts, else hostile lines would take for ever."""
INSIDE: Final = compiled(
    rf"[\[【〖（(]\s*(?:{words_at(BRACKETED)}|font size)\s*[\]】〗）)]"
    r"|[\[【]?\s{0,9}(?:\bprint|打印)\s*】\s*【\s*(?:close\b(?: (?:the |this )?(?:window|page)\b)?|关闭)\s*[\]】]?"
    r"|[\[【（(]?\s{0,9}(?:浏览|调整|选择阅读|阅读|文字)?(?:字体|字号)(?:大小)?\s*[:：]?\s*[\[【]?\s*(?:默认|特?大|放大)[\s|/、\]【】\[]*(?:中|正常|"
    r"大|默认|标准)[\s|/、\]【】\[]*(?:小|缩小|超大|特大)\s*[\]】）)]*"
    r"|[\[【（(]\s*font ?size\s*[:：]?(?:[\s|/,、]*(?:large|medium|small|big|middle|default|[LMS]\b))+\s*[\]】）)]"
    rf"|[\[【（(]?\s{{0,9}}(?:保护视力色|视力保护色|护眼色|eye(?:sight)? ?(?:protection|care)(?: colou?rs?)?|protect(?:ion of)? (?:the )?"
    rf"(?:(?:eye)?sight|vision)(?: colou?rs?)?)\s*[:：]?(?:[\s,，、|/;；\-]*{COLOUR})+\s*[\]】）)]*"
    rf"|{words_at(ANYWHERE)}", re.IGNORECASE)
"""Taken out wherever it stands. Blanks with which it may begin are bounded: drawings in letters have thousands."""
LINE_OF: Final = re.compile(rf"{_GAP}(?:{_WORD}{_GAP}|\d{{1,9}}+{_GAP})+", re.IGNORECASE)
"""A whole line of nothing but furniture; numbers count as pages when words stand beside them."""
EDGE_END: Final = compiled(
    rf"(?:(?<=[。！？.!?”）)】\]])\s*|\s+(?=[\W]*[\u3400-\u9fff])){_GAP}"
    rf"(?:(?:{words_at(EDGE)})(?!\w)|[【\[](?:打印|关闭)[】\]]|print】 【close】?)(?:{_GAP}{_WORD})*{_GAP}$"
    rf"|(?<=[。！？])\s*(?:{_GAP}{_WORD}){{2,}}{_GAP}$", re.IGNORECASE)
"""At the end of a paragraph."""
_HEADING: Final = re.compile(
    rf"[\s【\[>＞◆■●·*>-]*(?:{words_at(HEADING)})[\s】\]:：>＞.…*]*(?:[>＞]*\s*更多.{{0,6}})?", re.IGNORECASE)
_NUMBERS: Final = re.compile(r"[\d\W]*")
_OWNERS: Final = compiled(r"copyright|©|版权所有", re.IGNORECASE)
_LONGEST: Final = 240
_LONGEST_OWNERS: Final = 1000
_LONGEST_TAIL: Final = 300
_LONGEST_PARAGRAPH: Final = 200_000
_MOST_BY_PLACE: Final = 20_000
_MOST_PLACES: Final = 40
"""Signs of a paragraph, and hints in it, above which furniture inside it is looked for everywhere at once: one with a hint in every word
costs less so."""


_FIRST_WORD: Final = re.compile(r"[\W\d_]*([A-Za-z]+)")
_BEGINNINGS = """a aa aaa about add advertisement advertisements almond answer answered answers apricot article asked author autumn azure
    back barrier basically big bookmark brows browse buy browsed browsing care carmine character circle click clicked
    clicking clicks close closing closure collect collection color colors colour comment comments contact copy copyright
    copyrights day days default del delicious did digg dissatisfied e edited editor elderly email en english enter error expand
    eye eyecare eyeprotection eyesight eyesightcare eyesightprotection facebook favorite favorites favourite favourites
    follow font fontsize galaxy government gray grey hits home hour hours i icp is kindly l large leave letter license light like lilac
    linkedin listen loading long m medium microblog middle min mins minute minutes
    mobile moments more mustard myspace newsvine nextpage no number of one
    open order our page people phone pin pinterest please post print printing prize prized protect protection published purchase qq read
    reading recommend recommended reddit registration report reprint reprints return rouge s satisfied save scan senior
    set share sharewechat sharing shut silver sina site sitemap skip sky skyblue small snow source sponsored story
    stumble stumbleupon sweep t technorati tencent text times tools top tt tweet twitter typeface updated use very view
    viewed viewing views vision visit visited visiting visitors visits visual voice was website wechat weibo whatsapp
    white word write you"""
_FIRST_WORDS: Final = frozenset(_BEGINNINGS.split())
"""With which a Latin line of furniture begins."""
_COMMON_FIRST: Final = frozenset(("a", "about", "government", "home", "i", "is", "kindly", "m", "more", "no", "of", "one", "our", "people",
                           "please", "set", "top", "very", "you"))
"""Those of them with which many a line of text begins."""
_SECOND_WORDS: Final = _FIRST_WORDS | {"are", "as", "editorial", "page", "standards", "the", "this", "to", "us", "want"}
"""What stands behind those in furniture: the next phrase, or one of these."""
_BEHIND: Final = """access acuity ago all amount an and blue broadcast by colours continued continues correction count cyan delicio
    down edition errors for free friend friendly friends full green here icio icious image images it leaf leaves link mail map mode
    on or photo photos picture pictures press printer prints purple readings red reserved rights scanning shutdown sight size space
    statement time upon using version via volume window with yellow zone"""
_FURTHER_WORDS: Final = _SECOND_WORDS | set(_BEHIND.split())
"""What stands behind the others; but behind some any word may, and in brackets the number of a colour."""
_ANY_BEHIND: Final = frozenset(("answered", "asked", "copyright", "edited", "scan", "sweep"))
_SIGNS: Final = frozenset(words_at(EDGE, BRACKETED, LINE))
"""Among which is the first sign of a Chinese one."""
_TRAIL_WORDS: Final = frozenset(("home", "homepage", "main", "mainpage"))
"""With which a Latin trail begins."""
_ANY_FIRST: Final = _FIRST_WORDS | _TRAIL_WORDS
_LONGEST_FIRST: Final = max(map(len, _ANY_FIRST)) + 1


HAN_BEGINS: Final = "\u2e80"
"""The first of the Chinese signs."""
_ODD_LETTERS: Final = "\u0130\u0131\u017f\u212a"
"""What `re` takes for letters that it does not become in small ones."""
_ODDS: Final = tuple(_ODD_LETTERS)
_HAN_SIGNS: Final = "".join(sorted(sign for sign in _SIGNS if "\u4e00" <= sign <= "\u9fff"))
_OTHER_SIGNS: Final = "".join(sorted(sign for sign in _SIGNS if sign > "\x7f" and sign not in _HAN_SIGNS))
_BEGINS: Final = (rf"[\d{_GAPS}]*+"
           rf"(?:([A-Za-z])|[\x00-\x7f{_ODD_LETTERS}{_OTHER_SIGNS}]|[{_HAN_SIGNS}](?:[{_HAN_SIGNS}]|(?![\u4e00-\u9fff])))")
"""How furniture begins behind gaps and numbers: no Chinese phrase has any sign for its first or second one."""
_BEGINNING: Final = re.compile(_BEGINS)
_UNTOLD: Final = ("©", *_ODDS)
"""Which begins no word, or is a letter for `re` alone."""


def may_begin(text: str) -> bool:
    """Whether a line begins as furniture or a trail may; False is certain."""
    if text[0] >= HAN_BEGINS:
        return True
    begun = text[:_LONGEST_FIRST].partition(" ")[0]
    if begun.isalpha() and begun.isascii():  # as mostly; cut off, it is none of these words
        return begun.lower() in _ANY_FIRST or (not text.isascii() and _holds(text, _UNTOLD))
    word = _FIRST_WORD.match(text)
    if word is None:
        return not text.isascii()
    return word[1].lower() in _ANY_FIRST or (not text.isascii() and _holds(text, _UNTOLD))


def _is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _may_be_word(text: str, begun: re.Match[str] | None) -> bool:
    """Whether a phrase of furniture may stand where it begins as `_BEGINNING` finds it."""
    word = None if begun is None or begun[1] is None else _FIRST_WORD.match(text, begun.start(1))
    if word is None:
        return begun is not None
    return word[1].lower() in _FIRST_WORDS or text.startswith(_ODDS, word.end())


def is_furniture(text: str) -> bool:
    """Whether a line is nothing but furniture."""
    if len(text) > _LONGEST:
        return len(text) <= _LONGEST_OWNERS and _OWNERS.match(text) is not None and LINE_OF.fullmatch(text) is not None
    if text.isascii():
        word = _FIRST_WORD.match(text)
        if word is None or (begun := word[1].lower()) not in _FIRST_WORDS:
            return False
        common = begun in _COMMON_FIRST
        following = _FIRST_WORD.match(text, word.end()) if common or not (begun in _ANY_BEHIND or "(" in text) else None
        if following is not None and following[1].lower() not in (_SECOND_WORDS if common else _FURTHER_WORDS):
            return False
    elif not _may_be_word(text, _BEGINNING.match(text)):
        return False
    if LINE_OF.fullmatch(text) is None:
        return False
    return _NUMBERS.fullmatch(text) is None and not (len(text) > 40 and text[-1] in "。！？!?”\"" and _OWNERS.match(text) is None)


_HEADING_STARTS: Final = (
    "add", "write", "related", "you", "read", "see", "more", "recommended",
    "most", "people", "trending", "latest", "popular", "previous", "next", "post",
    "leave", "comments", "responses", "replies", "share", "about", "filed", "sign", "subscribe", "newsletter")
_HEADS_NOTHING: Final = other_pairs(_HEADING_STARTS)
"""Two letters with which no heading begins that is not Chinese."""
_HEADING_LETTERS: Final = frozenset(word[:3] for word in _HEADING_STARTS)
_COUNTED: Final = (" c", " r")
"""What stands behind a number in such headings."""
_HEADING_SIGNS: Final = frozenset(words_at(HEADING))
_HEADING_ENDS: Final = with_traditional(("声明", "推荐内容"))
"""Of Chinese headings that begin with any sign."""


LONGEST_HEADING: Final = 60
"""Characters of such a heading at most."""


def begins_another(text: str) -> bool:
    """Whether a line is the heading of what stands behind articles."""
    if len(text) > LONGEST_HEADING or ((begins_with(text, _HEADS_NOTHING) or _begins_text(text))
                                       and (text.isascii() or not _holds(text, _HEADING_ENDS))):
        return False
    if _is_han(text[:1]) and text[0] not in _HEADING_SIGNS and not _holds(text, _HEADING_ENDS):
        return False
    return _HEADING.fullmatch(text) is not None


def _begins_text(text: str) -> bool:
    """Whether a line does not begin as a Latin heading, by its first letters; False is not certain."""
    begun = text[:3]
    if begun.isalpha() and begun.isascii():
        return begun.lower() not in _HEADING_LETTERS or (text.isascii() and not text.lower().startswith(_HEADING_STARTS))
    return "0" <= text[:1] <= "9" and text.isascii() and text.lstrip("0123456789")[:2].lower() not in _COUNTED


def _one_of(words: tuple[str, ...], *patterns: str) -> re.Pattern[str]:
    """Finds any of the words or patterns: for Chinese text, in English an automaton is faster."""
    return compiled("|".join((*map(re.escape, words), *patterns)))


_STOPS: Final = frozenset("。！？!?")
_BRACKET_HINT: Final = compiled(r"[\[【〖（(]\s*(?:[打关收加添推下我进有政网内发正系查已返回复设通点]|"
                           r"e-?mail|add|print|close|copy|font|back|i want)")
_OPENING: Final = tuple("([（【〖")
_WORDS: Final = ("eye", "protect", "】")
_WORD_HINT: Final = _one_of(("】", "字体", "字号", "视力", "护眼", "即将离开"), "eye(?:sight)? ?(?:protection|care)",
                     "protect(?:ion of)? (?:the )?(?:(?:eye)?sight|vision)")
"""In small letters: without one of these nothing is looked for inside of a paragraph."""
_INSIDE_PLACE: Final = re.compile(rf"[\[【〖（(]|{_WORD_HINT.pattern}")
"""What begins there has one of these in its first letters."""
_MOST_BEFORE: Final = 12
_BLANKS: Final = re.compile(r"\s{3}")
_LATIN_HINTS: Final = ("[", "eye", "protect", "print", "close", "back to", "font size", "view", "share ", "scan ", "click", "hits",
    "visits", "copy",
                "favo")
_MORE_LATIN_HINTS: Final = (
    "brows", "visitor", "you are the ", "times of ", "sharing ", "share-", "share–", "recommend", "collect this", "collection of this",
    "set as ", "set to ", "return to ", "report ", "correction", "i want to ", "website error", "scan,", "sweep", *(
        f"{done} {of}" for done in ("read", "reading", "visit") for of in ("times", "count", "volume")))
"""The same for Latin texts alone: of the phrases that end a paragraph each holds one. More than 64 signs are looked for
five times as long (`crawler.signs`)."""
_HAN_HINTS: Final = (
    "[", "【", "〖", "】", "(", "（", "打", "关", "字体", "字号", "视力", "护眼", "分享", "错", "返回", "扫", "收藏", "论坛",
    "评论", "下载", "推荐", "离开",
    "次", "数", "量", "访", "浏览", "点击", "首页", "复制", "顶部", "两句", "话说", "系统", *_LATIN_HINTS[1:])
_HAN_HINT: Final = _one_of(_HAN_HINTS)
"""Nothing is furniture inside or at the end of a paragraph without one of these."""


_INNER: Final = ("[", "(", "eye", "protect")
_RUNS_ON: Final = _one_of(("©", "copyright", "版权所有", "技术支持", "标识码", "icp备", "系统消息", "正在载入", "scan "),
                   "扫(?:一扫|码|描?二维码)", r"已有\s*\d*\s*[人条](?:参与|评论)")
_HAN_INNER: Final = _one_of((*_INNER, "【", "〖", "】", "（", "字体", "字号", "视力", "护眼", "离开"), _RUNS_ON.pattern)
"""The same for paragraphs that end as sentences do: behind those no furniture stands, but for a few phrases that run on."""
_BRACKETS: Final = ("【", "〖", "】", "（")
_INNER_WORDS: Final = ("eye", "protect")
_RUNNING_WORDS: Final = ("scan ", "copy", "loading")
_LATIN_WORDS: Final = signs_of(*_LATIN_HINTS[1:], *_MORE_LATIN_HINTS, "loading")
_HAN: Final = re.compile("[\u3400-\u9fff]")
SIGNS: Final = signs_of("eye ", "eyes", "eyep", "eyec", *_LATIN_HINTS[2:], *_MORE_LATIN_HINTS, "loading", "home", "main p", "mainp",
                        "standards:")
"""Of these a Latin line holds one that is furniture though it ends as a sentence does, or that holds furniture. None is of one letter
or two: those are many times slower to look for, and `eye` by itself takes half as long again as with what stands behind it."""
_RUN_ON: Final = signs_of(*_INNER_WORDS, *_RUNNING_WORDS)
"""Of these a Latin line holds one that ends as a sentence does and holds furniture outside of brackets."""
_PROSE_ENDS: Final = frozenset(".!\"'”’")
_QUOTED_ENDS: Final = _PROSE_ENDS - {"!"}
_SCRIPT_STARTS: Final = frozenset("$vfdw<-")
_NO_PROSE: Final = re.compile("[\u3400-\u9fff(【〖】（©\u212a\u017f]")
"""Among them are the signs that `re` takes for k and s."""


_HAN_TOLD: Final = compiled(
    "[\\[(【〖】（©扫\u0130\u0131\u017f\u212aeEpPsScCiI字视护离版技标系正已](?:(?<=[\\[(【〖】（©扫\u0130\u0131\u017f\u212a])|"
    "(?<=[eE])[yY]|(?<=[pP])[rR]|(?<=[sS])[cC]|(?<=[cC])[oO]|(?<=[iI])[cC]|(?<=字)[体号]|(?<=视)力|(?<=护)眼|(?<=离)开|(?<=版)权|(?<=技)术支|"
    "(?<=标)识码|(?<=系)统消|(?<=正)在载|(?<=已)有)")
"""One of these stands in a Chinese sentence that is furniture or holds any."""
_TRAIL_STARTS: Final = frozenset("首主您当當现現所")
"""The first signs of Chinese trails."""


def is_han_prose(text: str) -> bool:
    """Whether a line is a Chinese sentence that is no furniture, script or trail and holds none; False is not certain."""
    return text[-1] == "。" and _is_han(text[0]) and text[0] not in _TRAIL_STARTS and _HAN_TOLD.search(text) is None


_TEXT_BEGINS: Final = other_pairs((*_ANY_FIRST, "var", "function", "document", "window"))
"""Two letters with which neither furniture nor a trail nor a script begins."""
_BRACKETED: Final = re.compile(r"\(\s*(?:e-?mail|add|print|close|copy|font|back|i want)", re.IGNORECASE)
_ODD_OCTETS: Final = tuple(bytes((octet,)) for octet in (*b"[\xc2\xc5\xaa\xef", *range(0xE3, 0xEA)))
"""One of these stands in the UTF-8 of `[` and of all that `_NO_PROSE` finds but `(`. An octet by itself is found ten times faster than
two."""


def doubtful(wording: Wording, texts: Sequence[str], numbers: Sequence[int], octets: Sequence[bytes]) -> list[int]:
    """The places of the lines of a Latin text that may be furniture or script, or hold either; the others are certain. `numbers`: of the
    lines in `wording`; `octets`: what they are in UTF-8. Most are told together, and by two letters and the last sign."""
    whole = b"\n".join(octets)
    odd = [octet for octet in _ODD_OCTETS if octet in whole]
    found = [at for at, text in enumerate(texts) if (text[-1] not in _PROSE_ENDS or text[0] in _SCRIPT_STARTS)
             and not begins_with(text, _TEXT_BEGINS) and (text[0] in _SCRIPT_STARTS or may_begin(text))]
    if signed := frozenset(wording.holding(SIGNS)):
        running = wording.holding(_RUN_ON)
        found += [at for at, number in enumerate(numbers) if number in signed and (odd or number in running or not _is_told(texts[at]))]
    if odd:
        signs = [octet for octet in odd if octet != b"["]
        found += [at for at, text in enumerate(texts) if "[" in text or (not text.isascii() and ("(" in text or (
            True in map(octets[at].__contains__, signs) and _NO_PROSE.search(text) is not None)))]
    elif b"(" in whole:
        found += [at for at, text in enumerate(texts) if not text.isascii() and "(" in text and not _is_told(text)]
    if b"$" in whole:
        found += [at for at, text in enumerate(texts) if "$" in text and "$(" in text]
    return sorted(set(found))


def _is_told(text: str) -> bool:
    """Whether a Latin line is a sentence that holds no furniture, unless by a sign of `_RUN_ON`, or an odd one; False is not certain."""
    return text[-1] in _PROSE_ENDS and ("(" not in text or _BRACKETED.search(text) is None) and \
        (begins_with(text, _TEXT_BEGINS) or (text[0] not in _SCRIPT_STARTS and not may_begin(text)))


def is_plain(text: str) -> bool:
    """Whether a line holds no furniture, unless one of `SIGNS` stands in it."""
    return "[" not in text and (text.isascii() or _NO_PROSE.search(text) is None)


def _has_hint(text: str, low: str) -> bool:
    """Whether a text without Chinese signs may hold furniture."""
    plain, last = text.isascii(), text[-1:]
    bracketed = "[" in low or "(" in low or (not plain and _holds(low, _BRACKETS))
    if last == "." or last in _STOPS:
        runs_on = (last == "." or not plain) and (_holds(low, _RUNNING_WORDS) or (not plain and "©" in low))
        if not (bracketed or runs_on or _holds(low, _INNER_WORDS)):
            return False
    if "[" in low or (not plain and bracketed):
        return True
    words = _LATIN_WORDS.borne_by(low.encode("utf-8", "replace"))
    return len(words) > (b"loading" in words)


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


def without_furniture(text: str) -> str:
    """A paragraph without what never belongs inside one, and without furniture at its end."""
    if len(text) > _LONGEST_PARAGRAPH:
        return text
    low, han = text.lower(), not text.isascii() and _HAN.search(text) is not None
    if not (_has_han_hint(text, low) if han else _has_hint(text, low)):
        return text
    shorter = _without_inside(text, low, han)
    if shorter is text and not han and text[-1] in _QUOTED_ENDS and not _holds(low, _RUNNING_WORDS) \
            and (text.isascii() or not _holds(text, _UNTOLD)):
        return text  # nothing ends so that does not run on
    if shorter and (shorter[-1] not in _STOPS or _RUNS_ON.search(shorter.lower())):
        shorter = shorter[:_end(shorter)]
    return text if shorter == text else " ".join(shorter.split())


def _has_han_hint(text: str, low: str) -> bool:
    return (text[-1] not in _STOPS or _HAN_INNER.search(low) is not None) and _HAN_HINT.search(low) is not None


def _without_inside(text: str, low: str, han: bool) -> str:
    """A text without what `INSIDE` finds, which is tried only where it may begin. `low`: the same in small letters; `han`: whether it
    has Chinese signs."""
    plain = text.isascii()
    odd = not plain and _holds(text, _ODDS)
    bracketed = _holds(low, _OPENING) and _BRACKET_HINT.search(low) is not None
    worded = (han or _holds(low, _WORDS)) and _WORD_HINT.search(low) is not None
    if not (odd or bracketed or worded):
        return text
    if odd or len(text) > _MOST_BY_PLACE or ((worded or not plain) and _BLANKS.search(text)):
        return INSIDE.sub(" ", text)
    pieces: list[str] = []
    end, tried, hint = 0, 0, _INSIDE_PLACE.search(low)
    while hint is not None:
        tried += 1
        if tried > _MOST_PLACES:
            return INSIDE.sub(" ", text)
        before = 0 if plain and hint[0] in _OPENING else _MOST_BEFORE  # nothing Latin begins before a bracket of its own
        first, last = max(end, hint.start() - before), hint.start() + 1
        found = next((match for place in range(first, last) if (match := INSIDE.match(text, place))), None)
        if found is None:
            hint = _INSIDE_PLACE.search(low, last)
            continue
        pieces += text[end:found.start()], " "
        end = found.end()
        hint = _INSIDE_PLACE.search(low, end)
    return "".join((*pieces, text[end:]))


_MARKS: Final = r"。！？.!?”)）】\]"
_LATIN_PLACE: Final = re.compile(rf"[{_MARKS}](?={_BEGINS})")
_PLACE: Final = re.compile(rf"[{_MARKS}\s](?:(?<!\s)|(?=\W*[\u3400-\u9fff]))(?={_BEGINS})")
"""Behind which, or at whose blank, `EDGE_END` can begin."""


def _end(text: str) -> int:
    """Where a paragraph ends without the furniture behind it."""
    start = max(0, len(text) - _LONGEST_TAIL)
    places = _LATIN_PLACE if text.isascii() or _HAN.search(text, start) is None else _PLACE
    for mark in places.finditer(text, max(0, start - 1)):
        place = mark.start() if mark[0].isspace() else mark.end()
        if place >= start and _may_be_word(text, mark) and EDGE_END.match(text, place):
            return place
    return len(text)


_TRAIL: Final = compiled(r"[\W_]{0,4}(?:home ?page|home|main ?page|首\s*页|主页|(?:您)?(?:当前|现在|"
    r"所在)(?:的)?位置.{0,3})\s*(?:[>＞»›→/:：]|-{1,3}>?\s|$)", re.IGNORECASE)


def is_trail_line(text: str) -> bool:
    """Whether a line begins as a breadcrumb does."""
    if len(text) > 120 or (_is_han(text[:1]) and text[0] not in _TRAIL_STARTS):
        return False
    return _TRAIL.match(text) is not None
