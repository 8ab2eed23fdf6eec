"""robots.txt as bytes, reduced to the lines that can concern us, before Protego reads it. Pure.

Protego matches rules well; it reads a file as text, though, and every group for every agent. So lines are split as bytes, agent
names compared whole, and the work that a file can cause is bounded whatever it holds.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

MOST_BYTES = 512 * 1024
"""Bytes of a robots.txt that are read; RFC 9309 section 2.5 asks for 500 KiB at least."""
MOST_LINE = 4_096
"""Bytes of a line; a longer rule could not match an address that we ask for."""
MOST_WILDCARDS = 2_000
"""Asterisks and dollar signs in all rules together; rules beyond are not read. Each can cost a search through each address."""

_LINE = re.compile(rb"[^\r\n]+")
_AGENT = re.compile(r"user[- ]?agent\s*(?::|\s)\s*(.*)", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z_-]+")
_HIGH_OCTET = re.compile(r"%([89A-Fa-f][0-9A-Fa-f])")
_BREAKS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_OTHER = "another-robot"
US = "us"
"""How agents are named in the reduced file: we, `*`, and any other."""


def product_token(user_agent: str) -> str:
    """The name by which robots.txt files call us: `Fangzhi` of `Fangzhi/1.0 (+https://…)`, of `Mozilla/5.0 (compatible;
    Fangzhi/1.0)` as well. RFC 9309, section 2.2.1. Lower case; `*` when there is none, which only the general group matches."""
    found = re.search(r"compatible;\s*([A-Za-z_-]+)", user_agent) or _TOKEN.match(user_agent.strip())
    return (found[1] if found and found.re.groups else found[0] if found else "*").lower()


class Reduction:
    """Reduces a file to lines that concern one agent or all."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._wildcards = 0
        self.left_out = 0

    def lines(self, text: bytes, whole: bool) -> Iterator[str]:
        """What is left of the file, line by line, in text; `whole` False: the last line may be half a line and is left out."""
        for match in _LINE.finditer(text):
            if not whole and match.end() == len(text):
                return  # the cut may have gone through a rule: half a Disallow forbids more than the whole one
            line = self._line(match[0].partition(b"#")[0].strip())
            if line:
                yield line

    def _line(self, raw: bytes) -> str | None:
        if len(raw) > MOST_LINE:
            self.left_out += 1
            return None
        line = _BREAKS.sub(" ", _as_text(raw))
        agent = _AGENT.fullmatch(line)
        if agent:
            return f"User-agent: {self._agent(agent[1].strip())}"
        if line[:7].lower() == "sitemap":
            return line
        line = re.sub(r"\*+", "*", line)
        wildcards = line.count("*") + line.count("$")
        self._wildcards += wildcards
        if wildcards and self._wildcards > MOST_WILDCARDS:
            self.left_out += 1
            return None
        return spelled(line)

    def _agent(self, name: str) -> str:
        if name.startswith("*"):
            return "*"
        token = _TOKEN.match(name)
        return US if token and token[0].lower() == self._token else _OTHER


def as_utf8(body: bytes) -> tuple[bytes, bool]:
    """The file without byte order mark, in UTF-8 if that mark says UTF-16; and whether it is whole (below the bound)."""
    whole = len(body) < MOST_BYTES
    for bom, charset in _BOMS:
        if body.startswith(bom):
            rest = body[len(bom):]
            return (rest if charset == "utf-8" else rest.decode(charset, "replace").encode("utf-8", "replace")), whole
    return body, whole


def _as_text(raw: bytes) -> str:
    """A line as text; octets of another charset are percent-coded, as addresses on such a site carry them."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _percent_coded(raw)


def _percent_coded(raw: bytes) -> str:
    return "".join(chr(octet) if octet < 0x80 else f"%{octet:02X}" for octet in raw)


def spelled(path: str) -> str:
    """One spelling for octets above 0x7F, raw or percent-coded, that Protego leaves as it is.

    Protego decodes them as UTF-8 with replacement: two different characters of GBK would become equal.
    """
    if not path.isascii():
        path = _percent_coded(path.encode("utf-8", "replace"))
    return _HIGH_OCTET.sub(lambda match: f"%25{match[1].upper()}", path) if "%" in path else path
