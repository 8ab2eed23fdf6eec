"""Article pages of the demonstration portal, one template for each kind of CMS that provincial portals are built with."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

from collections.abc import Callable
from html import escape

from crawler.demo.stories import SITE, Story

HEAD = '<link rel="stylesheet" href="/css/site.css"><link rel="icon" href="/favicon.ico"><script src="/js/site.js"></script>'
FOOT = ('<div class="footer"><p>主办单位：白鹭市人民政府办公室　承办：白鹭市大数据中心</p><p>网站标识码：3300000099　浙ICP备00000000号　'
        '<a href="/sitemap.html">网站地图</a>　联系我们：0579-00000000</p></div>')
NAVIGATION = ('<div class="nav"><a href="/">首页</a> <a href="/col/col1001/index.html">要闻</a> <a href="/zcwj/index.shtml">政策文件</a> '
              '<a href="/tzgg/index.htm">通知公告</a> <a href="/english/">English</a></div>')
SHARE = '<div class="share">分享到：<a href="javascript:;">微信</a> <a href="javascript:;">新浪微博</a> <a href="javascript:;">QQ空间</a></div>'
TOOLS = '<div class="tools">【<a href="javascript:window.print()">打印</a>】 【<a href="javascript:window.close()">关闭</a>】</div>'


def document(language: str, title: str, meta: str, body: str, charset: str = "utf-8") -> str:
    """A whole page around `body`."""
    return (f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="{charset}">\n<title>{escape(title)}</title>\n{meta}{HEAD}\n'
            f"</head>\n<body>\n{body}\n</body>\n</html>\n")


def paragraphs(story: Story, indent: str = "　　") -> str:
    """The text, a picture behind its first paragraph."""
    lines = [f"<p>{indent}{escape(text)}</p>" for text in story.paragraphs]
    lines[1:1] = [f'<p style="text-align:center"><img src="{path}" alt="{escape(words)}"></p>' for path, words in story.pictures]
    return "\n".join(lines)


def trail(story: Story, separator: str, last: str = "") -> str:
    """The breadcrumb's links."""
    links = [f'<a href="{path}">{escape(words)}</a>' for words, path in story.section.crumbs]
    return separator.join([*links, last] if last else links)


def metas(story: Story) -> str:
    """The tags that the national guideline for government websites asks for."""
    tags = {"SiteName": SITE, "SiteDomain": "demo.fangzhi.example", "SiteIDCode": "3300000099", "ColumnName": story.section.name,
            "ArticleTitle": story.title, "PubDate": f"{story.day} {story.clock}" if story.clock else str(story.day),
            "ContentSource": story.section.source}
    return "".join(f'<meta name="{name}" content="{escape(value, quote=True)}">\n' for name, value in tags.items())


def attached(story: Story) -> str:
    """The links to attachments."""
    return "".join(f'<p><a href="{path}">{escape(name)}</a></p>' for path, name in story.attachments)


def hanweb(story: Story) -> str:
    """As Hanweb's JCMS."""
    editor = f"<p>责任编辑：{story.editor}</p>" if story.editor else ""
    return document("zh-CN", f"{SITE} {story.section.name} {story.title}", metas(story) + '<meta name="Maketime" content="2026-03-08 02:11:45">\n', f"""
<iframe src="/include/weather.html" width="300" height="30"></iframe>
{NAVIGATION}
<div class="bt-position">您当前的位置：{trail(story, " &gt; ", "正文")}</div>
<div class="main-txt">
<p class="con-title">{escape(story.title)}</p>
<p class="explain">发布日期：{story.day} {story.clock or ""}　浏览次数：<script src="/js/count.js"></script>　信息来源：{story.section.source}　字体：[大 中 小]</p>
<div id="zoom" class="bt-content"><!--ZJEG_RSS.content.begin--><meta name="ContentStart">
{paragraphs(story)}
<meta name="ContentEnd"><!--ZJEG_RSS.content.end--></div>
{editor}{SHARE}{TOOLS}
</div>{FOOT}<!-- Produced By 大汉网络 大汉版通发布系统 -->""")


def trs(story: Story) -> str:
    """As TRS WCM, with the table that heads policy documents."""
    table = "".join(f"<tr><td>{name}</td><td>{escape(value or '')}</td></tr>" for name, value in (
        ("索引号：", f"0125479{story.number}/2026-00{story.number % 100:03d}"), ("发文机关：", "白鹭市人民政府办公室"), ("文号：", story.document_number),
        ("成文日期：", f"{story.day.year}年{story.day.month}月{story.day.day - 1 or 1}日")))
    files = f'<div class="fujian">{attached(story)}</div>' if story.attachments else ""
    return document("zh-CN", f"{story.title}_{story.section.name}_{SITE}", metas(story), f"""
{NAVIGATION}
<div class="BreadcrumbNav">当前位置：{trail(story, "&nbsp;&gt;&nbsp;").replace("<a ", '<a class="CurrChnlCls" ')}</div>
<table class="xxgk">{table}</table>
<h1>{escape(story.title)}</h1>
<div class="pages-date">发布时间：{story.day}　来源：{story.section.source}　【字体：大 中 小】 【保护视力色： 杏仁黄 秋叶褐 胭脂红 芥末绿 天蓝 雪青 灰 默认色】</div>
<div class="view TRS_UEDITOR trs_paper_default trs_web">
{paragraphs(story)}
</div>
{files}{SHARE}{TOOLS}
<div class="xgwz"><h3>相关文章</h3><ul><li><a href="/zcwj/">更多政策文件</a></li></ul></div>
{FOOT}""")


