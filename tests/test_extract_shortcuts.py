"""Cheap looks that spare long patterns a try never change what those find."""

from __future__ import annotations

import re
import sys
from datetime import date
from itertools import pairwise
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

import crawler.extract.days.published as published
import crawler.extract.days.stated_days as stated_days
from crawler.extract.days import day_labels, shown_days
from crawler.extract.facts import index_table, labelled_names
from crawler.extract.kind import page_kind
from crawler.extract.linked import twin
from crawler.extract.markup import laying, marks
from crawler.extract.markup.blocks import block_of, box_of
from crawler.extract.markup.laying import lay_out
from crawler.extract.markup.metadata import Metadata
from crawler.extract.markup.tree import Tree, parsed
from crawler.extract.trail import breadcrumb, trail_leads
from crawler.extract.words import dates, language, text
from crawler.extract.words.wording import Wording, signs_of
from crawler.families.pagers import paging
from tests.wording_kit import lines as _lines
from tests.wording_kit import often
from tests.wording_kit import page_of as _page

_DAYS = _lines(
    "2019", "20", "19", "192020", "-", "/", ".", "年", "月", "日",
    " ", "  ", "\u3000", "jan", "May", "Sept", "5", "12", "05", "T",
    "10:30", "：", ":", "（", ",", "of ", "in", "于", "2019-05-06", "5/12/2020",
    "13.12.2020", "12 may 2020", "May 12, 2020", "20190506T1010", "pm", "Z")
_LABELS = _lines(
    "发布", "日期", "时间", "时 间", "发表", "發表", "于", "發佈",
    "時間", "更新", "修改", "Published", "posted", " on", "date", "time",
    "updated", "last ", "by ", "release ", "pub", ":", "：", " ", "[", "（", "|", "x", "文", "\u3000", "Issue", "publication ", "publish",
    "发布时间：", "Published on ", "Effective", "created", "Member since", "截止日期", "event ",
    "Date of ", "birth", "北京", "Reply ", "Replied")


@often(1500)
@given(_DAYS)
def test_days_sought_from_year_to_year_are_those_that_the_pattern_finds_anywhere(line: str) -> None:
    found = [(match.span(), match.groups()) for match in dates._matches(line)]
    pattern = re.compile(f"{dates._DAY}(?:{dates._CLOCK})?", re.IGNORECASE)
    assert found == [(match.span(), match.groups()) for match in pattern.finditer(line)]


@often(1500)
@given(_LABELS)
def test_words_ruled_out_by_their_signs_are_no_label(words: str) -> None:
    assert day_labels.is_label(words) == (day_labels.LABEL.search(words) is not None)
    assert day_labels.is_update(words) == (day_labels.UPDATED.search(words) is not None)
    assert day_labels.is_of_another(words) == (day_labels.NOT_PUBLISHED.search(words) is not None)
    assert day_labels.is_other_label(words) == (day_labels.OTHER_DAY.search(words) is not None)


@pytest.mark.parametrize("word", [
    "成文", "印发", "生效", "施行", "实施", "发文", "签发", "签署", "制发", "制定", "失效", "废止", "截止", "截至", "到期", "开始",
    "结束", "报名", "创建", "页面生成", "生成", "备案", "生成日期", "今天是", "现在是", "今天", "首页", "有效期", "有效期至",
    "Copyright", "©", "版权", "版权所有", "effective", "Expires", "expire", "DEADLINE", "joined", "member since", "created", "Submitted",
    "received", "accepted", "Retrieved", "accessed", "来信", "写信", "去信", "信件", "提问", "留言", "咨询", "投诉", "回复", "答复",
    "办结", "办复", "受理", "提交", "event date", "due date", "opening date", "Filing date", "注册", "最后登录", "上次登录", "会议",
    "活动", "访谈", "考试", "直播", "公示", "办理", "申报", "举办", "培训", "面试", "笔试", "开标", "投标", "竞价", "Date of document",
    "date of issue", "date of birth", "Replied", "Answered", "Question time", "Reply date", "Date of letter", "event time"])
