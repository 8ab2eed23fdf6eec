"""English editions as machines translate them: labels in many spellings, days in many orders, furniture word for word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from benchmarks.portal_pages.made import Made, a_day, document, each, links, maybe, some

_SITES = ("Yunling Provincial People's Government", "Linjiang China", "Discover Haibin", "Official Website of Qingfeng County",
          "eFuyun.gov.cn", "Shannan Province")
_TITLES = (
    "Yunling to build 200 parks by 2025", "Governor meets with foreign business leaders", "2019 Lakeside Marathon kicks off",
    "Interim Measures for the Administration of Foreign Talents", "Tea exports from Fuyun rise 12 percent",
    "Notice on Visa-free Transit Policy", "City launches bilingual hotline for expats", "Spring Festival holiday arrangement",
    "Ancient town reopens to visitors", "Top 10 things to do in Haibin", "New metro line opens on Sept 28",
    "Sino-German industrial park attracts 30 firms", "Weather forecast: heavy rain expected")
_PARAGRAPHS = (
    "The provincial government announced the plan at a news conference on Tuesday, saying it will be carried out in the next three years.",
    "According to the statistics bureau, exports rose 12.3 percent year-on-year to 8.9 billion yuan in the first eight months.",
    "Local residents said the new service has made their lives easier, as they no longer have to travel to the county seat.",
    "Experts believe that the project will promote cooperation between universities and companies in the region.",
    "The event, which runs until Oct 12, has attracted more than 300 exhibitors from 28 countries and regions.",
    "Foreigners who need assistance can call the hotline around the clock, and interpreters speak eight languages.",
    '"We hope that more people will come and see the changes here," said Wang Li, director of the tourism bureau.',
    "Construction started in May 2018 and cost about 2.6 billion yuan, the builder said.")
_SECTIONS = (("News",), ("News", "Latest"), ("Government", "Policies"), ("Culture", "Events"), ("Travel", "Attractions"),
             ("Business", "Investment Guide"))
_SOURCES = ("Xinhua", "China Daily", "Yunling Daily", "Foreign Affairs Office", "chinadaily.com.cn", "Department of Commerce")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_LABELS = ("Updated: ", "Updated : ", "Pubdate: ", "Release time: ", "Date: ", "Time:", "Published: ", "Release Date：", "Publish time: ",
           "Post time: ", "", "", "Last Updated: ", "Issued on: ", "Publication date: ")
_LEADS = ("Location: ", "Your location: ", "Current Location:", "You are here: ", "Position：", "Your current position:")
_MENU = ("Home", "About", "News", "Government", "Business", "Travel", "Services")


def page(dice: Random, number: int) -> Made:
    """One article. `number` goes into its address."""
    site, title, day = dice.choice(_SITES), dice.choice(_TITLES), a_day(dice, 2009)
    home = dice.choice(("HOME", "Homepage", site.partition("'")[0][:20])) if dice.random() < 0.2 else "Home"
    names = (home, *dice.choice(_SECTIONS))
    paragraphs = tuple(dice.sample(_PARAGRAPHS, dice.randint(3, 5)))
    text = each("p", paragraphs) if dice.random() < 0.7 else "<br><br>".join(paragraphs)
    box = dice.choice(("content", "TRS_Editor", "con", "article", "zoom2", "txt"))
    main = (f"<div class=mm>{_headline(dice, title)}{_facts(dice, day)}<div class='{box}'>{text}</div>"
            f"{some(dice, _furniture(dice), 5)}</div>")
    menu = f"<ul class=m>{each('li', (f'<a href=/{place}>{name}</a>' for place, name in enumerate(_MENU)))}</ul>"
    body = _head(dice, site) + menu + _trail(dice, names, title) + main + _foot(dice, site)
    window = dice.choice((title, f"{title} - {site}", f"{title}-{site}", f"{site} - {title}", f"{title} | {names[-1]} | {site}", site,
                          f"{title}_{site}"))
    return Made(url=f"http://en.example.gov.cn/n/{number}.html", title=title, day=day.isoformat(), breadcrumb=names,
                paragraphs=paragraphs, html=document(window, "", body))


def written(dice: Random, day: date) -> str:
    """A day in one of the ways of English editions, in half of all cases with a clock time."""
    month, of_month, year = _MONTHS[day.month - 1], day.day, day.year
    words = dice.choice((
        f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day:%Y.%m.%d}", f"{month} {of_month}, {year}", f"{month[:3]} {of_month}, {year}",
        f"{of_month} {month} {year}", f"{month} {of_month:02},{year}"))
    if dice.random() < 0.5:
        return words
    return f"{words} {dice.randrange(7, 20):02}:{dice.randrange(60):02}" + maybe(dice, 0.4, f":{dice.randrange(60):02}")


def _trail(dice: Random, names: Sequence[str], title: str) -> str:
    separator = dice.choice(("&gt;", " &gt; ", "&gt;&gt;", " / ", " » ", "＞", " - ", "<i>&gt;</i>"))
    lead = dice.choice((*_LEADS, "", ""))
    if not lead and separator in (" - ", " / "):  # without a lead word no trail
        lead = "You are here: "
    last = dice.choice(((), ("Text",), ("Content",), (title,), ()))
    box = dice.choice(("", "position", "crumb", "bread", "loc", "top2"))
    return f"<div class='{box}'>{lead}{separator.join((*links(names), *last))}</div>"


def _headline(dice: Random, title: str) -> str:
    tags = ("h1", "h2", "h3", "p class=title", "div class=tit", "font size=5", "div id=title", "strong")
    framed = (f"<div align=center><{tag}>{title}</{tag.split()[0]}></div>" for tag in tags)
    return dice.choice((f"<table><tr><td align=center>{title}</td></tr></table>", *framed))


def _facts(dice: Random, day: date) -> str:
    """Day, source and tools; the day comes first."""
    source = dice.choice(_SOURCES)
    others = (
        f"Source: {source}", f"Source：{source}", f"From: {source}", "Author: Li Ming", "Views: <span></span>", "Views：123",
        "Font size: <a>Large</a> <a>Medium</a> <a>Small</a>", "Font:[<a>L</a>][<a>M</a>][<a>S</a>]", "L M S",
        "Share to: <a>Facebook</a> <a>Twitter</a>", "Share - WeChat", "<a>Print</a> <a>Close</a>", "[Print] [Close]", "Browse times: 33",
        "Hits: 20", "Click: 8")
    bits = [dice.choice(_LABELS) + written(dice, day), *dice.sample(others, dice.randrange(4))]
    return dice.choice((
        f"<div class=info>{each('span', bits)}</div>", each("p", bits), f"<table><tr>{each('td', bits)}</tr></table>",
        f"<p align=center>{'&nbsp;&nbsp;'.join(bits)}</p>", f"<div>{each('em', bits)}</div>"))


def _furniture(dice: Random) -> list[str]:
    """What stands below an article; rows of other articles show another day."""
    other = a_day(dice, 2009)
    before, after = (dice.choice(_TITLES) for _ in range(2))
    kin = "".join(f"<p><a href=r{row}>{dice.choice(_TITLES)}</a> {other}</p>" for row in range(3))
    return [
        "<div>【<a>print</a>】 【<a>close</a>】</div>", "<div>Print】 【Close】</div>",
        "<div>Eyesight Protection: <a>almond yellow</a> <a>autumn leaf brown</a> <a>rouge red</a> <a>mustard green</a> <a>sky blue</a> "
        "<a>snow green</a> <a>gray</a> <a>silver white (default color)</a></div>",
        "<div>Protect vision color: apricot, autumn leaf brown, carmine, mustard green, sky blue, lilac, gray, default</div>",
        "<p>Scan the QR code to open the current page on your mobile phone</p>", "<p>Scan to open on mobile phone</p>",
        "<div>Share to: <a>WeChat</a> <a>Weibo</a> <a>QQ Zone</a></div>", "<div>BACK TO THE TOP</div>",
        f"<p>Previous: <a href=1>{before}</a></p><p>Next: <a href=2>{after}</a></p>",
        f"<div class=rel><h3>Related News</h3>{kin}</div>", "<p>Editor: Zhang San</p>", "<p>[Print this page] [Close window]</p>",
        "<p>Was this page helpful? Yes No</p>"]


def _head(dice: Random, site: str) -> str:
    today = a_day(dice, 2009)
    return dice.choice(("", f"<div>{_MONTHS[today.month - 1]} {today.day}, {today.year} Tuesday</div>", f"<h1>{site}</h1>",
                        "<div><a>中文</a> | <a>日本語</a> | <a>Français</a></div>", f"<h1><a href='/'>{site}</a></h1>"))


def _foot(dice: Random, site: str) -> str:
    return dice.choice(("<div>Copyright © 2010-2022 All rights reserved. Presented by China Daily.</div>",
                        "<div>Sponsored by: General Office. Registration Number: 130349</div>", f"<p>Copyright@2008-2015 {site}</p>"))
