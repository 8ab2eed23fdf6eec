"""The rescue reader: html5lib, for pages of which lxml's tree has lost the article. Tried on evidence only: it is fifty times slower."""

from __future__ import annotations

import re
from dataclasses import replace

import lxml.html
from lxml import etree

from crawler.extract.tree import Tree

_LARGEST = 400_000
"""Characters of a page that html5lib can read within the time a page may take."""
_MOST_TAGS = 15_000
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")
_LOST = 400


def rescued(tree: Tree) -> Tree | None:
    """The page read by the rules of HTML 13.2; None when there is no sign that lxml lost text, or the page is too large for that."""
    if len(tree.text) > _LARGEST or tree.text.count("<") > _MOST_TAGS:
        return None
    plain = _MARKUP.sub(" ", _SCRIPT.sub(" ", tree.text))
    shown = 0
    for element in tree.root.iter(etree.Element):
        if element.tag not in ("script", "style"):
            text, tail = element.text, element.tail
            shown += (len(text.strip()) if text else 0) + (len(tail.strip()) if tail else 0)
    if len("".join(plain.split())) < shown + _LOST:
        return None
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(_SCRIPT.sub(" ", tree.text), "html5lib")
    return replace(tree, root=lxml.html.document_fromstring(str(soup), ensure_head_body=True))
