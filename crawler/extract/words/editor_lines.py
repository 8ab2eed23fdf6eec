"""Lines that name the editor or the source of a text: where they stand, and how they are written."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.words.han_forms import compiled

EDITOR_LINE: Final = compiled(
    r"\s*[\[【(（〔]?\s*(?:[\u4e00-\u9fff]{2,5}(?=编辑))?(?:责任编辑|网络编辑|责\s*编|网\s*编|本文编辑|编\s*辑|编\s*审|选\s*稿|(?:副|执行)?主\s*编|值班(?:编辑|编委|主任|总监|总编)|校\s*对|审\s*核|文章录入|撰\s*稿|签\s*发|"
    r"信息员|新媒体编辑|[初复终一二三]\s*审(?:\s*[一二三]\s*校)?|监\s*制|供\s*稿(?:单位)?|"
    r"(?:web |executive |responsible |duty )?editors?(?:[ -]in[ -]charge)?|"
    r"edit(?:ed by|(?=\s*[:：]\s*(?-i:[A-Z])[a-z]+(?: (?-i:[A-Z])[a-z]+){0,2}\s*[\])】]?\s*$))|"
    r"(?:本文)?来\s*[源自]|稿\s*源|稿件来源|文章来源|信息来源|内容来源|新闻来源|消息来源|(?:(?:information|article|news|text) )sources?|"
    r"(?:[\u4e00-\u9fff]{2,8}\s)?[作记]\s*者(?=\s*[:：][^。！？!?\n]{1,30}(?:编\s*辑|责\s*编)\s*[:：])|sources?|"
    r"(?:记\s*者|撰\s*文|采\s*写|文)(?=\s*[丨｜|]))(?:\s*[:：丨｜]|(?<=[\u4e00-\u9fff])\s*\||(?<=[辑编])[/／](?=[\u4e00-\u9fff]{2,4}(?:\s|$)))"
    r"[^。！？!?\n]{0,60}[\]】)）〕]?\s*", re.IGNORECASE)
"""A line that names editor or source, behind or above the text."""
_ROLES: Final = r"(?:(?:责任|值班|图片)?编辑|责编|校对|审核|文字|摄影|(?:见习)?记者|实习生)"
SOURCE_LINE = compiled(r"[\[【(（]?\s*(?:(?:供|来)\s*稿(?:单\s*位|部\s*门)?\s*[:：]\s*|报送单位\s*[:：]\s*|信息提供\s*[:：]\s*|(?P<first>"
                       r"出\s*处\s*[:：]|[摘转来]自(?:\s*[:：]|(?=\s?《))|(?:信息|文章|稿件)?来\s*源(?:\s*[\]】]\s*[:：]?|\s*[:：]|\s))\s*)"
                       r"(?P<value>[^\s\d。！？!?，,:：][^。！？!?，,:：]{0,24}?)\s*[\]】)）]?")
"""A line above a text, or right below it, of who sent it in or published it first, and nothing else."""
FAR_EDITOR: Final = compiled(r"[\[【(（]?\s*(?:[来來]\s*源\s*[:：]\s*\S{2,30}\s+)?(?:责任编辑|责\s*编)"
                         r"\s*[:：]\s*[\u4e00-\u9fff]{2,4}\s*[\]】)）]?")
"""The same far below it."""
EDITOR_PAIRS: Final = compiled(rf"\s*(?:{_ROLES}\s?[/／]?\s?[\u4e00-\u9fff·]{{2,4}}+"
                          rf"(?:[、 ](?!{_ROLES})[\u4e00-\u9fff·]{{2,4}}+){{0,3}}+(?:\s+|$)){{2,6}}+")
"""The same without colons: roles and names in turns."""
EDITOR_TAIL: Final = compiled(r"\s*[\[【(（〔]\s*(?:责任编辑|网络编辑|责\s*编|编\s*辑|选\s*稿|编\s*审|稿\s*源|稿件来源|web editor|"
    r"editor)\s*[:：][^\]】)）〕。]{0,40}[\]】)）〕]\s*$", re.IGNORECASE)
"""The same at the end of the last paragraph."""
EDITOR_ALONE: Final = compiled(r"[\[【(（]?(?:(?:稿\s?源|来\s?源)\s(?P<source>[\u4e00-\u9fff]{2,12})\s)?"
                          r"(?:责任编辑|责编|编辑)\s(?P<value>[\u4e00-\u9fff]{2,4})[\]】)）]?")
"""A line of the editor alone, or of source and editor, without a colon."""
