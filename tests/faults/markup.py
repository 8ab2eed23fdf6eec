"""HTML that breaks parsers: too deep, too wide, cut, or in the wrong order."""
# ruff: noqa: E501 (a table: one fault a line)

from tests.faults.answers import article, document, page, whole
from tests.faults.content import LAST, TAIL
from tests.faults.model import add


def _page(name: str, does: str, body: bytes, **more: object) -> None:
    add(name, "content", "full", does, page(body), **more)


def _good(name: str, does: str, *, inner: str = "", extra_head: str = "", told: bool = True, **more: object) -> None:
    """A good article with something in it; `told`: the sentence behind must be in the article line."""
    if told:
        more |= {"says": (TAIL,), "articles": 1}
    _page(name, does, article(f"{name} page", inner=inner + LAST, extra_head=extra_head), **more)


_good("deep-inline", "60,000 unclosed <b><i><a>", inner="<b><i><a href=x>" * 60_000, told=False)
_good("deep-div", "100,000 nested div", inner="<div>" * 100_000 + "深" + "</div>" * 100_000, told=False)
_good("deep-400", "400 nested div, more than libxml2 keeps by default", inner="<div>" * 400 + "<p>深处的一段话不应丢失。</p>" + "</div>" * 400, told=False)
_good("deep-table", "3,000 nested tables", inner="<table><tr><td>" * 3_000 + "深" + "</td></tr></table>" * 3_000, told=False)
_good("deep-list", "20,000 nested lists", inner="<ul><li>" * 20_000 + "深", told=False)
_good("deep-font", "50,000 unclosed font and nobr", inner="<font color=red><nobr>" * 50_000, told=False)
_good("deep-form", "20,000 unclosed form, button and select", inner="<form><button><select><option>" * 20_000, told=False)
_good("deep-svg", "20,000 nested svg and math", inner="<svg><math><mi>" * 20_000, told=False)
_good("many-attributes", "100,000 attributes on one tag", inner="<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">宽</p>")
_good("same-attribute", "one attribute 100,000 times on one tag", inner="<p " + "class=x " * 100_000 + ">宽</p>")
_good("many-classes", "100,000 class names on one tag", inner=f'<p class="{" ".join(f"c{number}" for number in range(100_000))}">宽</p>')
_good("many-elements", "300,000 empty elements side by side", inner="<br><i></i>" * 150_000, told=False)
_good("many-cells", "a table of 1,000 rows by 100 cells", inner="<table>" + ("<tr>" + "<td>1</td>" * 100 + "</tr>") * 1_000 + "</table>", told=False)
_good("many-options", "a select of 100,000 options", inner="<select>" + "<option>选项</option>" * 100_000 + "</select>", told=False)
_good("many-templates", "20,000 nested templates", inner="<template>" * 20_000 + "</template>" * 20_000, told=False)
_good("misnested", "formatting closed in the wrong order, 20,000 times", inner="<b><p><i></b></p></i>" * 20_000, told=False)
_good("adoption", "the adoption agency's worst case, 5,000 times", inner="<a><div>" * 5_000 + "</a>" * 5_000, told=False)
_good("foster-parents", "text and elements inside tables where none may be", inner="<table>" + "文<div>字" * 10_000 + "</table>", told=False)
_good("bad-references", "character references that are no characters", inner="<p>&#xD800;&#xDFFF;&#x110000;&#0;&#99999999999;&#x80;&#xFFFE;&amp;&unknown;&#;&#x;</p>",
      never=("\\ud800", "\\udfff"))
_good("reference-flood", "200,000 character references", inner="<p>" + "&#x4e2d;&amp;&nbsp;" * 70_000 + "</p>", told=False)
_good("two-html-ends", "</body></html> before the article", inner="</body></html>")
_page("script-before-html", "a script and text before <html>", b"<script>var a=1;</script>stray" + article("script-before-html page"), articles=1)
_good("unclosed-comment", "a comment that never ends behind the text", inner=LAST + "<!-- never closed ", told=False)
_good("unclosed-script", "a script that never ends behind the text", inner=LAST + "<script>var a = '", told=False)
_good("unclosed-title", "a title that never ends", extra_head="<title>没有结束", told=False)
_good("unclosed-attribute", "a quote that never closes behind the text", inner=LAST + '<a href="x', told=False)
_good("conditional-comments", "conditional comments and processing instructions", inner="<!--[if IE]><p>旧浏览器</p><![endif]--><![if !IE]><?php echo 1 ?><%= x %><![endif]>")
_good("cdata-text", "CDATA sections in HTML", inner="<![CDATA[<p>不显示</p>]]>")
_good("plaintext-tag", "a plaintext element behind the text", inner=LAST + "<plaintext></div></body>", told=False)
_good("noscript-text", "the article's tail inside noscript", inner="<noscript><p>无脚本时显示。</p></noscript>")
_good("srcdoc", "a frame with its page in an attribute", inner='<iframe srcdoc="&lt;p&gt;内嵌&lt;/p&gt;&lt;a href=page&gt;x&lt;/a&gt;"></iframe>')
_good("rtl-override", "direction marks and zero-width characters in title and text", inner="<p>\u202e倒写\u202c\u200b零宽\ufeff标记\u2066隔离\u2069</p>")
_good("line-separators", "U+2028, U+2029, NEL, VT and FF in the text", inner="<p>一\u2028二\u2029三\x85四\x0b五\x0c六</p>")
_good("private-use", "private use and unassigned characters", inner="<p>名字\ue001\uf8ff\U000f0000\U0010fffd</p>")
_good("entity-declared", "an internal DTD subset with entities in HTML", extra_head='<!DOCTYPE html [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>', inner="<p>&b;</p>")
_good("empty-names", "tags with odd names", inner="<><1><p/><o:p></o:p><UCAPCONTENT><a:b c:d=e></a:b></UCAPCONTENT><x-\u4e2d>字</x-\u4e2d>", told=False)
_good("style-flood", "200,000 selectors in a style element", extra_head="<style>" + "a>b~c{color:red}\n" * 200_000 + "</style>")
_good("regex-bait", "text that holds slow regular expressions: long runs of blanks, digits, dots and brackets",
      inner="<p>" + " " * 200_000 + "2024-" * 40_000 + "【" * 60_000 + "." * 100_000 + "年" * 40_000 + "&nbsp;" * 60_000 + "</p>", told=False)
_good("href-bait", "hrefs that hold slow regular expressions", told=False,
      inner="".join(f'<a href="{"/a" * 900}?{"a=1&amp;" * 90}{number}">x</a>' for number in range(40)))
_good("date-flood", "50,000 dates", inner="<p>" + "2024年3月5日 12:30 " * 50_000 + "</p>", told=False)
_good("breadcrumb-flood", "a breadcrumb of 20,000 crumbs", inner='<div class="breadcrumb">当前位置：' + '<a href="#">栏目</a> &gt; ' * 20_000 + "</div>", told=False)
_good("crumb-words", "50,000 times the lead words of a breadcrumb", inner="<p>" + "当前位置：首页 > " * 50_000 + "</p>", told=False)
_good("base-data", "a base href of data:", extra_head='<base href="data:text/html,">', told=False)
_good("meta-flood", "50,000 meta elements", extra_head='<meta name="PubDate" content="2024-01-01">' * 50_000, told=False)
_good("heading-flood", "30,000 headings", inner="<h1>标题</h1>" * 30_000, told=False)
_good("srcset-flood", "a srcset of 5,000 candidates of which most are junk", told=False,
      inner='<img srcset="' + ", ".join(",, 1x" for number in range(5_000)) + '">')
_page("cut-in-tag", "a page that ends within a tag", article("cut-in-tag page")[:-30] + b"<a href=")
_page("cut-in-character", "a page that ends within a character", article("cut-in-character page") + "中".encode()[:2])
_page("bom-twice", "two byte order marks", b"\xef\xbb\xbf\xef\xbb\xbf" + article("bom-twice page"), articles=1)
_page("nul-html", "NULs between the characters of some tags and text", article("nul-html page").replace(b"<p>", b"<p\0>").replace(b"</p>", b"\0</p>"))
_page("upper-case-html", "everything but text in upper case", document("大写标签", "<P>正文一段，写得长一些，好让人看见它是文章。</P>").replace("div", "DIV").encode())
_page("text-only", "an article without any tag", ("没有标签的文章\n" + "这里是一段没有任何标签的文字。\n" * 30).encode())
add("xhtml-as-xml", "content", "full", "an article as application/xhtml+xml, not well-formed",
    lambda exchange: exchange.send(whole(b'<?xml version="1.0"?>\n' + article("xhtml-as-xml page"), kind="application/xhtml+xml")))
