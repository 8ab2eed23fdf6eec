"""What sort of page it is, so that a listing or a challenge is never archived as an article."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

from crawler.challenge import ANCHORS, HEAD, challenge_of
from crawler.extract.kind.evidence import LITTLE, Evidence
from crawler.extract.kind.fill_in import asks_who, filled_in
from crawler.extract.kind.leading_on import MOST_WEIGHED, leading_on, shown
from crawler.extract.kind.refusals import GONE, barred_words, fault_words, gone_words
from crawler.extract.markup.blocks import Blocks
from crawler.extract.markup.charset import decode
from crawler.page import Page
from crawler.signs import Signs

_CHALLENGE_STATUS: Final = frozenset((405, 412, 521))
_CHALLENGE: Final = re.compile(
    r"__jsl_clearance|__jsluid|yunsuo_session|wzws_cid|wzwschallenge|电信云防护|创宇盾|知道创宇|安全验证|滑动验证|"
    r"拖动(?:下方)?滑块|请完成(?:下列|以下|安全)?验证|访问(?:被|受到)(?:拦截|限制|阻断)|您的访问(?:请求)?(?:被|可能)|"
    r"(?:您的|当前)(?:IP|请求|访问).{0,12}(?:频繁|异常|攻击|不合法|拦截|限制|阻断)|访问(?:过于|太)?频繁[，,].{0,8}验证码|"
    r"请输入验证码(?:后)?继续|验证您是(?:真人|人类)|请求(?:已)?被拦截|正在进行安全检查|安全策略(?:拦截|阻断)|denied by (?:the )?WAF|"
    r"enable JavaScript and cookies|Verifying you are human|site connection is secure|"
    r"网站防火墙|Web应用防火墙|人机验证|cf-browser-verification|Just a moment\.\.\.|Checking your browser|Attention Required! "
    r"\| Cloudflare|(?<![\w/.-])captcha(?![\w.-]*\.(?:js|min|css))", re.IGNORECASE)
_ADDRESSED: Final = re.compile(r"您的(?:访问|请求|IP)")
"""How a headline begins that speaks to the reader whom a page refuses: such pages tell the address and the time, too."""
_CHALLENGING: Final = Signs(words.encode() for words in (
    "__jsl", "yunsuo_session", "wzws", "电信云防护", "创宇", "安全验证", "滑动验证", "拖动", "请完成", "访问被", "访问受到",
    "您的访问", "您的请求", "您的ip", "当前访问", "频繁",
    "请输入验证码", "验证您是", "被拦截", "安全检查", "安全策略", "denied by", "javascript and cookies", "verifying you", "site connection",
    "防火墙", "人机验证", "cf-browser", "just a moment", "checking your", "attention required", "captcha"))
"""What each of these has in it, in lower case: an expression that heeds no case is slow."""
_PLAYER: Final = re.compile(r"player|video|/vod|//v\.|\.mp4|\.m3u8|/embed|youtube|youku|bilibili|iqiyi|tv\.cctv", re.IGNORECASE)
_ALERT: Final = re.compile(r"\balert\s*\(\s*[\"']([^\"'\n]{2,200})")
"""What a page says that only sends its reader back: `<script>alert('该信息已被删除');history.back()</script>`."""
_MOST_ALERT: Final = 20_000
_DOCUMENT: Final = re.compile(r"\.(?:pdf|docx?|ofd|wps)\b", re.IGNORECASE)
_FILM: Final = re.compile(rb"[\"'][^\"'\s<>]{1,300}\.(?:mp4|m3u8|flv|f4v)\b", re.IGNORECASE)
"""The address of a film, handed to a player's script."""
_RECORDS: Final = re.compile(rb"<script[^>]{0,100}text/xml[^>]{0,100}>\s{0,200}<datastore\b[\s\S]{0,4000}<record>", re.IGNORECASE)
"""The rows of a section, which its script draws (Hanweb)."""
_ALBUM: Final = 3
_LINE: Final = 240
"""Pictures of a gallery at least, and weight of what is told of each at most."""
_NOTHING: Final = 40
_FEW_WORDS: Final = 1500
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
    leads = leading_on(page, evidence, blocks)
    if leads is None or leads[0] == "listing":  # first pages have log-in forms, too
        form = filled_in(page.url, evidence.title, evidence.body or "", page.body, dated=evidence.dated)
        leads = ("unknown", form) if form is not None else leads
    if leads is not None:
        return leads
    little = not evidence.weighs(LITTLE)
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
    if b"text/xml" in page.body and _RECORDS.search(page.body):
        return "listing", "records in a script"
    if _shows_less(blocks, _NOTHING):
        alert = _ALERT.search(decode(page.body[:_MOST_ALERT], page.header("content-type")).text) if b"alert" in page.body else None
        gone = GONE.search(alert[1]) if alert is not None else None
        if gone is not None:
            return "soft-404", f"a script says {gone[0]!r}"
    barred = barred_words(blocks) if not evidence.dated and _shows_less(blocks, _FEW_WORDS) else None
    if barred is not None:
        return "error", f"says {barred!r}"
    return ("empty", "a page that shows no text") if _shows_less(blocks, _NOTHING) else ("unknown", "no text that is an article's")


def _is_album(body: str, evidence: Evidence) -> bool:
    """Whether the text is hardly more than a short line for each picture."""
    lines = body.count("\n\n") + 1
    return lines <= len(evidence.images) + 1 and not evidence.weighs(_LINE * lines + 1) \
        and len({image.paragraph for image in evidence.images}) >= _ALBUM


def _shows_less(blocks: Blocks, most: int, lines: frozenset[int] = frozenset()) -> bool:
    """Whether a page shows less than `most`. `lines`: numbers of those that are looked at first: most pages show more in a few of their
    text's."""
    weighed, end = 0, min(MOST_WEIGHED, len(blocks.blocks))
    for number in lines:
        if number < end and not blocks.blocks[number].box.hidden:
            weighed += blocks.blocks[number].size
            if weighed >= most:
                return False
    return shown(blocks) < most


def _refused(page: Page, blocks: Blocks, evidence: Evidence) -> tuple[str, str] | None:
    if page.status in _CHALLENGE_STATUS:
        return "challenge", f"status {page.status}"
    little = _shows_less(blocks, _FEW_WORDS, evidence.lines)
    if little and (product := challenge_of(page.status, page.headers, page.body[:HEAD + 1])):
        return "challenge", f"a page of {product}"
    unsure = not evidence.dated or _ADDRESSED.match(evidence.title or "") is not None
    if little and unsure and page.body.count(b"<a ") <= ANCHORS and _CHALLENGING.borne_by(page.body[:60_000].lower()):
        found = _CHALLENGE.search(page.body[:60_000].decode("utf-8", "replace"))
        if found and not asks_who(page.body):
            return "challenge", f"says {found[0]!r}"
    if page.status >= 400:
        return "error", f"status {page.status}"
    fault = None if evidence.dated or evidence.stated else fault_words(evidence.title or "", blocks)
    if fault is not None:
        return "error", f"says {fault!r}"
    if little or len(evidence.body or "") < 120:
        weighty, title = evidence.weighs(LITTLE), evidence.title or ""
        if not evidence.dated:
            told = gone_words(title, blocks, within_text=weighty)
        else:
            found = GONE.search(title) if not weighty else None
            told = found[0] if found is not None else None
        if told is not None:
            return "soft-404", f"says {told!r}"
    return None
