"""What stands behind a line of a text: where hundreds of lines may begin another part of the page, it is summed up once for all of them."""

from __future__ import annotations

from itertools import accumulate
from typing import Final

from crawler.extract.body.unfurnished import is_sentence
from crawler.extract.markup.blocks import Block, Box
from crawler.extract.markup.compose import in_data_table
from crawler.extract.words.han_forms import compiled

_MANY_TIMES: Final = 8
_TWICE: Final = 2
"""How many times as much as what stands above the heading of another list a text behind it weighs; and where the headline is not known."""
_BACKGROUND: Final = compiled(r"\W*(?:相关|延伸|新闻)(?:链接|阅读|新闻|报道|背景)\W*")
"""What papers write over links, and over prose of their own on what a report is about."""
_FEW_LINKS: Final = 0.1
"""Share of the words behind it at most that are links then."""


class LinesBehind:
    """The lines of a text, and behind each of them the rest."""

    def __init__(self, blocks: list[Block]) -> None:
        self._blocks = blocks
        self._told: list[int] = []
        self._sentences: dict[Box | None, int] | None = None

    def outweigh(self, position: int, before: int, *, headed: bool) -> bool:
        """Whether a line and what stands behind it is the text, beside which little stands above: `before`, by weight. `headed`: whether
        the headline does."""
        if not self._told:
            self._told = list(accumulate([block.size - block.linked for block in self._blocks], initial=0))
        return self._told[-1] - self._told[position] > (_MANY_TIMES if headed else _TWICE) * before

    def are_below_table(self, position: int) -> bool:
        """Whether a line stands right below a table of data and above further paragraphs of the same box: it tells where the table is
        from."""
        if not position or not in_data_table(self._blocks[position - 1].box):
            return False
        if self._sentences is None:
            self._sentences = {block.box.parent: number for number, block in enumerate(self._blocks) if is_sentence(block)}
        return self._sentences.get(self._blocks[position].box.parent, -1) > position

    def are_background(self, position: int) -> bool:
        """Whether a line stands over paragraphs beside it that tell of what the text above is about, and not over links."""
        block, behind = self._blocks[position], self._blocks[position + 1:]
        return bool(behind) and is_sentence(behind[0]) and behind[0].box.parent is block.box.parent and not behind[0].linked \
            and _BACKGROUND.fullmatch(block.text) is not None \
            and sum([one.linked for one in behind]) <= _FEW_LINKS * sum([one.size for one in behind])