def test_every_word_for_another_day_has_its_sign(word: str) -> None:
    assert day_labels.NOT_PUBLISHED.search(f"{word}：") is not None
    assert day_labels.is_of_another(f"{word}：")


_DATED = st.lists(st.sampled_from((
    "发布时间：2024-05-06 10:30", "2024-05-06 10:31", "发布时间：2024-05-07", "发布时间：", "来源：省政府办公厅",
    "更新时间：2024-05-08 09:00", "Published: May 6, 2024 10:32", "2024-05-06", "成文日期：2024-05-05", "（2024年5月4日通过）",
    "An earlier version, first published 2019-04-04 10:33, said otherwise, as those who read it know.",
    "今天是2024年5月9日 10:34", "关于公布2024年第一批名单的通知", *("正文",) * 6)), min_size=1, max_size=60)
_TAG = '<meta name="pubdate" content="2024-05-10 08:00">'


@settings(max_examples=250, deadline=None)
@given(_DATED, st.integers(0, 59), st.integers(0, 59), st.integers(1, 6), st.booleans())
def test_a_day_by_the_headline_is_certain_only_where_a_look_at_all_others_chooses_it(
        lines: list[str], title: int, start: int, length: int, shown: bool) -> None:
    metadata = Metadata(Tree(root=parsed(_TAG), charset="", charset_why="", url="", base_url=""))
    headline, start = min(title, len(lines) - 1) if shown else None, min(start, len(lines) - 1)
    chosen = [published.find(_page(*lines), metadata, "", "Asia/Shanghai", title=headline, start=start, end=start + length, say=say)
              for say in (None, lambda *_: None)]
    assert chosen[0] == chosen[1]


@pytest.mark.parametrize(("below", "far", "day", "time"), [
    ("正文", "2024-05-10 10:30", "2024-05-10", "2024-05-10T10:30+08:00"),
    ("2024-05-09", "2024-05-10", "2024-05-10", None),
    ("2024-05-09", "2024-05-11", "2024-05-09", None)])
def test_a_day_far_from_the_headline_tells_the_hour_of_a_tag_and_bears_it_out(below: str, far: str, day: str, time: str | None) -> None:
    root = parsed('<meta name="pubdate" content="2024-05-10">')
    page = _page("关于公布名单的通知", below, *("正文",) * 40, far)
    found = published.find(page, Metadata(Tree(root=root, charset="", charset_why="", url="", base_url="")), "", "Asia/Shanghai",
                           title=0, start=2, end=42)
    assert (found.day, found.date_time) == (day, time)


@settings(max_examples=200, deadline=None)
@given(st.dates(min_value=date(1980, 1, 1), max_value=date(2060, 1, 1)), st.sampled_from(("00:00", "09:30:05", "23:59")))
def test_the_one_offset_of_the_portals_zone_is_that_of_the_zone_itself(day: date, clock: str) -> None:
    moment = dates.Moment(day.isoformat(), clock, None, 0, 0)
    assert published._local(moment, "Asia/Shanghai") == published._local(moment, "PRC")


def test_no_day_stated_for_machines_exceeds_a_certain_one() -> None:
    most = (*stated_days._TAGS.values(), stated_days._LINKED, stated_days._PAGE, stated_days.TIME_NAMED, stated_days._PUBDATE)
    assert max(most) <= shown_days._ABOVE_TAGS < shown_days._LABELLED


_TONGUES = _lines(
    "the ", " of ", " and the ", "The ", "to ", "in ", "Government ", "for ", "province\u2019s ", "caf\u00e9 ", "政府 ", "工作报告 ",
    "のための", "カナ", "правительство ", "الحكومة ", "정부 ", "le ", "los ",
    "\xa0", "\u3000", ", ", ". ", "a b c d e f g ", "。", "ſ", "\ud800")


