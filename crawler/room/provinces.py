"""Where China's thirty-one provinces, regions and municipalities stand on a map of equal tiles: column and row, from the north-west."""

from __future__ import annotations

TILES: dict[str, tuple[int, int]] = {
    "heilongjiang": (9, 0), "xinjiang": (1, 1), "inner-mongolia": (6, 1), "jilin": (9, 1), "gansu": (3, 2), "ningxia": (5, 2),
    "shanxi": (6, 2), "hebei": (7, 2), "beijing": (8, 2), "liaoning": (9, 2), "qinghai": (3, 3), "shaanxi": (5, 3), "henan": (6, 3),
    "shandong": (7, 3), "tianjin": (8, 3), "xizang": (2, 4), "sichuan": (4, 4), "chongqing": (5, 4), "hubei": (6, 4), "anhui": (7, 4),
    "jiangsu": (8, 4), "yunnan": (4, 5), "guizhou": (5, 5), "hunan": (6, 5), "jiangxi": (7, 5), "zhejiang": (8, 5), "shanghai": (9, 5),
    "guangxi": (5, 6), "guangdong": (6, 6), "fujian": (7, 6), "hainan": (6, 7)}
"""By the name of the province's portal file; positions are those of neighbours on a map, not of distances."""

CHINESE: dict[str, str] = {
    "heilongjiang": "黑龙江", "xinjiang": "新疆", "inner-mongolia": "内蒙古", "jilin": "吉林", "gansu": "甘肃", "ningxia": "宁夏",
    "shanxi": "山西", "hebei": "河北", "beijing": "北京", "liaoning": "辽宁", "qinghai": "青海", "shaanxi": "陕西", "henan": "河南",
    "shandong": "山东", "tianjin": "天津", "xizang": "西藏", "sichuan": "四川", "chongqing": "重庆", "hubei": "湖北", "anhui": "安徽",
    "jiangsu": "江苏", "yunnan": "云南", "guizhou": "贵州", "hunan": "湖南", "jiangxi": "江西", "zhejiang": "浙江", "shanghai": "上海",
    "guangxi": "广西", "guangdong": "广东", "fujian": "福建", "hainan": "海南"}


def province_of(portal: str) -> str | None:
    """The province that a portal's name begins with, as `zhejiang-en`; None for others."""
    return max((name for name in TILES if portal == name or portal.startswith(f"{name}-")), key=len, default=None)
