"""The page's furniture leaves the text by its place: a line of its own, the edge of the body, inside; words in sentences stay."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import extract
from crawler.extract.words.boilerplate import begins_another, is_furniture, without_furniture
from crawler.extract.words.phrases import TABLE
from crawler.page import Page

FIRST = "省政府今天召开常务会议，研究部署下一阶段的重点工作，会议由省长主持。"
LAST = "会议还研究了其他事项，决定下周在杭州召开现场会，推广有关做法。"
COLOURS = "杏仁黄 秋叶褐 胭脂红 芥末绿 天蓝 雪青 灰"
LINES = (
    "打印", "关闭", "【打印】", "[打印]", "打印本页", "【打印本页】", "【打印本稿】", "[打印该页]", "打印正文", "【关闭窗口】",
    "【收藏】", "加入收藏", "设为首页",
    "【推荐给朋友】", "Email推荐", "通过Email推荐给好友：", "复制本文网址发给QQ/MSN好友", "【下载】", "打印 关闭", "打印关闭",
    "字体：", "【字体：大 中 小】", "字号：[ 大 中 小 ]", "字号：默认 大 超大", "字体： 放大 正常 缩小", "字号减小 字号增大",
    "调整字体", "浏览字号：大 中 小",
    "字体大小 大 中 小", "大 中 小", "大中小",
    f"保护视力色： {COLOURS} 默认色", f"视力保护色 - {COLOURS} 银河白(默认色)", f"【保护视力色： {COLOURS} 默认】",
    "保护视力色：杏仁黄(FAFBE6) 胭脂红(FDE6E0)",
    f"作者 来源 发布时间 浏览次数：165 【字号：大 中 小】 【保护视力色： {COLOURS} 默认色】",
    "发布日期： 发布单位： 来源： 阅读：64 次 字体：[] [] 保护视力色：",
    "浏览次数：", "浏览次数：165", "阅读：64 次", "点击量", "您是第…位访客", "您是第 12 位访客",
    "分享到：", "分享", "一键分享", "微信", "新浪微博", "腾讯微博", "QQ空间", "人人网", "豆瓣", "更多",
    "分享到： 微信 新浪微博 腾讯微博 QQ空间 人人网 豆瓣 更多",
    "$('#share-1').share();",
    "扫一扫在手机打开当前页", "扫一扫在手机打开当前页面", "扫二维码分享", "手机扫一扫打开此页", "用微信扫一扫，点击右上角分享按钮",
    "【我要纠错】", "有奖纠错", "政府网站找错", "我来说两句", "发表评论", "【进入论坛】", "正有 0 人评论",
    "系统消息：正在载入评论请稍候......",
    "点击播报本文，约", "点击播报本文，约3分钟", "点击收听本新闻", "用手机扫一扫打开当前页", "页面功能 【我要“揪”错】",
    "[我要打印][关闭窗口]",
    "顶(3) 踩(0)", "评论(3) | 引用(0) | 阅读(120)", "已阅 1234 次", "收藏 举报 投诉", "网友评论 0 条", "满意度评价：满意 基本满意 不满意",
    "返回顶部", "返回列表", "网站地图", "联系我们", "网站声明", "版权所有", "主办单位：", "承办", "技术支持：", "无障碍",
    "无障碍浏览", "长者模式", "长者助手",
    "退出老年人模式", "简体|繁体|繁體", "语言 EN", "您访问的链接即将离开“浙江省人民政府网站”是否继续？",
    "L M S", "Share - WeChat", "Home>", "BACK TO THE TOP", "FOLLOW US", "Registration Number: 130349",
    "Copyright 1995 - 2018 . All rights reserved. The content (including but not limited to text, photo) published in this site belongs to "
    "China Daily Information Co (CDIC).",
    "print】 【close", "【print】 【close】", "Eyesight Protection:",
    "Eyesight Protection: almond yellow, autumn leaf brown, rouge red, "
    "mustard green, sky blue, snow green, gray, default",
    "almond yellow autumn leaf brown rouge red mustard green sky blue lilac gray default",
    "Font size", "Font size: Large Medium Small", "Source:", "Views", "Views: 165", "Share to", "Share to: WeChat Weibo",
    "Scan the QR code", "Scan the QR code to open this page on your phone",
    "Scan and open the current page on your phone", "Sweep and open the current page on your phone", "Scan the code to share",
    "Visual protection color: almond yellow", "Share to: Sina Weibo WeChat QQ Space", "Sharing to WeChat", "You are the 12th visitor",
    "Return to top", "Return to the list", "Return", "Error correction", "【I want to correct errors】", "I want to correct an error",
    "Click to download", "Read the full text", "Listen",
    "Article Tools", "Story tools", "View all posts", "View all stories from Kelby", "Our Standards:The Wire's Principles of Trust.",
    "Our editorial standards: how we work",
    "文章字号：大 中 小", "背景色：", "本文共1222字 阅读约需3分钟", "收藏本文 打印本文", "无障碍阅读 关怀版", "听报道", "简 繁", "播放语音",
    "网站纠错", "长按二维码关注我们", "©版权所有 未经授权禁止转载", "文章目录", "参考价：￥3299", "查询底价",
    f"背景色： {COLOURS} 默认",
    "Visual acuity protection color: almond yellow, autumn leaf brown, rouge red, mustard green, sky blue, gray, default color",
    "Color of vision protection: almond", "Eye protection color: almond autumn leaf rouge mustard green sky blue default",
    "Typeface size: [Large] [Medium] [Small]", "Character size: large medium small", "Visits: 331", "Browsing volume: 22",
    "Times of browsing: 22", "Clicks: 22 times", "Read: 233 times", "Voice reading", "Mobile phone browsing", "Barrier-free browsing",
    "Elderly mode", "Print the page", "Scan it on mobile phone", "Use WeChat to scan the QR code",
    "Open the current page on the mobile phone", "Report errors", "Did this article help you? Yes No", "asked Feb 8, 2011 at 10:11",
    "Bookmark with:", "Del.icio.us", "Digg", "广告", "广 告", "推广", "赞助商链接", "以下为广告")
"""What portals write around their texts, one line each, as it was seen."""
ENDS = ("【打印】【关闭】", "【打印】 【关闭窗口】", "打印本页 关闭窗口", "打印 关闭", "print】 【close", "分享到： 微信 新浪微博",
    "返回顶部", "【我要纠错】", "扫一扫在手机打开当前页",
        "【字体：大 中 小】", f"保护视力色： {COLOURS} 默认色", "Eyesight Protection: almond yellow rouge red default",
        "浏览次数：165", "Back to the top")
MIDDLES = ("【打印】", "[打印该页]", "【关闭窗口】", "【收藏】", "【推荐给朋友】", "【下载】", "【我要纠错】", "【进入论坛】",
    "【字体：大 中 小】", "字号：默认 大 超大",
           f"【保护视力色： {COLOURS} 默认色】", "Eyesight Protection: almond yellow, rouge red, default", "print】 【close",
           "【print】【close】",
           "您访问的链接即将离开“浙江省人民政府网站”是否继续？")
HEADINGS = ("相关新闻", "相关阅读：", "相关文章", "相关链接", "相关稿件", "相关公告", "相关解读", "上一篇：", "下一篇：",
    "热点搜索", "本篇新闻热门关键词:", "Related news")
SENTENCES = (
    "Our standards have not changed in nineteen years, and the board means to keep them as they are.",
    "View all stories that the clerk told of the flood as what they are, the judge said to the jury.",
    "广告收入比去年增长三成，其中网络广告占一半。",
    "点击收听本新闻的听众超过十万人，居全省各台之首。", "村里的满意度评价达到九成以上，居全县第一。",
    "请把申请表打印两份，加盖公章后交到窗口。", "打印机和复印机由省财政厅统一采购，各单位不得自行购买。",
    "展览将于周五关闭，届时将打印本页所列的名单。",
    "他把字体调到最大，才看清通知上的小字。", "大、中、小学同时开学，共有三百万名学生返校。",
    "专家提醒，绿色和天蓝色能保护视力，护眼色的灯光最好。", "全省网站的浏览次数：去年比前年多了三成。",
    "市民可以分享到微信和微博，让更多的人知道。", "扫一扫在手机打开当前页面的二维码，就能查到公交车到站的时间。",
    "我要纠错的理由有三条，请各位委员审议。", "游客返回顶部平台后，可以乘缆车下山。",
    "版权所有者有权要求停止侵权，并要求赔偿。", "发表评论的人数超过一万，多数表示赞成。", "相关新闻发布会将于下周举行，请各媒体报名。",
    "Please print two copies and close the window behind you.", "Views on the matter differ, the governor said on Monday.",
    "She had two scarves, one almond yellow and one sky blue, and kept both.",
    "Scan the QR code at the gate, and the door opens at once.",
    "Farmers share to this day what they harvest in the autumn.", "The source: a spring high up in the hills above the city.",
    "Return to the list of villages, the auditors wrote, is out of the question.", "Listen to the elders, he told the class on Friday.",
    "You are the 12th visitor today, the guard said with a smile.", "I want to correct errors that were made in the past, she said.",
    "The video shows how to bake cookies in less than an hour.", "Allow the cookies to cool, and serve them with milk.",
    "She did not get in touch with her sisters until May.", "He had to sign up for the list twice before he got in.",
    "The wardens follow us along the river on their horses.", "More than most people eat was left upon the tables.",
    "Eyesight protection is taught in all schools of the province.", "The font size of road signs is to grow by a third this year.")


def _body(*paragraphs: str) -> str | None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = f"<title>省政府召开常务会议</title><h1>省政府召开常务会议</h1><div class='TRS_Editor'>{text}</div>"
    return extract(Page(url="http://www.example.gov.cn/a.html", body=f"<meta charset=utf-8>{page}".encode())).body


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_furniture_leaves_the_text_at_its_start_inside_and_at_its_end(line: str) -> None:
    assert _body(line, FIRST, line, LAST, line) == f"{FIRST}\n\n{LAST}"


@pytest.mark.parametrize("words", ENDS)
def test_furniture_at_the_end_of_the_last_paragraph_leaves_it(words: str) -> None:
    assert _body(FIRST, f"{LAST}{words}") == f"{FIRST}\n\n{LAST}"
    assert _body(FIRST, f"{LAST} {words} ") == f"{FIRST}\n\n{LAST}"


@pytest.mark.parametrize("words", MIDDLES)
def test_switches_leave_the_middle_of_a_paragraph(words: str) -> None:
    assert _body(f"{FIRST} {words} {LAST}") == f"{FIRST} {LAST}"


@pytest.mark.parametrize("heading", HEADINGS)
def test_what_stands_behind_a_heading_of_another_part_is_no_text(heading: str) -> None:
    assert _body(FIRST, LAST, heading, "浙江举行另一场会议") == f"{FIRST}\n\n{LAST}"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_holds_the_word_stays_as_it_is(sentence: str) -> None:
    assert _body(FIRST, sentence, LAST) == f"{FIRST}\n\n{sentence}\n\n{LAST}"
    assert _body(FIRST, LAST, sentence) == f"{FIRST}\n\n{LAST}\n\n{sentence}"


def test_cells_of_data_tables_are_no_furniture() -> None:
    table = "<table><tr><th>型号</th><th>大</th><th>小</th></tr><tr><td>更多</td><td>165</td><td>3</td></tr></table>"
    body = _body(FIRST, LAST)
    assert body == f"{FIRST}\n\n{LAST}"
    page = f"<h1>名单</h1><div class='TRS_Editor'><p>{FIRST}</p>{table}<p>{LAST}</p></div>"
    article = extract(Page(url="http://www.example.gov.cn/a.html", body=f"<meta charset=utf-8>{page}".encode()))
    assert article.body == f"{FIRST}\n\n型号\t大\t小\n更多\t165\t3\n\n{LAST}"


@pytest.mark.parametrize("line", ["165", "2024", "(0571) 8705-2114", "3 600", "12345"])
def test_numbers_alone_are_no_furniture(line: str) -> None:
    assert not is_furniture(line)


def test_every_kind_of_phrase_has_a_place() -> None:
    assert len({phrases.kind for phrases in TABLE}) == len(TABLE)
    assert all(phrases.places and phrases.words for phrases in TABLE)


@pytest.mark.parametrize("line", [
    "A" * 239 + "!", "打印" * 119 + "机", "1" * 230 + "x", "大 " * 110 + "学", "浏览次数" * 59 + "x", "copyright " * 99,
    "打印本页 " * 39_999 + "机", "[print " * 28_000, "【字体：" * 50_000, "[关闭" * 66_000, "(返回 " * 50_000, "。分享到" * 50_000,
    "打印本页 " * 400_000, "【字体：" * 400_000])
def test_hostile_lines_cost_no_time(line: str) -> None:
    began = process_time()
    is_furniture(line)
    without_furniture(line)
    begins_another(line)
    assert process_time() - began < 1.0


@pytest.mark.parametrize("unit", ["【字体：", "[关闭", "(返回 ", "[print] ", "会议召开。【打印】", "He said so [print] and went. "])
def test_furniture_inside_a_paragraph_is_the_same_however_long_it_is(unit: str) -> None:
    short, long = ("".join(without_furniture(unit * times + LAST).split()) for times in (600, 6_000))
    assert short.endswith(LAST) and long == short.removesuffix(LAST) * 10 + LAST


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_what_is_left_of_a_line_is_part_of_it(line: str) -> None:
    left = without_furniture(line)
    kept = iter(line)
    assert left == line or all(sign in kept for sign in left if not sign.isspace())


@pytest.mark.parametrize("line", [
    "Did you like this post? You can support us by buying me a coffee.", "Subscribe to our blog and never miss a post.",
    "Have you been there? Get in touch: voice@example.org", "This story was originally published June 12, 2024, 1:03 PM.",
    "Contact Jamie Park at jpark@ledger.example.", "The post Winter\u2019s Tale \u2013 Part Two appeared first on The Gazette.",
    "The views expressed by the author are personal.", "(Opinions expressed here do not reflect those of the paper.)", "See also"])
def test_lines_below_an_english_text_that_ask_something_or_tell_of_its_making_are_taken_off(line: str) -> None:
    text = "Many of those who left in the nineties have since come back, with children of their own."
    below = f"<h2>{line}</h2>" if line == "See also" else f"<p>{line}</p>"
    page = f"<title>A town fills again</title><h1>A town fills again</h1><div><p>{text}</p><p>{text}</p><p>{text}</p>{below}</div>"
    assert extract(Page(url="http://www.example.org/a.html", body=page.encode())).body == f"{text}\n\n{text}\n\n{text}"


@pytest.mark.parametrize("line", ["发表于 2024年5月6日 12:40 - (阅读:3727;评论:63)", "第1页/共3页 上一页 | 下一页", "推广做法的详细报道>>",
                                  "声明：本网转载文章版权归原作者所有，如有侵权请联系我们删除。", "(编辑 张三)", "附件：", "相关文档：",
                                  "上一篇：关于春茶的通知", "一审：王丽 二审：徐静 三审：李强", "供稿：县茶叶局", "转载请注明出处",
                                  "网友评论仅供其表达个人看法，并不表明本站立场。", "点击右上角", "请点击右上角…按钮",
                                  "选择在浏览器中打开", "请在默认浏览器中打开",
                                  "• 凡注明为其他媒体来源的信息，均为转载，转载并不代表本网赞同其观点。"])
def test_lines_below_the_text_are_taken_off(line: str) -> None:
    below = f'<a href="/b.html">{line}</a>' if line.endswith(">>") else line
    assert _body(FIRST, LAST, below) == f"{FIRST}\n\n{LAST}"


def test_the_date_of_a_document_below_it_is_text() -> None:
    assert _body(FIRST, LAST, "浙江省人民政府办公厅", "2024年5月6日") == f"{FIRST}\n\n{LAST}\n\n浙江省人民政府办公厅\n\n2024年5月6日"


@pytest.mark.parametrize("paragraphs", [1, 3, 6])
@pytest.mark.parametrize("sentences", [3, 12])
def test_a_text_in_one_piece_that_ends_with_a_note_of_rights_is_no_foot(sentences: int, paragraphs: int) -> None:
    text = "本报讯 今天上午，白鹭市召开全市农业工作会议，部署下一阶段的春耕备耕工作，会议强调要落实各项措施，确保粮食安全。" * sentences
    below = "<p>梅岭乡水库除险加固工程开工，建成后将惠及下游三个村，灌溉农田两千多亩，工期预计为一年。</p>" * paragraphs
    page = (f"<title>白鹭市召开农业工作会议</title><h1>白鹭市召开农业工作会议</h1><p>2024-05-06 来源：白鹭日报</p>"
            f"<div>{text}（未经本报授权不得转载）</div><div>{below}</div>")
    body = extract(Page(url="http://h.example/a/1.html", body=page.encode(), headers=(("Content-Type", "text/html; charset=utf-8"),))).body
    assert body is not None and body.startswith("本报讯")


@pytest.mark.parametrize("lines", [
    ("来源：红网", "作者：蒋家明 王婷", "编辑：刘玉先"), ("文字：张三", "图片：李四", "编辑：王五"),
    ("记者：胡春 冷飞", "初审：匡艳", "终审：熊天明")])
def test_who_made_it_a_line_each_is_no_text_where_source_or_editor_is_named(lines: tuple[str, ...]) -> None:
    assert _body(FIRST, LAST, *lines) == f"{FIRST}\n\n{LAST}"
    assert _body(FIRST, LAST, "图：湖边的早晨") == f"{FIRST}\n\n{LAST}\n\n图：湖边的早晨"


@pytest.mark.parametrize("label", ["Posted in", "| Abgelegt unter", "Publié dans"])
def test_a_line_that_links_to_the_heads_under_which_a_text_is_filed_ends_it(label: str) -> None:
    text = "Many of those who left in the nineties have since come back, with children of their own."
    page = f"<title>A town fills again</title><h1>A town fills again</h1><div><p>{text}</p><p>{text}</p><p>{text}</p><p>{label} " \
           f"<a href='/t'>Towns</a>, <a href='/p'>People</a></p><p>{text} Or so they say.</p></div>"
    assert extract(Page(url="http://www.example.org/a.html", body=page.encode())).body == f"{text}\n\n{text}\n\n{text}"


def test_links_behind_a_text_in_one_line_with_their_label_are_others() -> None:
    assert _body(FIRST, LAST, "相关链接：<a href='/1.html'>全省会议</a>") == f"{FIRST}\n\n{LAST}"


def test_a_summary_above_the_text_that_is_its_beginning_is_no_text() -> None:
    for summary, kept in ((f"{FIRST[:-8]}...", ""), (f"{FIRST}{LAST[:6]}……", ""), (f"{FIRST[:-6]}别的话。", f"{FIRST[:-6]}别的话。\n\n")):
        page = f"<h1>省政府召开常务会议</h1><div class='intro'>{summary}</div><div class='con'><p>{FIRST}</p><p>{LAST}</p></div>"
        article = extract(Page(url="http://www.example.gov.cn/a.html", body=f"<meta charset=utf-8>{page}".encode()))
        assert article.body == f"{kept}{FIRST}\n\n{LAST}"


@pytest.mark.parametrize("between", [
    "<div class='k3'><p>Article continues after advertisement</p></div>",
    "<p class='k7'>Already a subscriber? <a href='/in'>Log in</a></p>",
    "<div class='k9'><p>Local news needs you. <a href='/give'>Support our newsroom today</a></p></div>",
    "<div class='k6'><a href='/4'><img src='/4.jpg'><h3>Startup raises funds for tidal turbines</h3></a></div>",
    "<p>To hear this programme, Javascript must be enabled and a Flash Player must be installed.</p>",
    "<p>Media requires JavaScript to play.</p>",
    "<p><a href='/9'>Halden Aria</a> $279 <a href='/b'>View Deal</a></p>"])
def test_what_a_paper_puts_between_the_paragraphs_for_its_own_sake_is_none_of_the_text(between: str) -> None:
    text = "Many of those who left in the nineties have since come back, with children of their own."
    page = f"<title>A town fills again</title><h1>A town fills again</h1><div><p>{text}</p><p>{text}</p>{between}<p>{text}</p></div>"
    assert extract(Page(url="http://www.example.org/a.html", body=page.encode())).body == f"{text}\n\n{text}\n\n{text}"


def test_days_of_publication_and_of_an_update_run_together_above_a_text_are_none_of_it() -> None:
    text = "Many of those who left in the nineties have since come back, with children of their own."
    days = "<div><span>Published: March 4, 2021 at 5:14 p.m.</span><span>Updated: March 6, 2021 at 8:00 a.m.</span></div>"
    page = f"<title>A town fills again</title><div><h1>A town fills again</h1>{days}<p>{text}</p><p>{text}</p></div>"
    article = extract(Page(url="http://www.example.org/a.html", body=page.encode()))
    assert (article.body, article.date) == (f"{text}\n\n{text}", "2021-03-04")
