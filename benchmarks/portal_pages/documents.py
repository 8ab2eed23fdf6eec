"""Government documents and their neighbours: tables of facts with several days in them, signatures, attachments, broken frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from random import Random

from benchmarks.portal_pages.chinese import OFFICIAL_TITLES, PARAGRAPHS, SECTIONS, SITES, SOURCES, TITLES, menu
from benchmarks.portal_pages.made import Made, a_day, document, each, links, maybe, some

_TITLES = (*TITLES, *OFFICIAL_TITLES)
_SECTIONS = (*SECTIONS, ("资讯中心", "行业", "农业", "种植"))
_PUBLISHED = ("发布日期", "发布时间", "公开日期", "公开时间", "信息发布日期")
_SIGNED = ("成文日期", "印发日期", "生成日期", "发文日期")
_ATTACHMENT = "附件：申报表.doc"
_BOXES = (("<div class=TRS_Editor>", "</div>"), ("<div id=zoom>", "</div>"), ("<div class=article_txt>", "</div>"),
          ("<div class=nr>", "</div>"), ("<div class=content id=content>", "</div>"), ("<UCAPCONTENT>", "</UCAPCONTENT>"),
          ("<form><div>", "</div></form>"))


def page(dice: Random, number: int) -> Made:
    """One article, a third of them documents with a table of facts. `number` goes into its address."""
    site, title, day = dice.choice(SITES), dice.choice(_TITLES), a_day(dice)
    names = (dice.choice(("首页", "网站首页", site, "主页", "本站首页")), *dice.choice(_SECTIONS))
    paragraphs = tuple(dice.sample(PARAGRAPHS, dice.randint(3, 5)))
    headline = _headline(dice, title)
    if dice.random() < 0.35:
        signed = day.replace(day=max(1, day.day - dice.randrange(9)))
        if dice.random() < 0.6:
            paragraphs = (*paragraphs, site, f"{signed.year}年{signed.month}月{signed.day}日")
        table = _table(dice, _document_facts(dice, site, title, day, signed))
        above = table + headline if dice.random() < 0.7 else headline + table
    else:
        facts = _facts(dice, day)
        above = facts + headline if dice.random() < 0.2 else headline + facts
    text, optional = _text(dice, paragraphs)
    stray = maybe(dice, 0.12, "</body></html>")
    main = f"<div class=w>{above}{text}{some(dice, _furniture(dice), 5)}</div>"
    foot = f"<div class=f>主办：{site} 承办：{site}办公室 网站标识码：4500000012 <a>网站地图</a> <a>联系我们</a></div>"
    url = dice.choice((f"a/{number}.html", f"zw/{day:%Y%m}/t{day:%Y%m%d}_{number}.shtml"))
    return Made(url=f"http://www.example.gov.cn/{url}", title=title, day=day.isoformat(), breadcrumb=names, paragraphs=paragraphs,
                optional=optional, html=document(_window(dice, title, names[-1], site), _tags(dice, title, day),
                                                 _head(dice, site) + menu(dice) + stray + _trail(dice, names, title) + main + foot))


def _document_facts(dice: Random, site: str, title: str, day: date, signed: date) -> list[tuple[str, str]]:
    """Rows of a document's table; only one of their days is that of publication."""
    rows = [("索 引 号", f"0000143{dice.randrange(1000)}"), ("发布机构", site), (dice.choice(_SIGNED), f"{signed}"),
            (dice.choice(_PUBLISHED), f"{day}"), ("文　　号", f"云政发〔{day.year}〕{dice.randint(1, 90)}号"), ("有 效 性", "有效")]
    if dice.random() < 0.5:
        dice.shuffle(rows)
    if dice.random() < 0.4:
        rows.append(("名　　称", title))
    if dice.random() < 0.3:
        rows.append(("失效日期", f"{day.year + 5}-12-31"))
    return rows


