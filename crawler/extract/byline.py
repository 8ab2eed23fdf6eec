"""Source, author and editor: read from labels in the head of the article and behind it, else from tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

import crawler.extract.named_elements as named
from crawler.extract.beside_day import named_beside_day, sent_in
from crawler.extract.blocks import Block
from crawler.extract.boilerplate import is_furniture
from crawler.extract.dates import may_have_day
from crawler.extract.edition_sources import PRINTED, source_in
from crawler.extract.han_forms import compiled
from crawler.extract.marks import CHROME
from crawler.extract.metadata import Metadata
from crawler.extract.text import clean

_ANY_LABEL = (r"暂无|来源|信息来源|稿源|稿件来源|文章来源|来源于|作者|编辑|小编|责任编辑|责编|编审|审核|审稿|校对|记者|摄影|发布|时间|"
    r"更新|添加|录入|日期|浏览|阅读|点击|访问|播放|观看|字体|字号|打印|关闭|分享|保护|视力|评论|收藏|纠错|[初复终一二三]审|审签|签发|瀏覽|"
    r"點[擊閱]|閱讀|字[號級體]|[發发][佈布表]|時間|記者|責任編輯|編輯|來源|列印|關閉|信息(?=时间|日期|编号|分类)|选稿|来稿|供稿|通讯员|信区|"
    r"人气|下载|原标题|新闻热线|热线电话|报料热线|投稿邮箱|网络编辑|值班|监制|出处|[Ss]ource|[Aa]uthor|[Ee]ditor|[Uu]pdated|[Pp]ublished|"
    r"[Pp]ublication(?: [Dd]ate| [Tt]ime)|[Pp]ub(?=\s?[Dd]ate)|[Uu]pdate [Tt]ime|[Dd]ate|[Tt]ime|[Vv]iews?|[Ff]ont|[Ss]hare|"
    r"[Bb]rowse(?: times?)?|[Cc]lick(?: times?|s)?|[Hh]its|[Rr]elease(?=\s?[:：]| (?:[Tt]ime|[Dd]ate|[Oo]n)\b)|"
    r"[Nn]umber of (?:[Vv]iews|[Vv]isits|[Cc]licks|[Hh]its|[Rr]eads)|[Rr]ead(?:ing)? times?|[Pp]rint|[Cc]lose|[Ee]yesight|[Pp]hoto")
_END = (rf"(?=\s*[\[【(（|｜]?\s*(?:{_ANY_LABEL})(?:\w{{0,6}})\s*[:：到】]|[\s\[【(（|｜]+(?:{_ANY_LABEL})(?:\w{{0,6}})(?:\s|$)|"
    rf"(?-i:(?<=[a-z])(?:Source|Font|Views?|Editor|Author|Share|Print|Updated|Published|Eyesight)\b)|\s{{2,}}|\s*[|｜┊丨\]】）)]|\s*(?:19|"
    rf"20)\d\d[-年/.]|\s+[A-Z]?\d|\s+(?:[图圖摄]\s?[/／:：]|图片\s?[:：])|\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d|$)")
_OTHER = rf"(?!(?:{_ANY_LABEL})\w{{0,6}}\s*[:：]|(?:19|20)\d\d\s?[-年/.]\s?\d)"
"""No name begins so: what stands there is the next label or a day, and behind this one stands nothing."""


@dataclass(frozen=True, slots=True)
class _Label:
    """A label and the name behind it."""

    pattern: re.Pattern[str]
    signs: re.Pattern[str]
    """Of which each such label has one, in small letters. Words alone: beside a set of signs `re` finds them half as fast."""


_SOURCE = _Label(compiled(rf"(?:信息来源|稿件来源|文章来源|新闻来源|内容来源|[来來]\s*源(?:于|於)?|稿\s*源|出\s*[处處]|"
    rf"(?:摘|转载?)自|(?<![A-Za-z])Sources?(?: of (?:the )?(?:article|information|news))?)"
    rf"\s*(?:[:：]|(?<=于)\s)\s*[(（\[【]?\s*{_OTHER}(?P<value>[^\s:：|｜\]】][^:：|｜\]】\n]{{0,40}}?)\s*[)）]?{_END}", re.IGNORECASE),
                 re.compile("源|处|處|自|ource"))
_AUTHOR = _Label(compiled(rf"(?:(?:(?<!本文)作\s*者|(?<!\w)(?:文|撰\s*稿|撰\s*文|Authors?|Reporters?|Written by|"
                              r"(?<!viewed )(?<!published )(?<!released )(?<!edited )(?<!checked )(?<!approved )(?<!issued )By))\s*[:：丨]|"
    rf"(?:^|(?<=[\s丨]))(?:记\s*者\s*[:：丨｜/]|文\s*[/／](?!\s*[图圖摄])|文字\s*[:：](?=.{{2,12}}(?:图片?|摄影|编辑)\s*[:：]))|^(?:[发發]信人|楼主)\s*[:：])\s*{_OTHER}(?P<value>[^\s:：|"
    rf"｜\]】][^:：|｜\]】\n]{{0,40}}?){_END}", re.IGNORECASE), re.compile("者|文|撰|人|主|author|reporter|by"))
_EDITOR = _Label(compiled(rf"(?:责任编辑|責任編輯|网络编辑|责\s*编|本文编辑|编\s*辑|編\s*輯|编\s*审|小编|选\s*稿|"
    rf"(?<!\w)(?:(?:ответственный |главный )?редактор|(?:책임)?편집|責任編集)|"
    rf"(?<![A-Za-z])(?:web |executive |responsible |duty )?Editors?(?:[ -]in[ -]charge)?|(?<![A-Za-z])"
    rf"Edit(?:ed by|(?=\s*[:：]\s*(?-i:[A-Z])[a-z]+(?: (?-i:[A-Z])[a-z]+){{0,2}}\s*[\])】]?\s*$)))"
    rf"\s*[:：丨｜]\s*{_OTHER}(?P<value>[^\s:：|｜\]】）)]"
    rf"[^:：|｜\]】）)\n]{{0,30}}?)\s*{_END}", re.IGNORECASE), re.compile("编|編|稿|ed.{1,2}tor|edit|дактор|편집"))
EDITOR_LINE = compiled(
    r"\s*[\[【(（〔]?\s*(?:[\u4e00-\u9fff]{2,5}(?=编辑))?(?:责任编辑|网络编辑|责\s*编|本文编辑|编\s*辑|编\s*审|选\s*稿|值班(?:编辑|编委|主任|总监|总编)|校\s*对|审\s*核|文章录入|撰\s*稿|签\s*发|"
    r"信息员|新媒体编辑|[初复终一二三]\s*审(?:\s*[一二三]\s*校)?|监\s*制|供\s*稿(?:单位)?|"
    r"(?:web |executive |responsible |duty )?editors?(?:[ -]in[ -]charge)?|"
    r"edit(?:ed by|(?=\s*[:：]\s*(?-i:[A-Z])[a-z]+(?: (?-i:[A-Z])[a-z]+){0,2}\s*[\])】]?\s*$))|"
    r"(?:本文)?来\s*源|稿\s*源|稿件来源|文章来源|信息来源|内容来源|新闻来源|消息来源|(?:(?:information|article|news|text) )sources?|"
    r"(?:[\u4e00-\u9fff]{2,8}\s)?[作记]\s*者(?=\s*[:：][^。！？!?\n]{1,30}(?:编\s*辑|责\s*编)\s*[:：])|sources?|"
    r"(?:记\s*者|撰\s*文|采\s*写|文)(?=\s*[丨｜|]))(?:\s*[:：丨｜]|(?<=[\u4e00-\u9fff])\s*\||(?<=辑)[/／](?=[\u4e00-\u9fff]{2,4}\s*$))"
    r"[^。！？!?\n]{0,60}[\]】)）〕]?\s*", re.IGNORECASE)
"""A line that names editor or source, behind or above the text."""
_ROLES = r"(?:(?:责任|值班|图片)?编辑|责编|校对|审核|文字|摄影|(?:见习)?记者|实习生)"
_FAR_EDITOR = compiled(r"[\[【(（]?\s*(?:[来來]\s*源\s*[:：]\s*\S{2,30}\s+)?(?:责任编辑|责\s*编)"
                         r"\s*[:：]\s*[\u4e00-\u9fff]{2,4}\s*[\]】)）]?")
"""The same far below it."""
EDITOR_PAIRS = compiled(rf"\s*(?:{_ROLES}\s?[/／]?\s?[\u4e00-\u9fff·]{{2,4}}+"
                          rf"(?:[、 ](?!{_ROLES})[\u4e00-\u9fff·]{{2,4}}+){{0,3}}+(?:\s+|$)){{2,6}}+")
"""The same without colons: roles and names in turns."""
EDITOR_TAIL = compiled(r"\s*[\[【(（〔]\s*(?:责任编辑|网络编辑|责\s*编|编\s*辑|选\s*稿|编\s*审|稿\s*源|稿件来源|web editor|"
    r"editor)\s*[:：][^\]】)）〕。]{0,40}[\]】)）〕]\s*$", re.IGNORECASE)
"""The same at the end of the last paragraph."""

_SOURCE_TAGS = ("contentsource", "hanweb mark source", "enpproperty source",
                "source", "article:source", "og:article:source", "mediaid", "copyright-source", "dc.source")
_AUTHOR_TAGS = ("enpproperty author", "hanweb mark author",
                "author", "article:author", "og:article:author", "dc.creator", "parsely-author", "sailthru.author", "byl",
                "twitter:creator")
_EMPTY = re.compile(r"(?:暂无|无|空|null|none|undefined|[-—/*]+)", re.IGNORECASE)
_NAME_HAN = r"(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s[\u4e00-\u9fff](?![\u4e00-\u9fff]))"
"""A name; papers set those of two signs apart to the width of three."""
_APART = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\s([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_REPORTERS = compiled(r"[□■●◎◆▲]?\s*(?:[\u4e00-\u9fff]{2,10}(?<!本网)(?<!的))??"
                        r"(?:首席|特约|实习|见习|全媒体|驻[\u4e00-\u9fff]{2,4})?(?:记者|通讯员)(?:\s*[:：]\s*|\s+)"
                        rf"(?P<value>{_NAME_HAN}(?:[\s、]+(?!通讯员|实习生|摄影|编辑|报道|报导|整理|供图){_NAME_HAN}){{0,4}})"
                        r"(?:\s+(?:通讯员|实习生|摄影|文|图|报[道导]|整理|供图).{0,30})?")
"""A line of reporters' names alone: 本报记者 ….."""
_REPORTING = re.compile(r"(?:^[〔\[［（(【]?|[\s/／])\s*記者\s*(?P<value>[\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4}){0,3})\s*[/／]"
                        r"\s*[\u4e00-\u9fff]{2,8}報導")
