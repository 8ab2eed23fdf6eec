"""How a page's script makes the addresses of its rows, of which the answers that it asks for state a number only: `'<a href="/art/' +
item.id + '.html">'`, the same as a template literal, as a front-end template or as a bound attribute.

Such answers are read apart from the page; so the call bears in `Link.title` what its page said: the page's address, then each way to
make a row's address, with the names of fields in braces. No script is run; what is not spelt out is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from crawler.address import Resolver, resolver
from crawler.families import script, script_names
from crawler.families.calls import scripts
from crawler.families.counted_files import PUT_IN, counted
from crawler.families.row_changes import CALLS, changed, written
from crawler.links import Tree
from crawler.page import Page
from crawler.reading import Link

MOST = 6
"""Ways of one page at most."""
_MOST_FIELDS = 12
"""Fields drawn into rows that are told."""
_MOST_PLACES = 5000
"""Places of a page where one may stand that are looked at; anchors of the page's own are among them."""
_MOST_TEXT = 4_000_000
"""Characters of a page in which they are sought."""
_AROUND_ROW = 2000
"""Characters before an address in which what it is made of is given its value."""
_LONGEST = 400
"""Characters of one."""
_SIGN = re.compile(r"href|window\.open")
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
                   r"\s{{0,9}}\{{([^{{}}]{{1,400}})\}}")
_OPENED = re.compile(r"\bwindow\.open\s{0,3}\(\s{0,3}|\blocation(?:\.href)?\s{0,3}=\s{0,3}")
_NAME = re.compile(r"\{([A-Za-z_$][\w$]{0,40}|\d{1,2})((?:~[^{}\s~]{1,80}){0,5})\}")


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways in which a page makes addresses of its rows."""

    resolver: Resolver
    """Against the page that draws them."""
    forms: tuple[str, ...]
    fields: tuple[str, ...] = ()
    """What it draws into the rows beside, titles before days."""

    def address(self, row: Mapping[Any, Any], named: str | None = None) -> str | None:
        """That of a row by its fields, as its page makes it; None where the page does not say. `named`: the field that holds a whole
        one, by which only a way is gone that puts something before or behind it."""
        for form in self.forms:
            fields = [field for field, _ in _NAME.findall(form)]
            if named is not None and (named not in fields or form == f"{{{named}}}"):
                continue
            values = {field: row.get(field) for field in fields}
            if all(isinstance(value, int | str) and not isinstance(value, bool) and str(value).strip() for value in values.values()):
                made = _NAME.sub(lambda match, held=values: changed(str(held[match[1]]).strip(), match[2]), form)  # type: ignore[misc]
                return self.resolver.resolve(made)
        return None


NONE = Ways(resolver("http://invalid/"), ())
"""Of pages that say nothing."""


def marked(calls: tuple[Link, ...], tree: Tree, pages: int | None = None) -> tuple[Link, ...]:
    """The calls of a page with its address, against which those of their rows are, and with the ways in which it makes such where it
    spells out any, before what they bear already. `pages`: that the page says its list has."""
    ways = ways_of(tree) if calls else NONE
    told = " ".join((*ways.forms, *(f"={field}" for field in ways.fields[:_MOST_FIELDS]))) if ways.forms else ""
    here = tree.resolver.resolve("")
    return tuple(link._replace(title=" ".join(filter(None, (here, told, counted(link.title, pages))))) for link in calls)


def place_of(page: Page) -> Resolver:
    """Against what the addresses of an answer are resolved: the page whose script puts it there, where that is known."""
    asked_by = (page.rows_at or "").partition(" ")[0]
    return resolver(asked_by if asked_by.startswith(("http://", "https://")) else page.url)


def ways_told(told: str | None) -> Ways:
    """What `marked` put into a call."""
    page, *forms = (told or "").split(" ")
    forms = [form for form in forms if form[:1] != PUT_IN]
    if not forms or not page.startswith(("http://", "https://")):
        return NONE
    fields = tuple(form[1:] for form in forms if form[:1] == "=")
    return Ways(resolver(page), tuple(form for form in forms if form[:1] != "=")[:MOST], fields)


def ways_of(tree: Tree) -> Ways:
    """The ways that the page's scripts and templates spell out, in the order of the page."""
    found: dict[str, str] = {}
    names = _Names(tree)
    for sign in islice(_SIGN.finditer(tree.text, 0, _MOST_TEXT), _MOST_PLACES):
        for form in _forms(tree.text, sign.start(), names):
            form = form.replace("&amp;", "&")
            if _NAME.search(form):
                found.setdefault(form, _drawn(tree.text, sign.start()))
        if len(found) >= MOST:
            break
    if not found:
        found = _pressed(tree, names)
    return Ways(tree.resolver, tuple(found), tuple(dict.fromkeys(" ".join(found.values()).split()))) if found else NONE


