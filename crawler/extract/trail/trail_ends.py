"""What a trail ends with that is no section, and what tells that a line is none: 正文, 5 min read, Privacy Policy."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.words.han_forms import compiled, with_traditional

TAIL: Final = compiled(r"^[／/]?\s*(?:正文|内容|內文|內容|文章|详情|详细(?:内容|信息)|文章内容|新闻正文|文章正文|信息正文|"
    r"(?:内容|文章|信件|问政|留言|咨询|公告|通知|视频|图片|政策)详情|(?:内容|正文|详情|详细)页面?|"
    r"信息浏览|本页|当前页面?|(?:阅读|阅览|查看|浏览|显示)(?:文章|信息|内容|详情|新闻|全文)|(?:新闻|信息|信件|来信|留言|咨询)(?:内容|详情)|查看|阅读|浏览|"
    r"(?:main |full )?text(?: body)?|view|"
    r"(?:news |information |article |text )?content|(?:main )?body(?: text)?|(?:news |information |article )?details?(?: page)?|"
    r"(?:browse|view|read) (?:articles?|news|text|content|information)|article)$", re.IGNORECASE)
TAIL_UNLINKED: Final = compiled(r"(?=.*(?:正文|本文|全文|内容|详|阅读|阅览|浏览|查看|显示|.页面?$))"
    r"(?:(?:正文|本文|全文|内容|详细|详情|阅读|阅览|浏览|查看|"
    r"显示|新闻|信息|文章|文档|文件|稿件|公告|资讯|具体|最终|终端|页面?)){1,3}$")
"""What a trail ends with where it names the page itself; seen on pages of ASP and PHP systems: 新闻详细, 信息查看, 浏览正文."""
TAILS: Final = with_traditional(("正文", "内容", "內文", "內容", "文章", "详情", "信息", "新闻", "全文",
    "查看", "阅读", "阅览", "浏览", "text", "view", "content",
          "body", "detail page", "detail", "details", "article"))
"""How the words end that `TAIL` takes."""
NO_CRUMB: Final = re.compile(r"\d{1,3}[ -]min(?:ute)?s?(?: to)? read", re.IGNORECASE)
"""What stands beside the name of a section."""
OF_MENU = re.compile(r"dmca|privacy(?: policy)?|terms(?: (?:of|and) (?:use|service|conditions))?|tos|log ?in|sign ?(?:in|up)|subscribe",
                      re.IGNORECASE)
"""Names that stand beside each other in a menu; a trail ends with one at most."""