"""How papers in Taiwan name the reporter and the place, in the head line or at the beginning of a text: 〔記者林一／台北報導〕."""
_REPORTER_BESIDE = compiled(rf"(?:^|(?<=[\s|｜□■●◎◆▲]))(?:[\u4e00-\u9fff]{{1,8}}[报网台社刊]|全媒体|见习|首席)?"
                              rf"(?:记者|通讯员(?:\s*[:：]|\s))\s*(?!招待|见面|[会站节团部])(?P<value>{_NAME_HAN}"
                              rf"(?:[\s、]+(?!通讯员|实习生|摄影|编辑|责编|浏览|阅读|点击|报道|报导|整理){_NAME_HAN}){{0,3}})(?=\s|[|｜]|$)")
"""The same beside source or day in the head line, without a colon."""
_REPORTER = (r"(?:[\u4e00-\u9fff]{0,8}[报网台社刊])?(?:首席|特约|实习|见习|全媒体|新媒体)?(?:记者|通讯员)\s*[:：]?\s*"
             r"(?!招待|见面|采访|整理|综合|拍摄|摄|报道|供图|提供|手记|述评|点评|现场|独家|联合|连线|追踪|跟踪|[会站节团部证从在对就按注问])"
             rf"(?P<value>{_NAME_HAN}(?:[\s、，]+(?!通讯员|记者|实习生|摄影|编辑|整[合理]|综合|采写){_NAME_HAN}){{0,4}})")
