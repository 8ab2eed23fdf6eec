"""What scripts of a page read from the page itself: `$('#channelId').val()`, `$('meta[name="channelid"]').attr('content')`,
`$('#list').data('cid')`, `document.getElementById('rows').value`, `$('#search').serialize()`. It is put into the script in their place, as
if it were written there. No script is run.

Seen with Kaipu's pages (`<meta name="channelId">`), and where hidden fields tell section and size of a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import partial
from html import escape
from itertools import islice
from typing import cast
from urllib.parse import urlencode

from lxml import etree
from lxml.html import HtmlElement

from crawler.addresses.links import Tree
from crawler.families.calls.forms import fields_of
from crawler.families.calls.pressed_tabs import each_pressed
from crawler.families.rows.text_days import squeezed
from crawler.families.scripts import own_address

Known = dict[str, HtmlElement | None]
"""The elements that plain selectors find on a page; None where one finds none."""
_SIGNS = (".val()", ".value", ".content", ".attr(", ".prop(", ".data(", ".getAttribute(", ".dataset.", ".serialize()")
_TEXT = r"(['\"])((?:(?!{0})[^\\\n]|\\.){{1,120}}){0}"


def _found(first: int) -> str:
    """Where an element is sought, in groups from the number `first` on."""
    return (r"(?:(?:\$|jQuery)\(\s{0,3}" + _TEXT.format(rf"\{first}") + r"\s{0,3}\)|document\s{0,3}\.\s{0,3}"
            r"(getElementById|querySelector)\(\s{0,3}" + _TEXT.format(rf"\{first + 3}") + r"\s{0,3}\))")


_READ = (r"\s{0,9}\??\.\s{0,3}(?:(val|serialize)\(\s{0,3}\)|(value|content)(?![\w$]|\s{0,9}=(?!=))"
         r"|dataset\.([A-Za-z]\w{0,40})(?!\s{0,9}=(?!=))|(?:(data)|attr|prop|getAttribute)\(\s{0,3}['\"]([\w:-]{1,60})['\"]\s{0,3}\))")
_PLACE = re.compile(_found(1) + _READ)
_MANY = re.compile(_found(1) + r"\s{0,9}\.\s{0,3}(?:length\b|size\(\s{0,3}\))")
_NAMED = re.compile(r"\b(?:var|let|const)\s{1,9}([A-Za-z_$][\w$]{0,40})\s{0,9}=\s{0,9}(" + _found(3) + r")\s{0,9}[;,\n]")
_THIS = re.compile(r"(?:\$|jQuery)\(\s{0,3}this\s{0,3}\)")
_HANDLED = re.compile(r"((?:\$|jQuery)\(\s{0,3}['\"][^'\"\\\n]{1,120}['\"]\s{0,3}\))"
                      r"\s{0,9}\.\s{0,3}(?:on\(\s{0,3}['\"]click['\"]\s{0,3},|click\(|each\()\s{0,9}"
                      r"(?:function|\()")
"""What is pressed, or gone through one by one, and is `$(this)` in the function that heeds it."""
_HEEDED = re.compile(r"(document\s{0,3}\.\s{0,3}(?:getElementById|querySelector)\(\s{0,3}['\"][^'\"\\\n]{1,120}['\"]\s{0,3}\))"
                     r"\s{0,9}\.\s{0,3}(?:addEventListener\(\s{0,3}['\"]click['\"]\s{0,3},|onclick\s{0,3}=)\s{0,9}function")
_OWN = re.compile(r"(?<![\w$.])this(?=\s{0,3}\.\s{0,3}(?:dataset|getAttribute))")
_AS_NUMBER = re.compile(r"(?<=[=(,:])\s{0,3}\+\s{0,3}[\"'](\d{1,9})[\"']")
_PARSED = re.compile(r"\b(?:parseInt|Number)\(\s{0,3}[\"'](\d{1,9})[\"']\s{0,3}(?:,\s{0,3}10\s{0,3})?\)")
_SELECTOR = re.compile(r"([a-z]\w{0,20})?(?:#([\w-]{1,60})|\.([\w-]{1,60})|"
                       r"\[\s{0,3}([\w-]{1,40})\s{0,3}=\s{0,3}\\?['\"]?([\w.:-]{1,80})\\?['\"]?\s{0,3}\])"
                       r"(?::(?:first|hidden|eq\(0\)|(last)(?:-child|-of-type)?))?")
_PARTS = re.compile(r"[\s>]{1,9}(?![^\[\]]{0,100}\])")
_ELEMENTS = ("//*[($tag = '' or name() = $tag) and ($id = '' or @id = $id) and ($name = '' or @*[name() = $name] = $value)"
                       " and ($class = '' or contains(concat(' ', normalize-space(@class), ' '), concat(' ', $class, ' ')))]")
_TAG_ALONE = re.compile(r"[a-z]\w{0,9}")
_TAG_AT_END = re.compile(r"([a-z]\w{0,9}):(first|last)(?:-child|-of-type)?")
_MOST_COUNTED = 2000
_ALL = etree.XPath(f".{_ELEMENTS}")
_FIRST, _LAST = etree.XPath(f"({_ELEMENTS})[1]"), etree.XPath(f"({_ELEMENTS})[last()]")
_CALLS = ("ajax", "et(", "getJSON(", "post(", "fetch(", "axios", "$http", "request(", ".load(", "rid(", "able(", "render(",
          "agination(", "aginator(", "append(", "createPage")
"""Of which one stands in a script that asks for a list."""
_NAMING = ("= $('", '= $("', "= document.getE", "=$('", '=$("')
_COUNTED = (").length", ").size()")
_MOST = 40
"""Places of a script that are looked at."""
_MOST_SOUGHT = 200
"""Selectors of a page that are looked for."""
_WHOLE = re.compile(r"0|[1-9]\d{0,8}")
"""What jQuery's `.data()` gives as a number, so that `.data('page') + 1` is one more."""
_CAPITAL = re.compile(r"[A-Z]")


