"""The name of a site, in headings and in the window's title, told from a headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from crawler.extract.markup.blocks import Block, Blocks
from crawler.extract.markup.marks import APART, COMMENT, SIDE
from crawler.extract.markup.metadata import Metadata
from crawler.extract.words.colophon import is_colophon
from crawler.extract.words.dates import may_have_day, moments
from crawler.extract.words.han_forms import compiled

_FILE: Final = re.compile(r"(?:Microsoft Word - )?[\w.()-]{1,80}\.(?:docx?|wps|rtf|odt|pdf|indd|pptx?|xlsx?)", re.ASCII | re.IGNORECASE)
_GREETING: Final = re.compile(r"^[\W_]*(?:热烈)?欢迎(?:您)?(?:访问|光临|来到|进入|浏览)")
_ARCHIVE: Final = re.compile(r".{1,80}? [»›>|-]\s+(?:Blog[ -]?Archive?s?|博客(?:归档|存档))\s+[»›>|-]\s*(?=\S)")
"""What journals of the web had before the headline: `The journal » Blog Archive » The headline`."""
_ABOUT: Final = " \u3000:：-–—=*★☆●◆■!！.。|_"
_OWN_WORDS: Final = re.compile(r"无标题(?:文档|页)?|(?:新闻|文章|信息|详细|文件|正文)?(?:内容|详情|正文|信息)(?:页面?)?|详细(?:页面|信息)|"
                        r"untitled(?: document| page)?|new (?:document|page \d+)|document|网站标题|页面标题|标题", re.IGNORECASE)
"""What a template calls its page."""
_PAGE_TYPE: Final = re.compile(r"[\u4e00-\u9fff（）()]{2,12}(?:详情|详细)(?:信息|内容)?页?面?|[\u4e00-\u9fff]{2,8}(?:内容|正文|信息)页面")
"""What templates call all pages of a sort."""
_OFFICE_AND_SECTION = re.compile(r"[\u4e00-\u9fff]{4,16}(?:[局委厅办部院府]|中心|网站?)\s*[-_|｜—–]+\s*(?P<section>[\u4e00-\u9fff]{2,8})")
_GAZETTE: Final = re.compile(r"[\u4e00-\u9fff]{0,18}(?:(?:政府|国务院|委员会|常委会|委|法院|检察院)公报|[\u4e00-\u9fff]{2}政报|"
                      r"[\u4e00-\u9fff]{2}[公政]报(?=[\s_-]*(?:19|20)\d\d年))[\s_-]*(?:(?:19|20)\d\d年[\s_-]*第?\s?\d{1,2}[号期])?")
"""A gazette by the office that has it, or by which number of it: 统计公报 and 会议公报 are communiqués, headlines like others."""
_LONGEST_OWN: Final = 20
"""Characters of such words, less the number at their end."""
CUT: Final = re.compile(r"(?=[\s_|｜丨»«\-–—:])(?:\s*[_|｜丨»«]+\s*|\s+[-–—:：·•~]+\s+|[-–]{2,}|"
                 r"—{2,}(?=[^—_|\-]{2,24}(?:网站?|门户|政府|在线|日报|晚报|频道|委员会|[厅局办])$)|\s*::\s*)")
"""What parts headline, section and site in a window's title, behind a look at how each of these begins."""
_TIGHT: Final = re.compile(r"\s*-+\s*")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_ENDS: Final = re.compile(r"(?:网站?|门户|政府|在线|日报|晚报|[晨早时商]报|都市报|数字[报版]|电子[报版]|频道|委员会|[厅局办])$")
"""How the name of a site ends."""
_OTHERWISE: Final = compiled(
    r"(?:(?:[格布结破困僵变残开当骗赌饭棋战危]|(?<!安)全|大|[开谱]新)局|[举主承协创合联申兴督包催]办|"
    r"(?:[上落收漏入联]|防护|关系|一张|客运|配电|农村电|城市电|[供排][水热]管|[撒织][\u4e00-\u9fff]{0,3})网|管网|"
    r"(?:型|法治|廉洁|阳光|诚信|效能|责任)政府|"
    r"(?:看望|慰问|做客|视察|走访|参观|会见)[\u4e00-\u9fff]{1,12})$")