_BRACKETED = rf"[（(]\s*{_REPORTER}(?:\s*(?:文/图|图/文|摄影报道)|\s+(?:通讯员|实习生|文|图|整[合理]|综合|采写)[^（()）]{{0,30}})?\s*[)）]"
_REPORTER_BEHIND = re.compile(rf"{_BRACKETED}$")
"""A text's last words: （记者：…）."""
_REPORTER_TELLS = re.compile(rf"(?:[^。，；！？（()）]{{0,30}}[讯电]\s*)?"
                             rf"(?:{_BRACKETED}|{_REPORTER.replace('value', 'teller')}\s*报[道导][:：\s])")
"""A text's first words: 本报讯（记者 …）, or 记者…报道 and a blank."""
_LONGEST_ROLE, _LONGEST_REPORTERS = 80, 100
EDITOR_ALONE = compiled(r"[\[【(（]?(?:(?:稿\s?源|来\s?源)\s(?P<source>[\u4e00-\u9fff]{2,12})\s)?"
                          r"(?:责任编辑|责编|编辑)\s(?P<value>[\u4e00-\u9fff]{2,4})[\]】)）]?")
"""A line of the editor alone, or of source and editor, without a colon."""
_ACCOUNT = re.compile(r"_[A-Z]{1,4}\d+$")
"""The number of an editor's account, behind the name."""
_ASKS = re.compile(r"[，,。;；]\s*(?:欢迎)?(?:[^，,。;；\s]{0,10}?授权|转载|转发|未经).*$")
"""What an author asks of those who take the text over, behind the name."""
_UNCLOSED = re.compile(r"(?<=\S)\s*[(（\[【][^)）\]】]*$")
"""What begins in brackets behind a name: what the labels around it leave of it."""
_OUTLET = re.compile(r"(?<=[\u4e00-\u9fff])\s+\S*(?:新闻|网|客户端|频道|日报|晚报|电视台)$")
"""The name of a column or paper behind an editor's name."""
_DECLARES = re.compile("注明|标有|标注|标明|[“\"]\\s*(?:稿件)?来\\s*源\\s*[:：]")
"""In what tells readers how the site marks its own and others' articles."""
_OUTLET_ENDS = "网报社刊台端道心局厅委室处院会"
"""How names of papers, sites and offices end; no button's words do."""
_WITH_SITE = re.compile(r"[\u4e00-\u9fff]{2,12}[(（](?:[\u4e00-\u9fff]{1,10}(?:网|客户端|新闻|频道)|"
                        r"原[\u4e00-\u9fff]{2,14}[局委办厅部])[)）]")
