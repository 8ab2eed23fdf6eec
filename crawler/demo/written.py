"""Articles of the demonstration portal that were written by hand. People and events are invented."""

# ruff: noqa: E501 (sentences are not broken)

DELEGATION_TITLE = "Zhejiang delegation made a study tour to Sichuan"
DELEGATION = [
    "A delegation from Zhejiang Province made a four-day study tour to Sichuan Province in early March, looking at how towns along the upper reaches of the Yangtze River bring together farming, small industry and the care of old streets.",
    "In Chengdu the visitors walked through two neighborhoods where workshops have moved into former warehouses. Residents told them that rents were agreed for ten years, which gave the craftspeople time to train apprentices.",
    "The group then travelled to the hills around Ya'an to see tea gardens that sell directly to schools and hospitals. Both sides compared notes on cold storage, on the cost of mountain roads and on how cooperatives share the risk of a bad harvest.",
    "At a meeting on the third day the two provinces exchanged lists of projects in vocational education, river monitoring and digital services for elderly people. Staff of the two sides will visit each other for three months at a time.",
    "\"We came with questions and leave with more of them, and that is what a study tour is for,\" a member of the delegation said before the return journey. A report of the tour will be published within a month.",
]

OPENING_TITLE = "白鹭洲文化中心正式对外开放"
OPENING = [
    "3月3日上午，白鹭洲文化中心正式对外开放，图书馆、美术馆和少年科技馆同时迎来首批读者和观众。",
    "文化中心位于白鹭市老码头片区，由三座旧粮仓改建而成，总建筑面积3.2万平方米，保留了原有的青砖外墙和木桁架屋顶。",
    "图书馆首批上架图书46万册，设有方志阅览室，读者可以查阅本地各县的旧志和老地图。美术馆的首个展览以沿江渡口为题，展出照片和版画一百二十余件。",
    "据了解，中心全年免费开放，每周一闭馆，周五和周六延长到晚上九点。市民可以凭身份证直接入馆，也可以提前在网上预约讲解。",
]
CORRECTION = ("46万册", "64万册")
CORRECTED = "（更正：本文发布时图书册数有误，现已更正为64万册。）"

NOTICE_TITLE = "关于公布2026年春季学期小学招生计划的通知"
NOTICE = "各县（区）教育局，市直各学校：现将2026年春季学期小学招生计划予以公布，请认真组织实施。具体计划见附件。"
