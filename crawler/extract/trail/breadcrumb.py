"""The way to the article through the site's sections, as the page shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from crawler.addresses.address import Resolver
from crawler.extract.candidate import Say
from crawler.extract.markup.blocks import Block, Blocks, Box
from crawler.extract.markup.marks import COMMENT, CRUMB, PAGER
from crawler.extract.markup.metadata import Metadata
from crawler.extract.trail.printed_trail import printed
from crawler.extract.trail.trail_ends import NO_CRUMB, OF_MENU, TAIL, TAIL_UNLINKED, TAILS
from crawler.extract.trail.trail_leads import HOME, HOME_ABROAD, HOME_END, HOME_SIGNS, LEAD_SIGNS, NO_SECTION, is_led, without_lead
from crawler.extract.trail.trail_lists import ARROW_SIGNS, ARROWS, from_last_home, items_from, listed
from crawler.extract.trail.trail_names import ends_in_title, head_of, names_of_window
from crawler.extract.trail.trail_runs import EDGE, HYPHENED, JOINTS, SEPARATOR, are_items, are_names, parts_of, runs_of
from crawler.extract.trail.trail_targets import are_beside, are_parted_by_pictures, heads_sections, is_folder_about, leads_above
from crawler.extract.words.boilerplate import is_furniture
from crawler.extract.words.text import clean, folded
from crawler.extract.words.wording import signs_of

_HEAD: Final = 24
"""Characters at the end of a line among which a word for the text stands."""
_FEED: Final = re.compile(r"RSS(?:订阅)?$|订阅$", re.IGNORECASE)
_CLOCK: Final = re.compile(r"(?:今天是|今日(?:是|(?=[\W\d]|$))|现在是|当前时间)\s*[:：]?|"
                    r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日|(?:19|20)\d\d-\d\d?-\d\d?(?!\d)|"
                    r"(?:(?:信息|文章|稿件|新闻)?来\s?源|稿\s?源|作\s?者|(?:责任)?编\s?辑|(?:发布|更新)?(?:时间|日期)|浏览(?:次数)?|点击(?:数|率)?)[:：]")
"""What day it is, or the head line, which some pages tell beside the trail."""
_OTHER_LABEL: Final = (r"(?:发布|更新|添加|录入|信息|文章|稿件)?(?:时\s?间|日\s?期|来\s?源|作\s?者|编\s?辑|浏览|点击|阅读)"
                       r"[\u4e00-\u9fff]{0,2}\s?[:：]")
_IN_HEAD_LINE: Final = re.compile(rf"(?:所属)?栏目\s?[:：].{{2,40}}?\s{_OTHER_LABEL}")
"""The section in the head line, which tells no more than the trail does where there is one."""
_LABEL_BEHIND: Final = re.compile(rf"\s+(?={_OTHER_LABEL})")
_GLYPH: Final = re.compile(r"[0-9]$")
"""An arrow of a font of signs: `<font face="webdings">8</font>`, as pages for Internet Explorer have it."""
_WORD: Final = re.compile(r"[^\W_]")
"""What names have; between links there is any other sign: ︱, ▶, ＼."""
_UNPARTED: Final = re.compile("^(?:[^\\w《〈“‘\"'(（「『【〔［\\[{<]|<(?![A-Za-z/]))+")
"""Signs before a name without link, which part it from the link before: ●, ~, ☞, <<."""
_NO_TRAIL: Final = re.compile(r"设为首页|收藏|登录|注册|邮箱|地图|联系我们|关于我们")
_ISSUE: Final = re.compile(r"(?:(?:19|20)\d\d年?)?第?(?:\d{1,4}|[一二三四五六七八九十百]{1,4})(?:号|期|次|批|辑)")
"""What stands in a headline behind the name of its section, where that is a series: 某某公告[2022]第66号."""
_BUTTON: Final = re.compile(r"(?:我要|发表)?发(?:新)?[帖贴]|发表新[帖贴]|返回(?:列表|首页|主页)|(?:站内)?(?:搜索|检索)")
"""What boards have behind the trail, and what others have for those who go on."""
_ARROW: Final = re.compile(r"[>＞﹥»›→⇒⇨❯▸►▶➤➔➜☞－─]|-{1,3}>|\s[-–—/]\s|\s[-–—/]|[-–—/]\s")
_LATIN_ARROW: Final = signs_of(">")
_ANY_ARROW: Final = signs_of(*ARROW_SIGNS.replace(">", ""))
"""The one of a single octet is looked for by itself: beside it the others, of three, take ten times as long."""
_LAST: Final = frozenset((*EDGE, *(word[-1] for word in TAILS), *(word[-1].upper() for word in TAILS)))
_MOST_ITEMS: Final = 9
"""Items of a list that is a trail at most."""
_WEIGHT_OF_TRAIL: Final = 400
"""Weight of a trail at most."""
_CHANNEL: Final = 36
"""Weight of the name of a channel in a heading before the trail, at most."""
_PAIR, _LEAST_LINKS, _MOST_LINKS = 2, 3, 6
"""Links right above the headline that are a trail though nothing joins them."""
_MOST_PICTURED: Final = 4
"""Links that pictures part, of a trail that stands there, at most: menus have more."""
_ABOVE_TITLE: Final = 3
"""Blocks above the headline in which such a line may stand where pictures join it."""
_BETWEEN: Final = re.compile(r"--|－－|——|\s*[/／]\s*$")
_WIDE_BETWEEN: Final = re.compile("－－|——|／")
_HOME_LINE: Final = re.compile(rf"[\W_]{{0,4}}(?:home ?page|home|main ?page|{HOME_ABROAD})\s*(?:[>＞»›→/]|-{{1,3}}>?\s)", re.IGNORECASE)
_HOME_HEAD: Final = 14
"""Characters of a line among which its Chinese name stands."""
_LONGEST: Final = 60
_CUTS: Final = ("…", "...", "..", "．．．")
"""How a headline ends that was cut short."""
_READING: Final = re.compile(r"^(?:浏览|查看|阅读|主题|帖子|标题|题目)\s*[:：]\s*")
"""What boards put before the headline at the end of the trail."""
_SHORT_NAME: Final = 16
"""Characters of a name in a trail without links, at most."""


class Trail(NamedTuple):
    """Crumbs with their addresses, and the rule that found them; empty when there are none."""

    crumbs: tuple[str, ...] = ()
    urls: tuple[str | None, ...] = ()
    rule: str | None = None
    blocks: frozenset[int] = frozenset()
    """Numbers of the blocks it was read from."""


def find(page: Blocks, metadata: Metadata, resolver: Resolver, title: str | None, say: Say | None = None, window: str = "") -> Trail:
    """The breadcrumb: behind a lead word, in a box that is called so, a line that begins at home or with the site's name, then JSON-LD,
    then one that a script prints. `window`: the text of the window's title."""
    chosen = Trail()
    for trail in _trails(page, metadata, resolver, title, window):
        chosen = chosen if chosen.crumbs else trail
        if say is None:
            break
        say("breadcrumb", " > ".join(trail.crumbs), trail.rule, "")
    return chosen