"""A name with that of its site behind it, or of the office that it was."""
_NO_NAME = re.compile(r"https?:|^@|^\d+$|^(?:\w+_)?admin$|^(?:administrator|editor|super user|anonymous|佚名|未知|本站|"
    r"(?:网站|系统|超级|后台|站点|本站|平台)?管理员|无|null|查看历史|-+)$|^(?:size|color|face)\s*=", re.IGNORECASE)
_MADE_BY = re.compile(r"^www\.|^[\w-]+\.(?:com|cn|net|org)(?:\.cn)?$|^[A-Z]{1,3}_?\d{3,}$|[\u4e00-\u9fff](?:网|频道|客户端|论坛)$|"
                      r"^(?:your )?name\b|大汉网络|大汉版通|hanweb|拓尔思|Discuz!|Comsenz|phpcms|dedecms|帝国软件|"
    r"\bcms\b", re.IGNORECASE)
"""In tags for authors: a host, a number of an account, a site, a template's word, or the makers of the content system."""
_TAKEN_FROM = re.compile(r"本文(?:来自|首发|转载自|系|由)[^。]{0,60}?[，,]\s*作者\s*[:：]\s*(?P<value>[^，,。:：\s（(]{2,12})")
"""How journals of the web say above or below a text where it was taken from, and who wrote it."""

