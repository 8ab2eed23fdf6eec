"""Letters to an office and their answers: forms, boxes and lists, with the days of asking and answering, in either language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from benchmarks.portal_pages.chinese import SITES, menu
from benchmarks.portal_pages.made import Made, a_day, document, each, links, maybe, some

_SUBJECTS = (
    "关于老旧小区加装电梯补贴的咨询", "城东社区路灯不亮", "申请公租房需要哪些材料", "望江路夜间施工扰民", "灵活就业人员社保如何转移？",
    "建议在第三小学门口增设斑马线", "反映某楼盘延期交房问题", "医保电子凭证无法激活", "公交12路何时延伸至高铁站", "咨询",
    "关于农村宅基地确权登记的问题", "2023年教师资格证认定时间", "感谢信")
_ASKED = (
    "您好，我家所在的楼院建成于一九九六年，想请问申请补贴需要多少住户同意，材料交到哪个部门，谢谢！",
    "领导您好，我是城东社区的居民，最近两个月小区门口的路灯一直不亮，老人晚上出门很不方便，希望尽快派人维修。",
    "尊敬的市长：我2022年9月来本市工作，目前租房居住，请问我这种情况能否申请，需要准备哪些材料？",
    "我们这里的工地经常施工到凌晨两点，多次拨打电话反映都没有结果，请有关部门管一管。")
_ANSWERED = (
    "您好，来信收悉。经核实，您反映的情况属实，我局已责成施工单位调整作业时间，并将加强巡查。感谢您对我们工作的关心和支持。",
    "网民您好！您所咨询的问题，根据现行办法，须经本单元三分之二以上业主同意，由所在区住建局受理，材料齐全的二十个工作日内办结。",
    "尊敬的来信人：您的来信我们已收到。我局工作人员于2023年3月2日到现场查看，损坏的设施已经修复，如有疑问请拨打12345咨询。",
    "您好！经与市人社局沟通，您可持身份证到就近的服务大厅办理，也可以通过手机应用在线申请，办理结果将以短信通知。")
_OFFICES = ("市住房和城乡建设局", "市城市管理局", "市人力资源和社会保障局", "青峰县人民政府", "市教育局", "东川区信访局")
_MAILBOXES = ("市长信箱", "县长信箱", "网上信访", "互动交流", "领导信箱", "政民互动", "咨询投诉", "书记市长信箱")
_ENGLISH_SUBJECTS = (
    "How to extend a residence permit", "Noise from a building site at night", "Street lamps out of order near Gate 3",
    "Recognition of a foreign driving licence", "Suggestion for bilingual bus signs", "Water bill of March")
_ENGLISH_ASKED = (
    "Hello, I have lived here since 2019 and my permit expires in two months. Which papers do I need, and where do I hand them in?",
    "The building site next to our house works until two in the morning. We called several times, but nothing has changed.",
    "Dear Mayor, many foreign students cannot read the signs at the bus stops. Could the stops be announced in English as well?")
_ENGLISH_ANSWERED = (
    "Thank you for your letter. Please bring your passport and the form to the service hall; the procedure takes seven working days.",
    "Our staff inspected the place and ordered the company to keep to the hours of the permit. You may call 12345 at any time.",
    "Your suggestion has been handed to the transport bureau, which will change the signs of the first twelve lines this year.")
_ENGLISH_OFFICES = ("Bureau of Housing", "Exit-Entry Administration", "Transport Bureau", "Urban Management Bureau")


@dataclass(frozen=True, slots=True)
class _Words:
    """The labels of one page, as its template has them."""

    subject: str
    asker: str
    asked_on: str
    question: str
    office: str
    answered_on: str
    answer: str
    number: str
    state: str
    published: str


@dataclass(frozen=True, slots=True)
class _Letter:
    """What one page is made of."""

    subject: str
    question: tuple[str, ...]
    answer: tuple[str, ...]
    asked: date
    answered: date
    office: str
    published: date | None
    """Where the page states it, some time after the answer; None: the page has no day of its own."""


def page(dice: Random, number: int) -> Made:
    """One letter with its answer, a quarter of them English. Only a day of publication is the page's day: where it states none, none is."""
    english = dice.random() < 0.25
    asked = a_day(dice, 2010)
    answered = asked + timedelta(days=dice.randint(1, 20))
    published = answered + timedelta(days=dice.randint(1, 9)) if dice.random() < 0.35 else None
    letter = _letter(dice, english, asked, answered, published)
    words = _english_words(dice) if english else _chinese_words(dice)
    site = "Haibin China" if english else dice.choice(SITES)
    names = ("Home", "Interaction", "Mayor's Mailbox") if english \
        else (dice.choice(("首页", "网站首页", site)), "互动交流", dice.choice(_MAILBOXES))
    text, paragraphs, optional = _form(dice, letter, words)
    furniture = some(dice, _FURNITURE_ENGLISH if english else _FURNITURE, 3)
    top = f"<ul class=nav>{each('li', links(('Home', 'News', 'Services', 'Interaction')))}</ul>" if english else menu(dice)
    body = f"<div class=logo><a href=/>{site}</a></div>{top}{_trail(dice, names, english)}<div class=main>{text}{furniture}</div>" + (
        "<div class=foot>Copyright &copy; All rights reserved.</div>" if english
        else f"<div class=foot>主办：{site} 网站标识码：3300000001</div>")
    url = dice.choice((f"hd/xx/show.jsp?id={number}", f"hdjl/szxx/{number}.html", f"mailbox/detail_{number}.shtml"))
    return Made(url=f"http://www.example.gov.cn/{url}", title=letter.subject, day=published.isoformat() if published else None,
                breadcrumb=names, paragraphs=paragraphs, optional=optional,
                html=document(_window(dice, letter.subject, names[-1], site), "", body))