def _trails(page: Blocks, metadata: Metadata, resolver: Resolver, title: str | None, window: str) -> Iterator[Trail]:
    """What may be the breadcrumb, best first."""
    for rule, blocks in _places(page, title, resolver, window):
        crumbs = _without_article(list(_crumbs(blocks, resolver, bounded=rule == "crumb mark")), title, resolver)
        if rule in ("home line", "line of links"):
            crumbs = from_last_home(crumbs)
        if rule == "home line" or (rule == "crumb mark" and crumbs and crumbs[0][1] is None):
            home = next((at for at, (name, _) in enumerate(crumbs) if HOME.search(name)), 0)
            crumbs = crumbs[home:]
        if crumbs and _is_trail(crumbs, rule):
            names, urls = zip(*crumbs, strict=True)
            yield Trail(names, urls, rule, frozenset(block.index for block in blocks))
    stated = _stated(metadata, resolver, title)
    if stated.crumbs:
        yield stated
    runs = [crumb for run, anchor in printed(metadata.printing) for crumb in _of_run(run, anchor, resolver)]
    crumbs = _without_article(runs, title, resolver)
    if len(crumbs) > 1 and _is_trail(crumbs, "lead word"):
        names, urls = zip(*crumbs, strict=True)
        yield Trail(names, urls, "printed")


