"""Pictures, files and links of an article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Set
from itertools import islice
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml.html import HtmlElement, fromstring

from archive.model import Attachment, Image
from crawler.addresses.address import Resolver
from crawler.addresses.links import file_kind
from crawler.extract.markup.blocks import Block, Blocks, Box
from crawler.extract.markup.captions import ends_in_credit, is_alone_below, is_centred_below
from crawler.extract.markup.marks import APART, CAPTION, CHROME, COMMENT, PICKER
from crawler.extract.words.file_size import stated_size, without_size
from crawler.extract.words.text import clean

_TYPES: Final = {
    "pdf": "application/pdf", "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint", "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "wps": "application/vnd.ms-works", "et": "application/vnd.ms-excel", "ofd": "application/ofd", "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed", "csv": "text/csv", "txt": "text/plain", "rtf": "application/rtf", "mp4": "video/mp4",
    "m4v": "video/x-m4v",
    "wmv": "video/x-ms-wmv", "flv": "video/x-flv", "avi": "video/x-msvideo", "mov": "video/quicktime", "webm": "video/webm",
    "mp3": "audio/mpeg",
    "wav": "audio/wav", "m4a": "audio/mp4", "ceb": "application/x-ceb", "epub": "application/epub+zip",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "bmp": "image/bmp", "webp": "image/webp",
    "svg": "image/svg+xml", "avif": "image/avif", "tif": "image/tiff", "tiff": "image/tiff"}
_DOCUMENTS: Final = frozenset(_TYPES[ending] for ending in ("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "ofd"))
_ENDING: Final = re.compile(r"\.([A-Za-z0-9]{2,5})$")
_SOURCES: Final = ("data-src", "data-original", "data-lazy-src", "data-lazyload", "data-echo", "data-actualsrc", "_src", "original", "src")
_ORNAMENTS: Final = (
    "icon|icons|ico|logo|btn|button|arrow|dot|line|blank|space|spacer|pixel|transparent|loading|placeholder|qrcode|ewm|erweima|avatar|"
    "gravatar|emoji|smiley|smilies|share|weixin|wechat|weibo|qq|print|close|bg|tracker|beacon")
_ORNAMENT: Final = re.compile(rf"(?:^|[/_\-.])(?:{_ORNAMENTS})[_\-]?\d*(?:[/_\-.]|$)|data:|/emoticons?/|doc\.gif|pdf\.gif|xls\.gif")
_ORNAMENT_SIGNS: Final = (*_ORNAMENTS.split("|"), "data:", "emoticon", ".gif")
"""Of which an ornament's path has one."""
_FILE_NAMES: Final = ("filename", "file_name", "file", "name", "attachname", "fileurl", "filepath", "path")
_CAPTION_LINE: Final = re.compile(
    r"^[△▲↑]\s*[\u4e00-\u9fff\d“]|^图[一二三四五六七八九十]\s|^[△▲▼◆↑（(\[【\s]*(?:图为|图片?[一二三四五六七八九十\d]{0,2}\s*[:：]|上图|下图|左图|右图|资料图)|[△▲↑]$|"
    r"[\u4e00-\u9fff]\s*摄(?:影)?\s*[)）\]】]?$|[（(](?:资料图片?|[^（）()。]{2,16}供图)[)）]$|供图\s*[/／:：]\s*[\u4e00-\u9fff]{2,16}$|"
    r"摄影\s*[:：/]\s*[\u4e00-\u9fff]{2,8}\s*[)）]?$|\[Photo\b|\(Photo(?:s)?[:/ ]|\bPhoto (?:by|provided by|courtesy)|/\s?(?:Xinhua|"
    r"China Daily)\]?$")
