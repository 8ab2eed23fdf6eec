"""Phrases of the page's furniture, each with its place. Words inside sentences stay.

Chinese phrases were counted on 43 saved pages of provincial portals; the English ones are what machine translation of them gives.
"""

from __future__ import annotations

import re

_COLOURS = ("almond yellow|autumn leaf brown|rouge(?: red)?|mustard green|sky ?blue|snow (?:green|blue|cyan)|lilac|gr[ae]y|"
    "default(?: colou?r)?|galaxy white|silver white|white|"
            "apricot(?: yellow)?|carmine|light (?:blue|green|purple)|杏仁黄|秋叶褐|胭脂红|芥末绿|天蓝|雪青|灰|银河白|白|默认色?")
_COLOUR = rf"(?:(?:{_COLOURS})(?:\s*[(（](?:默认色?|default(?: colou?r)?|[0-9A-Fa-f]{{6}})[)）])?)"
_GAP = r"[\s\[\]【】（）()|｜丨/、,，·•:：;；>＞-]*"

INSIDE = re.compile(
    r"[\[【〖（(]\s*(?:打\s*印|打印本页|打印本稿|打印该页|打印正文|打印此页|打印页面|关\s*闭|关闭窗口|关闭本页|关闭此页|"
    r"收\s*藏|加入收藏|推荐给朋友|推荐|下载|我要纠错|进入论坛|"
    r"发表评论|我来说两句|返回顶部|返回列表|返回|回到顶部|复制链接|print|close|print this page|close window|font "
    r"size)\s*[\]】〗）)]"
    r"|[\[【]?\s*(?:\bprint|打印)\s*】\s*【\s*(?:close\b|关闭)\s*[\]】]?"
    r"|[\[【（(]?\s*(?:浏览|调整)?(?:字体|字号)(?:大小)?\s*[:：]?\s*[\[【]?\s*(?:默认|特?大|放大)[\s|/、\]【】\[]*(?:中|正常|"
    r"大|默认|标准)[\s|/、\]【】\[]*(?:小|缩小|超大|特大)\s*[\]】）)]*"
    rf"|[\[【（(]?\s*(?:保护视力色|视力保护色|护眼色|eye(?:sight)? ?(?:protection|care)(?: colou?rs?)?|protect(?:ion of)? "
    rf"(?:eye)?sight(?: colou?rs?)?)\s*[:：]?(?:[\s,，、|/;；\-]*{_COLOUR})+\s*[\]】）)]*",
    re.IGNORECASE)
"""Taken out wherever it stands: bracketed switches, colour pickers with their colours."""