def _table(dice: Random, rows: Sequence[tuple[str, str]]) -> str:
    colon = dice.choice(("：", ":", ""))
    pairs = [f"<th>{name}{colon}</th><td>{value}</td>" for name, value in (*rows, *([("", "")] * (len(rows) % 2)))]
    return dice.choice((
        f"<table class=tb>{each('tr', (f'<td>{name}{colon}</td><td>{value}</td>' for name, value in rows))}</table>",
        f"<table border=1>{each('tr', (left + right for left, right in zip(pairs[::2], pairs[1::2], strict=True)))}</table>",
        "<dl>" + "".join(f"<dt>{name}{colon}</dt><dd>{value}</dd>" for name, value in rows) + "</dl>",
        f"<ul class=xx>{each('li', (f'<b>{name}：</b>{value}' for name, value in rows))}</ul>",
        f"<div class=hd>{each('div', (f'<span>{name}：</span><span>{value}</span>' for name, value in rows))}</div>"))


def _facts(dice: Random, day: date) -> str:
    """The line of day and source, one of those that portals have."""
    clock, source = f"{dice.randrange(8, 19):02}:{dice.randrange(60):02}", dice.choice(SOURCES)
    year, month, of_month = day.year, day.month, day.day
    return dice.choice((
        f"<div class=info><span>{source}</span><span>{day} {clock}</span></div>",
        f"<p>{day}&nbsp;{clock}&nbsp;&nbsp;{source}&nbsp;&nbsp;记者 王小明</p>",
        f"<div><span>发布人：admin</span><span>发布时间：{day}</span><span>浏览：12 次</span></div>",
        f"<table><tr><td>发布时间：</td><td>{day}</td><td>来源：</td><td>{source}</td></tr></table>",
        f"<div class=rq><b>{of_month:02}</b><i>{day:%Y-%m}</i></div><p>发布日期：{day}</p>",
        f"<div class=s>{year}年{month}月{of_month}日 {dice.choice(('星期一', '周三', '星期五'))} {clock} 来源：{source}</div>",
        f"<p>文章来源：{source}　　更新时间：{day} {clock}:10　　<a>打印</a></p>",
        f"<p>发布：{day}　{source}</p>",
        f"<p>时间:{year}/{month}/{of_month} {clock}:{dice.randrange(60):02} 点击数:77</p>",
        f"<ul><li>{source}</li><li>{day}</li><li>阅读 332</li></ul>",
        f"<div class=xl>（{year}.{month}.{of_month}）</div>",
        f"<p>日期：{year}-{month}-{of_month}  作者：李四 来源：{source} 【关闭】 【打印】</p>",
        f"<h4>{day} | {source}</h4>"))


def _headline(dice: Random, title: str) -> str:
    """The headline, with a line above or below it on some pages."""
    above = dice.choice(("省长王建国强调", "临江市举行新闻发布会", "——聚焦全省重点项目建设"))
    below = dice.choice(("——记云岭省优秀共产党员周兰", "李明出席并讲话", "全省三季度经济形势分析会召开"))
    return dice.choice((
        f"<div class=y>{above}</div><h1>{title}</h1>", f"<h1>{title}</h1><h2>{below}</h2>", f"<h3>{title}</h3>",
        f"<p class=title1><strong>{title}</strong></p>", f"<td><div class=conTxt_title>{title}</div></td>", f"<div id=title>{title}</div>",
        f"<p style='text-align:center;font-size:24px'>{title}</p>", f"<table><tr><th>{title}</th></tr></table>"))