"""How headlines end that end so."""
_OFFICE: Final = re.compile(r"[\u4e00-\u9fff]{4,16}(?:中心|平台|公司|大学|学院|医院|法院|协会|热线)|"
                     r"[\u4e00-\u9fff]{1,8}[省市县区州旗镇乡局委厅办](?:人民)?(?:政府|政务)?(?:信息|政务)公开(?:目录|平台|专栏)?|"
                     r"中国[·•・．.]\s?[\u4e00-\u9fff]{2,8}|[\u4e00-\u9fff]{2,8}融媒体?|第?[A-Z]?\d{1,3}版(?:\s?[:：]?\s?[\u4e00-\u9fff]{2,8})?")
"""What else sites are called: portals of counties are 中国·某某."""
_SITE: Final = re.compile(r"[\u4e00-\u9fff]{2,12}(?:政府|门户|官方|委员会|[厅局办])(?:门户|官方|政府|信息)?网站?")
_NAME: Final = re.compile(r"[\u4e00-\u9fff·•・．.]{2,24}")
_SECTION: Final = re.compile(r"(?:综合|图片|视频|时政|本[县市区省州镇乡校院局]|"
                      r"要闻|政务|政府|工作|部门|乡镇|镇街|基层|区县|县区|国内|国际|社会|本地|本网|本站|"
                      r"媒体|公司|企业|单位|学院|学校|校园|行业|最新|热点|头条|党建|机关|业务|公示|通知|公告|通告|信息|新闻|政策|法规|文件|图文|今日|焦点){1,3}"
                      r"(?:新闻|动态|中心|公告|公示|要闻|信息|聚焦|资讯|快讯|快报|公开|专栏|法规|文件|报道|解读|之窗|传真|速递|播报)")
"""What portals call their sections: 综合新闻, 通知公告, 部门动态."""
_PARTS: Final = re.compile(r"[\s_|｜丨\-–—]+")
_ISSUER: Final = re.compile(r"关|[\u4e00-\u9fff]{3,12}[厅局委办]")
"""How the rest of a headline begins whose first word names an office that issued it, too."""
_MARK: Final = re.compile(r"[\u4e00-\u9fff]{2,6}[｜丨](?=[^｜丨|_-]{8})")
"""The column before a headline: `权威发布丨…`."""
_ADDRESS = re.compile(r"(?:\s*[-–—－|｜_·]+\s*(?:https?://)?|\s+(?=www\.))(?:[a-z0-9-]{1,40}\.){1,4}(?:com|cn|net|org|gov|edu|tv|cc|info)/?$",
                      re.IGNORECASE)
"""The site's address, behind its name or a headline."""
_LATIN_SITE: Final = re.compile(
    r"(?:the )?(?:official )?(?:web ?site|portal)s? of .{3,60}|welcome to .{3,60}|(?:discover|visit|explore|invest in) (?-i:[A-Z])\w+|"
    r"(?:(?-i:[A-Z])[\w'-]+ |of |and ){1,7}(?-i:Government|Web ?[Ss]ite|Portal)|\w+(?:\.\w+)*\.(?:gov|com|org|net|cn)(?:\.cn)?|"
    r"(?:the )?(?:(?-i:[A-Z])[\w'-]+ ){0,4}(?:government|bureau|department|office|commission|committee) of "
    r"(?:(?-i:[A-Z])[\w'-]+ |and ){0,5}(?-i:[A-Z])[\w'-]+|"
    r"(?:(?-i:[A-Z])[\w'-]+ ){1,3}(?:province|municipality|autonomous region|development zone)", re.IGNORECASE)
