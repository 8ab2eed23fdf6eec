"""Names behind labels (来源：, Author:): cut where they end, whatever stands behind them in their line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from crawler.extract.markup.blocks import Block
from crawler.extract.words.boilerplate import is_furniture
from crawler.extract.words.han_forms import compiled
from crawler.extract.words.text import clean

_ANY_LABEL = (r"暂无|来源|信息来源|稿源|稿件来源|文章来源|来源于|作者|编辑|小编|责任编辑|责编|编审|审核|审稿|校对|记者|摄影|发布|时间|"
    r"更新|添加|录入|日期|浏览|阅读|点击|访问|播放|观看|字体|字号|打印|关闭|分享|保护|视力|评论|收藏|纠错|[初复终一二三]审|审签|签发|瀏覽|"
    r"點[擊閱]|閱讀|字[號級體]|[發发][佈布表]|時間|記者|責任編輯|編輯|來源|列印|關閉|信息(?=时间|日期|编号|分类)|选稿|来稿|供稿|通讯员|信区|"
    r"人气|查看|撰稿|下载|原标题|新闻热线|热线电话|报料热线|投稿邮箱|网络编辑|值班|监制|出处|[Ss]ource|[Aa]uthor|[Ee]ditor|[Uu]pdated|[Pp]ublished|"
    r"[Pp]ublication(?: [Dd]ate| [Tt]ime)|[Pp]ublish(?:ing)?(?: [Dd]ate| [Tt]ime)|[Pp]ub(?=\s?[Dd]ate)|"
    r"[Uu]pdate [Tt]ime|[Dd]ate|[Tt]ime|[Vv]iews?|[Ff]ont|[Ss]hare|"
    r"[Bb]rowse(?: times?)?|[Cc]lick(?: times?|s)?|[Hh]its|[Rr]ead(?=\s?[:：])|[Rr]elease(?=\s?[:：]| (?:[Tt]ime|[Dd]ate|[Oo]n)\b)|"
    r"[Nn]umber of (?:[Vv]iews|[Vv]isits|[Cc]licks|[Hh]its|[Rr]eads)|[Rr]ead(?:ing)? times?|[Pp]rint|[Cc]lose|[Ee]yesight|[Pp]hoto|"
    r"(?:[Ww]ritten|[Pp]hotos?|[Ww]ords|[Tt]ext|[Pp]osted|[Ee]dited|[Tt]ranslated) [Bb]y|[Tt]ranslators?|[Rr]eporters?")
_END: Final = (rf"(?=\s*[\[【(（|｜]?\s*(?:{_ANY_LABEL})(?:\w{{0,6}})\s*[:：到】／/]|[\s\[【(（|｜]+(?:{_ANY_LABEL})(?:\w{{0,6}})(?:\s|$)|"
    rf"(?-i:(?<=[a-z])(?:Source|Font|Views?|Editor|Author|Share|Print|Updated|Published|Eyesight)\b)|\s{{2,}}|\s*[|｜┊丨\]】）)]|\s*(?:19|"
    rf"20)\d\d[-年/.]|\s+[A-Z]?\d|\s+(?:[图圖摄]\s?[/／:：]|图片\s?[:：])|\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d|$)")
_OTHER: Final = rf"(?!(?:{_ANY_LABEL})\w{{0,6}}\s*[:：]|(?:19|20)\d\d\s?[-年/.]\s?\d)"
"""No name begins so: what stands there is the next label or a day, and behind this one stands nothing."""

_OFFICES: Final = r"(?:Office|Bureau|Department|Commission|Committee|Government|Administration|Center|Centre|Council|Ministry|Association)"
"""How long names of offices end in English editions."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label and the name behind it."""

    pattern: re.Pattern[str]
    signs: re.Pattern[str]
    """Of which each such label has one, in small letters. Words alone: beside a set of signs `re` finds them half as fast."""


