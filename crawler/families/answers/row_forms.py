"""The ways in which a page's scripts and templates spell the addresses of rows out, with the names of fields in braces: `/art/{id}.html`
of `'<a href="/art/' + item.id + '.html">'`, of a bound attribute, of an element that a script makes, of a function that rows call. No
script is run; what is not spelt out is left alone.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from crawler.addresses.links import Tree
from crawler.families.calls.calls import scripts
from crawler.families.scripts import script, script_names
from crawler.families.scripts.row_changes import CALLS, written

MOST_TEXT = 4_000_000
"""Characters of a page in which they are sought."""
_AROUND_ROW = 2000
"""Characters before an address in which what it is made of is given its value."""
_LONGEST = 400
"""Characters of one."""
SIGN = re.compile(r"href|window\.open")
_BOUND = re.compile(r"href\s{0,3}=\s{0,3}(?:\"([^\"<>]{1,400})\"|'([^'<>]{1,400})')")
_PLACE = re.compile(r"(?:href\s{0,3}=\s{0,3}|href['\"]?\s{0,3}[:,]\s{0,3}(?=['\"`])|window\.open\s{0,3}\(\s{0,3})\\?[\"'`]?")
"""In mark-up, or where a script makes an element: `a.href = '/a/' + id`, `.attr('href', '/a/' + id)`, `{href: '/a/' + id}`."""
_LITERAL = re.compile(r"[^\"'`<>\s\\+${}()]{1,200}")
_FIELD = r"(?:[A-Za-z_$][\w$]{0,40}(?:\[\s?\w{1,20}\s?\])?\s?\.\s?){0,6}[A-Za-z_$][\w$]{0,40}(?:\[\d{1,2}\])?"
"""One by its number as well: `row[0]`, of rows without names (DataTables)."""
_AROUND = r"(?:(encodeURI(?:Component)?|String)\s?\(\s?)?"
_HOLE = re.compile(
    rf"[\"'`]?\s{{0,9}}\+\s{{0,9}}{_AROUND}\(?\s?({_FIELD})({CALLS}{{0,3}})\s?\)?\)?\s{{0,9}}(?:\+\s{{0,9}}[\"'`]|(?=[;,)]))"
    rf"|\$\{{\s{{0,9}}{_AROUND}({_FIELD})({CALLS}{{0,3}})\s?\)?\s{{0,9}}\}}|\{{\{{\{{?[=:-]?\s{{0,9}}({_FIELD})\s{{0,9}}\}}\}}\}}?|<[%?]=\s{{0,9}}({_FIELD})\s{{0,9}};?[%?]>")
_FILTERED = re.compile(rf"\{{\{{\{{?\s{{0,9}}({_FIELD})\s{{0,9}}\|[^{{}}]{{1,60}}\}}\}}\}}?")
"""A field as a template's filter draws it: `{{ item.time | date }}`."""
_PUT_TEXT = re.compile(rf"(?:\.(?:text|html|append)\(\s?|\.(?:textContent|innerText|innerHTML)\s?=\s?|\btext['\"]?\s?:\s?)"
                       rf"({_FIELD})(?=\s?[;),}}\n])")
"""A field that a script puts into an element which it makes."""
_CHOICE = re.compile(r"[^?]{1,150}?\?\s{0,3}([^:?]{1,150}?)\s{0,3}:\s{0,3}([^:?]{1,200})")
_GIVEN = r"(?:\b(?:var|let|const)\s{{1,9}}|[;{{}},\n]\s{{0,99}}){}\s{{0,9}}=(?!=)\s{{0,9}}([^;\n]{{1,300}})"
_TAKEN_OUT = r"\{{[^{{}}:;()]{{0,100}}(?<![\w$]){}(?![\w$])[^{{}}:;()]{{0,100}}\}}\s{{0,3}}(?:\)|=(?!=)|of\b)"
_TEMPLATE = re.compile(r"<script[^<>]{0,100}(?:tmpl|template|text/html|juicer)")
_QUOTES = frozenset("'\"`")
_NO_FIELDS = frozenset(("i", "j", "k", "n", "index", "idx", "page", "pageNo", "pageNum", "pageIndex", "html", "str", "data", "this"))
_MOST_CHOICES = 4
_TERM = re.compile(rf"\s{{0,9}}(?:(['\"])([^'\"`<>\s\\{{}}]{{0,200}})\1|{_AROUND}({_FIELD})({CALLS}{{0,3}})\s?\)?|`([^`<>\s]{{0,300}})`)"
                   r"\s{0,9}(\+|\Z)")
