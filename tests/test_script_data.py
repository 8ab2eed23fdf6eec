"""Texts that a page has only in the data of its scripts: whose they are is told by the headline beside them."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement, fromstring

from archive.model import Article
from crawler.extract import extract
from crawler.extract.markup.script_data import text_in
from crawler.page import Page

TITLE, OTHER = "望川县万亩春茶开采", "白河大桥合龙"
LINES = ("清明前后，望川县十二万亩茶园陆续开采，茶农们天不亮就背着竹篓上了山，县里的收购点也早早开了门。",
         "今年春季气温回升较快，首批明前茶比往年提早了一周上市，价格与去年“持平”，外地客商纷纷前来订货。")
MARKUP = "".join(f"<p>{line}</p>" for line in LINES)
ELSE = "<p>这座横跨白河两岸的特大桥全长二千三百米，建成后两岸居民的出行时间将由一小时缩短至十分钟，沿线十二个村庄受益。</p>"


def _read(script: str, shown: str = "<div id='app'></div>", *, kind: str = "") -> Article:
    page = (f"<html><head><meta charset='utf-8'><title>{TITLE} - 云麓新闻</title></head><body>{shown}<script{kind}>{script}</script>"
            "<footer>版权所有 云麓日报社 云ICP备11000491号-1</footer></body></html>")
    return extract(Page(url="http://news.yunlu.example.com/a/31", body=page.encode()))


def _data(**more: object) -> dict[str, object]:
    return {"id": 31, "title": TITLE, "publishTime": "2024-03-02 10:22:00", "content": MARKUP, **more}


STATE = json.dumps({"props": {"detail": _data()}}, ensure_ascii=False)
SCRIPTS = {
    "json of a framework": STATE, "escaped json": json.dumps({"props": {"detail": _data()}}),
    "a state": f"window.__INITIAL_STATE__ = {STATE};",
    "a program": f"window.__NUXT__=(function(a,b){{return {{data:[{{title:{json.dumps(TITLE)},content:"
                 f"{json.dumps(MARKUP).replace('/', chr(92) + 'u002F')}}}]}}}}(1,2))",
    "a string of json": f"var data = JSON.parse({json.dumps(STATE)});", "pieces": f"self.__next_f.push([1,{json.dumps('5:' + STATE)}])",
    "single quotes": f"var info = {{'title': '{TITLE}', 'newsContent': '{MARKUP}'}};",
    "variables": f"var doctitle = \"{TITLE}\"; var doccontent = `{MARKUP}`;",
    "plain lines": json.dumps({"headline": TITLE, "text": "\n".join((*LINES, ""))}, ensure_ascii=False),
    "text first": json.dumps({"content": MARKUP, "title": TITLE}, ensure_ascii=False),
    "references": json.dumps({"title": TITLE, "content": MARKUP.replace("<", "&lt;").replace(">", "&gt;")}, ensure_ascii=False),
    "other articles beside": json.dumps([{"title": OTHER, "content": ELSE * 9}, _data(), {"title": OTHER, "content": ELSE * 9}],
                                        ensure_ascii=False)}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_text_beside_the_headline_in_a_script_is_the_article_s(name: str) -> None:
    article = _read(SCRIPTS[name])
    assert (article.kind, article.title, article.found["body"]) == ("article", TITLE, "script data")
    assert article.body == "\n\n".join(LINES)


def test_the_day_in_the_same_data_is_the_article_s() -> None:
    assert _read(STATE, kind=" type='application/json'").date_time == "2024-03-02T10:22:00+08:00"


@pytest.mark.parametrize("script", [
    json.dumps({"list": [{"title": OTHER, "content": ELSE * 3}]}, ensure_ascii=False),
    json.dumps({"page": TITLE, "list": [{"title": OTHER, "content": ELSE * 3}]}, ensure_ascii=False),
    json.dumps({"title": TITLE, "template": MARKUP}, ensure_ascii=False), json.dumps({"title": TITLE, "content": "短"}, ensure_ascii=False),
    f"// {TITLE}", "", "{" * 1000])
def test_what_stands_beside_no_headline_of_the_page_is_not(script: str) -> None:
    assert _read(script).body is None


def test_a_text_that_the_page_shows_goes_before_its_data() -> None:
    article = _read(STATE, shown=f"<h1>{TITLE}</h1><div class='content'>{MARKUP}<p>（记者 顾小北）</p></div>")
    assert article.found["body"] != "script data" and (article.body or "").endswith("（记者 顾小北）")


@pytest.mark.parametrize("tail", ["", "\\"])
def test_a_string_that_nothing_closes_is_looked_through_once(tail: str) -> None:
    """As a page has it that was cut: 20,000 escaped quotes in it were 20,000 looks at all of the rest, minutes for 300 kB."""
    script: HtmlElement = fromstring("<script></script>")
    script.text = f'{TITLE} push("' + '\\"name\\":7,' * 20_000 + tail
    started = time.process_time()
    assert text_in([script], TITLE, 0) is None
    assert time.process_time() - started < 2


@given(st.text(alphabet="\"'`\\ab:={}<p>/u0041标题title content\n,", max_size=400))
def test_any_script_gives_a_text_or_none(noise: str) -> None:
    script: HtmlElement = fromstring("<script></script>")
    script.text = f"{TITLE}{noise}title:'{TITLE}',content:'{MARKUP}'"
    assert text_in([script], TITLE, 0) is None or isinstance(text_in([script], TITLE, 0), str)
