"""Lines that their type sets off from the text, or what the elements in them are called, where no heading does."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.markup.blocks import Block

_HAN_ALONE: Final = re.compile(r"[\u4e00-\u9fff](?:\s?[\u4e00-\u9fff]){1,3}")
_SIZES: Final = frozenset(("4", "5", "6", "7", "+1", "+2", "+3", "+4"))
_LARGE_TYPE: Final = re.compile(r"font-size\s*:\s*(?:(?:2\d|[34]\d)px|(?:1[6-9]|2\d)pt|(?:1\.[5-9]|[23](?:\.\d+)?)r?em)", re.IGNORECASE)
_BOLD: Final = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_TITLE: Final = re.compile(r"(?:^|[_\W]|lbl|label|news|art|info|txt)(?:title|biaoti)\d?$", re.IGNORECASE)
"""How a control of a form is called that shows the headline: `ctl00_lblTitle`."""
_MOST: Final = 12
"""Elements in a line that are asked at most."""


def is_large(line: Block) -> bool:
    """Whether a line of two to four Han characters stands in the middle, or in larger type than the text does."""
    if _HAN_ALONE.fullmatch(line.text) is None or line.box.element.tag in ("li", "th", "dt", "dd"):
        return False
    element = line.box.element
    return "center" in (element.tag, (element.get("align") or "").lower()) or "center" in (element.get("style") or "").lower() \
        or has_large_type(line)


def has_large_type(line: Block) -> bool:
    """Whether a line, or a part of it, is set large."""
    element = line.box.element
    return _LARGE_TYPE.search(element.get("style") or "") is not None \
        or any((font.get("size") or "") in _SIZES for font in element.iter("font"))


def is_set_off(line: Block) -> bool:
    """Whether a line is bold or large, or stands whole in an element that is bold by its style or called a title."""
    if line.bold or has_large_type(line):
        return True
    words = "".join(line.text.split())
    for number, inner in enumerate(line.box.element.iter("span", "font", "label")):
        if number >= _MOST:
            return False
        style = inner.get("style") or ""
        if (_TITLE.search(inner.get("id") or inner.get("class") or "") is not None or _BOLD.search(style) is not None
                or _LARGE_TYPE.search(style) is not None) and "".join("".join(inner.itertext()).split()) == words:
            return True
    return False
