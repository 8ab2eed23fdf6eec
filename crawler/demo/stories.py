"""What the demonstration portal has to tell: every article with its place, date and text. The same at each call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crawler.demo.prose import story
from crawler.demo.written import CORRECTED, CORRECTION, DELEGATION, DELEGATION_TITLE, NOTICE, NOTICE_TITLE, OPENING, OPENING_TITLE

HOST = "demo.fangzhi.example"
"""Reserved by RFC 2606; `fangzhi crawl demo` leads it to the server in this package."""
SITE = "白鹭市人民政府"
LAST_DAY = date(2026, 3, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A column of the portal."""

    key: str
    name: str
    crumbs: tuple[tuple[str, str], ...]
    """Trail as (words, path), home first."""
    listing: str
    """Path of its first listing page, or of its feed or sitemap."""
    source: str
    language: str = "zh-Hans"


HOME, HOME_EN = ("首页", "/"), ("Home", "/english/")
SECTIONS = {section.key: section for section in (
    Section(key="yaowen", name="要闻", crumbs=(HOME, ("新闻中心", "/col/col1000/index.html"), ("要闻", "/col/col1001/index.html")),
            listing="/col/col1001/index.html", source="白鹭日报"),
    Section(key="zhengce", name="政策文件", crumbs=(HOME, ("政务公开", "/zwgk/"), ("政策文件", "/zcwj/")), listing="/zcwj/index.shtml",
            source="市政府办公室"),
    Section(key="gonggao", name="通知公告", crumbs=(HOME, ("通知公告", "/tzgg/index.htm")), listing="/tzgg/index.htm", source="市教育局"),
    Section(key="hotnews", name="Hot News", crumbs=(HOME_EN, ("Hot News", "/english/hotnews/index.html")),
            listing="/english/hotnews/index.html", source="Bailu Daily", language="en"),
    Section(key="wenhua", name="文化旅游", crumbs=(HOME, ("文化旅游", "/whly/")), listing="/rss/whly.xml", source="白鹭晚报"),
    Section(key="fangtan", name="在线访谈", crumbs=(HOME, ("互动交流", "/hdjl/"), ("在线访谈", "/fangtan/")), listing="/sitemap.xml",
            source="白鹭市政府网"),
)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article page."""

    section: Section
    number: int
    """The CMS's own id."""
    path: str
    title: str
    paragraphs: tuple[str, ...]
    day: date
    clock: str | None = None
    """`HH:MM`; None: the page states no time."""
    pictures: tuple[tuple[str, str], ...] = ()
    """(path, words)."""
    attachments: tuple[tuple[str, str], ...] = ()
    """(path, words of the link)."""
    editor: str | None = None
    document_number: str | None = None
    repeats: str | None = None
    """Path of the article whose text this is; None: its own."""

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{HOST}{self.path}"


COUNTS = {"yaowen": 14, "zhengce": 9, "gonggao": 8, "hotnews": 8, "wenhua": 6, "fangtan": 4}
_FIRST = {"yaowen": 20001, "zhengce": 30001, "gonggao": 40001, "hotnews": 50001, "wenhua": 60001, "fangtan": 70001}


def _path(key: str, number: int, day: date) -> str:
    shapes = {
        "yaowen": f"/art/{day.year}/{day.month}/{day.day}/art_1001_{number}.html",
        "zhengce": f"/zcwj/{day:%Y%m}/t{day:%Y%m%d}_{number}.shtml",
        "gonggao": f"/tzgg/content/post_{number}.html",
        "hotnews": f"/english/hotnews/{day:%Y-%m}/{day:%d}/c_{number}.htm",
        "wenhua": f"/whly/content_{number}.html",
        "fangtan": f"/fangtan/{day.year}/{number}.html",
    }
    return shapes[key]


def _made(section: Section, count: int) -> Iterator[Story]:
    for index in range(count):
        number = _FIRST[section.key] + index
        day = LAST_DAY - timedelta(days=index * 2 + index // 3)
        title, paragraphs = story(f"demo {section.key} {index}", "en" if section.language == "en" else "zh")
        clock = f"{8 + index % 10:02d}:{(index * 17) % 60:02d}" if section.key in ("yaowen", "hotnews", "fangtan") else None
        yield Story(section=section, number=number, path=_path(section.key, number, day), title=title, paragraphs=tuple(paragraphs),
                    day=day, clock=clock)


def _dressed(made: list[Story]) -> Iterator[Story]:
    """Pictures, attachments, numbers and editors on those that have them."""
    for one in made:
        index = one.number % 1000 - 1
        if one.section.key in ("yaowen", "wenhua") and index % 2 == 0:
            kind = "jpg" if one.section.key == "wenhua" else "png"
            one = replace(one, pictures=((f"/picture/0/{one.number}1.{kind}", f"{one.section.name}图片{index + 1}"),))
        if one.section.key == "hotnews" and index % 3 == 1:
            one = replace(one, pictures=((f"/english/images/{one.number}.jpg", f"Picture of the day {index}"),))
        if one.section.key == "yaowen":
            one = replace(one, editor=("陈青", "林溪", "周望")[index % 3])
        if one.section.key == "zhengce":
            one = replace(one, document_number=f"白政办发〔2026〕{index + 3}号",
                          title=f"白鹭市人民政府办公室关于做好{one.title}有关工作的通知")
        if one.section.key == "zhengce" and index % 2 == 0:
            folder = one.path.rpartition("/")[0]
            one = replace(one, attachments=((f"{folder}/P0{one.day:%Y%m%d}{one.number}.pdf", "附件：任务分工表.pdf"),
                                            (f"{folder}/P0{one.day:%Y%m%d}{one.number}.docx", "附件：申报表.docx")))
        yield one


def _stories(revised: bool) -> Iterator[Story]:
    made = {key: list(_dressed(list(_made(section, COUNTS[key])))) for key, section in SECTIONS.items()}
    news, english = made["yaowen"], made["hotnews"]
    news[1] = replace(news[1], title=OPENING_TITLE, paragraphs=tuple(OPENING))
    if revised:
        paragraphs = [text.replace(*CORRECTION) for text in OPENING]
        news[1] = replace(news[1], paragraphs=(*paragraphs, CORRECTED))
    english[0] = replace(english[0], title=DELEGATION_TITLE, paragraphs=tuple(DELEGATION))
    notice = made["gonggao"][2]
    made["gonggao"][2] = replace(notice, title=NOTICE_TITLE, paragraphs=(NOTICE,),
                                 attachments=(("/tzgg/files/jihua2026.docx", "2026年春季招生计划表.docx"),))
    for key in COUNTS:
        yield from made[key]
    third, fifth = news[2], news[4]
    yield replace(third, path=third.path.replace("art_1001_", "art_1002_"), repeats=third.path)
    yield replace(fifth, section=SECTIONS["wenhua"], number=60099, path="/whly/content_60099.html", clock=None, editor=None,
                  repeats=fifth.path)


def stories(revised: bool = False) -> list[Story]:
    """All articles. `revised`: after the newsroom corrected one of them."""
    return list(_stories(revised))
