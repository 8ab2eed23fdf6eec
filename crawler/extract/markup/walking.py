"""The walk over a page's tree, in the order of the page: text is collected in runs, which become blocks where boxes begin and end.

`walking.pyx` is the same over the parser's own nodes: where there is a C compiler it takes the place of this module. Knows neither blocks
nor boxes: what is made of what it finds is told it in `Steps`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from lxml.html import HtmlElement

from crawler.extract.markup.steps import ANCHOR, BOX, LINE_END, PASSED, RUNNING, SPAN, STRONG, Begun, Steps

_HIDING: Final = frozenset(("hidden", "style"))
_NOTHING: Final[tuple[HtmlElement | None, HtmlElement | None, str | None]] = (None, None, None)
"""The anchor and the bold element that a text stands in, and the text, before there is any."""


# One long loop over local names, without calls for what most elements are. Boxes are made when something of theirs is found; `waiting` are
# those that begun since. `around` are the elements that are open, inmost last, each with the number of children still to come of the one
# around it; `left` is that number for the inmost.
def walk(root: HtmlElement, dropped: frozenset[HtmlElement] | None, out: Any, codes: dict[Any, int], telling: dict[str, str],
         steps: Steps) -> None:
    """Walks through what an element holds. `dropped`: elements taken out with all they contain; their tails stay. `out`: `Blocks` whose one
    box is the element's. `codes`: how tags are walked, those that are not in it as `BOX`; `telling`: the attributes that say something of
    a box, each by itself."""
    flush, single, leave, is_preformatted, is_hidden = steps
    runs: list[Any] | None = [(root.text, None)] if root.text else None
    box, waiting, around = out.boxes[0], list[Begun](), list[tuple[HtmlElement, int, int]]()
    anchor, strong, text = _NOTHING
    plain, left, elements = runs is not None, len(root) + 1, iter([*root.iterdescendants()])
    for element in elements:
        left -= 1
        code = codes.get(element.tag, BOX) if dropped is None or element not in dropped else PASSED
        if code == BOX:
            if runs is not None:
                box, runs, plain = flush(out, runs, box, waiting, plain, False), None, False
            waiting.append((element, element.tag, [pair for pair in element.items() if pair[0] in telling] or None))
        elif code == ANCHOR:
            anchor = anchor if element.get("href") is None else element
        elif code != PASSED:
            if code == SPAN:
                code = RUNNING if _HIDING.isdisjoint(element.keys()) or not is_hidden(element) else PASSED
            elif code == STRONG:
                strong = element if strong is None else strong
            elif code == LINE_END and runs is not None:
                box, runs, plain = flush(out, runs, box, waiting, plain, element.tag == "br"), None, False
            elif code > RUNNING:
                code, box = single(out, element, code, box, waiting, waiting[-1][1] if waiting else box.tag)
        if code != PASSED:
            if (text := element.text) is not None and (runs is not None or not text.isspace()):
                runs = [] if runs is None else runs
                plain = plain or (strong is None and not text.isspace())
                runs.append((_said(text, box, waiting, is_preformatted), anchor))
            if within := len(element):
                around.append((element, code, left))
                left = within
                continue
        elif len(element):
            _pass_over(elements, element)
        while True:
            if code == BOX:
                if runs is not None:
                    box, runs, plain = flush(out, runs, box, waiting, plain, False), None, False
                box = box if waiting else leave(out, box)
                del waiting[-1:]
            elif code == ANCHOR:
                anchor = None
            elif element is strong:
                strong = None
            if (text := element.tail) is not None and (runs is not None or not text.isspace()):
                runs = [] if runs is None else runs
                plain = plain or (strong is None and not text.isspace())
                runs.append((_said(text, box, waiting, is_preformatted), anchor))
            if left:
                break
            element, code, left = around.pop()
    flush(out, runs or [("", None)], box, waiting, plain, False)


def _pass_over(elements: Iterator[HtmlElement], element: HtmlElement) -> None:
    """Leaves out what an element contains, up to the last in it."""
    last = element[-1]
    while len(last):
        last = last[-1]
    for within in elements:
        if within is last:
            return


def _said(text: str, box: Any, waiting: list[Begun], is_preformatted: Callable[..., bool]) -> str:
    """A text as it stands in a run: blanks are one, but for line ends in what is preformatted. There each line of a program may be an
    element, and nothing but line ends between them."""
    if not text.isspace() or (text[0] == "\n" and (waiting[-1][1] == "pre" if waiting else is_preformatted(box))):
        return text
    return " "


def know(known: Iterable[str]) -> None:
    """Takes in the words of which names that say something of a box are made, in small letters."""


def are_plain(names: str) -> bool:
    """Whether no name of a class attribute, or id, is made of a known word: False is not certain, and all that is said here."""
    return False
