"""The same article in the portal's other language, where the page leads to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.text import clean
from crawler.extract.tree import Tree

_NAMES = {
    "zh": re.compile(r"(?:EN|ENG|English|English Version|英文|英文版|英语|View in English|Read in English|In English)", re.IGNORECASE),
    "en": re.compile(r"(?:CN|ZH|中文|中文版|中文简体|简体中文|简体版|汉语|Chinese|Chinese Version|In Chinese|中国语)", re.IGNORECASE)}
"""What links to the other language are called, by the language of the page."""
_ARTICLE = re.compile(r"\d{5,}|/\d{4}[-/]?\d\d?[-/]?\d\d?/|[0-9a-f]{24,}|_\d{3,}|/\d{3,}\.|\d{4}-\d\d/\d\d/")
"""Numbers by which content systems tell articles, in path or query; homes and sections have none."""
_SECTION = re.compile(r"/(?:index|default|home|main|list)(?:_\d+)?(?:\.\w+)?$", re.IGNORECASE)
_ANCHORS = {
    "zh": etree.XPath("//a[@href and (contains(., 'EN') or contains(., 'En') or contains(., 'en') or contains(., '英'))]"),
    "en": etree.XPath("//a[@href and (contains(., '文') or contains(., '语') or contains(., '体') or contains(., 'hinese') "
                      "or contains(., 'HINESE') or .='CN' or .='ZH')]")}
"""Few anchors are looked at closely."""
_SIGNS = ("文", "语", "体", "hinese", "HINESE", ">CN<", ">ZH<")
"""English pages without one of these have no such link."""
_LONGEST = 24


def find(tree: Tree, language: str | None) -> tuple[str, str] | None:
    """Address and rule: a link relation, else a visible link that names the other language and leads to an article, not a home
    page or section. `language`: the article's own; None: unknown."""
    own = (language or tree.root.get("lang") or "").lower()[:2]
    for element in tree.root.iter("link"):
        if "alternate" in (element.get("rel") or "").lower().split() and element.get("hreflang") and element.get("href"):
            pair = _alternate(tree, element, own)
            if pair is not None:
                return pair
    if own not in _NAMES or (own == "en" and not any(sign in tree.text for sign in _SIGNS)):
        return None
    return next(_visible(tree, own), None)


def _alternate(tree: Tree, element: HtmlElement, own: str) -> tuple[str, str] | None:
    tag = (element.get("hreflang") or "").lower()
    url = tree.resolver.resolve(element.get("href") or "")
    if not url or url == tree.url or tag == "x-default" or tag[:2] == own:
        return None
    return (url, f"link alternate {tag}") if tag[:2] in ("zh", "en") or not own else None


def _visible(tree: Tree, own: str) -> Iterator[tuple[str, str]]:
    for anchor in cast(list[HtmlElement], _ANCHORS[own](tree.root)):
        words = clean("".join(anchor.itertext()))
        if len(words) > _LONGEST or _NAMES[own].fullmatch(words.strip(" [](){}|【】（）>»·/")) is None:
            continue
        url = tree.resolver.resolve(anchor.get("href") or "")
        if url is not None and url != tree.url and _is_article(url):
            yield url, "link in the other language"


def _is_article(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.path.endswith("/") and _SECTION.search(parts.path) is None and \
        _ARTICLE.search(f"{parts.path}?{parts.query}") is not None
