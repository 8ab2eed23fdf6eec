"""Where brackets and strings of a script end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.families.scripts.brackets import past
from tests.wording_kit import lines, often

CASES = [
    ("the end of a call lies behind its bracket", "a, f(b), c) + d", ")", "", "a, f(b), c)"),
    ("a comma in an object or a string is none of the list's", "{a: 1, b: 2}, 'x, y', z", ",", "", "{a: 1, b: 2}"),
    ("a string's comma likewise", "'x, y', z", ",", "", "'x, y'"),
    ("what closes the list comes before its next comma", "a] , b", ",", "]", "a"),
    ("a bracket that was open before ends it", "a + b} c, d", ",", "", "a + b"),
    ("an apostrophe that nothing closes is a word's", "it's so, then", ",", "", "it's so"),
    ("a quote behind a stroke does not close a string", r"'it\'s, so', then", ",", "", r"'it\'s, so'"),
    ("without a sign all is passed", "a + b", ",", "", "a + b"),
]


@pytest.mark.parametrize(("text", "sign", "before", "passed"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_it_ends(text: str, sign: str, before: str, passed: str) -> None:
    assert text[: past(text, 0, len(text), sign, before)] == passed


_FILLER = "ab "
_SIGNS = lines(*"()[]{}'\"`,;", "''", "()", fewest=0)


@often(1000)
@given(_SIGNS, st.sampled_from(((")", ""), (",", "]"), (",", "}"), (",", ""))))
def test_words_between_the_signs_that_count_change_nothing(text: str, signs: tuple[str, str]) -> None:
    filled = "".join(sign + _FILLER for sign in text)
    passed = filled[: past(filled, 0, len(filled), *signs)]
    assert passed.replace(_FILLER, "") == text[: past(text, 0, len(text), *signs)]
