"""Pagers of old programs: an anchor calls a function of the page's script, `javascript:goPage(2)`, which puts the number into a field of
a form and submits that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from lxml.html import HtmlElement

from crawler.addresses.links import Tree
from crawler.families.calls import page_values
from crawler.families.calls.calls import scripts
from crawler.families.calls.forms import fields_of
from crawler.families.calls.next_call import OFFSETS, last_part
from crawler.families.pagers.page_fields import chosen_page, is_of_pages
from crawler.families.pagers.paging import names_next
from crawler.families.rows.text_days import squeezed
from crawler.families.scripts import script, script_names
from crawler.families.scripts.number import MOST_PAGE_DIGITS, number_of
from crawler.page import Page
from crawler.reading import Link

_CALL = re.compile(r"(?:javascript:|^|;|return)\s{0,9}(?!void\b)(?:[A-Za-z_$][\w$]{0,30}\.)?([A-Za-z_$][\w$]{0,40})\s{0,3}"
                   r"\(\s{0,3}['\"]?(\d{1,5})['\"]?\s{0,3}(?:,[^()]{0,100})?\)")
"""With what else it is given behind the number: `page(2,10,'')` (JeeSite)."""
FUNCTION = (r"(?:function\s{{1,9}}{0}\s{{0,9}}|\b{0}\s{{0,9}}[=:]\s{{0,9}}function\s{{0,9}})\(\s{{0,9}}([A-Za-z_$][\w$]{{0,40}})\s{{0,9}}"
            r"(?:,[^()]{{0,100}})?\)")
"""Where a function of one name begins, up to its parameter; to be filled with the name."""
_SUM = re.compile(r"(?:javascript:|^|;|return)\s{0,9}([A-Za-z_$][\w$]{0,40})\s{0,3}"
                  r"\(\s{0,3}((?:[A-Za-z_$][\w$.]{0,40}|\d{1,5})\s{0,3}\+\s{0,3}1)\s{0,3}\)")
"""A call with the number of this page, which a script or a field holds, and one: `toPage(nowPage + 1)`."""
_LASTS = ("totalPage", "totalPages", "pageCount", "countPage", "pages", "allPage", "total_page", "maxPage")
_LONGEST = 1000
"""Characters of a function that are looked at."""
# document.getElementById('pageNo').value = n; document.pageForm.pageNo.value = n; $('#pageNo').val(n); $("input[name='pageNo']").val(n)
_PUT = (r"(?:getElementById\(\s{{0,3}}['\"]([\w.-]{{1,60}})['\"]\s{{0,3}}\)|\$\(\s{{0,3}}['\"]#([\w-]{{1,60}})['\"]\s{{0,3}}\)"
        r"|name\s{{0,3}}=\s{{0,3}}\\?['\"]?([\w.-]{{1,60}})\\?['\"]?\s{{0,3}}\]['\"]\s{{0,3}}\)|\.([\w-]{{1,60}})|\[\s{{0,3}}['\"]([\w.-]{{1,60}})['\"]\s{{0,3}}\])"
        r"\s{{0,3}}\.\s{{0,3}}(?:value\s{{0,3}}=\s{{0,3}}{0}\b|val\(\s{{0,3}}{0}\s{{0,3}}\))")
_ACTION = re.compile(r"(?:document\.(?:forms\.)?([\w$]{1,60})|getElementById\(\s{0,3}['\"]([\w.-]{1,60})['\"]\s{0,3}\)|"
                     r"forms\[\s?0\s?\]|\b[A-Za-z_$]\w{0,30})"
                     r"\s{0,3}\.\s{0,3}action\s{0,3}=(?!=)\s{0,9}"
                     r"|\$\(\s{0,3}['\"]#([\w-]{1,60})['\"]\s{0,3}\)\s{0,3}\.\s{0,3}attr\(\s{0,3}['\"]action['\"]\s{0,3},\s{0,9}")
_SUBMIT = re.compile(r"submit\s{0,3}\(")
_MOST_CHOICES = 20
_MOST = 2000
"""Anchors of a page that are looked at."""


def by_form(page: Page, tree: Tree, pages: int | None = None) -> Link | None:
    """The form sent for the page that follows; None where no such pager is there, and on the last page. `pages`: how many the page says
    there are, where it does."""
    if b"submit" not in page.body:
        return None
    pressed = next(presses(tree), None)
    if pressed is None:
        return _by_choice(page, tree)
    field = _field(tree, pressed[0])
    if pages is not None and pressed[1] > pages and not _counts_rows(field):
        return None
    sent = _by_action(page, tree, *pressed) if b"action" in page.body else None
    if sent is not None:
        return sent
    if field is None:
        return None
    return filled_form(page, tree, field, pressed[1])


def _counts_rows(field: HtmlElement | None) -> bool:
    """Whether a field has the number of rows before a page, not the page's own: `pager.offset` (pager-taglib)."""
    return field is not None and last_part(field.get("name") or "") in OFFSETS


