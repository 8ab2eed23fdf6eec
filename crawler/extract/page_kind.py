"""What sort of page it is, so that a listing or a challenge is never archived as an article."""

from __future__ import annotations

import math
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.model import Image
from crawler.challenge import ANCHORS, HEAD, challenge_of
from crawler.extract.blocks import Block, Blocks
from crawler.extract.charset import decode
from crawler.extract.dates import first
from crawler.extract.marks import CHROME, COMMENT
from crawler.extract.text import weight
from crawler.page import Page
from crawler.signs import Signs

_CHALLENGE_STATUS = frozenset((405, 412, 521))
_CHALLENGE = re.compile(
    r"__jsl_clearance|__jsluid|yunsuo_session|wzws_cid|wzwschallenge|电信云防护|创宇盾|知道创宇|安全验证|滑动验证|"
    r"拖动(?:下方)?滑块|请完成(?:下列|以下|安全)?验证|访问(?:被|受到)(?:拦截|限制|阻断)|您的访问(?:请求)?(?:被|可能)|"
    r"网站防火墙|Web应用防火墙|人机验证|cf-browser-verification|Just a moment\.\.\.|Checking your browser|Attention Required! "
    r"\| Cloudflare|captcha", re.IGNORECASE)
_CHALLENGING = Signs(words.encode() for words in (
    "__jsl", "yunsuo_session", "wzws", "电信云防护", "创宇", "安全验证", "滑动验证", "拖动", "请完成", "访问被", "访问受到", "您的访问",
    "防火墙", "人机验证", "cf-browser", "just a moment", "checking your", "attention required", "captcha"))
"""What each of these has in it, in lower case: an expression that heeds no case is slow."""
_SOFT_404 = re.compile(
    r"(?:页面?|网页|文章|内容|信息|文件|栏目|链接|新闻|资源)(?:已经?|可能)?(?:被)?(?:不存在|删除|找不到|未找到|没有找到|下线|下架|移除|"
    r"不见了|失效|过期|走丢)|"
    r"(?:找不到|未找到|没有找到|无法找到)(?:该|您|此|你|相关)?.{0,12}(?:页|网页|文章|内容|信息)|"
    r"(?:抱歉|对不起)[，,!！ ].{0,20}(?:不存在|删除|找不到|出错|无法访问)|(?:错误|出错)\s*[:：]?\s*404|404\s*(?:页面|错误|not found|error)|"
    r"(?:page|article|document|file) (?:was )?(?:not found|cannot be found|(?:has been|was) (?:removed|deleted)|does(?: not|n't) exist|"
    r"is no longer available|you (?:requested|are looking for))|^\s*404\s*$|not be found|no longer exists", re.IGNORECASE)
_HOME_PATH = re.compile(r"/(?:index|default|home|main)?(?:\.\w+)?", re.IGNORECASE)
_LISTING_PATH = re.compile(r"/(?:index|list|default|node)?(?:_\d+|-\d+)?\.(?:s?html?|jsp|aspx?|php)$|/$|/(?:col|node|channel|"
    r"list|category|tag|topics?)/[^/]*$", re.IGNORECASE)
_ARTICLE_PATH = re.compile(r"/art/|/t\d{8}_\d+|content_\w+|/c/|article|/\d{4}[-/]?\d\d[-/]?\d\d/|/\d{5,}\.|post_\d+|"
    r"[0-9a-f]{32}|/c_\d+|/info/\d+/\d+|/doc-|\d{6,}", re.IGNORECASE)
_PLAYER = re.compile(r"player|video|/vod|//v\.|\.mp4|\.m3u8|/embed|youtube|youku|bilibili|iqiyi|tv\.cctv", re.IGNORECASE)
_ALERT = re.compile(r"\balert\s*\(\s*[\"']([^\"'\n]{2,200})")
"""What a page says that only sends its reader back: `<script>alert('该信息已被删除');history.back()</script>`."""
_MOST_ALERT = 20_000
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|ofd|wps)\b", re.IGNORECASE)
_FILM = re.compile(rb"[\"'][^\"'\s<>]{1,300}\.(?:mp4|m3u8|flv|f4v)\b", re.IGNORECASE)
"""The address of a film, handed to a player's script."""
_LITTLE = 240
_AMID_LINKS = 1200
"""Weight of a text that is an article's however many links stand around it: of a ministry's press release among 300 other pages."""
_ALBUM, _LINE = 3, 240
"""Pictures of a gallery at least, and weight of what is told of each at most."""
_MOST_TEASERS = 6
"""Rows with a text of their own from which on a page is a list of articles."""
_FEW = 2
"""The same on a page whose headline says that it is a section."""
_LEAST_AT_HOME = 0.1
"""Share of what a first page shows that its own article has at least."""
_SECTION = re.compile(r"(?:category|tag|archives?|topic|author|posts (?:by|tagged)|categor[ií]as?|etiquetas?|catégorie|étiquette|kategorie|"
                      r"schlag(?:wort|wörter)|分类|标签|归档|栏目)(?:目录)?\s*[:：]", re.IGNORECASE)