_WORD = (
    r"打\s*印(?:本页|本稿|该页|正文|此页|页面|文章)?|关\s*闭(?:窗口|本页|此页|页面)?|(?:加入|添加)?收藏(?:本页|此页)?|"
    r"设为首页|推荐给(?:朋友|好友)|Email推荐|通过Email推荐给好友|复制本文网址发给QQ/MSN好友|复制(?:本文)?(?:链接|网址|地址)|下载|"
    r"(?:浏览|调整)?(?:字体|字号)(?:大小|减小|增大|缩小|放大)?|特大|超大|大|中|小|默认|正常|标准|放大|缩小|A\s?[+-]|T\s?T|A{1,3}|"
    rf"保护视力色|视力保护色|{_COLOUR}|"
    r"(?:浏览|阅读|点击|访问|查看|点击率|浏览量|阅读量|访问量|点击数|点击量|阅读数)(?:次数|量|数)?\s*[:：]?\s*\d*\s*次?|"
    r"\d+\s*次(?:浏览|阅读|点击)?|您是第\s*\d*\s*位访(?:客|问者)|人气\s*[:：]\s*\d*|"
    r"分享(?:到|至|本文|按钮)?|一键分享|更多分享|转发|微信|微信好友|朋友圈|微信朋友圈|微信扫一扫|新浪微博|腾讯微博|微博|"
    r"QQ空间|QQ好友|QQ|人人网|人人|豆瓣|开心网|搜狐微博|网易微博|百度贴吧|百度空间|钉钉|更多|"
    r"扫一扫在手机(?:上)?(?:打开|查看|阅读)(?:当前|此|本)?页面?|扫(?:描)?二维码.{0,12}|手机扫一扫(?:打开|查看|阅读)?(?:此|本|"
    r"当前)?页?面?|用微信扫一扫.{0,30}|微信扫(?:一扫|码).{0,16}|扫一扫.{0,12}|"
    r"我要纠错|有奖纠错|纠错|政府网站找错|我来说两句|我要评论|发表评论|查看评论|网友评论|进入论坛|正有\s*\d*\s*人评论|"
    r"系统消息|正在载入评论请稍候[.…]*|已有\s*\d*\s*(?:人|条)(?:参与|评论).{0,8}|\d+\s*(?:人参与|条评论|个?评论)|"
    r"评论(?:\s*\d+)?|点赞|赞|踩|举报|"
    r"热点搜索|返回(?:顶部|列表|首页|上一页|上页|目录)?|回(?:到)?(?:顶部|首页)|TOP|顶部|网站地图|联系我们|网站声明|"
    r"无障碍(?:浏览|阅读)?|长者模式|长者助手|退出老年人模式|适老版|简体|繁体|繁體|手机版|English|"
    r"首页|上一页|下一页|尾页|末页|\d{1,3}|语音播报|双击(?:自动)?滚屏|双击鼠标滚屏|播放|暂停|朗读|听新闻|我要收藏|相关附件|"
    r"附件下载|我有话说|"
    r"Print(?: this (?:page|article))?|Close(?: (?:this )?(?:window|page))?|Font ?size|Large|Medium|Small|Big|Middle|Text "
    r"size|Eye(?:sight)? ?(?:Protection|Care)(?: Colou?rs?)?|"
    r"Share(?: (?:to|on|this(?: (?:article|page|story|post))?|-? ?WeChat|via))?|Share|Tweet|Facebook|Twitter|LinkedIn|"
    r"Pinterest|WhatsApp|Reddit|Email|WeChat|Weibo|Sina Weibo|Copy link|Pin(?: it)?|Like(?: this)?|More|Save|Follow us|"
    r"Scan the QR code.{0,60}|Scan (?:it )?(?:with|using) (?:your )?(?:mobile )?phone.{0,40}|(?:Page "
    r")?Views?\s*[:：]?\s*[\d,]*|Number of (?:views|visits|clicks|hits)\s*[:：]?\s*\d*|Hits\s*[:：]?\s*\d*|"
    r"Clicks?\s*[:：]?\s*\d*|"
    r"Back to(?: the)? top|Back|Top|L M S|Add to favou?rites|Collect|Advertisement|Advertisements|ADVERTISEMENT|Sponsored|"
    r"Skip to (?:main )?content|"
    r"Leave a (?:comment|reply)|(?:No |\d+ )?comments?|Post a comment|Loading\.*|Home")
LINE = re.compile(rf"{_GAP}(?:(?:{_WORD}){_GAP})+", re.IGNORECASE)
"""A whole line of nothing but furniture."""

EDGE_END = re.compile(
    rf"(?:\s|(?<=[。！？.!?”）)】])){_GAP}(?:打印本页|关闭窗口|打印本稿|【打印】|【关闭】|分享到|返回顶部|我要纠错|"
    rf"扫一扫在手机打开当前页面?|print】 【close】?|Back to the top)(?:{_GAP}(?:{_WORD}))*{_GAP}$", re.IGNORECASE)
"""At the end of a paragraph."""

