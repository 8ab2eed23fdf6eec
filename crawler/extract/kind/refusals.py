"""Pages that say, with status 200, that there is nothing to be had: the text is gone, or the reader may not see it now."""

from __future__ import annotations

import re
from typing import Final

from crawler.extract.markup.blocks import Block, Blocks
from crawler.extract.markup.marks import CHROME
from crawler.extract.words.text import weight

_SUBJECT: Final = r"(?:页面?|网页|文章|内容|信息|文件|栏目|链接|新闻|资源|网址|地址|数据|记录|帖子|稿件)"
_BY: Final = r"(?:发布者|发布人|作者|管理员|系统|编辑)?"
_THING: Final = r"(?:page|article|information|document|file|content|story|post|topic|thread|item|resource|url|record)"
_ASKED: Final = (r"(?: (?:that )?you(?:['’]re| are| were|['’]ve| have)? (?:requested|visit(?:ed|ing)?|(?:looking|searching) for|"
          r"(?:tried|trying) to (?:reach|access|view|open|visit)))?")
GONE: Final = re.compile(
    # Behind 不存在 a word may follow of which a text says that it is not so: 数据不存在造假.
    rf"{_SUBJECT}(?:可能|暂时)?(?:不存在(?![^\s，。！!,.；;、：:或了啦”」』）)\"'])|"
    r"(?:已经?|被|不小心)*(?:找不到|未找到|没有找到|不见了|走丢|飞走)|"
    rf"(?:已经?|可能|被|不小心)+{_BY}(?:删除|下线|下架|移除|失效|过期|丢失|撤销|撤回|撤稿)(?!的))|(?:页面|网页|链接)(?:失效|过期|丢失|删除)|"
    r"(?:找不到|未找到|没有找到|无法找到)(?:该|您|此|你|相关)?.{0,12}(?:页|网页|文章|内容|信息)|"
    rf"{_SUBJECT}(?:(?:尚未|还未|暂未)(?:正式)?(?:发布|审核)|正在审核)|(?:网址|URL)[^。，]{{0,8}}无法(?:获取|访问)|"
    r"(?:查无此|无此|没有此|没有该)(?:信息|文章|页面|网页|记录|稿件)|(?:网址|地址)(?:有误|错误|不正确)|"
    r"(?:抱歉|对不起)[，,!！ ].{0,20}(?:不存在|删除|找不到|出错|无法访问)|(?:错误|出错)\s*[:：]?\s*404|404\s*(?:页面|错误|not found|error)|"
    rf"{_THING}{_ASKED} (?:was |is )?(?:not found|cannot be found|could(?: not|n['’]t) be found|can['’]t be found|"
    r"(?:has been|was|may have been|might have been) (?:removed|deleted)|does(?: not|n['’]t) exist|is no longer (?:available|here|online)|"
    r"you (?:requested|are looking for))|"
    rf"(?:can['’]t|cannot|could(?: not|n['’]t)|unable to) (?:find|locate) (?:the|that|this|your|any) {_THING}|"
    r"\bno such (?:page|article|document|topic|post)\b|\binvalid (?:article|page|post|topic|document) (?:id|number)\b|"
    r"nothing was found at this (?:location|address)|error 404|^\s*404\s*$|not be found|no longer exists", re.IGNORECASE)