_AS_REPORTER = re.compile(r"^(?:本[报网刊台])?(?:特约|实习|见习)?(?:记者|通讯员)\s*(?=[\u4e00-\u9fff]{2})")
"""What stands before a reporter's name behind the label."""
_BARE = compiled(r"(?:信息|稿件|文章)?来\s*源|稿\s*源|作\s*者|(?:责任)?编\s*辑")
"""Labels that stand without colon in cells of their own."""
_BARE_ENDS = "源稿者辑輯"
_CELL_ENDS = frozenset(_BARE_ENDS + ":：")
_CELL = 40
"""Weight of such a cell at most."""
_HEAD_LINE, _LONGEST_HREF = 200, 2000
_DAYS = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d)"
_NAME = (r"[A-Z](?:[^\W\d]|[.\u2019'-])+"
         rf"(?: (?:(?!{_DAYS})[A-Z](?:[^\W\d]|[.\u2019'-])*|de|van|von|der|den|la|el|bin|al)){{1,3}}")
_BY = re.compile(rf"(?:^|[|\u00b7\u2022\u2013\u2014-]\s*)(?i:by|(?:written|posted|words|text|story|published|submitted) by)\s+"
                 rf"(?P<value>{_NAME}(?:(?:, | and |, and | & ){_NAME}){{0,3}})(?=\s*(?:$|[|\u00b7\u2022\u2013\u2014,/(-]|on\b|in\b|\d|"
                 rf"Photos?\b|{_DAYS}))")
"""`By` and a name, or several."""
_BY_ALONE = frozenset(("by", "written by", "posted by", "words by"))
"""What stands before a name in a line of its own."""
_LONGEST_BY = max(map(len, _BY_ALONE))
_ROLE = re.compile(r",? (?:(?:[Ss]taff|[Ss]enior|[Cc]hief|[Nn]ews|[Cc]ontributing|[Ee]xecutive|[Mm]anaging|[Aa]ssociate|[Dd]eputy|"
                   r"[Aa]ssistant) )*(?:[Rr]eporter|[Ww]riter|[Ee]ditor|[Cc]orrespondent|"
                   r"[Cc]ontributor|[Cc]olumnist|Staff)$")
_NAMED = re.compile(_NAME)
_WIDGETS = ("Taboola", "Outbrain", "Revcontent", "Disqus")
"""Who fills boxes of others' stories and of readers' words, with `By` before the name."""
_AUTHOR_PAGE = re.compile(r"/(?:authors?|people|staff|by|profiles?|contributors?|writers?|reporters?|journalists?)/[^/]", re.IGNORECASE)
"""The address of a page about an author."""
Found = tuple[str, str]
"""A value and the rule that gave it."""


class Lines:
    """Lines among which labels and names are looked for."""

    __slots__ = ("blocks", "labelled")

    def __init__(self, blocks: list[Block], above: Lines | None = None) -> None:
        """Picks out those that may have a label. `above`: lines that are asked before these; they need not stand above them, so the last
        one's label is none of the first one's here."""
        self.blocks: list[Block] = blocks if above is None else [*above.blocks, *blocks]
        self.labelled: list[tuple[str, str, str, Block]] = [] if above is None else [*above.labelled]
        """Texts with a sign that stands behind labels, or behind a cell that is one; what that cell says, else an empty string; the
        text in small letters; and its block."""
        before, at = "", -1
        for block in blocks:
            # Lines behind a text come as they were taken off, some of them from below.
            text, cell = block.text, before if block.index > at else ""
            at = block.index
            before = _cell(text) if block.size <= _CELL and text[-1] in _CELL_ENDS else ""
            # Behind each label is one of these.
            if cell or ":" in text or "：" in text or "/" in text or "丨" in text or "｜" in text or "于 " in text:
                self.labelled.append((text, cell, text.lower(), block))


