"""What changed between two texts, word by word; Chinese sign by sign, joined where single signs would only scatter the change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from archive.changed.myers import Budget, matching_runs

Op = Literal["equal", "delete", "insert"]

BUDGET = 3_000_000
"""Steps of the search for one pair of texts, some two seconds. What is not compared by then is told as deleted and inserted."""
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
"""Signs that are words, or parts of words without blanks between them."""
_LETTER = rf"(?:(?![{_HAN}])[^\W\d_])"
_WORD = re.compile(
    rf"\d+(?:[.,:/]\d+)*[%％‰]?|{_LETTER}+(?:['’\-]{_LETTER}+)*|\n+|[^\S\n]+|.", re.DOTALL)
_SENTENCE = re.compile(r"[^。！？；!?;\n]*(?:[。！？；!?;]+[”’」』）)]*|\n+|\Z)")
_PARAGRAPH = re.compile(r"[^\n]*(?:\n+|\Z)")


class Piece(NamedTuple):
    """A run of text that both have, or only one of them."""

    op: Op
    text: str
    """Never empty."""


class Extent(NamedTuple):
    """How much changed, in words: a Chinese sign is one, a number is one, blanks and punctuation are none."""

    deleted: int
    inserted: int
    equal: int


def diff(old: str, new: str, *, budget: int = BUDGET) -> list[Piece]:
    """How `new` comes out of `old`: pieces in order, between two equal ones at most one deletion, then at most one insertion.

    The equal and deleted pieces joined are `old`, the equal and inserted ones `new`. Compared are paragraphs, then the sentences of
    those that differ, then their words. Two identical texts give one equal piece; two empty ones none.
    """
    left = Budget(budget)
    return _joined(_settled(_merged(_finer(old, new, _LEVELS, left))))


def words(text: str) -> list[str]:
    """The text in the smallest parts that are compared: words, numbers, blanks, single Chinese signs and marks. Joined: `text`."""
    return _WORD.findall(text)


def before(pieces: Iterable[Piece]) -> str:
    """The old text."""
    return "".join([piece.text for piece in pieces if piece.op != "insert"])


def after(pieces: Iterable[Piece]) -> str:
    """The new text."""
    return "".join([piece.text for piece in pieces if piece.op != "delete"])


def extent(pieces: Iterable[Piece]) -> Extent:
    """How much changed."""
    counts: dict[Op, int] = {"delete": 0, "insert": 0, "equal": 0}
    for piece in pieces:
        counts[piece.op] += sum(word[0].isalnum() for word in words(piece.text))
    return Extent(counts["delete"], counts["insert"], counts["equal"])


def excerpt(pieces: Sequence[Piece], around: int = 30) -> list[Piece]:
    """The changes with `around` characters of what surrounds them: longer equal pieces are cut, with ` … ` where they are."""
    cut = []
    for place, piece in enumerate(pieces):
        text, first, last = piece.text, place == 0, place == len(pieces) - 1
        if piece.op == "equal" and len(text) > around * (1 if first or last else 2) + 3:
            text = ("" if first else text[:around]) + " … " + ("" if last else text[len(text) - around:])
        cut.append(Piece(piece.op, text))
    return cut


def _split(pattern: re.Pattern[str]) -> Callable[[str], list[str]]:
    return lambda text: [part for part in pattern.findall(text) if part]


_LEVELS: tuple[Callable[[str], list[str]], ...] = (_split(_PARAGRAPH), _split(_SENTENCE), words)


def _finer(old: str, new: str, levels: Sequence[Callable[[str], list[str]]], left: Budget) -> Iterator[Piece]:
    """Pieces by the first of `levels`; what differs there by the next ones."""
    if not old or not new or not levels:
        yield from (Piece(op, text) for op, text in (("delete", old), ("insert", new)) if text)  # type: ignore[arg-type]
        return
    first, second = levels[0](old), levels[0](new)
    at, to = 0, 0
    for start, other, size in (*matching_runs(first, second, left), (len(first), len(second), 0)):
        yield from _finer("".join(first[at:start]), "".join(second[to:other]), levels[1:], left)
        at, to = start + size, other + size
        if size:
            yield Piece("equal", "".join(first[start:at]))


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one kind in one piece, each deletion before the insertion beside it."""
    merged: list[Piece] = []
    held: dict[Op, str] = {"delete": "", "insert": ""}
    for piece in (*pieces, Piece("equal", "")):
        if piece.op != "equal":
            held[piece.op] += piece.text
            continue
        if piece.text and merged and merged[-1].op == "equal" and not any(held.values()):
            merged[-1] = Piece("equal", merged[-1].text + piece.text)
            continue
        merged += [Piece(op, text) for op, text in held.items() if text]
        held = {"delete": "", "insert": ""}
        if piece.text:
            merged.append(piece)
    return merged


def _settled(pieces: list[Piece]) -> list[Piece]:
    """Equal pieces that are smaller than the changes on both sides of them count as changed: they are equal by chance."""
    while True:
        kept: list[Piece] = []
        for place, piece in enumerate(pieces):
            if piece.op == "equal" and _by_chance(piece.text, _size(pieces, place, -1), _size(pieces, place, 1)):
                kept += [Piece("delete", piece.text), Piece("insert", piece.text)]
            else:
                kept.append(piece)
        if len(kept) == len(pieces):
            return pieces
        pieces = _merged(kept)


def _size(pieces: Sequence[Piece], place: int, step: int) -> int:
    """Characters of the larger side of the change next to a piece; 0 where there is none."""
    sizes = [0]
    while 0 <= (place := place + step) < len(pieces) and pieces[place].op != "equal":
        sizes.append(len(pieces[place].text))
    return max(sizes)


def _by_chance(text: str, back: int, ahead: int) -> bool:
    return "\n" not in text and len(text) <= min(back, ahead)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """A change begins and ends where its sides differ: what both sides of a settled change share at its ends is equal again."""
    trimmed: list[Piece] = []
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        if piece.op == "delete" and following is not None and following.op == "insert":
            trimmed += _trimmed(piece.text, following.text)
            place += 2
        else:
            trimmed.append(piece)
            place += 1
    return _merged(trimmed)


def _trimmed(old: str, new: str) -> list[Piece]:
    first, second = words(old), words(new)
    head = 0
    while head < min(len(first), len(second)) and first[head] == second[head]:
        head += 1
    tail = 0
    while tail < min(len(first), len(second)) - head and first[-1 - tail] == second[-1 - tail]:
        tail += 1
    made = (("equal", first[:head]), ("delete", first[head:len(first) - tail]), ("insert", second[head:len(second) - tail]),
            ("equal", first[len(first) - tail:]))
    return [Piece(op, "".join(parts)) for op, parts in made if parts]  # type: ignore[arg-type]
