"""The same article in the portal's other language, where the page leads to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.extract.text import clean
from crawler.extract.tree import Tree

_ENGLISH = re.compile(r"(?:EN|ENG|English|English Version|英文|英文版|英语|View in English|Read in English|In English)",
                      re.IGNORECASE)
_CHINESE = re.compile(r"(?:CN|ZH|中文|中文版|中文简体|简体中文|简体版|汉语|Chinese|Chinese Version|中国语)", re.IGNORECASE)
_ARTICLE = re.compile(r"\d{5,}|/\d{4}[-/]?\d\d?[-/]?\d\d?/|[0-9a-f]{24,}|_\d{3,}|/\d{3,}\.|\d{4}-\d\d/\d\d/")
"""Numbers by which content systems tell articles, in path or query; homes and sections have none."""
_SECTION = re.compile(r"/(?:index|default|home|main|list)(?:_\d+)?(?:\.\w+)?$", re.IGNORECASE)
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
    wanted = _CHINESE if own == "en" else _ENGLISH if own == "zh" else None
    return None if wanted is None else next(_visible(tree, wanted), None)


def _alternate(tree: Tree, element: HtmlElement, own: str) -> tuple[str, str] | None:
    tag = (element.get("hreflang") or "").lower()
    url = tree.resolver.resolve(element.get("href") or "")
    if not url or url == tree.url or tag == "x-default" or tag[:2] == own:
        return None
    return (url, f"link alternate {tag}") if tag[:2] in ("zh", "en") or not own else None


def _visible(tree: Tree, wanted: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for anchor in tree.root.iter("a"):
        href = anchor.get("href")
        if not href or len(href) < 5:
            continue
        text = anchor.text or ""
        words = clean("".join(anchor.itertext())) if len(anchor) else clean(text) if len(text) <= _LONGEST else ""
        if not words or len(words) > _LONGEST or wanted.fullmatch(words.strip(" [](){}|【】（）>»·/")) is None:
            continue
        url = tree.resolver.resolve(href)
        if url is not None and url != tree.url and _is_article(url):
            yield url, "link in the other language"


def _is_article(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.path.endswith("/") and _SECTION.search(parts.path) is None and \
        _ARTICLE.search(f"{parts.path}?{parts.query}") is not None
