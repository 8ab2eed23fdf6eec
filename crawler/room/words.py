"""The interface in two languages. English is the key; a word without an entry is shown in English."""

from __future__ import annotations

LANGUAGES = ("en", "zh")
NAMES = {"en": "English", "zh": "中文"}

CHINESE = {
    "Reading room": "阅览室", "Home": "首页", "Portals": "门户", "Search": "检索", "Changes": "变动", "Crawls": "采集",
    "Clusters": "同题聚合", "Skip to content": "跳到正文", "Language": "语言", "articles": "篇文章", "Articles": "文章",
    "versions": "个版本", "Versions": "版本", "bytes held": "存档大小", "last capture": "最近采集", "Last capture": "最近采集",
    "never": "从未", "Portal": "门户", "Name": "名称", "Health": "状况", "well": "正常", "late": "逾期", "silent": "无更新",
    "empty": "空", "Section": "栏目", "Date": "日期", "Source": "来源", "Kind": "类型", "Title": "标题", "Body": "正文",
    "Address": "网址", "from": "从", "until": "至", "only the newest version": "只看最新版本", "every version": "所有版本",
    "Order": "排序", "newest capture first": "按采集时间", "newest date first": "按文章日期", "hits": "条结果", "or more": "以上",
    "no title": "无标题", "not dated": "无日期", "Previous": "上一页", "Next": "下一页", "Download": "下载", "any": "不限",
    "Text as read": "识读正文", "Page as it was": "原貌回放", "Facts": "著录", "rule": "规则", "value": "值", "Field": "字段",
    "Breadcrumb": "位置", "Author": "作者", "Captured": "采集时间", "Record": "存档记录", "Raw record": "原始记录", "Headers": "响应头",
    "Digests": "摘要值", "Pictures": "图片", "Attachments": "附件", "Citation": "引用", "Also published": "其他门户刊发",
    "edited": "修改", "gone": "消失", "back": "恢复", "moved": "迁移", "blocked": "受阻", "unreachable": "不可达", "first-seen": "初见",
    "duplicate": "重复", "Events": "事件", "Problems": "问题", "Reason": "原因", "Status": "状态", "When": "时间", "What": "内容",
    "before": "原文", "after": "新文", "side by side": "并排对照", "in line": "行内对照", "Nothing here yet.": "暂无内容。",
    "Fields found": "字段识别率", "Captures by day": "逐日采集", "Articles by week": "逐周文章", "running": "进行中", "ended": "已结束",
    "Start": "开始", "Stop": "停止", "Start or resume": "开始或续采", "exit code": "退出码", "log": "日志",
    "This room is read-only.": "本阅览室只读。", "Finding aid is being made": "检索目录正在编制", "Feed": "订阅源", "Schedule": "计划",
    "language twin": "另一语言版本", "Newest": "最新", "newest": "最新", "version": "版本", "of": "／", "Other versions": "其他版本",
    "Compare with the version before": "与前一版本比较", "Show": "查看", "Not found": "未找到", "Something went wrong": "出错了",
    "Rows": "行", "No JavaScript is needed to read here.": "阅览无需脚本。", "Time line": "时间线", "similarity": "相似度",
    "first published by": "最早刊发", "members": "成员", "State": "状态", "progress": "进度", "requests": "请求", "pages": "页面",
    "new": "新增", "changed": "变更", "unchanged": "未变", "queued": "待采", "Replay needs pywb": "回放需要 pywb", "apply": "筛选",
    "clear": "清除", "words": "检索词", "Filters": "筛选条件", "None": "无", "Kinds": "类型", "Coverage": "覆盖",
    "Provinces": "省区市", "The archived listings are being read": "正在读取存档的列表", "listed": "列表所列", "captured": "已采集",
    "extracted": "已识读", "refused": "不采", "unread": "未识读", "not yet fetched": "待采", "claimed": "列表自称",
    "Worth a look": "值得留意",
    "Runs on record": "存档所载各次采集",
    "Nothing was captured into this folder yet:": "此文件夹尚无采集内容：",
    "This command captures a portal; the room shows it while it comes:": "以下命令采集一个门户，采集时即可在此查看：",
    "Start a crawl here": "在此开始采集",
    "All sections": "全部栏目", "Not yet crawled": "尚未采集", "Captures": "采集记录", "not archived": "未存档",
    "Words of the file": "文件文本", "Further pages": "后续分页", "Crawl": "采集", "Begun in this room": "本室发起的采集",
    "File": "文件", "Last run of each portal": "各门户最近一次采集", "Newest WARC files": "最新 WARC 文件", "last crawl": "最近运行",
    "done": "已完成", "failed": "失败", "dropped": "不采", "rate": "每秒", "Without": "缺少字段", "finished": "完成", "shutdown": "已停止",
    "limit": "达到上限", "broken off": "中断", "problems": "问题", "Offset": "偏移", "Length": "长度", "Payload digest": "载荷摘要",
    "Text digest": "正文摘要", "Request": "请求头", "Response": "响应头", "Detail": "详情", "All changes": "全部变动", "signs": "字",
}


def translate(text: str, language: str) -> str:
    """A word of the interface in `en` or `zh`."""
    return CHINESE.get(text, text) if language == "zh" else text


def chosen(asked: str | None, remembered: str | None, accepted: str) -> str:
    """The language of the interface: asked for in the address, else remembered, else the first that the browser accepts of ours."""
    for language in (asked, remembered):
        if language in LANGUAGES:
            return str(language)
    for part in accepted.split(","):
        tag = part.partition(";")[0].strip().lower()[:2]
        if tag in LANGUAGES:
            return tag
    return "en"
