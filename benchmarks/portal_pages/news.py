"""News and notices as Chinese portals frame them: every label, separator, frame and order is drawn anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from benchmarks.portal_pages.chinese import PARAGRAPHS, SECTIONS, SITES, SOURCES, TITLES, menu
from benchmarks.portal_pages.made import Made, a_day, document, each, links, maybe, some

_TITLES = (*TITLES, "通知")
_LEADS = ("当前位置：", "您当前的位置 ：", "您的位置：", "您现在的位置:", "您所在的位置：", "位置：", "现在位置 >", "当前位置 ",
          "所在位置：", "【当前位置】")
_SURE = ("&gt;", " &gt; ", "&nbsp;&gt;&nbsp;", "&gt;&gt;", " &raquo; ", "＞", " → ", "-->", "<i>&gt;</i>", "<em>›</em>")
_UNSURE = (" - ", " / ", "－", " | ", " · ")
"""Separators that make a trail only behind a lead word."""
_LABELS = ("发布时间：", "发布日期：", "时间：", "日期：", "发稿时间：", "发布时间:", "发表时间：", "信息时间：", "上传时间：",
           "刊发日期：", "录入时间：", "公开日期：")
_BOXES = ("<div class='TRS_Editor'>", "<div id='zoom'>", "<div class='content'>", "<div class='view TRS_UEDITOR trs_paper_default'>",
          "<div id='vsb_content'>", "<div class='con'>", "<div class='wenzhang'>", "<div>", "<td class='nr'>")


def page(dice: Random, number: int) -> Made:
    """One article. `number` goes into its address."""
    site, title, day = dice.choice(SITES), dice.choice(_TITLES), a_day(dice)
    names = (dice.choice(("首页", "网站首页", site, "主页", "首 页")), *dice.choice(SECTIONS))
    paragraphs = tuple(dice.sample(PARAGRAPHS, dice.randint(3, 6)))
    main = f"<div class='main'>{_article(dice, title, day, paragraphs)}{some(dice, _furniture(dice), 4)}</div>"
    parts = [_head(dice, site), menu(dice), _trail(dice, names, title), main, _foot(dice, site)]
    place = dice.random()
    if place < 0.7:
        parts.insert(3 if place < 0.25 else 4, _column(dice))
    url = dice.choice((f"art/{day.year}/{day.month}/{day.day}/art_12_{number}.html", f"xw/{day:%Y%m}/t{day:%Y%m%d}_{number}.html",
                       f"info/1041/{number}.htm", f"show.asp?id={number}"))
    return Made(url=f"http://www.example.gov.cn/{url}", title=title, day=day.isoformat(), breadcrumb=names, paragraphs=paragraphs,
                html=document(_window(dice, title, names[-1], site), _tags(dice, title, day, site), "".join(parts)))


def written(dice: Random, day: date) -> str:
    """A day in one of the ways portals write it, in half of all cases with a clock time."""
    year, month, of_month = day.year, day.month, day.day
    words = dice.choice((
        f"{day:%Y-%m-%d}", f"{year}-{month}-{of_month}", f"{day:%Y/%m/%d}", f"{year}/{month}/{of_month}", f"{day:%Y.%m.%d}",
        f"{year}年{month:02}月{of_month:02}日", f"{year}年{month}月{of_month}日"))
    if dice.random() < 0.5:
        return words
    hour, minute, second = dice.randrange(7, 20), dice.randrange(60), dice.randrange(60)
    clock = dice.choice((f"{hour:02}:{minute:02}", f"{hour:02}:{minute:02}:{second:02}", f"{hour}:{minute:02}"))
    return words + dice.choice((" ", "  ", "" if words.endswith("日") else " ")) + clock


def _trail(dice: Random, names: Sequence[str], title: str) -> str:
    lead = dice.choice(_LEADS) if dice.random() < 0.8 else ""
    separator = dice.choice((*_SURE, *_UNSURE) if lead else _SURE)
    last = dice.choice(("", "", "正文", "正文", "内容", "查看内容", title))
    box = dice.choice(("weizhi", "position", "crumbs", "breadcrumb", "dqwz", "path", "lujing", "x-nav", "wz_top", "site-path", "bt-path"))
    crumbs = links(names, dice.choice(("", " class=CurrChnlCls")))
    kind = dice.choice(("links", "links", "links", "names", "list", "cell", "spans"))
    if kind == "names" and separator in _SURE and separator != "-->":  # bare words are a trail only where nothing is in doubt
        return f"<div class='{box}'>{lead or _LEADS[0]}{separator.join((*names, last) if last else names)}</div>"
    if kind == "list":
        return f"<ul class='{box if lead else 'crumbs'}'>{each('li', [piece for piece in (lead, *crumbs, last) if piece])}</ul>"
    if kind == "spans":
        crumbs, lead, last = [f"<span>{crumb}</span>" for crumb in crumbs], f"<span>{lead}</span>", f"<span>{last}</span>" if last else ""
    line = lead + separator.join((*crumbs, last) if last else crumbs)
    if kind == "cell":
        return f"<table><tr><td class='{box}'>{line}</td></tr></table>"
    return f"<div class='{maybe(dice, 0.9, box)}'>{line}</div>"


def _article(dice: Random, title: str, day: date, paragraphs: Sequence[str]) -> str:
    """Headline, facts and text: the facts between them, inside the text's box, or the day alone below."""
    label = dice.choice((*_LABELS, "", "", "", "[", "（"))
    stated = label + written(dice, day) + {"[": "]", "（": "）"}.get(label, "")
    box, place = dice.choice(_BOXES), dice.random()
    inside = (_facts(dice, stated) if place < 0.15 else "") + _text(dice, paragraphs)
    text = f"<table><tr>{box}{inside}</td></tr></table>" if box.startswith("<td") else f"{box}{inside}</div>"
    above = _facts(dice, stated) if place > 0.21 else ""
    below = f"<p align=right>{stated}</p>" if 0.15 <= place <= 0.21 else ""
    return _headline(dice, title) + above + text + below