_MOST_LOOKED_AT = 1500
_MOST_WEIGHED = 3000
_ROW = 5
"""Blocks of such a row behind its headline."""


class Evidence(NamedTuple):
    """What the fields say of the page's sort."""

    title: str | None
    body: str | None
    body_rule: str | None
    dated: bool
    """A day stands by a label, in the tags or near the headline."""
    stated: bool
    """The page calls itself an article in JSON-LD or by its tags."""
    attachments: int
    images: tuple[Image, ...]
    lines: frozenset[int] = frozenset()
    """Numbers of the text's blocks."""

    def weighs(self, least: float) -> bool:
        """Whether the text weighs so much: each of its characters does one at least."""
        body = self.body or ""
        return len(body) >= least or weight(body) >= least


_NOTHING, _FEW_WORDS = 40, 1500
"""Weight of what a page shows that has nothing to say, and of one that may be no more than a message."""


def _has_film(blocks: Blocks) -> bool:
    """Whether an embedded element shows a film."""
    return any(_is_film(element) for _, element in blocks.embeds)


def _is_film(element: HtmlElement) -> bool:
    """Whether an embedded element shows one: players come as elements and as frames."""
    source = element.get("src") or ""
    if element.tag == "embed":
        return _DOCUMENT.search(source) is None
    return element.tag == "video" or (element.tag == "iframe" and _PLAYER.search(source) is not None)


def judge(page: Page, blocks: Blocks, evidence: Evidence) -> tuple[str, str | None]:
    """Kind and reason, as `archive.model.Article` has them."""
    refused = _refused(page, blocks, evidence)
    if refused is not None:
        return refused
    listing = _listing(page, evidence, blocks)
    if listing is not None:
        return listing
    little = not evidence.weighs(_LITTLE)
    if evidence.body and (not little or evidence.dated or evidence.stated):
        if little and evidence.attachments and (evidence.dated or evidence.stated):
            return "notice", "little text, and the article is in its attachment"
        if little and (_has_film(blocks) or _FILM.search(page.body)):
            return "video", "a film with little text"
        if len(evidence.images) >= _ALBUM and (little or _is_album(evidence.body, evidence)):
            return "gallery", "pictures with little text" if little else "pictures, each with a line"
        return "article", None
    if evidence.title and evidence.attachments and (evidence.dated or evidence.stated):
        return "notice", "no text, and the article is in its attachment"
    if evidence.title and (evidence.dated or evidence.stated) and (_has_film(blocks) or _FILM.search(page.body)):
        return "video", "a film without text"
    if evidence.images and evidence.title and (evidence.dated or evidence.stated):
        return "gallery", "pictures without text"
    if _shows_less(blocks, _NOTHING):
        alert = _ALERT.search(decode(page.body[:_MOST_ALERT], page.header("content-type")).text) if b"alert" in page.body else None
        gone = _SOFT_404.search(alert[1]) if alert is not None else None
        return ("soft-404", f"a script says {gone[0]!r}") if gone is not None else ("empty", "a page that shows no text")
    return "unknown", "no text that is an article's"


def _is_album(body: str, evidence: Evidence) -> bool:
    """Whether the text is hardly more than a short line for each picture."""
    lines = body.count("\n\n") + 1
    return lines <= len(evidence.images) + 1 and not evidence.weighs(_LINE * lines + 1) \
        and len({image.paragraph for image in evidence.images}) >= _ALBUM


def _shown(blocks: Blocks) -> int:
    """Weight of what a page shows."""
    return sum([block.size for block in blocks.blocks[:_MOST_WEIGHED] if not block.box.hidden])


def _shows_less(blocks: Blocks, most: int, lines: frozenset[int] = frozenset()) -> bool:
    """Whether that is less than `most`. `lines`: numbers of those that are looked at first: most pages show more in a few of their
    text's."""
    shown, end = 0, min(_MOST_WEIGHED, len(blocks.blocks))
    for number in lines:
        if number < end and not blocks.blocks[number].box.hidden:
            shown += blocks.blocks[number].size
            if shown >= most:
                return False
    return _shown(blocks) < most


def _refused(page: Page, blocks: Blocks, evidence: Evidence) -> tuple[str, str] | None:
    if page.status in _CHALLENGE_STATUS:
        return "challenge", f"status {page.status}"
    little = _shows_less(blocks, _FEW_WORDS, evidence.lines)
    if little and (product := challenge_of(page.status, page.headers, page.body[:HEAD + 1])):
        return "challenge", f"a page of {product}"
    if little and not evidence.dated and page.body.count(b"<a ") <= ANCHORS and _CHALLENGING.borne_by(page.body[:60_000].lower()):
        found = _CHALLENGE.search(page.body[:60_000].decode("utf-8", "replace"))
        if found:
            return "challenge", f"says {found[0]!r}"
    if page.status >= 400:
        return "error", f"status {page.status}"
    if little or len(evidence.body or "") < 120:
        text = " ".join([evidence.title or "", *(block.text for block in blocks.blocks[:40])])[:1200]
        told = text if not evidence.dated else evidence.title or "" if not evidence.weighs(_LITTLE) else ""
        found = _SOFT_404.search(told)
        if found:
            return "soft-404", f"says {found[0]!r}"
    return None


