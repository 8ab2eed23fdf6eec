"""Who published first, where the name stands beside the day in the head line and no label says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise
from typing import Final

from crawler.extract.markup.blocks import Block
from crawler.extract.words.dates import first, may_have_day

_ROOM: Final = r"(?!来源|发布|作者|编辑|信息|文章|责任|更新|今天|记者)[\u4e00-\u9fff]{2,12}(?:[处科室股局厅委办部]|[总支大]队)"
"""An office, in whose place no label or section may stand."""
_MEDIUM = (r"(?:日报|晚报|早报|时报|晨报|都市报|商报|青年报|法[制治]报|经济报|科技报|教育报|导报|快报|融媒体?(?:中心)?|周刊|通讯社|电视台|"
           r"客户端)")
_OF_SITE: Final = r"(?:(?!本网)[\u4e00-\u9fff]{2,8}(?:网|在线)[-－—–·]{1,2}\s?)?"
"""How names of papers and stations end; and the site before one, joined with it: 清水网-清水日报."""
_YEAR: Final = r"(?=(?:19|20)\d\d[-/.年])"
_SURNAMES: Final = ("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
             "贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚")
_NO_PERSON: Final = (r"(?:方[案便式]|任[免前务]|高[清效考速新校温层质空]|金[融秋牌额]|常[态务委规]|严[重格]|许可|程序|雷[达电]|龙舟|"
              r"田间|夏[季收粮]|"
              r"康[养复]|史[志料]|武[装警]|周[报刊边]|陈述|石油|黎明|易地|江[苏西北]|马上|马拉|谢谢|田园|宋体|万人|常见|白皮|毛[坯利]|段落|温馨)")
_PERSON = re.compile(rf"(?!{_NO_PERSON})[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?<![区县市省州村镇乡街网报社台站科股局处室队组版栏办委院校])")
"""An office, and who of it: certain only beside each other and the day."""
_BESIDE_DAY: Final = re.compile(
    rf"^(?:(?!本网)[\u4e00-\u9fff]{{2,8}}(?:网|在线)\s+)?[(（\[【]?\s?《?(?P<first>{_OF_SITE}"
    rf"(?!(?:综合|图片|视频|国内|国际|社会|本地|时政|校园|最新|热点|政务|工作)新闻)[\u4e00-\u9fff]{{2,8}}(?:{_MEDIUM}|新闻网|新闻|发布|财经))"
    rf"》?(?:讯|消息)?\s*[·|｜]?\s*{_YEAR}"
    r"|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s?(?:[上下]午)?\s?\d{1,2}:\d\d(?::\d\d)?)?(?:\s*星期[一二三四五六日天])?"
    rf"\s?[\]】)）]?[\s|｜·/]+(?:[\[【]\s?)?(?:(?:记者\s)?{_PERSON.pattern}\s+)?"
    rf"(?P<value>{_OF_SITE}[\u4e00-\u9fff]{{2,12}}(?:{_MEDIUM}|(?<!本)网|新华社|中新社|广播电台|在线)"
    r"|[\u4e00-\u9fff]{1,6}(?<![举预通公播汇申填上简战情警捷年月季回])报"
    rf"|{_ROOM}(?=\s+(?:供稿|点击|浏览|阅读|访问|人气|字[号体]|打印|[【\[(（])|\s*[】\]]\s*[【\[]|\s*$)"
    r"|[\u4e00-\u9fff]{2,8}(?<![局厅委办室部心站员日未次中式一已])发布(?=\s*$)"
    rf"|(?<=[|｜]\s)[\u4e00-\u9fff]{{2,12}}(?:局|厅|委|办公室|管委会|政府)(?=\s*(?:[|｜]|$)))(?=[\s【\[(（|\]]|$)"
    rf"|^[\[【]\s?(?P<office>[\u4e00-\u9fff]{{2,12}}[委局厅办院部署府网报社])\s?[\]】]\s*[\[【]?\s?{_YEAR}"
    rf"|^(?P<room>{_ROOM})\s*(?:[\[(（]|[|｜]\s?)?{_YEAR}"
    r"|(?:^|\s)来源\s+(?P<bare>[\u4e00-\u9fff]{2,14}(?:[报网台社]|网站|客户端|中心|[局厅委办]))(?=\s|$)"
    rf"|^《\s*(?P<paper>[\u4e00-\u9fff]{{2,10}}报)\s*》\s*[(（]?\s*{_YEAR}"
    rf"|^[\u4e00-\u9fff]{{2,8}}网(?:消息|讯)\s*[(（](?P<quoted>[\u4e00-\u9fff]{{2,10}}[报网台])[)）]\s*{_YEAR}")
"""A paper, site or office that stands without label beside the day in the head line; before it in marks of titles or in brackets."""
_BEFORE_SHORT_DAY: Final = re.compile(
    rf"(?P<value>{_OF_SITE}(?:[\u4e00-\u9fff]{{2,10}}(?:{_MEDIUM}|电台|在线|发布)|(?!本网)[\u4e00-\u9fff]{{1,6}}[报网]))"
    r"\s+(?:\d\d-\d\d|\d{1,2}月\d{1,2}日)\s\d{1,2}:\d\d(?::\d\d)?(?=\s|$)")
"""A paper, site or station that stands without label before month, day and hour: the year is left out."""
_PAPER: Final = re.compile(r"[\u4e00-\u9fff]{2,8}(?:日报|晚报|早报|晨报|都市报|商报|青年报|融媒体?(?:中心)?|新闻网|电视台|客户端)")
"""The name of a paper or a station, where a line has nothing else."""
_OFFICE: Final = re.compile(rf"{_ROOM}|[\u4e00-\u9fff]{{2,12}}(?:办事处|街道|中心|政府|[镇乡])")
_BESIDE_PERSON: Final = re.compile(
    r"(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s\d{1,2}:\d\d(?::\d\d)?)?\s+"
    rf"(?P<value>{_PERSON.pattern})(?:\s*[【\[].*|\s+(?:点击|浏览|阅读|人气|字[号体]).*)?")
"""A person who stands alone behind the day of a head line."""
_HEAVIEST: Final = 200
_MOST_DAY: Final = 40
_HEADLINES: Final = 3
_LONGEST_PERSON: Final = 10
"""Weight of a head line, and of a line that is little more than a day, at most; levels of headings that are headlines; weight of a name."""
_SENT_IN: Final = re.compile(r"(?P<value>[\u4e00-\u9fff]{2,16})\s供稿|[（(](?P<inside>[\u4e00-\u9fff]{2,16}?)\s?供稿[)）]")
"""Who sent a text in, alone on a line of the head or in brackets behind the text."""


def named_beside_day(line: str) -> str | None:
    """The name of a paper, site or office beside the day in a head line, whose elements a blank parts; None when there is none."""
    match = _BESIDE_DAY.search(line)
    return match[match.lastgroup or 0] if match is not None else None


def is_before_short_day(line: str) -> bool:
    """Whether a line is a paper or site, month, day and hour, and nothing else."""
    return line[-1] in "0123456789" and _BEFORE_SHORT_DAY.fullmatch(line) is not None


def named_before_short_day(lines: Iterable[Block]) -> str | None:
    """The name of a paper, site or station before month, day and hour with which a head line begins; None when there is none."""
    for block in lines:
        if block.size <= _HEAVIEST and ":" in block.text and not block.text.isascii() and (match := _BEFORE_SHORT_DAY.match(block.apart)):
            return match["value"]
    return None


def office_and_person(lines: Iterable[Block]) -> tuple[str, str] | None:
    """The office or paper that stands in a head line with a day and, right behind it, who of it wrote the text; None where no line has
    both."""
    for block in lines:
        if block.size > _HEAVIEST or block.text.isascii() or not may_have_day(block.text) or 1 <= block.level <= _HEADLINES \
                or first(block.apart) is None:
            continue
        pair = next(((office, person) for office, person in pairwise(block.apart.split())
                     if _PERSON.fullmatch(person) and (_OFFICE.fullmatch(office) or _PAPER.fullmatch(office))), None)
        if pair is not None:
            return pair
    return None


def person_alone(lines: Iterable[Block], title: int) -> str | None:
    """The person who alone stands behind the day with which a head line begins, or alone in a line below the headline; None when there is
    none. `title`: number of the headline's block."""
    for block in lines:
        if title < block.index <= title + _HEADLINES and block.size <= _LONGEST_PERSON and not (block.linked or block.level) \
                and len(block.text) > 2 and _PERSON.fullmatch("".join(block.text.split())):
            return block.text
        if block.size <= _HEAVIEST and not block.level and block.text[0] in "12" and not block.text.isascii() \
                and (match := _BESIDE_PERSON.fullmatch(block.apart)) and len(match["value"]) > 2:
            return match["value"]
    return None


