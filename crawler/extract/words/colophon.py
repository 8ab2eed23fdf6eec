"""The foot of a portal's pages: who runs the site, its numbers, its rights. Where a page has no text of its own, it is no article."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.words.wording import signs_of

_LONGEST: Final = 400
"""Characters of such a line at most."""
_SIGN: Final = re.compile(r"网站标识码|ICP[备证]\s*\d|公网安备|版权所有|Copyright\b|©|主办(?:单位)?[:：]|承办(?:单位)?[:：]|技术支持[:：]|"
                   r"建议使用.{0,20}(?:浏览器|分辨率)|"
                   r"All rights reserved|许可证(?:编?号)?[:：]|违法和不良信息举报|Registration Number", re.IGNORECASE)
_SURE: Final = re.compile(r"ICP[备证]\s*[\d０-９]|公网安备|网站标识码|All rights reserved|违法和不良信息举报|"
                   r"互联网新闻信息服务许可证|"
                   r"^\W*(?:not to be reproduced\b|(?:copyright|©|this (?:material|article|story|content)|all (?:content|material))\b"
                   r".{0,200}\bbe (?:reproduced|published, broadcast))", re.IGNORECASE)
"""In such a line and no article's."""
FEET: Final = signs_of("icp备", "icp证", "公网安备", "网站标识码", "rights reserved", "be reproduced", "be published, broadcast",
                "违法和不良信息举报", "互联网新闻信息服务许可证")
"""Of which one stands in each such line, in small letters."""
_NAME: Final = re.compile(r"[^\d:：，。、；！？]{1,16}")
"""A site's name in its foot, as far as its length and signs say."""


def is_colophon(text: str) -> bool:
    """Whether a line belongs to the foot of a site."""
    return len(text) <= _LONGEST and _SIGN.search(text) is not None


def are_colophon(lines: list[str]) -> bool:
    """Whether lines are the foot of a site and nothing else: one in two tells so, and others are a name or two."""
    signs = [is_colophon(line) for line in lines]
    return 2 * sum(signs) >= len(lines) and all(sign or _NAME.fullmatch(line) is not None for line, sign in zip(lines, signs, strict=True))


def ends_page(text: str) -> bool:
    """Whether a line of a site's foot says so by what no article has: the number of its licence, whom to tell of what is unlawful."""
    return len(text) <= _LONGEST and _SURE.search(text) is not None