def filled_form(page: Page, tree: Tree, field: HtmlElement, number: int) -> Link | None:
    """The form of a field, sent with the number in it; None where it has that number or a larger one: the last page's 下一页 leads to
    itself."""
    form, name = next(field.iterancestors("form"), None), field.get("name") or ""
    here = number_of(field.get("value"), MOST_PAGE_DIGITS)
    if form is None or not name or (here is not None and here >= number):
        return None
    return _sent(page, tree, form, [(key, str(number) if key == name else value) for key, value in fields_of(form)])


def _by_choice(page: Page, tree: Tree) -> Link | None:
    """The form sent with the page behind the chosen one, where pages are chosen in a field of it: 转到第 <select name="page">… 页 GO."""
    for field in islice(tree.root.iter("select"), _MOST_CHOICES):
        name, form = field.get("name") or "", next(field.iterancestors("form"), None)
        number = chosen_page(field) if form is not None and name and is_of_pages(field) else None
        if number is not None and form is not None:
            return _sent(page, tree, form, [(key, str(number + 1) if key == name else value) for key, value in fields_of(form)])
    return None


def _by_action(page: Page, tree: Tree, function: str, number: int) -> Link | None:
    """The form that is sent to an address with the number in it, `form1.action = '/list_' + n + '.html'` (procurement of Hebei, 2017)."""
    for text in scripts(tree):
        begun = re.search(FUNCTION.format(re.escape(function)), text)
        body = text[begun.end() : begun.end() + _LONGEST] if begun is not None else ""
        given = _ACTION.search(body)
        if begun is None or given is None or _SUBMIT.search(body, given.end()) is None:
            continue
        names = script_names.names_in(text)
        one, other = (script.value_at(body, given.end(), {**names, begun[1]: each})[0] for each in (number, number + 1))
        named = next((group for group in given.groups() if group), None)
        forms = list(islice(tree.root.iter("form"), _MOST))
        form = next((each for each in forms if named in (each.get("name"), each.get("id"))), forms[0] if len(forms) == 1 else None)
        if isinstance(one, str) and one != other and form is not None:
            return _sent(page, tree, form, [*fields_of(form)], one)
    return None


def _sent(page: Page, tree: Tree, form: HtmlElement, fields: list[tuple[str, str]], action: str | None = None) -> Link | None:
    action = (form.get("action") or "").strip() if action is None else action
    url = tree.resolver.resolve(action) if action else page.url
    text = urlencode(fields, encoding=tree.charset, errors="xmlcharrefreplace")
    if url is None:
        return None
    if (form.get("method") or "get").strip().lower() == "post":
        return Link(url=url, kind="listing", hop="I", method="POST", body=text.encode("ascii"))
    return Link(url=f"{url.partition('?')[0]}?{text}", kind="listing", hop="I")


def presses(tree: Tree, by_number: bool = False) -> Iterator[tuple[str, int]]:
    """Function and number of each anchor that a reader would press to go on; or of each that shows the number itself."""
    for anchor, href in islice(zip(tree.named("a"), tree.hrefs(), strict=True), _MOST):
        match = _CALL.search(href[:300]) if href is not None and "(" in href else None
        if match is None and (click := anchor.get("onclick")) is not None:
            match = _CALL.search(click[:300])
        if match is not None and (squeezed(anchor.text or "") == match[2] if by_number else names_next(anchor)):
            yield match[1], int(match[2])
        elif match is None and not by_number and "+" in (called := anchor.get("onclick") or href or ""):
            called = page_values.filled(called[:300], tree) if ".val" in called else called
            summed = _SUM.search(called[:300])
            yield from _summed(tree, summed) if summed is not None and names_next(anchor) else ()


def _summed(tree: Tree, call: re.Match[str]) -> Iterator[tuple[str, int]]:
    """Function and number of a call with a sum; none behind the last page that the page's scripts or fields name."""
    names: dict[str, Any] = {field.get("id") or "": field.get("value") for field in islice(tree.root.iter("input"), _MOST)}
    for text in scripts(tree):
        names |= script_names.names_in(text)
    number, lasts = script.value_at(call[2], 0, names)[0], (number_of(str(names.get(name))) for name in _LASTS)
    if type(number) is int and number <= next((last for last in lasts if last is not None), number):
        yield call[1], number


def _field(tree: Tree, function: str) -> HtmlElement | None:
    """The field into which the function puts the number before it submits the form."""
    for text in scripts(tree):
        begun = re.search(FUNCTION.format(re.escape(function)), text)
        if begun is None:
            continue
        body = text[begun.end() : begun.end() + _LONGEST]
        found = field_in(tree, body, begun[1])
        if found is not None:
            return found
    return None


def field_in(tree: Tree, body: str, name: str) -> HtmlElement | None:
    """The field into which a piece of a script puts what has the name, before it submits a form."""
    put = re.search(_PUT.format(re.escape(name)), body)
    if put is None or _SUBMIT.search(body, put.end()) is None:
        return None
    held = squeezed(next(group for group in put.groups() if group))
    return next((field for field in islice(tree.root.iter("input"), _MOST) if held in (field.get("id"), field.get("name"))), None)