STOP = re.compile(
    r"[\s【\[>＞◆■●·*>-]*(?:相关(?:新闻|阅读|文章|链接|稿件|公告|解读|报道|内容|推荐|文件|信息|专题|资讯|搜索|评论|政策)|"
    r"延伸阅读|推荐阅读|推荐新闻|热点新闻|热门(?:新闻|推荐|文章|阅读)|(?:本|今)?日?(?:热点|热图)|上一篇|下一篇|上一条|下一条|"
    r"更多(?:新闻|精彩|相关)|猜你喜欢|"
    r"为您推荐|大家(?:都)?在看|精彩推荐|图片新闻|频道推荐|编辑推荐|论坛热帖|网友评论|最新评论|用户评论|发表评论|.{0,8}(?:版权|"
    r"免责|特别|郑重|本网|本站|法律)(?:与免责|及免责|和免责)?声明|.{0,6}推荐内容|免责条款|热门评论|本篇新闻热门关键词|"
    r"新闻排行|(?:点击|阅读|新闻)排行榜?|往期(?:回顾|精彩)|"
    r"Related (?:articles?|news|stories|posts|links|content|reading|topics)|You (?:may|might) also (?:like|be interested in|"
    r"enjoy)|(?:Read|See) more(?: from)?|More (?:from|on|stories|news|articles)\b.{0,40}|Recommended(?: for you| reading| "
    r"articles)?|"
    r"Most (?:read|popular)|Trending(?: now)?|Latest (?:news|posts|articles|stories)|Popular (?:posts|articles)|Leave a "
    r"(?:reply|comment)|(?:\d+ )?(?:comments|responses|replies)(?: \(\d+\))?|Share this(?: (?:article|post|story|entry))?|"
    r"About the authors?|Previous (?:article|post|page)|Next (?:article|post|page)|Post navigation|Filed under|Sign up (?:for|"
    r"to)\b.{0,60}|Subscribe(?: to)?\b.{0,60}|Newsletter)[\s】\]:：>＞.…*]*(?:[>＞]*\s*更多.{0,6})?",
    re.IGNORECASE)
"""A line of its own behind the article, with which another part of the page begins."""


def is_furniture(text: str) -> bool:
    """Whether a line is nothing but furniture."""
    return len(text) <= 240 and not (len(text) > 40 and text[-1] in "。.！？!?”\"") and LINE.fullmatch(text) is not None


def begins_another(text: str) -> bool:
    """Whether a line is the heading of what stands behind articles."""
    return len(text) <= 60 and STOP.fullmatch(text) is not None


_INSIDE_HINT = re.compile(r"[\[【〖（(]\s*[打关收加推下我进发返回复pcf]|】|字体|字号|视力|护眼")
_EDGE_HINT = re.compile("打印本页|关闭窗口|打印本稿|【打印】|【关闭】|分享到|返回顶部|我要纠错|扫一扫在手机打开当前页")
"""Nothing is in `INSIDE` or `EDGE_END` without one of these, or the Latin words beside them below."""
_LATIN_HINTS = ("[", "yesight", "rint", "Close", "Back to", "ont size")
_HINTS = (*_LATIN_HINTS, "【", "〖", "】", "打印", "打 印", "关闭", "关 闭", "字体", "字号", "视力", "护眼", "分享到",
          "纠错", "返回", "扫一扫", "收藏", "论坛", "评论", "下载", "推荐")


def without_furniture(text: str) -> str:
    """A paragraph without what never belongs inside one, and without furniture at its end."""
    for hint in _LATIN_HINTS if text.isascii() else _HINTS:
        if hint in text:
            break
    else:
        return text
    low = text.lower()
    shorter = INSIDE.sub(" ", text) if _INSIDE_HINT.search(low) or "eye" in low or "protect" in low else text
    low = shorter.lower()
    if _EDGE_HINT.search(shorter) or "print】" in low or "back to the top" in low:
        shorter = EDGE_END.sub("", shorter)
    return text if shorter == text else " ".join(shorter.split())


_TRAIL = re.compile(r"[\W_]{0,4}(?:home ?page|home|main ?page|首\s*页|主页|(?:您)?(?:当前|现在|"
    r"所在)(?:的)?位置.{0,3})\s*(?:[>＞»›→/:：]|-{1,3}>?\s|$)", re.IGNORECASE)


def is_trail_line(text: str) -> bool:
    """Whether a line begins as a breadcrumb does."""
    return len(text) <= 120 and _TRAIL.match(text) is not None
