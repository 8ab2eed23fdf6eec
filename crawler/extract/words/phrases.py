"""The table of the page's furniture: phrases by kind, each with the places where it is furniture and no word of the text.

Chinese phrases were counted on 43 saved pages of provincial portals (2012 to 2023); the English ones are those of the portals' English
editions and what machine translation makes of the Chinese.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crawler.extract.words.han_forms import both

INSIDE: Final = "inside"
"""Taken out wherever it stands, in the middle of a sentence too: what no writer writes."""
BRACKETED: Final = "bracketed"
"""Taken out wherever it stands in brackets of its own; a line of its own as `LINE`."""
LINE: Final = "line"
"""Taken off where a line holds nothing but such phrases."""
EDGE: Final = "edge"
"""Taken off a line of its own, and at the end of a paragraph behind the last full stop, with all furniture that follows; `LINE`, too."""
HEADING: Final = "heading"
"""A line of its own behind the text, with which another part of the page begins."""

COLOURS: Final = (
    "almond(?: yellow)?|autumn lea(?:f|ves)(?: brown)?|rouge(?: red)?|mustard green|sky ?blue|azure|snow (?:green|blue|cyan)|lilac|gr[ae]y|"
    "default(?: colou?r)?|galaxy white|silver white|white|apricot(?: yellow)?|carmine|light (?:blue|green|purple)|"
    "杏仁黄|秋叶褐|胭脂红|芥末绿|天蓝|雪青|灰|银河白|白|默认色?")
COLOUR: Final = rf"(?:(?:{COLOURS})(?:\s*[(（](?:默认色?|default(?: colou?r)?|[0-9A-Fa-f]{{6}})[)）])?)"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Alternatives of one kind, as regular expressions."""

    kind: str
    places: tuple[str, ...]
    words: tuple[str, ...]