_OF_LIST = re.compile(r"(?:channel|column|site|cat|category|class|node|item|type|web|unit|tenant)"
                      r"[_-]?(?:id|code|num|guid)|^(?:cid|code|id)$|[cx]srf|^_?token$", re.IGNORECASE)
"""Names of what a page says about its list in its head, and of what it gives those who ask from it."""


def fields(tree: Tree) -> Iterator[tuple[str, str]]:
    """What scripts in files of their own may read from the page: hidden fields by id or name, as `#name`, and what the head says about the
    list, as `@name`."""
    for element in tree.named("meta"):
        name, value = element.get("name") or "", element.get("content") or ""
        if value and _OF_LIST.search(name):
            yield f"@{name}", value
    for field in islice(tree.root.iter("input"), 2000):
        name = field.get("id") or field.get("name")
        if name and (field.get("type") or "").lower() == "hidden":
            yield f"#{name}", field.get("value") or ""


def as_markup(said: Iterable[tuple[str, str]]) -> str:
    """The elements of which `fields` told."""
    forms = {"@": '<meta name="{0}" content="{1}">', "#": '<input id="{0}" name="{0}" value="{1}">'}
    return "".join(forms[name[0]].format(escape(name[1:]), escape(value)) for name, value in said if name[:1] in forms)


def _reads(text: str) -> bool:
    """Whether a script seems to read anything from its page: a cheap look, sign by sign, before expressions that are not."""
    if any(begun in text for begun in _NAMING):
        return True
    for sign in _SIGNS:
        at = text.find(sign)
        for _ in range(_MOST):
            if at < 0:
                break
            if "".join(text[max(0, at - 4) : at].split()).endswith(("')", '")')):
                return True
            at = text.find(sign, at + 1)
    return False


def told(text: str, tree: Tree, known: Known | None = None) -> str:
    """A script with what it reads from the page in the places where it does; places of which the page says nothing stay as they are.
    `known`: what was found for other scripts of the page."""
    if not any(sign in text for sign in _CALLS):
        return text
    text = _counted(own_address.told(text, tree.resolver.resolve("") or ""), tree)
    if not any(sign in text for sign in _SIGNS):
        return text
    pressed = _with_pressed(text)
    text = each_pressed(pressed, tree) if pressed != text else text
    return filled(text, tree, known) if _reads(text) else text


def filled(text: str, tree: Tree, known: Known | None = None) -> str:
    """The same of a piece of script that is known to read something."""
    elements: Known = {} if known is None else known
    most = _MOST if any(begun in text for begun in _NAMING) else 0
    for match in islice(_NAMED.finditer(text), most):  # var box = $('#list'); … box.data('cid')
        text = re.sub(rf"(?<![\w$.]){re.escape(match[1])}(?={_READ})", match[2].replace("\\", r"\\"), text)
    left = [_MOST]

    def value(match: re.Match[str]) -> str:
        left[0] -= 1
        found = _value(match, tree, elements) if left[0] >= 0 else None
        if found is None:
            return match[0]
        is_number = ".data(" in "".join(match[0].split()) and _WHOLE.fullmatch(found) is not None
        return found if is_number else json.dumps(found, ensure_ascii=False)

    return _PARSED.sub(r"\1", _AS_NUMBER.sub(r" \1", _PLACE.sub(value, text)))


