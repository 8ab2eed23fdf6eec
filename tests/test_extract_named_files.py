"""Files by the names that pages give them beside a button, and what stands below pictures in the words that Chinese pages have for it."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.page import Page

TEXT = ("各县农业农村局：为做好2023年度高素质农民培育工作，现将有关事项通知如下，请结合实际，认真抓好落实。",
        "一、任务指标。全市计划培育高素质农民三千二百人，其中经营管理型一千人、专业生产型二千二百人。",
        "二、时间安排。6月底前完成需求摸底，11月底前完成培训，12月中旬组织验收。")


def read(inside: str = "", below: str = "") -> Article:
    """A notice with some mark-up at the end of its text's box, or below that."""
    title = "关于做好2023年度高素质农民培育工作的通知"
    lines = "".join(f"<p>{line}</p>" for line in TEXT)
    page = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1><p>发布时间：2023-03-09</p>" \
           f"<div>{lines}{inside}</div>{below}</body></html>"
    return extract(Page(url="http://a.example/tz/t20230309_1.html", body=page.encode()))


@pytest.mark.parametrize(("below", "name", "size"), [
    ("<table><tr><th>文件名</th><th>大小</th><th>操作</th></tr><tr><td>任务表.pdf</td><td>1.2MB</td>"
     "<td><a href='/f/a.pdf'>下载</a></td></tr></table>",
     "任务表.pdf", "1.2MB"),
    ("<div><span>任务表.pdf</span><span>1.2MB</span><a href='/f/a.pdf'>点击下载</a></div>", "任务表.pdf", "1.2MB"),
    ("<div>附件：<a href='/f/a.wps' title='任务表.wps'>任务...</a></div>", "任务表.wps", None),
    ("<div>附件：<a href='/f/a.pdf'>点击下载</a></div>", "点击下载", None)])
def test_a_file_is_called_as_it_is_beside_its_button(below: str, name: str, size: str | None) -> None:
    assert [(one.name, one.size) for one in read(below=below).attachments] == [(name, size)]


@pytest.mark.parametrize("caption", [
    "图一 培训现场", "培训现场（资料图）", "培训现场（县农业农村局供图）", "培训现场 供图/县农业农村局", "↑培训现场", "△培训现场"])
def test_a_line_that_speaks_of_the_picture_above_is_its_caption(caption: str) -> None:
    article = read(f"<p><img src='/a.jpg'></p><p>{caption}</p><p>三、工作要求。各地要精心组织，确保质量，及时报送总结材料。</p>")
    assert [image.caption for image in article.images] == [caption]


@pytest.mark.parametrize("line", ["图书馆为学员办理了借书证，第一批借出三百册。", "县农业农村局供图给各乡镇，用于张贴公示。",
    "培训资料图文并茂，由县里统一印发。"])
def test_a_sentence_below_a_picture_is_none(line: str) -> None:
    assert [image.caption for image in read(f"<p><img src='/a.jpg'></p><p>{line}</p>").images] == [None]