def _places(page: Blocks, title: str | None, resolver: Resolver, window: str) -> Iterator[tuple[str, Sequence[Block]]]:
    blocks = page.blocks
    of_head = []
    for number in page.wording.holding(LEAD_SIGNS):
        if is_led(blocks[number].text, blocks[number].size) and _is_shown(blocks[number]) and blocks[number].box.tag != "th":
            if _IN_HEAD_LINE.match(blocks[number].text) is not None:
                of_head.append(blocks[number])
            else:
                yield "lead word", _line(page, blocks[number])
    for box in [box for box in page.marked if box.marks & CRUMB]:
        if not box.hidden and 1 <= box.last - box.first <= 14 and not box.marks & PAGER:
            yield "crumb mark", page.blocks[box.first:box.last]
    above, arrows = head_of(page), {*page.wording.holding(_LATIN_ARROW), *page.wording.holding(_ANY_ARROW)}
    parted = [one for one in above if one.linked and len(one.pieces) > 1]
    for block in [one for one in parted if one.text[-1] in _LAST or one.index in arrows]:
        if block.size <= 400 and (block.index in arrows or _ends_so(block)) and _is_shown(block) and _is_line_of_links(block):
            yield "line of links", [*_channel(page, block), block]
    for block in _shown(page, page.wording.holding(HOME_SIGNS)):
        if block.size <= 400 and (HOME.search(block.text[:_HOME_HEAD]) or _HOME_LINE.match(block.text)) \
                and (_ARROW.search(block.text) or HYPHENED.fullmatch(block.text) or ("|" in block.text and _ends_so(block))) \
                and not _NO_TRAIL.search(block.text):
            yield "home line", [block]
        elif (block.linked and block.index + 1 in arrows and (items := items_from(page, block))) \
                or (block.box.tag == "li" and (items := listed(page, block, title, resolver))):
            yield "home line", items
        elif len(block.pieces) > 1 and (
                _is_joined(block) or (title and (ends_in_title(block, title) or _heads_title(page, block, title, resolver)))):
            yield "home line", [block]
    for block in _shown(page, sorted(arrows)):
        if block.size <= 200 and block.index < len(above) and _is_plain_trail(block):
            yield "line of names", [block]
    for block in [one for one in parted if one.linked and len(one.pieces) > 2]:
        if title and _is_shown(block) and heads_sections(page, block, title, resolver):
            yield "line of sections", [block]
    for block in names_of_window(above, window):
        if _is_shown(block):
            yield "line of names", [block]
    for block in of_head:
        yield "lead word", [block]


def _is_joined(block: Block) -> bool:
    """Whether a line is links with double hyphens or slashes between them, the first of which names the first page at its end:
    某某网首页--新闻, 首页/政务公开/图解."""
    if block.size > _WEIGHT_OF_TRAIL or not ("--" in block.text or "/" in block.text or _WIDE_BETWEEN.search(block.text)):
        return False  # as nearly all
    runs = [(run.strip(), anchor) for run, anchor in runs_of(block) if not run.isspace()]
    joints = [run for run, anchor in runs if anchor is None]
    return bool(joints) and runs[0][1] is not None and HOME_END.search(runs[0][0]) is not None \
        and all(map(_BETWEEN.match, joints)) and len(joints) >= len(runs) // 2 and not _NO_TRAIL.search(block.text)