def _letter(dice: Random, english: bool, asked: date, answered: date, published: date | None) -> _Letter:
    subjects, questions, answers, offices = (
        (_ENGLISH_SUBJECTS, _ENGLISH_ASKED, _ENGLISH_ANSWERED, _ENGLISH_OFFICES) if english
        else (_SUBJECTS, _ASKED, _ANSWERED, _OFFICES))
    return _Letter(subject=dice.choice(subjects), question=tuple(dice.sample(questions, dice.choice((1, 1, 2)))),
                   answer=tuple(dice.sample(answers, dice.choice((1, 1, 2)))), asked=asked, answered=answered,
                   office=dice.choice(offices), published=published)


def _chinese_words(dice: Random) -> _Words:
    kind = dice.choice(("来信", "信件", "留言", "咨询", "提问"))
    back = dice.choice(("答复", "回复", "办理"))
    return _Words(
        subject=dice.choice((f"{kind}标题", f"{kind}主题", "标题", "主题")),
        asker=dice.choice(("来信人", "写信人", "姓名", "网友", "留言人")),
        asked_on=dice.choice((f"{kind}时间", f"{kind}日期", "提交时间", "写信日期", "来信时间")),
        question=dice.choice((f"{kind}内容", "问题描述", "内容")),
        office=dice.choice((f"{back}单位", f"{back}部门", "办理单位", "承办单位")),
        answered_on=dice.choice((f"{back}时间", f"{back}日期", "办结时间")),
        answer=dice.choice((f"{back}内容", "答复意见", "办理结果", "回复内容")), number=dice.choice(("信件编号", "受理编号", "编号")),
        state=dice.choice(("办理状态", "状态", "办理情况")), published=dice.choice(("发布时间", "发布日期", "公开时间")))


def _english_words(dice: Random) -> _Words:
    return _Words(
        subject=dice.choice(("Subject", "Title", "Topic")), asker=dice.choice(("From", "Name", "Writer")),
        asked_on=dice.choice(("Date of letter", "Submitted", "Received", "Question time")),
        question=dice.choice(("Question", "Content", "Letter")),
        office=dice.choice(("Replied by", "Answering office", "Department")),
        answered_on=dice.choice(("Reply date", "Replied", "Reply time")),
        answer=dice.choice(("Reply", "Answer", "Response")), number=dice.choice(("No.", "Letter No.")), state="Status",
        published=dice.choice(("Release date", "Published", "Publication date")))


def _form(dice: Random, letter: _Letter, words: _Words) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The letter in one of the frames that portals have, what its body is, and lines that a body may have or not."""
    return dice.choice((_table, _boxes, _list, _running))(dice, letter, words)


def _rows(dice: Random, letter: _Letter, words: _Words) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Label and value of what stands about the question and about the answer, in any order."""
    english = words.state == "Status"
    about = [(words.asker, "Wang**" if english else "王**"), (words.asked_on, f"{letter.asked}{maybe(dice, 0.4, ' 09:12')}"),
             (words.number, f"SZ{letter.asked:%Y%m%d}017"), (words.state, "Answered" if english else "已办结")]
    about = dice.sample(about, dice.randint(2, 4))
    if all(name != words.asked_on for name, _ in about):
        about.append((words.asked_on, f"{letter.asked}"))
    if letter.published is not None:
        about.append((words.published, f"{letter.published}"))
    back = [(words.office, letter.office), (words.answered_on, f"{letter.answered}{maybe(dice, 0.4, ' 16:40')}")]
    dice.shuffle(back)
    return about, back


def _table(dice: Random, letter: _Letter, words: _Words) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """A form of rows, which is the text as it stands; its subject is a row of it or stands above."""
    about, back = _rows(dice, letter, words)
    colon = dice.choice(("", "：")) if words.state != "Status" else dice.choice(("", ":"))
    rows = [*about, (words.question, "".join(letter.question)), *back, (words.answer, "".join(letter.answer))]
    above = dice.random() < 0.5
    shown = rows if above else [(words.subject, letter.subject), *rows]
    tag = dice.choice(("th", "td"))
    table = each("tr", (f"<{tag}>{name}{colon}</{tag}><td>{value}</td>" for name, value in shown))
    head = dice.choice((f"<h1>{letter.subject}</h1>", f"<h3 class=title>{letter.subject}</h3>", f"<div class=bt>{letter.subject}</div>"))
    text = "\n".join(f"{name}{colon}\t{value}" for name, value in rows)
    return (head if above else "") + f"<table class='{dice.choice(('form', 'tb', 'xjxq'))}' border=1>{table}</table>", (text,), ()


