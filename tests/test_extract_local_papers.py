"""Forms of local papers, stations and old portals: names beside a day without its year, headlines in the heading of a table, the headline
once more within its own text, hotlines below it."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import extract
from crawler.page import Page
from tests.test_extract_portal_habits import LINES, TEXT, TITLE


def read(body: str, window: str = f"{TITLE}_清水网", *, url: str = "http://www.qingshui.example.cn/xw/20080308/b.html") -> Article:
    page = f"<html><head><meta charset=utf-8><title>{window}</title></head><body>{body}</body></html>"
    return extract(Page(url=url, body=page.encode()))


@pytest.mark.parametrize(("line", "source", "author"), [
    ("清水新闻网-清水早报&nbsp; 03-08 07:05", "清水新闻网-清水早报", None),
    ("<span>清水县融媒体中心</span> <span>03-08 09:33</span> <span>1.2万阅读</span>", "清水县融媒体中心", None),
    ("清水网 3月8日 13:52", "清水网", None), ("本网 3月8日 13:52", None, None), ("直播预告 03-08 13:52", None, None),
    ("清水网消息 (清水都市报) 2008-03-08 06:15:23", "清水都市报", None),
    ("2008-03-08 &nbsp; 清水晚报 &nbsp; 张晓英 &nbsp; 点击:", "清水晚报", "张晓英"),
    ("2008-03-08 10:15 &nbsp; 张晓英 &nbsp; 点击: 12", None, "张晓英"), ("2008-03-08 &nbsp; 高考季 &nbsp; 点击: 12", None, None),
    ("2008-03-08 &nbsp; 金秋时节", None, None)])
def test_a_paper_before_a_day_without_its_year_is_the_source_and_a_person_beside_one_the_author(
        line: str, source: str | None, author: str | None) -> None:
    article = read(f"<h1>{TITLE}</h1><div class=i>{line}</div><div class=c>{TEXT}</div>")
    assert (article.source, article.author, article.date) == (source, author, "2008-03-08")
    assert (article.body or "").split("\n")[0] == LINES[0]


def test_who_took_a_picture_is_not_who_wrote_the_text() -> None:
    assert read(f"<h1>{TITLE}</h1><p>2008-03-08</p><div class=c><p align=center>图为会议现场。作者：韩路</p>{TEXT}</div>").author is None


@pytest.mark.parametrize("text", [TEXT, "<br><br>".join(f"　　{line}" for line in LINES * 2)])
def test_a_table_with_the_headline_in_a_heading_frames_a_text(text: str) -> None:
    page = f"<table><tr><td colspan=3><th><h1>{TITLE}</h1></th></tr><tr><td>http://www.qingshui.example.cn 2008年03月08日13:27 " \
           f"清水日报</td></tr><tr><td><font>{text}</font></td></tr></table>"
    article = read(page)
    assert (article.source, article.date) == ("清水日报", "2008-03-08")
    assert (article.body or "").split("\n\n")[:2] == [*LINES[:2]]


def test_a_full_width_hyphen_parts_headline_and_site_in_the_window() -> None:
    page = f"<div><span>{TITLE}</span></div><div>2008-03-08</div><div class=c>{TEXT}</div>"
    assert read(page, f"{TITLE}－清水网-www.qingshui.example.cn").title == TITLE


def test_a_headline_in_two_lines_at_the_head_of_its_text_is_none_of_it() -> None:
    office, what = "清水省人民政府办公厅", "关于做好春运工作的通知"
    article = read(f"<meta name=ArticleTitle content={office}{what}><div id=zoom><h1>{office}<br>{what}</h1>"
                   f"<div class=num>清政办函〔2008〕4号</div>{TEXT}</div>", f"{office}{what}_文件_清水网")
    assert article.title == office + what
    assert what not in (article.body or "")


def test_a_row_of_hyphens_below_a_headline_is_no_second_one() -> None:
    assert read(f"<h1>{TITLE}</h1><h4>{'-' * 40}</h4><p>2008-03-08</p><div class=c>{TEXT}</div>").fields["subtitle"] is None


def test_a_line_between_headline_and_reporters_is_the_second_headline() -> None:
    page = f"<table><tr><td><h1>{TITLE}</h1><p>全镇茶园达一万二千亩</p><p>本报记者 罗丽</p></td></tr><tr><td>{TEXT}</td></tr></table>"
    assert read(page).fields["subtitle"] == "全镇茶园达一万二千亩"


def test_a_picture_between_the_links_behind_a_lead_word_parts_a_trail() -> None:
    trail = "<div>本页位置： <a href=/>首页</a><img src=a.gif><a href=/news>新闻中心</a><img src=a.gif><a href=/df>地方新闻</a></div>"
    assert read(f"{trail}<h1>{TITLE}</h1><p>2008-03-08</p><div class=c>{TEXT}</div>").breadcrumb == ("首页", "新闻中心", "地方新闻")


@pytest.mark.parametrize(("above", "below"), [
    ("<div class=abstract><strong>[摘要]</strong>春茶比去年早采五天。</div>", ""),
    ("<div class=pic><img src=1.jpg><br>【点击查看其它图片】</div>", ""),
    ("", "<p>想爆料？请登录《清水连线》、拨打新闻热线0000-81695052，或登录官方微博提供新闻线索。</p>"),
    ("", "<p>新闻热线：0000-81695052</p>"),
    ("", "<p>您有新闻线索，请拨打0000-81695052</p>")])
def test_what_a_template_has_above_and_below_its_texts_is_none_of_them(above: str, below: str) -> None:
    article = read(f"<h1>{TITLE}</h1><p>2008-03-08</p><div class=article-main>{above}{TEXT}{below}</div>")
    assert (article.body or "").split("\n\n") == [*LINES]


def test_a_long_translated_head_line_is_no_text() -> None:
    line = "Publish Date: March 9, 2023 11:20 | Publisher: Municipal Government Office | Number of visits: <i>89</i> | " \
           "[Large Medium Small] [Print this page] [Close this page]"
    title = "Spring tea picking begins in Qingshui"
    text = "".join(f"<p>The county has {number},000 mu of tea gardens, which employ many local residents.</p>" for number in range(3, 8))
    article = read(f"<h3>{title}</h3><div>{line}</div><div class=nr>{text}</div>", title)
    assert (article.body or "").startswith("The county has 3,000")


@pytest.mark.parametrize(("line", "source", "author"), [
    ("（清水日报 2008年3月8日）", "清水日报", None), ("《清水日报》 2008年3月8日", "清水日报", None),
    ("清水日报讯 2008-03-08", "清水日报", None),
    ("清水县融媒体中心 · 2008-03-08 09:20", "清水县融媒体中心", None),
    ("清水新闻网　清水日报　2008年03月08日 08:33", "清水日报", None),
    ("清水在线—清水日报　2008-3-8 8:01:22", "清水在线—清水日报", None),
    ("(2008-3-8 9:23:45)　清水在线-清水日报", "清水在线-清水日报", None),
    ("2008-03-08 | 县茶叶局 | 阅读：12", "县茶叶局", None), ("2008-03-08 10:22 李红 清水日报 评论(0)", "清水日报", None),
    ("2008-03-08 记者 李红 清水日报", "清水日报", "李红"), ("作者/李红　来源/清水日报　2008-03-08", "清水日报", "李红")])
def test_papers_stand_beside_the_day_in_brackets_behind_their_sites_and_behind_persons(
        line: str, source: str | None, author: str | None) -> None:
    article = read(f"<h1>{TITLE}</h1><div class=i>{line}</div><div class=c>{TEXT}</div>")
    assert (article.source, article.author, article.date) == (source, author, "2008-03-08")


@pytest.mark.parametrize(("line", "author"), [
    ("王海燕", "王海燕"), ("王 芳", "王 芳"), ("金秋时", None), ("方便面", None), ("春来早", None)])
def test_a_person_alone_in_a_line_below_the_headline_is_the_author(line: str, author: str | None) -> None:
    page = f"<table><tr><td align=center><font size=5>{TITLE}</font></td></tr><tr><td align=center>{line}</td></tr><tr><td>{TEXT}"
    assert read(f"{page}</td></tr></table>").author == author


def test_who_stressed_what_a_headline_tells_is_its_kicker() -> None:
    page = f"<div class=t><div class=a>李四平调研项目建设工作时强调</div><div class=b>{TITLE}</div><div class=i>2008-03-08</div></div>"
    assert read(f"{page}<div class=c>{TEXT}</div>").fields["kicker"] == "李四平调研项目建设工作时强调"


def test_the_caption_of_a_picture_below_a_headline_is_no_second_one() -> None:
    page = f"<font size=5>{TITLE}</font><p><font size=2>图为开工仪式现场　本报记者 宋军 摄</font></p><p>2008-03-08</p>"
    assert read(f"<div>{page}</div><div class=c>{TEXT}</div>").fields["subtitle"] is None


@pytest.mark.parametrize("line", [
    "〔责任编辑 王军〕", "网编：王军", "主编：李军 责编：王军 编辑：张三", "投稿邮箱：qsw@example.cn 新闻热线：0000-1234567",
    "※版权作品，未经清水网书面授权，严禁转载，违者将被追究法律责任。", "本网所有文章未经授权禁止转载、摘编、复制或建立镜像。",
    "（本稿件为清水网原创，转载请注明出处）", "<a>顶</a> <a>踩</a> 0", "觉得不错，请分享给朋友", "关注清水发布微信公众号",
    "欢迎关注清水网官方微信",
    "录入：admin 2008-03-08", "本页更新时间：2008-03-08", "打印时间：", "下载APP", "打开微信扫一扫", "转自：清水日报", "摘自：清水日报"])
def test_what_houses_write_below_their_texts_is_none_of_them(line: str) -> None:
    article = read(f"<div><h2>{TITLE}</h2><p>2008-03-08</p>{TEXT}<p>{line}</p></div>")
    assert (article.body or "").split("\n\n") == [*LINES]


@pytest.mark.parametrize("line", ["更新时间表已经排定", "关注茶农冷暖，是村里的头等大事。", "主编茶经的老人今年八十岁了。"])
def test_a_last_line_that_only_begins_so_is_of_the_text(line: str) -> None:
    article = read(f"<div><h2>{TITLE}</h2><p>2008-03-08</p>{TEXT}<p>{line}</p></div>")
    assert (article.body or "").endswith(line)


@pytest.mark.parametrize("above", [
    "扫描到手机，新闻随时看", "更加方便分享给朋友", "本文热度：<span>123</span>", "【论坛】【推荐】【纠错】", "关键字：灌区冬修",
    "订阅清水手机报"])
def test_what_a_page_offers_above_its_text_is_none_of_it(above: str) -> None:
    article = read(f"<h1>{TITLE}</h1><p>2008-03-08</p><div class=c><div>{above}</div>{TEXT}</div>")
    assert (article.body or "").split("\n\n") == [*LINES]


def test_a_player_whose_tag_nobody_closes_holds_no_text() -> None:
    article = read(f"<h1>{TITLE}</h1><p>2008-03-08</p><div class=c><embed src=/v/1.swf width=480>{TEXT}</div>")
    assert (article.kind, article.body) == ("article", "\n\n".join(LINES))


def test_words_that_a_style_hides_within_a_paragraph_are_none_of_it() -> None:
    text = "".join(f'<p>{line}<font style="display:none">本文来自清水网</font></p>' for line in LINES)
    assert read(f"<h1>{TITLE}</h1><p>2008-03-08</p><div class=c>{text}</div>").body == "\n\n".join(LINES)


@pytest.mark.parametrize("window", ["清水网--本地新闻--{}", "清水网 - 新闻中心 - {}"])
def test_a_window_that_begins_with_the_site_and_its_section_ends_in_the_headline(window: str) -> None:
    trail = "<div>当前位置：<a href=/>首页</a> &gt; <a href=/xw/>新闻中心</a></div>"
    page = f"{trail}<div><font size=5>{TITLE}</font></div><div>2008-03-08</div><div>{TEXT}</div><div>版权所有 清水网</div>"
    article = read(page, window.format(TITLE))
    assert (article.title, article.date) == (TITLE, "2008-03-08")


@pytest.mark.parametrize("line", ["提交时间：2008-03-08", "公布日期：20080308", "上网时间：08-03-08 10:20", "[二〇〇八年三月八日]"])
def test_more_labels_and_brackets_of_days_in_head_lines(line: str) -> None:
    page = f"<h1>{TITLE}</h1><div>{line}</div><div class=c>{TEXT}</div>"
    assert read(page, url="http://www.qingshui.example.cn/b.html").date == "2008-03-08"


@pytest.mark.parametrize("line", [
    "2008-Mar-08 14:51:20 Source: Qingshui Daily", "Date:March 8, 2008 From:Qingshui Daily Author:Liu Fang Read:12 times"])
def test_english_days_with_the_year_first_and_counts_behind_the_author(line: str) -> None:
    text = "".join(f"<p>The county has {number},000 mu of tea gardens, which employ many local residents.</p>" for number in range(3, 8))
    title = "Spring tea picking begins in Qingshui"
    article = read(f"<h1>{title}</h1><div>{line}</div><div>{text}</div>", title, url="http://www.qingshui.example.cn/en/b.html")
    assert (article.date, article.source, article.author) == ("2008-03-08", "Qingshui Daily", "Liu Fang" if "Liu" in line else None)


def test_a_picture_and_its_name_in_a_table_between_paragraphs_begin_no_other_story() -> None:
    picture = "<table align=center><tr><td><img src=1.jpg></td></tr><tr><td>民工在清淤</td></tr></table>"
    text = f"<p>{LINES[0]}</p><p>{LINES[1]}</p>{picture}<p>{LINES[2]}</p>"
    links = "".join(f"<li><a href={number}.html>清水县第{number}次会议召开</a>2008-03-0{number}</li>" for number in range(1, 6))
    page = f"<table><tr><td><table><tr><td><font size=5>{TITLE}</font></td></tr><tr><td>2008-03-08 来源：清水日报</td></tr><tr>" \
           f"<td>{text}</td></tr></table></td><td>热点新闻<ul>{links}</ul></td></tr></table>"
    assert (read(page).body or "").split("\n\n") == [*LINES[:2], "民工在清淤", LINES[2]]


@pytest.mark.parametrize(("heading", "behind", "kept"), [
    ("<strong>相关链接</strong>", f"<p>{LINES[2]}</p>", True), ("■新闻链接", f"<p>{LINES[2]}</p>", True),
    ("相关链接", "<p><a href=/1.html>清水县第一次会议召开</a></p>", False)])
def test_prose_below_the_word_links_is_of_the_text(heading: str, behind: str, kept: bool) -> None:
    article = read(f"<h1>{TITLE}</h1><p>2008-03-08</p><div class=c><p>{LINES[0]}</p><p>{LINES[1]}</p><p>{heading}</p>{behind}</div>")
    words = heading.removeprefix("<strong>").removesuffix("</strong>")
    assert (article.body or "").split("\n\n")[2:] == ([words, LINES[2]] if kept else [])


@pytest.mark.parametrize("line", [
    "<a href=/9.html>【相关阅读】清水县第一次会议召开</a>", "<a href=/9.html>推荐阅读：清水县第一次会议召开</a>",
    "<a href=/z>更多精彩&gt;&gt;&gt;</a>",
    "<a href=/z>[进入论坛讨论]</a>", "点击图片进入下一页", "阅读全文", "[NextPage]"])
def test_what_leads_away_between_paragraphs_is_no_text_and_ends_none(line: str) -> None:
    text = f"<p>{LINES[0]}</p><p>{LINES[1]}</p><p>{line}</p><p>{LINES[2]}</p>"
    assert read(f"<h1>{TITLE}</h1><p>2008-03-08</p><div class=c>{text}</div>").body == "\n\n".join(LINES)


@pytest.mark.parametrize("line", [
    "<b>1</b> | <a href=2>2</a> | <a href=3>3</a>", "1 2 3", "（1/3）",
    "本新闻共<font>3</font>页,当前在第<font>1</font>页 <a>1</a> <a>2</a>",
    "第 [1] [<a href=2>2</a>] 页", "分页：<b>[1]</b> <a href=2>[2]</a>", "页数：1 <a href=2>2</a>",
    "共 3 页 当前第 1 页 <a href=2>下一页</a>",
    "<a href=2>余下全文&gt;&gt;</a>"])
def test_the_numbers_of_its_pages_below_a_text_are_none_of_it(line: str) -> None:
    assert read(f"<h1>{TITLE}</h1><p>2008-03-08</p><div class=c>{TEXT}<p>{line}</p></div>").body == "\n\n".join(LINES)


@pytest.mark.parametrize("line", ["2 3 5", "（3/2）", "1 : 2"])
def test_other_numbers_below_a_text_are_of_it(line: str) -> None:
    assert (read(f"<h1>{TITLE}</h1><p>2008-03-08</p><div class=c>{TEXT}<p>{line}</p></div>").body or "").endswith(line)


@pytest.mark.parametrize("line", [
    "Chief editor: Wang Jun", "Proofreader: Li Jun Audit: admin", "Entry: admin", "Last: None", "Next: No", "Go back", "Page 1 of 1",
    "Long press the QR code to follow", "Contribution: Qingshui Daily", "Attachment: none",
    "<a href=/1>Related links Qingshui builds a road</a>"])
def test_what_translated_editions_write_below_their_texts_is_none_of_them(line: str) -> None:
    lines = [f"The county has {number},000 mu of tea gardens, which employ many local residents." for number in range(3, 8)]
    title = "Spring tea picking begins in Qingshui"
    page = f"<h1>{title}</h1><div>2008-03-08</div><div>{''.join(f'<p>{one}</p>' for one in lines)}<p>{line}</p></div>"
    assert read(page, title, url="http://www.qingshui.example.cn/en/b.html").body == "\n\n".join(lines)


def test_the_label_of_a_day_ends_a_translated_name() -> None:
    text = "".join(f"<p>The county has {number},000 mu of tea gardens, which employ many local residents.</p>" for number in range(3, 8))
    title = "Spring tea picking begins in Qingshui"
    page = f"<div><a href=/>Site</a> &gt; <a href=/n/>News</a></div><h1>{title}</h1>" \
           f"<div>Author: Liu Fang Publishing time: 2008-03-08</div><div>{text}</div>"
    article = read(page, title, url="http://www.qingshui.example.cn/en/b.html")
    assert (article.author, article.date, article.breadcrumb) == ("Liu Fang", "2008-03-08", ("News",))


def test_beginnings_of_others_that_lead_on_do_not_outweigh_two_captions() -> None:
    others = "".join(f"<p>【{number}号会议室：让下游的渠道真正通水】去年新修渠道两百多公里，希望能 ...... <a href=/{number}>[详情]</a></p>"
                     for number in range(1, 4))
    text = "<p>图为三月七日的清水河渠道工地。</p><p>来自二十六个乡镇的农民当地时间七日在清水河渠道工地清淤，" \
           "技术员在现场验收，不合格的当场返工。</p>"
    rights = f"<p>声明：</p><p>• 凡注明为其他媒体来源的信息，均为转载自其他媒体，{'转载并不代表本网赞同其观点。' * 6}</p>"
    page = f"<table><tr><td><div>{TITLE}</div><div>2008-03-08 来源：清水日报</div><div>{text}</div></td>" \
           f"<td>{rights}<div>网友在线</div><div>{others}</div></td></tr></table>"
    article = read(page)
    assert (article.kind, article.title, article.date) == ("article", TITLE, "2008-03-08")
    assert (article.body or "").startswith("图为三月七日") and "会议室" not in (article.body or "")
