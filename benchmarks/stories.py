"""Made wire stories and what portals do to them, with the truth: which texts are one story."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from crawler.demo.prose import story

NAMES = (("特朗普", "川普"), ("泽连斯基", "泽伦斯基"), ("马克龙", "马克宏"), ("默克尔", "梅克尔"), ("悉尼", "雪梨"), ("新西兰", "纽西兰"),
         ("沙特阿拉伯", "沙乌地阿拉伯"), ("奥巴马", "欧巴马"), ("肯尼迪", "甘迺迪"), ("尼日利亚", "奈及利亚"))
"""Foreign names as the mainland and as others write them."""
SYNONYMS = (("介绍", "说"), ("目前", "现在"), ("进行", "开展"), ("群众", "居民"), ("表示", "指出"), ("建成", "完成"), ("获悉", "了解到"),
            ("明显", "显著"), ("安排", "落实"), ("可以", "能够"), ("按照", "根据"), ("组织", "发动"), ("过去", "以前"), ("提高", "提升"))
ENGLISH_SYNONYMS = (("said", "noted"), ("finished", "completed"), ("work", "project"), ("visitors", "guests"), ("new", "fresh"),
                    ("about", "roughly"), ("more than", "over"), ("started", "began"), ("helps", "assists"), ("children", "pupils"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One text as a portal has it."""

    story: int
    """Texts of one number are one story."""
    edit: str
    """What was done to it; `original`, `other`."""
    title: str
    body: str


def original(number: int, dice: Random, language: str) -> tuple[str, str]:
    """A wire story: one made of the demonstration's sentences, with foreign names and figures of its own."""
    title, paragraphs = story(f"wire {number}", language, dice.randint(5, 9))
    for place in range(len(paragraphs)):
        if language == "zh" and place % 2:
            first, second = dice.sample(NAMES, 2)
            paragraphs[place] += (f"{first[0]}方面的代表同{second[0]}来的客人谈了{dice.randint(2, 99)}个合作项目，"
                                  f"意向金额{dice.randint(100, 99999) / 10}万元。")
    return title, "\n\n".join(paragraphs)


def verbatim(title: str, body: str, dice: Random) -> tuple[str, str]:
    """As it is, with the portal's own line in front and behind."""
    reporter, editor = (dice.choice(family) + dice.choice(given) for family, given in (("张王李赵", "明华强丽"), ("陈杨黄周", "静磊芳军")))
    return title, f"本网讯（通讯员 {reporter}）{body}\n\n（责任编辑：{editor}）"


def light(title: str, body: str, dice: Random) -> tuple[str, str]:
    """Other words here and there, one figure corrected, a sentence put in."""
    for old, new in (*SYNONYMS, *ENGLISH_SYNONYMS):
        if dice.random() < 0.6:
            body = body.replace(old, new)
    figures = list(re.finditer(r"\d+", body))
    if figures:
        one = dice.choice(figures)
        body = f"{body[:one.start()]}{int(one[0]) + 1}{body[one.end():]}"
    return title, body + "\n\n" + story(f"put in {dice.random()}", "en" if body.isascii() else "zh", 1)[1][0]


def cut(title: str, body: str, dice: Random) -> tuple[str, str]:
    """Its first half to four fifths."""
    sentences = re.findall(r"[^。.]*[。.]\s*", body)
    return title, "".join(sentences[: max(4, round(len(sentences) * dice.uniform(0.5, 0.8)))]).strip()


def headline(title: str, body: str, dice: Random) -> tuple[str, str]:
    """Another headline, blanks and marks of another width."""
    return f"【关注】{title[::-1]}", body.replace("，", ",").replace("\n\n", "\n　　").replace("（", "(").replace("）", ")")


def names(title: str, body: str, dice: Random) -> tuple[str, str]:
    """Foreign names as others write them."""
    for ours, theirs in NAMES:
        title, body = title.replace(ours, theirs), body.replace(ours, theirs)
    return title, body


def several(title: str, body: str, dice: Random) -> tuple[str, str]:
    """Cut a little, reworded, renamed, under another headline."""
    sentences = re.findall(r"[^。.]*[。.]\s*", body)
    body = "".join(sentences[: max(4, round(len(sentences) * 0.8))]).strip()
    for edit in (light, names, headline):
        title, body = edit(title, body, dice)
    return title, body


EDITS: dict[str, Callable[[str, str, Random], tuple[str, str]]] = {
    "verbatim": verbatim, "light edits": light, "cut": cut, "new headline": headline, "translated names": names, "several": several,
}


_PLACES = "青石白望松柳麦云南临桐竹沙东梅双荷北清半"
"""First signs of the demonstration's places."""


def refilled(body: str, dice: Random) -> str:
    """The same form with other figures and places, as bulletins are: another story."""
    filled = re.sub(r"\d+", lambda figure: str(dice.randint(1, 10 ** len(figure[0]))), body)
    return re.sub(f"[{_PLACES}]", lambda sign: dice.choice(_PLACES), filled)


def stories(count: int, seed: int = 1) -> Iterator[Told]:
    """`count` wire stories, an eighth of them English, each with every edit, and as many texts that only look alike: of one form filled
    in anew (`bulletin`), and following stories that repeat a third of an earlier one (`following`)."""
    dice = Random(seed)
    last = ""
    for number in range(count):
        language = "en" if number % 8 == 7 else "zh"
        title, body = original(number, dice, language)
        yield Told(story=number, edit="original", title=title, body=body)
        for name, edit in EDITS.items():
            made, text = edit(title, body, dice)
            yield Told(story=number, edit=name, title=made, body=text)
        yield Told(story=-2 * number - 1, edit="bulletin", title=title, body=refilled(body, dice))
        if last:
            _, other = original(count + number, dice, "zh")
            yield Told(story=-2 * number - 2, edit="following", title=f"续：{title}", body=f"{other}\n\n{last[:len(last) // 3]}")
        last = body if language == "zh" else last
