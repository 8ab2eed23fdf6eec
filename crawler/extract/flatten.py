"""Mark-up that would hold a parser up or make it give up, rewritten so that its text is kept. Linear in time."""

from __future__ import annotations

import re

MOST_ATTRIBUTES = 200
"""Attributes of one tag that are kept; parsers compare each with all before it."""
_LONG = 16_000
"""Characters of a tag above which its attributes are counted."""
_MANY = 20_000
"""Attributes that hold a parser up when they are of one tag."""
_ROOM = 5 * _MANY
"""Characters that so many of different names take at least."""
DEEPEST = 400
"""Levels kept; deeper tags are dropped, their text stays."""

_OPENING = re.compile(r"<(?:(script|style)\b|(!--)|[A-Za-z][^\s/>]*)", re.IGNORECASE)
_SHEET = re.compile("(?:style|script)[^<>]{0,400}>", re.IGNORECASE)
_MOST_IN_SHEETS = 10_000
"""Words in style sheets and scripts up to which these are taken for what they seem: so many attributes would not hold a parser up."""
_CLOSING = {"script": re.compile(r"</script", re.IGNORECASE), "style": re.compile(r"</style", re.IGNORECASE)}
_ATTRIBUTE = re.compile(r"""[\s/]*[^\s=>"'/][^\s=>]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?|[\s/]+|[^\s>]""")
_ANY_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]*)[^<>]*>")
_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"))
_CLOSED_BY_NEXT = frozenset(("p", "li", "tr", "td", "th", "option", "dt", "dd", "thead", "tbody"))


def limit_attributes(text: str) -> str:
    """`text` with at most `MOST_ATTRIBUTES` attributes on each tag; most pages come back as they are."""
    few = len(text) < _ROOM or text.count("=") < _MANY
    if few and not _has_crowded_tag(text):
        return text
    pieces: list[str] = []
    done = 0
    opening = _OPENING.search(text)
    while opening is not None:
        end = _end_of_raw(text, opening) or _end_of_short(text, opening.end())
        if end is None:
            kept, end = _attributes(text, opening.end())
            if kept is not None:
                pieces += (text[done:opening.end()], kept)
                done = end
        opening = _OPENING.search(text, end)
    return "".join((*pieces, text[done:])) if pieces else text


def _has_crowded_tag(text: str) -> bool:
    step = _LONG // 2
    window = done = begin = crowd = in_sheets = 0
    while window + step < len(text):
        if text.find(">", window, window + step) >= 0:
            window += step
            continue
        end = text.find(">", window)
        end = len(text) if end < 0 else end
        last = text.rfind("<", done, end) + 1
        if last:
            begin, crowd = last, 0
        if end - begin >= step and text[begin:begin + 1].isalpha():
            words = sum(text.count(sign, max(begin, done), end) for sign in "= \n\t\r\f")
            crowd, in_sheets = crowd + words, in_sheets + words
            if crowd > MOST_ATTRIBUTES and (in_sheets > _MOST_IN_SHEETS or _SHEET.match(text, begin, end) is None):
                return True
        done = end
        window = max(end, window + step)
    return False


def _end_of_raw(text: str, opening: re.Match[str]) -> int | None:
    """Where a script, a style or a comment ends that begins here (the end of the text when it never does); None: another tag."""
    if opening[1]:
        closing = _CLOSING[opening[1].lower()].search(text, opening.end())
        return len(text) if closing is None else closing.end()
    if opening[2]:
        end = text.find("-->", opening.end())
        return len(text) if end < 0 else end
    return None


def _end_of_short(text: str, start: int) -> int | None:
    """Where a tag ends that is too short for many attributes; None: it is not, or a quotation in it is left open."""
    end = text.find(">", start, start + 2 * MOST_ATTRIBUTES)
    return end if end >= 0 and not text.count('"', start, end) % 2 and not text.count("'", start, end) % 2 else None


def _attributes(text: str, start: int) -> tuple[str | None, int]:
    """The attributes to keep and where those of the tag end; None when all may stay."""
    position, count, cut = start, 0, None
    while position < len(text) and text[position] != ">":
        match = _ATTRIBUTE.match(text, position)
        if match is None or match.end() == position:
            break
        count += 1
        position = match.end()
        if count == MOST_ATTRIBUTES:
            cut = position
    return (None, position) if cut is None or cut == position else (text[start:cut], position)


def limit_depth(text: str) -> str:
    """`text` without the tags nested deeper than `DEEPEST`; blanks take their place."""
    pieces: list[str] = []
    done = 0
    depth = dropped = 0
    for match in _ANY_TAG.finditer(text):
        name = match[2].lower()
        if name in _VOID or name in _CLOSED_BY_NEXT:
            continue
        if not match[1]:
            if depth < DEEPEST:
                depth += 1
                continue
            dropped += 1
        elif dropped:
            dropped -= 1
        else:
            depth = max(0, depth - 1)
            continue
        pieces += (text[done:match.start()], " ")
        done = match.end()
    return "".join((*pieces, text[done:]))
