"""Galleries: pictures one below the other, each with its line, in the ways that portals show them, in either language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from benchmarks.portal_pages.chinese import SITES, SOURCES, menu
from benchmarks.portal_pages.made import Made, a_day, document, each, links, maybe, some

_TITLES = ("组图：云岭春茶开采", "图集｜大美临江", "【图片新闻】青峰县万亩油菜花开", "千年古镇灯火璀璨（组图）", "航拍东川湿地",
           "南屏：秋粮丰收忙", "冬日暖阳")
_ENGLISH_TITLES = ("Photos: Snow covers the old town of Haibin", "In pics: Lantern fair in Linjiang", "Tea harvest in Yunling",
                   "Album: Wetlands from above")
_LINES = (
    "4月3日，茶农在云岭省青峰县一处茶园采摘春茶。", "游客在古镇的石桥上拍照留念。（王磊 摄）", "图为收割机在田间作业。新华社记者 陈静 摄",
    "这是湿地一角（无人机照片）。", "孩子们在广场上放风筝。", "图为夜色中的临江大桥。", "志愿者向市民发放宣传册。李强 摄",
    "村民在晾晒柿饼。（张华摄）")
_ENGLISH_LINES = (
    "Farmers pick tea leaves at a garden in Yunling on April 3. [Photo/Xinhua]", "A harvester works in a field near the village.",
    "Visitors take pictures on the old stone bridge. [Photo by Li Hua/China Daily]",
    "An aerial photo shows a part of the wetlands. (Photo: Chen Yu)",
    "Children fly kites on the square.", "Volunteers hand out leaflets to residents. [Photo/chinadaily.com.cn]")
_INTRODUCTION = "连日来，当地天气晴好，处处生机勃勃。"
_ENGLISH_INTRODUCTION = "Spring has come to the province, and people are out of doors."


def page(dice: Random, number: int) -> Made:
    """One gallery of three to six pictures. `number` goes into its address."""
    english, day = dice.random() < 0.3, a_day(dice, 2012)
    site = "Yunling China" if english else dice.choice(SITES)
    title = dice.choice(_ENGLISH_TITLES if english else _TITLES)
    names = ("Home", "Photos") if english else (dice.choice(("首页", site)), dice.choice(("图片新闻", "图说云岭", "影像")))
    lines = tuple(dice.sample(_ENGLISH_LINES if english else _LINES, dice.randint(3, 6)))
    introduction = (_ENGLISH_INTRODUCTION if english else _INTRODUCTION) if dice.random() < 0.4 else ""
    text, paragraphs, optional = _pictures(dice, lines, introduction)
    main = headline(dice, title) + _head_line(dice, day, english) + text + some(dice, _FURNITURE_ENGLISH if english else _FURNITURE, 2)
    body = framed(dice, site, names, main, english=english)
    url = dice.choice((f"tpxw/{day:%Y%m}/t{day:%Y%m%d}_{number}.html", f"photos/{number}.html",
                       f"art/{day.year}/{day.month}/{day.day}/art_9_{number}.html"))
    return Made(url=f"http://www.example.gov.cn/{url}", title=title, day=day.isoformat(), breadcrumb=names, paragraphs=paragraphs,
                optional=optional, kind="gallery", pictures=tuple(f"http://www.example.gov.cn/p/{at}.jpg" for at in range(len(lines))),
                html=document(dice.choice((title, f"{title}-{site}", f"{title}_{names[-1]}_{site}", site)), "", body))


def _pictures(dice: Random, lines: Sequence[str], introduction: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The pictures with their lines, what the text is, and what it may hold besides: captions that stand in an element of their own."""
    source = dice.choice(("src", "data-src", "data-original"))
    shown = [f"<img {source}='/p/{at}.jpg'>" for at in range(len(lines))]
    pairs = list(zip(shown, lines, strict=True))
    begin = f"<p>{introduction}</p>" if introduction else ""
    first = (introduction,) if introduction else ()
    form = dice.choice(("paragraphs", "figures", "breaks", "list", "slides"))
    box = dice.choice(("<div class=content>", "<div id=zoom>", "<div class='TRS_Editor'>", "<div class=pic-list>"))
    if form == "paragraphs":
        pieces = "".join(f"<p align=center>{image}</p><p align=center>{line}</p>" for image, line in pairs)
    elif form == "figures":
        pieces = "".join(f"<figure>{image}<figcaption>{line}</figcaption></figure>" for image, line in pairs)
    elif form == "breaks":
        pieces = "<p align=center>" + "<br>".join(f"{image}<br>{line}" for image, line in pairs) + "</p>"
    elif form == "list":
        pieces = f"<ul>{each('li', (f'{image}<p>{line}</p>' for image, line in pairs))}</ul>"
    else:
        slides = (f"<div class='swiper-slide'>{image}<div class=txt>{line}</div></div>" for image, line in pairs)
        pieces = f"<div class='swiper-wrapper'>{''.join(slides)}</div>"
    return f"{box}{begin}{pieces}</div>", first, tuple(lines)


def headline(dice: Random, title: str) -> str:
    """The headline over pictures or a film."""
    return dice.choice((f"<h1>{title}</h1>", f"<h2 class=title>{title}</h2>", f"<div class=tit>{title}</div>",
                        f"<p class=con-title>{title}</p>"))


def framed(dice: Random, site: str, names: Sequence[str], main: str, *, english: bool) -> str:
    """The page around pictures or a film: the site's name, menu, trail, and its foot."""
    top = f"<ul class=nav>{each('li', links(('Home', 'News', 'Videos', 'Travel')))}</ul>" if english else menu(dice)
    lead = dice.choice(("You are here: ", "Location: ") if english else ("当前位置：", "您现在的位置："))
    separator = dice.choice((" > ", "&gt;&gt;", " » "))
    trail = f"<div class='{dice.choice(('position', 'wz', 'crumb'))}'>{lead}{separator.join(links(names))}</div>"
    foot = "Copyright &copy; All rights reserved." if english else f"主办：{site}"
    return (f"<div class=logo><a href=/>{site}</a></div>{top}{trail}<div class='{dice.choice(('main', 'wrap', 'tuji'))}'>{main}</div>"
            f"<div class=foot>{foot}</div>")


def _head_line(dice: Random, day: date, english: bool) -> str:
    clock = maybe(dice, 0.5, " 10:21")
    if english:
        return dice.choice((f"<div class=info>Updated: {day}{clock} <span>(Xinhua)</span></div>", f"<p>{day:%Y-%m-%d}{clock}</p>",
                            f"<div class=info>Source: China Daily | Release time: {day}</div>"))
    return dice.choice((f"<div class=info>发布时间：{day}{clock} 来源：{dice.choice(SOURCES)}</div>", f"<p class=sj>{day}{clock}</p>",
                        f"<div><span>{dice.choice(SOURCES)}</span><span>{day}{clock}</span></div>", f"<p>日期：{day}　浏览：33</p>"))


_FURNITURE = ("<div>【打印】【关闭】</div>", "<div class=ed>责任编辑：陈静</div>", "<div>分享到：<a>微信</a><a>微博</a></div>",
              "<p>扫一扫在手机打开当前页</p>")
_FURNITURE_ENGLISH = ("<div>[Print] [Close]</div>", "<div class=ed>Editor: Wang Lin</div>", "<div>Share to: <a>Facebook</a> <a>X</a></div>")
