"""A form is read as it was written, by us and by others, and equal forms are equal bytes."""

from __future__ import annotations

from email import message_from_bytes
from typing import Any
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from crawler.calls.multipart import TYPE, fields, is_one, written

NAMES = st.text(st.characters(exclude_characters="%", codec="utf-8"), min_size=1)
FORMS = st.lists(st.tuples(NAMES, st.text(st.characters(codec="utf-8"))))


@given(FORMS)
def test_a_form_is_read_as_it_was_written(form: list[tuple[str, str]]) -> None:
    body = written(form)
    assert is_one(body) and fields(body) == form and written(fields(body)) == body


def test_others_read_it() -> None:
    body = written([("page", "1"), ('a "b"', "两\r\n行")])
    parts: Any = message_from_bytes(f"Content-Type: {TYPE}\r\n\r\n".encode() + body).get_payload()
    assert [(part.get_param("name", header="Content-Disposition"), part.get_payload(decode=True)) for part in parts] == [
        ("page", b"1"), ("a %22b%22", "两\r\n行".encode())]


@given(st.lists(st.tuples(st.text(), st.text())))
def test_a_form_without_parts_is_read_too(form: list[tuple[str, str]]) -> None:
    assert fields(urlencode(form, errors="replace").encode()) == form


@given(st.binary())
def test_whatever_was_sent_is_read(body: bytes) -> None:
    fields(body), fields(written([]) + body)
