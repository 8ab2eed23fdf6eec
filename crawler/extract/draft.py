"""An article while it is being read: the page, the layout's rules, and what was found so far by which rule."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.candidate import Candidate, Said, Say
from crawler.extract.layouts import select
from crawler.extract.markup.blocks import Blocks
from crawler.extract.markup.metadata import Metadata
from crawler.extract.markup.tree import Tree
from crawler.extract.words.text import clean
from crawler.page import Page
from crawler.portal import Layout

FELL_BACK: Final = "; layout found nothing"
"""Behind a rule of the general reader, where the layout has rules for the field and none of them hit."""
_RULED: Final = frozenset([field.name for field in fields(Layout)])
"""What a layout may have rules for."""


@dataclass(slots=True)
class Draft:
    """What has been found so far."""

    page: Page
    tree: Tree
    layout: Layout
    blocks: Blocks
    metadata: Metadata
    values: dict[str, Any]
    fields: dict[str, str | None]
    found: dict[str, str | None]
    zone: str
    said: Said | None = None
    """What the readers said; None: nobody asks."""

    def keep(self, key: str, pair: tuple[str, str] | None) -> None:
        """A value and its rule; nothing when there is none or one is kept already."""
        if pair is None or self.found[key] is not None:
            return
        self.found[key] = self.worded(key, pair[1])
        (self.fields if key in self.fields else self.values)[key] = pair[0]

    def worded(self, key: str, rule: str) -> str:
        """The rule as `Article.found` has it: a layout that was asked in vain is named."""
        name = "date" if key == "date_time" else key
        asked = name in _RULED and getattr(self.layout, name)
        return rule + FELL_BACK if asked and not rule.startswith("layout ") else rule

    def by_layout(self, name: str) -> tuple[str, str] | None:
        """Text that the layout's rules give for a field, on one line, and the rule."""
        rules = getattr(self.layout, name)
        hit = select(self.tree.root, rules) if rules else None
        if hit is None:
            return None
        value = hit[0][0]
        text = clean(value if isinstance(value, str) else "".join(value.itertext()))
        return (text, f"layout {hit[1]}") if text else None

    def elements(self, name: str) -> tuple[list[HtmlElement] | list[str], str] | None:
        """Elements or strings that the layout's rules give for a field, and the rule."""
        hit = select(self.tree.root, getattr(self.layout, name))
        return None if hit is None else (hit[0], f"layout {hit[1]}")

    @property
    def listener(self) -> Say | None:
        """`say` when somebody asks."""
        return None if self.said is None else self.say

    def say(self, field: str, value: str | None, rule: str | None, why: str = "") -> None:
        """A reader's answer, for those who ask."""
        if self.said is not None and value and rule:
            self.said.append(Candidate(field=field, value=value, rule=rule, why=why))


def stripped(root: HtmlElement, layout: Layout) -> frozenset[HtmlElement]:
    """The elements that a layout has taken out before anything is read."""
    hits = [select(root, (expression,)) for expression in layout.strip]
    return frozenset(value for hit in hits if hit is not None for value in hit[0] if isinstance(value, etree._Element))
