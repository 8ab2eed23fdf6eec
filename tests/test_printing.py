"""Lists of commands: whatever their length, an array is JSON, and an empty list of rows is not silence."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.commands.printing import print_array, print_rows


@pytest.mark.parametrize("items", [[], [{"标题": "一"}], [1, "zwei", None, ["三"]]])
def test_an_array_is_json(items: list[object], capsys: pytest.CaptureFixture[str]) -> None:
    print_array(iter(items))
    assert json.loads(capsys.readouterr().out) == items


@pytest.mark.parametrize(("rows", "out", "err"), [
    ([("a", "b"), ("c", "\x1b[2J")], "a  b\nc  \\x1b[2J\n", ""), ([], "", "nothing there\n")])
def test_rows_are_a_line_each_and_none_are_told(rows: list[tuple[str, ...]], out: str, err: str,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(iter(rows), "nothing there")
    assert capsys.readouterr() == (out, err)


@given(st.lists(st.lists(st.text(max_size=9), min_size=1, max_size=3), max_size=4))
def test_no_cell_makes_a_line_of_its_own(rows: list[list[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        printed: list[str] = []
        patch.setattr("click.echo", lambda text, err=False: printed.append(text))
        print_rows(rows, "none")
    assert len(printed) == max(1, len(rows)) and all("\n" not in line for line in printed)
