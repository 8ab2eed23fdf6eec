"""Listing pages, feed and sitemaps of the demonstration portal: each section names its articles in another way."""

# ruff: noqa: E501 (pages are written as they look)

from __future__ import annotations

import gzip
from collections.abc import Sequence
from html import escape

from crawler.demo.pages import FOOT, NAVIGATION, document
from crawler.demo.stories import HOST, SITE, Story

Files = dict[str, tuple[str, bytes]]
"""Path (with query where it counts) to media type and body."""

HTML = "text/html; charset=utf-8"
BLOCK = 8
"""Records of one block of the Hanweb listing."""
PROXY = "/module/web/jpage/dataproxy.jsp"


def _html(title: str, body: str, language: str = "zh-CN") -> bytes:
    return document(language, title, "", f"{NAVIGATION}{body}{FOOT}").encode()


def _row(story: Story) -> str:
    return f'<li><a href="{story.path}" title="{escape(story.title)}">{escape(story.title)}</a><span>{story.day}</span></li>'


def hanweb(stories: Sequence[Story]) -> Files:
    """要闻: records in a script of the page, further ones from `dataproxy.jsp`; one row is a redirect."""
    rows = [f"<record><![CDATA[{_row(story)}]]></record>" for story in stories]
    rows.insert(3, f"<record><![CDATA[<li><a href=\"/go/{stories[6].number}\">{escape(stories[6].title)}</a>"
                   f"<span>{stories[6].day}</span></li>]]></record>")
    pages = [rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK)]
    facts = f"<totalrecord>{len(rows)}</totalrecord><totalpage>{len(pages)}</totalpage>"
    call = f'<a href="{PROXY}?page={{}}&webid=1&columnid=1001&unitid=12001"></a>'
    following = f"<nextgroup><![CDATA[{call.format(2)}]]></nextgroup>"
    unit = f'<div id="12001"><script type="text/xml"><datastore>{following}<recordset>{"".join(pages[0])}</recordset></datastore></script></div>'
    files = {"/col/col1001/index.html": (HTML, _html(f"要闻_{SITE}", f'<div class="position">您当前的位置：<a href="/">首页</a> &gt; 要闻</div>{unit}'))}
    for number, page in enumerate(pages, 1):
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n<datastore>{facts}<recordset>{"".join(page)}</recordset></datastore>'
        files[f"{PROXY}?page={number}"] = ("text/xml; charset=utf-8", body.encode())
    return files


def trs(stories: Sequence[Story]) -> Files:
    """政策文件: cut titles, relative links, `createPageHTML`; one row lies behind robots.txt."""
    pages = [stories[start : start + 4] for start in range(0, len(stories), 4)]
    files: Files = {}
    for number, page in enumerate(pages):
        rows = "".join(f'<li><a href=".{story.path.removeprefix("/zcwj")}" title="{escape(story.title)}">{escape(story.title[:18])}...</a>'
                       f"<span>{story.day}</span></li>" for story in page)
        if number == 0:
            rows += '<li><a href="/neibu/t20260301_39999.shtml" title="内部资料目录">内部资料目录</a><span>2026-03-01</span></li>'
        pager = f'<div class="page"><script>createPageHTML({len(pages)}, {number}, "index", "shtml");</script></div>'
        body = f'<div class="BreadcrumbNav">当前位置：<a href="/" class="CurrChnlCls">首页</a>&nbsp;&gt;&nbsp;政策文件</div><ul class="list">{rows}</ul>{pager}'
        files[f"/zcwj/index{f'_{number}' if number else ''}.shtml"] = (HTML, _html(f"政策文件_{SITE}", body))
    return files


def plain(stories: Sequence[Story]) -> Files:
    """通知公告: tables in GBK with 下一页; one row leads nowhere."""
    pages = [stories[start : start + 5] for start in range(0, len(stories), 5)]
    files: Files = {}
    for number, page in enumerate(pages, 1):
        rows = "".join(f'<tr><td>·<a href="{story.path}">{escape(story.title)}</a></td><td>[{story.day}]</td></tr>' for story in page)
        if number == len(pages):
            rows += '<tr><td>·<a href="/tzgg/content/post_49999.html">关于一份已撤回通知的说明</a></td><td>[2025-12-30]</td></tr>'
        more = f'<a href="/tzgg/index_{number + 1}.htm">下一页</a>' if number < len(pages) else "下一页"
        body = document("zh-CN", f"通知公告_{SITE}", "", f"{NAVIGATION}<table>{rows}</table><p>共{len(stories) + 1}条　{more}</p>{FOOT}", "gb2312")
        files[f"/tzgg/index{f'_{number}' if number > 1 else ''}.htm"] = ("text/html", body.encode("gbk"))
    return files


def english(stories: Sequence[Story]) -> Files:
    """Hot News: a list with Next."""
    pages = [stories[start : start + 5] for start in range(0, len(stories), 5)]
    files: Files = {}
    for number, page in enumerate(pages, 1):
        rows = "".join(_row(story) for story in page)
        more = f'<a class="next" href="index_{number + 1}.html">Next</a>' if number < len(pages) else ""
        body = f'<div class="position"><a href="/english/">Home</a>&gt;Hot News</div><ul class="newslist">{rows}</ul><div class="pages">{more}</div>'
        files[f"/english/hotnews/index{f'_{number}' if number > 1 else ''}.html"] = (HTML, _html("Hot News - Bailu", body, "en"))
    return files


def feed(stories: Sequence[Story]) -> Files:
    """文化旅游: RSS 2.0."""
    items = "".join(f"<item><title>{escape(story.title)}</title><link>{story.url}</link><guid>{story.url}</guid>"
                    f"<pubDate>{story.day:%a, %d %b %Y} 08:00:00 +0800</pubDate></item>\n" for story in stories)
    body = (f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>文化旅游</title><link>http://{HOST}/whly/</link>'
            f"<description>{SITE}</description>\n{items}</channel></rss>\n")
    return {"/rss/whly.xml": ("application/rss+xml; charset=utf-8", body.encode())}


def sitemaps(stories: Sequence[Story], others: Sequence[Story]) -> Files:
    """在线访谈: an index of two sitemaps, one of them gzipped; the other repeats what listings name too."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    index = head.format("sitemapindex") + "".join(
        f"<sitemap><loc>http://{HOST}/{name}</loc></sitemap>\n" for name in ("sitemap-1.xml", "sitemap-2.xml.gz")) + "</sitemapindex>\n"

    def urls(named: Sequence[Story]) -> bytes:
        rows = "".join(f"<url><loc>{story.url}</loc><lastmod>{story.day}</lastmod></url>\n" for story in named)
        return (head.format("urlset") + rows + "</urlset>\n").encode()

    return {"/sitemap.xml": ("application/xml", index.encode()), "/sitemap-1.xml": ("application/xml", urls(others)),
            "/sitemap-2.xml.gz": ("application/gzip", gzip.compress(urls(stories), mtime=0))}
