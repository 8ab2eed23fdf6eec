"""A local site as heavy as a provincial portal: 45 kB of Chinese mark-up a page, some 140 links, 9 kB gzipped. The same each time.

`Shape` says how large; `Site` makes every page of it. Served by `benchmarks.site_server`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from html import escape
from math import isinf
from random import Random

from crawler.demo.pictures import png
from crawler.demo.prose import story

HTML = "text/html; charset=utf-8"
PICTURES = 8
"""Pictures of the whole site; every page shows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How large the site is and how it behaves."""

    articles: int = 2000
    sections: int = 12
    listing: int = 30
    """Rows of one listing page."""
    duplicates: float = 0.02
    """Share of the articles that repeat the text of another under their own address."""
    weight: int = 45_000
    """Bytes of an article page, about."""
    seed: int = 1
    latency: float = 0.0
    """Seconds before each answer."""
    errors: float = 0.0
    """Share of the addresses that answer 503 when first asked for."""

    def check(self) -> None:
        """Raises ValueError, in one line, where no site has this shape."""
        for name, least in (("articles", 1), ("sections", 1), ("listing", 1), ("weight", 1), ("latency", 0)):
            if not getattr(self, name) >= least or isinf(getattr(self, name)):
                raise ValueError(f"--{name} {getattr(self, name)}: at least {least}")
        for name in ("duplicates", "errors"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"--{name} {getattr(self, name)}: a share, from 0 to 1")

    def key(self) -> str:
        """A name for the pages of this shape, which latency and errors do not change."""
        return f"{self.articles}-{self.sections}-{self.listing}-{self.duplicates}-{self.weight}-{self.seed}"


class Site:
    """All pages of a shape."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self._first_day = date(2026, 3, 6)

    def original(self, number: int) -> int:
        """The article whose text article `number` (from 0) has: itself, or one before it."""
        while number:
            dice = Random(self.shape.seed * 1_000_003 + number)
            if dice.random() >= self.shape.duplicates:
                break
            number = dice.randrange(number)
        return number

    def text(self, number: int) -> tuple[str, list[str]]:
        """Title and paragraphs of an article."""
        return _text(self.shape.seed, self.original(number))

    def day(self, number: int) -> date:
        """Its date."""
        return self._first_day - timedelta(days=number // 40)

    def path(self, number: int) -> str:
        """Its path."""
        return f"/c{number % self.shape.sections}/{self.day(number):%Y/%m/%d}/{100_000 + number}.html"

    def listings(self, section: int) -> list[str]:
        """Paths of a section's listing pages."""
        rows = len(range(section, self.shape.articles, self.shape.sections))
        pages = max(1, -(-rows // self.shape.listing))
        return [f"/c{section}/index{f'_{page + 1}' if page else ''}.html" for page in range(pages)]

    def pages(self) -> Iterator[tuple[str, str, bytes]]:
        """(path, media type, body) of everything that is served, home first."""
        yield "/", HTML, self._home()
        yield "/robots.txt", "text/plain", b"User-agent: *\nDisallow: /private/\n"
        yield "/css/site.css", "text/css", b"body{font:16px/1.8 sans-serif}\n" * 100
        yield "/js/site.js", "application/javascript", b"function count(n){return n}\n" * 100
        yield "/favicon.ico", "image/x-icon", b""
        for number in range(PICTURES):
            yield f"/images/{number}.png", "image/png", png(120, 80, number)
        for section in range(self.shape.sections):
            for page, path in enumerate(self.listings(section)):
                yield path, HTML, self._listing(section, page)
        for number in range(self.shape.articles):
            yield self.path(number), HTML, self.article(number)

    def article(self, number: int) -> bytes:
        """One article page."""
        title, paragraphs = self.text(number)
        section = number % self.shape.sections
        text = "\n".join(f"<p>　　{escape(line)}</p>" for line in paragraphs)
        trail = f'<a href="/">首页</a> &gt; <a href="/c{section}/index.html">栏目{section}</a> &gt; 正文'
        facts = f'发布时间：{self.day(number)} 09:{number % 60:02d}　来源：白鹭日报　浏览次数：<span id="hits"></span>'
        inner = f"""<div class="position">当前位置：{trail}</div>
<h1>{escape(title)}</h1><div class="info">{facts}</div>
<div id="zoom" class="article-content">
{text}
</div>
<div class="tools">【打印】 【关闭】</div>{self._beside(number)}"""
        return self._page(f"{title}_栏目{section}_白鹭市人民政府", inner)

    def _home(self) -> bytes:
        rows = "".join(self._row(number) for number in range(min(60, self.shape.articles)))
        return self._page("白鹭市人民政府", f"<ul>{rows}</ul>")

    def _listing(self, section: int, page: int) -> bytes:
        numbers = range(section, self.shape.articles, self.shape.sections)[page * self.shape.listing : (page + 1) * self.shape.listing]
        paths = self.listings(section)
        more = f'<a class="next" href="{paths[page + 1]}">下一页</a>' if page + 1 < len(paths) else "下一页"
        rows = "".join(self._row(number) for number in numbers)
        return self._page(f"栏目{section}_白鹭市人民政府", f'<ul class="list">{rows}</ul><div class="page">共{len(paths)}页 {more}</div>')

    def _row(self, number: int) -> str:
        title = escape(self.text(number)[0])
        return f'<li><a href="{self.path(number)}" target="_blank" title="{title}">{title}</a><span>{self.day(number)}</span></li>\n'

    def _beside(self, number: int) -> str:
        """The columns beside and below an article: neighbours in its section, the latest of all."""
        count, step = self.shape.articles, self.shape.sections
        near = [other for other in range(number - 10 * step, number + 12 * step, step) if 0 <= other < count and other != number]
        latest = [other for other in range(20) if other < count]
        columns = (("相关新闻", near), ("热点新闻", latest))
        return "".join(f'<div class="side"><h3>{name}</h3><ul>{"".join(self._row(other) for other in numbers)}</ul></div>'
                       for name, numbers in columns)

    def _page(self, title: str, inner: str) -> bytes:
        html = self._frame.replace("{title}", escape(title), 1).replace("{inner}", inner, 1)
        padding = max(0, self.shape.weight - len(html.encode()))
        return html.replace("{padding}", self._filler[:padding], 1).encode()

    @cached_property
    def _frame(self) -> str:
        """What stands round every page: head, menus, friend links, foot."""
        menu = "".join(f'<li class="menu-item item-{number}"><a href="/c{number}/index.html" target="_self">栏目{number}</a></li>'
                       for number in range(self.shape.sections))
        services = "".join(f'<li class="service"><a href="/c{number % self.shape.sections}/index.html#service{number}">'
                           f"办事服务{number}</a></li>" for number in range(24))
        friends = "".join(f'<a href="http://www.city{number}.example/" target="_blank" class="friend">友情链接{number}</a>\n'
                          for number in range(45))
        pictures = "".join(f'<img src="/images/{number}.png" alt="图片{number}">' for number in range(PICTURES))
        return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{{title}}</title><link rel="stylesheet" href="/css/site.css">
<script src="/js/site.js"></script><script>{{padding}}</script></head>
<body><div class="header"><ul class="nav">{menu}{services}</ul>{pictures}</div>
<div class="main">{{inner}}</div>
<div class="footer"><div class="links">{friends}</div><ul>{menu}</ul><p>主办单位：白鹭市人民政府办公室　网站标识码：3300000099</p></div>
</body></html>
"""

    @cached_property
    def _filler(self) -> str:
        """Script as portals carry it: pressed by gzip to about a fifth."""
        dice = Random(self.shape.seed)
        words = [f"{dice.choice('abcdefgh')}{dice.randrange(10**6):x}" for _ in range(60)]
        lines, size = [], 0
        while size < self.shape.weight:
            lines.append(f"function {dice.choice(words)}({dice.choice(words)}){{var {dice.choice(words)}=document.getElementById"
                         f"('{dice.choice(words)}');return {dice.choice(words)}+{dice.randrange(10**4)};}}\n")
            size += len(lines[-1])
        return "".join(lines)


@lru_cache(maxsize=2_000)  # the latest, and the neighbours of the one that is made
def _text(seed: int, number: int) -> tuple[str, list[str]]:
    return story(f"site {seed} {number}", paragraphs=6 + number % 6)
