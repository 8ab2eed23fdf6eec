"""See `walking.pyx`."""

from collections.abc import Callable, Iterable
from typing import Any

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Blocks

def walk(root: HtmlElement, dropped: frozenset[HtmlElement] | None, out: Blocks, codes: dict[Any, int], telling: dict[str, str],
         steps: tuple[Callable[..., Any], ...]) -> None: ...
def know(known: Iterable[str]) -> None: ...
def are_plain(names: str) -> bool: ...