@often(500)
@given(_TONGUES, st.sampled_from((None, "en", "zh-CN", "ru")))
def test_a_text_told_to_be_latin_or_english_by_its_octets_is_so_by_all_its_words(text: str, declared: str | None) -> None:
    with mock.patch.object(language, "_is_latin", lambda *_: False), mock.patch.object(language, "_COMMON", ()), \
            mock.patch.object(language, "_is_chinese", lambda *_: False):
        whole = language.of(text * 3, declared)
    assert language.of(text * 3, declared) == whole


_COUNTS = _lines(
    "共", "总", "页", "頁", "总页数", "：", "计", "3", "12", "33", "0", "12345", "/", "/", " ", ".", "-", "x",
    "page", "Page ", "of ", "s", "total", "Count", "=", "条", "总记录数")
_PLACE = re.compile(r"(?<![\d/.-])([1-9]\d{0,3})\s{0,4}/\s{0,4}([1-9]\d{0,3})(?![\d/.-])")


def _placed(words: str) -> int | None:
    """The pages of the last page and pages such as 3/33; of such as 3/12, which may be days, the most where there are few of them."""
    pairs = [(int(here), int(last)) for here, last in _PLACE.findall(words)]
    days = {pair for pair in pairs if pair[0] <= 12 and pair[1] <= 31}
    sure = [last for here, last in pairs if here <= last and (here, last) not in days]
    return sure[-1] if sure else max((last for here, last in days if here <= last), default=None) if len(days) <= 2 else None


@often(1500)
@given(_COUNTS)
@example("3/03")
@example("3/12 x 3/3 x 12/12")
def test_counts_of_pages_are_those_that_all_patterns_find_anywhere(words: str) -> None:
    stated = min(filter(None, (pattern.search(words) for _, pattern in paging._PAGES)), key=re.Match.start, default=None)
    assert paging.last_page(words) == (int(stated[stated.lastindex or 1]) if stated else _placed(words))
    totals = [int(found) for _, pattern in paging._TOTALS for found in pattern.findall(words)]
    assert paging.claimed_total(words) == max(totals, default=None)


@settings(max_examples=300, deadline=None)
@given(_lines(
    "<p>", "</p>", "<!-- 共9页 -->", "<!---->", "<script>", "</script>", "<td>", "共3页", " ", "&nbsp;", "&lost;", "<br>", "<?php?>", "x"))
def test_the_words_of_a_page_are_the_texts_of_its_elements_in_order(markup: str) -> None:
    root = parsed(f"<body>{markup}</body>")
    assert paging.words_of(root) == " ".join(map(str, root.itertext(etree.Element, etree.Entity)))


_CHALLENGE = _lines(
    "__jsl_clearance", "__JSLUID", "wzws_cid", "wzws", "电信云防护", "创宇盾", "知道创宇", "安全验证", "拖动", "滑块",
    "下方", "请完成", "安全", "验证", "访问", "被", "受到", "拦截", "您的访问", "可能", "Web应用防火墙", "网站防火墙",
    "人机验证", "Just a", " moment...", "Checking ", "your browser", "CAPTCHA",
    "Attention Required! ", "| Cloudflare", "文", "cf-browser-verification", "yunsuo_session")


@often(1500)
@given(_CHALLENGE)
def test_a_page_without_the_signs_of_a_challenge_says_nothing_of_one(line: str) -> None:
    assert page_kind._CHALLENGE.search(line) is None or page_kind._CHALLENGING.borne_by(line.encode().lower())


def test_no_unwanted_character_is_printable() -> None:
    assert not [number for number in range(sys.maxunicode + 1) if text._UNWANTED.match(chr(number)) and chr(number).isprintable()]


