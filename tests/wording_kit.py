"""Lines of text made of words, and a page that holds nothing but some lines."""

from __future__ import annotations

import os
from collections.abc import Sequence

from hypothesis import settings
from hypothesis import strategies as st

from crawler.extract.markup.blocks import Blocks, block_of, box_of
from crawler.extract.markup.tree import parsed

_NUMBERED = 0xE000
"""Character 0 of those that stand for nothing by themselves (the private use area)."""
_EVENLY = 256
"""Signs of an alphabet that are all drawn as often; of larger ones those behind are not."""


def often(examples: int) -> settings:
    """Tries so many examples; a third of them where each run draws the same ones (`CI`), for there more of them tell nothing new."""
    return settings(max_examples=examples // 3 if os.environ.get("CI") else examples, deadline=None)


def lines(*words: str, fewest: int = 1, most: int = 12) -> st.SearchStrategy[str]:
    """Texts of one to twelve of some words, or of as many as is said. They are drawn at once: one by one they take longer than what the
    texts are for. Where they are few, as a text whose signs stand for words; where they are many, as octets: one says how many follow,
    and of those two each a word."""
    if len(words) > _EVENLY:
        counts = range(fewest, most + 1)
        return st.binary(min_size=1 + 2 * most, max_size=1 + 2 * most).map(lambda drawn: _told_by(drawn, words, counts))
    numbered = {chr(_NUMBERED + number): word for number, word in enumerate(words)}
    return st.text("".join(numbered), min_size=fewest, max_size=most).map(lambda text: "".join([numbered[sign] for sign in text]))


def _told_by(drawn: bytes, words: Sequence[str], counts: range) -> str:
    places = range(1, 1 + 2 * counts[drawn[0] % len(counts)], 2)
    return "".join([words[int.from_bytes(drawn[place:place + 2]) % len(words)] for place in places])


def page_of(*lines: str) -> Blocks:
    """A page of some lines side by side."""
    page = Blocks()
    box = box_of(parsed("<p>"))
    page.blocks = [block_of(number, line, box, [(line, None)]) for number, line in enumerate(lines)]
    page.texts, page.octets = list(lines), [line.encode() for line in lines]
    return page
