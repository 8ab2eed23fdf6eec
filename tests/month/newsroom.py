"""A provincial newsroom through one month: what it publishes, edits, moves, deletes and restores, and on which day. The truth that the
ledger is held to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from html import escape

FIRST = date(2026, 3, 1)
DAYS = 31
DOWN, BLOCKED, REDESIGNED = 12, 18, 22
"""Days of the month: nothing answers; a guard stands before all articles; from then on all pages look otherwise."""
FORGOTTEN = frozenset({10, 13, 25})
"""Days before whose crawl the catalog is deleted: while articles are watched, and after the new design."""
SECTIONS = {"yaowen": "要闻", "tzgg": "通知公告"}
ROWS = 12
"""Rows of a listing page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article as it stands."""

    number: int
    section: str
    day: int
    """Of the month, on which it is published."""
    title: str
    body: tuple[str, ...]
    source: str
    shown: date
    """The day that its page and its row state."""
    path: str
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What a path answers."""

    status: int
    body: str = ""
    location: str | None = None
    reset: bool = False
    """Whether the connection is broken off instead."""


@dataclass(slots=True)
class Newsroom:
    """The portal on one day; `dawn` brings the next."""

    stories: dict[int, Story] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    """Paths that answer otherwise than by their story."""
    today: int = 0
    owed: dict[int, list[str]] = field(default_factory=dict)
    """By story: the events that it is to have, in order."""

    def dawn(self) -> None:
        """The next day, before the crawl: what is published, then what is changed."""
        self.today += 1
        count = 2 if (FIRST + timedelta(days=self.today - 1)).weekday() < 5 else 1
        for _ in range(count):
            self._publish("yaowen")
        if self.today % 3 == 1:
            self._publish("tzgg")
        for number, act in PLAN.get(self.today, ()):
            act(self, number)

    def _publish(self, section: str) -> Story:
        number = sum(one < 800 for one in self.stories) + 1
        shown = FIRST + timedelta(days=self.today - 1)
        story = Story(
            number=number, section=section, day=self.today, title=f"全省第{number}项重点工程建设工作推进会在省城召开", shown=shown,
            source="白鹭日报", path=f"/{section}/{shown:%Y%m}/t{shown:%Y%m%d}_{10_000 + number}.html",
            body=(f"会议听取了第{number}项工程的进展情况，研究部署了下一阶段的{number * 7}项任务，要求各有关部门加强协调，确保按期完成。",
                  f"据介绍，该工程总投资{number * 13}亿元，涉及{number % 9 + 2}个县市区，建成后将惠及沿线{number * 3}万群众，"
                  f"带动{number + 40}个村增收。",
                  "省直有关单位负责同志参加会议。会议强调，要坚持质量第一、安全第一，把工程建成经得起检验的民心工程。"))
        self.stories[number] = story
        self.owed[number] = ["blocked", "first-seen", "back"] if self.today == BLOCKED else ["first-seen"]
        return story

    def change(self, number: int, event: str | None, **more: object) -> None:
        """Let a story stand otherwise; the event that this is to give."""
        self.stories[number] = replace(self.stories[number], **more)  # type: ignore[arg-type]
        if event:
            self.owed[number].append(event)

    def answer(self, path: str) -> Answer:
        """What a path answers today."""
        if self.today == DOWN:
            return Answer(0, reset=True)
        if path in ("/robots.txt",):
            return Answer(404, "<html><body>404</body></html>")
        if path in self.answers and not (self.today == BLOCKED and "/t2" in path):
            return self.answers[path]
        story = next((one for one in self.stories.values() if one.path == path), None)
        if story is not None:
            return Answer(412, CHALLENGE) if self.today == BLOCKED else Answer(200, self._page(story))
        return Answer(200, listing) if (listing := self._listing(path)) is not None else Answer(404, "<html><body>Not Found</body></html>")

    def _listing(self, path: str) -> str | None:
        section, _, name = path[1:].partition("/")
        if path == "/":
            return _document("首页", "<h2>白鹭省人民政府</h2>" + "".join(f'<a href="/{key}/">{name}</a>' for key, name in SECTIONS.items()))
        rows = [story for story in reversed(self.stories.values()) if story.section == section and story.listed]
        pages = max(1, -(-len(rows) // ROWS))
        number = {"": 1, "index.html": 1, **{f"index_{page}.html": page for page in range(2, pages + 1)}}.get(name)
        if section not in SECTIONS or number is None:
            return None
        shown = rows[(number - 1) * ROWS : number * ROWS]
        items = "".join(f'<li><a href="{one.path}" title="{escape(one.title)}">{escape(one.title)}</a><span>{one.shown}</span></li>'
                        for one in shown)
        following = f'<a href="/{section}/index_{number + 1}.html">下一页</a>' if number < pages else ""
        mark = "news-list" if self.today < REDESIGNED else "gl-list"
        return _document(SECTIONS[section], f'<ul class="{mark}">{items}</ul><p>共{len(rows)}条 共{pages}页 {following}</p>')

    def _page(self, story: Story) -> str:
        paragraphs = "".join(f"<p>{escape(words)}</p>" for words in story.body)
        trail = f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/{story.section}/">{SECTIONS[story.section]}</a></div>'
        if self.today < REDESIGNED:
            middle = (f'{trail}<h1 class="bt">{escape(story.title)}</h1><div class="xx">发布时间：{story.shown}　来源：{story.source}　'
                      f'浏览次数：<span>{story.number * self.today}</span></div><div class="TRS_Editor">{paragraphs}</div>')
        else:
            middle = (f'<header>{trail}</header><article><h2 id="title">{escape(story.title)}</h2>'
                      f'<p class="info"><span>{story.shown}</span> <span>来源：{story.source}</span></p>'
                      f'<section id="zoom">{paragraphs}</section></article>')
        return _document(story.title, middle)


CHALLENGE = "<html><head><script>var $_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.cd='x';</script></head><body></body></html>"


def _document(title: str, middle: str) -> str:
    return (f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)} - 白鹭省人民政府</title></head><body>'
            f'<div class="nav"><a href="/">首页</a><a href="/yaowen/">要闻</a><a href="/tzgg/">通知公告</a></div>{middle}'
            f'<div class="footer">主办单位：白鹭省人民政府办公厅　网站标识码：3900000001</div></body></html>')


