"""Patterns that read both forms of Chinese characters: portals' traditional editions are their simplified ones, converted sign by sign."""

from __future__ import annotations

import re
from typing import Final

_PAIRS: Final = (
    "专專 业業 两兩 严嚴 个個 举舉 习習 书書 产產 从從 仅僅 们們 价價 优優 会會 传傳 体體 侧側 关關 写寫 农農 决決 准準 减減 击擊 "
    "创創 别別 办辦 务務 动動 区區 单單 厅廳 历歷 参參 双雙 发發発 号號 后後 听聽 启啟 员員 团團 围圍 国國 图圖 场場 坛壇 声聲 处處 "
    "备備 复復 夹夾 奖獎 实實 审審 对對 导導 将將 层層 属屬 帮幫 广廣 库庫 应應 废廢 开開 异異 归歸 当當 录錄 态態 总總 户戶 执執 "
    "扫掃 护護 报報 择擇 据據 摄攝 数數 无無 时時 显顯 暂暫 术術 机機 权權 条條 来來 构構 标標 栏欄 档檔 欢歡 没沒 浏瀏 滚滾 满滿 "
    "点點 热熱 状狀 独獨 现現 监監 码碼 确確 碍礙 礼禮 离離 称稱 竞競 笔筆 签簽 简簡 类類 纠糾 约約 级級 线線 细細 终終 经經 结結 "
    "给給 络絡 绝絕 统統 继繼 续續 维維 综綜 编編 缩縮 网網 联聯 脑腦 节節 获獲 荐薦 见見 观觀 规規 视視 览覽 觉覺 触觸 计計 订訂 "
    "认認 讨討 训訓 议議 讯訊 记記 论論 设設 访訪 证證 评評 识識 诉訴 词詞 试試 话話 询詢 该該 详詳 语語 误誤 说說 请請 读讀 调調 "
    "谈談 责責 败敗 购購 贴貼 资資 赞贊讚 踪蹤 车車 转轉 软軟 载載 较較 辑輯 过過 运運 还還 这這 进進 违違 连連 适適 选選 邮郵 "
    "里裡裏 钮鈕 链鏈 销銷 错錯 键鍵 长長 门門 闭閉 问問 间間 闻聞 阅閱 队隊 陆陸 页頁 项項 顶頂 须須 颁頒 预預 频頻 题題 颜顏 驻駐 "
    "验驗 布佈 于於 为為 内內 采採 注註 则則 气氣")
"""The simplified form of each character of labels and tools that has another one, and its traditional ones."""
FORMS: Final = {pair[0]: pair for pair in _PAIRS.split()}
_TRADITIONAL: Final = str.maketrans({simplified: pair[1] for simplified, pair in FORMS.items()})


def both(pattern: str) -> str:
    """A regular expression whose simplified characters stand for their traditional forms as well."""
    if pattern.isascii():
        return pattern
    signs: list[str] = []
    inside, escaped = False, False
    for sign in pattern:
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign == "[" and not inside:
            inside = True
        elif sign == "]":
            inside = False
        elif sign in FORMS:
            sign = FORMS[sign] if inside else f"[{FORMS[sign]}]"
        signs.append(sign)
    return "".join(signs)


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Such an expression, ready to be asked."""
    return re.compile(both(pattern), flags)


def with_traditional(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words, and such of their traditional forms as differ."""
    return tuple(dict.fromkeys((*words, *[word.translate(_TRADITIONAL) for word in words])))