"""图为…, …（某某摄）, [Photo by …]."""
_CAPTION_SIGNS: Final = ("Photo", "Xinhua", "China Daily")
"""Of which one in ASCII has one."""
_WRITTEN: Final = re.compile(r"""=\s*(?:'(<a\s[^']*)'|"(<a\s[^"]*)")[^\S\r\n]*(?:[;\r\n]|$)""", re.IGNORECASE)
"""A text of anchors that a script keeps, whole: it goes on with no sum."""
_MOST_WRITTEN: Final = 40
"""Such texts of one script that are read: each is parsed by itself."""
_ALBUM: Final = 3
_LINE: Final = 240
"""Pictures of such a text at least, and weight of what is told of each at most."""
_BUTTONS: Final = frozenset(("下载", "点击下载", "立即下载", "下载附件", "查看", "预览", "Download", "download"))
"""What links to files are called whose name stands before them."""
_FILE_IN_LINE: Final = re.compile(r"[^\s:：]{1,80}\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|txt|csv)\b", re.IGNORECASE)
_ROW_CELLS: Final = 3
"""Cells of a row before such a link among which the name stands."""
NEAR: Final = 12
"""Lines behind a text in which files stand that are the article's."""
_NO_TEXT: Final = CHROME | COMMENT
_PAGE_ENDINGS: Final = (".html", ".htm", ".shtml")
_NO_ADDRESSES: Final = ("#", "javascript:", "mailto:", "tel:")
_SCHEMES: Final = ("http://", "https://")
_FROM_ROOT: Final = ("/", *_SCHEMES)
_DIGITS: Final = 9
"""Digits of a width or height, fewer than these."""


Anchor = tuple[Block, HtmlElement, str, str]
"""The block it stands in, itself, its words in that block, its href."""
Place = Callable[[int], int | None]
"""How many paragraphs of the text stand before the block of a number; None where that stands outside of the text."""


def images(page: Blocks, resolver: Resolver, within: Box | None, first: int, last: int, place: Place) -> Iterator[Image]:
    """Pictures of the text between two blocks, each address once, ornaments left out; captions from `figcaption`, a line called so, or
    a line right below that speaks of the picture."""
    seen, told = set(), _told_in_turn(page, first, last)
    for position, element, box in page.images:
        if not first <= position <= last + 1 or box.under & (CHROME | APART | COMMENT | PICKER) \
                or not (_lies_in(box, within) or (position == first and _stands_above(element, box, within))):
            continue
        url = _picture(element, resolver)
        if url is None or url in seen or _is_ornament(element, url):
            continue
        seen.add(url)
        line = page.blocks[position] if position < len(page.blocks) else None
        named = line is not None and (line.box.under & CAPTION or _is_caption(line) or ends_in_credit(line.text)
                                      or is_centred_below(page, line) or (first < last and is_alone_below(line)) or position in told)
        caption = line.text if line is not None and named else _figure_caption(element)
        yield Image(url=url, caption=caption, type=media_type(url), paragraph=place(position))


def _told_in_turn(page: Blocks, first: int, last: int) -> set[int]:
    """The numbers of the lines of a text that is pictures and lines in turns, one short line below each picture: what that shows."""
    places = [position for position, _, _ in page.images if first <= position <= last and position < len(page.blocks)]
    if len(places) < _ALBUM or last - first + 1 > len(places) + 1 or len(set(places)) < len(places):
        return set()
    return {place for place in places if page.blocks[place].size <= _LINE and not page.blocks[place].linked}


def _is_caption(block: Block) -> bool:
    """Whether a line speaks of the picture above it: it says so, or who took it."""
    text = block.text
    return block.size <= 400 and not block.linked and (not text.isascii() or any(sign in text for sign in _CAPTION_SIGNS)) \
        and _CAPTION_LINE.search(text) is not None


def _lies_in(box: Box, outer: Box | None) -> bool:
    if outer is None:
        return True
    at: Box | None = box
    while at is not None and at is not outer:
        at = at.parent
    return at is not None


def _stands_above(element: HtmlElement, box: Box, text: Box | None) -> bool:
    """Whether a picture right above the text's first line stands in a box beside that of the text, as on pages of pictures, and leads to
    nothing else, as advertisements do."""
    return text is not None and box.parent is text.parent and not any(True for _ in element.iterancestors("a"))


def _picture(element: HtmlElement, resolver: Resolver) -> str | None:
    for name in _SOURCES:
        value = element.get(name)
        if value and not value.startswith("data:"):
            return resolver.resolve(value)
    return None


def _is_ornament(element: HtmlElement, url: str) -> bool:
    for name in ("width", "height"):
        size = (element.get(name) or "").removesuffix("px")
        if size.isdecimal() and len(size) < _DIGITS and int(size) < 50:
            return True
    path = path_of(url).lower()
    return any(sign in path for sign in _ORNAMENT_SIGNS) and _ORNAMENT.search(path) is not None