_PRESSED = re.compile(rf"(?:@click|v-on:click|onclick)(?:\.\w{{1,9}})?\s?=\s?\\?[\"']([A-Za-z_$][\w$]{{0,40}})\(\s?(?:({_FIELD})\s?\)"
                      rf"|\\?['\"]\$\{{\s?({_FIELD})\s?\}}|\\?['\"]{{1,2}}\s?\+\s?({_FIELD})\s?\+)")
_SHORT_FUNCTION = (r"(?<![\w$.]){0}\s{{0,9}}(?::\s{{0,9}}function\s{{0,9}})?\(\s{{0,9}}([A-Za-z_$][\w$]{{0,40}})\s{{0,9}}\)"
                   r"\s{{0,9}}\{{")
_HELD = re.compile(rf"data-([\w-]{{1,30}})\s?=\s?\\?[\"']?(?:[\"'`]\s?\+\s?({_FIELD})\s?\+|\$\{{\s?({_FIELD})\s?\}}"
                   rf"|\{{\{{\s?({_FIELD})\s?\}}\}})")
"""A field of a row that an attribute of its element holds: `'<li data-id="' + item.id + '">'`."""
_READ = re.compile(r"(?:\$|jQuery)\(\s?this\s?\)\s?\.\s?(?:attr|data)\(\s?['\"](?:data-)?([\w-]{1,30})['\"]\s?\)"
                   r"|this\s?\.\s?dataset\s?\.\s?(\w{1,30})")
_DRAWS = r"\b(?:formatter|render|templet)['\"]?\s{{0,9}}:\s{{0,9}}(?:function\s{{0,9}}\(\s{{0,9}}{0}\b|\(?\s{{0,9}}{0}\s{{0,9}}(?:[,)]|=>))"
_DRAWER = (r"\bfunction\s{{1,9}}([A-Za-z_$][\w$]{{0,40}})\s{{0,9}}\(\s{{0,9}}{0}\s{{0,9}}[,)]"
           r"|(?<![\w$.])([A-Za-z_$][\w$]{{0,40}})\s{{0,9}}[:=]\s{{0,9}}function\s{{0,9}}\(\s{{0,9}}{0}\s{{0,9}}[,)]")
_DRAWN_BY = r"(?:formatter|render)['\"]?\s{{0,9}}[:=]\s{{0,9}}['\"]?{0}\b"
_COLUMN = re.compile(r"\b(?:field|data|name|key|mData|id|prop)['\"]?\s{0,9}:\s{0,9}['\"]([\w$]{1,40})['\"]")
_END = re.compile(r"[;\n}]|,\s{0,3}['\"]_|\)\s{0,3}(?:[;}\n]|\Z)")
"""What ends the address that a function opens."""
_LONGEST_FUNCTION = 800
_OPENED = re.compile(r"\bwindow\.open\s{0,3}\(\s{0,3}|\blocation(?:\.href)?\s{0,3}=\s{0,3}")
FIELD = re.compile(r"\{([A-Za-z_$][\w$]{0,40}|\d{1,2})((?:~[^{}\s~]{1,80}){0,5})\}")


def drawn(text: str, at: int) -> str:
    """The fields that are drawn into the row behind its address, title first."""
    row = text[at : at + _LONGEST].partition("</li>")[0].partition("</tr>")[0]
    row = _FILTERED.sub(r"{{\1}}", row) if "|" in row else row
    names = [_told(hole)[1] for hole in _HOLE.finditer(row, row.find(">") + 1)] + [put[1] for put in _PUT_TEXT.finditer(row)]
    names = [_of_column(text, at, name) if name.isidentifier() else name for name in names]
    return " ".join(name.rpartition(".")[2] for name in names if "[" not in name.rpartition(".")[2])


