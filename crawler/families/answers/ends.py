"""What says that a list ends here: flags of JSON, words under a piece of mark-up, words to press that cannot be pressed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from lxml import etree

from crawler.addresses.links import Tree
from crawler.families.calls.claimed import objects, objects_around, plainly
from crawler.families.pagers.paging import names_next
from crawler.families.rows.text_days import squeezed

_MORE = {"hasnext": "false", "hasnextpage": "false", "hasmore": "false", "islastpage": "true", "islast": "true"}
"""Names of what says whether anything follows, with the value that says no."""
_AROUND = {"isend": "true", "nomore": "true", "isover": "true", "isfinished": "true", "havemore": "false", "havenext": "false"}
"""Those that a row may have, too: a consultation that is over."""
_ALONE = {"more": False, "end": True, "over": True, "finished": True, "finish": True, "last": True, "lastpage": True, "nextpage": False}
"""Those that may be a number or an address."""
_FOLLOWING = frozenset(("next", "nextpage", "nextpageno", "nextpagenum", "nextpageindex", "nextindex", "nextcursor", "nexturl", "nextlink"))
"""Names of what follows: a number, a place or an address."""
_TRUTHS = {"0": "false", "1": "true"}
_ALL_SHOWN = re.compile(r"[^，。]{0,6}(?:(?:没有|暂无|已无)更多|没有了|已经?(?:到底|显示全部|全部加载|加载全部)|加载完[毕了])[^，。]{0,8}"
                        r"|[^,.]{0,20}no more (?:data|results|items|news)[^,.]{0,20}", re.IGNORECASE)
_NEXT = re.compile(r"(?:\A|\s)下\s?一?\s?页\Z")
_UNREAD = frozenset(("script", "style", "title", "link", "option"))
_FEW, _SHORT = 4, 12
"""Elements in one that is pressed, and letters at the end of a text."""
_MOST, _LONGEST = 20_000, 40
"""Elements of a piece, and letters of a text, that are looked at."""


def says_end(data: Any) -> bool:
    """Whether an answer says that nothing follows; `"last": true` (Spring), but no number of that name. What a row may be, over or at its
    end, an object around the rows must say."""
    return any(_MORE.get(name) == _truth(value) for name, value in _flags(objects(data))) or any(
        _AROUND.get(name) == _truth(value) or (isinstance(value, bool) and _ALONE.get(name) == value)
        for name, value in _flags(objects_around(data)))


def names_following(data: Any) -> bool | None:
    """Whether an answer has the page behind under a name for it, `"nextPage": 2`; False: it has null there. None: it has no such name. Of
    some programs it is null always, so it ends a list only behind an answer that had one."""
    held = [value for entry in objects_around(data) for name, value in entry.items()
            if isinstance(name, str) and plainly(name) in _FOLLOWING]
    return any(value not in (None, "") for value in held) if held else None


def shown_in(tree: Tree) -> bool:
    """Whether a piece of mark-up says under its rows that nothing follows: `<li class="end">没有更多内容了</li>`."""
    texts = (text for element in islice(tree.root.iter(etree.Element), _MOST) if element.tag not in _UNREAD and element.tag != "a"
             for text in (element.text, element.tail) if text)
    return any(_ALL_SHOWN.fullmatch(squeezed(text[:_LONGEST])) for text in texts)


def has_dead_next(tree: Tree) -> bool:
    """Whether the words that lead on stand on a page as plain text, `共 8 条记录 上一页 下一页`, in nothing that could be pressed: so they
    do on a last page where they are an anchor on the others."""
    is_said = False
    for element in tree.root.iter(etree.Element):
        if element.tag in _UNREAD:
            continue
        if element.attrib and len(element) < _FEW and names_next(element):
            return False
        is_said = is_said or any(text and _NEXT.search(text[-_SHORT:].rstrip()) for text in (element.text, element.tail))
    return is_said


def _flags(entries: Iterable[dict[Any, Any]]) -> Iterator[tuple[str, int | str]]:
    return ((plainly(name), value) for entry in entries for name, value in entry.items()
            if isinstance(name, str) and isinstance(value, int | str))


def _truth(value: int | str) -> str:
    """`true`, `false`, or the value as it stands: `False`, 0, `"0"` and `"false"` are one."""
    text = str(value)[:9].lower()
    return _TRUTHS.get(text, text)
