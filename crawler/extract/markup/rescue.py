"""The rescue reader: html5lib, for pages of which lxml's tree has lost the article. Tried on evidence only: it is fifty times slower."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from typing import Final

import lxml.html
from lxml import etree

from crawler.extract.markup.tree import Tree

_LARGEST: Final = 400_000
"""Characters of a page that html5lib can read within the time a page may take."""
_MOST_TAGS: Final = 15_000
_MOST_ENTITIES: Final = 10_000
_MOST_SWALLOWED: Final = 2_000
"""The same behind a script, style sheet or comment without an end, which takes in all of them at a higher cost, most likely for nothing."""
_MOST_ATTRIBUTES: Final = 2_000
"""Of one tag: html5lib holds each against all before it."""
_MOST_STEPS: Final = 1_000_000
"""Elements around all tags of a page, counted at each: html5lib goes through those around a tag for what it may close."""
_NESTING = re.compile(r"<(/?)(?!(?:p|li|td|tr|th|dt|dd|tbody|thead|option|br|img|input|hr|meta|link|area|base|col|embed|param|source|"
                      r"track|wbr)\b)([a-z][a-z\d]*)[^>]*", re.IGNORECASE)
"""A tag of an element that only its own end closes."""
_TAG: Final = re.compile(r"</?[a-z]", re.IGNORECASE)
_INSIDE: Final = re.compile(r"""=\s*(?:"[^"]*"?|'[^']*'?)?|>|[^=>]+""")
"""What stands in a tag: the value of an attribute, the tag's end, or names."""
_UNSHOWN: Final = re.compile(r"<(?:(script)\b|(style)\b|(!--))", re.IGNORECASE)
_ENDS: Final = (re.compile(r"</script\s*>", re.IGNORECASE), re.compile(r"</style\s*>", re.IGNORECASE), re.compile("-->"))
"""What ends each of these. Each end is sought by itself: one pattern for beginning and end would try each letter between them."""
_MARKUP: Final = re.compile(r"<[^<>]*>")
_LOST: Final = 400


def rescued(tree: Tree) -> Tree | None:
    """The page read by the rules of HTML 13.2; None when there is no sign that lxml lost text, or the page is too large for that."""
    if len(tree.text) > _LARGEST or tree.text.count("<") > _MOST_TAGS or tree.text.count("&") > _MOST_ENTITIES:
        return None
    text = without_scripts(tree.text)
    endless = _UNSHOWN.search(text)
    if (endless is not None and text.count("<", endless.end()) > _MOST_SWALLOWED) or is_crowded(text):
        return None
    plain = _MARKUP.sub(" ", text)
    shown = 0
    for element in tree.root.iter(etree.Element):
        if element.tag not in ("script", "style"):
            inner, tail = element.text, element.tail
            shown += (len(inner.strip()) if inner else 0) + (len(tail.strip()) if tail else 0)
    if len("".join(plain.split())) < shown + _LOST or is_nested(text):
        return None
    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # browsers read it so, whatever it calls itself
        soup = BeautifulSoup(text, "html5lib")
    return replace(tree, root=lxml.html.document_fromstring(str(soup), ensure_head_body=True))


def is_crowded(text: str) -> bool:
    """Whether a tag of some mark-up has more attributes than can be read in time, as one that is never closed may. Linear in time."""
    tag = _TAG.search(text)
    while tag is not None:
        count, end = 0, len(text)
        for part in _INSIDE.finditer(text, tag.end()):
            words = part[0]
            if words == ">":
                end = part.end()
                break
            if words[0] != "=":
                count += len(words.split()) + words.count("/") + words.count('"')  # each of these is an error for itself
        if count > _MOST_ATTRIBUTES:
            return True
        tag = _TAG.search(text, end)
    return False


def is_nested(text: str) -> bool:
    """Whether elements of some mark-up lie so deep in each other that they cannot be read in time, as those that nobody closes do. An end
    of what is not open closes nothing."""
    opened, counts, steps = list[str](), dict[str, int](), 0
    for tag in _NESTING.finditer(text):
        name = tag[2].lower()
        if not tag[1]:
            opened.append(name)
            counts[name] = counts.get(name, 0) + 1
        while tag[1] and counts.get(name):
            counts[opened[-1]] -= 1
            if opened.pop() == name:
                break
        steps += len(opened)
        if steps > _MOST_STEPS:
            return True
    return False


def without_scripts(text: str) -> str:
    """Mark-up with blanks in place of its scripts, style sheets and comments; those without an end stay. Linear in time."""
    pieces, done, endless = [], 0, set[int]()
    opening = _UNSHOWN.search(text)
    while opening is not None:
        kind = opening.lastindex or 0
        closing = None if kind in endless else _ENDS[kind - 1].search(text, opening.end())
        if closing is None:
            endless.add(kind)
        else:
            pieces.append(text[done:opening.start()])
            done = closing.end()
        opening = _UNSHOWN.search(text, opening.end() if closing is None else done)
    return " ".join((*pieces, text[done:]))
