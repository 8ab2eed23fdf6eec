"""Lines of text made of words, and a page that holds nothing but some lines."""

from __future__ import annotations

from hypothesis import strategies as st

from crawler.extract.blocks import Blocks, block_of, box_of
from crawler.extract.tree import parsed


def lines(*words: str) -> st.SearchStrategy[str]:
    """Texts of one to twelve of some words."""
    return st.lists(st.sampled_from(words), min_size=1, max_size=12).map("".join)


def page_of(*lines: str) -> Blocks:
    """A page of some lines side by side."""
    page = Blocks()
    box = box_of(parsed("<p>"))
    page.blocks = [block_of(number, line, box, [(line, None)]) for number, line in enumerate(lines)]
    page.texts, page.octets = list(lines), [line.encode() for line in lines]
    return page
