"""Takes the page's furniture off a text by the table in `crawler.extract.phrases`. Words inside sentences stay."""

from __future__ import annotations

import re

from ahocorasick_rs import AhoCorasick, MatchKind

from crawler.extract.phrases import BRACKETED, COLOUR, EDGE, HEADING, LINE, words_at
from crawler.extract.phrases import INSIDE as ANYWHERE

_GAP = r"[\s\[\]【】（）()|｜丨/、,，·•:：;；>＞<＜«»-]*+"
_WORD = rf"(?>(?:{words_at(EDGE, BRACKETED, LINE)})(?!(?<=[A-Za-z])[A-Za-z]))"
"""Atomic: what was read as a phrase is not tried in other parts, else hostile lines would take for ever."""
INSIDE = re.compile(
    rf"[\[【〖（(]\s*(?:{words_at(BRACKETED)}|font size)\s*[\]】〗）)]"
    r"|[\[【]?\s*(?:\bprint|打印)\s*】\s*【\s*(?:close\b|关闭)\s*[\]】]?"
    r"|[\[【（(]?\s*(?:浏览|调整)?(?:字体|字号)(?:大小)?\s*[:：]?\s*[\[【]?\s*(?:默认|特?大|放大)[\s|/、\]【】\[]*(?:中|正常|"
    r"大|默认|标准)[\s|/、\]【】\[]*(?:小|缩小|超大|特大)\s*[\]】）)]*"
    r"|[\[【（(]\s*font ?size\s*[:：]?(?:[\s|/,、]*(?:large|medium|small|big|middle|default|[LMS]\b))+\s*[\]】）)]"
    rf"|[\[【（(]?\s*(?:保护视力色|视力保护色|护眼色|eye(?:sight)? ?(?:protection|care)(?: colou?rs?)?|protect(?:ion of)? (?:the )?"
    rf"(?:(?:eye)?sight|vision)(?: colou?rs?)?)\s*[:：]?(?:[\s,，、|/;；\-]*{COLOUR})+\s*[\]】）)]*"
    rf"|{words_at(ANYWHERE)}", re.IGNORECASE)
"""Taken out wherever it stands."""
LINE_OF = re.compile(rf"{_GAP}(?:{_WORD}{_GAP}|\d{{1,9}}+{_GAP})+", re.IGNORECASE)
"""A whole line of nothing but furniture; numbers count as pages when words stand beside them."""
EDGE_END = re.compile(
    rf"(?:(?<=[。！？.!?”）)】\]])\s*|\s+(?=[\W]*[\u3400-\u9fff])){_GAP}"
    rf"(?:(?:{words_at(EDGE)})(?!\w)|[【\[](?:打印|关闭)[】\]]|print】 【close】?)(?:{_GAP}{_WORD})*{_GAP}$"
    rf"|(?<=[。！？])\s*{_GAP}{_WORD}(?:{_GAP}{_WORD})+{_GAP}$", re.IGNORECASE)
"""At the end of a paragraph."""
_HEADING = re.compile(
    rf"[\s【\[>＞◆■●·*>-]*(?:{words_at(HEADING)})[\s】\]:：>＞.…*]*(?:[>＞]*\s*更多.{{0,6}})?", re.IGNORECASE)
_NUMBERS = re.compile(r"[\d\W]*")
_OWNERS = re.compile(r"copyright|©|版权所有", re.IGNORECASE)
_LONGEST, _LONGEST_OWNERS, _LONGEST_TAIL, _LONGEST_PARAGRAPH = 240, 1000, 300, 200_000


_FIRST_WORD = re.compile(r"[\W\d_]*([A-Za-z]+)")
_BEGINNINGS = """a aa aaa add advertisement advertisements almond apricot author autumn azure back big carmine click clicks close
    collect comment comments copy copyright default did e editor email en english eye eyecare eyeprotection eyesight
    eyesightcare eyesightprotection facebook follow font fontsize galaxy gray grey hits home icp l large leave license
    light like lilac linkedin loading m medium middle more mustard no number page pin pinterest post print protect
    protection published qq reddit registration reprint reprints rouge s save scan share sharewechat silver sina skip
    sky skyblue small snow source was is sponsored t text top tt tweet twitter updated view views wechat weibo whatsapp
    white"""
_FIRST_WORDS = frozenset(_BEGINNINGS.split())
"""With which a Latin line of furniture begins."""
_SIGNS = frozenset(words_at(EDGE, BRACKETED, LINE))
"""Among which is the first sign of a Chinese one."""


def is_furniture(text: str) -> bool:
    """Whether a line is nothing but furniture."""
    if len(text) > _LONGEST:
        return len(text) <= _LONGEST_OWNERS and _OWNERS.match(text) is not None and LINE_OF.fullmatch(text) is not None
    if text.isascii():
        word = _FIRST_WORD.match(text)
        if word is None or word[1].lower() not in _FIRST_WORDS:
            return False
    elif "\u3400" <= text[0] <= "\u9fff" and text[0] not in _SIGNS:
        return False
    if LINE_OF.fullmatch(text) is None:
        return False
    return _NUMBERS.fullmatch(text) is None and not (len(text) > 40 and text[-1] in "。！？!?”\"" and _OWNERS.match(text) is None)