def _optional(*pairs: Sequence[tuple[str, str]], colon: str) -> tuple[str, ...]:
    """The lines of facts in every way that one box may hold them."""
    every = [pair for rows in pairs for pair in rows]
    singles = [f"{name}{colon}{value}" for name, value in every]
    joined = [" ".join(f"{name}{colon}{value}" for name, value in rows) for rows in pairs]
    return (*singles, *joined, *(name + colon for name, _ in every), *(value for _, value in every))


def _boxes(dice: Random, letter: _Letter, words: _Words) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Two boxes, question and answer, each below a bar with its facts."""
    about, back = _rows(dice, letter, words)
    colon = "：" if words.state != "Status" else ": "
    head = dice.choice((f"<h1>{letter.subject}</h1>", f"<h3 class=tit>{letter.subject}</h3>",
                        f"<div class='{dice.choice(('title', 'xx_title'))}'>{letter.subject}</div>"))
    first, second = (f"<div class=hd><b>{name}</b>{each('span', (f'{label}{colon}{value}' for label, value in rows))}</div>"
                     for name, rows in ((words.question, about), (words.answer, back)))
    asked, answered = (each(dice.choice(("p", "div")), lines) for lines in (letter.question, letter.answer))
    bars = tuple(name + "".join(f"{label}{colon}{value}" for label, value in rows)
                 for name, rows in ((words.question, about), (words.answer, back)))
    return (f"{head}<div class=box>{first}<div class=bd>{asked}</div></div><div class=box>{second}<div class=bd>{answered}</div></div>",
            (*letter.question, *letter.answer), (*bars, *_optional(about, back, colon=colon), words.question, words.answer))


def _list(dice: Random, letter: _Letter, words: _Words) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Facts in a list, then question and answer below headings."""
    about, back = _rows(dice, letter, words)
    colon = "：" if words.state != "Status" else ": "
    facts = dice.choice((f"<ul class=info>{each('li', (f'<b>{name}{colon}</b>{value}' for name, value in (*about, *back)))}</ul>",
                         "<dl>" + "".join(f"<dt>{name}{colon}</dt><dd>{value}</dd>" for name, value in (*about, *back)) + "</dl>"))
    tag = dice.choice(("h2", "h4", "p class=tt"))
    end = tag.split()[0]
    text = (f"<{tag}>{words.question}</{end}>{each('p', letter.question)}<{tag}>{words.answer}</{end}>{each('p', letter.answer)}")
    return (f"<h1>{letter.subject}</h1>{facts}<div class='{dice.choice(('con', 'content', 'letter'))}'>{text}</div>",
            (*letter.question, *letter.answer), (*_optional(about, back, colon=colon), words.question, words.answer))


def _running(dice: Random, letter: _Letter, words: _Words) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """One line of facts below the subject, the question and the answer behind their labels in one box."""
    about, back = _rows(dice, letter, words)
    colon = "：" if words.state != "Status" else ": "
    line = "　".join(f"{name}{colon}{value}" for name, value in (*about, *back))
    asked = (f"{words.question}{colon}{letter.question[0]}", *letter.question[1:])
    answered = (f"{words.answer}{colon}{letter.answer[0]}", *letter.answer[1:])
    head = dice.choice((f"<h2>{letter.subject}</h2>", f"<div class=title>{letter.subject}</div>"))
    return (f"{head}<p class=info>{line}</p><div class='{dice.choice(('con', 'nr', 'zw'))}'>{each('p', (*asked, *answered))}</div>",
            (*asked, *answered), (line.replace("　", " "),))


_FURNITURE = (
    "<div>【打印】【关闭】</div>", "<div class=pj>您对本次答复是否满意？<a>满意</a> <a>基本满意</a> <a>不满意</a></div>",
    "<p><a href=list.html>返回列表</a></p>", "<div class=btn><a href=write.html>我要写信</a> <a href=find.html>信件查询</a></div>")
_FURNITURE_ENGLISH = ("<div>[Print] [Close]</div>", "<p><a href=list.html>Back to list</a></p>",
                      "<div><a href=w.html>Write a letter</a></div>")


def _trail(dice: Random, names: Sequence[str], english: bool) -> str:
    separator = dice.choice((" > ", "&gt;&gt;", " » ", "&nbsp;&gt;&nbsp;"))
    lead = dice.choice(("You are here: ", "Location: ") if english else ("当前位置：", "您现在的位置：", "您的位置："))
    return f"<div class='{dice.choice(('position', 'wz', 'crumb'))}'>{lead}{separator.join(links(names))}</div>"


def _window(dice: Random, subject: str, section: str, site: str) -> str:
    return dice.choice((f"{subject}-{section}", section, f"{subject}_{site}", site, f"{section}-{site}", subject))
