"""What the families' servers have in common: a host each on one port of 127.0.0.1, articles with texts of their own, and a log of what
was asked wrongly."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl

WORDS = ("水利", "交通", "教育", "卫生", "林业", "渔业", "文旅", "住建", "财政", "审计", "民政", "司法", "科技", "商务", "统计", "应急", "气象", "档案", "体育", "人社")
NUMBERS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Story:
    """One article of a server."""

    path: str
    title: str
    day: str
    number: int

    @property
    def cut(self) -> str:
        """The title as lists show it."""
        return self.title[:10] + "..."


def stories(count: int, path: Callable[[int, date], str], topic: str, first: int = 1) -> list[Story]:
    """Newest first; `path` makes an address from number and day."""
    made = []
    for number in range(first + count - 1, first - 1, -1):
        day = date(2024, 1, 1) + timedelta(days=number)
        title = f"{topic}：{WORDS[number % 20]}部门第{spelled(number)}次工作会议部署“{WORDS[number * 7 % 20]}”重点任务"
        made.append(Story(path(number, day), title, day.isoformat(), number))
    return made


def spelled(number: int) -> str:
    """The number in Chinese digits."""
    return "".join(NUMBERS[int(digit)] for digit in str(number))


def article(story: Story, body: str = '<div id="zoom">{}</div>', charset: str = "utf-8") -> Answer:
    """Its page; `body`: the CMS's mark-up around the text."""
    topic = WORDS[story.number % 20]
    text = "".join(f"<p>　　{story.title}的第{spelled(part)}部分：{topic}工作要抓好{WORDS[(story.number + part * 3) % 20]}和"
                   f"{WORDS[(story.number * 3 + part) % 20]}，有关单位于{spelled(story.number * 31 + part)}日前报送材料，确保落实到位。</p>"
                   for part in range(1, 4))
    page = (f"<!DOCTYPE html><html><head><meta charset='{charset}'><title>{story.title}</title>"
            f"<meta name='ArticleTitle' content='{story.title}'><meta name='PubDate' content='{story.day} 09:30'></head><body>"
            f"<h1>{story.title}</h1><p>发布时间：{story.day} 09:30</p>{body.format(text)}</body></html>")
    return html(page, charset)


@dataclass(frozen=True)
class Request:
    """What a handler sees."""

    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    body: bytes
    headers: dict[str, str]
    raw: str = ""
    """The query as it was sent."""


@dataclass(frozen=True)
class Answer:
    """What it gives back."""

    body: bytes
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


def html(text: str, charset: str = "utf-8", *, named: bool = True) -> Answer:
    """A page; `named`: whether the header tells the charset."""
    codec = "gb18030" if charset.startswith("gb") else charset
    return Answer(text.encode(codec), f"text/html; charset={charset}" if named else "text/html")


def wrong(request: Request, why: str) -> Answer:
    """An answer to what no script of the site would ask."""
    return Answer(f"{why}: {request.method} {request.path} {request.query} {request.form}".encode(), "text/plain", 405)


NOT_FOUND = Answer("<html><title>404</title><body>您访问的页面不存在</body></html>".encode(), status=404)
MISTAKES = (400, 405, 500)


