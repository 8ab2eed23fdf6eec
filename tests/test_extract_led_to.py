"""Short articles above teasers of others: what a heading of related articles stands over is none of the text, however much it weighs."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.page import Page

NOTICE = {"zh": ("泵站检修停水通知", "因线路检修，三月六日八时至十二时东门泵站停水，请沿线用户提前储水。"),
          "en": ("Notice of a cut in water supply", "Water supply will be cut on Wednesday morning for repair of the east pump.")}
OTHERS = {"zh": ("城市公交新线路今日开通", "连接火车站与市医院，沿途共设站点二十四个，方便沿线居民出行，首末班时间为六点至二十二点……"),
          "en": ("New bus line opens in the old town",
                 "It links the station with the hospital and the university, officials said on Monday evening.")}


def page(language: str, heading: str, *, behind: str = "", teasers: int = 6) -> str | None:
    (title, text), (name, words) = NOTICE[language], OTHERS[language]
    rows = "".join(f"<div><h3><a href='/a{number}.html'>{name} {number}</a></h3><p>{words * 2}</p></div>" for number in range(teasers))
    markup = f"<html><head><meta charset=utf-8><title>{title}</title></head><body><div><h1>{title}</h1><p>2024-03-05</p><p>{text}</p>" \
             f"{heading}{rows}{behind}</div></body></html>"
    return extract(Page(url="http://www.a.example/n/1.html", body=markup.encode())).body


@pytest.mark.parametrize(("language", "heading"), [
    ("zh", "<h2>推荐阅读</h2>"), ("zh", "<div class=tit>相关新闻</div>"), ("zh", "<p><b>猜你喜欢</b></p>"), ("zh", "<h3>最新动态</h3>"),
    ("en", "<h3>Related stories</h3>"), ("en", "<h2>More from the county</h2>"), ("en", "<h2>Latest</h2>"),
    ("en", "<div>You may also like</div>")])
def test_teasers_below_a_heading_of_other_articles_never_stand_for_a_short_text(language: str, heading: str) -> None:
    assert page(language, heading) == NOTICE[language][1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_text_that_goes_on_behind_the_teasers_is_no_part_of_the_last_one(language: str) -> None:
    more = NOTICE[language][1] * 4
    heading = "Related stories" if language == "en" else "相关新闻"
    body = page(language, f"<h3>{heading}</h3>", behind=f"<p>{OTHERS[language][1]}</p><p>{more}</p>")
    assert body is not None and more in body and f"{OTHERS[language][0]} 1" not in body


def test_a_list_of_the_best_of_something_is_a_text() -> None:
    rows = "".join(f"<h3><a href='https://shop.example/{number}'>Sturdy garden pump no. {number}</a></h3>"
                   f"<p>It moved {number}0 litres in a minute, "
                   "was easy to mount, and costs less than most of the others.</p>" for number in range(1, 6))
    text = "We tested five pumps in three gardens for two weeks, with clean and with muddy water."
    markup = f"<title>The best pumps</title><article><h1>The best pumps</h1><p>{text}</p><h2>Top picks</h2>{rows}</article>"
    body = extract(Page(url="http://www.a.example/n/1.html", body=markup.encode())).body or ""
    assert text in body and "moved 10 litres" in body and "moved 50 litres" in body


def test_two_linked_headings_of_a_text_are_parts_of_it() -> None:
    body = page("en", "<h3>More about the pump</h3>", teasers=2)
    assert body is not None and OTHERS["en"][1] in body
