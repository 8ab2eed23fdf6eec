"""The suite itself: how its files are shared out, and how a test of many cases tells of them."""

from __future__ import annotations

import pytest

from tests.crawling import BEGUN, environment
from tests.each_case import EachCase
from tests.forked_commands import out_of_reach
from tests.sources import ROOT
from tests.whole_files import LONGEST


def test_each_file_that_is_begun_early_is_there_and_named_once() -> None:
    assert [file for file in LONGEST if not (ROOT / file).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)


def test_commands_are_forked_whatever_was_imported_for_other_tests() -> None:
    """A library that sets a variable when it is imported has all of them started, silently, each for two seconds of a processor."""
    import polars

    assert polars.__version__ and out_of_reach(BEGUN, environment()) == set()
    assert out_of_reach(BEGUN, environment(FANGZHI_CONTACT="https://x.example/", TZ="Asia/Shanghai")) == {"TZ"}


def test_every_case_that_does_not_hold_is_told_with_what_it_raised() -> None:
    with pytest.raises(AssertionError) as told, EachCase() as case:
        for number in (0, 1, 2):
            with case("a", number):
                assert 1 / number == 1
    said = str(told.value)
    assert said.startswith("2 do not hold:\n") and "('a', 1)" not in said
    assert "('a', 0)\n" in said and "ZeroDivisionError: division by zero" in said
    assert "('a', 2)\n" in said and "AssertionError: assert (1 / 2) == 1" in said


def test_what_is_wrong_between_the_cases_is_told_as_it_is() -> None:
    with pytest.raises(ValueError, match="unreadable"), EachCase() as case:
        with case(1):
            raise AssertionError
        raise ValueError("unreadable")
