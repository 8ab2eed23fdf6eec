"""Pages that React sends in pieces: text that stands hidden behind the page is put where the page's own script puts it."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

_CALL: Final = re.compile(r'\$R[CRSX]\("([BPS]:[0-9a-f]{1,8})","([BPS]:[0-9a-f]{1,8})"')
CALLS: Final = (b'$RC("', b'$RR("', b'$RS("', b'$RX("')
"""How each of these calls begins, in UTF-8."""
_MOST: Final = 200
"""Pieces of a page that are put in place, and siblings of a mark that are looked at."""


def put_in_place(root: HtmlElement, text: str) -> None:
    """Moves each hidden piece (`<div hidden id="S:1">`) to its mark (`<template id="B:1">`) by the page's `$RC("B:1","S:1")` and
    `$RS("S:1","P:1")`; pages without such pieces stay as they are. `text`: the page's mark-up."""
    if next(root.iter("template"), None) is None:
        return
    pieces = {element.get("id"): element for element in root.iter("div") if (element.get("id") or "").startswith("S:")}
    marks = {element.get("id"): element for element in root.iter("template") if (element.get("id") or "")[1:2] == ":"}
    for call in _CALL.findall(text)[:_MOST]:
        place, piece = call if call[1].startswith("S:") else (call[1], call[0])
        if piece in pieces and place in marks and pieces[piece] not in marks[place].iterancestors("div"):
            _move(pieces.pop(piece), marks.pop(place))


def _move(piece: HtmlElement, mark: HtmlElement) -> None:
    """Puts the piece in the mark's place; what stands there until it comes ("loading") goes."""
    parent = mark.getparent()
    if parent is None or piece.getparent() is None:
        return
    piece.attrib.pop("hidden", None)
    if mark.get("id", "").startswith("B:"):
        _clear(parent, mark)
    tail, mark.tail = mark.tail, None
    _leave(piece)
    parent.replace(mark, piece)
    piece.tail = tail


def _clear(parent: HtmlElement, mark: HtmlElement) -> None:
    """Takes off the siblings between a mark and the comment `/$` that ends its boundary; nothing when there is none."""
    open_ends, waiting, ended = 0, [], False
    for sibling in islice(mark.itersiblings(), _MOST):
        if sibling.tag is etree.Comment:
            text = sibling.text or ""
            if text == "/$" and not open_ends:
                ended = True
                break
            open_ends += {"/$": -1}.get(text, text.startswith("$"))
        waiting.append(sibling)
    if not ended:
        return
    mark.tail = None
    for sibling in waiting:
        sibling.tail = None
        parent.remove(sibling)


def _leave(piece: HtmlElement) -> None:
    """Hands the text behind a piece to what stands before it."""
    before, parent = piece.getprevious(), piece.getparent()
    if piece.tail and before is not None:
        before.tail = (before.tail or "") + piece.tail
    elif piece.tail and parent is not None:
        parent.text = (parent.text or "") + piece.tail
    piece.tail = None