SOURCE: Final = Label(compiled(rf"(?:信息来源|稿件来源|文章来源|新闻来源|内容来源|[来來]\s*源(?:于|於)?|稿\s*源|出\s*[处處]|"
    rf"(?:摘|转载?)自|(?<![\u4e00-\u9fffA-Za-z])[来來]自(?!\s*[:：]\s*(?:iPhone|iPad|Android|安卓|手机|网页|IP))|"
    rf"(?<![A-Za-z])Sources?(?: of (?:the )?(?:article|information|news))?)"
    rf"\s*(?:[:：]|(?<=于)\s|(?<=源)[/／](?=[\u4e00-\u9fff]{{2,12}}(?:\s|$)))\s*[(（\[【]?\s*{_OTHER}"
    rf"(?P<value>[^\s:：|｜\]】][^:：|｜\]】\n]{{0,40}}?|(?-i:[A-Z][A-Za-z ,.&'’-]{{28,64}}{_OFFICES}))"
    rf"\s*[)）]?{_END}", re.IGNORECASE),
                 re.compile("源|处|處|自|ource"))
FROM: Final = Label(re.compile(rf"(?:^|(?<=[\s|]))(?:From|Origin|Publisher(?=.{{2,70}}{_OFFICES}))\s?[:：]\s*"
                        rf"(?P<value>[A-Z][^:|\]\n]{{1,60}}?)\s*{_END}"), re.compile("from|origin|publisher"))
"""The same in the head lines of English editions; below a text it is of a letter."""
SENT_IN: Final = Label(compiled(rf"(?<![\u4e00-\u9fff])(?:(?:供|来)\s*稿(?:单\s*位|部\s*门|科\s*室)?|报送单位|信息提供)\s*[:：]\s*{_OTHER}"
                         rf"(?P<value>[\u4e00-\u9fff][^:：|｜\]】\n]{{1,30}}?)\s*[)）]?{_END}"), re.compile("稿|报送|提供"))
AUTHOR = Label(compiled(rf"(?:(?:(?<!本文)(?<![。！？])作\s*者|(?<!\w)(?:文|撰\s*稿|撰\s*文|Authors?|Writers?|Journalists?|Reporters?|"
                              r"Written by|(?<!viewed )(?<!published )(?<!released )(?<!edited )(?<!checked )(?<!approved )"
                              r"(?<!issued )(?<!sponsored )(?<!hosted )(?<!organized )By))\s*[:：丨]|"
    rf"(?:^|(?<=[\s丨]))(?:记\s*者\s*[:：丨｜/]|作\s*者\s?[/／]|文\s*[/／](?!\s*[图圖摄])|文字\s*[:：](?=.{{2,12}}(?:图片?|摄影|编辑)\s*[:：]))|^(?:[发發]信人|楼主)\s*[:：])\s*{_OTHER}(?P<value>[^\s:：|"
    rf"｜\]】][^:：|｜\]】\n]{{0,40}}?){_END}", re.IGNORECASE), re.compile("者|文|撰|人|主|author|writer|journalist|reporter|by"))
EDITOR: Final = Label(compiled(rf"(?:责任编辑|責任編輯|网络编辑|责\s*编|本文编辑|编\s*辑|編\s*輯|编\s*审|小编|选\s*稿|"
    rf"(?<!\w)(?:(?:ответственный |главный )?редактор|(?:책임)?편집|責任編集)|"
    rf"(?<![A-Za-z])(?:web |executive |responsible |duty )?Editors?(?:[ -]in[ -]charge)?|(?<![A-Za-z])"
    rf"Edit(?:ed by|(?=\s*[:：]\s*(?-i:[A-Z])[a-z]+(?: (?-i:[A-Z])[a-z]+){{0,2}}\s*[\])】]?\s*$)))"
    rf"\s*(?:[:：丨｜]|(?<=[辑编])[/／](?!校对|审核|摄影|文字|记者|制作|设计|作者|美编)(?=[\u4e00-\u9fff]{{2,4}}(?:\s|$)))"
    rf"\s*{_OTHER}(?P<value>[^\s:：|｜\]】）)]"
    rf"[^:：|｜\]】）)\n]{{0,30}}?)\s*{_END}", re.IGNORECASE), re.compile("编|編|稿|ed.{1,2}tor|edit|дактор|편집"))