"""Told of what an address led to. Only the one who took it away can say so: what stands in `_BARRED` may pass."""
_BARRED: Final = re.compile(
    r"没有.{0,12}权限|无权(?:访问|查看|浏览)|权限不足|请(?:您)?先?登[录陆](?:后|再|以后|系统)|"
    r"登[录陆]后(?:才能|才可|方可|再|可)?以?(?:查看|访问|浏览|阅读)|仅限.{0,8}访问|"
    r"(?:系统|网站|平台|服务器?|本站|页面)(?:正在|正|处于|进行|例行|停机|升级)*(?:维护|升级)(?:中|升级|[，,。！!]|期间|$)|暂停(?:访问|服务)|"
    r"系统(?:出错|发生错误|错误|异常|繁忙)|服务器(?:繁忙|错误|异常|内部错误|出错)|参数(?:错误|有误|无效|不正确)|非法(?:访问|请求|参数|操作)|运行时错误|"
    r"(?:网站|站点|栏目|频道)已?(?:被)?(?:关闭|停止服务|停用|停止访问|关停)|(?:网页|页面|网站)(?:暂时)?无法(?:访问|显示|打开)|"
    r"do(?: not|n['’]t) have (?:the )?(?:\w+ )?(?:permissions?|authori[sz]ation|privileges|access)|"
    r"not authori[sz]ed to (?:view|access|see)|access (?:is |was |has been )?denied|"
    r"(?:please|must|need to|have to) (?:be )?(?:log(?:ged)?|sign(?:ed)?)[ -]?in to (?:view|read|access|see)|"
    r"(?:under|scheduled|undergoing) (?:\w+ )?maintenance|internal server error|HTTP Status [45]\d\d|\bexception report\b|"
    r"\.php\s+LINE\s*[:：]\s*\d|java\.lang\.\w+(?:Exception|Error)\b|fatal error: |you have an error in your SQL syntax|ORA-\d{5}|"
    r"error (?:has )?occurred|"
    r"ADODB\.|Microsoft (?:OLE DB|VBScript)|数据库连接(?:失败|错误|出错)|无法连接到?(?:服务器|数据库)|"
    r"(?:站点|网站)未启用|网站(?:升级|改版){1,2}中|"
    r"^service unavailable$|^bad request\b|(?:temporarily|currently) unavailable|something went wrong|"
    r"(?:page|content) (?:is )?(?:un|not )available|"
    r"(?:page|content) isn['’]t available|account has been suspended", re.IGNORECASE)
_FAULT: Final = re.compile(
    r"Apache Tomcat.{0,20} - Error report|HTTP Status [45]\d\d\b|Error [45]\d\d--\S|"
    r"[45]\d\d (?:Bad Gateway|Service (?:Temporarily )?Unavailable|Forbidden|"
    r"Internal Server Error|Gateway Time-?out)$|Whitelabel Error Page|JSP Processing Error|Runtime Error$|运行时错误$|"
    r"(?:Server Error in )?['“‘\"]?/[^'”’\"]{0,40}['”’\"]?\s?(?:Application\.?$|应用程序中的服务器错误)", re.IGNORECASE)
"""What servers and their frameworks call the pages that they make of their own faults."""
_LOOKED_AT: Final = 40
_MOST: Final = 1200
_MESSAGE: Final = 150
"""Weight of a line that is the message of a page with more to read: within a sentence of a text such words tell of something else."""


def gone_words(title: str, blocks: Blocks, *, within_text: bool) -> str | None:
    """The words by which a page says that what was asked for is gone. `within_text`: whether it has a text of some weight, of which
    lines that are long say nothing of the page."""
    lines = [title, *[block.text for block in blocks.blocks[:_LOOKED_AT]]]
    if within_text:
        lines = [line for line in lines if weight(line) <= _MESSAGE]
    found = GONE.search(" ".join(lines)[:_MOST])
    return found[0] if found is not None else None


def fault_words(title: str, blocks: Blocks) -> str | None:
    """The words by which a headline, or a page's first line, says that the server failed; None when neither does."""
    found = next(filter(None, map(_FAULT.match, (title, *[block.text for block in blocks.blocks[:1]]))), None)
    return found[0] if found is not None else None


def barred_words(blocks: Blocks) -> str | None:
    """The words by which a page without a text says that its reader may not see it, or not now: of its lines, not of its menus."""
    for block in blocks.blocks[:_LOOKED_AT]:
        found = _BARRED.search(block.text) if _is_told(block) else None
        if found is not None:
            return found[0]
    return None


def _is_told(block: Block) -> bool:
    """Whether a block may be what a page has to say."""
    return block.size <= 600 and block.linked < 0.5 * block.size and not block.box.under & CHROME and not block.box.hidden