@dataclass
class Site:
    """One portal: its file, what it holds, and how it answers."""

    name: str
    host: str
    seeds: Sequence[tuple[str, str]]
    """Kind and path, or a whole address."""
    holds: list[Story]
    answer: Callable[[Request], Answer]
    more: str = ""
    """Further lines of the portal file."""
    hosts: tuple[str, ...] = ()
    """Beside `host`."""
    totals: tuple[int, ...] = ()
    """Articles that its lists claim to have, one list each."""
    pages: tuple[int, ...] = ()
    """Pages that its lists claim to have, likewise."""
    family: str = "generic"
    """What its listings are recognised as."""
    asked: list[Request] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Of the home page."""
        return f"http://{self.host}"

    def portal_file(self) -> str:
        """The text of its TOML."""
        hosts = ", ".join(f'"{host}"' for host in (self.host, *self.hosts))
        seeds = "".join(f'[[seeds]]\nkind = "{kind}"\nurl = "{path if "://" in path else self.address + path}"\n' for kind, path in self.seeds)
        return (f'title = "{self.name}"\nlanguage = "zh-Hans"\nhosts = [{hosts}]\n{self.more}\n{seeds}'
                "[politeness]\ndelay = 0\nconcurrency = 4\n")

    def entered_by_home(self) -> str:
        """The text of a TOML that knows the home page only."""
        return replace(self, seeds=[("site", "/")], name=f"{self.name}-home").portal_file()

    def home(self) -> Answer:
        """The home page: a link to each section."""
        links = "".join(f'<li><a href="{path}">栏目{number}</a></li>' for number, (_, path) in enumerate(self.seeds, 1))
        return html(f"<html><head><title>{self.name}</title></head><body><h1>{self.name}</h1><ul class='nav'>{links}</ul></body></html>")

    def urls(self) -> dict[str, Story]:
        """Address of each article."""
        return {self.address + story.path: story for story in self.holds}


def _fields(media: str, body: bytes) -> list[tuple[str, str]]:
    """The fields of a form, as a server reads it."""
    if media.startswith("multipart/form-data"):
        parts: Any = message_from_bytes(f"Content-Type: {media}\r\n\r\n".encode() + body).get_payload()
        return [(str(part.get_param("name", header="Content-Disposition")), part.get_payload(decode=True).decode()) for part in parts]
    return parse_qsl(body.decode("utf-8", "replace") if "form" in media else "", keep_blank_values=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: FamilyServer

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        pairs = _fields(self.headers.get("Content-Type") or "", body)
        request = Request(self.command, path, dict(parse_qsl(query, keep_blank_values=True)), dict(pairs), body, dict(self.headers.items()), query)
        site = self.server.by_host.get((self.headers.get("Host") or "").partition(":")[0])
        answer = NOT_FOUND if site is None or path == "/robots.txt" else self._answer(site, request)
        self.send_response(answer.status)
        for name, value in (("Content-Type", answer.type), ("Content-Length", str(len(answer.body))), *answer.headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    do_POST = do_GET  # noqa: N815 (the standard library's name)

    def _answer(self, site: Site, request: Request) -> Answer:
        with self.server.lock:
            site.asked.append(request)
        found = next((story for story in site.holds if story.path == request.path), None)
        answer = article(found) if found is not None else site.home() if request.path == "/" else site.answer(request)
        if answer.status in MISTAKES:
            with self.server.lock:
                site.mistakes.append(answer.body.decode("utf-8", "replace"))
        return answer

    def log_message(self, format: str, *args: object) -> None:
        pass


class FamilyServer(ThreadingHTTPServer):
    """Serves sites by the Host that is asked for. A context manager."""

    daemon_threads = True
    request_queue_size = 256
    """Connections that may wait to be accepted. The library's five overflow when the crawls of all sites begin at once: the system drops
    the last step of a handshake, and who asked waits for an answer to a request that nobody has."""

    def __init__(self, sites: Sequence[Site]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sites = sites
        self.lock = threading.Lock()
        self.by_host = {host: site for site in sites for host in (site.host, *site.hosts)}

    def pins(self) -> list[str]:
        """`--resolve` options that lead its hosts here."""
        return [f"--resolve={host}:80:127.0.0.1:{self.server_address[1]}" for host in self.by_host]

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.shutdown()
        self.server_close()


def page_of(request: Request, field: str, size: int, holds: list[Story]) -> list[Story]:
    """The stories of the page whose number the call names, counted from 1; empty behind the last."""
    number = int(request.form.get(field) or request.query.get(field) or "1")
    return holds[(number - 1) * size : number * size]


def items(holds: Sequence[Story], base: str = "") -> str:
    """Rows with cut titles; addresses relative to the folder `base`."""
    return "".join(f'<li><a href="{story.path.removeprefix(base)}" title="{story.title}" target="_blank">{story.cut}</a>'
                   f"<span>{story.day}</span></li>" for story in holds)
