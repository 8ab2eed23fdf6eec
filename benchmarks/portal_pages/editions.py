"""English editions of provinces and cities as news agencies and content systems of portals build them: head lines, decks, galleries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from benchmarks.portal_pages.made import Made, a_day, document, each, links, maybe, some

_PLACES = ("Yunling", "Linjiang", "Haibin", "Qingfeng", "Fuyun", "Shannan", "Beiyuan")
_SITES = ("english.{low}.gov.cn", "{name} Today", "In {name}", "{name}, China", "{name} Development Zone",
          "Foreign Affairs Office of {name}", "The People's Government of {name} Province", "InvestIn{name}",
          "{name} Municipal Bureau of Commerce")
_TITLES = (
    "{name} opens direct flight to Bangkok", "Over 90% of {name}'s villages have 5G", "Q&A: How to extend a residence permit",
    "{name} in numbers: January-June 2022", "'Green' bonds fund {name}'s new wetlands", "Photos: Snow covers the old town of {name}",
    "A day with {name}'s last bamboo weaver", "Decision on Amending the Regulations of {name} on Water Saving",
    "China-ASEAN expo: {name} signs 12 deals", "Foreign students celebrate the Dragon Boat Festival in {name}",
    "{name} ranks 3rd in business environment", "Year-end review | {name}'s ports set new record", "Announcement No. 12 of 2021",
    "Who's who: Leaders of {name}", "Li Ming", "{name}-Europe freight train makes its 1,000th trip", "Video: Dancing lions of {name}")
_PARAGRAPHS = (
    "{upper} -- The first train of the new line left {name} on Sunday morning with 186 passengers on board.",
    "The market supervision bureau of {name} said 42,300 companies were registered in the city in the first half of the year.",
    "Under the plan, the share of clean energy will rise to 38 percent by 2025, up from 29 percent in 2020.",
    "Visitors can take bus No 12 or metro line 3 to the museum. Admission is free from 9 am to 4:30 pm, Tuesday to Sunday.",
    "Zhang Hua, who returned to the village in 2016, sells honey online to customers in more than 20 provinces.",
    "Article 3 The people's governments at or above the county level shall strengthen their leadership over water saving.",
    "It was the third time that the city had hosted the fair, and the number of exhibitors rose by a fifth.",
    "\u201cThe procedures took only half a day,\u201d said Marco Rossi, who opened a bakery near the university.",
    "Published studies show that the lake's water has reached Grade II since January 2019, a researcher said.",
    "For more information, please call 12345 or visit the service hall at 18 Renmin Road.")
_SECTIONS = (("News",), ("Latest News", "Business"), ("Government", "Documents"), ("Travel", "What to See"), ("Services", "Visa"),
             ("Culture & Art", "Intangible Heritage"), ("Photos",), ("About {name}", "Overview", "Leaders"))
_AGENCIES = ("Xinhua", "chinadaily.com.cn", "China Daily", "{name} Daily", "english.{low}.gov.cn", "{name} Foreign Affairs Office")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_MENU = ("Home", "News", "Government", "Business", "Travel", "Services", "About Us")
_SHORT = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def page(dice: Random, number: int) -> Made:
    """One article of an English edition. `number` goes into its address."""
    name, day = dice.choice(_PLACES), a_day(dice, 2009)

    def of_place(words: str) -> str:
        return words.format(name=name, low=name.lower(), upper=name.upper())

    site, title = of_place(dice.choice(_SITES)), of_place(dice.choice(_TITLES))
    names = (dice.choice(("Home", "HOME", "Home Page", site)), *map(of_place, dice.choice(_SECTIONS)))
    paragraphs = tuple(map(of_place, dice.sample(_PARAGRAPHS, dice.randint(3, 6))))
    head = _head_line(dice, day, of_place(dice.choice(_AGENCIES)))
    below = dice.random() < 0.06
    text, optional = _text(dice, paragraphs)
    main = f"<div class='{dice.choice(('main_l', 'content-left', 'lft', 'wrap', 'layout-main'))}'>" + (
        _headline(dice, title) + (text + head if below else head + text)) + some(dice, _furniture(dice, name), 4) + "</div>"
    side = maybe(dice, 0.5, _column(dice, name))
    parts = [_top(dice, site), _trail(dice, names, title), *((side, main) if dice.random() < 0.3 else (main, side)), _foot(dice, site)]
    url = dice.choice((f"{day:%Y-%m/%d}/c_{number}.htm", f"art/{day.year}/{day.month}/{day.day}/art_77_{number}.html",
                       f"news/{day:%Y%m}/t{day:%Y%m%d}_{number}.html", f"2021/{number}.shtml"))
    return Made(url=f"http://english.example.gov.cn/{url}", title=title, day=day.isoformat(), breadcrumb=names, paragraphs=paragraphs,
                optional=optional, html=document(_window(dice, title, names[-1], site), _tags(dice, title, day, site), "".join(parts)))


def _written(dice: Random, day: date) -> str:
    month, short = _MONTHS[day.month - 1], _SHORT[day.month - 1]
    return dice.choice((
        f"{day:%Y-%m-%d}", f"{short} {day.day}, {day.year}", f"{month} {day.day}, {day.year}", f"{short}. {day.day}, {day.year}",
        f"{day.day} {short} {day.year}", f"{day:%Y/%m/%d}",
        f"{month} {day.day}th {day.year}" if 3 < day.day < 21 else f"{month} {day.day}, {day.year}"))


def _head_line(dice: Random, day: date, source: str) -> str:
    """Source and day, as the agencies' editions have them."""
    clock, words = f"{dice.randrange(8, 19):02}:{dice.randrange(60):02}", _written(dice, day)
    later = date(min(2025, day.year + 1), day.month, day.day)
    return dice.choice((
        f"<div class=info>( {source} ) <span>Updated: {words} {clock}</span></div>",
        f"<p class=tiptext>Updated: {words} <span>By Wang Lin in {source}</span> <span>( {source} )</span></p>",
        f"<div class='des'>By Li Hua | {source} | Updated: {words} {clock}</div>",
        f"<div>{words} | {source}</div>", f"<div class=sx><span>{source}</span><span>{words}</span></div>",
        f"<div class=date><i class=icon></i>{words}</div>",
        f"<p>{words} | Updated: {_written(dice, later)}</p>",
        f"<p>Published: {words}&nbsp;&nbsp;Last modified: {_written(dice, later)}</p>",
        f"<ul class=meta><li>Source: {source}</li><li>Date: {words}</li><li>Views: <i id=v></i></li></ul>",
        f"<p align=right>Source: {source}&nbsp;&nbsp;&nbsp;Time: {words} {clock}</p>",
        f"<div class=msg>Release date: {words} Source: {source} <a>[Print]</a> Font size: <a>A</a> <a>A</a> <a>A</a></div>",
        f"<table><tr><td>From: {source}</td><td>|</td><td>{words}</td><td>|</td><td>Print</td></tr></table>",
        f"<div>{clock}, {words}</div>", f"<h5>By {source} | {words}</h5>", f"<div><em>{words}</em><em>{clock}</em><em>{source}</em></div>"))