def sources(lines: Lines, behind: Lines, metadata: Metadata) -> Iterator[Found]:
    """Who published first, as the page words it, best first: in the head line, then the tags, then behind the text."""
    value = _labelled(_SOURCE, lines)
    if value:
        yield value, "label"
    tag = metadata.first(*_SOURCE_TAGS)
    if tag and len(tag[0]) <= 60:
        yield tag
    dated = (block for block in lines.blocks if block.size <= _HEAD_LINE and not block.text.isascii() and may_have_day(block.text))
    beside = next((name for block in dated if (name := named_beside_day(block.apart))), None)
    if beside is not None:
        yield beside, "beside the day"
    name = named.linked_name(lines.blocks, named.SOURCE)
    if name is not None:
        yield name, "class source"
    paper = next((match for block in behind.blocks if block.text[0] == "《" and (match := PRINTED.fullmatch(block.text))), None)
    value = _labelled(_SOURCE, behind) or (paper["paper"] if paper else None)
    if value:
        yield value, "label behind"
    for rule, some in (("label", lines), ("label behind", behind)):
        value = source_in(some.blocks)
        if value:
            yield value, rule
    sent = next((name for block in (*lines.blocks, *behind.blocks[:4]) if "稿" in block.text[-2:] and (name := sent_in(block.text))), None)
    if sent is not None:
        yield sent, "line"
    alone = next((match for block in behind.blocks if "编" in block.text and (match := EDITOR_ALONE.fullmatch(block.text))), None)
    if alone is not None and alone["source"]:
        yield alone["source"], "label behind"


def source_among(blocks: list[Block]) -> Found | None:
    """Who published first, as a label among some blocks names it: in a document's table of facts."""
    value = _labelled(_SOURCE, Lines(blocks))
    return (value, "index table") if value else None


def authors(lines: Lines, behind: Lines, metadata: Metadata, opening: Sequence[Block] = (), closing: Sequence[Block] = (),
            others: Callable[[], Sequence[str]] = tuple) -> Iterator[Found]:
    """Who wrote it, best first; never the account that published it when that is only a role. `opening`: the first line of the text,
    which may be the line of reporters. `closing`: the last one, which may end with them. `others`: gives the names of site, source and
    editor, which templates write into tags for authors."""
    value = _labelled(_AUTHOR, lines)
    if value and not _NO_NAME.search(value):
        yield _AS_REPORTER.sub("", value, count=1), "label"
    shown = shown_author(lines.blocks)
    if shown is not None:
        yield shown
    reporting = next((match for block in (*lines.blocks, *opening) if "記者" in block.text
                      and (match := _REPORTING.search(block.text, 0, _LONGEST_REPORTERS))), None)
    if reporting is not None:
        yield reporting["value"].strip(), "reporter and place"
    name = metadata.name_of("author")
    if name and len(name) <= 80 and not _NO_NAME.search(name) and (name.isascii() or not (
            metadata.has_body("author") or name == metadata.name_of("publisher") or name in others())):
        yield name, "json-ld author"
    stated = next((match for block in (*lines.blocks, *opening, *behind.blocks[:4]) if block.text.startswith("本文")
                   and (match := _TAKEN_FROM.match(block.text)) is not None), None)
    if stated is not None:
        yield stated["value"], "label"
    tag = metadata.first(*_AUTHOR_TAGS)
    if tag and len(tag[0]) <= 60 and not _NO_NAME.search(tag[0]) and not _MADE_BY.search(tag[0]) \
            and not any(other.startswith(tag[0]) for other in others()):
        yield tag
    name = named.linked_name(lines.blocks, named.AUTHOR) or named.named_box(lines.blocks)
    if name is not None and not _NO_NAME.search(name):
        yield name, "class author"
    value = _labelled(_AUTHOR, behind)
    if value and not _NO_NAME.search(value):
        yield _AS_REPORTER.sub("", value, count=1), "label behind"
    barred = named.barred_name((*lines.blocks, *opening, *behind.blocks), editor=False)
    if barred is not None:
        yield barred, "role and bar"
    told = next((match for block in (*lines.blocks, *opening) if block.size <= _LONGEST_REPORTERS
                 and _names_role(block.text)
                 and (match := _REPORTERS.fullmatch(block.text))), None)
    told = told or next((match for block in lines.blocks if _names_role(block.text) and block.size <= _HEAD_LINE
                         and ("源" in block.text or may_have_day(block.text)) and (match := _REPORTER_BESIDE.search(block.apart))), None)
    told = told or next((match for block in opening if _names_role(block.text[:_LONGEST_ROLE])
                         and (match := _REPORTER_TELLS.match(block.text))), None)
    told = told or next((match for block in closing if block.text[-1] in ")）" and (match := _REPORTER_BEHIND.search(
        block.text[-_LONGEST_ROLE:]))), None)
    if told is not None:
        yield _APART.sub(r"\1\2", told[told.lastgroup or 0]), "line of reporters"