def _channel(page: Blocks, line: Block) -> Sequence[Block]:
    """The linked heading right before a trail, in the box next to it: the name of the channel, with which the trail begins."""
    before = page.blocks[line.index - 1] if line.index else None
    beside = before is not None and before.level and before.linked >= before.size <= _CHANNEL and line.box.parent in (
        before.box.parent, before.box)
    begins = HOME.search(line.text[:_HOME_HEAD]) is not None or _HOME_LINE.match(line.text) is not None
    return [before] if before is not None and beside and not begins else []


def _heads_title(page: Blocks, block: Block, title: str, resolver: Resolver) -> bool:
    """Whether a line of a few links, the first of which leads home, stands right above the headline: whatever signs part them, or arrows
    that styles or pictures draw. With pictures there may be two, and a line or two below them. The last name may be without a link: the
    page's own section; else links beside each other are a menu."""
    following = page.blocks[block.index + 1:block.index + 1 + _ABOVE_TITLE]
    if not any(line.text.startswith(title) for line in following) or block.size > _WEIGHT_OF_TRAIL or _NO_TRAIL.search(block.text):
        return False
    runs = [(run.strip(), anchor) for run, anchor in runs_of(block) if not run.isspace()]
    links = [run for run, anchor in runs if anchor is not None]
    pictured = are_parted_by_pictures(block)
    plain = pictured and runs[0][1] is None and HOME.search(runs[0][0].strip(EDGE)) is not None
    if not links or not (plain or runs[0][1] is not None) or HOME_END.search(runs[0][0]) is None or len(runs[0][0]) > _HOME_HEAD \
            or len(links) > _MOST_LINKS:
        return False
    runs = runs[1:] if plain else runs
    own = runs[-1][0] if runs[-1][1] is None and _WORD.search(runs[-1][0]) else ""
    if len(own) > _SHORT_NAME or SEPARATOR.search(own.strip(EDGE)) \
            or any(anchor is None and run is not own and _WORD.search(run) for run, anchor in runs):
        return False
    if len(links) > _MOST_PICTURED if pictured else not following[0].text.startswith(title):
        return False
    return bool(own) or ((pictured or len(links) >= _LEAST_LINKS) and not are_beside(block, resolver)) \
        or (len(links) == _PAIR and leads_above(block, resolver))


def _shown(page: Blocks, numbers: Iterable[int]) -> Iterator[Block]:
    """Those of these blocks that are shown and no reader's words."""
    return (block for number in numbers if _is_shown(block := page.blocks[number]))


def _is_shown(block: Block) -> bool:
    return not (block.box.hidden or block.box.under & COMMENT)


def _is_plain_trail(block: Block) -> bool:
    """Whether a line is three short names or more joined by arrows, with links or without; `«` and `»` are quotation marks."""
    if "«" in block.text:
        return False
    parts = [part for part in ARROWS.split(block.text) if part or block.text.isascii()]
    return len(parts) > 2 and all(2 <= len(part.strip()) <= _SHORT_NAME for part in parts) and not _NO_TRAIL.search(block.text)


def _ends_so(block: Block) -> bool:
    """Whether a line ends in a word for the text: without that and without an arrow it is no line of links, and most have neither."""
    return block.pieces[-1][1] is None and block.text[-_HEAD:].rstrip(EDGE).lower().endswith(TAILS)


def _is_line_of_links(block: Block) -> bool:
    """Whether a line is links joined by arrows, with at most one name without link at its end: no lead word, no first page named.
    Slashes and hyphens join links of other kinds, too: with them the line must end in a word for the text."""
    if not any(ARROWS.search(run) or clean(run).rstrip(EDGE).lower().endswith(TAILS)
               for run, anchor in block.pieces if anchor is None and not run.isspace()):
        return False  # nothing joins them, and none is a word for the text
    runs = [(clean(run), anchor) for run, anchor in runs_of(block)]
    plain = [run for run, anchor in runs if anchor is None and run]
    links = sum(anchor is not None and bool(run) for run, anchor in runs)
    if not plain or not links or _NO_TRAIL.search(block.text):
        return False
    if len(plain) > 1 and _CLOCK.match(plain[-1].strip(EDGE)):
        plain, runs = plain[:-1], runs[:-1]  # the day beside it
    last = plain[-1].strip(EDGE)
    ends = bool(TAIL.match(last)) and runs[-1][1] is None
    joints = plain[:-1] if last else plain
    if last and (runs[-1][1] is not None or len(last) > _LONGEST):
        return False
    if any(joint.strip(EDGE) for joint in joints):
        return False
    arrows = all(ARROWS.search(joint) for joint in plain)
    current = any("currchnlcls" in (anchor.get("class") or "").lower() for _, anchor in runs if anchor is not None)
    return arrows and (links > 1 or ends or current) if not ends else arrows or links > 1 or "/" in plain[0]


