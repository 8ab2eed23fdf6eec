"""Portals of the first years: nested tables, type set by hand, gb2312, text broken by `<br>`, no boxes that say what they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from benchmarks.portal_pages.chinese import OFFICIAL_TITLES, PARAGRAPHS, SECTIONS, SITES, SOURCES, TITLES
from benchmarks.portal_pages.made import Made, a_day, links, maybe, some

_TITLES = (*TITLES, *OFFICIAL_TITLES, "临江市概况", "二〇〇六年全市十件大事", "市长信箱开通公告", "图片新闻：百米长卷绘家乡", "统计公报")
_MENU = ("首　页", "政府领导", "机构设置", "政务动态", "政策法规", "办事指南", "投资指南", "旅游天地", "市长信箱", "在线调查")


def page(dice: Random, number: int) -> Made:
    """One article of 2001 to 2012. `number` goes into its address."""
    site, title = dice.choice(SITES), dice.choice(_TITLES)
    day = date(dice.randrange(2001, 2013), dice.randrange(1, 13), dice.randrange(1, 28))
    names = (dice.choice(("首页", "首　页", "网站首页", site, "政府首页")), *dice.choice(SECTIONS))
    paragraphs = tuple(dice.sample(PARAGRAPHS, dice.randint(3, 6)))
    main = _main(dice, title, day, paragraphs) + some(dice, _furniture(dice), 4)
    left = _column(dice) if dice.random() < 0.6 else ""
    cells = [f"<TD vAlign=top width=200 bgColor=#f0f8ff>{left}</TD>", f"<td valign=top width=580>{_trail(dice, names, title)}{main}</td>"]
    if not left:
        cells = cells[1:]
    body = (_top(dice, site) + _menu(dice) + "<table width=780 border=0 align=center cellpadding=0 cellspacing=0>"
            f"<tr>{''.join(cells)}</tr></table>" + _foot(dice, site))
    html = (f"<html><head><title>{_window(dice, title, names[-1], site)}</title>"
            f"<meta http-equiv=Content-Type content='text/html; charset={dice.choice(('gb2312', 'gbk', 'GB2312'))}'></head>"
            f"<body bgcolor=#ffffff topmargin=0>{body}</body></html>").encode("gb18030")
    url = dice.choice((f"show.asp?id={number}", f"news/show.php?newsid={number}", f"ReadNews.asp?NewsID={number}", f"content/{number}.htm",
                       f"Article_Show.asp?ArticleID={number}", f"xw/{day:%Y-%m}/{number}.htm", f"list.jsp?id={number}"))
    return Made(url=f"http://www.example.gov.cn/{url}", html=html, title=title, day=day.isoformat(), breadcrumb=names,
                paragraphs=paragraphs)


def _written(dice: Random, day: date) -> str:
    year, month, of_month = day.year, day.month, day.day
    words = dice.choice((f"{year}-{month}-{of_month}", f"{year}年{month}月{of_month}日", f"{day:%Y-%m-%d}", f"{year}/{month}/{of_month}",
                         f"{year}.{month}.{of_month}", f"{year} 年 {month} 月 {of_month} 日", f"{day:%Y年%m月%d日}"))
    clock = f"{dice.randrange(7, 20)}:{dice.randrange(60):02}" + maybe(dice, 0.6, f":{dice.randrange(60):02}")
    return words + maybe(dice, 0.4, f" {clock}")


def _trail(dice: Random, names: Sequence[str], title: str) -> str:
    crumbs = links(names)
    lead = dice.choice(("您现在的位置：", "当前位置：", "您的位置：", "现在位置：", "所在位置："))
    separator = dice.choice(("&gt;&gt;", " &gt; ", "→", "-&gt;", " &gt;&gt; ", "&nbsp;>&nbsp;", "＞"))
    last = dice.choice(("", "", separator + "正文", separator + title, separator + "浏览信息", separator + "文章正文"))
    line = f"{lead}{separator.join(crumbs)}{last}"
    return dice.choice((
        f"<table width=100% height=25 background=bg.gif><tr><td>&nbsp;<img src=dot.gif>&nbsp;{line}</td></tr></table>",
        f"<p><font color=#003399>{line}</font></p>", f"<div align=left class=p9>{line}</div>",
        f"<table><tr><td width=20><img src=ar.gif></td><td><span class=style3>{line}</span></td></tr></table>"))


def _main(dice: Random, title: str, day: date, paragraphs: Sequence[str]) -> str:
    """Headline, facts and text, each in a row or one below the other."""
    words, source = _written(dice, day), dice.choice(SOURCES)
    headline = dice.choice((
        f"<p align=center><font size=4 color=#ff0000><b>{title}</b></font></p>", f"<div align=center class=style1>{title}</div>",
        f"<center><span style='FONT-SIZE: 16pt; COLOR: #cc0000'>{title}</span></center>", f"<p align=center><strong>{title}</strong></p>",
        f"<table width=100%><tr><td height=50 align=center class=bigfont>{title}</td></tr></table>", f"<h2 align=center>{title}</h2>",
        f"<P align=center><FONT face=黑体 size=5>{title}</FONT></P>", f"<div class=f18b align=center>{title}</div>"))
    facts = dice.choice((
        f"<p align=center>[ {words} ]</p>", f"<div align=center>发布时间：{words}　　点击数：{dice.randrange(900)}</div>",
        f"<table width=100%><tr><td align=center bgcolor=#eeeeee>作者：佚名 文章来源：{source} 点击数：<script src=h.js></script> "
        f"更新时间：{words}</td></tr></table>",
        f"<p align=center><font color=#999999>{words} {source}</font></p>", f"<p align=right>加入日期：{words}</p>",
        f"<center>来源：{source}　日期：{words}　【字体：大 中 小】</center>", f"<div align=center>{source}　{words}</div>",
        f"<p align=center>({words})</p>",
        f"<table align=center><tr><td>发布者：admin</td><td>发布时间：{words}</td><td>阅读：{dice.randrange(99)}次</td></tr></table>",
        f"<p align=center>信息来源：{source}　　录入时间：{words}　　[打印] [关闭]</p>", f"<hr><p align=center>{words}</p>"))
    text = _text(dice, paragraphs)
    if dice.random() < 0.12:
        return headline + text + f"<p align=right>发布时间：{words}　来源：{source}</p>"
    if dice.random() < 0.1:
        facts, headline = headline, facts
    if dice.random() < 0.5:
        rows = "".join(f"<tr><td>{piece}</td></tr>" for piece in (headline, facts, text))
        return f"<table width='98%' border=0 align=center>{rows}</table>"
    return headline + facts + text


def _text(dice: Random, paragraphs: Sequence[str]) -> str:
    indent = dice.choice(("　　", "&nbsp;&nbsp;&nbsp;&nbsp;", ""))
    lines = [indent + line for line in paragraphs]
    size = dice.choice(("", " style='font-size:14px;line-height:150%'", " class=p14", " class=content"))
    return dice.choice((
        f"<p{size}>" + "<br>".join(lines) + "</p>",
        f"<table width=95% align=center><tr><td{size}>" + "<br><br>".join(lines) + "</td></tr></table>",
        "".join(f"<P{size}>{line}</P>" for line in lines), f"<div{size}>" + "<BR>\n".join(lines) + "</div>",
        f"<font{size}>" + "<p>".join(lines) + "</font>", "".join(f"<P><SPAN lang=EN-US>{line}<o:p></o:p></SPAN></P>" for line in lines),
        f"<span id=Label3{size}>" + "<br/>".join(lines) + "</span>"))


def _furniture(dice: Random) -> list[str]:
    other = a_day(dice, 2001)
    before, after = dice.choice(TITLES), dice.choice(TITLES)
    rows = "".join(f"<tr><td>·<a href=show.asp?id={row}>{dice.choice(TITLES)}</a> <font color=#999999>({other})</font></td></tr>"
                   for row in range(4))
    return [
        "<p align=right>【<a href=#>打印本页</a>】【<a href=#>关闭窗口</a>】</p>",
        "<p align=center><a href='javascript:window.close()'>关闭窗口</a></p>",
        f"<table width=100%><tr><td>上一篇：<a href=1>{before}</a></td></tr><tr><td>下一篇：<a href=2>{after}</a></td></tr></table>",
        f"<table><tr><td bgcolor=#ccddee><b>相关文章</b></td></tr>{rows}</table>", "<div align=right>责任编辑：王小丽</div>",
        "<p align=right>【<a>发表评论</a>】【<a>加入收藏</a>】【<a>告诉好友</a>】</p>",
        "<font color=#999999>（本文已被浏览 235 次）</font>",
        "<table><tr><td>网友评论：（只显示最新10条。评论内容只代表网友观点，与本站立场无关！）</td></tr></table>"]


def _column(dice: Random) -> str:
    other = a_day(dice, 2001)
    entries = (f"<a href=v{row}.htm title='{title}'>{title[:10]}...</a>" for row, title in enumerate(dice.sample(TITLES, 6)))
    rows = "".join(f"<tr><td height=20>·{entry}{maybe(dice, 0.4, f'[{other.month}-{other.day}]')}</td></tr>" for entry in entries)
    heading = dice.choice(("最新信息", "热点专题", "公告栏", "点击排行"))
    return f"<table width=190><tr><td background=t.gif><b>{heading}</b></td></tr>{rows}</table>"


def _top(dice: Random, site: str) -> str:
    today = a_day(dice, 2001)
    return dice.choice((
        "<table width=780 align=center><tr><td><img src=banner.jpg></td></tr></table>",
        f"<table width=780 align=center><tr><td>{today.year}年{today.month}月{today.day}日 星期{dice.choice('一二三四五')}</td>"
        "<td>设为首页 | 加入收藏</td></tr></table>",
        f"<div align=center><font size=6 color=blue>{site}</font></div>", "<script>document.write(new Date())</script>",
        f"<marquee>热烈欢迎访问{site}！</marquee>"))


def _menu(dice: Random) -> str:
    entries = [f"<a href=/{place}.asp>{name}</a>" for place, name in enumerate(dice.sample(_MENU, 8))]
    cells = "".join(f"<td align=center>{entry}</td>" for entry in entries)
    row = f"<table width=780 align=center bgcolor=#336699><tr>{cells}</tr></table>"
    return row if dice.random() < 0.6 else f"<p align=center>{' | '.join(entries)}</p>"


def _foot(dice: Random, site: str) -> str:
    return dice.choice((
        f"<hr width=780><p align=center>版权所有：{site}　技术支持：信息中心<br>地址：人民路1号 邮编：300000 电话：0000-1234567</p>",
        f"<table width=780 align=center><tr><td align=center>Copyright&copy; 2004 {site} All Rights Reserved</td></tr></table>",
        "<p align=center>主办：市人民政府办公室　浙ICP备05012345号</p><p align=center>建议使用1024*768分辨率 IE6.0以上浏览器</p>"))


def _window(dice: Random, title: str, section: str, site: str) -> str:
    return dice.choice((title, site, f"{site}--{title}", f"{title}-{site}", f"{site}-{section}", "新闻内容", f"::: {site} :::",
                        f"{site} >> {title}", "", "无标题文档", f"{title} - {section} - {site}", f"欢迎访问{site}"))