"""How a portal's English name is worded."""
_SPACED: Final = r"\s+[-–—|·•»:]\s+|\s*[_|]\s*"
LATIN_PARTS: Final = re.compile(rf"{_SPACED}|(?<=\w)-(?=[A-Z])")
_SPACED_PARTS: Final = re.compile(rf"(?=[\s_|])(?:{_SPACED})")
_TAIL: Final = re.compile(r"[-–—|_]\s*([^-–—|_]{3,60})$")
_JOINTS: Final = " \u3000_|｜丨-–—·•»:"
_LONGEST: Final = 60
"""Characters of a site's name in Latin letters at most."""
_MENU: Final = 3
"""Links right behind a heading that are the site's menu; twice as many where nothing else speaks for it."""
_TOP: Final = 3
"""Blocks at the very head of a page."""
_LONGEST_SECTION: Final = 8
_LONGEST_LATIN: Final = 24
_LEAST_BEHIND: Final = 6
"""Characters of a headline behind site and section in the window's title, at least."""
_LATIN_SECTION: Final = re.compile(r"(?:latest |recent |our |all )?(?:news(?:room| ?flash(?:es)?| releases?| details?| (?:&|and) events)?|"
                            r"(?:press|media) (?:releases?|room|cent(?:er|re))|blog(?: posts?)?|announcements?|insights|articles?|"
                            r"news article|publications?)", re.IGNORECASE)
"""The same in English."""
_TOP_LINES: Final = 40
"""Lines at the head of a page among which the site's name stands."""
_FOOT: Final = 12
"""Blocks at the end of a page among which its foot stands."""


def names_office(text: str) -> bool:
    """Whether a text ends as the name of an office or a site does."""
    return (_ENDS.search(text) is not None and _OTHERWISE.search(text) is None) or _OFFICE.fullmatch(text) is not None


def is_page_type(text: str) -> bool:
    """Whether a name says only what sort of page this is, as templates have it in the tags of all their pages: 中标公告详细页面."""
    return text.endswith(("详情", "页面", "详细", "详情页")) and _PAGE_TYPE.fullmatch(text) is not None


def is_own_section(page: Blocks, text: str) -> bool:
    """Whether a name is that of a section to which the page links, as templates have it in the tags of its articles."""
    return names_section(text) and any(
        anchor is not None and run.strip() == text for block in page.blocks[:_TOP_LINES] if block.linked and text in block.text
        for run, anchor in block.pieces)


def is_masthead(text: str) -> bool:
    """Whether a line is the name of a gazette, and which number of it."""
    return ("公报" in text or "政报" in text) and _GAZETTE.fullmatch(text) is not None


def is_section_of_office(page: Blocks, window: str) -> bool:
    """Whether a window's title is an office and one of the sections to which the page links: 某某州党委组织部—组工动态; or a gazette; or a
    site's short name and sections alone: 某某信息港 新闻中心 国内新闻."""
    if is_masthead(window):
        return True
    parts = [part for part in _PARTS.split(window) if part]
    others = [part for part in parts if not names_section(part)]
    if len(others) + 1 < len(parts) and len(others) <= 1 and all(len(part) <= _LONGEST_SECTION for part in others):
        return True
    match = _OFFICE_AND_SECTION.fullmatch(window)
    return match is not None and any(page.blocks[number].linked for number in page.showing(match["section"]))


def names_section(text: str) -> bool:
    """Whether a text is the name of a section, as nearly every portal has it, and nothing else."""
    if text.isascii():
        return len(text) <= _LONGEST_LATIN and _LATIN_SECTION.fullmatch(text) is not None
    return len(text) <= _LONGEST_SECTION and _SECTION.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Whether a text is such a name and nothing else."""
    return not text.isascii() and _NAME.fullmatch(text) is not None and names_office(text)


_NAMED_SITE: Final = re.compile(r"\bsite[-_]?(?:name|title)\b|\bmasthead\b|\b(?:menu|navbar)[-_]?title\b", re.IGNORECASE)
"""Names of the box of a heading that is the site's name."""


