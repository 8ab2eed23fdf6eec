"""The suite itself: how its files are shared out, and how a test of many cases tells of them."""

from __future__ import annotations

import pytest

from tests.each_case import EachCase
from tests.sources import ROOT
from tests.whole_files import LONGEST


def test_each_file_that_is_begun_early_is_there_and_named_once() -> None:
    assert [file for file in LONGEST if not (ROOT / file).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)


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