def _path_of(url: str) -> str:
    """The path of an address; an empty one of what is none."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _listing(page: Page, evidence: Evidence, blocks: Blocks) -> tuple[str, str] | None:
    path, called = _path_of(page.url), evidence.stated and evidence.weighs(_LITTLE)
    at_root = page.url.count("/") <= 3 and "?" not in page.url and _HOME_PATH.fullmatch(path or "/")
    if at_root and (page.url or not called) and _is_home(evidence, blocks):
        return "home", "the site's first page"
    if called:
        return None
    if (evidence.dated or evidence.weighs(3 * _LITTLE)) and _ARTICLE_PATH.search(path):
        return None
    teasers = _MOST_TEASERS if _SECTION.match(evidence.title or "") and _teasers(blocks, evidence.lines, _FEW) else \
        _teasers(blocks, evidence.lines)
    if teasers >= _MOST_TEASERS and (not evidence.stated or _LISTING_PATH.search(path)):
        return "listing", f"{teasers} headlines that lead to articles, each with a text or a day of its own"
    linked = _linked(blocks)
    if not evidence.weighs(max(3 * _LITTLE, min(0.25 * linked, _AMID_LINKS))):
        rows, share = _rows(blocks), linked / (_shown(blocks) or math.inf)
        if rows >= 8 and share > 0.45 and not evidence.dated:
            return "listing", f"{rows} linked lines, {round(100 * share)} % of the text is links"
        if rows >= 5 and not evidence.weighs(_LITTLE) and _LISTING_PATH.search(path):
            return "listing", f"{rows} linked lines at the address of a section"
    return None


def _is_home(evidence: Evidence, blocks: Blocks) -> bool:
    """Whether a page at the site's root is links for the most part, and has no article of its own."""
    shown, least = _shown(blocks), 0.3 if evidence.dated else 0.25
    return _linked(blocks) / (shown or math.inf) > least and not evidence.weighs(0.5 * shown) and _rows(blocks) >= 8 \
        and not (evidence.dated and evidence.weighs(max(2 * _LITTLE, _LEAST_AT_HOME * shown))
                 and _teasers(blocks, evidence.lines, _FEW) == 0)


def _linked(blocks: Blocks) -> int:
    """Weight of a page's links."""
    return sum([block.linked for block in blocks.blocks])


def _rows(blocks: Blocks) -> int:
    """How many lines are links."""
    return sum(1 for block in blocks.blocks if 30 <= block.size <= 400 and block.linked > 0.5 * block.size)


def _teasers(blocks: Blocks, text: frozenset[int], least: int = _MOST_TEASERS) -> int:
    """How many rows of a section the text is taken from: in one run a linked headline, then its day or the beginning of its text, and
    the next. Rows beside or behind a text are what the site offers after an article."""
    if not text:
        return 0
    near_text = blocks.blocks[max(0, min(text) - _ROW):max(text) + 1]
    if not [block for block in near_text if block.linked > 0.8 * block.size and _is_headline(block)]:
        return 0  # a run of rows that holds text has one within it or right above
    found: list[tuple[int, int, int]] = []
    run = start = 0
    before = -_MOST_LOOKED_AT
    for block in blocks.blocks[:_MOST_LOOKED_AT]:
        if block.linked > 0.8 * block.size and _is_headline(block):
            near = 1 < block.index - before <= _ROW + 1 and all(map(_is_row_part, blocks.blocks[before + 1:block.index]))
            run, start, before = (run + 1, start, block.index) if near else (1, block.index, block.index)
            found.append((run, start, block.index + _ROW))
    whole = sum(blocks.blocks[index].size for index in text)
    for rows, first_row, last_row in sorted(found, reverse=True)[:3]:
        if rows < least:
            break
        if sum(blocks.blocks[index].size for index in text if first_row <= index <= last_row) > 0.7 * whole:
            return rows
    return 0


def _is_headline(block: Block) -> bool:
    """Whether a link may be the headline of a row."""
    least = 12 if block.level else 24
    return least <= block.size <= 400 and not block.box.hidden and not block.box.under & (CHROME | COMMENT)


def _is_row_part(block: Block) -> bool:
    """Whether a block may stand below a headline in a list: a day, a few words, or a text that breaks off."""
    return block.size < 60 or block.text.endswith(("…", "...", "[详细]", "详细", "详情", "more", "More")) or \
        (block.size <= 700 and first(block.text) is not None) or block.size <= 420
