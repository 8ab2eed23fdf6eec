"""Editions for telephones and the portals of today: names made by machines, tools in icons, pictures and films among the text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from benchmarks.portal_pages.chinese import OFFICIAL_TITLES, PARAGRAPHS, SECTIONS, SITES, SOURCES, TITLES
from benchmarks.portal_pages.made import Made, a_day, document, each, links, maybe, some

_TITLES = (*TITLES, *OFFICIAL_TITLES, "视频丨一条河的新生", "组图：千年古镇灯火璀璨", "一图读懂：2024年民生实事",
           "@所有人 这些惠民政策请收好", "今日关注", "新春走基层｜山村里的“新农人”", "云岭这五年·教育篇",
           "【海报】清明时节话文明", "省长信箱开放日答问")
_MENU = ("首页", "要闻", "政务公开", "办事服务", "互动", "数据", "专题")


def page(dice: Random, number: int) -> Made:
    """One article of 2015 to 2024. `number` goes into its address."""
    site, title, day = dice.choice(SITES), dice.choice(_TITLES), a_day(dice, 2015)
    names = (dice.choice(("首页", site, "网站首页")), *dice.choice(SECTIONS))
    paragraphs = tuple(dice.sample(PARAGRAPHS, dice.randint(3, 6)))
    text, optional = _text(dice, paragraphs)
    head = _head_line(dice, day)
    below = dice.random() < 0.1
    tag = dice.choice(("article", "main", "div", "section"))
    box = dice.choice(("detail", "page-detail", "css-1x2y3z", "wrap", "news-detail", "app-main"))
    inner = _headline(dice, title) + (text + f"<div class=bottom><span>发布时间：{day}</span></div>" if below else head + text)
    main = f"<{tag} class='{box}'>{inner}{some(dice, _furniture(dice), 4)}</{tag}>"
    body = _top(dice, site) + _trail(dice, names, title) + main + maybe(dice, 0.5, _cards(dice)) + _foot(dice, site)
    url = dice.choice((f"m/art/{day.year}/{number}.html", f"wap/content_{number}.html", f"xw/{day:%Y%m}/t{day:%Y%m%d}_{number}.html",
                       f"detail?id={number}", f"zfxxgk/content/post_{number}.html", f"h5/{number}"))
    return Made(url=f"https://m.example.gov.cn/{url}", title=title, day=day.isoformat(), breadcrumb=names, paragraphs=paragraphs,
                optional=optional, html=document(_window(dice, title, names[-1], site), _tags(dice, title, day), body))


def _head_line(dice: Random, day: date) -> str:
    source, clock = dice.choice(SOURCES), f"{dice.randrange(7, 20):02}:{dice.randrange(60):02}"
    changed = date(min(2025, day.year + 1), day.month, day.day)
    return dice.choice((
        f"<p class=sub>{day} {clock} <em>{source}</em></p>", f"<div class='css-9ab'><span>{source}</span><span>{day} {clock}</span></div>",
        f"<div class=info><i class='icon-time'></i>{day}<i class='icon-eye'></i>1.2万</div>",
        f"<div class=meta><time datetime='{day}T{clock}:00+08:00'>{day.month}月{day.day}日</time> · {source}</div>",
        f"<div class=meta><span>发布于 {day}</span><span>编辑于 {changed}</span><span>阅读 3021</span></div>",
        f"<div><span class=year>{day.year}</span><span class=md>{day:%m-%d}</span></div>",
        f"<div class=tile><strong>{day.day:02}</strong><em>{day:%Y.%m}</em></div>",
        f"<div>{day.year}年{day.month}月{day.day}日 {clock}　{source}　作者：王磊</div>",
        f"<ul class=attr><li>日期：{day}</li><li>来源：{source}</li><li>访问量：<b id=v></b></li></ul>",
        f"<div class=row><label>时间</label><span>{day} {clock}</span><label>来源</label><span>{source}</span></div>",
        f"<p>{source} | {day:%Y/%m/%d} {clock}</p>", f"<div class=from>来源：{source}<br>发布时间：{day} {clock}</div>",
        f"<p class=t>文/王磊 图/陈静 {day}</p>",
        f"<div><a class=author>{source}</a><span>{day} {clock}</span><button>+关注</button></div>"))


def _headline(dice: Random, title: str) -> str:
    return dice.choice((
        f"<h1>{title}</h1>", f"<h1 class=css-77>{title}</h1>", f"<div class=detail-title>{title}</div>",
        f"<header><h1>{title}</h1></header>",
        f"<p class=title-text>{title}</p>", f"<h3 class=t>{title}</h3>", f"<div class=hd><strong>{title}</strong></div>",
        f"<section><p style='font-size:22px;font-weight:bold'>{title}</p></section>"))


def _text(dice: Random, paragraphs: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The text, with pictures and their lines, a film, or sections of an editor for telephones."""
    line = "图为活动现场。 陈静 摄"
    picture = f"<p style='text-align:center'><img src=p1.jpg></p><p style='text-align:center'>{line}</p>"
    figure = f"<figure><img src=p2.jpg><figcaption>{line}</figcaption></figure>"
    film = "<video controls poster=v.jpg><source src=v.mp4></video><div class=tip>您的浏览器不支持视频播放</div>"
    media = dice.choice(("", "", picture, figure, film))
    lines = dice.choice((
        each("p", paragraphs), "".join(f"<section><section><p><span>{one}</span></p></section></section>" for one in paragraphs),
        "".join(f"<p style='text-indent:2em'>{one}</p><p><br></p>" for one in paragraphs),
        "".join(f"<div class=para>{one}</div>" for one in paragraphs),
        "".join(f"<p>　　{one}</p>" for one in paragraphs)))
    box = dice.choice(("<div class=content>", "<div class='rich-text'>", "<div id=js_content>", "<section class=css-a1b2>",
                       "<div v-html=c>",
                       "<div class='view TRS_UEDITOR trs_paper_default trs_web'>", "<div>"))
    end = "</section>" if box.startswith("<section") else "</div>"
    return f"{box}{media}{lines}{end}", (line, "您的浏览器不支持视频播放")


