"""Forms as a script's `FormData` sends them: `multipart/form-data` (RFC 7578), without files. Between the parts stands always the same, so
that equal forms are equal bytes, by which a call is known again. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl

_BOUNDARY = "----------------FangzhiFormOfThePage"
"""Without digits: what counts pages by the numbers in a call finds none in it."""
TYPE = f"multipart/form-data; boundary={_BOUNDARY}"
_BEGIN, _END = f"--{_BOUNDARY}\r\n", f"--{_BOUNDARY}--\r\n"
_NAME = 'Content-Disposition: form-data; name="'
_CODED = {'"': "%22", "\r": "%0D", "\n": "%0A"}


def written(fields: Iterable[tuple[str, str]], charset: str = "utf-8") -> bytes:
    """The body of a form."""
    parts = [f'{_BEGIN}{_NAME}{_coded(name)}"\r\n\r\n{value.replace(_BOUNDARY, "")}\r\n' for name, value in fields]
    return "".join([*parts, _END]).encode(charset, "replace")


def is_one(body: bytes) -> bool:
    """Whether a body is one that `written` made."""
    return body.startswith(_BEGIN.encode("ascii")) or body == _END.encode("ascii")


def fields(body: bytes, charset: str = "utf-8") -> list[tuple[str, str]]:
    """The fields of a form that was sent, be it so or urlencoded."""
    text = body.decode(charset, "replace")
    if not is_one(body):
        return parse_qsl(text, keep_blank_values=True, encoding=charset, errors="replace")
    found = []
    for part in text.removesuffix(_END).split(_BEGIN)[1:]:
        head, _, value = part.partition("\r\n\r\n")
        found.append((_decoded(head.removeprefix(_NAME).removesuffix('"')), value.removesuffix("\r\n")))
    return found


def _coded(name: str) -> str:
    for sign, code in _CODED.items():
        name = name.replace(sign, code)
    return name


def _decoded(name: str) -> str:
    for sign, code in _CODED.items():
        name = name.replace(code, sign)
    return name