def is_site(heading: Block, page: Blocks, metadata: Metadata, window: str | None) -> bool:
    """Whether a heading is the name of the site: as its window's title, its tags or its foot have it."""
    text = heading.text
    if text.isascii():
        shown = window or ""
        if shown == text and _is_told_apart(text, metadata):
            return False
        named = shown != text and _NAMED_SITE.search(heading.box.name) is not None and (
            heading.level == 2 or any(other.level == 1 and other.index > heading.index for other in page.heads))
        return heading.level in (1, 2) and len(text) <= _LONGEST and (shown.startswith(text) or shown.endswith(text)) \
            and (named or _is_latin(heading, page, shown))
    if "公报" in (window or "") and text.endswith("公报") and is_masthead(text):
        return True
    if not is_name(text):
        return False
    parts = [part for part in _PARTS.split(window or "") if part]
    others = [part for part in (parts[0], parts[-1]) if part != text] if parts else []
    if _SITE.fullmatch(text) or (len(others) < min(2, len(parts)) and not any(map(names_office, others))):
        return True
    return text in (metadata.value("sitename"), metadata.value("og:site_name")) or _is_in_foot(text, page)


def _is_in_foot(text: str, page: Blocks) -> bool:
    return bool([other for other in page.texts[-_FOOT:] if text in other and is_colophon(other)])


