"""Answers that many faults are made of: a good page, a head, fixed bytes, and the good articles of every site."""
# ruff: noqa: E501 (a page is written as it looks)

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from crawler.demo.prose import story
from tests.faults.model import Answer, Exchange

HTML = "text/html; charset=utf-8"
GOOD = 5
"""Good articles of every site."""

Header = tuple[str, str]


def head(status: str = "200 OK", kind: str | None = HTML, length: int | None = None, more: Sequence[Header] = ()) -> bytes:
    """A response head to its empty line. `kind`: Content-Type; `length`: Content-Length; None leaves either out."""
    lines = [f"HTTP/1.1 {status}", "Server: faults", "Date: Mon, 02 Mar 2026 02:00:00 GMT"]
    if kind is not None:
        lines.append(f"Content-Type: {kind}")
    if length is not None:
        lines.append(f"Content-Length: {length}")
    lines += [f"{name}: {value}" for name, value in more]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def whole(body: bytes, status: str = "200 OK", kind: str | None = HTML, more: Sequence[Header] = ()) -> bytes:
    """A whole response with its length."""
    return head(status, kind, len(body), more) + body


def chunks(*pieces: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    """The pieces in chunk framing, ended by `end`."""
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces if piece) + end


def document(title: str, inner: str, *, extra_head: str = "", date: str = "2026-03-02 09:30") -> str:
    """An article page around `inner` (HTML); `title` is escaped."""
    return (f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}_白鹭市人民政府</title>{extra_head}</head>\n'
            f'<body><div class="position">当前位置：<a href="/">首页</a> &gt; 要闻 &gt; 正文</div>\n<h1>{escape(title)}</h1>\n'
            f'<div class="info">发布时间：{date}　来源：白鹭日报</div>\n<div id="zoom">{inner}</div>\n</body></html>\n')


def article(key: str, *, extra_head: str = "", inner: str = "") -> bytes:
    """A good article page, UTF-8, with a text of its own for each key; `inner` is put behind its first paragraph."""
    title, paragraphs = story(key)
    first, *others = [f"<p>　　{escape(text)}</p>" for text in paragraphs]
    return document(title, first + inner + "\n".join(others), extra_head=extra_head).encode()


def good_title(name: str, number: int) -> str:
    """Title of the good article `number` (from 1) of the site of fault `name`."""
    return story(f"{name} {number}")[0]


def good_paragraphs(name: str, number: int) -> list[str]:
    """Paragraphs of that article."""
    return story(f"{name} {number}")[1]


def index(name: str, hrefs: Sequence[str], title: str = "") -> bytes:
    """The index page of a fault's site: the good articles, with the links into the fault (raw) between them."""
    rows = [f'<li><a href="good/{number}.html">{escape(good_title(name, number))}</a><span>2026-03-02</span></li>'
            for number in range(1, GOOD + 1)]
    rows[1:1] = [f'<li><a href="{href}">{escape(title) or name} {number}</a></li>' for number, href in enumerate(hrefs, 1)]
    return (f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{name}</title></head>\n<body><h1>要闻</h1>'
            f'<ul class="list">\n' + "\n".join(rows) + "\n</ul></body></html>\n").encode()


def fixed(response: bytes, *, close: bool = False) -> Answer:
    """Always the same bytes; `close`: and FIN behind them."""

    def answer(exchange: Exchange) -> None:
        exchange.send(response)
        if close:
            exchange.finish()

    return answer


def page(body: bytes, kind: str | None = HTML, status: str = "200 OK", more: Sequence[Header] = ()) -> Answer:
    """Always the same whole answer."""
    return fixed(whole(body, status, kind, more))


def missing(exchange: Exchange) -> None:
    """404."""
    exchange.send(whole(b"<html><body>404</body></html>", "404 Not Found"))


def by_path(routes: dict[str, Answer]) -> Answer:
    """The answer for each path; 404 elsewhere."""

    def answer(exchange: Exchange) -> None:
        routes.get(exchange.path, missing)(exchange)

    return answer
