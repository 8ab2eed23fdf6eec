"""What a page says of itself in its head: meta tags, link relations, JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any, Final

from lxml.html import HtmlElement

from crawler.extract.markup.tree import Tree
from crawler.extract.markup.vendor_marks import is_mark, marked
from crawler.extract.words.text import clean

_LONGEST: Final = 500_000
_MOST_NODES: Final = 500
_PLACEHOLDER: Final = re.compile(r"[\s\-_/.:：]*|网站名称|网站域名|政府网站标识码|栏目名称|文章标题|发布日期|来源|null|undefined|"
    r"none|\$\{.*|<.*>|\{\{.*")
_DECODER: Final = json.JSONDecoder(strict=False)
_HOLDERS: Final = (dict, list)
"""What other objects lie in."""
_LONGEST_PLACEHOLDER: Final = 9
"""Letters of a placeholder that is a word, at most."""
_ARTICLE_TYPES = ("article", "newsarticle", "blogposting", "reportagenewsarticle", "report", "scholarlyarticle", "techarticle", "posting",
                  "analysisnewsarticle", "opinionnewsarticle", "backgroundnewsarticle", "advertisercontentarticle",
                  "socialmediaposting", "liveblogposting")


class Metadata:
    """Tags of one page. Names in lower case; the first value that is no placeholder wins: templates put a tag in twice."""

    __slots__ = ("_elements", "_values", "article", "documents", "printing", "times")

    def __init__(self, tree: Tree) -> None:
        """Reads the head of a page, and what content systems write into comments."""
        self._values: dict[str, str | None] = {**marked(tree.text)} if [text for text in tree.comments() if is_mark(text)] else {}
        """What was asked for, tidied; None: a placeholder. Of forty tags half a dozen are."""
        self._elements: dict[str, HtmlElement | None] = dict.fromkeys(self._values)
        """By name; None: a mark."""
        elements = self._elements
        for element in tree.named("meta"):
            name = element.get("name") or element.get("property") or element.get("itemprop") or element.get("http-equiv")
            if name:
                name = name.strip().lower()
                if name not in elements:
                    elements[name] = element
                elif self.value(name) is None:
                    elements[name] = element
                    del self._values[name]
        self.documents = list(_nodes(tree.named("script")))
        self.article: dict[str, Any] = next((node for node in self.documents if _is_article(node)), {})
        """The JSON-LD node of the article; empty when there is none."""
        self.times = tree.named("time")
        """The `time` elements of the page."""
        self.printing = tree.printing()
        """Its scripts that print."""

    def has(self, name: str) -> bool:
        """Whether there is a tag of that name (lower case), one without a value too."""
        return name in self._elements

    def value(self, name: str) -> str | None:
        """The value of a tag (lower case) on one line; None when the page has none that says something."""
        if name in self._values:
            return self._values[name]
        element = self._elements.get(name)
        if element is None:
            return None
        value = clean(element.get("content") or "")
        known = (value[:1].isalpha() and len(value) > _LONGEST_PLACEHOLDER) or _PLACEHOLDER.fullmatch(value) is None
        self._values[name] = found = value if known else None
        return found

    def first(self, *names: str) -> tuple[str, str] | None:
        """Value and rule of the first of these tags (lower case) that the page has."""
        elements = self._elements
        for name in names:
            if name in elements and (value := self.value(name)) is not None:
                return value, rule_of(name)
        return None

    def among(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Those of some tags (lower case) that the page has, and their values, in the order asked for."""
        elements = self._elements
        return [(name, value) for name in names if name in elements and (value := self.value(name)) is not None]

    def stated(self, key: str) -> str | None:
        """A string of the article's JSON-LD node, tidied; None when it has none."""
        value = self.article.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        return (clean(value) or None) if isinstance(value, str) else None

    def calls_article(self) -> bool:
        """Whether the page calls itself an article, in JSON-LD or by its tags; one that JSON-LD calls a collection is none by its tags."""
        return bool(self.article) or self.value("articletitle") is not None or (
            self.value("og:type") == "article" and not any(node.get("@type") == "CollectionPage" for node in self.documents))

    def calls_section(self) -> bool:
        """Whether the tags that the rules for portals ask of sections are there, and not those of articles."""
        return bool(self.value("columntype") or self.value("columnname")) and not (self.calls_article() or self.value("pubdate"))

    def name_of(self, key: str) -> str | None:
        """The name of the person or body under `key` of the article's JSON-LD node; several are joined by a comma."""
        value = self.article.get(key)
        if value is None:
            return None
        names = [item.get("name") if isinstance(item, dict) else item for item in (value if isinstance(value, list) else [value])]
        return ", ".join(dict.fromkeys(clean(name) for name in names if isinstance(name, str) and name.strip())) or None

    def has_body(self, key: str) -> bool:
        """Whether what stands under `key` of the article's JSON-LD node calls itself an organization."""
        value = self.article.get(key)
        first = value[0] if isinstance(value, list) and value else value
        return isinstance(first, dict) and str(first.get("@type")).endswith("Organization")


def rule_of(name: str) -> str:
    """The rule that reads a tag, as `Article.found` has it: marks of content systems have names of their own."""
    return name if name.startswith(("enpproperty ", "hanweb mark ")) else f"meta {name}"


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(isinstance(kind, str) and kind.lower() in _ARTICLE_TYPES for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _loaded(text: str) -> list[Any]:
    """The value of a JSON-LD script in a list; empty when it is broken. Some templates escape it as if it were text."""
    text = text.removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    for spelling in (text, unescape(text)) if "&quot;" in text else (text,):
        try:
            return [_DECODER.decode(spelling)]
        except (ValueError, RecursionError):
            continue
    return []


def _nodes(scripts: list[HtmlElement]) -> Iterator[dict[str, Any]]:
    """The objects of all JSON-LD scripts, those inside `@graph` and lists too; broken scripts are passed over."""
    count = 0
    for script in scripts:
        if "ld+json" not in (script.get("type") or ""):
            continue
        text = (script.text or "").strip()
        if not text or len(text) > _LONGEST:
            continue
        waiting = _loaded(text)
        while waiting and count < _MOST_NODES:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting[:0] = value[:100]
            elif isinstance(value, dict):
                count += 1
                yield value
                waiting.extend(value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "breadcrumb", "hasPart")
                               if isinstance(value.get(key), _HOLDERS))
