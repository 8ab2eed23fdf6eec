"""The text of an article that a page has only in the data of its scripts, from which a program draws it: frameworks (`__NEXT_DATA__`,
`__NUXT__`, `window.__INITIAL_STATE__ = …`) and portals (`var content = "…"`) have it there, as JSON or as strings of a program."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice
from typing import Final
from urllib.parse import unquote

from lxml.html import HtmlElement

from crawler.extract.words.text import folded, weight

_PAIR: Final = re.compile(r"""(?<![\w-])(?P<key>[A-Za-z_][\w-]{0,40})\\?["']?\s*[:=]\s*"""
                   r"""(?P<value>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|`[^`]*`)""", re.DOTALL)
"""A key and the string behind it."""
_HELD: Final = re.compile(r'"(?P<held>(?:[^"\\]|\\.){300,}+)(?:"|(?P<open>\\?\Z))', re.DOTALL)
"""A long string, which may hold such pairs itself: `JSON.parse("…")`, the pieces that `self.__next_f.push` takes. One that nothing closes
goes to the script's end, lest it be looked through again from each escaped quote in it."""
_TITLES: Final = ("title", "headline", "subject")
_TEXTS: Final = ("content", "contents", "body", "html", "text", "txt", "detail", "details", "article")
"""How keys end that have a headline or a text."""
_KEYS: Final = (*_TITLES, *_TEXTS)
_MARKUP: Final = re.compile(r"<(?:p|br|div|section|span)\b", re.IGNORECASE)
_ESCAPES: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_NAMED: Final = {"n": "\n", "t": " ", "r": "", "b": "", "f": ""}
_LIGHTEST: Final = 200
_LONGEST: Final = 2_000_000
"""Weight of a text at least, and characters of a script at most."""
_HAN: Final = 3
"""Weight of a Han character."""
_MOST: Final = 100_000
"""Pairs of a script that are looked at."""
_TIMES: Final = 3
"""How many times as much as the page shows such a text weighs at least."""


def text_in(scripts: Iterable[HtmlElement], headline: str, shown: int) -> str | None:
    """The mark-up or the plain lines of the text whose headline stands nearest to it in the same script; None when there is none that
    weighs much more than what the page shows (`shown`)."""
    if len(headline) < 2:
        return None
    escaped = json.dumps(headline)[1:-1]
    least = max(_LIGHTEST, _TIMES * shown)
    for script in scripts:
        text = script.text or ""
        if least // _HAN < len(text) <= _LONGEST and (headline in text or escaped in text or escaped.replace("\\", "\\\\") in text):
            found = [value for value in _told(text, folded(headline)) if weight(value) > least]
            if found:
                return max(found, key=weight)
    return None


def _told(script: str, headline: str) -> Iterator[str]:
    """The texts of a script to which no other headline is nearer than this one (folded)."""
    titles: list[tuple[int, bool]] = []
    texts: list[tuple[int, str]] = []
    for place, key, value in _pairs(script):
        if key.endswith(_TITLES):
            own = folded(_plain(value))
            titles.append((place, bool(own) and (own == headline or own.startswith(headline))))
        elif key.endswith(_TEXTS) and len(value) >= _LIGHTEST // _HAN:
            texts.append((place, _decoded(value)))
    for place, text in texts:
        if _is_told(text) and _is_nearest(titles, place):
            yield text


def _is_nearest(titles: list[tuple[int, bool]], place: int) -> bool:
    """Whether the headline right before a place is the wanted one, or the one right behind where none stands before."""
    number = bisect_left(titles, (place, False))
    beside = [titles[at][1] for at in (number - 1, number) if 0 <= at < len(titles)]
    return bool(beside) and (beside[0] if number else beside[-1])


def _pairs(script: str) -> Iterator[tuple[int, str, str]]:
    """Place, key in small letters and string of each pair that may be a headline or a text, those in strings of the script, too."""
    yield from _in_program(script, 0)
    for match in _HELD.finditer(script) if '\\"' in script else ():
        held = _unescaped(match["held"]) if match["open"] is None else ""
        if '":' in held:
            yield from _in_program(held, match.start())


def _in_program(text: str, start: int) -> Iterator[tuple[int, str, str]]:
    for match in islice(_PAIR.finditer(text), _MOST):
        key = match["key"].lower()
        if key.endswith(_KEYS):
            yield start + match.start(), key, _unescaped(match["value"][1:-1])


def _unescaped(literal: str) -> str:
    """A string of a program without its escapes."""
    return _ESCAPES.sub(_letter, literal).encode("utf-16", "surrogatepass").decode("utf-16", "replace") if "\\" in literal else literal


def _letter(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _NAMED.get(escape[3], escape[3])


def _decoded(text: str) -> str:
    """A text without a second escaping: of addresses (`%3Cp%3E`), or of mark-up (`&lt;p&gt;`)."""
    if text.startswith("%3C"):
        return unquote(text)
    return unescape(text) if "&lt;" in text and "<" not in text else text


def _plain(title: str) -> str:
    return unescape(title) if "&" in title else title


def _is_told(text: str) -> bool:
    """Whether a string is a text for readers: mark-up, or several lines of prose."""
    return _MARKUP.search(text) is not None or text.count("\n") > 1
