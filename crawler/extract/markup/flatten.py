"""Mark-up that would hold a parser up or make it give up, rewritten so that its text is kept. Linear in time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extract.markup.octets import count

MOST_ATTRIBUTES = 200
"""Attributes of one tag that are kept; parsers compare each with all before it."""
_LONG = 16_000
"""Bytes of a tag above which its attributes are counted."""
_MANY = 20_000
"""Attributes that hold a parser up when they are of one tag."""
_SHORTEST = 5
"""Bytes that an attribute with a value takes at least, where there are so many of different names."""
DEEPEST = 400
"""Levels kept of deeper nesting; its text stays."""

_OPENING = re.compile(rb"<(?:(script|style)\b|(!--)|[A-Za-z][^\s/>]*)", re.IGNORECASE)
_TAG = re.compile(b"<[A-Za-z]")
_PARTING = b"= /\n\t\r\f"
"""What parts the attributes of a tag."""
_MOST_WORDS = 10_000
"""Words in what seem to be long tags up to which each is taken for what it seems: so many attributes would not hold a parser up."""
_RAW = re.compile(rb"<(?:(script|style)\b|(!--))", re.IGNORECASE)
_CLOSING = {b"script": re.compile(rb"</script", re.IGNORECASE), b"style": re.compile(rb"</style", re.IGNORECASE)}
_REST_OF_NAME = re.compile(rb"[^\s/>]*")
_TAG_END = ord(">")
_ATTRIBUTE = re.compile(rb"""[\s/]*[^\s=>"'/][^\s=>/]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?|[\s/]+|[^\s>]""")
_ANY_TAG = re.compile(rb"<(/?)([A-Za-z][^\s/<>]*+)[^<>]*+>")
_VOID = frozenset((b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param", b"source", b"track",
                   b"wbr"))
_CLOSED_BY_NEXT = frozenset((b"p", b"li", b"tr", b"td", b"th", b"option", b"dt", b"dd", b"thead", b"tbody"))


def limit_attributes(octets: bytes) -> bytes:
    """Mark-up in UTF-8 with at most `MOST_ATTRIBUTES` attributes on each tag; most pages come back as they are."""
    if not has_many(octets, b"=", _MANY, _SHORTEST) and not _has_crowded_tag(octets):
        return octets
    pieces: list[bytes] = []
    done = 0
    opening = _OPENING.search(octets)
    while opening is not None:
        end = None if opening[1] else _end_of_raw(octets, opening)
        if end is None:
            end = _end_of_short(octets, opening.end())
        if end is None:
            kept, end = _attributes(octets, opening.end())
            if kept is not None:
                pieces += (octets[done:opening.end()], kept)
                done = end
        if opening[1]:  # its tag may be crowded too
            end = _end_of_raw(octets, opening, end) or end
        opening = _OPENING.search(octets, end)
    return b"".join((*pieces, octets[done:])) if pieces else octets


def has_many(octets: bytes, sign: bytes, most: int, shortest: int) -> bool:
    """Whether a sign of one octet stands there `most` times or more, as part of something that takes `shortest` octets."""
    return len(octets) >= most * shortest and count(octets, sign[0]) >= most


def outside_raw(octets: bytes, most: int) -> Iterator[tuple[int, int]]:
    """Where the mark-up of a page lies that is no script, style or comment; from where they hold more than `most` signs of tags on,
    all is taken for mark-up: where one begins and ends is told less exactly here than by a parser."""
    done, raw = 0, _RAW.search(octets)
    while raw is not None:
        end = _end_of_raw(octets, raw) or len(octets)
        most -= octets.count(b"<", raw.end(), end)
        if most < 0:
            break
        yield done, raw.end()
        done, raw = end, _RAW.search(octets, end)
    yield done, len(octets)