def path_of(url: str) -> str:
    """The path of an absolute address, as `urlsplit` gives it at eight times the cost."""
    head = url.partition("#")[0].partition("?")[0]
    start = head.find("/", head.find("://") + 3)
    return head[start:] if start >= 0 else ""


def _figure_caption(element: HtmlElement) -> str | None:
    figure = next(element.iterancestors("figure"), None)
    caption = next(figure.iter("figcaption"), None) if figure is not None else None
    return (clean("".join(caption.itertext())) or None) if caption is not None else None


def anchors(blocks: Iterable[Block]) -> list[Anchor]:
    """The anchors of blocks that lead anywhere, in order."""
    found: list[Anchor] = []
    for block in blocks:
        pieces = block.pieces
        runs = pieces if len(pieces) == 1 else [run for run in pieces if run[1] is not None]
        if len(runs) == 1:
            text, element = runs[0]
            if element is not None and (href := element.get("href")):
                found.append((block, element, text, href))
        elif runs:
            words: dict[HtmlElement, str] = {}
            for text, element in runs:
                if element is not None:
                    words[element] = words[element] + text if element in words else text
            found += [(block, element, text, href) for element, text in words.items() if (href := element.get("href"))]
    return found


def attachments(page: Blocks, anchors: Iterable[Anchor], resolver: Resolver) -> Iterator[Attachment]:
    """Files that anchors lead to, those of navigation left out; each address once."""
    seen = set()
    for block, element, words, href in [one for one in anchors if "." in one[2] or not _leads_to_page(one[3])]:
        named = "." in words and media_type(clean(words)) is not None
        if (not named and _leads_to_page(href)) or block.box.under & _NO_TEXT:
            continue
        url = resolver.resolve(href)
        if url is None or url in seen or not (named or file_kind(url) == "attachment"):
            continue
        seen.add(url)
        name = clean(words) or clean(element.get("title") or "") or file_name(url)
        if name and name[-1] in ".…" and (whole := clean(element.get("title") or "")).startswith(name.rstrip(".…")):
            name = whole
        beside = _named_beside(page, block, element) if name in _BUTTONS else None
        yield _attachment(url, *beside) if beside is not None else _attachment(
            url, name, stated_size(words, *_behind(page, block, element)))


def _named_beside(page: Blocks, block: Block, element: HtmlElement) -> tuple[str, str | None] | None:
    """The file's name that stands before a button in its line or row, and its size between the two: `任务表.pdf 1.2MB 下载`."""
    before = ""
    for text, anchor in block.pieces:
        if anchor is element:
            break
        before += f" {text}"
    lines = [one.text for one in page.blocks[max(0, block.index - _ROW_CELLS):block.index] if block.box.tag == "td"
             and one.box.parent is block.box.parent]
    words = clean(" ".join((*lines, before)))
    match = _FILE_IN_LINE.search(words)
    return None if match is None else (match[0], stated_size("", "", words[match.end():].strip()))


def shown_files(elements: Iterable[HtmlElement], resolver: Resolver) -> Iterator[Attachment]:
    """Documents that a page shows in frames, as they are or in a viewer that is told them (`viewer.html?file=/a.pdf` of pdf.js)."""
    for element in elements:
        url = shown_file(element, resolver)
        if url is not None:
            yield _attachment(url, file_name(url), None)


def written_files(scripts: Iterable[HtmlElement], resolver: Resolver) -> Iterator[Attachment]:
    """Files whose anchors stand in a text that a script keeps to write them below an article:
    `var hasFJ='<a href="./P1.docx">附件1.docx</a><br/>…';` (templates of TRS, which call it `file_appendix`, `hasFJ`, `fj`, `att`)."""
    seen = set()
    for script in scripts:
        text = script.text or ""
        for match in islice(_WRITTEN.finditer(text), _MOST_WRITTEN) if "<a " in text else ():
            for anchor in fromstring(f"<div>{match[1] or match[2]}</div>").iter("a"):
                url = resolver.resolve(anchor.get("href") or "")
                if url is not None and url not in seen and file_kind(url) == "attachment":
                    seen.add(url)
                    words = clean("".join(map(str, anchor.itertext())))
                    yield _attachment(url, words or file_name(url), stated_size(words, anchor.tail or "", ""))