_UNIT: Final = re.compile(r".{2,}(?:[局委办厅处科室所站馆股队]|中心|街道|公司|大学|学院|医院|政府|支行|园区)|"
                   r".{3,}[院部会校园社区村镇乡县台网行庭组系厂报]")
"""How offices, schools and firms are called; a name of a person is shorter."""
_CORRESPONDENTS: Final = compiled(r"\s+(?:本[报网台]|特约)?通讯员\s*[:：]?\s*(?P<value>[\u4e00-\u9fff]{2,4}"
                           r"(?:[\s、，]+(?!来源|编辑|责编|浏览|阅读|点击|发布|时间|摄影)[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff]|\s*[:：])){0,5})(?![\u4e00-\u9fff])")
"""The correspondents behind an author who is a reporter."""
EMPTY: Final = re.compile(r"(?:暂无|未知|不详|无|空|null|none|undefined|[-—/*]+)", re.IGNORECASE)
_ACCOUNT: Final = re.compile(r"_[A-Z]{1,4}\d+$")
"""The number of an editor's account, behind the name."""
_ASKS: Final = re.compile(r"[，,。;；]\s*(?:欢迎)?(?:[^，,。;；\s]{0,10}?授权|转载|转发|未经).*$")
"""What an author asks of those who take the text over, behind the name."""
_UNCLOSED: Final = re.compile(r"(?<=\S)\s*[(（\[【][^)）\]】]*$")
"""What begins in brackets behind a name: what the labels around it leave of it."""
_OUTLET: Final = re.compile(r"(?<=[\u4e00-\u9fff])\s+\S*(?:新闻|网|客户端|频道|日报|晚报|电视台)$")
"""The name of a column or paper behind an editor's name."""
_DECLARES: Final = re.compile("注明|标有|标注|标明|[“\"]\\s*(?:稿件)?来\\s*源\\s*[:：]")
"""In what tells readers how the site marks its own and others' articles."""
_NEXT_ROLE: Final = re.compile(r"\s+[\u4e00-\u9fff]{2,4}\s?[/／].*$")
"""The next role behind an editor's name: 责编/某某 校对/某某."""
_OUTLET_ENDS: Final = "网报社刊台端道心局厅委室处院会"
"""How names of papers, sites and offices end; no button's words do."""
_WITH_SITE: Final = re.compile(r"[\u4e00-\u9fff]{2,12}[(（](?:[\u4e00-\u9fff]{1,10}(?:网|客户端|新闻|频道)|"
                        r"原[\u4e00-\u9fff]{2,14}[局委办厅部])[)）]")
"""A name with that of its site behind it, or of the office that it was."""
_BARE: Final = compiled(r"(?:信息|稿件|文章)?来\s*源|稿\s*源|作\s*者|(?:责任)?编\s*辑")
"""Labels that stand without colon in cells of their own."""
_BARE_RUN: Final = compiled(r"(?:信息|稿件|文章|新闻)?来\s*源|稿\s*源|出\s*处|作\s*者|(?:责任)?编\s*辑")
_BARE_INSIDE: Final = re.compile("[来來]\\s*源|稿\\s*源|出\\s*处|作\\s*者|编\\s*辑|編\\s*輯")
"""Of which a line has one that has such a label in an element of its own."""
_BARE_ENDS: Final = "源稿者辑輯"
_CELL_ENDS: Final = frozenset(_BARE_ENDS + ":：")
_CELL: Final = 40
"""Weight of such a cell at most."""
Found = tuple[str, str]
"""A value and the rule that gave it."""
_BUTTON: Final = 4
"""Characters of a button that stands behind a label with no name: `来源： 【打印】`."""
_HAN: Final = re.compile("[\u3400-\u9fff]")
HEAD_LINE: Final = 200
"""Weight of a line of the head at most."""


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
            if len(block.pieces) > 1 and block.size <= HEAD_LINE and not text.isascii() and _BARE_INSIDE.search(text) is not None:
                text = _with_colons(block)
            if cell or ":" in text or "：" in text or "/" in text or "丨" in text or "｜" in text or "于 " in text:
                if len(block.pieces) > 1 and block.size <= HEAD_LINE and (text.isascii() or _HAN.search(text) is None) \
                        and _is_glued(block):
                    text = block.apart
                self.labelled.append((text, cell, text.lower(), block))