def _names_role(text: str) -> bool:
    return "记者" in text or "通讯员" in text or "記者" in text or "通訊員" in text


def shown_author(lines: Iterable[Block]) -> Found | None:
    """The name behind `By` in the head line, or that links to the author's page; None when there is none."""
    before = ""
    for block in lines:
        text = f"{before} {block.text}" if before else block.text
        before = block.text if block.size <= _LONGEST_BY and block.text.lower() in _BY_ALONE else ""
        if block.size > _HEAD_LINE or not "A" <= text[0] <= "z":
            continue
        match = _BY.search(text) if "by " in text or "By " in text or "BY " in text else None
        if match is not None and not match["value"].endswith(_WIDGETS):
            return _ROLE.sub("", match["value"]), "byline"
        if block.box.name and named.is_authors(block.box.name) and _NAMED.fullmatch(block.text):
            return block.text, "class author"
        if not block.linked:
            continue
        names = [name for run, anchor in block.pieces if anchor is not None and " " in (name := clean(run)) and _NAMED.fullmatch(name)
                 and ("author" in (anchor.get("rel") or "") or _AUTHOR_PAGE.search(anchor.get("href") or "", 0, _LONGEST_HREF))]
        if names:
            return ", ".join(dict.fromkeys(names)), "author's page"
    return None


def editors(lines: Lines, behind: Lines, below: Iterable[Block] = ()) -> Iterator[Found]:
    """Who edited it, from a label behind the text or before it; no mere account (`admin`). `below`: lines further below, behind a form for
    comments or codes to scan, of which one is asked that says nothing else."""
    for rule, some in (("label behind", behind), ("label", lines)):
        value = _labelled(_EDITOR, some)
        if value and not _NO_NAME.search(value):
            yield value, rule
    barred = named.barred_name((*lines.blocks, *behind.blocks), editor=True)
    if barred is not None:
        yield barred, "role and bar"
    alone = next((match for block in behind.blocks if "编" in block.text and (match := EDITOR_ALONE.fullmatch(block.text))), None)
    if alone is not None:
        yield alone["value"], "label behind"
    short = takewhile(lambda block: block.size <= _HEAD_LINE, below)  # a longer one may be of the next story
    far = next((block for block in short
                if "编" in block.text and not block.box.under & CHROME and _FAR_EDITOR.fullmatch(block.text)), None)
    value = _labelled(_EDITOR, Lines([far])) if far is not None else None
    if value and not _NO_NAME.search(value):
        yield value, "label below"