def tables(story: Story) -> str:
    """As an old portal laid out with tables; sent as GBK that calls itself gb2312."""
    return document("zh-CN", story.title, "", f"""
<table width="960"><tr><td>{NAVIGATION}</td></tr></table>
<table width="960"><tr><td>您现在的位置：{trail(story, " >> ", "正文")}</td></tr>
<tr><td align="center" class="bt_title"><b>{escape(story.title)}</b></td></tr>
<tr><td align="center">发布时间：{story.day.year}年{story.day.month:02d}月{story.day.day:02d}日　来源：{story.section.source}　点击量：165</td></tr>
<tr><td class="bt_content">{paragraphs(story)}{attached(story)}</td></tr>
<tr><td align="right">[打印本页] [关闭窗口]</td></tr></table>
<table width="960"><tr><td>{FOOT}</td></tr></table>""", "gb2312")


def english(story: Story) -> str:
    """As the English editions show an article, with its colour picker."""
    colours = ("Almond yellow", "Autumn leaf brown", "Rouge", "Mustard green", "Sky blue", "Lilac", "Gray", "Default")
    picker = "".join(f'<a href="javascript:;" title="{colour}"><img src="/images/eye{number}.png" alt="{colour}" width="10"></a>'
                     for number, colour in enumerate(colours))
    day = story.day
    return document("en", f"{story.title} - Bailu Municipal Government", '<meta name="description" content="News from Bailu">\n', f"""
<div class="top"><a href="/english/">Bailu, China</a> <a href="/">中文</a></div>
<div class="position">{trail(story, ">")}</div>
<div class="eye">Eyesight Protection: {picker}</div>
<h1>{escape(story.title)}</h1>
<div class="info">Updated: {day} {story.clock}　Source: {story.section.source}</div>
<div class="article-content">
{paragraphs(story, "")}
</div>
<div class="tools"><a href="javascript:window.print()">print</a>】 【<a href="javascript:window.close()">close</a></div>
<div class="footer"><p>Copyright Bailu Municipal Government. All rights reserved.</p><p>BACK TO THE TOP</p></div>""")


def modern(story: Story) -> str:
    """As portals built in the last years: responsive pictures, lazy loading, facts as JSON-LD."""
    facts = f'{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{story.title}","datePublished":"{story.day}"}}'
    pictures = "".join(
        f'<figure><img src="/images/blank.png" data-src="{path}" srcset="{path} 1x, {path.replace(".jpg", "@2.jpg")} 2x" alt="{escape(words)}">'
        f"</figure>" for path, words in story.pictures)
    text = "\n".join(f"<p>{escape(line)}</p>" for line in story.paragraphs)
    return document("zh-CN", f"{story.title} - {story.section.name} - {SITE}", f'<link rel="canonical" href="{story.url}">\n'
                    f'<script type="application/ld+json">{facts}</script>\n', f"""
<header>{NAVIGATION}</header>
<ul class="breadcrumb">{"".join(f'<li><a href="{path}">{words}</a></li>' for words, path in story.section.crumbs)}</ul>
<article><h1>{escape(story.title)}</h1>
<p class="meta"><span>{story.day}</span> <span>来源：{story.section.source}</span></p>
<section class="article-body" style="background-image:url('/images/paper.png')">
{pictures}
{text}
</section></article>
<aside><h2>热点新闻</h2><a href="/col/col1001/index.html">更多</a></aside>
<footer>{FOOT}</footer>""")


def interview(story: Story) -> str:
    """As a plain page with a heading, a line of facts and the text."""
    when = f"{story.day.year}年{story.day.month}月{story.day.day}日 {story.clock or ''}"
    return document("zh-CN", f"{story.title}-{story.section.name}-{SITE}", metas(story), f"""
{NAVIGATION}
<div id="position">当前网站位置：{trail(story, "-->")}</div>
<h2 class="title">{escape(story.title)}</h2>
<p class="date">{when}　稿源：{story.section.source}　浏览次数：</p>
<div class="content" id="content">
{paragraphs(story)}
</div>
{TOOLS}{FOOT}""")


TEMPLATES: dict[str, Callable[[Story], str]] = {"yaowen": hanweb, "zhengce": trs, "gonggao": tables, "hotnews": english, "wenhua": modern,
                                                "fangtan": interview}
"""How the articles of each section look."""


def page_of(story: Story) -> bytes:
    """The page as it is sent."""
    template = hanweb if "/art_1002_" in story.path else TEMPLATES[story.section.key]
    return template(story).encode("gbk" if story.section.key == "gonggao" else "utf-8")
