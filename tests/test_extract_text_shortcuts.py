"""Cheap looks at the lines and boxes of a text never change what is taken from it."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.extract.body import asides, below_text, callouts, readers, teasers, unfurnished
from crawler.extract.linked import resources
from crawler.extract.markup import laying
from crawler.extract.markup.blocks import Box
from crawler.extract.markup.ground import _OUT as OUT
from crawler.extract.markup.ground import Ground, has_sentence
from crawler.extract.markup.marks import BODY, PREFORMATTED
from crawler.extract.markup.tree import parsed
from crawler.extract.words import boilerplate, editor_lines, first_pairs, text
from crawler.extract.words.phrases import BRACKETED, EDGE, HEADING, LINE, TABLE, words_at
from crawler.extract.words.text import clean, clean_lines
from crawler.extract.words.wording import Wording, signs_of
from tests.wording_kit import lines, often, page_of

_SENTENCES = lines(*"。！？；…”」』，.!?;,\"'’)] \u3000", "word", "1,000", "www.gov.cn", "字")


@often(1000)
@given(_SENTENCES)
def test_signs_of_prose_are_those_that_the_pattern_of_each_finds(line: str) -> None:
    pattern = r"""[。！？；…”」』]|[.!?;]["'’”)\]]?(?:\s|$)|，|,\s"""
    assert has_sentence(line) == (re.search(pattern, line) is not None)


_FURNITURE = lines(
    "【", "】", "[", "]", "（", "）", "(", ")", "打印",
    "打 印", "关闭", "收藏", "推荐", "下载", "Print", "close", "Back to the top", "分享到",
    "返回顶部", "字体", "：", "大", "中", "小",
    "Eyesight Protection Color", "Copyright©2019", "© 2020 China", "protect eyesight", "white", "护眼色", "保护视力色", "银白", "我要纠错",
    "扫一扫在手机打开当前页", "Copyright 2020 Co.", "©", "loading...", "scan it with your phone",
    " now.", "share to ", "。", ".", "，", " ", "text", "中文")


_ASKING = lines(
    "Subscribe", "our newsletter", "Sign up", "signing up", "your inbox", "your email", "email address", "free trial", "Get started",
    "join our", "join us", "Opt out", "privacy policy", "terms of use", "all rights reserved", "affiliate", "earn a commission",
    "log in", "Sign in", "already have an account", " is a ", " is an ", "senior ", "Writer", "journalist", "freelance", "freelancer",
    "about the author", "fact-checked", "fact.checked", "years of experience", "Read more", "learn more", "read next",
    "Keep reading", "continue reading", "find out more", "written by", "Edited by", ".", " ", ",", "x")


@often(1000)
@given(_ASKING)
def test_lines_without_the_words_of_call_outs_are_none(line: str) -> None:
    assert Wording([line.encode()]).holding(callouts._ASK_SIGNS) or callouts._ASKS.search(line) is None


@often(1500)
@given(_FURNITURE.filter(lambda line: any(hint in line for hint in (*boilerplate._LATIN_HINTS, *boilerplate._HAN_HINTS))))
def test_furniture_is_taken_out_as_both_patterns_would(line: str) -> None:
    shorter = boilerplate.INSIDE.sub(" ", line)
    tail = boilerplate.EDGE_END.search(shorter)
    shorter = shorter if tail is None else shorter[:tail.start()]
    assert boilerplate.without_furniture(line) == (line if shorter == line else " ".join(shorter.split()))


_LATIN_LINE = lines(
    *(word for phrases in TABLE for words in phrases.words for word in re.findall("[A-Za-z]+", re.sub(r"\\[a-z]", "", words))),
    *" .:-/0", "eye sight", "gray", "Email", "A+", "T T", "L M S", "page view", "12 comments")


_LATIN_PHRASES = st.from_regex(re.compile(words_at(EDGE, BRACKETED, LINE), re.IGNORECASE), fullmatch=True,
                               alphabet=st.characters(codec="ascii")).map(str.strip).filter(bool)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(_LATIN_PHRASES, st.sampled_from(("", " ", " | ", ": ")), _LATIN_PHRASES)
def test_no_line_of_furniture_is_ruled_out_by_its_second_word(phrase: str, joint: str, following: str) -> None:
    line = f"{phrase}{joint}{following}" if joint else phrase
    word = boilerplate._FIRST_WORD.match(line)
    begun = word[1].lower() if word is not None else ""
    if begun in boilerplate._FIRST_WORDS - boilerplate._COMMON_FIRST and len(line) <= 40 and boilerplate.LINE_OF.fullmatch(line):
        assert boilerplate.is_furniture(line)


@often(1500)
@given(_LATIN_LINE)
def test_lines_ruled_out_by_their_first_word_are_no_furniture(line: str) -> None:
    if line.strip(" .:-/0"):
        assert boilerplate.is_furniture(line) or len(line) > 40 or boilerplate.LINE_OF.fullmatch(line) is None


@often(1500)
@given(st.one_of(_LATIN_LINE, _FURNITURE).map(str.strip).filter(bool))
def test_lines_ruled_out_by_their_beginning_are_neither_furniture_nor_a_trail(line: str) -> None:
    assert boilerplate.may_begin(line) or not (boilerplate.is_furniture(line) or boilerplate.is_trail_line(line))


_EDGES = st.from_regex(re.compile(words_at(EDGE), re.IGNORECASE | re.ASCII), fullmatch=True,
                       alphabet=st.characters(min_codepoint=32, max_codepoint=126))


@often(1500)
@given(st.sampled_from(("the", "The meeting", "He said so")), st.sampled_from((".", ". ", "! ", ") ")), _EDGES)
def test_every_latin_phrase_that_ends_a_paragraph_is_taken_off_its_end(begun: str, joint: str, phrase: str) -> None:
    line = f"{begun}{joint}{phrase}".strip()
    tail = boilerplate.EDGE_END.search(line)
    if tail is not None and boilerplate.INSIDE.search(line) is None and line[-1] not in boilerplate._PROSE_ENDS | {"?"}:
        assert boilerplate.without_furniture(line) == " ".join(line[:tail.start()].split())


_PROSE = lines("Home", "main page", " > ", "var x = 1", "$(", "window.", "<!--", "loading", "\u017fcan with phone", "bac\u212a to top",
                "’", "”", "'", "(so)", "(", "\u0131", "Read times: 3", "You are the 3rd visitor", "Sharing it to", "return to list",
                "sweep to open", "fontsize", "Was this page helpful?",
                "Share", "Copyright 2019", "©", "Read count: 5", "eye care", "(print)", "[close]", "A", "the", " text", "is",
                " ", ".", "!", '"')


@often(1500)
@given(st.one_of(st.tuples(_PROSE, _PROSE), st.tuples(_LATIN_LINE, _PROSE), st.tuples(_FURNITURE, _PROSE)).map("".join).map(str.strip)
       .filter(bool))
def test_a_latin_line_that_is_not_doubtful_neither_is_nor_holds_furniture(line: str) -> None:
    page = page_of("The first line.", line, "The last one")
    if 1 not in boilerplate.doubtful(page.wording, page.texts, range(3), page.octets):
        assert not (boilerplate.is_furniture(line) or boilerplate.is_trail_line(line) or unfurnished._is_script(line))
        assert boilerplate.without_furniture(line) == line
        assert unfurnished._EDIT.sub("", line) == line


@often(1500)
@given(st.one_of(st.tuples(_PROSE, _PROSE), st.tuples(_LATIN_LINE, _PROSE), st.tuples(_FURNITURE, _LATIN_LINE)).map("".join).map(str.strip)
       .filter(bool))
def test_a_plain_line_without_a_sign_holds_no_furniture(line: str) -> None:
    if boilerplate.is_plain(line) and not page_of(line).wording.holding(boilerplate.SIGNS):
        assert boilerplate.without_furniture(line) == line
        assert unfurnished._EDIT.sub("", line) == line


_HAN_PROSE = lines(
    *(word for phrases in TABLE for words in phrases.words for word in re.findall("[A-Za-z]+ ?|[\u4e00-\u9fff]+", words)),
    *"。！：（）()[]【】［］>©12, ", "首页", "当前位置", "您所在的位置：",
    "主页", "主任说", "版权", "\u017fcan to open", "已有3人参与", "责任编辑：",
    "icp备", "浙ICP备1", "编辑", "$('#zoom').", "var x = 1", "新华社", "记者", "会议强调")


@often(2500)
@given(_HAN_PROSE.map(lambda line: line.strip() + "。"))
def test_a_chinese_sentence_without_a_sign_neither_is_nor_holds_furniture(line: str) -> None:
    if boilerplate.is_han_prose(line):
        assert not (boilerplate.LINE_OF.fullmatch(line) or boilerplate.is_trail_line(line) or unfurnished._is_script(line))
        assert not (boilerplate.INSIDE.search(line) or boilerplate.EDGE_END.search(line))
        assert boilerplate.without_furniture(line) == line
        assert unfurnished._EDIT.sub("", line) == line


_PHRASE_SIGNS = {sign for sign in words_at("line", "edge", "bracketed") if sign > "\x7f"}
_WHOLE = lines(*sorted(_PHRASE_SIGNS | set("龘1 /（>：Aaſ©")), fewest=0, most=6)


@often(2500)
@given(st.tuples(_WHOLE, _HAN_PROSE, _WHOLE).map(lambda parts: "".join(parts).strip()).filter(bool))
def test_lines_ruled_out_by_their_first_two_signs_are_neither_furniture_nor_a_trail(line: str) -> None:
    told = boilerplate.LINE_OF.fullmatch(line) is not None and boilerplate._NUMBERS.fullmatch(line) is None
    assert boilerplate._may_be_word(line, boilerplate._BEGINNING.match(line)) or line.isascii() or not told
    assert boilerplate.is_trail_line(line) == (len(line) <= 120 and boilerplate._TRAIL.match(line) is not None)
    assert boilerplate.begins_another(line) == (len(line) <= 60 and boilerplate._HEADING.fullmatch(line) is not None)


@often(2500)
@given(st.tuples(_HAN_PROSE, st.sampled_from("。！？.）】 "), _HAN_PROSE).map("".join))
def test_no_end_of_a_chinese_paragraph_is_passed_over(line: str) -> None:
    tail = boilerplate.EDGE_END.search(line)
    assert boilerplate._end(line) == (len(line) if tail is None else tail.start())


_FOOTS = lines(
    "责任编辑", "来源", "稿源", "Editor", "sources", "校对", "记者", "作者", ":", "：", "丨", "｜", " ", "[", "]",
    "（", "）", "张三", "Li", "。")


@often(1000)
@given(_FOOTS)
def test_a_line_without_a_colon_names_no_editor(line: str) -> None:
    told = editor_lines.EDITOR_LINE.fullmatch(line) or ("编" in line and editor_lines.EDITOR_PAIRS.fullmatch(line))
    assert below_text.is_foot(page_of(line).blocks[0]) == (len(line) <= 90 and bool(told))


_BIOS = lines(
    "Reach", " her", " at", "Follow ", "them", " on", "Have you", " got a", " story", " tip", "Jane Doe ", "is an ", "award-winning ",
    "writer", "Correspondent", " and ", "photographer", ".", "\u2019s ", "text ")
_CAPTIONS = lines(
    "Photo", "[Photo", "(Photos:", " by ", "provided by", "/Xinhua", "/ China Daily", "]", ")", " ", "图为", "图片：", "△",
    "张三摄", "摄影：李四", "A view of the lake", "photo")


@often(1000)
@given(_BIOS.map(str.strip).filter(bool), _CAPTIONS.map(str.strip).filter(bool))
def test_lines_without_the_words_of_bios_and_captions_are_none(bio: str, caption: str) -> None:
    assert below_text._is_bio(page_of(bio).blocks[0]) == (bio[0].isupper() and below_text._BIO.search(bio) is not None)
    assert resources._is_caption(page_of(caption).blocks[0]) == (resources._CAPTION_LINE.search(caption) is not None)


_REQUESTS = lines(
    "Follow ", "me", "us", " into", "Get in touch", "let ", " know ", "in the", "what", "Never miss an", "a ", "episode", "Subscribe",
    "sign up", "Signing up", "join us", " for our ", "newsletter", "here", "Download our ", "app", "Buy", "ing me a ", "coffee",
    "to send flowers", "Pin ", "it", "for later", "Like", "d this ", "post", "Enjoyed ",
    "did you ", "please ", "and ", "by ", ". ", ", ", ": ", "x")


@often(1500)
@given(_REQUESTS.map(str.strip).filter(bool), _ASKING)
def test_lines_without_the_words_of_requests_ask_for_nothing(line: str, offer: str) -> None:
    assert below_text._asks(page_of(line).blocks[0]) == (len(line) <= 90 and below_text._ASKS.search(line) is not None)
    assert callouts._offers(f"{offer}\u2019") == bool(Wording([offer.encode()]).holding(callouts._OFFERS))


@often(500)
@given(lines(*"abAB", "Re", "re", "About", "var ", " ", "7", "é", "新"))
def test_pairs_of_letters_are_those_with_which_no_word_begins(line: str) -> None:
    for words, pairs in ((boilerplate._HEADING_STARTS, boilerplate._HEADS_NOTHING),
                         ((*boilerplate._ANY_FIRST, "var", "function", "document", "window"), boilerplate._TEXT_BEGINS)):
        pair = line[:2]
        other = len(pair) == 2 and pair.isalpha() and pair.isascii() and not any(word.startswith(pair.lower()) for word in words)
        assert first_pairs.begins_with(line, pairs) == other


_BUTTONS = lines("View ", "get ", "the ", "full ", "Deal", "deals", "prices", "offer", "lowest price", "on Amazon", "Buy ", "pre-order ",
                 "now", " here", "!", "\u2026", ">>", "$19 ", " ")


@often(1500)
@given(_BUTTONS)
def test_lines_that_end_in_no_word_of_shops_are_no_buttons(line: str) -> None:
    assert asides._offers(line) == (asides._OFFERS.fullmatch(line) is not None)


_TEASER = "<div class=card><h3><a href=/x>The long headline of another page</a></h3><p>A few words.</p></div>"
_FRAGMENTS = st.recursive(
    st.sampled_from((_TEASER, 3 * _TEASER, f"<p>{'A sentence of the text, of some length. ' * 4}</p>", "<p>Line</p>", "<img src=/a.jpg>")),
    lambda inner: st.tuples(st.sampled_from(("div", "section", "ul", "article")), st.lists(inner, max_size=5)).map(
        lambda part: f"<{part[0]}>{''.join(part[1])}</{part[0]}>"), max_leaves=20)


@settings(max_examples=200, deadline=None)
@given(st.lists(_FRAGMENTS, min_size=1, max_size=6).map("".join))
def test_rows_of_teasers_sought_among_the_boxes_of_a_text_are_those_of_the_page_that_lie_in_it(markup: str) -> None:
    page = laying.lay_out(parsed(markup))
    ground = Ground(page)
    everywhere = teasers.teasers(ground, page.boxes)
    for box in page.boxes:
        if box.last - box.first > teasers.PARTS:
            numbers = set(range(box.first, box.last))
            assert teasers.teasers(ground, ground.begun_in(box)) & numbers == everywhere & numbers


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(("One", " ", "  ", "   ", "\n ", "\u00a0", "中", "é", "<b>two  three</b>", "<br>",
                                 "<a href=/x>four  five </a>", "<a href=/y> </a>",
                                 "<p>", "<pre>six  seven\n eight</pre>", "<div hidden>nine  ten</div>")), max_size=12).map("".join))