_STATED = _lines(
    "发文字号", "文 号", "文件编号", "索引号码", "公开索引号", "发文机关", "发布机构", "公开责任部门", "公开主体", "成 文 日 期",
    "印发时间", "发文日期", "发布日期", "生效日期", "主 题 词", "关键字", "Document No.", "Index number", "Issued by",
    "Issuing agency", "Date of issue", "Effective from", "date of entry into force", "Keywords",
    "subject words", "issue date", " ", "：", ":", "】", "[", "【", "某某", "2020年1月2日", "text")


@often(500)
@given(_STATED.map(str.strip).filter(bool))
def test_lines_ruled_out_by_their_end_or_letters_state_no_fact(line: str) -> None:
    matches = [match for pattern in index_table._LABELS.values() if (match := pattern.search(line)) is not None]
    assert (index_table._ANY_LABEL.search(line) is not None) == bool(matches)
    if any(index_table._is_label(line, match) for match in matches):
        assert list(index_table._labelled(_page("x", line), 2))[-1:] == [1]


_NAMES = _lines(
    "来 源", "来源于", "稿源", "出处", "出處", "Source", "SOURCES", "作 者", "本文作者", "文", "撰 稿", "撰文", "Author", "written by",
    "BY", "记 者", "责任编辑", "責任編輯", "编审",
    "选 稿", "web editor", "：", ":", "丨", "｜", "/", " ", "某某", "Name", "2020-01-02", "打印")


@often(500)
@given(_NAMES)
def test_lines_ruled_out_by_their_letters_name_nobody(line: str) -> None:
    for label in (labelled_names.SOURCE, labelled_names.AUTHOR, labelled_names.EDITOR):
        if label.pattern.search(line) is not None:
            assert label.signs.search(line.lower()) is not None and labelled_names.Lines(_page(line).blocks).labelled


def test_no_traditional_form_but_one_is_in_gb2312() -> None:
    assert [sign for sign in language._TRADITIONAL - language._SIMPLIFIED if language._is_in_gb2312(sign)] == ["後"]


@often(500)
@given(st.lists(st.text(st.sampled_from("aAbz20年月K\u212a:é "), min_size=1), min_size=1), st.sampled_from(("a", "ab", "0", "年月", ":")))
def test_the_texts_that_hold_a_sign_are_found_in_all_of_them_joined(texts: list[str], sign: str) -> None:
    found = Wording([one.encode() for one in texts]).holding(signs_of(sign, "20"))
    assert found == [number for number, one in enumerate(texts) if sign in one.lower() or "20" in one]


def test_a_text_full_of_signs_is_found_among_others() -> None:
    texts = ["a", ":" * 100_000, "b", "b:"]
    assert Wording([one.encode() for one in texts]).holding(signs_of(":")) == [1, 3]


_LEADS = _lines(
    "您当前的位置", "当前位置", "你在这里", "當前位置", "的栏目", "所在位置", "网站导航", "浏览", "页面位置", "方位", "现在的",
    "You are here", "your location", "CURRENT position", "Where am I", "Location", "position", "Home", "home page",
    "MAIN page", "首 页", "主页", "網站首頁", "【",
    "[", " ", "_", "：", ":", ">", "→", "->", " - ", "text", "新闻", "Вы здесь", "現在地", "현재 위치", "Standort",
    "Vous êtes ici", "Usted está aquí", "Jesteś tutaj", "الموقع الحالي", "Vị trí")


@often(500)
@given(_LEADS.map(str.strip).filter(bool))
def test_lines_without_the_words_of_trails_are_none(line: str) -> None:
    page = _page(line)
    leads = trail_leads.is_led(line, len(line))
    assert page.wording.holding(trail_leads.LEAD_SIGNS) or not leads
    home = breadcrumb._HOME_LINE.match(line) is not None or trail_leads.HOME.search(line[:14]) is not None
    assert page.wording.holding(trail_leads.HOME_SIGNS) or not home