def _trail(dice: Random, names: Sequence[str], title: str) -> str:
    crumbs, last = links(names), dice.choice(((), ("正文",), (title,), ("详情",)))
    separator = dice.choice((" / ", "<i>/</i>", " &gt; ", "<span class=sep>›</span>", "<svg></svg>", " · "))
    if separator == "<svg></svg>":
        return f"<ol class='el-breadcrumb breadcrumb'>{each('li', (*crumbs, *last))}</ol>"
    if separator == " · ":
        return f"<div class=position><b>当前位置：</b>{' &gt; '.join((*crumbs, *last))}</div>"
    return f"<nav aria-label=breadcrumb class='breadcrumb'>{separator.join((*crumbs, *last))}</nav>"


def _furniture(dice: Random) -> list[str]:
    other = a_day(dice, 2015)
    cards = "".join(f"<a class=card href=/d{row}><h4>{dice.choice(TITLES)}</h4><p>{other}</p></a>" for row in range(3))
    return [
        "<div class=expand>展开全文</div>", "<div class=open-app>打开云岭发布客户端，阅读体验更佳</div>",
        f"<div class=rec><h3>相关推荐</h3>{cards}</div>",
        "<div class=ed>责任编辑：陈静　审核：王磊</div>", "<p>编辑丨陈静</p><p>审核丨王磊</p>",
        "<ul class=tool><li>分享</li><li>收藏</li><li>点赞 12</li></ul>", "<div class=qr><img src=q.png><p>扫码分享</p></div>",
        "<p>—END—</p>", "<div class=stat>版权声明：凡本网注明来源的作品，均转载自其它媒体，转载目的在于传递更多信息。</div>",
        f"<div class=pn><span>上一篇：<a href=/1>{dice.choice(TITLES)}</a></span><span>下一篇：无</span></div>",
        "<div class=comment-box><h3>评论 0</h3><textarea></textarea><button>发布</button></div>",
        "<div class=a11y><span>字号</span><span>A-</span><span>A+</span><span>打印</span><span>关闭</span></div>",
        "<div class=like>有用(3) 没用(0)</div>", "<div>本文共 612 字，阅读需 2 分钟</div>"]


def _cards(dice: Random) -> str:
    other = a_day(dice, 2015)
    cards = "".join(f"<div class=item><a href=/c{row}>{dice.choice(TITLES)}</a><span>{other:%m-%d}</span></div>" for row in range(5))
    box, heading = dice.choice(("side", "rank", "css-zz1")), dice.choice(("热门推荐", "最新发布", "24小时热榜"))
    return f"<aside class='{box}'><h3>{heading}</h3>{cards}</aside>"


def _top(dice: Random, site: str) -> str:
    menu = "".join(f"<a href='/{place}'>{name}</a>" for place, name in enumerate(_MENU))
    return dice.choice((
        f"<header><a class=logo href=/>{site}</a><nav>{menu}</nav></header>", f"<div class=navbar><span>{site}</span></div>",
        f"<div class=top-bar><a href=/><img alt='{site}'></a></div><nav>{menu}</nav>", "",
        f"<header><div class=weather>晴 12~20℃</div><h1><a href=/>{site}</a></h1><ul>{each('li', links(_MENU))}</ul></header>",
        "<div class=app-banner><p>打开APP，看更多资讯</p><a>立即打开</a></div>"))


def _foot(dice: Random, site: str) -> str:
    return dice.choice((f"<footer><p>主办：{site}</p><p>网站标识码：3300000001 浙公网安备33010002000001号</p></footer>",
                        f"<div class=footer>© 2024 {site}</div>", "<footer><a>电脑版</a><a>触屏版</a><a>返回顶部</a></footer>", ""))


def _window(dice: Random, title: str, section: str, site: str) -> str:
    return dice.choice((title, f"{title}-{site}", f"{title}_{section}_{site}", site, section, "详情", f"{section} - {site}",
                        f"{site} | {title}"))


def _tags(dice: Random, title: str, day: date) -> str:
    view = "<meta name=viewport content='width=device-width'>"
    return view + maybe(dice, 0.25, f"<meta name=ArticleTitle content='{title}'><meta name=PubDate content='{day} 09:00'>") \
        + maybe(dice, 0.15, f"<meta property='og:title' content='{title}'>")