Act = Callable[[Newsroom, int], None]


# --- what happens ------------------------------------------------------------------------------------------------------------------

def new_title(room: Newsroom, number: int) -> None:
    """Another headline."""
    room.change(number, "edited", title=room.stories[number].title.replace("推进会", "现场推进会"))


def new_words(room: Newsroom, number: int) -> None:
    """A number in the text is corrected."""
    first, second, third = room.stories[number].body
    room.change(number, "edited", body=(first, second.replace("亿元", "亿元（修订）"), third))


def new_marks(room: Newsroom, number: int) -> None:
    """Nothing but punctuation."""
    first, second, third = room.stories[number].body
    room.change(number, "edited", body=(first.replace("，", "、"), second, third))


def new_day(room: Newsroom, number: int) -> None:
    """The stated day is another."""
    room.change(number, "edited", shown=room.stories[number].shown - timedelta(days=1))


def new_source(room: Newsroom, number: int) -> None:
    """The source is another."""
    room.change(number, "edited", source="新华社")


def deleted(status: int) -> Act:
    """Its address answers with an error."""
    def act(room: Newsroom, number: int) -> None:
        room.answers[room.stories[number].path] = Answer(status, "<html><body>Gone</body></html>")
        room.change(number, "gone", listed=False)
    return act


def soft_404(room: Newsroom, number: int) -> None:
    """Its address says with 200 that there is nothing."""
    room.answers[room.stories[number].path] = Answer(200, _document("提示", "<p>抱歉，您访问的页面不存在或已被删除</p>"))
    room.change(number, "gone", listed=False)


def to(target: str) -> Act:
    """Its address redirects to the home page or a section."""
    def act(room: Newsroom, number: int) -> None:
        room.answers[room.stories[number].path] = Answer(302, location=target)
        room.change(number, "gone", listed=False)
    return act


def emptied(room: Newsroom, number: int) -> None:
    """Its page stays, its text goes."""
    room.answers[room.stories[number].path] = Answer(200, _document("白鹭省人民政府", '<div class="TRS_Editor"></div>'))
    room.change(number, "gone", listed=False)


def restored(room: Newsroom, number: int) -> None:
    """It stands again as it stood."""
    del room.answers[room.stories[number].path]
    room.change(number, "back", listed=True)


def moved(room: Newsroom, number: int) -> None:
    """It gets an address in the other section; the old one leads there."""
    old = room.stories[number]
    path = old.path.replace("/yaowen/", "/tzgg/")
    room.answers[old.path] = Answer(301, location=f"/go/{number}")
    room.answers[f"/go/{number}"] = Answer(302, location=path)
    room.change(number, "moved", listed=False)
    room.stories[800] = replace(old, number=800, section="tzgg", path=path)
    room.owed[800] = ["duplicate"]


def copied(room: Newsroom, number: int) -> None:
    """The other section lists the same text at an address of its own."""
    old = room.stories[number]
    room.stories[900] = replace(old, number=900, section="tzgg", path=f"/tzgg/{old.shown:%Y%m}/t{old.shown:%Y%m%d}_90001.html")
    room.owed[900] = ["duplicate"]


def broken(room: Newsroom, number: int) -> None:
    """Its address never answers again."""
    room.answers[room.stories[number].path] = Answer(0, reset=True)
    room.change(number, None, listed=False)
    room.owed[number] += ["unreachable", "gone"]


PLAN: dict[int, list[tuple[int, Act]]] = {
    3: [(1, new_title), (2, new_words)],
    4: [(3, new_day), (4, new_source)],
    5: [(5, deleted(404)), (6, new_marks)],
    6: [(7, deleted(410)), (8, soft_404)],
    7: [(9, to("/")), (10, to("/yaowen/"))],
    8: [(11, moved), (12, copied)],
    9: [(13, emptied), (14, broken)],
    14: [(5, restored)],
}
"""By day: story and what happens to it."""