def _headline(dice: Random, title: str) -> str:
    name = dice.choice(("title", "bt", "art-title", "tit", "xl_title", "con_tt", "biaoti", "headline", "wzbt", "t1"))
    return dice.choice((
        f"<table><tr><td align=center class={name}>{title}</td></tr></table>", f"<div class={name}><span>{title}</span></div>",
        f"<div align=center><font size=5 color=red>{title}</font></div>", f"<center><b>{title}</b></center>",
        *(f"<{tag} class='{name}'>{title}</{tag}>" for tag in ("h1", "h2", "h3", "p", "div"))))


def _facts(dice: Random, stated: str) -> str:
    """The line below the headline: day, source and tools, most often in this order."""
    source = dice.choice(SOURCES)
    bits = [
        dice.choice((f"来源：{source}", f"信息来源：{source}", f"稿源：{source}", source, f"文章来源： {source}", "")),
        dice.choice(("浏览次数：<span id=c></span>", "点击：<script>h()</script>次", "阅读：1024次", "访问量：[]", "", "", "")),
        dice.choice(("作者：办公室", "作者：", "编辑：admin", "", "", "")),
        dice.choice(("字体：<a>大</a> <a>中</a> <a>小</a>", "【字号：<a>大</a> <a>中</a> <a>小</a>】", "字号：[ 大 中 小 ]", "A+ A-", "",
                     "")),
        dice.choice(("【打印】【关闭】", "[打印本页]", "<a>打印</a> <a>收藏</a>", "", ""))]
    bits = [bit for bit in bits if bit]
    place = 0
    if dice.random() < 0.4:
        dice.shuffle(bits)
        place = dice.randint(0, len(bits))
    bits.insert(place, stated)
    box = dice.choice(("info", "xx", "sub", "art-info", "msg", "pages-date", "ly"))
    return dice.choice((
        f"<div class='{box}'>{each('span', bits)}</div>", f"<div class='{box}'>{each('span', bits)}</div>",
        f"<p align=center>{dice.choice(('　　', '&nbsp;&nbsp;', ' ')).join(bits)}</p>", f"<table><tr>{each('td', bits)}</tr></table>",
        f"<ul class=inf>{each('li', bits)}</ul>", f"<div>{each('em', bits)}</div>"))


