"""Paragraphs among those of a text that promote the site: its letters, alerts and shops, another of its articles. Each has a link."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.markup.blocks import Block
from crawler.extract.words.han_forms import compiled

_LONGEST: Final = 240
_LONGEST_BUTTON: Final = 60
"""Weight of such a paragraph, and of a link to a shop, at most."""
_STARTS: Final = frozenset("NSGCTWJORBVFY")
_PROMOTES: Final = re.compile(
    r"(?:(?:Never|Don['\u2019]t) miss\b|Sign up\b|Subscribe\b|SUBSCRIBE\b|"
    r"Get (?:our|the|all|more)\b|Click (?:here )?to (?:get|receive|sign|subscribe)\b|"
    r"(?:To|Want to) (?:get|receive)\b|Want more\b|Join (?:our|us|the)\b|Our (?:journalism|reporting|work)\b|Receive\b|"
    r"You(?: are)? receiv(?:e|ed|ing) this\b|"
    r"Start your\b|Become a\b)"
    r"(?=.*(?:newsletter|e-?mails?\b|inbox|alerts?\b|(?i:subscri)|sign(?:ed)? up\b|"
    r"donat|(?i:support) (?:this|our|us)\b|\bmembers?\b|free trial|"
    r"mailing list|briefing)).{8,220}")
_SHOP: Final = re.compile(r"(?:Buy|Shop|Order|See|View|Check)(?: (?:it|this|them))? "
                   r"(?:on|at|from|now|deals?|prices?|here|the deal|latest price)\b.{0,40}")
"""A button that leads to a shop."""
_ANOTHER: Final = compiled(r"[\[【（(]?(?:(?:相关|延伸|推荐|拓展|扩展)(?:阅读|新闻|报道|链接|文章)|往期回顾)"
                    r"(?:[\]】）)]\s*[:：]?|\s*[:：>＞丨|])\s*(?=\S).{4,80}|"
                    r"[\[【（(]?(?:更多|点击(?:进入|查看))[\u4e00-\u9fff]{2,8}\s*[>＞»]{1,5}[\]】）)]?")
"""A link to another article, or to more, between the paragraphs of a Chinese one."""
_HAN_STARTS: Final = frozenset("[【（(相延推拓扩往更点")


def promotes(block: Block) -> bool:
    """Whether a paragraph promotes the site's letters, alerts or membership, or is a link to a shop and nothing else."""
    if not block.linked or block.size > _LONGEST or block.level:
        return False  # as nearly all
    if block.text[0] not in _STARTS:
        return block.text[0] in _HAN_STARTS and 10 * block.linked >= 9 * block.size and _ANOTHER.fullmatch(block.text) is not None
    if 10 * block.linked >= 9 * block.size:
        return block.size <= _LONGEST_BUTTON and (_SHOP.fullmatch(block.text) or _PROMOTES.fullmatch(block.text)) is not None
    return _PROMOTES.fullmatch(block.text) is not None
