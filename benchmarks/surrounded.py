"""Scores extraction on labelled pages with more around their article: notices and lists above it, offers, stories, readers' words and a
foot behind it, in boxes whose names say nothing. Run: `python -m benchmarks.surrounded FOLDER`; folders as for `benchmarks.extraction`.

What is lost against the pages as they came is what an article of a site never seen may lose to what that site puts around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from benchmarks.altered import Altering, compare
from crawler.extract.markup.charset import decode

_BODY, _END = re.compile(rb"<body\b[^>]*>", re.IGNORECASE), re.compile(rb"</body\s*>", re.IGNORECASE)
_HAN = re.compile("[\u4e00-\u9fff]")
_FEWEST_HAN = 200
"""Han characters from which on a page is Chinese."""


class Language(NamedTuple):
    """What sites say in one language; none of it in words that the rules know."""

    calls: Sequence[str]
    headlines: Sequence[str]
    lines: Sequence[str]
    words: Sequence[str]
    readers: Sequence[str]
    about: str
    most_read: str
    more: str
    answers: str
    foot: Sequence[str]


ENGLISH = Language(
    calls=("Our reporters are paid by readers like you, so please think of making a gift today, however small it may be.",
           "Get what the town talks about on every weekday, long before the first coffee of the morning is ready.",
           "More than 200,000 people read us every week and never miss one of our long reads; why not be one of them?",
           "This site has to remember a few things about your visit, and you can change your mind about it at any time."),
    headlines=("Council votes to keep the old library open after months of protest", "How a small town built its own power plant",
               "The teacher who taught three generations to swim", "Why rents fell in the harbour district",
               "Rain brings relief to farmers in the south", "New bridge to open in spring, a year late",
               "What the census says about our oldest street", "Night trains return to the valley line"),
    lines=("Residents had gathered names since March, and on Tuesday evening the council gave in by a vote that surprised both camps.",
           "It began with a broken boiler and a meeting in the fire station; eight years on engineers come to have a look at it.",
           "At eighty-one she still stands at the edge of the pool at six in the morning and knows every child by its name.",
           "Economists point to three new blocks and a factory that left, but those who live there tell quite another story.",
           "After eleven dry weeks the wells filled again, and the sowing of winter wheat can begin, the chamber said on Sunday."),
    words=("I grew up two streets from there and could not agree more with what is said here.",
           "And who is to pay for all that, I wonder?", "Thank you, this is the first piece on it that I could follow to its end.",
           "They said the same ten years ago, and look at it now."),
    readers=("Tom", "Ana K.", "reader77", "J. Ortiz"), about="Who we are", most_read="What others look at", more="Further stories",
    answers="4 answers", foot=("Harbour Media Group, 12 Quay Street.", "Printed on 28 November 2026 in the old mill."))
CHINESE = Language(
    calls=("尊敬的用户，您好！为了给您提供更加优质的服务，本网站近期将进行改版，部分栏目可能无法打开，给您带来不便，敬请谅解。",
           "本网站由县大数据中心负责日常运行，欢迎广大群众通过电话、信件等方式提出宝贵意见和建议，我们将认真研究采纳。",
           "手机客户端已全新上线，新增办事预约、进度查询、政策问答等功能，欢迎到各大应用市场搜索安装使用，共享便捷服务。"),
    headlines=("全省前三季度经济运行情况新闻发布会召开", "省政府常务会议研究部署安全生产工作", "青山县万亩油茶喜获丰收",
               "关于做好今冬明春农田水利建设的通知", "白河大桥主体工程顺利合龙", "第六届非物质文化遗产展演活动开幕",
               "我省新增三家国家级工业设计中心", "老城区供热管网改造提前完工"),
    lines=("前三季度全省地区生产总值同比增长百分之五点六，主要经济指标保持在合理区间，总体运行平稳向好。",
           "会议强调，要压实各级责任，深入排查整治重点行业领域风险隐患，切实保障人民群众生命财产安全。",
           "走进青山县的油茶基地，漫山遍野的油茶果挂满枝头，村民们正忙着采摘、装筐、运输。",
           "这座横跨白河两岸的特大桥全长二千三百米，建成后两岸居民的出行时间将由一小时缩短至十分钟。",
           "活动期间，来自全省各地的八十余名传承人将现场展示剪纸、皮影、木版年画等传统技艺。"),
    words=("说得好，希望早日落实到位，让老百姓得到实惠。", "我家就住在附近，看着一天天变化，真心高兴。",
           "请问什么时候开始施工？会不会影响上班出行？", "家乡越来越好了，点个赞。"),
    readers=("江南雨", "老张", "青山依旧", "小河流水"), about="本站公告", most_read="大家都在看", more="更多新闻", answers="网友说（4）",
    foot=("青山县人民政府办公室主办，县大数据中心维护。", "地址：青山县人民路1号，邮编：310000。"))


def _taken(every: Sequence[str], page: bytes, seed: int, count: int) -> Iterator[str]:
    """Some of the sentences, others for other pages."""
    first = int.from_bytes(sha256(b"%d %b" % (seed, page[:4096])).digest()[:4], "big")
    return (every[(first + at) % len(every)] for at in range(count))


def _language(page: bytes) -> Language:
    return CHINESE if len(_HAN.findall(decode(page, None).text[:200_000])) >= _FEWEST_HAN else ENGLISH


def _octets(markup: str) -> bytes:
    """In any charset: what is not ASCII as references."""
    return markup.encode("ascii", "xmlcharrefreplace")


def above(page: bytes, markup: str) -> bytes:
    """The page with something more where its body begins."""
    body = _BODY.search(page)
    place = body.end() if body is not None else 0
    return page[:place] + _octets(markup) + page[place:]


def behind(page: bytes, markup: str) -> bytes:
    """The page with something more where its body ends."""
    ends = [match.start() for match in _END.finditer(page)]
    place = ends[-1] if ends else len(page)
    return page[:place] + _octets(markup) + page[place:]


def notice(page: bytes, seed: int) -> bytes:
    """A paragraph to all visitors above everything."""
    calls = " ".join(_taken(_language(page).calls, page, seed, 2))
    return above(page, f'<div class="xq1"><p>{calls}</p><button>OK</button></div>')


def lists(page: bytes, seed: int) -> bytes:
    """A column above the article: who runs the site, and what is read most."""
    said = _language(page)
    rows = "".join(f'<li><a href="/xq/{at}.html">{line}</a></li>' for at, line in enumerate(_taken(said.headlines, page, seed, 6)))
    line = next(_taken(said.lines, page, seed, 1))
    return above(page, f'<div class="xq2"><h3>{said.about}</h3><p>{line}</p><h3>{said.most_read}</h3><ol>{rows}</ol></div>')


def offers(page: bytes, seed: int) -> bytes:
    """A call to subscribe, with a heading of its own."""
    said = _language(page)
    lines = "".join(f"<p>{line}</p>" for line in _taken(said.calls, page, seed, 2))
    return behind(page, f'<div class="xq3"><h3>{said.about}</h3>{lines}<form><input type="email"></form></div>')


def stories(page: bytes, seed: int) -> bytes:
    """Five further stories, each with the beginning of its text."""
    said = _language(page)
    pairs = zip(_taken(said.headlines, page, seed, 5), _taken(said.lines, page, seed, 5), strict=True)
    rows = "".join(f'<div class="xq5"><h4><a href="/xq/{at}.html">{one}</a></h4><p>{line}</p></div>'
                   for at, (one, line) in enumerate(pairs))
    return behind(page, f'<div class="xq4"><h3>{said.more}</h3>{rows}</div>')


def words(page: bytes, seed: int) -> bytes:
    """What four readers wrote, each with name, day and time."""
    said = _language(page)
    rows = "".join(f'<div class="xq7"><b>{name}</b> <span>2026-11-27 1{at}:20</span><p>{line}</p></div>'
                   for at, (name, line) in enumerate(zip(said.readers, _taken(said.words, page, seed, 4), strict=True)))
    return behind(page, f'<div class="xq6"><h3>{said.answers}</h3>{rows}</div>')


def foot(page: bytes, seed: int) -> bytes:
    """Who runs the site and where."""
    return behind(page, '<div class="xq8">' + "".join(f"<p>{line}</p>" for line in _language(page).foot) + "</div>")


def everything(page: bytes, seed: int) -> bytes:
    """All of it."""
    for each in (lists, notice, stories, words, offers, foot):
        page = each(page, seed)
    return page


KINDS: dict[str, Altering] = {each.__name__: each for each in (notice, lists, offers, stories, words, foot, everything)}
"""What is put around an article."""


def main() -> None:
    """The command."""
    compare(KINDS, "Extraction amid more than the article", "surrounded", "Scores extraction on labelled pages with more around them.")


if __name__ == "__main__":
    main()