def _is_glued(block: Block) -> bool:
    """Whether words of two elements stand in a line without a blank between, as `<em>08:30</em><em>Author: …</em>`."""
    return any(before[-1:].isalnum() and after[:1].isalnum() for (before, _), (after, _) in pairwise(block.pieces))


def _with_colons(block: Block) -> str:
    """A line with a colon behind each label that is an element of its own: `<label>来源</label>某某日报`."""
    runs = [(run.strip(), anchor is not None) for run, anchor in block.pieces if not run.isspace()]
    if not any(_BARE_RUN.fullmatch(run) for run, _ in runs[:-1]):
        return block.text
    told = []
    for (run, linked), (_, beside) in zip(runs, [*runs[1:], ("", True)], strict=True):
        label = not linked and _BARE_RUN.fullmatch(run) is not None and not (beside and "辑" in run)  # buttons: 编辑, 讨论
        told.append(f"{run}：" if label else run)
    return " ".join(told)


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


def _to_gap(value: str, block: Block) -> str:
    """A Chinese name without the words behind it in the same element that hard blanks set apart, as old templates part their facts."""
    if " " not in value or value.isascii():
        return value
    first = value.partition(" ")[0]
    gap = re.compile(f"{re.escape(first)}(?:\xa0{{2}}|\u3000{{2}})")
    return first if any(gap.search(run) for run, _ in block.pieces) else value


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


def labelled(label: Label, lines: Lines) -> str | None:
    """The first name behind a label among some lines, in the page's words, cut where it ends; None where there is none."""
    pattern = label.pattern
    for text, cell, low, block in lines.labelled:
        if cell and len(text) <= 60 and not text.endswith((":", "：")) and (match := pattern.fullmatch(cell + text)):
            return str(match["value"])
        if len(text) > 600 and label is not EDITOR:
            continue
        if label.signs.search(low) is None or (label is SOURCE and _DECLARES.search(text)):
            continue  # no label has a name behind it
        match = pattern.search(text[-300:] if label is EDITOR else text)
        if match is not None:
            value = _without_switches(_bracketed(match) or match["value"].strip(" \t-–—|,，;；[]【】()（）"))
            value = _in_run(pattern, value, block)
            value = _ASKS.sub("", value) if label is AUTHOR else value
            value = _UNCLOSED.sub("", _ACCOUNT.sub("", _to_gap(_to_run_end(value, block), block)))
            value = _NEXT_ROLE.sub("", _OUTLET.sub("", value)) if label is EDITOR else _linked(value, block) if label is SOURCE else value
            if value and not EMPTY.fullmatch(value) and not (len(value) <= _BUTTON and is_furniture(value)):
                return _with_correspondents(value, match, lines) if label is AUTHOR else value
    return None


def sending_unit(lines: Lines) -> str | None:
    """The unit that sent a text in, behind such a label; None where none does, or where that is a person."""
    name = labelled(SENT_IN, lines)
    return name if name is not None and _UNIT.fullmatch(name) is not None else None


def _with_correspondents(author: str, match: re.Match[str], lines: Lines) -> str:
    """An author with the correspondents whom the line names behind, or one of their own; the page's own words, but for what they are
    called."""
    more = _CORRESPONDENTS.match(match.string, match.end("value")) if "通" in match.string else next(
        (named for text, *_ in lines.labelled if "通" in text[:3] and (named := _CORRESPONDENTS.fullmatch(" " + text))), None)
    return author if more is None else f"{author} {more['value']}"
