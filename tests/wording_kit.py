"""Lines of text made of words, and a page that holds nothing but some lines."""

from __future__ import annotations

from hypothesis import strategies as st

from crawler.extract.blocks import Blocks, block_of, box_of
from crawler.extract.tree import parsed

_NUMBERED = 0xE000
"""Character 0 of those that stand for nothing by themselves (the private use area)."""
_EVENLY = 256
"""Signs of an alphabet that are all drawn as often; of larger ones those behind are not."""


def lines(*words: str) -> st.SearchStrategy[str]:
    """Texts of one to twelve of some words. Where there are few they are drawn at once, as a text whose signs stand for words: one by
    one they take longer than what the texts are for."""
    if len(words) > _EVENLY:
        return st.lists(st.sampled_from(words), min_size=1, max_size=12).map("".join)
    numbered = {chr(_NUMBERED + number): word for number, word in enumerate(words)}
    return st.text("".join(numbered), min_size=1, max_size=12).map(lambda text: "".join([numbered[sign] for sign in text]))


def page_of(*lines: str) -> Blocks:
    """A page of some lines side by side."""
    page = Blocks()
    box = box_of(parsed("<p>"))
    page.blocks = [block_of(number, line, box, [(line, None)]) for number, line in enumerate(lines)]
    page.texts, page.octets = list(lines), [line.encode() for line in lines]
    return page
