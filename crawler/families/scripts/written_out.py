"""Functions of a page that do nothing but make an address, `const api = (p) => `/list?current=${p}``, `function link(n) { return
'/list_' + n + '.json'; }`: where they are called, what they make is written in their place. No script is run.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import islice

_NAME = r"([A-Za-z_$][\w$]{0,40})"
_MAKER = re.compile(
    rf"\b(?:var|let|const)\s{{1,9}}{_NAME}\s{{0,9}}=\s{{0,9}}\(?\s{{0,3}}{_NAME}\s{{0,3}}\)?\s{{0,9}}=>\s{{0,9}}"
    r"(`[^`\n]{1,400}`|['\"][^;\n]{1,300})(?=[;\n,]|\Z|(?<=`))"
    rf"|\bfunction\s{{1,9}}{_NAME}\s{{0,3}}\(\s{{0,3}}{_NAME}\s{{0,3}}\)\s{{0,9}}\{{\s{{0,40}}return\s{{1,9}}(['\"`][^;\n}}]{{1,400}});?\s{{0,40}}\}}")
_MOST = 10
_ARGUMENT = r"(?<![\w$.])(?<!function ){}\(\s{{0,3}}([\w$.]{{1,60}})\s{{0,3}}\)"
_HOLE = re.compile(r"\$\{([^{}]{1,100})\}")
_PIECE = r"('[^'\n]*'|\"[^\"\n]*\")|(?<![\w$.]){}(?![\w$])"


def told(text: str) -> str:
    """The script with such calls written out, of which the argument is a name or a number."""
    if "=>" not in text and "return" not in text:
        return text
    for maker in islice(_MAKER.finditer(text), _MOST):
        name, parameter, made = maker.groups()[:3] if maker[1] else maker.groups()[3:]
        if "/" in made and parameter in made.partition("/")[2]:
            text = re.sub(_ARGUMENT.format(re.escape(name)), partial(_made, parameter, made), text)
    return text


def _made(parameter: str, made: str, call: re.Match[str]) -> str:
    """What is made, with the argument of the call in the place of the parameter, wherever that is no part of a text."""
    pattern = _PIECE.format(re.escape(parameter))

    def given(text: str) -> str:
        return re.sub(pattern, lambda match: match[1] or call[1], text)
    return f"({_HOLE.sub(lambda hole: f'${{{given(hole[1])}}}', made) if made[0] == '`' else given(made)})"