def shown_file(element: HtmlElement, resolver: Resolver) -> str | None:
    """The address of the document that an embedding element shows; None when it shows none."""
    href = (element.get("src") or element.get("data") or "").strip()
    url = resolver.resolve(href) if href else None
    if url is not None and "file=" in href:
        told = dict(parse_qsl(href.partition("?")[2])).get("file")
        url = Resolver(url).resolve(told) if told else url
    return url if url is not None and media_type(url) in _DOCUMENTS else None


def _leads_to_page(href: str) -> bool:
    """Whether an href is none of a file, as most tell before they are resolved; False where that does not tell."""
    if "?" in href or "#" in href:
        return False
    last = href.rpartition("/")[2]
    return (last.endswith(_PAGE_ENDINGS) if "." in last else href.startswith(_FROM_ROOT)) and "download" not in href


def _attachment(url: str, name: str | None, size: str | None) -> Attachment:
    if size and name:
        name = without_size(name)
    return Attachment(url=url, name=name, type=media_type(name or "") or media_type(url) or media_type(file_name(url) or ""), size=size)


def _behind(page: Blocks, block: Block, element: HtmlElement) -> tuple[str, str]:
    """The text behind an anchor up to the next one, and that of the next cell or line when nothing else stands there."""
    rest = ""
    seen = False
    for text, anchor in block.pieces:
        if anchor is element:
            seen, rest = True, ""
        elif seen and anchor is None:
            rest += text
        elif seen:
            return rest, ""
    if rest.strip():
        return rest, ""
    following = page.blocks[block.index + 1] if block.index + 1 < len(page.blocks) else None
    return rest, following.text if following is not None and following.size <= 30 and not following.linked else ""


def images_of(values: list[HtmlElement] | list[str], page: Blocks, resolver: Resolver, place: Place) -> Iterator[Image]:
    """Pictures that a layout names: addresses, picture elements, or boxes that hold pictures."""
    seen = set()
    positions = {element: position for position, element, _ in page.images}
    for value in values:
        elements = [value] if isinstance(value, str) or value.tag == "img" else list(value.iter("img"))
        for element in elements:
            url = resolver.resolve(element) if isinstance(element, str) else _picture(element, resolver)
            if url is not None and url not in seen:
                seen.add(url)
                yield Image(url=url, caption=None if isinstance(element, str) else _figure_caption(element), type=media_type(url),
                            paragraph=place(positions[element]) if element in positions else None)


def attachments_of(values: list[HtmlElement] | list[str], resolver: Resolver) -> Iterator[Attachment]:
    """Files that a layout names: addresses, anchors, or boxes that hold anchors."""
    seen = set()
    for value in values:
        for anchor in [value] if isinstance(value, str) or value.tag == "a" else list(value.iter("a")):
            href = anchor if isinstance(anchor, str) else anchor.get("href") or ""
            url = resolver.resolve(href) if href else None
            if url is not None and url not in seen:
                seen.add(url)
                words = "" if isinstance(anchor, str) else clean("".join(anchor.itertext()))
                tail = "" if isinstance(anchor, str) else anchor.tail or ""
                yield _attachment(url, words or file_name(url), stated_size(words, tail, ""))


def links(anchors: Iterable[Anchor], numbers: Set[int], resolver: Resolver) -> tuple[str, ...]:
    """Absolute addresses that the text links to, in order, each once. `numbers`: those of its blocks."""
    hrefs = [href for block, _, _, href in anchors if block.index in numbers and not href.startswith(_NO_ADDRESSES)]
    return tuple(dict.fromkeys([url for href in hrefs if (url := resolver.resolve(href)) is not None]))


def file_name(url: str) -> str | None:
    """The file's name that an address states, in its query or at the end of its path; None when it states none."""
    parts = urlsplit(url)
    asked = {key.lower(): value for key, value in parse_qsl(parts.query)}
    for key in _FILE_NAMES:
        if key in asked and "." in asked[key]:
            return clean(asked[key].rpartition("/")[2]) or None
    return clean(unquote(parts.path.rpartition("/")[2])) or None


def media_type(name: str) -> str | None:
    """Media type by the ending of a file name or address; None when it tells none."""
    path = path_of(name) if "://" in name else name
    match = _ENDING.search(path.strip())
    return _TYPES.get(match[1].lower()) if match is not None else None
