"""Lines at the end of a Chinese text, inside its own box: tools, credits and notes of the site are none of it; sentences of the same words
stay."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.page import Page
from tests import ended_pages

TITLE = "全县首座智慧大棚建成投用"
TEXT = ("3月8日，全县首座智慧大棚建成投用。大棚占地十二亩，用椰糠代替泥土种植樱桃番茄，一部手机就能控制温湿度。",
        "“一个工人能管三座棚。”合作社负责人说，预计亩产可达十五吨，是普通大棚的三倍。",
        "明年，县里计划再投资两千六百万元，建设八座同样的大棚。")


def read(last: str = "", head: str = "2023-03-09", trail: str = "") -> Article:
    return ended_pages.read(TITLE, TEXT, last=last, head=head, trail=trail)


@pytest.mark.parametrize("line", [
    "返回上一级", "返回列表页", "分享给朋友：", "转发到微博", "使用微信“扫一扫”分享", "用手机浏览器扫一扫", "我为政府网站找错",
    "前一篇：县水利局开展巡查", "编辑/王芳", "值班编委：张强", "一审一校：王芳 二审二校：李明 三审三校：张强", "信息员：王芳",
    "（县农业农村局供稿）", "消息来源：县农业农村局", "更新时间：2023-03-09 15:20", "附件：无",
    "您访问的链接即将离开“某县人民政府”门户网站 是否继续？", "注：凡本网注明来源的稿件，转载请注明出处。",
    "该信息对您是否有帮助？ 有 没有", "为本文打分", "登录后发表评论", "本文链接：http://a.example/n/1.html", "阅读原文", "查看原文",
    "下载客户端"])
def test_what_a_site_puts_behind_a_text_is_none_of_it(line: str) -> None:
    assert read(line).body == "\n\n".join(TEXT)


@pytest.mark.parametrize("line", [
    "请市民用微信扫一扫门口的二维码登记后入馆。", "下载客户端后，点击“我的”即可查询办理进度。", "前一篇文章谈的是种子，这一篇谈的是土壤。",
    "返回上一级菜单后，重新选择要办理的事项。", "阅读原文可以看到，作者前后改了三稿。", "附件：无人机巡查记录表",
    "信息员：每村一名，由村文书兼任。",
    "责任单位：县水利局；完成时限：6月底前。", "编辑/排版软件由学校统一安装，各班不得更换。",
    "这些稿件由县农业农村局供稿，由县融媒体中心播出。"])
def test_sentences_of_the_same_words_stay(line: str) -> None:
    body = read(line).body
    assert body is not None and body.endswith(line)


@pytest.mark.parametrize(("head", "source", "author"), [
    ("信息来源:县融媒体中心 信息时间:2023-03-09 阅读次数:12", "县融媒体中心", None), ("文：李明 图：王芳 2023-03-09", None, "李明"),
    ("□本报记者 李明 2023-03-09", None, "李明"), ("通讯员 赵一 2023-03-09", None, "赵一")])
def test_names_of_a_head_line_end_before_the_next_word_for_something(head: str, source: str | None, author: str | None) -> None:
    article = read(head=head)
    assert (article.date, article.source, article.author, article.body) == ("2023-03-09", source, author, "\n\n".join(TEXT))


def test_who_sent_a_text_in_is_its_source() -> None:
    assert read("（县农业农村局供稿）").source == "县农业农村局"


@pytest.mark.parametrize("sign", ["︱", "▶", "~", " ＼ ", "．", " 》", "<i class='arrow'></i>", "<img src='/a.gif'>"])
def test_any_sign_between_links_parts_them(sign: str) -> None:
    links = sign.join(("<a href='/'>首页</a>", "<a href='/xw/'>新闻中心</a>", "<a href='/xw/nc/'>农村新闻</a>"))
    assert read(trail=f"<div>当前位置：{links}</div>").breadcrumb == ("首页", "新闻中心", "农村新闻")


@pytest.mark.parametrize("last", ["本页", "当前页", "信件内容"])
def test_words_for_the_page_itself_are_no_section(last: str) -> None:
    trail = f"<div>当前位置：<a href='/'>首页</a> &gt; <a href='/xw/'>新闻中心</a> &gt; {last}</div>"
    assert read(trail=trail).breadcrumb == ("首页", "新闻中心")


@pytest.mark.parametrize(("key", "label", "value"), [
    ("index_number", "政府信息索引号", "000014349/2023-00112"), ("index_number", "信息索引", "000014349/2023-00112"),
    ("document_number", "文件字号", "东政发〔2023〕19号"), ("document_number", "公文编号", "东政发〔2023〕19号"),
    ("issuer", "颁布单位", "东山县人民政府"), ("issuer", "公开部门", "东山县人民政府"),
    ("issuer", "信息发布机构", "东山县人民政府"), ("document_date", "信息生成日期", "2023-05-10"),
    ("document_date", "颁布日期", "2023-05-10"),
    ("effective_date", "文件生效日期", "2023-06-01"), ("effective_date", "开始实施日期", "2023-06-01")])
@pytest.mark.parametrize("form", [
    "<table><tr><td>{}：</td><td>{}</td></tr><tr><td>主题分类：</td><td>农业</td></tr></table>",
    "<ul><li>【{}】{}</li><li>【主题分类】农业</li></ul>",
    "<ul><li><b>{}</b>{}</li><li><b>主题分类</b>农业</li></ul>", "<dl><dt>{}</dt><dd>{}</dd><dt>主题分类</dt><dd>农业</dd></dl>"])
def test_facts_of_a_document_by_other_words(key: str, label: str, value: str, form: str) -> None:
    article = read(head=form.format(label, value) + "<p>发布日期：2023-05-16</p>")
    assert (article.fields[key], article.date, article.body) == (value, "2023-05-16", "\n\n".join(TEXT))


@pytest.mark.parametrize("head", ["发布时间：", "发布时间：1900-01-01", "浏览：2023次", "公示时间：2023-03-09至2023-03-15"])
def test_a_label_without_its_day_takes_none_of_the_text(head: str) -> None:
    first = "2019年5月6日，全县首座智慧大棚开工建设，大棚占地十二亩，用椰糠代替泥土种植樱桃番茄。"
    lines = "".join(f"<p>{line}</p>" for line in (first, *TEXT[1:]))
    page = f"<html><head><meta charset='utf-8'><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{head}</p><div>{lines}</div></body>"
    assert extract(Page(url="http://a.example/n/1.html", body=page.encode())).date is None
