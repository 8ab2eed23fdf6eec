"""Names of places as Chinese and English pages write them: provinces, their capitals, and large cities."""

from __future__ import annotations

PLACES = {
    "北京": "beijing", "天津": "tianjin", "河北": "hebei", "山西": "shanxi", "内蒙古": "inner mongolia", "辽宁": "liaoning",
    "吉林": "jilin", "黑龙江": "heilongjiang", "上海": "shanghai", "江苏": "jiangsu", "浙江": "zhejiang", "安徽": "anhui", "福建": "fujian",
    "江西": "jiangxi", "山东": "shandong", "河南": "henan", "湖北": "hubei", "湖南": "hunan", "广东": "guangdong", "广西": "guangxi",
    "海南": "hainan", "重庆": "chongqing", "四川": "sichuan", "贵州": "guizhou", "云南": "yunnan", "西藏": "xizang", "陕西": "shaanxi",
    "甘肃": "gansu", "青海": "qinghai", "宁夏": "ningxia", "新疆": "xinjiang", "香港": "hong kong", "澳门": "macao", "台湾": "taiwan",
    "石家庄": "shijiazhuang", "太原": "taiyuan", "呼和浩特": "hohhot", "沈阳": "shenyang", "大连": "dalian", "长春": "changchun",
    "哈尔滨": "harbin", "南京": "nanjing", "苏州": "suzhou", "无锡": "wuxi", "杭州": "hangzhou", "宁波": "ningbo", "温州": "wenzhou",
    "嘉兴": "jiaxing", "湖州": "huzhou", "绍兴": "shaoxing", "金华": "jinhua", "义乌": "yiwu", "衢州": "quzhou", "舟山": "zhoushan",
    "台州": "taizhou", "丽水": "lishui", "合肥": "hefei", "福州": "fuzhou", "厦门": "xiamen", "泉州": "quanzhou", "南昌": "nanchang",
    "济南": "jinan", "青岛": "qingdao", "郑州": "zhengzhou", "洛阳": "luoyang", "武汉": "wuhan", "长沙": "changsha", "广州": "guangzhou",
    "深圳": "shenzhen", "珠海": "zhuhai", "东莞": "dongguan", "佛山": "foshan", "南宁": "nanning", "桂林": "guilin", "海口": "haikou",
    "三亚": "sanya", "成都": "chengdu", "贵阳": "guiyang", "昆明": "kunming", "拉萨": "lhasa", "西安": "xi'an", "兰州": "lanzhou",
    "西宁": "xining", "银川": "yinchuan", "乌鲁木齐": "urumqi", "长江": "yangtze", "黄河": "yellow river", "俄罗斯": "russia",
    "美国": "united states", "日本": "japan", "韩国": "republic of korea", "德国": "germany", "法国": "france", "英国": "britain",
    "印度": "india", "巴西": "brazil", "澳大利亚": "australia", "新加坡": "singapore", "泰国": "thailand", "越南": "vietnam",
    "马来西亚": "malaysia", "印度尼西亚": "indonesia", "非洲": "africa", "欧洲": "europe", "联合国": "united nations",
}
"""Chinese to English in lower case."""