def _counted(text: str, tree: Tree) -> str:
    """A script with how many elements there are, in the places where it asks for that."""
    def number(match: re.Match[str]) -> str:
        found = _count(tree, match[2] or "") if match[2] else None
        return match[0] if found is None else str(found)

    return _MANY.sub(number, text) if any(sign in text for sign in _COUNTED) else text


def _count(tree: Tree, selector: str) -> int | None:
    """How many elements a plain selector of one or two parts finds; None where it is none."""
    *around, last = _PARTS.split(selector.strip())
    matched = _SELECTOR.fullmatch(last) or _TAG_ALONE.fullmatch(last)
    box = _element(tree, around[-1]) if around else tree.root
    if matched is None or box is None or len(around) > 1:
        return None
    if matched.re is _TAG_ALONE:
        return min(_MOST_COUNTED, sum(1 for _ in islice(box.iter(last), _MOST_COUNTED)))
    tag, given, named, attribute, value, _ = (part or "" for part in matched.groups())
    return len(cast("list[HtmlElement]", _ALL(box, tag=tag, id=given, **{"class": named}, name=attribute, value=value))[:_MOST_COUNTED])


def _with_pressed(text: str) -> str:
    """A script with what is pressed in place of `$(this)`, as `$('.more').on('click', function () { var box = $(this); … box.data('cid')`;
    and in place of `this`, as `document.getElementById('more').onclick = function () { … this.dataset.page`."""
    if "lick" not in text and ").each(" not in text:
        return text
    for sign, handled, own in (("(this)", _HANDLED, _THIS), ("this.", _HEEDED, _OWN)):
        pressed = [(match.end(), match[1]) for match in islice(handled.finditer(text), _MOST)] if sign in text else []
        if pressed:
            text = own.sub(partial(_before, pressed), text)
    return text


def _before(pressed: list[tuple[int, str]], match: re.Match[str]) -> str:
    return next((element for at, element in reversed(pressed) if at <= match.start()), match[0])


def _value(match: re.Match[str], tree: Tree, known: Known) -> str | None:
    _, selector, by, _, other, called, plain, dataset, data, attribute = match.groups()
    sought = selector if by is None else f"#{other}" if by == "getElementById" else other
    if sought not in known:
        known[sought] = _element(tree, sought) if len(known) < _MOST_SOUGHT else None
    element = known[sought]
    if element is None:
        return None
    if called == "serialize":
        return urlencode([*fields_of(element)]) if element.tag == "form" else None
    if plain == "content":  # of a meta
        return cast("str | None", element.get("content"))
    if called or plain:
        return _typed(element)
    return cast("str | None", element.get(f"data-{_dashed(dataset or attribute)}" if dataset or data else attribute))


def _element(tree: Tree, selector: str) -> HtmlElement | None:
    """The first element that a plain selector finds, or the last that it asks for; of one with several parts what the last of them
    finds."""
    *around, sought = _PARTS.split(selector.strip())
    match = _SELECTOR.fullmatch(sought)
    if match is None:
        at_end = _TAG_AT_END.fullmatch(sought)
        box = _element(tree, around[-1]) if around else tree.root
        tags = [*islice(box.iter(at_end[1]), _MOST_COUNTED)] if at_end is not None and box is not None else []
        return tags[-1 if at_end is not None and at_end[2] == "last" else 0] if tags else None
    tag, given, named, attribute, value, last = (part or "" for part in match.groups())
    found = (_LAST if last else _FIRST)(tree.root, tag=tag, id=given, **{"class": named}, name=attribute, value=value)
    return cast("list[HtmlElement]", found)[0] if found else None


def _typed(element: HtmlElement) -> str | None:
    """The value of a field."""
    if element.tag == "select":
        options = list(islice(element.iter("option"), 2000))
        chosen = next((each for each in options if each.get("selected") is not None), options[0] if options else None)
        return None if chosen is None else chosen.get("value") or squeezed("".join(chosen.itertext()))
    if element.tag == "textarea":
        return "".join(element.itertext())
    return element.get("value", "") if element.tag == "input" else None


def _dashed(name: str) -> str:
    """`channelId` is `data-channel-id`."""
    return _CAPITAL.sub(lambda match: f"-{match[0].lower()}", name)