def _text(dice: Random, paragraphs: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The text in its box; paragraphs that a body may have besides."""
    picture = maybe(dice, 0.2, "<p style='text-align:center'><img src=a.jpg></p>")
    attachment = maybe(dice, 0.2, "<p>附件：<a href='./P02010101.doc'>申报表.doc</a></p>")
    begin, end = dice.choice(_BOXES)
    return begin + picture + each("p", paragraphs) + attachment + end, (_ATTACHMENT,) if attachment else ()


def _trail(dice: Random, names: Sequence[str], title: str) -> str:
    crumbs = links(names)
    shapes: tuple[Callable[[], str], ...] = (
        lambda: f"<div class='pos'><img src=i.gif>您现在的位置是：&nbsp;{'&nbsp;&gt;&nbsp;'.join(crumbs)}&nbsp;&gt;&nbsp;</div>",
        lambda: f"<div><form>站内搜索 <input></form><span>当前位置：{' > '.join(crumbs)}</span></div>",
        lambda: f"<div class=wz>您当前所在的位置：{'&gt;'.join(crumbs)}&gt;<span>浏览文章</span></div>",
        lambda: f"<ol class=breadcrumb>{each('li', crumbs)}<li class=active>{dice.choice(('正文', title))}</li></ol>",
        lambda: f"<p class=loc><b>位置导航：</b>{' &raquo; '.join(crumbs)} &raquo; 正文</p>",
        lambda: ("<table><tr><td><img></td><td>&nbsp;当前位置&nbsp;&gt;&gt;&nbsp;"
                 f"{'&nbsp;&gt;&gt;&nbsp;'.join(crumbs)}</td></tr></table>"),
        lambda: ("<div class='bread_nav'><i class=icon></i><em>当前位置：</em>"
                 f"{'<s>&gt;</s>'.join(crumbs)}<s>&gt;</s><strong>{title}</strong></div>"),
        lambda: f"<div id='posion'>当前位置：<span>{'</span> &gt; <span>'.join(crumbs)}</span></div>",
        lambda: "<div>现在位置：\n " + "\n &gt;\n ".join((*crumbs, "文章内容")) + "</div>",
        lambda: f"<div class='addr'>您的位置：{'→'.join((*crumbs, '详细信息'))}</div>",
        lambda: f"<div class=BreadcrumbNav>{' &gt; '.join(crumbs)}</div>",
        lambda: f"<dl class=weizhi><dt>当前位置：</dt><dd>{'&nbsp;-&nbsp;'.join(crumbs)}</dd></dl>")
    return dice.choice(shapes)()


def _furniture(dice: Random) -> list[str]:
    """What stands below an article; neighbours show another day."""
    other = a_day(dice)
    before, after, kin = (dice.choice(_TITLES) for _ in range(3))
    more = "".join(f"<div class=it><a href=k{row}>{dice.choice(_TITLES)}</a><p>{other}</p></div>" for row in range(4))
    return [
        "<div>【字体：<a>大</a> <a>中</a> <a>小</a>】 【<a>打印</a>】【<a>关闭</a>】【<a>收藏</a>】</div>", "<p>责编：赵六</p>",
        "<p class=bianji>编辑：李强　审核：王芳</p>",
        f"<ul class=about><li>上一条：<a href=1>{before}</a>[{other}]</li><li>下一条：<a href=2>{after}</a>[{other}]</li></ul>",
        f"<div><h4>相关解读</h4><a href=3>{kin}</a><span>发布时间：{other}</span></div>", f"<div class=tj><h2>推荐阅读</h2>{more}</div>",
        "<div class=share><span>分享：</span><a>微信</a><a>微博</a><a>QQ空间</a></div>",
        "<div class=ewm>扫一扫在手机打开当前页<img src=q.png></div>", "<p>您是第 12345 位访客</p>",
        "<div>保护视力色：<a>杏仁黄</a> <a>秋叶褐</a> <a>胭脂红</a> <a>芥末绿</a> <a>天蓝</a> <a>雪青</a> <a>灰</a> <a>银河白</a></div>"]


def _head(dice: Random, site: str) -> str:
    today = a_day(dice)
    return dice.choice((
        "", f"<div>{today.year}年{today.month}月{today.day}日 星期二 农历正月初三 晴 12℃</div>", f"<header><h1>{site}</h1></header>",
        f"<div class=logo><h2><a href=/>{site}</a></h2></div>", "<div><a>无障碍</a><a>长者模式</a><a>繁體</a><a>EN</a></div>",
        f"<div id=t>今天是：{today}</div>"))


def _window(dice: Random, title: str, section: str, site: str) -> str:
    return dice.choice((f"{title}_{section}_{site}", f"{title}-{site}", title, f"{title[:12]}... - {site}", f"{site}—{title}",
                        f"{site}_{section}_{title}", site, section, f"{title} {site}", ""))


def _tags(dice: Random, title: str, day: date) -> str:
    """On some pages the tags that portals owe, a headline cut short, days of later changes."""
    owed = f"<meta name='ArticleTitle' content='{title}'><meta name='PubDate' content='{day} {dice.randrange(8, 18):02}:00'>"
    later = (f"<meta name='lastmodifiedtime' content='{min(2025, day.year + 1)}-01-01'>"
             "<meta name='HtmlGenerateTime' content='2025-11-01'>")
    return (maybe(dice, 0.35, owed) + maybe(dice, 0.15, f"<meta property='og:title' content='{title[:14]}'>")
            + maybe(dice, 0.15, later))