def test_each_name_of_a_link_to_the_other_language_has_one_of_its_signs() -> None:
    assert not [name for own, names in twin._NAMES.items() for name in names if not _page(name).wording.holding(twin._SIGNS[own])]


_ATTRIBUTES = st.lists(st.sampled_from((
    'class="share-bar"', 'class="a b comment-list"', "id=title", "id=footer", "hidden", 'style="display: none"', "role=navigation",
    "itemprop=headline", "itemprop=articleBody", 'aria-label="Breadcrumb"', 'typeof="BreadcrumbList"',
    "align=left")), max_size=3).map(" ".join)
_NESTED = st.recursive(
    st.sampled_from((
        "words", " ", "<b>words</b>", "<a href=/x>字字</a> b", "<br>", "<img src=a.jpg>", "<a>x</a>\n y", "<a href=/y>  x\n  y</a>")),
    lambda inner: st.tuples(
        st.sampled_from(("div", "h2", "nav", "p", "li", "pre", "ucaptitle")), _ATTRIBUTES, st.lists(inner, max_size=4)).map(
            lambda part: f"<{part[0]} {part[1]}>{''.join(part[2])}</{part[0]}>"), max_leaves=15)


@settings(max_examples=300, deadline=None)
@given(_NESTED)
def test_boxes_and_blocks_that_the_walk_writes_out_are_those_that_are_made_one_by_one(markup: str) -> None:
    page = lay_out(parsed(f"<body>{markup}<p>{'As much as is hidden is shown. ' * 40}</p>"))
    for box in page.boxes[1:]:
        made = box_of(box.element, box.parent, box.first)
        assert [getattr(made, name) for name in _TOLD] == [getattr(box, name) for name in _TOLD]
    assert page.marked == [box for box in page.boxes if box.marks]
    for block in page.blocks:
        alike = block_of(block.index, block.text, block.box, block.pieces, linked=block.linked)
        assert (alike.size, alike.linked) == (block.size, block.linked)
        of_heading = laying._closed_before(block.box.element) if block.box.tag == "p" else 0  # `<h2><p>` is parsed so
        assert block.level in {alike.level, of_heading or alike.level}
        linked = sum([len(run.strip().encode()) for run, anchor in block.pieces if anchor is not None])
        alone = linked and len(block.pieces) == 1 and not block.box.under & marks.PREFORMATTED
        assert block.linked == (block.size if alone else min(linked, block.size))
    assert page.texts == [block.text for block in page.blocks]
    assert page.octets == [block.text.encode() for block in page.blocks]
    assert page.heads == [block for block in page.blocks if block.level or block.bold]


_TOLD = ("element", "tag", "parent", "first", "name", "marks", "under", "hidden", "data")


_NAMES = _lines(
    "nav", "main", "Main", "share", "bar", "Bar", "ad", "toc", "card", "footer", "no", "Q", "ABC", "ABCD", "back", "totop", "7", "42",
    "-", "_", "--", "1-", "x")


@settings(max_examples=500)
@given(_NAMES)
def test_names_are_told_by_their_words_however_these_are_found(name: str) -> None:
    parts = [part.lower() for part in marks._PARTS.findall(name)]
    assert marks._parts_of(name) == parts
    whole = frozenset((*parts, *map("".join, pairwise(parts)))) or frozenset("-")
    with mock.patch.multiple(marks, _BEGINNINGS=whole, _ENDINGS=whole):
        told = marks.of_name(name) if parts else 0
    assert marks.of_name(name) == marks.of_names(name) == told


@pytest.mark.parametrize("name", ["md:nav", "top-[3px]-nav", "hover:Share", f"nav-{'x' * 200}:7", "nav-\u00e9"])
def test_names_that_say_how_a_box_is_drawn_and_those_in_other_letters_tell_nothing(name: str) -> None:
    assert marks.of_name(name) == marks.of_names(name) == marks.of_names(f"x {name}") == 0