TABLE: Final = (
    Phrases("print and close", (BRACKETED, EDGE), (
        r"打\s*印(?:本页|本文|本稿|该页|正文|此页|此文|页面|文章)", r"关\s*闭(?:窗口|视窗|本页|此页|页面)",
        "print th(?:is|e) (?:page|article)",
        "close (?:this |the )?(?:window|page)")),
    Phrases("print and close, short", (BRACKETED, LINE), (
        r"(?:我要)?打\s*印", r"关\s*闭", r"收\s*藏", "下载", "推荐",
        r"返\s*回", "订阅(?:[\u4e00-\u9fff]{2,8}手机报)?", "复制", "favou?rites?", r"(?:i want to )?print(?:ing)?(?! this\b)",
        "clos(?:e|ing|ure)", "shut ?down")),
    Phrases("bookmarks", (BRACKETED, EDGE), (
        "阅读原文|查看原文|下载客户端", "(?:加入|添加)收藏(?:夹)?", "收藏[本此][页文]", "我要收藏", "设为首页",
        "推荐给(?:朋友|好友)", "告诉(?:朋友|好友)", "发(?:送)?给(?:朋友|好友)",
        r"点击进入(?:专题|讨论)\s*[:：]?",
        "(?:点击|戳)[上下]方[“\"「]?蓝色?字(?:体)?[”\"」]?[\u4e00-\u9fff]{0,8}关注[\u4e00-\u9fff]{0,10}[!！]?",
        "(?:点击|戳)[上下]方\\s?[“\"「【][^。！？“”]{2,16}[”\"」】]\\s?(?:即可)?(?:快速)?(?:关注|订阅)[\u4e00-\u9fff]{0,6}[!！]?",
        "点击(?:查)?看大图|点击查看(?:其[它他]|更多|全部|组)图片",
        "click (?:here )?to (?:download|listen|play)", r"点击(?:收听|播放|朗读)(?:本|全)?(?:新闻|文章?)",
        r"点击播报(?:本文)?(?:[，,]约\s*[\d.]*\s*分?钟?)?",
        r"(?:通过\s*)?E-?mail推荐(?:给好友)?", "复制本文网址发给QQ/MSN好友", "复制(?:本文)?(?:链接|网址|地址)", "add to favou?rites",
        "recommend(?:ed)? to (?:a |your )?friends?", "collect(?:ion of)? this page", "set (?:as|to) (?:the )?home ?page",
        "copy link")),
    Phrases("advertisements", (LINE,), (
        # Whoever shows one in China has to mark it so (广告法, article 14).
        r"[广廣]\s?告(?:位)?", "推广(?:信息|内容)?|商业推广|赞助(?:商|内容)(?:链接|广告)?|以下为广告|广告结束")),
    Phrases("bookmarks, short", (LINE,), (
        "collect", r"save(?! this\b)", "pin(?: it)?")),
    Phrases("size of type", (LINE,), (
        "(?:浏览|调整|选择阅读|阅读|文字|文章|正文|页面)?(?:字体|字号)(?:大小|减小|增大|缩小|放大)?", "调整(?:字体|字号)|页面功能",
        "(?:字級|字型)(?:大小)?", "特大|超大|大|中|小|默认|正常|标准|放大|缩小", r"A\s?[+-]|T\s?T|AAA?",
        "font(?: ?size)?|(?:text|typeface|character|word|letter) size",
        r"A\s?-\s*A\s*A\s?\+",
        r"text(?=\s*[:：]\s*(?:large|small|big|[LS]\b))|A(?: A){1,3}",
        "large|medium|small|big|middle|L M S|[LMS]")),
    Phrases("colours for tired eyes", (LINE,), (
        "保护视力色|视力保护色|护眼色|背景(?:颜?色)(?=\\s*[:：])", COLOUR,
        "(?:eye(?:sight)? ?(?:protection|care)|protect(?:ion of)? (?:the )?(?:(?:eye)?sight|vision)|"
        "(?:visual(?: acuity)?|vision) protection)(?: colou?rs?)?",
        "colou?rs? (?:of|for) (?:vision|visual|eye(?:sight)?) (?:protection|care)")),
    Phrases("other programs", (LINE,), (  # before counters: 点击 is one, view, too
        r"阅读全文(?=\W*$)|点击图片(?:进入|查看|浏览)下一[页张]",
        r"view all (?:posts|stories|articles)(?: (?:by|from|in) .{2,40})?",
        r"请?点击(?:屏幕|页面)?右上角(?:的?\s*[.…·]{0,6}\s*(?:按钮|菜单|图标)?)?",
        "请?(?:选择)?[“\"]?在(?:系统|默认|手机|外部|本地)?浏览器中?打开[”\"]?(?:本?页面)?")),
    Phrases("counters", (EDGE,), (
        r"(?:浏览|阅读|点击|访问|查看)(?:次数|总数|数|量)\s*[:：]?\s*\d*\s*次?", r"(?:浏览|阅读|点击|访问)\s*[:：]\s*\d*\s*次?",
        r"you are the \d+(?:st|nd|rd|th) (?:visitor|reader|viewer)",
        r"您(?:访问的)?是第[\s\d…]*[位个](?:访客|访问者|读者|浏览者)", r"(?:page )?views?\s*[:：]\s*[\d,]*(?:\s*times?\b)?",
        r"number of (?:views|visits|clicks|hits)\s*[:：]?\s*\d*", r"(?:hits|clicks?|visits|visitors)\s*[:：]\s*\d*(?:\s*times?\b)?",
        r"times of (?:browsing|reading|visits?|clicks?)\s*[:：]?\s*\d*")),
    Phrases("counters in brackets", (LINE,), (
        r"(?:评论|引用|阅读|浏览|回复|留言|转载|收藏|点击|喜欢|推荐)\s*[(（]\s*\d*\s*[)）]",)),
    Phrases("counters in words", (BRACKETED, EDGE), (
        r"[本此该](?:信息|文章?|新闻|页面?|篇)共?已?[有经]?被?\s*\d*\s*(?:人次?)?(?:浏览|阅读|点击|访问|查看)[了过]?\s*[:：]?\s*\d*\s*次?",
        r"(?:(?:brows(?:ed?|ing)?|(?:click|view)(?:ed|ing)?) (?:on the )?(?:times?|count|number|volume|amount)|(?:read(?:ing)?|visit) "
        r"(?:times|count|volume))\s*[:：]?\s*\d*(?: times?)?")),
    Phrases("counters in other words", (BRACKETED, LINE), (
        r"(?:read(?:ing)?|visit(?:ed|ing)?) (?:on the )?(?:times?|count|number|volume|amount)\s*[:：]?\s*\d*(?: times?)?",)),
    Phrases("counters, short", (LINE,), (
        r"(?:浏览|阅读|点击|访问|查看)(?:率)?\s*[:：]?\s*\d*\s*次?", r"\d+\s*次(?:浏览|阅读|点击)?", r"人气\s*[:：]?\s*\d*",
        r"已阅读?\s*[:：]?\s*\d*\s*次?", r"(?:本文)?热度\s*[:：]?\s*\d+\s*[℃°]?",
        r"\d{1,2} (?:minutes?|mins?|hours?|days?) ago",
        r"(?:page )?views?\s*[\d,]*", "hits|clicks?", r"read(?:ings?)?\s*[:：]\s*\d+(?: times?)?")),
    Phrases("sharing", (EDGE,), (
        "分享(?:到|至)", "分享给(?:朋友|好友)", "转发(?:到|至)(?:微博|微信|朋友圈)",
        "分享本文|一键分享|更多分享|分享按钮", "shar(?:e|ing) (?:it )?(?:to|on|via)", "share ?[-–] ?wechat",
        "(?:(?:kindly|please) )?share this(?: (?:article|page|story|post|newsletter|edition|issue))?", r"read or share this (?:article|story|post)\s*[:：]?\s*(?:https?://\S+)?")),
    Phrases("codes to scan, short", (LINE,), (
        "scan (?:it )?(?:with|using|by) wechat.{0,30}", "(?:mobile )?phone scan(?:ning)? .{0,40}",
        "微信扫(?:一扫|码).{0,16}", "扫一扫.{0,12}", "扫(?:描)?二维码.{0,12}", "使?用微信[“\"「]?扫一扫.{0,30}",
        "用?(?:手机)?浏览器扫一扫.{0,16}",
        "用?手机扫(?:描|一扫)?(?:上方|下方|右侧|左侧)?二维码.{0,20}",
        "打开微信[，,]点击底部的.发现.[，,]?(?:使用.扫一扫.即可将网页分享(?:至|到)朋友圈。?)?",
        "使用.扫一扫.即可将网页分享(?:至|到)朋友圈。?", "微信里点.发现.[，,]扫一下二维码便可将本文分享(?:至|到)朋友圈。?",
        "手机(?:查看|浏览|阅读)", "扫描到手机[，,]新闻随时看|更加?方便分享给朋友",
        "长按(?:识别)?(?:图中|下方|上方)?二维码.{0,12}", "use wechat to scan\\b[^.。]{0,40}",
        "open (?:the|this) (?:current )?page (?:on|with|in) (?:the |your |a )?(?:mobile )?phone",
        "open (?:it )?(?:with|on) your (?:mobile )?phone", "long press to identify the QR code",
        "wechat scan(?:ning)?(?: to share)?")),
    Phrases("where to share", (LINE,), (
        "QQ (?:space|zone|friends?)",
        "微信朋友圈|微信好友|微信|朋友圈|分享|转发|新浪微博|腾讯微博|搜狐微博|网易微博|微博|QQ空间|QQ好友|QQ|人人网",
        "人人|豆瓣|开心网|百度贴吧|百度空间|钉钉|更多",
        "(?:e-?mail|print|license|save|reprint) this(?: article| story| page)?|reprints|printer[- ]friendly(?: (?:version|page|format))?",
        "one[- ]click shar(?:e|ing)", "share with(?=\\s?[:：])",
        "share(?: it)?(?: to)?|sharing|tools|tweet|facebook|twitter|linkedin|pinterest|whatsapp|reddit|e-?mail|wechat|"
        "(?:sina |tencent )?(?:weibo|microblog)|moments|circle of friends|like(?: this)?",
        r"more|follow us(?: on [\w ]{2,20})?", r"bookmark (?:with|this)\s*:?", "(?:article|story) tools",
        r"del\.?icio\.?us|digg(?: this)?|stumble ?upon|newsvine|technorati|myspace")),
    Phrases("boards of questions", (LINE,), (
        r"(?:asked|answered|edited) (?:on )?[a-z]{3,9}\.? \d{1,2}(?:, ?\d{4})?(?: at \d{1,2}:\d\d)?|\d+ answers?",)),
    Phrases("codes to scan", (EDGE,), (
        "扫一扫在手机(?:上)?(?:打开|查看|阅读)(?:当前|此|本)?(?:页面?)?", "扫(?:描)?二维码分享(?:到.{1,8})?",

        "请?用?手机扫一扫(?:在手机上?)?(?:打开|查看|阅读|浏览|访问)?(?:此|本|当前)?页?面?", "用微信扫一扫[，,]?点击右上角分享按钮.{0,20}",
        r"(?:scan|sweep)(?: it| the code)?,?(?: to| and)? (?:open|view|read|visit|share)\b[^.。！？]{0,50}",
        r"scan the QR code(?: (?:to|with|and|on|for) [\w ]{0,50})?",
        "scan (?:it )?(?:with|using|on|by) (?:your |the )?(?:mobile )?phone(?: [^。！？]{0,40})?")),
    Phrases("editions for telephones", (LINE,), (
        r"(?:点击)?(?:展开|查看|阅读|收起|显示)(?:全文|更多|剩余(?:全文|\s*\d+\s*%))(?:\s*[>＞v∨▼↓]+)?",
        r"(?:立即|点击)?(?:打开|下载|进入)[\u4e00-\u9fffA-Za-z]{0,10}(?:APP|app|客户端)(?:[，,]?\s*(?:看|阅读|体验|查看|浏览|享|了解)"
        r"[\u4e00-\u9fff]{0,10})?", "(?:立即)?打开应用|立即打开", "扫码(?:分享|关注|阅读|下载|查看|打开)[\u4e00-\u9fff]{0,10}",
        r"(?:有用|没用|点赞|不喜欢)\s*[(（]\s*\d*\s*[)）]",
        r"(?:本文|全文)共(?:计)?\s*\d+\s*字[，,]?\s*(?:预计)?阅读(?:大约|约)?(?:需要?|约|时间)?\s*\d+\s*分钟",
        "电脑版|触屏版|返回电脑版",
        r"(?:您的|当前|此)浏览器(?:暂?不支持|版本过低)[^。！？]{0,30}")),
    Phrases("reports", (BRACKETED, EDGE), (
        "我要纠错", "我要[“\"]揪[”\"]错", "纠错", "有奖纠错", "(?:我为)?政府网站找错",
        "网页纠错", "内容纠错", "网站纠错", "页面纠错", "报错",
        "error correction", "report (?:an? )?errors?", "i want to (?:correct|report)(?: an?| the)?(?: errors?| mistakes?)?",
        "priz(?:e|ed) (?:error )?correction", "(?:government )?website error (?:finding|correction|reporting)")),
    Phrases("comments", (BRACKETED, EDGE), (
        "我来说两句", "我要评论", "参与互动", "发表评论", "查看评论", "进入论坛(?:讨论)?",
        "论坛(?=\\s*[】\\]])", "我有话说", r"正有\s*\d*\s*人评论",
        r"系统消息\s*[:：]?\s*(?:正在载入评论请稍候[.…]*)?", "正在载入评论请稍候[.…]*",
        r"已有\s*\d*\s*(?:人|条)(?:参与|发表|评论).{0,8}", r"正文已结束[，,]您可以按alt\+4进行评论")),
    Phrases("comments, short", (LINE,), (
        r"网友评论\s*[:：]?\s*[（(]\s*只显示最新\s*\d*\s*条.{0,50}", r"网友评论(?:\s*\d+\s*条)?",
        r"(?:共有?\s*)?\d+\s*(?:人参与|条评论|个?评论)", r"文章评论|暂无评论",
        r"[顶踩赞](?:一下)?\s*[(（]\s*\d*\s*[)）](?:\s*[\d.]{1,6}\s*%)?",
        "[顶踩](?:一下)?|分[隔割]线", r"(?:本文|全文)?字数\s*[:：]\s*\d{1,5}字?", "我要投稿|[—-]{1,2}\\s?分享\\s?[—-]{1,2}",
        r"匿名(?:发表|评论)?", r"(?:用户名|昵称|验证码|评论内容)\s*[:：]",
        r"[该此](?:信息|文章|页面|内容)(?:对您)?(?:是否)?(?:有帮助|有用)\s*[？?吗]*(?:\s*(?:是|否|有|没有)){0,2}",
        "为(?:本文|文章)(?:打分|评分)",
        "登录后(?:发表)?评论", r"(?:本文|原文)(?:链接|地址|网址)\s*[:：]?\s*(?:https?://\S+)?",
        "您?觉得(?:这|本)篇(?:文章|新闻)[^。！？]{0,20}", r"评论(?:\s*\d+)?", "点赞|赞|踩|举报|投诉(?:举报)?|纠错",
        r"leave a (?:comment|reply)|(?:no |\d+ )?comments?(?: ?[(\[]\s?\d*\s?[)\]])?|post a comment|loading\.*")),
    Phrases("questions to readers", (LINE,), (
        r"(?:was|is) this (?:article|page|post|story|information|content) (?:helpful|useful)\s*\??(?:\s*yes\W{0,3}no\b)?|"
        r"did you find this (?:article|page|post|information) (?:helpful|useful)\s*\??|"
        r"did this (?:article|page|post|answer) help(?: you)?\s*\??(?:\s*yes\W{0,3}no\b)?",)),
    Phrases("standards", (LINE,), (  # below agencies' stories
        r"our (?:editorial )?standards\s*[:：].{2,70}",)),
    Phrases("shops", (LINE,), (
        r"(?:参考|市场|官方|活动|到手)价?价格?\s*[:：]\s*[￥¥]?\s*[\d,.]*\s*元?起?",
        "(?:查询|咨询|获取)(?:最?底价|报价|优惠)|立即购买|加入购物车|去购买",)),
    Phrases("galleries", (LINE,), (  # behind the picture's number
        r"\d{1,3} (?:of|/) \d{1,3}\W{0,3}(?:purchase|buy|order)(?: (?:this )?(?:photo|picture|print|image)s?)?",
        "(?:purchase|buy|order) (?:this )?(?:photo|picture|print|image)s?")),
    Phrases("contents", (LINE,), (
        "(?:文章|本文|内容)(?:目录|导航)|视频(?:简介|介绍)|图集",)),
    Phrases("letters to an office", (LINE,), (
        r"您?对(?:本次|此次|这次|该|上述)?(?:答复|回复|办理)[\u4e00-\u9fff]{0,6}(?:满意|评价)[吗\s]*[?？:：]?",
        r"满意度(?:评价|调查)?\s*[:：]?", "(?:非常|很|比较|基本|不)?满意",
        "is (?:the|this) page helpful(?: to you)?\\s*\\??(?:\\s*yes\\W{0,3}no\\b)?|(?:very |basically |dis)?satisfied",
        "我要(?:写信|咨询|留言|投诉|提问)|信件查询|写信须知", "write a letter")),
    Phrases("ways back", (BRACKETED, EDGE), (
        r"(?:[↑▲△⇧]\s*)?返回(?:顶部|列表页?|首页|上一页|上页|上一?级|上一层|目录)", "返回[\u4e00-\u9fff]{2,8}[，,]查看更多",
        "回到?顶部", "(?:back|return) to (?:the )?(?:top(?: of (?:the|this) page)?|list|home ?page|(?:main|index|previous) page)")),
    Phrases("ways back, short", (LINE,), (
        "回首页|顶部|back|return(?! to\\b)|top|home",)),
    Phrases("pictures told to those who hear", (LINE,), (
        "图[像片]加注文字[，,]", "图[像片]来源[，,].{0,40}", "圖[像片]加註文字[，,]", "圖[像片]來源[，,].{0,40}")),
    Phrases("traditional characters", (LINE,), (
        r"請?繼續往下閱讀[\s.…]*|不用[^。！？]{1,16}APP看新聞[^。！？]{0,40}",
        r"列印(?:本頁)?|關閉(?:視窗)?|轉寄(?:友人)?|回上一頁|回到頂端|點閱(?:數|次數)?\s*[:：]?\s*\d*|"
        "友善列印|讚|留言|回上頁|分享(?:到|至)?|轉發|收藏|推文|回到頁首", "手机看新闻")),
    Phrases("chrome", (LINE,), (
        r"简\s?[|/·]?\s?繁体?", "关怀版|老年版|长辈版|大字版", "听(?:报道|全文|文章)|播放语音|语音播放|语音朗读",
        "(?:voice|mobile(?: phone)?|barrier[- ]free) (?:reading|browsing|version|access)|"
        "(?:enter (?:the )?)?(?:elderly(?:[- ]friendly)?|senior|care) (?:mode|version|edition)",
        "(?:web)?site (?:map|statement)",
        "网站地图|联系我们|网站声明|无障碍(?:浏览|阅读)?|长者模式|长者助手|退出老年人模式|适老版|简体(?:中文)?",
        "繁[体體](?:中文)?|手机版|语言|English|EN",
        "语音播报|播报|双击(?:自动)?滚屏|双击鼠标滚屏|播放|暂停|停止|朗读|听新闻|voice broadcast|"
        "listen(?: to (?:the |this )?(?:article|news|story|post|text))?|"
        "(?:read|view|expand) (?:the )?full (?:text|article|story)|contact us|site ?map|相关附件|附件下载",
        "(?:article|story) continue[sd] (?:after|below)(?: (?:this|the))?(?: (?:ads?|advert(?:isement)?s?))?",
        r"advertisements?|sponsored|skip to (?:main )?content|registration number\s*[:：]\s*\d+")),
    Phrases("page turners", (LINE,), (
        "首页|上一[页张]|下一[页张]|查看原图|尾页|末页|上页|下页", r"第\s*\d+\s*页", r"共\s*\d+\s*页",
        r"共有?\s*\d+\s*(?:条|篇)(?:记录|信息|数据)?", r"第?\s*\d+\s*/\s*(?:共\s*)?\d+\s*页", r"每页\s*\d+\s*(?:条|篇)(?:记录|信息)?",
        r"[本此](?:篇)?(?:文章|新闻|信息)?共有?\s*\d+\s*页[，,\s]*(?:当前[为在]?第\s*\d+\s*页)?",
        r"当前[为在]?\s*第\s*\d+\s*页|(?:分页|页[码数次])\s*[:：](?=\s*\[?\s*\d)|第(?:\s*\[\s*\d{1,3}\s*\]){1,20}\s*页",
        r"(?:余下|剩余)全文|NextPage(?=\W*$)")),
    Phrases("owners", (LINE,), (
        r"(?:©?\s?版权所有(?=[:：©\s]|$)|技术支持|网站标识码|"
        r"(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])?ICP备).{0,80}",
        r"(?:主办|承办)(?:单位)?\s*[:：].{0,60}(?:ICP备|版权所有|技术支持|标识码).{0,80}",
        r"copyrights? reserved\W*", r"(?:copyright\b|©).{0,400}(?:all rights reserved\b.{0,600}|©.{0,80})",
        r"(?:©|copyright) ?\d{4}.{0,200}")),
    Phrases("labels without a value", (LINE,), (
        "作者|来源|信息来源|稿源|发布(?:时间|日期|单位|机构)|编辑|主办单位|主办|承办单位|承办",
        "source|author|editor|published|updated")),
    Phrases("what leaves the site", (INSIDE, LINE), (
        r'您访问的链接即将离开[“\"「]?[^“”\"」]{0,30}[”\"」]?(?:门户|官方)?(?:网站)?[,，]?\s*是否继续[？?]?',)),
    Phrases("browsers", (LINE,), (
        r"(?:建议|推荐)(?:您)?(?:使用|采用)?.{0,6}(?:IE|浏览器|分辨率)[^。！？]{0,40}",)),
    Phrases("related", (HEADING,), (
        "相关(?:新闻|连结|视频|图片|图集|阅读|文章|链接|稿件|公告|解读|报道|内容|推荐|文件|信息|专题|资讯|搜索|评论|政策)",
        "延伸阅读|推荐阅读|推荐新闻|其[他它](?:新闻|文章|信息|报道)|热点新闻",
        "热门(?:新闻|推荐|文章|阅读)", "(?:本|今)?日?(?:热点|热图)", "热点搜索",
        "相关(?:热词|标签|关键词)(?:搜索)?[:：].{0,50}",
        "本篇新闻热门关键词", "被以下专题收入.{0,20}|文章被(?:以下|收录于)专栏.{0,10}",
        "更多(?:新闻|精彩|相关(?:报道|新闻|内容|文章)?)|猜[你您]喜欢|为您推荐|大家(?:都)?在看|精彩推荐|图片新闻|频道推荐|编辑推荐|论坛热帖",
        ".{0,6}推荐内容|新闻排行|(?:点击|阅读|新闻)排行榜?|往期(?:回顾|精彩)",
        "related (?:articles?|news|documents?|files?|attachments?|polic(?:y|ies)|interpretations?|"
        "stories|posts|(?:internet |external )?links|content|coverage|reading|topics)",
        "you(?:.ll| will| may| might)? also (?:like|love|be interested in|enjoy)|(?:read|see) more(?: from)?",
        r"more (?:from|on|stories|news|articles|videos|photos)\b.{0,40}|more (?:great|top|recent) [\w\u2019' ]{0,24}"
        r"(?:stories|news|articles|reads)|read next|recommended(?: for you| reading| articles)?",
        "people are (?:also )?(?:reading|watching)",
        "most (?:read|popular)|trending(?: now)?|latest (?:news|posts|articles|stories)|popular (?:posts|articles)")),
    Phrases("next and previous", (HEADING,), (
        r"(?:阅读)?[上下]一篇|上一条|下一条|[上下]一[篇条则][:：]\s*(?:没有|暂?无).{0,8}",
        r"(?:previous|next)(?: (?:article|post|page|one))?\s*[:：]\s*(?:none|nothing|no more).{0,10}",
        "previous (?:article|post|page)|next (?:article|post|page)|post navigation")),
    Phrases("what readers say", (HEADING,), (
        "网友评论|最新评论|用户评论|热门评论", "(?:所有|全部|本帖)(?:跟[帖贴]|回[帖复])\\s*[:：]?", "发表评论.{0,2}文明上网.{0,40}",
        "post (?:a |your )?comments?|add (?:a |your )?comment|write a comment", "发表(?:留言|回复)",
        r"leave a (?:reply|comment)|(?:\d+ )?(?:comments|responses|replies)(?: \(\d+\))?:?")),
    Phrases("declarations", (HEADING,), (
        ".{0,8}(?:版权|免责|特别|郑重|本网|本站|法律)(?:与免责|及免责|和免责)?声明|声明|免责条款",)),
    Phrases("about and join", (HEADING,), (
        r"share this(?: (?:article|post|story|entry))?|about the authors?|filed under|about this (?:article|post)|"
        r"sign up (?:for|to)\b.{0,60}",
        r"subscribe(?: to)?\b.{0,60}|newsletter")),
)
"""All furniture, kind by kind."""


def words_at(*places: str) -> str:
    """The alternatives of some places, as one pattern, each once; those of the first place first."""
    return both("|".join(dict.fromkeys(word for place in places for phrases in TABLE if place in phrases.places for word in phrases.words)))
