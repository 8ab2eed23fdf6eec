"""Trails that are lists: items beside each other of which the first leads home, with signs in or between them, or none at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from crawler.addresses.address import Resolver
from crawler.extract.markup.blocks import Block, Blocks
from crawler.extract.trail.trail_ends import TAIL
from crawler.extract.trail.trail_leads import HOME, HOME_END

ARROW_SIGNS: Final = ">＞﹥»›→⇒⇨❯▸►▶➤➔➜〉》≫☞"
ARROWS: Final = re.compile(f"[{ARROW_SIGNS}]")
_SIGN: Final = re.compile(r"(?:[>＞﹥»›→❯▸►]{1,3}|[/／]|-{1,3}>?)")
"""What stands between two items in one of its own; bars part the items of menus, too."""
_LONGEST_HOME: Final = 14
_LONGEST_NAME: Final = 16
"""Characters of the first item and of the others, at most."""
_MOST_PARTS: Final = 14
_HEAVIEST: Final = 400
"""Items and signs, and weight of all of them, at most."""
_MOST_UNSIGNED: Final = 5
"""Items with no signs between them at most: menus have more."""


def items_from(page: Blocks, home: Block) -> Sequence[Block]:
    """The items beside each other of which the first leads home and the next begins with an arrow; none when they are no trail."""
    around = home.box.parent
    if around is None or home.box.first != home.index or home.linked < 0.8 * home.size or not _leads_home(home):
        return []
    items = page.blocks[home.index:around.last]
    arrowed = len(items) > 1 and ARROWS.match(items[1].text) is not None and items[1].box.parent is around
    return items if arrowed and len(items) <= _MOST_PARTS and sum([item.size for item in items]) <= _HEAVIEST else []


def listed(page: Blocks, home: Block, title: str | None, resolver: Resolver) -> Sequence[Block]:
    """The items of a list of which the first is home, where it is a trail and no menu: signs stand between them in items of their own; or
    it ends in a word for the text; or, right above the headline, in the one name without link, or the links lead down to the page."""
    around = home.box.parent
    if around is None or home.box.tag != "li" or around.first != home.index or not _leads_home(home):
        return []
    items = page.blocks[around.first:around.last]
    if not 2 <= len(items) <= _MOST_PARTS or sum([item.size for item in items]) > _HEAVIEST \
            or any(item.box.parent is not around for item in items):
        return []
    names, signs = items[::2], items[1::2]
    if len(items) > 2 and all(_SIGN.fullmatch(item.text) for item in signs) and all(_is_name(item) for item in names[1:]):
        return items
    if len(items) > _MOST_UNSIGNED or len(items) < 3 or not all(_is_name(item) for item in items[1:]):
        return []
    linked = all(2 * item.linked > item.size for item in items[:-1])
    if linked and not items[-1].linked and TAIL.match(items[-1].text) is not None:
        return items
    below = page.blocks[around.last].text if around.last < len(page.blocks) else ""
    if not title or not linked or not below.startswith(title):
        return []
    return items if not items[-1].linked or _leads_down(items, resolver) else []


def from_last_home(crumbs: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """The crumbs from the last first page on, where a line names it twice: before the trail stands the menu."""
    homes = [at for at, (name, _) in enumerate(crumbs[:-1]) if len(name) <= _LONGEST_HOME and HOME_END.search(name) is not None]
    if homes and " " in crumbs[homes[-1]][0]:  # behind the last name of a menu without links
        return [(crumbs[homes[-1]][0].rpartition(" ")[2], crumbs[homes[-1]][1]), *crumbs[homes[-1] + 1:]]
    return crumbs[homes[-1]:] if len(homes) > 1 else crumbs


def _leads_home(block: Block) -> bool:
    return len(block.text) <= _LONGEST_HOME and HOME.search(block.text) is not None


def _is_name(block: Block) -> bool:
    return len(block.text) <= _LONGEST_NAME and _SIGN.fullmatch(block.text) is None


def _leads_down(items: Sequence[Block], resolver: Resolver) -> bool:
    """Whether each link behind the first leads below the one before, and the page lies below the last."""
    urls = [resolver.resolve(anchor.get("href") or "") or "" for item in items[1:] for _, anchor in item.pieces[:1] if anchor is not None]
    return len(urls) == len(items) - 1 and resolver.is_below(urls[-1]) \
        and all(above.endswith("/") and url != above and url.startswith(above) for above, url in pairwise(urls))