def _text(dice: Random, paragraphs: Sequence[str]) -> str:
    return dice.choice((each("p", ["　　" + line for line in paragraphs]), "<br><br>".join("　　" + line for line in paragraphs),
                        each("div", paragraphs)))


def _furniture(dice: Random) -> list[str]:
    """What stands below an article; rows of other articles show another day."""
    other = a_day(dice)
    near = "".join(f"<li><a href='/x{row}.html'>{dice.choice(_TITLES)}</a> <span>{other}</span></li>" for row in range(4))
    kin = "".join(f"·<a href='/y{row}.html'>{dice.choice(_TITLES)}</a>({other.year}-{other.month}-{other.day})<br>" for row in range(3))
    return [
        "<div class=bot>【<a>打印</a>】【<a>关闭</a>】</div>", "<div>责任编辑：张三</div>", "<p align=right>（编辑：李四）</p>",
        "<div class=share>分享到：<a>微信</a><a>微博</a></div>",
        "<p>上一篇：<a href=1.html>全省工作会议召开的消息一则</a></p><p>下一篇：<a href=2.html>没有了</a></p>",
        "<div>扫一扫在手机打开当前页</div>", f"<div class=xg><h3>相关新闻</h3><ul>{near}</ul></div>",
        f"<div class=rel><b>相关链接：</b><br>{kin}</div>", "<div>【我要纠错】【返回顶部】</div>"]


def _column(dice: Random) -> str:
    """Beside the article: the latest of the site, with days of their own."""
    other = a_day(dice)
    days = (f"{other}", f"{other:%m-%d}", f"[{other.month}/{other.day}]")
    rows = "".join(f"<li><a href='/z{row}.html'>{dice.choice(_TITLES)}</a><i>{dice.choice(days)}</i></li>" for row in range(6))
    heading = dice.choice(("最新动态", "点击排行", "热点新闻", "通知公告"))
    return f"<div class={dice.choice(('right', 'r2', 'list2', 'hot'))}><h3>{heading}</h3><ul>{rows}</ul></div>"


def _head(dice: Random, site: str) -> str:
    today = a_day(dice)
    return dice.choice((
        "", f"<div id=time>{today.year}年{today.month}月{today.day}日 星期{dice.choice('一二三四五')}</div>",
        f"<p>今天是{today.year}年{today.month:02}月{today.day:02}日</p>", f"<h1>{site}</h1>", f"<h1 class=logo><a href='/'>{site}</a></h1>",
        "<div>您好，欢迎访问！<a>设为首页</a> <a>加入收藏</a></div>"))


def _foot(dice: Random, site: str) -> str:
    return dice.choice((f"<div class=foot>主办：{site} 网站标识码：3300000001 <br>ICP备05012345号</div>",
                        f"<table><tr><td>版权所有 {site} 技术支持：信息中心</td></tr></table>",
                        f"<p>Copyright 2005-2019 {site} All Rights Reserved</p>"))


def _window(dice: Random, title: str, section: str, site: str) -> str:
    return dice.choice((f"{title}-{site}", f"{title}_{section}_{site}", title, site, f"{site} {title}", f"{title} - {section} - {site}",
                        f"{title}|{site}", f"{site}-{title}"))


def _tags(dice: Random, title: str, day: date, site: str) -> str:
    """The tags that government portals owe, on some pages, and on some the day on which the file was made again."""
    owed = (f"<meta name=ArticleTitle content='{title}'><meta name=PubDate content='{day} 10:00'>"
            f"<meta name=SiteName content='{site}'>")
    return maybe(dice, 0.3, owed) + maybe(dice, 0.2, f"<meta name=Maketime content='{dice.randrange(2007, 2026)}-01-01 00:00:00'>")