def _line(page: Blocks, block: Block) -> Sequence[Block]:
    """The block, or the small box of its crumbs when they are blocks of their own."""
    names = without_lead(block.text).strip(EDGE)
    listed = block.box.parent if block.box.tag == "li" else None
    if listed is not None and 2 <= listed.last - listed.first <= _MOST_ITEMS \
            and all(other.box.parent is listed for other in page.blocks[listed.first:listed.last]):
        return page.blocks[block.index:listed.last]
    if ARROWS.match(block.text[-1]) is not None and 1 < block.box.last - block.index <= _MOST_ITEMS \
            and sum([part.size for part in page.blocks[block.index:block.box.last]]) <= _WEIGHT_OF_TRAIL:
        return page.blocks[block.index:block.box.last]  # a table in its cell has the rest
    if len(names) > 1 and (len(block.pieces) > 1 or SEPARATOR.search(names) or are_names(names)):
        return [block]
    box: Box | None = block.box
    while box is not None and box.last - box.first < 2:
        box = box.parent
    if box is None or box.last - box.first > 14 or sum(part.size for part in page.blocks[box.first:box.last]) > 500:
        return [block]
    return page.blocks[block.index:box.last]


def _crumbs(blocks: Sequence[Block], resolver: Resolver, *, bounded: bool) -> Iterator[tuple[str, str | None]]:
    """Names and addresses; a crumb ends at a separator, an anchor's edge or a block's end."""
    for block in blocks:
        begun, bracketed = False, False
        if bounded and are_items(block):
            for run, _ in block.pieces:
                yield from _plain(run)
            continue
        for run, anchor in runs_of(block):
            if anchor is not None and begun and bracketed:
                continue
            begun = begun or (anchor is not None and not bracketed)
            bracketed = anchor is None and run.rstrip().endswith(("[", "【"))
            yield from _of_run(run, anchor, resolver)


def _of_run(run: str, anchor: HtmlElement | None, resolver: Resolver) -> Iterator[tuple[str, str | None]]:
    """The names in a run of text, with the address of the link in which it stands."""
    if anchor is None:
        for part in parts_of(run) if run.strip(EDGE) else ():
            yield from _plain(part)
        return
    name = clean(run).strip(EDGE)
    parts = [name]
    if JOINTS.search(run) and SEPARATOR.search(run.strip(EDGE)):
        parts = [clean(part).strip(EDGE) for part in parts_of(run, linked=True)]
    href = anchor.get("href")
    url = resolver.resolve(href) if href else None
    for part in parts:
        if part:
            yield part, url


def _plain(text: str) -> Iterator[tuple[str, str | None]]:
    name = _UNPARTED.sub("", without_lead(clean(text)).strip(EDGE))
    name = _LABEL_BEHIND.split(name)[0] if ":" in name or "：" in name else name
    if name and not _GLYPH.match(name) and _WORD.search(name) is not None:
        yield name, None