def is_name(text: str) -> bool:
    """Whether some words may be an author's name: no role, no account, no placeholder."""
    return not _NO_NAME.search(text) and not _MADE_BY.search(text) and not _EMPTY.fullmatch(text)


def _without_switches(value: str) -> str:
    """A name without the words of the page's furniture that stand behind it, blanks between."""
    words = value.split(" ")
    while len(words) > 1 and is_furniture(words[-1]):
        words.pop()
    return " ".join(words)


def _bracketed(match: re.Match[str]) -> str | None:
    """A name with that of the paper's own site behind it in brackets: 某某日报（某某网）. None where it has none."""
    if "（" not in match["value"] and "(" not in match["value"]:
        return None  # as nearly all
    whole = _WITH_SITE.match(match.string, match.start("value"))
    return None if whole is None else whole[0]


def _linked(value: str, block: Block) -> str:
    """The name that is a link of its own, without the buttons right behind it: `来源：<a>南方日报</a><a>我有话说</a>`."""
    if not block.linked or len(block.pieces) < 2 or value.isascii():
        return value
    names = (clean(run) for run, anchor in block.pieces if anchor is not None)
    return next((value.removesuffix(name) if value.endswith(name) and value != name else name for name in names if len(name) > 1 and (
        value.startswith(name) or (name.startswith(value) and " " not in name)
        or (value.endswith(name) and len(value) > len(name) + 1 and name[-1] not in _OUTLET_ENDS))), value)


def _to_run_end(value: str, block: Block) -> str:
    """A name without the words behind it that stand in another element, blanks between."""
    if " " not in value or len(block.pieces) < 2 or value.isascii():
        return value
    first = value.partition(" ")[0]
    return first if any(clean(run).endswith(first) and run[-1:] != " " for run, _ in block.pieces if first in run) else value


def _in_run(pattern: re.Pattern[str], value: str, block: Block) -> str:
    """A Chinese name without the words right behind it that stand in another element: `<span>作者：顾北</span><a>评论</a>`."""
    if len(block.pieces) < 2 or value.isascii() or value[-1] in ")）":
        return value
    match = pattern.search(block.apart)
    if match is not None and value.startswith(match["value"]) and len(match["value"]) > 1:
        return match["value"]
    runs = (pattern.search(clean(run)) for run, _ in block.pieces if not run.isspace() and (":" in run or "：" in run))
    return next((match["value"] for match in runs if match is not None and value.startswith(match["value"]) and len(match["value"]) > 1),
                value)


def _cell(text: str) -> str:
    """A small block's text where it is the label of the next cell, with its colon; else an empty string."""
    if text[-1] in ":：":
        return text
    return f"{text}：" if text[-1] in _BARE_ENDS and _BARE.fullmatch(text) else ""


def _labelled(label: _Label, lines: Lines) -> str | None:
    pattern = label.pattern
    for text, cell, low, block in lines.labelled:
        if cell and len(text) <= 60 and not text.endswith((":", "：")) and (match := pattern.fullmatch(cell + text)):
            return str(match["value"])
        if len(text) > 600 and label is not _EDITOR:
            continue
        if label.signs.search(low) is None or (label is _SOURCE and _DECLARES.search(text)):
            continue  # no label has a name behind it
        match = pattern.search(text[-300:] if label is _EDITOR else text)
        if match is not None:
            value = _without_switches(_bracketed(match) or match["value"].strip(" \t-–—|,，;；[]【】()（）"))
            value = _in_run(pattern, value, block)
            value = _ASKS.sub("", value) if label is _AUTHOR else value
            value = _UNCLOSED.sub("", _ACCOUNT.sub("", _to_run_end(value, block)))
            value = _OUTLET.sub("", value) if label is _EDITOR else _linked(value, block) if label is _SOURCE else value
            if value and not _EMPTY.fullmatch(value):
                return value
    return None
