"""The same article in the portal's other language, where the page leads to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extract.markup.blocks import Blocks
from crawler.extract.markup.tree import Tree
from crawler.extract.words.wording import signs_of

_NAMES: Final = {
    "zh": frozenset(("en", "eng", "english", "english version", "英文", "英文版", "英语", "view in english", "read in english",
                     "in english")),
    "en": frozenset(("cn", "zh", "中文", "中文版", "中文简体", "简体中文", "简体版", "汉语", "chinese", "chinese version", "in chinese",
                     "中国语"))}
"""What links to the other language are called, by the language of the page; in lower case."""
_BEGINNINGS: Final = {own: frozenset(name[:2] for name in names) for own, names in _NAMES.items()}
_SIGNS: Final = {"zh": signs_of("英", "en"), "en": signs_of("cn", "zh", "chinese", "中文", "简体", "汉语", "中国语")}
"""Of which each of these names has one."""
_AROUND: Final = " \t\r\n\xa0\u3000[](){}|【】（）>»·/"
"""What stands around such a name."""
_ARTICLE: Final = re.compile(r"\d{5,}|/\d{4}[-/]?\d\d?[-/]?\d\d?/|[0-9a-f]{24,}|_\d{3,}|/\d{3,}\.|\d{4}-\d\d/\d\d/")
"""Numbers by which content systems tell articles, in path or query; homes and sections have none."""
_SECTION: Final = re.compile(r"/(?:index|default|home|main|list)(?:_\d+)?(?:\.\w+)?$", re.IGNORECASE)
_LONGEST: Final = 80
"""Characters of such an anchor, blanks included."""


def find(tree: Tree, page: Blocks, language: str | None) -> tuple[str, str] | None:
    """Address and rule: a link relation, else a visible link that names the other language and leads to an article, not a home
    page or section. `page`: the tree laid out; `language`: the article's own; None: unknown."""
    own = (language or tree.root.get("lang") or "").lower()[:2]
    for element in tree.named("link"):
        if element.get("hreflang") and "alternate" in (element.get("rel") or "").lower().split() and element.get("href"):
            pair = _alternate(tree, element, own)
            if pair is not None:
                return pair
    return next(_visible(tree, page, own), None) if own in _NAMES else None


def _alternate(tree: Tree, element: HtmlElement, own: str) -> tuple[str, str] | None:
    tag = (element.get("hreflang") or "").lower()
    if tag == "x-default" or tag[:2] == own or (own and tag[:2] not in ("zh", "en")):
        return None
    url = tree.resolver.resolve(element.get("href") or "")
    return (url, f"link alternate {tag}") if url and url != tree.url else None


def _visible(tree: Tree, page: Blocks, own: str) -> Iterator[tuple[str, str]]:
    for anchor in _named(page, own):
        words = "".join(anchor.itertext())
        name = words.strip(_AROUND).lower()
        if len(words) > _LONGEST or (name not in _NAMES[own] and " ".join(name.split()) not in _NAMES[own]):
            continue
        url = tree.resolver.resolve(anchor.get("href") or "")
        if url is not None and url != tree.url and _is_article(url):
            yield url, "link in the other language"


def _named(page: Blocks, own: str) -> Iterable[HtmlElement]:
    """The anchors of which a line begins with a word of such a name."""
    beginnings = _BEGINNINGS[own]
    blocks = [page.blocks[number] for number in page.wording.holding(_SIGNS[own])]
    return dict.fromkeys([
        anchor for block in blocks if block.linked for text, anchor in block.pieces
        if anchor is not None and text.strip(_AROUND)[:2].lower() in beginnings])


def _is_article(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.path.endswith("/") and _SECTION.search(parts.path) is None and \
        _ARTICLE.search(f"{parts.path}?{parts.query}") is not None
