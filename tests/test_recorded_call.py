"""A capture is read by what its record says of the call that it was asked by, in the words of today and in those of older archives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.calls.call import Call, Told, read, read_told, written, written_told
from crawler.calls.recorded_call import of_old

LIST = "http://a.example/list/"
OLD = [
    (LIST, Call(asker=LIST)),
    (f"{LIST} /art/{{id}}.html {{link}} =bt =fbrq", Call(asker=LIST, told=Told(ways=("/art/{id}.html", "{link}"), fields=("bt", "fbrq")))),
    (f"{LIST} /art/{{id}}.html =bt +@2 +15/3",
     Call(asker=LIST, told=Told(ways=("/art/{id}.html",), fields=("bt",), rows=15, pieces=3, folder=2))),
    (f"{LIST} +0/0", Call(asker=LIST, told=Told(rows=0))),
    (f"{LIST} +", Call(asker=LIST)),
    ("+from 1", Call(told=Told(from_one=True))),
    (f"{LIST} +?id=7&name=%E5%90%8D", Call(asker=LIST, told=Told(values=(("id", "7"), ("name", "名"))))),
    (f"{LIST} +?", Call(asker=LIST, told=Told(values=()))),
    (f"{LIST} +?id=7&%21settings=http%3A%2F%2Fa.example%2Fc.js&%21then=http%3A%2F%2Fa.example%2Fl.js",
     Call(asker=LIST, told=Told(values=(("id", "7"),), settings=("http://a.example/c.js",), then="http://a.example/l.js"))),
    ("公告 /a/{id}", Call()),
]


@pytest.mark.parametrize(("title", "call"), OLD, ids=[title[:60] for title, _ in OLD])
def test_what_stood_in_the_title_of_a_call_is_read(title: str, call: Call) -> None:
    assert of_old(title) == call


def test_whose_a_script_is_stood_in_the_body_of_its_get() -> None:
    assert of_old(LIST, LIST.encode()) == Call(asker=LIST, whose=LIST)
    assert of_old(None) is None


WORDS, FIELDS = st.lists(st.text()).map(tuple), st.lists(st.tuples(st.just("X-A"), st.text())).map(tuple)
ALL = st.builds(
    Told, ways=WORDS, fields=WORDS, rows=st.none() | st.integers(0, 999_999), pieces=st.integers(0, 999_999), folder=st.integers(0, 99),
    digits=st.integers(0, 99), behind=st.text(), from_one=st.booleans(),
    values=st.none() | st.lists(st.tuples(st.text(), st.text())).map(tuple), headers=FIELDS, settings=WORDS,
    then=st.none() | st.text())
CALLS = st.builds(Call, asker=st.none() | st.text(), told=ALL, headers=FIELDS, whose=st.none() | st.text())


@given(CALLS)
def test_a_call_is_one_line_of_ascii_and_read_from_it_again(call: Call) -> None:
    line = written(call)
    assert read(line) == call and line.isascii() and line.isprintable()
    assert read_told(written_told(call.told) or "") == call.told


@given(st.text())
def test_whatever_stands_there_is_read(line: str) -> None:
    read(line), of_old(line)
