"""Pages of films: a player in one of the ways that portals have it, and a sentence or nothing below it, in either language."""

from __future__ import annotations

from datetime import date
from random import Random

from benchmarks.portal_pages.chinese import SITES, SOURCES
from benchmarks.portal_pages.galleries import framed, headline
from benchmarks.portal_pages.made import Made, a_day, document, maybe, some

_TITLES = ("视频｜一条河的新生", "微视频：临江夜色", "【云岭新闻联播】2022年3月15日", "全省经济工作会议在省城召开",
           "短视频丨山村里的“新农人”", "青峰县形象宣传片", "在线访谈：解读养老服务条例")
_ENGLISH_TITLES = ("Video: Dancing lions of Linjiang", "A day in Haibin", "Watch: New bridge seen from above", "Yunling promotional film")
_SENTENCES = ("近日，记者走进青峰县，看一条河的十年变迁。", "请点击观看视频。", "本期节目由云岭广播电视台制作，带您感受古镇的夜色。")
_ENGLISH_SENTENCES = ("Click to watch the film.", "The lion dance has been handed down in the village for 300 years.")
_PLAYERS = (
    "<video controls poster=/v/a.jpg src=/v/a.mp4></video>", "<video id=v><source src='/v/a.mp4' type='video/mp4'></video>",
    "<iframe src='https://player.example.cn/video/12' width=640 height=480></iframe>",
    "<div id=player></div><script>var player = new ckplayer({container: '#player', video: '/v/a.mp4'});</script>",
    "<div class=prism-player id=J_p></div><script>new Aliplayer({id: 'J_p', source: 'http://v.example.cn/a.m3u8'});</script>",
    "<embed src='/v/player.swf?file=a.flv' type='application/x-shockwave-flash'>",
    "<object classid='clsid:D27CDB6E'><param name=movie value='/v/player.swf'><param name=flashvars value='f=/v/a.flv'></object>")


def page(dice: Random, number: int) -> Made:
    """One film. `number` goes into its address."""
    english, day = dice.random() < 0.3, a_day(dice, 2012)
    site = "Haibin China" if english else dice.choice(SITES)
    title = dice.choice(_ENGLISH_TITLES if english else _TITLES)
    names = ("Home", "Videos") if english else (dice.choice(("首页", site)), dice.choice(("视频新闻", "视听云岭", "微视频")))
    sentence = dice.choice(_ENGLISH_SENTENCES if english else _SENTENCES) if dice.random() < 0.6 else ""
    player = dice.choice(_PLAYERS)
    box = dice.choice(("<div class=content>", "<div id=zoom>", "<div class='video-box'>", "<div class=TRS_Editor>"))
    text = f"{box}<div>{player}</div>{f'<p>{sentence}</p>' if sentence else ''}</div>"
    head = headline(dice, title) + _head_line(dice, day, english)
    below = dice.random() < 0.2
    main = (text + head if below else head + text) + some(dice, _FURNITURE_ENGLISH if english else _FURNITURE, 3)
    body = framed(dice, site, names, main, english=english)
    url = dice.choice((f"spxw/{day:%Y%m}/t{day:%Y%m%d}_{number}.html", f"video/{number}.html",
                       f"art/{day.year}/{day.month}/{day.day}/art_9_{number}.html"))
    return Made(url=f"http://www.example.gov.cn/{url}", title=title, day=day.isoformat(), breadcrumb=names, paragraphs=(),
                optional=(sentence,) if sentence else (), kind="video",
                html=document(dice.choice((title, f"{title}-{site}", f"{title}_{names[-1]}_{site}")), "", body))


def _head_line(dice: Random, day: date, english: bool) -> str:
    clock = maybe(dice, 0.5, " 10:21")
    if english:
        return dice.choice((f"<div class=info>Updated: {day}{clock}</div>", f"<p>Release time: {day}{clock}</p>"))
    return dice.choice((f"<div class=info>发布时间：{day}{clock} 来源：{dice.choice(SOURCES)}</div>", f"<p class=sj>{day}{clock}</p>",
                        f"<p>日期：{day}　播放：330次</p>"))


_FURNITURE = ("<div>【打印】【关闭】</div>", "<div class=ed>责任编辑：陈静</div>", "<div>分享到：<a>微信</a><a>微博</a></div>",
              "<div class=more><h3>相关视频</h3><ul><li><a href=/v1.html>全省春耕生产现场会</a></li>"
              "<li><a href=/v2.html>临江马拉松精彩集锦</a></li></ul></div>")
_FURNITURE_ENGLISH = ("<div>[Print] [Close]</div>", "<div>Share to: <a>Facebook</a> <a>X</a></div>",
                      "<div class=more><h3>More videos</h3><ul><li><a href=/v1.html>Spring in the wetlands of Yunling</a></li></ul></div>")