def _of_column(text: str, at: int, name: str) -> str:
    """What a name stands for that is the first one given to the function which draws a table's column: the column's own field,
    `{field: 'bt', formatter: function (v, row) { return '<a href=…>' + v + '</a>'; }}` (easyui, bootstrap-table, DataTables)."""
    before = text[max(0, at - _LONGEST_FUNCTION) : at]
    drawing = list(re.finditer(_DRAWS.format(re.escape(name)), before))
    if drawing:
        before = before[: drawing[-1].start()]
    else:  # formatter: titleOf, and function titleOf(v, row) { … } elsewhere
        begun = list(re.finditer(_DRAWER.format(re.escape(name)), before))
        called = re.search(_DRAWN_BY.format(re.escape(begun[-1][1] or begun[-1][2])), text) if begun else None
        before = text[max(0, called.start() - _LONGEST) : called.start()] if called is not None else ""
    fields = list(_COLUMN.finditer(before))
    return fields[-1][1] if fields else name


def pressed(tree: Tree, names: Names) -> dict[str, str]:
    """Where rows are no anchors but call a function that opens their page: `@click="show(item.id)"` with `show(id) { window.open('/a/' +
    id) }`."""
    found: dict[str, str] = {}
    for pressed in islice(_PRESSED.finditer(tree.text, 0, MOST_TEXT), 20):
        field = next(group for group in pressed.groups()[1:] if group).rpartition(".")[2]
        begun = re.search(_SHORT_FUNCTION.format(re.escape(pressed[1])), tree.text[:MOST_TEXT])
        if begun is None:
            continue
        body = script.one_function(tree.text[begun.end() - 1 :][:_LONGEST_FUNCTION])
        for opened in islice(_OPENED.finditer(body), 3):
            made = script.value_at(body, opened.end(), {begun[1]: f"{{{field}}}"})[0]
            if not isinstance(made, str):  # the row as a whole: show(item) { window.open('/a/' + item.id) }
                made = _bound(_END.split(body[opened.end() : opened.end() + _LONGEST], maxsplit=1)[0].strip(), names)
            if isinstance(made, str) and FIELD.search(made) and " " not in made:
                found.setdefault(made, drawn(tree.text, pressed.start()))
    return found


def held(tree: Tree, names: Names) -> dict[str, str]:
    """Where a handler opens the page of a row whose element holds its number: `window.open('/a/' + $(this).data('id'))`."""
    text, holding = tree.text[:MOST_TEXT], {}
    for match in islice(_HELD.finditer(text), 20):
        holding[match[1].replace("-", "")] = next(group for group in match.groups()[1:] if group).rpartition(".")[2]

    def field(match: re.Match[str]) -> str:
        return f"row.{holding.get((match[1] or match[2]).replace('-', '').lower(), 'none')}"

    found: dict[str, str] = {}
    for opened in islice(_OPENED.finditer(text), 100) if holding else ():
        written = _END.split(text[opened.end() : opened.end() + _LONGEST], maxsplit=1)[0]
        said = _READ.sub(field, written)
        made = _bound(said.strip(), names) if said != written else None
        if made is not None and FIELD.search(made):
            found.setdefault(made, "")
    return found


def forms_at(text: str, at: int, names: Names) -> list[str]:
    """What stands at an `href`: an attribute that is bound to an expression, else mark-up that is put together."""
    if text[at - 1 : at] == ":":
        bound = _BOUND.match(text, at)
        form = _bound(bound[1] or bound[2], names) if bound is not None else None
        return [form] if form is not None else []
    place = _PLACE.match(text, at)
    is_led = text.startswith("window", at) or text.endswith("location.", max(0, at - 9), at)  # by a function that is given its number
    return _written(text, place.end(), names, not is_led) if place is not None else []


