"""Word-level differences: they give both texts back, say what a reader would say, and end in time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.changed.diff import Piece, after, before, diff, excerpt, extent, words

TEXTS = st.text(alphabet="的一是不了人在有我他，。；\n\n ab12.5%'-x\U00020000é", max_size=60)


def told(old: str, new: str) -> str:
    """`[-old-]` and `{+new+}` within what stayed, as wdiff writes it."""
    marks = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    return "".join(marks[piece.op].format(piece.text) for piece in diff(old, new))


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_a_difference_holds_both_texts(old: str, new: str) -> None:
    pieces = diff(old, new)
    assert (before(pieces), after(pieces)) == (old, new)


@given(st.text(max_size=200))
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_pieces_are_not_empty_and_alternate(old: str, new: str) -> None:
    pieces = diff(old, new)
    assert all(piece.text for piece in pieces)
    ops = "".join(piece.op[0] for piece in pieces)
    assert not any(pair in ops for pair in ("ee", "dd", "ii", "id"))


@settings(deadline=None)
@given(TEXTS)
def test_equal_texts_do_not_differ(text: str) -> None:
    assert diff(text, text) == ([Piece("equal", text)] if text else [])


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_without_a_budget_the_texts_are_still_whole(old: str, new: str) -> None:
    pieces = diff(old, new, budget=0)
    assert (before(pieces), after(pieces)) == (old, new)


@pytest.mark.parametrize(("old", "new", "expected"), [
    ("会议十分重要。", "会议非常重要。", "会议[-十分-]{+非常+}重要。"),
    ("增长12.5%，达到300亿元。", "增长13.5%，达到300亿元。", "增长[-12.5%-]{+13.5%+}，达到300亿元。"),
    ("The governor spoke on Monday.", "The vice governor spoke on Tuesday.", "The {+vice +}governor spoke on [-Monday-]{+Tuesday+}."),
    ("第一段。\n\n第二段。\n\n第三段。", "第一段。\n\n第三段。", "第一段。\n\n[-第二段。\n\n-]第三段。"),
    ("甲。乙。", "甲。丙。乙。", "甲。{+丙。+}乙。"),
    ("", "新", "{+新+}"),
    ("旧", "", "[-旧-]"),
    ("张三任省长", "李四任省长", "[-张三-]{+李四+}任省长"),
    ("don't", "do not", "[-don't-]{+do not+}"),
    ("王小明出席会议并讲话", "会议由李大鹏主持召开", None),
])
def test_a_reader_would_say_it_so(old: str, new: str, expected: str | None) -> None:
    if expected is None:  # two sentences with a word in common by chance are not scattered over each other
        assert len(diff(old, new)) <= 4
    else:
        assert told(old, new) == expected


def test_signs_that_agree_by_chance_do_not_scatter_a_change() -> None:
    old = "会议强调，要全面贯彻落实中央精神，扎实推进各项重点工作。"
    new = "会议强调，必须抓好粮食生产，守住耕地红线。"
    assert len(diff(old, new)) <= 6


def test_extent_counts_words_not_punctuation() -> None:
    assert extent(diff("增长12.5%，好。", "增长13.5%！好。")) == (1, 1, 3)


def test_an_excerpt_shows_the_changes_and_a_little_around() -> None:
    old = "头" * 100 + "旧" + "中" * 100 + "尾" * 100
    shown = excerpt(diff(old, old.replace("旧", "新")), around=5)
    assert [piece.text for piece in shown] == [" … 头头头头头", "旧", "新", "中中中中中 … "]


@pytest.mark.parametrize(("old", "new"), [
    ("的" * 50_000, "了" * 50_000),
    ("的了" * 40_000, "了的的" * 30_000),
    ("\n".join(["同"] * 30_000), "\n".join(["同", "异"] * 20_000)),
    ("".join(chr(0x4E00 + place * 7919 % 20000) for place in range(60_000)),
     "".join(chr(0x4E00 + place * 6007 % 20000) for place in range(60_000))),
    (" ".join(f"w{place}" for place in range(40_000)), " ".join(f"w{place * 3 % 40_001}" for place in range(40_000))),
])
def test_long_texts_that_share_little_end_in_time(old: str, new: str) -> None:
    began = time.process_time()
    pieces = diff(old, new)
    assert (before(pieces), after(pieces)) == (old, new)
    assert time.process_time() - began < 10