def sent_in(line: str) -> str | None:
    """The name of who sent a text in, where a line says nothing else: 某某乡政府办 供稿."""
    match = _SENT_IN.fullmatch(line)
    return match[match.lastgroup or 0] if match is not None else None


def site_beside_day(lines: Sequence[Block], names: Callable[[], Collection[str]]) -> str | None:
    """The site's own Chinese name, one of `names`, where it is an element or a word of its own in a head line with a day."""
    for block in lines:
        if block.size <= _HEAVIEST and not block.text.isascii() and may_have_day(block.text) and not 1 <= block.level <= _HEADLINES \
                and "更新" not in block.text and first(block.apart) is not None:
            words = [run.strip() for run, _ in block.pieces] + block.apart.split()
            known = names()
            own = next((word for word in words if word in known), None)
            if own is not None:
                return own
    return None


def paper_beside_day(lines: Sequence[Block]) -> str | None:
    """The name of a paper or a station that is a line of its own, right above or below one that is a day: items of a list."""
    for above, below in pairwise(lines):
        if below.index != above.index + 1 or above.box.parent is not below.box.parent:
            continue
        for line, other in ((above, below), (below, above)):
            if other.size <= _MOST_DAY and may_have_day(other.text) and not line.level and _PAPER.fullmatch(line.text) \
                    and first(other.text) is not None:
                return line.text
    return None
