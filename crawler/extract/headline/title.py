"""The article's title: what the page calls it, held against what the page shows."""

from __future__ import annotations

import re
from html import unescape
from typing import Final, NamedTuple

import crawler.extract.headline.unmarked_title as unmarked_title
import crawler.extract.headline.window_lines as window_lines
from crawler.extract.candidate import Say
from crawler.extract.headline.broken_headline import whole_headline
from crawler.extract.headline.headings import LONGEST, headings_of, is_below_text, kind_of, leads_home, rank_of, undated
from crawler.extract.headline.site_name import (
    CUT,
    greeted,
    is_file_name,
    is_name,
    is_own_section,
    is_page_type,
    is_section_of_office,
    is_site,
    leading_site,
    less,
    names_latin_site,
    names_office,
    names_section,
    without_site,
)
from crawler.extract.headline.window_lines import NOTE, SHORTEST, SHORTEST_NAMED
from crawler.extract.headline.within_heading import own_words
from crawler.extract.markup.blocks import Block, Blocks, Box
from crawler.extract.markup.marks import APART, BODY, CHROME, CRUMB, HEADLINE, SIDE, TITLED
from crawler.extract.markup.metadata import Metadata, rule_of
from crawler.extract.markup.type_sizes import is_smaller, largest_beside
from crawler.extract.words.boilerplate import begins_another, is_trail_line
from crawler.extract.words.colophon import is_colophon
from crawler.extract.words.text import clean, folded, folded_each

_LONGEST_NAME: Final = 4000
"""Characters of a title that is looked at, in tags or the window's."""
_BARS: Final = ("-", "_", "|", "–", "—", "·", "•", "»", "<")
"""What parts a headline from what stands behind it in the window's title."""
_MADE_FOR_ARTICLES: Final = ("meta articletitle", "hanweb mark title", "enpproperty title")
_LONG_HEAD: Final = 40
"""Weight of a headline in the page's head at least, where names of sites stand."""
_NAMED: Final = 12
"""Weight in Han characters of a heading that is named a headline at least."""
_HOME: Final = 8
"""Letters of a heading that is a trail, among which the first page stands."""
_MOST_SAID: Final = 20
"""Headings named to those who ask what was there to choose from."""
_TOP: Final = 3
"""Blocks at the very head of a page."""
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_BROKEN: Final = re.compile("[\u4e00-\u9fff]\\s*[\n\x00][\\s\x00]*[\u4e00-\u9fff]")
"""Where a line or an element (NUL) ends between two characters of a headline."""
_ENDINGS: Final = ("官方网站", "政府网站", "门户网站", "官网", "网站", "网")
_MARKUP: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_TOOLS = re.compile(r"\s*[\[【(（]?\s*(?:(?:浏览|调整|选择)?(?:字体|字号|文字)(?:大小|选择)?\s*[:：]?\s*[\[【(（]?\s*(?:特大|超大|大|A\+?)"
                    r"\W{0,3}(?:中|默认|标准|A)\W{0,3}(?:小|A-?)|大\s+中\s+小)\s*[】\])）]?\s*(?:打印)?\s*(?:关闭)?$")
"""The picker of type that stands beside a headline, in its element."""
_TOOLS_AT: Final = 10
"""Characters at the end of a headline among which its last word stands."""
_MOST_LOOKED_AT: Final = 80
"""Blocks among which a short headline is looked for."""
_SIGNED: Final = re.compile(r"By \S|(?:Updated|Published|Source|Date)\b.{0,6}[:：]")
"""How the line of author and day begins, which may be a low heading."""
_COUNTER: Final = re.compile(r"\s*[(（]?\d+[)）]?$")
_OF_PICTURES: Final = re.compile(r"\s*[(（]\d{1,3}/\d{1,3}[)）]$")
_SORT: Final = re.compile(r"^(?:Blog|News|Article|Press Release|Video|Guide|Feature)\s*[:：]\s*(?=.{4})", re.IGNORECASE)
_EDIT: Final = re.compile(r"\s*(?:\[(?:编辑|編輯|edit)\]|\u00b6)$", re.IGNORECASE)
_PREFIX: Final = re.compile(r"^(?:(?:文章|新闻|信息)?标题|主题|题目|名称|Title)\s*[：:]\s*")
_META: Final = ("articletitle", "hanweb mark title", "enpproperty title", "article:title",
         "og:title", "twitter:title", "dc.title", "title", "headline", "sailthru.title", "parsely-title")