def _drawn(text: str, at: int) -> str:
    """The fields that are drawn into the row behind its address, title first."""
    row = text[at : at + _LONGEST].partition("</li>")[0].partition("</tr>")[0]
    row = _FILTERED.sub(r"{{\1}}", row) if "|" in row else row
    names = [_told(hole)[1] for hole in _HOLE.finditer(row, row.find(">") + 1)] + [put[1] for put in _PUT_TEXT.finditer(row)]
    return " ".join(name.rpartition(".")[2] for name in names if "[" not in name.rpartition(".")[2])


def _pressed(tree: Tree, names: _Names) -> dict[str, str]:
    """Where rows are no anchors but call a function that opens their page: `@click="show(item.id)"` with `show(id) { window.open('/a/' +
    id) }`."""
    found: dict[str, str] = {}
    for pressed in islice(_PRESSED.finditer(tree.text, 0, _MOST_TEXT), 20):
        field = next(group for group in pressed.groups()[1:] if group).rpartition(".")[2]
        begun = re.search(_SHORT_FUNCTION.format(re.escape(pressed[1])), tree.text[:_MOST_TEXT])
        opened = _OPENED.search(begun[2]) if begun is not None else None
        made = script.value_at(begun[2], opened.end(), {begun[1]: f"{{{field}}}"})[0] if begun is not None and opened is not None else None
        if isinstance(made, str) and _NAME.search(made) and " " not in made:
            found.setdefault(made, _drawn(tree.text, pressed.start()))
    return found


def _forms(text: str, at: int, names: _Names) -> list[str]:
    """What stands at an `href`: an attribute that is bound to an expression, else mark-up that is put together."""
    if text[at - 1 : at] == ":":
        bound = _BOUND.match(text, at)
        form = _bound(bound[1] or bound[2], names) if bound is not None else None
        return [form] if form is not None else []
    place = _PLACE.match(text, at)
    is_led = text.startswith("window", at) or text.endswith("location.", max(0, at - 9), at)  # by a function that is given its number
    return _written(text, place.end(), names, not is_led) if place is not None else []


class _Names:
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


def _written(text: str, at: int, names: _Names, may_be_bare: bool = False) -> list[str]:
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
        is_field = (hole[7] or hole[8] or (hole[5] and _in_template(text, at))) and name.isidentifier()
        piece = f"{{{name}}}" if is_field else names.piece(name, calls, around)  # {{id}} (Handlebars), ${Id} (jquery.tmpl)
        pieces = [piece] if piece is not None else _given(text, at, name, names, may_be_bare) if not calls and not around else []
        made, at = [each + piece for each in made for piece in pieces][:_MOST_CHOICES], hole.end()
        if hole[2] and hole[0][-1:] not in _QUOTES:  # a sum that ends with the field
            return made
    return []


def _given(text: str, at: int, name: str, names: _Names, may_be_bare: bool) -> list[str]:
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


def _in_template(text: str, at: int) -> bool:
    """Whether a place lies in a template of the page, `<script type="text/x-jquery-tmpl">`."""
    begun = text.rfind("<script", max(0, at - _AROUND_ROW), at)
    return begun >= 0 and _TEMPLATE.match(text, begun) is not None


def _told(hole: re.Match[str]) -> tuple[str, str, str]:
    """The function around what is put in, the name, and what is done to it."""
    around, name, calls = next(((*hole.group(at, at + 1, at + 2),) for at in (1, 4) if hole[at + 1]), (None, hole[7] or hole[8], None))
    return around or "", name or "", calls or ""


def _bound(text: str, names: _Names) -> str | None:
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

