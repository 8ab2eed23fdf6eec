"""What a page says of itself in its head: meta tags, link relations, JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from crawler.extract.text import clean
from crawler.extract.tree import Tree
from crawler.extract.vendor_marks import is_mark, marked

_LONGEST = 500_000
_MOST_NODES = 500
_PLACEHOLDER = re.compile(r"[\s\-_/.:：]*|网站名称|网站域名|政府网站标识码|栏目名称|文章标题|发布日期|来源|null|undefined|"
    r"none|\$\{.*|<.*>|\{\{.*")
_LONGEST_PLACEHOLDER = 9
"""Letters of a placeholder that is a word, at most."""
_ARTICLE_TYPES = ("article", "newsarticle", "blogposting", "reportagenewsarticle", "report", "scholarlyarticle", "techarticle", "posting",
                  "analysisnewsarticle", "opinionnewsarticle", "backgroundnewsarticle", "advertisercontentarticle",
                  "socialmediaposting", "liveblogposting")


class Metadata:
    """Tags of one page. Names in lower case; the first value that is no placeholder wins: templates put a tag in twice."""

    def __init__(self, tree: Tree) -> None:
        """Reads the head of a page, and what content systems write into comments."""
        self.tags: dict[str, str] = marked(tree.text) if any(map(is_mark, tree.comments())) else {}
        self.names: set[str] = set()
        """Names of all tags, those without a value too; in lower case."""
        for element in tree.named("meta"):
            name = element.get("name") or element.get("property") or element.get("itemprop") or element.get("http-equiv")
            content = element.get("content")
            if not name:
                continue
            name = name.strip().lower()
            self.names.add(name)
            if content and name not in self.tags:
                value = clean(content)
                if value and ((value[0].isalpha() and len(value) > _LONGEST_PLACEHOLDER) or not _PLACEHOLDER.fullmatch(value)):
                    self.tags[name] = value
        self.documents = list(_nodes(tree.named("script")))
        self.article: dict[str, Any] = next((node for node in self.documents if _is_article(node)), {})
        """The JSON-LD node of the article; empty when there is none."""
        self.times = tree.named("time")
        """The `time` elements of the page."""

    def first(self, *names: str) -> tuple[str, str] | None:
        """Value and rule of the first of these tags (lower case) that the page has."""
        for name in names:
            if name in self.tags:
                return self.tags[name], rule_of(name)
        return None

    def stated(self, key: str) -> str | None:
        """A string of the article's JSON-LD node, tidied; None when it has none."""
        value = self.article.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        return (clean(value) or None) if isinstance(value, str) else None

    def name_of(self, key: str) -> str | None:
        """The name of the person or body under `key` of the article's JSON-LD node; several are joined by a comma."""
        value = self.article.get(key)
        if value is None:
            return None
        names = [item.get("name") if isinstance(item, dict) else item for item in (value if isinstance(value, list) else [value])]
        return ", ".join(dict.fromkeys(clean(name) for name in names if isinstance(name, str) and name.strip())) or None


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
            return [json.loads(spelling, strict=False)]
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
                               if isinstance(value.get(key), dict | list))