class Title(NamedTuple):
    """A title, the rule that gave it, and the block it stands in (None when it is not shown)."""

    text: str | None
    rule: str | None
    block: Block | None


def find(page: Blocks, metadata: Metadata, window: str | None, say: Say | None = None) -> Title:
    """The title. `window`: text of the `title` element, None when there is none. `say` hears of every name and heading."""
    window = greeted(_unmarked(window[:_LONGEST_NAME])) if window else None
    every = headings_of(page)
    home = {one for one in every if one.linked and one.linked > 0.8 * one.size and leads_home(one)}
    backed = bool([one for one in home if (window or "").startswith(one.text)])
    first_of = {one.text: one for one in reversed(every) if one.level}
    shown = window or ""
    sites = {text for text, one in first_of.items() if (shown.startswith(text) or shown.endswith(text) or not text.isascii())
             and is_site(one, page, metadata, window)}
    if every and every[0].text == window and _heads_site(page, every):
        sites.add(every[0].text)
    site = leading_site(page, metadata, window) if window else None
    if site is not None:
        sites.add(site)
    headings = ([one for one in every if one not in home] if home else every) or every
    headings = [one for one in headings if one.text not in sites] if sites else headings
    headings = [one for one in headings if one.level or one.text != window or not is_name(one.text)]
    window = less(window, sites) if window and sites else window
    headings = [one for one in headings if "页" not in one.text[:_HOME] or not is_trail_line(one.text)] or headings
    window = None if window and headings and is_page_type(window) else window
    front = without_site(window or "")
    vague = not front or names_section(front) or is_name(front)
    headings = [one for one in headings if not ((vague or _opens(one.text, window)) and names_section(one.text))] or headings
    named = [(_unmarked(value[:_LONGEST_NAME]), rule_of(name)) for name, value in metadata.among(_META)
             if not is_file_name(value) and value != metadata.value("sitename")]
    named = [one for one in named if not (is_page_type(one[0]) or is_own_section(page, one[0]))] if headings else named
    stated = _uncut(metadata.stated("headline") or "", window or "")
    if stated:
        named.insert(1 if named and named[0][1] == "meta articletitle" else 0, (stated, "json-ld headline"))
    if window:
        named.append((window, "title"))
    if say is not None:
        for value, rule in named:
            say("title", value, rule, "")
        for block in headings[:_MOST_SAID]:
            say("title", block.text, kind_of(block), f"looks like a headline: {rank_of(block):+.2f}")
    best = _confirmed(page, headings, named, window, backed=backed)
    if best is not None and best.text and best.rule and best.rule.endswith("in title") and names_section(best.text):
        best = _stated_instead(page, best.text, named) or best
    best = best or _unconfirmed(page, headings, named, window)
    over = unmarked_title.stated_above(page, best.block, named)
    best = best if over is None else Title(over.text, "json-ld headline", over)
    made = any(rule in _MADE_FOR_ARTICLES for _, rule in named)
    whole = whole_headline(page, best.block, [folded(window_lines.last_part(value)) for value, _ in named]) \
        if not made and best.block is not None and best.block.text == best.text else None
    if best.block is None and best.text:
        whole = window_lines.cut_line(page, best.text)
    best = best if whole is None else Title(whole.text, best.rule, whole)
    best = _below_section(page, best)
    if best.block is not None and best.text == best.block.text:
        best = Title(own_words(best.block, window) or undated(best.block).text, best.rule, best.block)
    sited = not best.text or (best.block is None and best.rule == "title" and names_office(best.text))
    line = (unmarked_title.in_print(page) or unmarked_title.above_day(page) or unmarked_title.above(page)) if sited else None
    if line is None and best.block in home:
        line = window_lines.shown_whole(page, window) or unmarked_title.above(page) or unmarked_title.above_day(page)
    if line is not None:
        return Title(line.text, "line above day", line)
    if best.text and best.text[(half := len(best.text) // 2)] == " " and half > SHORTEST and best.text[:half] == best.text[half + 1:]:
        return Title(best.text[:half], best.rule, best.block)  # it stands there twice: once for paper
    return best if best.text or site is None else Title(site, "title", None)


def _heads_site(page: Blocks, headings: list[Block]) -> bool:
    """Whether the first heading, which is all of the window's title, stands at the very head of a page where another has its day below
    it: a school's name, an office's."""
    first, others = headings[0], headings[1:_MOST_SAID]
    return first.level == 1 and first.index < _TOP and not unmarked_title.is_dated(page, first) \
        and any(other.level in (2, 3) and other.text != first.text and unmarked_title.is_dated(page, other) for other in others)


def _larger_below(page: Blocks, office: Block) -> Block | None:
    """The line above the day that is known to be set larger than an office's name, which is the `h1` at the head of a page."""
    if office.index >= _TOP or office.text.isascii() or not names_office(office.text):
        return None
    line = unmarked_title.above_day(page)
    return line if line is not None and line.index > office.index and is_smaller(office, line) else None


def _below_section(page: Blocks, best: Title) -> Title:
    """The headline below the name of a section or an office that was taken for it, and without the picker of type beside it."""
    below = unmarked_title.below_section(page, best.block, best.text or "") if best.block is not None else None
    best = best if below is None else Title(below.text, "line below section", below)
    if best.block is not None and best.block.level == 1 and (large := _larger_below(page, best.block)) is not None:
        return Title(large.text, "line above day", large)
    if best.text and "小" in best.text[-_TOOLS_AT:] and len(bare := _TOOLS.sub("", best.text)) > 3:
        return Title(bare, best.rule, best.block)
    return best


def _stated_instead(page: Blocks, section: str, named: list[tuple[str, str]]) -> Title | None:
    """What a tag made for articles states and the page shows as a line, where else the heading of a section would be the headline."""
    for value, rule in named:
        if rule in _MADE_FOR_ARTICLES and section not in value and (line := unmarked_title.line_of(page, value)) is not None:
            return Title(value, rule, line)
    return None


def _uncut(text: str, window: str) -> str:
    """A headline for machines, which some cut at 110 characters, as the window's title has it whole."""
    begun = text.rstrip(".…")
    return max(text, without_site(window), key=len) if begun != text and len(begun) >= SHORTEST and window.startswith(begun) else text


def _unmarked(text: str) -> str:
    """Without mark-up and references that were escaped twice."""
    return clean(_MARKUP.sub("", unescape(text))) if "<" in text or "&" in text else text


def _confirmed(page: Blocks, headings: list[Block], named: list[tuple[str, str]], window: str | None, backed: bool) -> Title | None:
    """The longest heading that the page's own names for itself contain; of equal ones the highest and first. `backed`: whether the
    window's title begins with the site's name."""
    best: tuple[float, Block, str] | None = None
    names: dict[str, tuple[int, str]] = {}
    for position, (value, rule) in enumerate(named):
        names.setdefault(folded(value), (position, rule))
    front: str | None = None
    shown = folded(window or "")
    every, shortest = " ".join(names), min([len(name) for name in names if len(name) >= 8], default=LONGEST)
    ending = next((end for end in _ENDINGS if shown.endswith(end)), "") if shown.endswith(_ENDINGS) else ""
    keys = folded_each([_EDIT.sub("", block.text) if block.text[-1] in "]\u00b6" else block.text for block in headings])
    for block, key in zip(headings, keys, strict=True):
        if key not in every and len(key) < shortest:
            continue  # nearly all
        alike = [(position, name, rule) for name, (position, rule) in names.items()
                 if key in name or (len(name) >= 8 and name in key and len(name) > 0.6 * len(key))]
        if not alike:
            continue
        if block.level == 1 and key != shown and shown.endswith(key) and not shown.startswith(key) and _is_fronted(shown, headings):
            continue
        opens = _opens(block.text, window)
        if front is None and (block.level != 1 or not opens):
            front = folded(without_site(window or ""))
        if len(key) < 2 or (block.level != 1 and not backed and shown and not (front or "").startswith(key)
                            and shown.endswith(key + ending) and key != shown and "关于" not in key
                            and not names_office(shown[:-len(key)])
                            and not names_office((window or "").partition("-")[0].strip()) and not unmarked_title.is_dated(page, block)):
            continue
        if not opens and _falls_short(block, key, front or ""):
            continue
        for position, name, rule in alike:
            share = min(len(key), len(name)) / max(len(key), len(name), 1)
            score = share + rank_of(block) + (0.15 if key == name else 0.0) - 0.01 * position
            if shown and key in shown:
                score += 0.45 if shown.startswith(key) else 0.3
            if (share >= 0.3 or opens or (block.level == 1 and key in shown)) and (best is None or score > best[0] + 1e-9):
                best = (score, block, rule)
    if best is None:
        return None
    block = best[1]
    over = unmarked_title.heading_above(page, headings, block) if block.level > 1 else None
    if over is not None:
        return Title(_tidied(over.text, window), "h1", over)
    above = window_lines.whole_above(page, window, block) if block.level != 1 else None
    if above is not None:
        return Title(above.text, "line like title", above)
    # Lines in bold type that were joined inside the text are a part of it: documents repeat their headline there.
    joined = block.text != page.blocks[block.index].text
    broken = joined or (" " in block.text and _BROKEN.search("\0".join([run for run, _ in block.pieces])) is not None)
    text = _spelt(block.text, window) if broken else block.text
    return Title(_tidied(text, window), f"{kind_of(block)} in {best[2]}", unmarked_title.first_shown(page, block) if not joined
                 else block if not block.box.under & BODY else None)


def _is_fronted(shown: str, headings: list[Block]) -> bool:
    """Whether the window's title (its letters) begins with a heading."""
    return any(4 <= len(head) < len(shown) and shown.startswith(head) for head in (folded(block.text) for block in headings))


def _spelt(text: str, window: str | None) -> str:
    """A headline of several lines with a blank between them where the window's title has one."""
    match = re.match(r"\s*".join(map(re.escape, "".join(text.split()))), window or "")
    return match[0] if match is not None else text


def _opens(text: str, window: str | None) -> bool:
    """Whether the window's title is the heading with a separator and more behind it."""
    return window is not None and window.startswith(text) and window[len(text):].lstrip()[:1] in _BARS


def _falls_short(block: Block, key: str, front: str) -> bool:
    """Whether a heading has too little of the window's title to be it: a section's heading that has a word of it; in Latin text, where
    headings inside of articles repeat the question, also a lower heading with less than four fifths of it or with words of its own."""
    if len(front) < 12 or key == front:
        return False
    if key in front and len(key) < 0.3 * len(front):
        return True
    lower = block.level > 1 and (block.level > 3 or not block.box.under & HEADLINE) and _HAN.search(front) is None
    return lower and ((key in front and len(key) < 0.8 * len(front)) or (front in key and len(front) < 0.95 * len(key)))


def _unconfirmed(page: Blocks, headings: list[Block], named: list[tuple[str, str]], window: str | None) -> Title:
    """No heading agrees with the page's names: a tag made for articles, the one h1, a line much like the window's title, the tags,
    the window's title without the site."""
    for value, rule in named:
        if rule in _MADE_FOR_ARTICLES:
            return Title(value, rule, unmarked_title.line_of(page, value, headings))
    shown = window_lines.shown_whole(page, window, *[value for value, _ in named if value != window and value in (window or "")])
    if shown is not None:
        return Title(shown.text, "line like title", shown)
    told = unmarked_title.in_facts(page)
    if told is not None:
        return Title(told[0], "index table", told[1])
    firsts = [block for block in headings if block.level == 1 and len(block.text) > 3
              and (not block.box.under & CHROME or _is_whole(block))
              and not (is_name(block.text) and block.linked > 0.8 * block.size and leads_home(block))]
    longest: dict[Box, int] = {}
    for block in firsts:
        longest[block.box] = max(len(block.text), longest.get(block.box, 0))
    firsts = [block for block in firsts if len(block.text) == longest[block.box]]
    if len({block.text for block in firsts}) == 1 and (len(firsts[0].text) > 7 or not window):
        return Title(_tidied(firsts[0].text, window), "h1", firsts[0])
    longer = window_lines.cut_short(headings, window)
    if longer is not None:
        return Title(_tidied(longer.text, window), "heading cut in title", longer)
    like = window_lines.like(page, window) if not is_name(window or "") else None
    if like is not None:
        return Title(_tidied(like.text, window), "line like title", like)
    marked = [one for one in headings if one.box.under & HEADLINE and len(one.text) > 7 and not one.linked and not is_colophon(one.text)]
    front = without_site(window or "")
    if len(folded(front)) < 10 or _names_site(front):
        for block in headings:
            if block.text != window and (_may_head(block) or unmarked_title.is_word(page, block)) and not begins_another(block.text) \
                    and not unmarked_title.heads_list(page, block) and not is_below_text(page, block):
                block = largest_beside([one for one in headings if one.level and not (
                    one.linked or one.box.under & (CHROME | SIDE | APART | CRUMB))], block) if block.level else block
                return Title(_tidied(block.text, window), kind_of(block), block)
        line = unmarked_title.under_section(page, headings, front, window or "")
        if line is not None:
            return Title(_PREFIX.sub("", line.text), kind_of(line) if line.level else "line above text", line)
    dated = [block for block in headings if block.level and _may_head(block) and unmarked_title.is_dated(page, block)
             and not begins_another(block.text) and not is_below_text(page, block)] if len(named) == 1 else []
    if len(dated) == 1:
        return Title(_tidied(dated[0].text, window), kind_of(dated[0]), dated[0])
    short = _first_of_many(page, window)
    if short is not None:
        return short
    silent = not marked and (_is_vague(window) or is_section_of_office(page, window or "")) and len(named) <= 1
    line = (unmarked_title.above(page) or unmarked_title.above_head_line(page)) if silent else None
    if line is not None:
        return Title(_PREFIX.sub("", line.text), "line above text", line)
    for value, rule in named:
        text = without_site(value)
        vague = rule == "title" and (len(text) < 10 or _names_site(text))
        if len(text) > (5 if rule != "title" else 7) and not (marked and vague):
            return Title(text, rule, unmarked_title.line_of(page, text))
    if marked:
        return Title(_PREFIX.sub("", marked[0].text), "class title", marked[0])
    return Title(without_site(named[0][0]), named[0][1], None) if named else Title(None, None, None)


def _may_head(block: Block) -> bool:
    """Whether a heading may be the headline where the window's title says nothing. What is named one may be shorter."""
    named = block.box.marks & TITLED or block.box.under & HEADLINE
    long = block.size >= _NAMED if named and not block.text.isascii() else len(block.text) >= (SHORTEST_NAMED if named else SHORTEST)
    return (block.level > 0 or bool(named)) and long and not block.linked \
        and not block.box.under & (CHROME | SIDE | APART) and (block.level in (1, 2) or not _SIGNED.match(block.text))


def _is_whole(block: Block) -> bool:
    """Whether a heading in the page's head is as long as headlines are and no site's name: some templates put the article's there."""
    return block.size >= _LONG_HEAD and not block.linked and not _names_site(block.text)


def _names_site(text: str) -> bool:
    """Whether a window's title seems to be nothing but a site's name."""
    return names_office(text) or (not _HAN.search(text) and (len(text.split()) < 4 or names_latin_site(text)))


def _first_of_many(page: Blocks, window: str | None) -> Title | None:
    """The first part of a window's title of three parts or more, when a line of the page ends in it; of two, when one is it, the last
    where the first is the site: headlines may be short."""
    shown = window or ""
    parts = [part.strip() for part in (CUT.split(shown) if CUT.search(shown) else shown.split("-")) if part.strip()]
    parts = parts[::-1] if len(parts) > 1 and names_office(parts[0]) and not names_office(parts[-1]) else parts
    if len(parts) < 2 or (len(parts) == 2 and (names_office(parts[0]) or names_section(parts[0]))) \
            or not 2 <= len(_HAN.findall(parts[0])) == len(parts[0]):
        return None
    line = next((block for block in page.blocks[:_MOST_LOOKED_AT]
                 if block.text.endswith(parts[0]) and len(block.text) <= len(parts[0]) + (12 if len(parts) > 2 else 0) and not block.linked
                 and not block.box.under & CRUMB), None)
    return Title(parts[0], "title", line) if line is not None else None


def _is_vague(window: str | None) -> bool:
    """Whether the window's title is too short for an article's: a site, a section, an address."""
    text = without_site(window or "")
    return len(text.split()) < 6 and len(_HAN.findall(text)) < 12


def _tidied(text: str, window: str | None) -> str:
    """A heading without a label before it, and without what the window's title lacks: a counter of comments behind it, the kind of a
    thread in brackets or of a page before it."""
    text = _EDIT.sub("", text) if text[-1:] in ("]", "\u00b6") else text
    text = _OF_PICTURES.sub("", text) if "/" in text[-7:] else text
    joined = ":" in text or "：" in text
    text = _PREFIX.sub("", text) if joined else text
    for shorter in (_COUNTER.sub("", text) if text[-1:].isdecimal() or text[-1:] in ")）" else text,
                    unmarked_title.KIND.sub("", text) if text[:1] in "[【" else text,
                    NOTE.sub("", text) if text[-1:] in ("]", "］") else text,
                    _SORT.sub("", text) if joined else text):
        if shorter != text and window and folded(shorter) in folded(window) and folded(text) not in folded(window):
            return shorter
    return text