def _headline(dice: Random, title: str) -> str:
    return dice.choice((
        f"<h1>{title}</h1>", f"<h2 class=title>{title}</h2>", f"<div class=arc_title><span>{title}</span></div>", f"<h3>{title}</h3>",
        f"<p class='artcle_title'>{title}</p>", f"<div class=tit><strong>{title}</strong></div>", f"<h1 id=title>{title}</h1>",
        f"<center><font size=5><b>{title}</b></font></center>", f"<div class='main_title'>{title}</div>"))


def _text(dice: Random, paragraphs: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The text in its box, on some pages with a picture whose line is the text's or not."""
    line = "People take pictures of the lanterns. [Photo by Chen Yu/China Daily]"
    picture = dice.choice((
        "", "", f"<figure><img src=a.jpg><figcaption>{line}</figcaption></figure>",
        f"<p align=center><img src=a.jpg></p><p align=center>{line}</p>",
        f"<table align=center><tr><td><img src=a.jpg></td></tr><tr><td style='font-size:12px'>{line}</td></tr></table>"))
    box = dice.choice(("<div id=Content>", "<div class=artcle>", "<div class='TRS_Editor'>", "<div class=text id=zoom>",
                       "<div class=lft_art>", "<div>", "<td class=content>"))
    lines = dice.choice((each("p", paragraphs), "<br><br>".join(paragraphs), each("div", paragraphs), "<p>" + "<p>".join(paragraphs)))
    if box.startswith("<td"):
        return f"<table><tr>{box}{picture}{lines}</td></tr></table>", (line,)
    return f"{box}{picture}{lines}</div>", (line,)


def _trail(dice: Random, names: Sequence[str], title: str) -> str:
    separator = dice.choice((" > ", "&gt;", " &raquo; ", " / ", "<span>&gt;</span>", "&nbsp;&gt;&nbsp;", " \\ "))
    last = dice.choice(((), (), (title,), ("Content",)))
    lead = "Location: " if separator in (" / ", " \\ ") else dice.choice(("", "You are here: ", "Location: ", "Current position: "))
    crumbs = links(names)
    return dice.choice((
        f"<div class='bread'>{lead}{separator.join((*crumbs, *last))}</div>",
        f"<nav class=breadcrumb>{lead}{separator.join((*crumbs, *last))}</nav>",
        f"<ol class='breadcrumb'>{each('li', (*crumbs, *last))}</ol>"))


def _furniture(dice: Random, name: str) -> list[str]:
    other = a_day(dice, 2009)
    rows = "".join(f"<li><a href=/k{row}.html>{dice.choice(_TITLES).format(name=name)}</a><span>{other}</span></li>" for row in range(4))
    return [
        "<div class=share>Share: <a>Facebook</a> <a>X</a> <a>WeChat</a></div>",
        f"<div class=related><h4>Related Stories</h4><ul>{rows}</ul></div>",
        "<div class=edit>Editor: Wang Lin</div>", "<p>[Close] [Print]</p>",
        f"<div>Prev: <a href=1>{dice.choice(_TITLES).format(name=name)}</a></div>",
        "<div class=copy>Copyright &copy; The People's Government. All rights reserved.</div>", "<div><a>Back to top</a></div>",
        "<div class=btn><a href=#>Print</a> <a>Mail</a> <a>Large</a> <a>Medium</a> <a>Small</a></div>"]


def _column(dice: Random, name: str) -> str:
    other = a_day(dice, 2009)
    rows = "".join(f"<li><a href=/h{row}.html>{dice.choice(_TITLES).format(name=name)}</a>{maybe(dice, 0.5, f' {other:%b %d, %Y}')}</li>"
                   for row in range(5))
    box, heading = dice.choice(("right", "main_r", "rgt", "side")), dice.choice(("Most Popular", "Latest", "Hot Topics"))
    return f"<div class='{box}'><h3>{heading}</h3><ul>{rows}</ul></div>"


def _top(dice: Random, site: str) -> str:
    today = a_day(dice, 2009)
    menu = each("li", (f"<a href='/{entry}/'>{entry}</a>" for entry in _MENU))
    return dice.choice((
        f"<div class=logo><a href=/><img src=l.png alt='{site}'></a></div>", f"<h1 class=logo><a href=/>{site}</a></h1>", "",
        f"<div class=top>{_MONTHS[today.month - 1]} {today.day}, {today.year}</div><div class=t>{site}</div>",
        "<div class=lang><a>\u4e2d\u6587</a> | <a>\u65e5\u672c\u8a9e</a> | <a>\ud55c\uad6d\uc5b4</a></div>",
        f"<h2 class=sitename>{site}</h2>")) + f"<ul class='{dice.choice(('nav', 'menu', 'topnav1', 'dh'))}'>{menu}</ul>"


def _foot(dice: Random, site: str) -> str:
    return dice.choice((f"<div class=footer>Copyright &copy; {site}. All rights reserved. Presented by China Daily.</div>",
                        f"<div>Sponsored by the {site} &nbsp; ICP No 05012345</div>", "<p>Contact us | Site map</p>",
                        "<footer><p>Registration Number: 130349</p></footer>"))


def _window(dice: Random, title: str, section: str, site: str) -> str:
    return dice.choice((f"{title}", f"{title}|{site}", f"{title} - {site}", f"{title}_{section}_{site}", f"{site} - {title}", site,
                        f"{title} | {section} | {site}", f"{site}", f"{title}-{site}"))


def _tags(dice: Random, title: str, day: date, site: str) -> str:
    """What some editions say of themselves; later days are those of builds and changes."""
    return (maybe(dice, 0.15, f"<meta name='ArticleTitle' content=\"{title}\"><meta name='PubDate' content='{day} 10:00'>")
            + maybe(dice, 0.1, f"<meta name='HtmlGenerateTime' content='2025-01-02'><meta property='og:site_name' content=\"{site}\">")
            + maybe(dice, 0.15, f"<meta property='og:title' content=\"{title}\">"))