def _is_latin(heading: Block, page: Blocks, window: str) -> bool:
    """The same in Latin letters, of a heading at one end of the window's title: that is the heading, which is worded so or in the foot,
    too; or the line at its other end stands further below, while the menu follows the heading or the foot names it."""
    text = heading.text
    if window == text:
        worded = names_latin_site(text) and _leads_menu(heading, page, 1)
        return worded or _is_in_foot(text, page) or (heading.index < _TOP and _leads_menu(heading, page, 2 * _MENU))
    if heading.level != 1:
        return False
    rest = window[:-len(text)] if window.endswith(text) else window[len(text):]
    other = rest.strip(_JOINTS)
    if not other or other == rest.strip():
        return False
    others = {other, _SPACED_PARTS.split(other)[-1 if window.startswith(text) else 0]}
    behind = range(heading.index + 1, len(page.blocks))
    behind = behind[:len(behind) - _FOOT // 4]
    shown = [number for text in others for number in page.showing(text) if number in behind and not page.blocks[number].linked]
    if not shown:
        return False
    if heading.linked >= heading.size and any(page.blocks[number].level for number in shown):
        return True  # a journal's name, which leads to its first page
    return names_latin_site(text) or _leads_menu(heading, page, _MENU) or _is_in_foot(text, page)


def leading_site(page: Blocks, metadata: Metadata, window: str) -> str | None:
    """The name of the site with which a Latin window's title begins, or which it is; None when it does not or nothing tells."""
    if _HAN.search(window):
        return None
    cut = _SPACED_PARTS.search(window)
    first, rest = (window[:cut.start()], window[cut.end():]) if cut is not None else (window, "")
    if rest and len(first) > _LONGEST:
        return None
    if not rest and not _is_told_apart(first, metadata) and _is_named(first, page, metadata, next(_lines(page, first), None)):
        return first
    tail = _TAIL.search(window)
    if tail is not None and names_latin_site(tail[1]):
        return tail[1]
    parts = (rest, _SPACED_PARTS.split(rest)[-1]) if rest else ()
    told = next((line for line in _lines(page, *parts) if not line.linked), None)
    if told is None:
        return None  # nearly always
    top = next(_lines(page, first), None)
    if top is not None and top.index > told.index:
        return None
    return first if (top is None and " " in told.text) or _is_named(first, page, metadata, top) else None


def _is_told_apart(text: str, metadata: Metadata) -> bool:
    """Whether the tags have a text as the page's title and another one as the site's name."""
    return metadata.value("og:title") == text and metadata.value("og:site_name") not in (None, text)


def _is_named(text: str, page: Blocks, metadata: Metadata, top: Block | None) -> bool:
    """Whether tags, the foot, the menu below it or its wording tell that a text is the site's name. `top`: the first line that is it."""
    return text in (metadata.value("sitename"), metadata.value("og:site_name")) or _is_in_foot(text, page) \
        or (top is not None and top.index < _TOP_LINES and _leads_menu(top, page, _MENU)) or names_latin_site(text)


def _lines(page: Blocks, *texts: str) -> Iterator[Block]:
    """The lines of the article's column, of head and foot that are one of some texts."""
    numbers = sorted([number for text in set(texts) for number in page.showing(text)])
    return (block for block in map(page.blocks.__getitem__, numbers) if not block.box.hidden
            and not block.box.under & (SIDE | COMMENT | APART))


def names_latin_site(text: str) -> bool:
    """Whether words in Latin letters are worded as the name of a government's site is, or are an address."""
    return len(text) <= 2 * _LONGEST and _LATIN_SITE.fullmatch(text) is not None


def _leads_menu(heading: Block, page: Blocks, least: int) -> bool:
    links = page.blocks[heading.index + 1:heading.index + 1 + least]
    return len(links) == least and all(block.linked >= 0.8 * block.size for block in links) \
        and not any(may_have_day(block.text) and next(moments(block.text), None) for block in links)


def less(window: str, sites: set[str]) -> str | None:
    """A window's title without the names of the site that headings have, at either end; None when nothing else is left."""
    for site in sites:
        if window.startswith(site):
            window = window[len(site):].lstrip(_JOINTS)
        elif window.endswith(site):
            window = window[:-len(site)].rstrip(_JOINTS)
    return window or None


def without_site(text: str) -> str:
    """A window title without section and site: its first part, or the longest when the first is a site's short name."""
    if "." in text[-6:] and _HAN.search(text) is not None:
        text = _ADDRESS.sub("", text)
    mark = _MARK.match(text)
    return (mark[0] + _first_part(text[mark.end():]) if mark is not None else _first_part(text)).rstrip(" -－_|")


def _first_part(text: str) -> str:
    head, _, rest = text.partition(" ")
    if is_name(head) and rest and not names_office(rest) and (head.endswith(("网站", "门户")) or not _ISSUER.match(rest)):
        section, _, behind = rest.partition(" ")
        text = behind if len(behind) >= _LEAST_BEHIND and names_section(section) else rest
    head, _, rest = text.partition("—")
    if rest and rest[0] != "—" and is_name(head):
        text = rest
    front, joint, tail = text.partition("－")
    if joint and len(front) > len(site := tail.partition("-")[0].strip()) and is_name(site):
        text = front
    for joint in " ·":
        front, _, tail = text.rpartition(joint)
        if len(front) >= len(tail) and is_name(tail):
            text = front
    parts = [part for part in CUT.split(text) if part]
    parts = [part for part in parts if not is_name(part)] or parts
    if parts and parts[0] != text:
        best = max(parts, key=len)
        text = parts[0] if len(parts[0]) >= 0.5 * len(best) or len(parts[0]) > 12 else best
    pieces = [piece for piece in _TIGHT.split(text) if piece]
    if len(pieces) == 2 and is_name(pieces[0]) != is_name(pieces[1]):
        return pieces[is_name(pieces[0])]
    if len(pieces) > 1 and _HAN.search(text) and len(pieces[0]) >= 7 and (len(pieces) > 2 or len(pieces[-1]) < 14):
        return pieces[0] if len(pieces) > 2 or len(pieces[0]) >= len(pieces[1]) else text
    if len(pieces) > 1 and len(pieces[0]) > 10 and len(pieces[-1]) < 12 and _HAN.search(text):
        return text[:text.rfind(pieces[-1])].rstrip(" -–—")
    return text


def greeted(window: str) -> str | None:
    """A window's title without the greeting before a site's name and the signs about it, and without what stands before the mark of a
    journal's archive; None where a template left its own words."""
    if "Blog" in window or "博客" in window:
        window = _ARCHIVE.sub("", window)
    bare = (_GREETING.sub("", window) if "欢迎" in window else window).strip(_ABOUT)
    if (len(bare) <= _LONGEST_OWN or bare[-1].isdecimal()) and _OWN_WORDS.fullmatch(bare):
        return None
    return bare if bare != window and is_name(bare) else window


def is_file_name(text: str) -> bool:
    """Whether a title is the name of the file from which a page was made, `report_2013_final.doc`: it names no article."""
    return "." in text[-5:-2] and _FILE.fullmatch(text) is not None