def test_blanks_in_a_row_are_one_in_every_line_but_what_is_preformatted(markup: str) -> None:
    page = laying.lay_out(parsed(f"<body>{markup}"))
    for block in page.blocks:
        pre, raw = block.box.under & PREFORMATTED, "".join([text for text, _ in block.pieces])
        assert block.text == (clean_lines(raw) if pre else clean(raw))
        linked = [text for text, anchor in block.pieces if anchor is not None]
        weight = block.size if len(block.pieces) == len(linked) == 1 else sum([len(text.strip().encode()) for text in linked])
        assert pre or block.linked == min(block.size, weight)
        octets = page.octets[block.index]
        assert (page.texts[block.index], octets, block.size) == (block.text, block.text.encode(), len(octets))
    gaping = [block.index for block in page.blocks if "  " in block.text]
    assert page.wording.holding(signs_of("  ")) == gaping == [number for number in gaping if page.blocks[number].box.under & PREFORMATTED]


def _narrowed(ground: Ground, box: Box) -> Box:
    """As `readers.narrowed`, from box to box."""
    inside = [one for one in ground.page.boxes[ground.page.boxes.index(box) + 1:] if one.parent is box and one.first < box.last]
    scores = ground.scores(inside)
    best = inside[scores.index(max(scores))] if inside else box
    least = (readers._OWN if best.marks & BODY else readers._SHARE) * ground.weight(box)
    if best is box or ground.weight(best) < least or best.tag == "p" or (best.last - best.first <= 1 and len(inside) > 3):
        return box
    return _narrowed(ground, best)


