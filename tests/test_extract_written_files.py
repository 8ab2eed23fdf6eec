"""Files of an article whose anchors a script keeps, to write them below the text."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.page import Page
from tests.test_extract_forms import TEXT, TITLE

ONE = "<a href=\"./P020230703659249570817.docx\">附件1：灌区改造清单.docx</a>"
TWO = "<a href=\"./P020230703659249750923.pdf\">附件2：水价表.pdf</a>"
BOTH = ["P020230703659249570817.docx", "P020230703659249750923.pdf"]


def files(script: str, text: str = TEXT + "<p>附件：灌区改造清单</p>") -> list[str]:
    page = (f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>时间：2023-07-03</p><div>{text}</div>"
            f"<script>{script}</script></body></html>")
    article = extract(Page(url="http://slj.yunlu.example.gov.cn/gg/202307/t1.html", body=page.encode()))
    return [file.url.rpartition("/")[2] for file in article.attachments]


@pytest.mark.parametrize(("script", "found"), [
    (f"var hasFJ='{ONE}<BR/>\n{TWO}'; if(hasFJ!=''){{document.write('附件下载');}}", BOTH),
    (f"var file_appendix='{ONE}';\n document.write('<table><tr><td>{ONE}</td></tr></table>');var link_appendix='';", BOTH[:1]),
    (f"var att = '{ONE}'\n if (att.length > 0) {{ }}", BOTH[:1]),
    ("var fj=\"<a href='/files/1.xls'>1.xls</a>\";", ["1.xls"]),
    ("var fj='';", []), ("box.innerHTML = '<a href=\"' + path + '.doc\">' + name + '</a>';", []),
    ("box.innerHTML = '<a href=\"/1.doc\">' + name + '</a>';", []), ("var more='<a href=\"/list/index.html\">更多</a>';", [])])
def test_files_whose_anchors_a_script_keeps_are_the_article_s(script: str, found: list[str]) -> None:
    assert files(script) == found


def test_a_file_that_the_text_links_to_stands_once() -> None:
    assert files(f"var fj='{ONE}<br>{TWO}';", f"{TEXT}<p>附件：{ONE}</p>") == BOTH


def test_a_notice_may_be_no_more_than_its_file() -> None:
    page = (f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>时间：2023-07-03</p><div><p>全文请见下列文件。</p></div>"
            f"<script>var fj='{ONE}';</script></body></html>")
    article = extract(Page(url="http://slj.yunlu.example.gov.cn/gg/202307/t1.html", body=page.encode()))
    assert (article.kind, [file.name for file in article.attachments]) == ("notice", ["附件1：灌区改造清单.docx"])
