"""What a script reads from its page is told as if it were written there, and nothing where the page does not say."""

# ruff: noqa: E501 (scripts are written as they look)

from __future__ import annotations

import pytest
from lxml.html import HtmlElement

from crawler.extract.markup.tree import parse
from crawler.families.calls.page_values import as_markup, fields, told
from tests.listing_kit import html

PAGE = html("<meta name='channelid' content='c9'><meta name='keywords' content='k'><input type=hidden id=cid value='7'><input type=hidden name=size value=''><div class='list box' data-channel-id='d1' data-n='2'></div>"
            "<select id=year><option value=2023>a</option><option selected>2024</option></select><textarea id=t>文</textarea><form id=f><input name=a value='1 2'><input name=b value='x'></form>")
CASES = [
    ("a($('#cid').val())", 'a("7")'),
    ("a(jQuery( \"#cid\" ).val(), 1)", 'a("7", 1)'),
    ("""$('meta[name="channelid"]').attr('content')""", '"c9"'),
    ("$(\"meta[name='channelid']\").prop(\"content\") + 1", '"c9" + 1'),
    ("$('input[name=size]').val()", '""'),
    ("$('body > #cid').val()", '"7"'),
    ("$('.box').data('channelId') + $('.box').data('n') + $('div.list').attr('data-n')", '"d1" + 2 + "2"'),
    ("document.querySelector('.box').dataset.channelId", '"d1"'),
    ("document.getElementById('cid').value; document.getElementById('cid').getAttribute('value')", '"7"; "7"'),
    ("$('#year').val() + $('#t').val()", '"2024" + "文"'),
    ("$('#f').serialize()", '"a=1+2&b=x"'),
    ("var box = $('.box');\nload(box.data('n'));", "var box = $('.box');\nload(2);"),
    ("var box = $('.box');\nvar page = box.data('n') + 1;", "var box = $('.box');\nvar page = 2 + 1;"),
    # nothing that the page says
    ("$('#cid').val(3)", "$('#cid').val(3)"),
    ("document.getElementById('cid').value = n", "document.getElementById('cid').value = n"),
    ("$('#none').val()", "$('#none').val()"),
    ("$('.box').val()", "$('.box').val()"),
    ("$('#cid').serialize()", "$('#cid').serialize()"),
    ("$('#a' + n).val()", "$('#a' + n).val()"),
    ("$('ul li:nth-child(2) a').attr('href')", "$('ul li:nth-child(2) a').attr('href')"),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:50] for case in CASES])
def test_what_a_script_reads_from_the_page_is_told(text: str, expected: str) -> None:
    call = "\n$.get('/list', show)"
    assert told(text + call, parse(PAGE)) == expected + call


def test_fields_are_elements_again() -> None:
    said = [*fields(parse(PAGE))]
    assert said == [("@channelid", "c9"), ("#cid", "7"), ("#size", "")]
    text = "$.post(url, $('#cid').val() + $('meta[name=channelid]').attr('content'))"
    assert told(text, parse(html(as_markup(said)))) == '$.post(url, "7" + "c9")'
    alone = "$('#cid').val()"
    assert told(alone, parse(PAGE)) == alone  # asks for nothing


def test_an_element_is_sought_once_for_all_scripts_of_a_page_and_two_hundred_at_most() -> None:
    call = "\n$.get('/list', show)"
    tree, known = parse(PAGE), dict[str, HtmlElement | None]()
    asked = "a($('#cid').val());" + "".join(f"a($('#none{number}').val());" for number in range(30))
    assert told(asked + call, tree, known).startswith('a("7");') and len(known) == 31
    known |= dict.fromkeys(f"#other{number}" for number in range(200))
    assert told("a($('#cid').val()); a($('#year').val())" + call, tree, known) == "a(\"7\"); a($('#year').val())" + call
    assert told("a($('#year').val())" + call, tree) == 'a("2024")' + call
