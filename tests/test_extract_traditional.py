"""Traditional editions of portals: their labels, trails and tools are the simplified ones, converted sign by sign, or those of Taiwan."""

from __future__ import annotations

import re

import pytest

from archive.model import Article
from crawler.extract.words.han_forms import FORMS, both, with_traditional
from tests import ended_pages

TITLE = "全市首座智慧溫室啟用"
TEXT = ("市府今日宣布，全市首座智慧溫室正式啟用。溫室佔地十二畝，以椰纖代替泥土種植櫻桃番茄，只需一部手機即可控制溫濕度。",
        "「一名工人可以管理三座溫室。」合作社負責人說，預計每畝產量可達十五噸，是一般溫室的三倍。",
        "明年，市府計劃再投資兩千六百萬元，興建八座同類溫室。")
TRAIL = ("<a href='/'>首頁</a>", "<a href='/n'>新聞中心</a>", "<a href='/n/r'>農業新聞</a>")


def read(last: str = "", head: str = "2023-03-09", trail: str = "") -> Article:
    return ended_pages.read(TITLE, TEXT, last=last, head=head, trail=trail, html="<html lang='zh-Hant'>")


@pytest.mark.parametrize("line", [
    "【列印】【關閉】", "列印本頁", "關閉視窗", "回上一頁", "回到頂端", "回首頁", "返回列表", "字號：大 中 小", "字級：小 中 大",
    "分享到：", "轉寄友人", "瀏覽次數：128", "點閱數：128", "點擊率：128", "人氣：128", "責任編輯：王芳", "（編輯：王芳）",
    "編輯：王芳 校對：李明",
    "上一篇：市府召開會議", "下一篇：沒有了", "下一則：無", "相關新聞", "相關連結：", "相關附件", "來源：農業局", "（來源：農業局）",
    "更新日期：2023-03-09",
    "版權所有：市政府", "我要糾錯", "掃一掃在手機打開當前頁", "掃描二維碼分享", "加入收藏", "設為首頁", "無障礙瀏覽", "繁體 | 簡體"])
def test_what_a_site_puts_behind_a_text_is_none_of_it(line: str) -> None:
    assert read(line).body == "\n\n".join(TEXT)


@pytest.mark.parametrize("line", [
    "請市民用手機掃描入口的二維碼，登記後即可入場參觀。", "編輯：技術的演進，是這次展覽的主題，展期到月底為止。",
    "點擊網頁上方的列印鍵，就能把門票印出來。",
    "關閉視窗之前，請先把填好的表格存檔。", "新聞中心下月起設為文創園區，無障礙設施同步更新。"])
def test_sentences_of_the_same_words_stay(line: str) -> None:
    body = read(line).body
    assert body is not None and body.endswith(line)


@pytest.mark.parametrize("lead", ["當前位置：", "您現在的位置：", "您在這裡：", "網站位置：", "目前所在位置：", ""])
@pytest.mark.parametrize("last", ["", " &gt; 正文", " &gt; 內文", " &gt; 詳細內容", " &gt; 新聞內容", " &gt; 詳情"])
def test_words_that_lead_to_a_trail_and_end_it(lead: str, last: str) -> None:
    trail = f"<div>{lead}{' &gt; '.join(TRAIL)}{last}</div>"
    assert read(trail=trail).breadcrumb == ("首頁", "新聞中心", "農業新聞")


@pytest.mark.parametrize(("head", "source", "author", "editor"), [
    ("發佈時間：2023-03-09 15:20 來源：市府新聞處 作者：李明 編輯：王芳", "市府新聞處", "李明", "王芳"),
    ("稿件來源：農業局 發表時間：2023-03-09 閱讀：12", "農業局", None, None), ("公告日期：2023/03/09", None, None, None),
    ("発表時間：2023-03-09", None, None, None), ("上版日期：2023-03-09", None, None, None),
    ("刊登日期：2023-03-09 記者 李明", None, "李明", None),
    ("文章來源：農業局 責任編輯：王芳 時間：2023-03-09", "農業局", None, "王芳"),
    ("信息來源：市府新聞處　發佈時間：2023-03-09　瀏覽次數：12　【打印】【關閉】", "市府新聞處", None, None)])
def test_labels_of_a_head_line(head: str, source: str | None, author: str | None, editor: str | None) -> None:
    article = read(head=head)
    assert (article.date, article.source, article.author, article.fields["editor"]) == ("2023-03-09", source, author, editor)
    assert article.body == "\n\n".join(TEXT)


@pytest.mark.parametrize(("key", "label", "value"), [
    ("index_number", "索引號", "000014349/2023-00112"), ("document_number", "發文字號", "東政發〔2023〕19號"),
    ("document_number", "文 號", "東政發〔2023〕19號"), ("issuer", "發佈機構", "東山縣人民政府"), ("issuer", "發文機關", "東山縣人民政府"),
    ("document_date", "成文時間", "2023-05-10"), ("effective_date", "實施日期", "2023-06-01")])
@pytest.mark.parametrize("form", [
    "<table><tr><td>{}：</td><td>{}</td></tr><tr><td>主題分類：</td><td>農業</td></tr></table>",
    "<ul><li>【{}】{}</li><li>【主題分類】農業</li></ul>",
    "<dl><dt>{}</dt><dd>{}</dd><dt>主題分類</dt><dd>農業</dd></dl>"])
def test_facts_of_a_document(key: str, label: str, value: str, form: str) -> None:
    article = read(head=form.format(label, value) + "<p>發佈日期：2023-05-16</p>")
    assert (article.fields[key], article.date, article.body) == (value, "2023-05-16", "\n\n".join(TEXT))


def test_a_pattern_reads_both_forms_within_classes_and_outside() -> None:
    pattern = re.compile(both(r"[来源]\s*[:：](?P<value>\S{1,4}闻网)|\[打印\]"))
    assert all(pattern.fullmatch(text) for text in ("来：新闻网", "來:新聞網", "[打印]"))
    assert both("plain [a-z]\\]") == "plain [a-z]\\]"
    assert with_traditional(("正文", "详情")) == ("正文", "详情", "詳情")
    assert all(len(forms) > 1 and len(set(forms)) == len(forms) for forms in FORMS.values())
