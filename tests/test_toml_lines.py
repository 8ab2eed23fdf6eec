"""Where each key of a TOML text stands."""

from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.portal_files.toml_lines import KeyPath, lines_of


def test_lines_are_found_in_every_form_of_toml() -> None:
    text = "\n".join([
        "a = 1 # [x]", '"b c".d = """', "[no]", '"""', "e = [1, [2,", "3], {f = '[x]', g.h = 2}]", "[t.u]",
        "v = 1979-05-27 07:32:00", "[[w]]", "x = 1", "[[w]]", "[w.y]", "z = '''", "'''", "[[w.q]]", "r = 1.5"])
    assert lines_of(text) == {
        ("a",): 1, ("b c",): 2, ("b c", "d"): 2, ("e",): 5, ("e", 0): 5, ("e", 1): 5, ("e", 1, 0): 5, ("e", 1, 1): 6, ("e", 2): 6,
        ("e", 2, "f"): 6, ("e", 2, "g"): 6, ("e", 2, "g", "h"): 6, ("t", "u"): 7, ("t", "u", "v"): 8, ("w",): 9, ("w", 0): 9,
        ("w", 0, "x"): 10, ("w", 1): 11, ("w", 1, "y"): 12, ("w", 1, "y", "z"): 13, ("w", 1, "q"): 15, ("w", 1, "q", 0): 15,
        ("w", 1, "q", 0, "r"): 16}


def _quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(sign):08x}" for sign in text if not 0xD800 <= ord(sign) < 0xE000) + '"'


_KEYS = st.one_of(st.from_regex(r"[a-z0-9_-]{1,4}", fullmatch=True), st.text(max_size=3).map(_quoted))
_SCALARS = st.one_of(st.integers().map(str), st.floats().map(repr), st.text(max_size=8).map(_quoted),
                     st.sampled_from(["true", "2021-06-30", "'[x]'", '"""a\n[b]\n"c""""', "'''\n'x\n'''", "1979-05-27 07:32:00"]))
_VALUES = st.recursive(_SCALARS, lambda inner: st.one_of(
    st.lists(inner, max_size=3).map(lambda values: "[" + ",\n # c ]\n".join(values) + "]"),
    st.lists(st.tuples(st.from_regex("[a-z]{1,3}", fullmatch=True), _SCALARS), max_size=2, unique_by=lambda pair: pair[0])
    .map(lambda pairs: "{" + ", ".join(" = ".join(pair) for pair in pairs) + "}")), max_leaves=6)
_STATEMENTS = st.one_of(
    st.tuples(st.lists(_KEYS, min_size=1, max_size=2), _VALUES).map(lambda pair: f"{'.'.join(pair[0])} = {pair[1]}"),
    st.lists(_KEYS, min_size=1, max_size=2).map(lambda keys: f"[{'.'.join(keys)}]"),
    st.lists(_KEYS, min_size=1, max_size=2).map(lambda keys: f"[[{'.'.join(keys)}]]"))


@settings(max_examples=300, deadline=None)
@given(st.lists(_STATEMENTS, max_size=6))
def test_every_key_that_tomllib_reads_has_a_line(statements: list[str]) -> None:
    text = "\n".join(statements)
    try:
        given_values = tomllib.loads(text)
    except ValueError:
        return
    lines = lines_of(text)
    for path in _paths(given_values, ()):
        assert any(path == known[: len(path)] for known in lines), (path, text)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())
    assert {path for path in lines if not _holds(given_values, path)} == set()


def _paths(value: object, path: KeyPath) -> list[KeyPath]:
    below: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        below = [*value.items()]
    elif isinstance(value, list):
        below = [*enumerate(value)]
    return [inner for key, held in below for inner in [(*path, key), *_paths(held, (*path, key))]]


def _holds(value: object, path: KeyPath) -> bool:
    for key in path:
        try:
            value = value[key]  # type: ignore[index]
        except (LookupError, TypeError):
            return False
    return True