def _without_article(crumbs: list[tuple[str, str | None]], title: str | None, resolver: Resolver) -> list[tuple[str, str | None]]:
    """The crumbs without the article itself at their end; a section that is called as the article is (警情通报, 讣告) stays."""
    key = folded(title or "")
    while len(crumbs) > 1 and NO_SECTION.search(crumbs[0][0]):
        crumbs.pop(0)
    if crumbs and NO_CRUMB.fullmatch(crumbs[-1][0]):
        crumbs.pop()
    for count in range(2, min(4, len(crumbs))):
        if key and not any(url for _, url in crumbs[-count:]) and folded("".join([name for name, _ in crumbs[-count:]])) == key:
            del crumbs[-count:]  # a bar in the headline
            break
    while crumbs:
        last, url = crumbs[-1]
        if TAIL.match(last) or (url is None and len(crumbs) > 1 and TAIL_UNLINKED.match(last)) \
                or (len(crumbs) > 1 and (_FEED.match(last) or _NO_TRAIL.match(last) or _BUTTON.fullmatch(last)
                                         or (url is None and _CLOCK.match(last)))):
            crumbs.pop()
            continue
        name = folded(_READING.sub("", crumbs[-1][0]))
        own = crumbs[-1][1] is None or 2 * len(name) >= len(key) or last.endswith(_CUTS)
        least = _SHORT_NAME if last.isascii() and not last.endswith(_CUTS) else 6
        cut = len(name) >= least and bool(key) and ((own and key.startswith(name)) or name.startswith(key)
                                                    or (len(name) >= 12 and key.endswith(name)))
        if cut and key.startswith(name) and _ISSUE.fullmatch(key, len(name)):
            break
        furniture = len(crumbs) > 1 and crumbs[-1][1] is None and is_furniture(crumbs[-1][0])
        if not (furniture or (key and name == key) or cut) or (last == title and is_folder_about(url, resolver)):
            break
        crumbs.pop()
    return crumbs


def _is_trail(crumbs: list[tuple[str, str | None]], rule: str) -> bool:
    if not 1 <= len(crumbs) <= 9 or any(len(name) > _LONGEST for name, _ in crumbs):
        return False
    if _NO_TRAIL.search(crumbs[0][0]) or any(OF_MENU.fullmatch(name) for name, _ in crumbs[:-1]) \
            or any(name.startswith("www.") for name, _ in crumbs):
        return False
    linked = sum(url is not None for _, url in crumbs)
    if rule in ("lead word", "line of links"):
        return rule == "lead word" or linked >= 1
    if rule == "crumb mark":
        return (linked >= 1 and len(crumbs) > 1) or (linked + len(crumbs) > 1 and bool(HOME.search(crumbs[0][0])))
    return len(crumbs) > 1


def _stated(metadata: Metadata, resolver: Resolver, title: str | None) -> Trail:
    for node in metadata.documents:
        if node.get("@type") != "BreadcrumbList" or not isinstance(node.get("itemListElement"), list):
            continue
        crumbs = []
        for item in node["itemListElement"][:12]:
            if isinstance(item, dict):
                target = item.get("item")
                name = item.get("name") or (target.get("name") if isinstance(target, dict) else None)
                href = target.get("@id") if isinstance(target, dict) else target
                if isinstance(name, str) and clean(name):
                    crumbs.append((clean(name), resolver.resolve(href) if isinstance(href, str) else None))
        crumbs = _without_article(crumbs, title, resolver)
        if crumbs:
            names, urls = zip(*crumbs, strict=True)
            return Trail(names, urls, "json-ld")
    return Trail()


def of_values(values: list[HtmlElement] | list[str], page: Blocks, resolver: Resolver, title: str | None, rule: str) -> Trail | None:
    """The breadcrumb in what a layout names: one element that holds it all, or an element or string for each crumb."""
    crumbs: list[tuple[str, str | None]] = []
    for value in values:
        if isinstance(value, str):
            crumbs += _plain(value)
            continue
        blocks = [block for box in page.boxes if box.element is value for block in page.blocks[box.first:box.last]]
        if blocks:
            crumbs += _crumbs(blocks, resolver, bounded=True)
        else:
            href = value.get("href")
            crumbs += [(name, resolver.resolve(href) if href else None) for name, _ in _plain("".join(value.itertext()))]
    crumbs = _without_article(crumbs, title, resolver)
    if not crumbs:
        return None
    names, urls = zip(*crumbs, strict=True)
    return Trail(names, urls, rule)
