"""See `walking.pyx`."""

from collections.abc import Callable
from typing import Any

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Blocks

def walk(root: HtmlElement, dropped: frozenset[HtmlElement] | None, out: Blocks, codes: dict[Any, int], telling: dict[str, str],
         steps: tuple[Callable[..., Any], ...]) -> None: ...
