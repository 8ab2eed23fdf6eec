"""Who wrote it and who edited it, where neither stands in the head line: reporters in the text's first and last words, accounts in tags, an
editor below a form."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.page import Page
from tests.test_extract_forms import TITLE

LINES = ("清明前后，望川县十二万亩茶园陆续开采，茶农们天不亮就背着竹篓上了山。",
         "今年春季气温回升较快，首批明前茶比往年提早了一周上市，价格与去年持平。",
         "县农业农村局组织技术人员分片包村，指导茶农科学采摘、错峰炒制，预计全县春茶产量将达到三千六百吨。")
HEAD = "<p>2024-04-05 09:00 来源：云麓日报</p>"


def _article(*, before: str = "", after: str = "", tags: str = "", head: str = HEAD, below: str = "") -> tuple[str | None, str | None]:
    text = "".join(f"<p>{before if line == LINES[0] else ''}{line}{after if line == LINES[-1] else ''}</p>" for line in LINES)
    page = (f"<html><head><title>{TITLE}_云麓网</title>{tags}</head><body><h1>{TITLE}</h1>{head}<div class='con'>{text}</div>{below}"
            "</body></html>")
    article = extract(Page(url="http://www.yunlu.example.com/a/1.html", body=page.encode()))
    assert article.body is not None and article.body.startswith((before + LINES[0])[:6])
    return article.author, article.fields["editor"]


@pytest.mark.parametrize(("words", "author"), [
    ("（记者：王小明）", "王小明"), ("（特约通讯员：李 强）", "李强"), ("（本报记者王小明、李强）", "王小明、李强"),
    ("(云麓日报记者 王小明 文/图)", "王小明"), ("（记者 王小明 通讯员 李强 张敏）", "王小明 李强 张敏"),
    ("（记者 王小明、特约通讯员：李强）", "王小明 李强"), ("（全媒体记者 王小明 整理）", "王小明"),
    ("（记者采访）", None), ("（记者 王小明 摄）", None), ("（记者招待会）", None),
    ("（图为记者 采访现场）", None), ("（通讯员提供）", None)])
def test_reporters_in_brackets_behind_the_last_sentence_are_the_author(words: str, author: str | None) -> None:
    assert _article(after=words)[0] == author


@pytest.mark.parametrize(("words", "author"), [
    ("本报讯（记者 王小明）", "王小明"), ("云麓日报望川4月5日电（记者王小明、李强 实习生 张敏）", "王小明、李强"),
    ("记者王小明报道　", "王小明"),
    ("本报讯 见习记者 王小明 报道：", "王小明"), ("本报讯（通讯员 李强）", "李强"), ("本报记者现场报道：", None), ("记者从县里报道 ", None),
    ("昨日，县里的记者（记者 王小明）说，", None), ("本报讯（记者会）", None)])
def test_reporters_in_the_texts_first_words_are_the_author(words: str, author: str | None) -> None:
    assert _article(before=words)[0] == author


@pytest.mark.parametrize(("tag", "words", "author"), [
    ("系统管理员", "", None), ("超级管理员", "（记者 王小明）", "王小明"), ("云麓日报", "（记者 王小明）", "王小明"),
    ("云麓日报", "", None),
    ("李强", "（记者 王小明）", "李强"), ("张敏", "", None), ("张敏", "（记者 王小明）", "王小明")])
def test_a_tag_that_names_an_account_the_editor_or_the_source_yields_to_reporters(tag: str, words: str, author: str | None) -> None:
    assert _article(after=words, tags=f'<meta name="author" content="{tag}">', below="<p>责任编辑：张敏</p>") == (author, "张敏")


FORM = "<div class='pl'><form>昵称<input><p>验证码</p><textarea></textarea></form></div>" \
    + "".join(f"<div>第{n}项</div>" for n in "一二三四五六七八九十")


@pytest.mark.parametrize(("line", "between", "editor"), [
    ("来 源：云麓日报·新云麓客户端 责任编辑：张敏", FORM, "张敏"), ("【责任编辑：张敏】", FORM * 2, "张敏"),
    ("责任编辑：张敏", f"{FORM}<p>{''.join(LINES)}</p>", None), ("本栏目责任编辑：张敏，欢迎来稿", FORM, None),
    ("责任编辑：admin", FORM, None)])
def test_an_editor_far_below_the_text_is_named_in_a_line_of_its_own(line: str, between: str, editor: str | None) -> None:
    assert _article(below=f"{between}<div>{line}</div>")[1] == editor


@pytest.mark.parametrize(("name", "source"), [
    ("云麓市文化和旅游局（原市文广新局）", "云麓市文化和旅游局（原市文广新局）"), ("云麓市文化和旅游局（原载）", "云麓市文化和旅游局")])
def test_the_office_that_an_office_was_is_of_its_name(name: str, source: str) -> None:
    page = (f"<title>{TITLE}_云麓网</title><h1>{TITLE}</h1><p>2024-04-05 来源：{name} 浏览：3</p><div>"
            f"{''.join(f'<p>{line}</p>' for line in LINES)}</div>")
    assert extract(Page(url="http://www.yunlu.example.com/a/1.html", body=f"<meta charset=utf-8>{page}".encode())).source == source