def begins_another(text: str) -> bool:
    """Whether a line is the heading of what stands behind articles."""
    return len(text) <= 60 and _HEADING.fullmatch(text) is not None


def _one_of(words: tuple[str, ...], *patterns: str) -> re.Pattern[str]:
    """Finds any of the words or patterns: for Chinese text, in English an automaton is faster."""
    return re.compile("|".join((*map(re.escape, words), *patterns)))


_STOPS = frozenset("。！？!?")
_INSIDE_HINT = re.compile(
    r"[\[【〖（(]\s*(?:[打关收加添推下我进有政网内发正系查已返回复设通点]|e-?mail|add|print|close|copy|font|back)|】|字体|字号|"
    r"视力|护眼|即将离开|"
    r"eye(?:sight)? ?(?:protection|care)|protect(?:ion of)? (?:the )?(?:(?:eye)?sight|vision)", re.IGNORECASE)
_LATIN_HINTS = ("[", "eye", "protect", "print", "close", "back to", "font size", "view", "share ", "scan ", "click", "hits",
    "visits", "copy",
                "favo")
_HAN_HINTS = (
    "[", "【", "〖", "】", "(", "（", "打", "关", "字体", "字号", "视力", "护眼", "分享", "错", "返回", "扫", "收藏", "论坛",
    "评论", "下载", "推荐", "离开",
    "次", "数", "量", "访", "浏览", "点击", "首页", "复制", "顶部", "两句", "话说", "系统", *_LATIN_HINTS[1:])
_HAN_HINT = _one_of(_HAN_HINTS)
"""Nothing is furniture inside or at the end of a paragraph without one of these."""


_INNER = ("[", "(", "eye", "protect")
_LATIN_INNER = (*_INNER, "scan ", "copy", "loading")
_RUNS_ON = _one_of(("©", "copyright", "版权所有", "技术支持", "标识码", "icp备", "系统消息", "正在载入", "scan "),
                   "扫(?:一扫|码|描?二维码)", r"已有\s*\d*\s*[人条](?:参与|评论)")
_HAN_INNER = _one_of((*_INNER, "【", "〖", "】", "（", "字体", "字号", "视力", "护眼", "离开"), _RUNS_ON.pattern)
_BRACKETS = ("【", "〖", "】", "（")
_MIXED_INNER, _MIXED_HINTS = (*_LATIN_INNER, *_BRACKETS, "©"), ("(", *_LATIN_HINTS, *_BRACKETS)
_LATIN_WORDS = tuple(dict.fromkeys((*_MIXED_INNER, *_MIXED_HINTS)))
_LATIN_AUTOMATON = AhoCorasick(_LATIN_WORDS, matchkind=MatchKind.LeftmostLongest)
"""The same for paragraphs that end as sentences do: behind those no furniture stands, but for a few phrases that run on."""
_HAN = re.compile("[\u3400-\u9fff]")


def _has_hint(text: str) -> bool:
    low = text.lower()
    last = text[-1:]
    if not text.isascii() and last in _STOPS and _HAN_INNER.search(low) is None:
        return False
    if not text.isascii() and _HAN.search(text) is not None:
        return _HAN_HINT.search(low) is not None
    matches = _LATIN_AUTOMATON.find_matches_as_indexes(low)
    if not matches:
        return False
    found = {_LATIN_WORDS[number] for number, _, _ in matches}
    if text.isascii():
        inner = _LATIN_INNER if last == "." else _INNER if last in _STOPS else found
        return not (found.isdisjoint(inner) or found.isdisjoint(_LATIN_HINTS))
    return not (found.isdisjoint(_MIXED_INNER if last == "." else found) or found.isdisjoint(_MIXED_HINTS))


def without_furniture(text: str) -> str:
    """A paragraph without what never belongs inside one, and without furniture at its end."""
    if len(text) > _LONGEST_PARAGRAPH or not _has_hint(text):
        return text
    shorter = INSIDE.sub(" ", text) if _INSIDE_HINT.search(text) else text
    if shorter and (shorter[-1] not in _STOPS or _RUNS_ON.search(shorter.lower())):
        shorter = shorter[:_end(shorter)]
    return text if shorter == text else " ".join(shorter.split())


_TAIL_BEGINS = re.compile(r"(?<=[。！？.!?”)）】\]])|(?=\s\W*[\u3400-\u9fff])")
"""Where `EDGE_END` can begin."""


def _end(text: str) -> int:
    """Where a paragraph ends without the furniture behind it."""
    for place in _TAIL_BEGINS.finditer(text, max(0, len(text) - _LONGEST_TAIL)):
        if EDGE_END.match(text, place.start()):
            return place.start()
    return len(text)


_TRAIL = re.compile(r"[\W_]{0,4}(?:home ?page|home|main ?page|首\s*页|主页|(?:您)?(?:当前|现在|"
    r"所在)(?:的)?位置.{0,3})\s*(?:[>＞»›→/:：]|-{1,3}>?\s|$)", re.IGNORECASE)


def is_trail_line(text: str) -> bool:
    """Whether a line begins as a breadcrumb does."""
    return len(text) <= 120 and _TRAIL.match(text) is not None
