"""Rules of a portal or family for one generation of its pages, and how they go before the general reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement

from crawler.portal import Layout

_SHANGHAI: Final = timedelta(hours=8)
_BY_ID: Final = re.compile(r"\bid\s*\(")


def asks_ids(expressions: Iterable[str]) -> bool:
    """Whether one of these expressions may call `id()`, for which a tree is parsed with ids."""
    return any(map(_BY_ID.search, expressions))


@lru_cache(maxsize=64)
def expressions_of(layout: Layout | None) -> tuple[str, ...]:
    """All expressions of a layout."""
    return () if layout is None else tuple(
        expression for item in fields(Layout) if item.name != "until" for expression in getattr(layout, item.name))


def layout_for(portal: Sequence[Layout], family: Layout | None, instant: datetime | None) -> Layout:
    """The rules for a page captured at `instant`: of the portal's layouts (newest first) the oldest that was still seen on that day;
    None: the newest. Its rules stand before the family's, field by field, so that the next is tried when the first finds nothing.
    """
    chosen = portal[0] if portal and instant is None else Layout()
    for layout in portal:
        if instant is not None and (layout.until is None or (instant + _SHANGHAI).date() <= layout.until):
            chosen = layout
    return chosen if family is None else _joined(chosen, family)


@lru_cache(maxsize=64)
def _joined(chosen: Layout, family: Layout) -> Layout:
    joined: dict[str, Any] = {item.name: (*getattr(chosen, item.name), *getattr(family, item.name))
                              for item in fields(Layout) if item.name != "until"}
    return replace(chosen, **joined)


@lru_cache(maxsize=512)
def _compiled(expression: str) -> etree.XPath | None:
    try:
        return etree.XPath(expression, smart_strings=False)
    except etree.XPathError:
        return None


def select(root: HtmlElement, expressions: Sequence[str]) -> tuple[list[HtmlElement] | list[str], str] | None:
    """What the first expression with a hit gives, elements or strings, and that expression; None when none hits or all are faulty."""
    for expression in expressions:
        xpath = _compiled(expression)
        if xpath is None:
            continue
        try:
            result = xpath(root)
        except etree.XPathError:
            continue
        values = result if isinstance(result, list) else [str(result)] if result not in ("", False) else []
        elements = [value for value in values if isinstance(value, etree._Element) and isinstance(value.tag, str)]
        strings = [value for value in values if isinstance(value, str) and value.strip()]
        if elements or strings:
            return (elements or strings), expression
    return None
