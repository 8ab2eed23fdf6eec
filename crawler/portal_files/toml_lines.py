"""Where in a TOML text each key stands; `tomllib` tells only what it holds.

Walks the tokens of TOML 1.0.0 (https://toml.io/en/v1.0.0).
The text must be one that `tomllib` has read: nothing is checked again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

KeyPath = tuple[str | int, ...]
"""The way to a value: key names, and places in arrays from 0."""

_TOKEN = re.compile(
    r'''(?P<string>"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')'''
    r"|(?P<comment>\#[^\n]*)|(?P<blank>[ \t\r]+)|(?P<sign>[\n=\[\]{},.])|(?P<word>[^\s=\[\]{},.\#\"']+)", re.DOTALL)


def lines_of(text: str) -> dict[KeyPath, int]:
    """Line, from 1, of every key, table header and array element. Dotted keys give each of their tables."""
    return _Walk(text).lines


class _Walk:
    """One pass over the tokens: (line, kind, words)."""

    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._counts: dict[KeyPath, int] = {}
        self._tokens = _tokens(text)
        self._next()
        table: KeyPath = ()
        while self._kind:
            if self._kind == "[":
                table = self._header()
            elif self._kind in ("string", "word"):
                self._pair(table)
            else:
                self._next()

    def _next(self) -> None:
        self._line, self._kind, self._words = next(self._tokens, (0, "", ""))

    def _header(self) -> KeyPath:
        line = self._line
        self._next()
        array = self._kind == "["
        if array:
            self._next()
        path = self._resolved(self._key("]"), last=not array)
        while self._kind == "]":
            self._next()
        self.lines.setdefault(path, line)
        if array:
            self._counts[path] = self._counts.get(path, -1) + 1
            path = (*path, self._counts[path])
            self.lines[path] = line
        return path

    def _resolved(self, names: list[str], last: bool) -> KeyPath:
        """A header's names as a path: a name of an array of tables stands for the array's latest table."""
        path: KeyPath = ()
        for place, name in enumerate(names):
            path = (*path, name)
            if path in self._counts and (last or place < len(names) - 1):
                path = (*path, self._counts[path])
        return path

    def _pair(self, table: KeyPath) -> None:
        line = self._line
        path = table
        for name in self._key("="):
            path = (*path, name)
            self.lines.setdefault(path, line)
        self._next()
        self._value(path)

    def _key(self, end: str) -> list[str]:
        """The names of a dotted key, up to the token `end`."""
        names = []
        while self._kind and self._kind != end:
            if self._kind == "string":
                names.append(tomllib.loads(f"x={self._words}")["x"])
            elif self._kind == "word":
                names.append(self._words)
            self._next()
        return names

    def _value(self, path: KeyPath) -> None:
        if self._kind == "[":
            self._array(path)
        elif self._kind == "{":
            self._next()
            while self._kind and self._kind != "}":
                if self._kind in ("string", "word"):
                    self._pair(path)
                else:
                    self._next()
            self._next()
        else:
            while self._kind in ("string", "word", "."):
                self._next()

    def _array(self, path: KeyPath) -> None:
        self._next()
        place = 0
        while self._kind and self._kind != "]":
            if self._kind in (",", "\n"):
                self._next()
            else:
                self.lines[(*path, place)] = self._line
                self._value((*path, place))
                place += 1
        self._next()


def _tokens(text: str) -> Iterator[tuple[int, str, str]]:
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind not in ("blank", "comment"):
            yield line, match[0] if kind == "sign" else kind, match[0]
        line += match[0].count("\n")