def _has_crowded_tag(octets: bytes) -> bool:
    step = _LONG // 2
    window = done = begin = crowd = words = 0
    while window + step < len(octets):
        if octets.find(b">", window, window + step) >= 0:
            window += step
            continue
        end = octets.find(b">", window)
        end = len(octets) if end < 0 else end
        at = octets.find(b"<", max(done, octets.rfind(b">", done, window)), end)  # a single octet is found many times faster than two
        first = _TAG.search(octets, at, end) if at >= 0 else None
        if first is not None:
            begin, crowd = first.start() + 1, 0
        if begin and end - begin >= step:
            part = octets[max(begin, done):end]
            found = len(part) - len(part.translate(None, _PARTING))
            crowd, words = crowd + found, words + found
            if crowd > MOST_ATTRIBUTES and (words > _MOST_WORDS or _is_crowded(octets, begin)):
                return True
        done = end
        window = max(end, window + step)
    return False


def _is_crowded(octets: bytes, begin: int) -> bool:
    """Whether the tag whose name begins here has too many attributes; style sheets, outlines of pictures and long values have not."""
    name = _REST_OF_NAME.match(octets, begin)
    return name is not None and _attributes(octets, name.end())[0] is not None


def _end_of_raw(octets: bytes, opening: re.Match[bytes], start: int = 0) -> int | None:
    """Where a script, a style or a comment ends that begins here (the end of the octets when it never does); None: another tag. `start`:
    where its own tag ends, if that is known."""
    if opening[1]:
        closing = _CLOSING[opening[1].lower()].search(octets, max(start, opening.end()))
        return len(octets) if closing is None else closing.end()
    if opening[2]:
        end = octets.find(b"-->", opening.end())
        return len(octets) if end < 0 else end
    return None


def _end_of_short(octets: bytes, start: int) -> int | None:
    """Where a tag ends that is too short for many attributes; None: it is not, or a quotation in it is left open."""
    end = octets.find(b">", start, start + 2 * MOST_ATTRIBUTES)
    return end if end >= 0 and not octets.count(b'"', start, end) % 2 and not octets.count(b"'", start, end) % 2 else None


def _attributes(octets: bytes, start: int) -> tuple[bytes | None, int]:
    """The attributes to keep and where those of the tag end; None when all may stay."""
    position, count, cut = start, 0, None
    while position < len(octets) and octets[position] != _TAG_END:
        match = _ATTRIBUTE.match(octets, position)
        if match is None or match.end() == position:
            break
        count += 1
        position = match.end()
        if count == MOST_ATTRIBUTES:
            cut = position
    return (None, position) if cut is None or cut == position else (octets[start:cut], position)


def limit_depth(octets: bytes) -> bytes:
    """Mark-up in UTF-8 of `DEEPEST` levels at most: blanks take the place of the tags in the middle of deeper nesting, so that what is
    nearest to the text stays."""
    tags = [match for match in _ANY_TAG.finditer(octets) if (name := match[2].lower()) not in _VOID and name not in _CLOSED_BY_NEXT]
    pieces: list[bytes] = []
    done = 0
    for number in sorted(_in_the_middle([not tag[1] for tag in tags])):
        pieces += (octets[done:tags[number].start()], b" ")
        done = tags[number].end()
    return b"".join((*pieces, octets[done:]))


def _in_the_middle(opens: list[bool]) -> set[int]:
    """The numbers of tags whose elements hold half of `DEEPEST` levels and are held by as many. `opens`: of each tag whether it opens an
    element; others close the one that was opened last."""
    most = DEEPEST // 2
    found: set[int] = set()
    opened: list[tuple[int, int]] = []  # number of the tag, levels within it

    def close(end: int) -> None:
        start, levels = opened.pop()
        if opened and opened[-1][1] <= levels:
            opened[-1] = opened[-1][0], levels + 1
        if levels >= most and len(opened) >= most:
            found.update((start, end))

    for number, is_opening in enumerate(opens):
        if is_opening:
            opened.append((number, 0))
        elif opened:
            close(number)
    while opened:
        close(opened[-1][0])
    return found
