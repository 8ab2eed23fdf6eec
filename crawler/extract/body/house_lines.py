"""What Chinese papers and portals write below their texts for readers: to follow, to share, to write to them, whose the text is."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.markup.blocks import Block
from crawler.extract.words.han_forms import compiled

_CHANNEL: Final = r"(?:微信|微博|公众号|客户端|视频号|抖音|头条号|快手|APP|app)"
_CONTACT: Final = (r"(?:(?:投|来|供)稿(?:邮箱|信箱|热线|电话|QQ)|(?:新闻|报料|爆料|读者|服务|广告|发行|监督|举报)(?:热线|电话|邮箱)|"
            r"(?:值班|联系)电话|热线电话)")
_HOUSE: Final = compiled(
    rf"(?:欢迎|敬请|请|快来|扫码|长按二维码|点击)?\s?(?:大家|您)?(?:扫码|添加|订阅|点击|长按)?\s?关注[^。？]{{0,18}}{_CHANNEL}[^。？]{{0,10}}|"
    r"(?:觉得|如果(?:您|你)?(?:觉得|喜欢)|喜欢(?:就|这|本))[^。？]{0,14}(?:分享|转发|点赞|收藏|在看)[^。？]{0,14}|"
    r"(?:立即|点击|扫码|马上)?下载[^。？，]{0,14}(?:APP|app|客户端)|(?:请?(?:打开|使?用))?手?机?微信扫一扫[^。？]{0,20}|"
    rf"(?:{_CONTACT}\s?[:：]\s?[\w@.\-—－/、()（）]{{3,40}}[\s，,；;]*){{1,4}}|"
    r"[※*＊●■【\[（(]?\s?(?:版权作品|版权所有|本[网站报台刊社][^。，]{0,14}(?:文章|内容|作品|稿件|新闻|信息|图片))[】\]]?[，,：:]?[^。]{0,24}未经"
    r"[^。]{0,24}(?:授权|许可|同意)[^。]{0,10}(?:禁止|严禁|不得|谢绝|请勿)[^。]{0,40}[。！]?[)）]?|"
    r"[※*＊（(【]?\s?本(?:稿件?|文|新闻|篇)[^。]{0,24}(?:原创|版权)[^。]{0,24}转载[^。]{0,24}[。！]?[)）】]?|"
    r"(?:本页|页面|文章|信息)?(?:更新|打印|录入|生成|采集)(?:时间|日期|人|者)?\s?[:：]\s?(?:[A-Za-z]\w{1,12}|[\u4e00-\u9fff]{2,4})?\s?"
    r"(?:(?:19|20)\d\d[-/.年][\d\-/.月日 :：]{3,18})?|"
    r"[转摘]自\s?[:：]\s?[《“]?[^。！？\s:：]{2,20}[》”]?")
"""A whole line of that."""
_ROLES = (r"(?:(?:chief|article|final|first|second|third|last) )?(?:editor(?:[ -]in[ -]chief)?|entry|audit(?:or)?|proofread(?:er|ing)?|"
          r"review(?:er|ed by)?|trial|contribut(?:ion|or|ed by)|source of information|printing time|accessor(?:y|ies)|attachments?)")
_TRANSLATED: Final = re.compile(
    rf"(?:{_ROLES}\s?[:：]\s?(?:none|[A-Z][\w' -]{{1,40}}?|(?:19|20)[\d: -]{{6,17}}|admin)\s*){{1,4}}|"
    r"(?:previous|last|next|prev)(?: article)?\s?[:：]\s?(?:none|no|no more|nothing)|"
    r"(?:please )?(?:download the app|go back|open (?:it )?with (?:the |your )?mobile phone|page \d+ of \d+|"
    r"long press the QR code[\w ]{0,30}|click to enter the (?:topic|special(?: topic)?))", re.IGNORECASE)
"""The same as machines translate it for the other editions of portals."""
_BEGINS: Final = frozenset("欢敬请快扫长点关添订觉如喜立马下打使用手微投来供新报爆读服广发监举值联热※*＊●■【[（(版本页文信更录生采转摘")
_LONGEST: Final = 120
_PAGES: Final = re.compile(r"[\s\[\]【】（）()|｜·,，、/<>＜＞«»‹›…\d]{3,60}")
_OF_PAGES: Final = re.compile(r"[（(\[【]\s*(\d{1,2})\s*/\s*(\d{1,2})\s*[)）\]】]")


def is_page_numbers(block: Block) -> bool:
    """Whether a line below a text is nothing but the numbers of its pages, from the first on: `1 | 2 | 3`, `(1/3)`."""
    text = block.text
    if len(text) > _LONGEST or _PAGES.fullmatch(text) is None:
        return False
    if (of := _OF_PAGES.fullmatch(text)) is not None:
        return 0 < int(of[1]) <= int(of[2]) > 1
    numbers = [int(number) for number in re.findall(r"\d+", block.apart if block.linked else text)]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def is_house_line(block: Block) -> bool:
    """Whether a line below a text is what the house asks of its readers, or how it made the page, and nothing of the text."""
    text = block.text
    if len(text) > _LONGEST:
        return False
    return _TRANSLATED.fullmatch(text) is not None if text.isascii() else text[0] in _BEGINS and _HOUSE.fullmatch(text) is not None
