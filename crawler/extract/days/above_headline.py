"""What stands between a line above the headline and the headline: below the trail or the site's menu no day up there is the article's."""

from __future__ import annotations

from typing import Final

from crawler.extract.days.linked_days import is_of_bar
from crawler.extract.markup.blocks import Block
from crawler.extract.trail.trail_leads import is_led
from crawler.extract.words.boilerplate import is_trail_line

_MENU: Final = 3
"""Lines of links that are the site's menu."""


class Above:
    """The lines above a headline, read from there upward and each once: a page may have a thousand days among them."""

    def __init__(self, blocks: list[Block], headline: int) -> None:
        self._blocks = blocks
        self._trail = -1
        self._read_for_trail = headline
        self._menu: list[int] = []
        self._read_for_menu = headline

    def has_trail_below(self, index: int) -> bool:
        """Whether a trail stands between a line and the headline."""
        while self._trail < 0 and self._read_for_trail > index + 1:
            self._read_for_trail -= 1
            if _is_trail(self._blocks[self._read_for_trail]):
                self._trail = self._read_for_trail
        return self._trail > index

    def has_menu_below(self, index: int) -> bool:
        """Whether the site's menu does, and no bar for sharing."""
        while len(self._menu) < _MENU and self._read_for_menu > index + 1:
            self._read_for_menu -= 1
            block = self._blocks[self._read_for_menu]
            if 2 * block.linked > block.size and not is_of_bar(block.text):
                self._menu.append(self._read_for_menu)
        return len(self._menu) == _MENU and self._menu[-1] > index

    def is_beside_trail(self, index: int) -> bool:
        """Whether a line stands in the cell behind that of the trail, in the same row."""
        row = self._blocks[index].box.parent
        return index > 0 and self._blocks[index].box.tag == "td" and row is not None and row is self._blocks[index - 1].box.parent \
            and _is_trail(self._blocks[index - 1])


def _is_trail(block: Block) -> bool:
    return is_led(block.text, block.size) or is_trail_line(block.text)