@settings(max_examples=300, deadline=None)
@given(st.lists(_FRAGMENTS, min_size=1, max_size=6).map("".join))
def test_the_box_with_most_prose_is_found_around_the_middle_as_among_all(markup: str) -> None:
    page = laying.lay_out(parsed(f"{markup}<p>{'A sentence of the text, of some length. ' * 3}</p><nav><a href=/>Home</a></nav>"))
    ground = Ground(page)
    scores = ground.scores(page.boxes)
    best = page.boxes[scores.index(max(scores))]
    assert readers.density(ground) is best
    for box in page.boxes:
        if ground.weight(box) > 0:
            assert readers.narrowed(ground, box) is _narrowed(ground, box)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from((
    "<nav>", "<aside class=related>", "<div class=content>", "<div hidden>", "<section>", "<div class=comments>", "</nav>", "</aside>",
    "</div>", "</section>", "<p>A line, with a comma.</p>", f"<p>{'A sentence of the text. ' * 30}</p>")), max_size=14).map("".join))
def test_marks_that_are_looked_up_and_blocks_that_are_struck_out_are_those_of_each_box(markup: str) -> None:
    page = laying.lay_out(parsed(f"<body>{markup}"))
    ground = Ground(page)
    for box in page.boxes:
        around = ground.marks[box.parent]
        assert ground.marks[box] & around == around and (box.marks or ground.marks[box] == around)
    assert ground.out == [block.box.hidden or bool(ground.marks[block.box] & OUT) for block in page.blocks]


_NEXT_PARTS = lines(
    *(word for phrases in TABLE if HEADING in phrases.places for word in re.findall("[A-Za-z]+|[\u4e00-\u9fff]+", "".join(phrases.words))),
    *" :>*.3【", "text", "The ", "本站", "免责声明", "小编")


@often(1000)
@given(_NEXT_PARTS)
def test_lines_ruled_out_by_two_letters_head_no_other_part(line: str) -> None:
    assert boilerplate.begins_another(line) == (len(line) <= 60 and boilerplate._HEADING.fullmatch(line) is not None)


@often(500)
@given(st.text(), st.text(st.characters(max_codepoint=127)))
def test_any_text_is_folded_as_by_the_pattern(line: str, plain: str) -> None:
    for one in (line, plain):
        assert text.folded(one) == text._FOLD.sub("", one).lower()


@settings(max_examples=300, deadline=None)
@given(st.lists(lines("A b", "Don\u2019t", "\u201cZ\u201d", "\n", "\u00c9t\u00e9", "\u5173\u4e8e", "1", "_")))
def test_texts_folded_together_are_those_folded_one_by_one(texts: list[str]) -> None:
    assert text.folded_each(texts) == list(map(text.folded, texts))