class Names:
    """What the page's scripts give a value; read when the first name is asked for."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._held: dict[str, Any] | None = None

    def _values(self) -> dict[str, Any]:
        if self._held is None:
            self._held = {}
            for text in islice(scripts(self._tree), 40):
                self._held = script_names.names_in(text) | self._held
        return self._held

    def piece(self, expression: str, calls: str = "", around: str = "") -> str | None:
        """A field of a row as `{field}`, with what is done to it, a name with a value as that; None for a name without one."""
        name, changes = "".join(expression.split()), written(calls, around)
        if changes is None:
            return None
        held = self._values()
        if name.endswith("]"):
            return f"{{{name.rpartition('[')[2][:-1]}{changes}}}"
        value = held.get(name)
        if isinstance(value, int | str):
            return str(value) if not re.search(r"[\s{}]", str(value)) else None
        return f"{{{name.rpartition('.')[2]}{changes}}}" if "." in name and not name.startswith(("this.", "window.", "location.")) else None


def _written(text: str, at: int, names: Names, may_be_bare: bool = False) -> list[str]:
    """An address in mark-up that a script puts together, or in a template; several where it is one of some. `may_be_bare`: whether a
    name that is given nothing may be a field's."""
    made, end = [""], at + _LONGEST
    while at < end:
        literal = _LITERAL.match(text, at)
        if literal is not None:
            made, at = [each + literal[0] for each in made], literal.end()
        hole = _HOLE.match(text, at)
        if hole is None:
            return made if text[at : at + 1] in ("\\", '"', "'", "`", ">", " ", ";", ",", ")", "", "}") else []
        around, name, calls = _told(hole)
        if name.startswith("this.") and (hole[7] or hole[8] or _in_each(text, at)):  # the row itself
            name = f"row.{name.removeprefix('this.')}"
        is_field = (hole[7] or hole[8] or (hole[5] and _in_template(text, at))) and name.isidentifier()
        piece = f"{{{name}}}" if is_field else names.piece(name, calls, around)  # {{id}} (Handlebars), ${Id} (jquery.tmpl)
        pieces = [piece] if piece is not None else _given(text, at, name, names, may_be_bare) if not calls and not around else []
        made, at = [each + piece for each in made for piece in pieces][:_MOST_CHOICES], hole.end()
        if hole[2] and hole[0][-1:] not in _QUOTES:  # a sum that ends with the field
            return made
    return []


def _given(text: str, at: int, name: str, names: Names, may_be_bare: bool) -> list[str]:
    """What a script gave a name before it put that into an address: `var id = item.newsId;`, `var href = item.url ? item.url : '/a/' +
    item.id;`. A name that is given nothing may be that of a field which was taken out of its row."""
    if not name.isidentifier() or name in _NO_FIELDS:
        return []
    given = re.findall(_GIVEN.format(re.escape(name)), text[max(0, at - _AROUND_ROW) : at])
    if not given:
        return [f"{{{name}}}"] if may_be_bare and _is_taken_out(text, at, name) else []
    expression = given[-1].strip().rstrip(",)")
    choice = _CHOICE.fullmatch(expression)
    made = [_bound(each, names) for each in ((choice[1], choice[2]) if choice is not None else (expression,))]
    return [form for form in made if form is not None]


def _is_taken_out(text: str, at: int, name: str) -> bool:
    """Whether a script takes a field of that name out of its row, `rows.map(({ id, title }) => …)`, or an attribute is bound to it
    (Knockout)."""
    before = text[max(0, at - _AROUND_ROW) : at]
    bound = before.rfind("data-bind=")
    return (bound >= 0 and ">" not in before[bound:]) or re.search(_TAKEN_OUT.format(re.escape(name)), before) is not None


def _in_each(text: str, at: int) -> bool:
    """Whether a place lies in what jQuery does with each row, which is `this` there: `$.each(d.rows, function () { … this.id … })`."""
    begun = text.rfind("each(", max(0, at - _AROUND_ROW), at)
    return begun >= 0 and "=>" not in text[begun:at] and text.find("function", begun, at) >= 0


def _in_template(text: str, at: int) -> bool:
    """Whether a place lies in a template of the page, `<script type="text/x-jquery-tmpl">`."""
    begun = text.rfind("<script", max(0, at - _AROUND_ROW), at)
    return begun >= 0 and _TEMPLATE.match(text, begun) is not None


def _told(hole: re.Match[str]) -> tuple[str, str, str]:
    """The function around what is put in, the name, and what is done to it."""
    around, name, calls = next(((*hole.group(at, at + 1, at + 2),) for at in (1, 4) if hole[at + 1]), (None, hole[7] or hole[8], None))
    return around or "", name or "", calls or ""


def _bound(text: str, names: Names) -> str | None:
    """An attribute's expression: `'/art/' + item.id + '.html'`."""
    made, at, sign = "", 0, "+"
    while sign == "+" and (term := _TERM.match(text, at)) is not None:
        _, literal, around, field, calls, template, sign = term.groups()
        if field:
            piece = names.piece(field, calls or "", around or "")
        else:
            piece = literal if template is None else next(iter(_written(f"{template} ", 0, names)), None)
        if piece is None:
            return None
        made, at = made + piece, term.end()
    return made if not sign and at == len(text) else None

