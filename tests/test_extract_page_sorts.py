"""Forms, first pages and refusals that come with status 200: told from what is to be read, in Chinese and in English."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.page import Page
from tests.test_extract_kinds import ENGLISH, ENGLISH_NAV, LINE, NAV, TEXT, page, rows

LOG_IN = ("<form action='/dl'><p>用户名：<input name='u'></p><p>密码：<input type='password' name='p'></p>"
          "<p>验证码：<input name='c'><img src='/captcha.jpg'></p><p><input type='submit' value='登录'></p></form>")
ENGLISH_LOG_IN = ("<form action='/in'><p>Name <input name='u'></p><p>Password <input type='password' name='p'></p>"
                  "<p><input type='submit' value='Go'></p></form>")
LETTER = ("<form><p>姓名：<input name='n'></p><p>电话：<input name='t'></p><p>主题：<input name='s'></p>"
          "<p>内容：<textarea name='c'></textarea></p></form>")
HOW = ("<p>　　为了便于答复，请来信人如实填写姓名、电话和住址，一信一事，写明时间、地点和诉求。来信一般在五个工作日内转交承办单位，"
       "承办单位在十五个工作日内答复。涉及诉讼、仲裁、行政复议的事项，请依法向有关机关提出。</p>")
ENGLISH_HOW = ("<p>We read every message and answer within five working days. Please tell us which county you live in, and do not send "
               "photographs of documents. Matters before a court cannot be taken up here, nor can complaints about private firms. "
               "Letters by post reach us at the county hall.</p>")
FORMS = {
    "log-in": page("用户登录-云麓省政务服务网", "<h1>用户登录</h1>" + LOG_IN + HOW, url="/yhzx/1.html"),
    "log-in for all offices": page("云麓省政务服务网", "<h1>统一身份认证平台</h1>" + LOG_IN, url="/sso/"),
    "registration with its conditions": page("法人注册", "<h1>法人注册</h1>" + HOW * 3 + LOG_IN, url="/reg2/1.html"),
    "a lost password": page("找回密码", "<h1>找回密码</h1><p>请输入注册时的手机号码。</p><input name='m'>", url="/zhmm.html"),
    "a letter to the governor": page("省长信箱", "<h1>省长信箱</h1>" + HOW + LETTER, url="/hd/sz.html"),
    "a question to an office": page("我要咨询", "<h1>我要咨询</h1>" + HOW * 2 + LETTER, url="/hd/zx.html"),
    "opinions": page("意见征集", "<h1>意见征集</h1>" + HOW + LETTER, url="/hd/yj.html"),
    "called so by its address": page("云麓省政务服务网", "<h1>欢迎使用</h1>" + HOW + LOG_IN, url="/portal/login.jsp"),
    "English log-in": page("Member login - Yunlu", "<h1>Member login</h1>" + ENGLISH_HOW + ENGLISH_LOG_IN, nav=ENGLISH_NAV,
                           url="/m/1.html"),
    "English registration": page("Create an account", "<h1>Create an account</h1>" + ENGLISH_HOW * 2 + ENGLISH_LOG_IN, nav=ENGLISH_NAV,
                                 url="/m/2.html"),
    "English account at the day's date": page("Create account", "<h1>Create account</h1><p>March 3, 2024</p>" + ENGLISH_HOW[:240]
                                              + ENGLISH_LOG_IN, nav=ENGLISH_NAV, url="/m/3.html"),
    "English letter": page("Contact us", f"<h1>Contact us</h1>{ENGLISH_HOW}<form><input name=n><input name=m><textarea></textarea></form>",
                           nav=ENGLISH_NAV, url="/c/"),
    "English, by its address": page("Yunlu", "<h1>Welcome back</h1>" + ENGLISH_HOW + ENGLISH_LOG_IN, nav=ENGLISH_NAV,
                                    url="/user.php?mode=register&sid=1")}
"""Nothing is to be read on any: what stands beside the fields is said to who fills them in."""


@pytest.mark.parametrize("name", FORMS)
def test_a_form_to_fill_in_is_no_article(name: str) -> None:
    article = extract(FORMS[name])
    assert article.kind == "unknown"
    assert "form" in (article.reason or "")


TOLD = "<h1>{}</h1><div>2024-04-03　来源：云麓日报</div>" + TEXT
TEXTS = {
    "a guide to a service": page("居民身份证补领办事指南", "<h1>居民身份证补领办事指南</h1><table>" + "".join(
        f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in (
            ("办理对象", "本省户籍且身份证遗失的居民"), ("办理地点", "户籍所在地派出所户籍窗口"), ("办理材料", "居民户口簿、本人近期照片"),
            ("办理时限", "自受理之日起二十个工作日"), ("收费标准", "每证四十元，由财政部门统一上缴"))) + "</table>", url="/bszn/3.html"),
    "opinions asked for, with the form below": page(
        "关于茶叶条例征求意见的公告", TOLD.format("关于茶叶条例征求意见的公告") + LETTER, url="/hd/202404/t20240403_8.html"),
    "an account explained": page("用户注册", "<h1>用户注册</h1>" + TEXT * 5, url="/bz/1.html"),
    "conditions longer than any form": page("用户注册", "<h1>用户注册</h1>" + TEXT * 10 + LOG_IN, url="/bz/2.html"),
    "a letter and its answer": page("关于春茶补贴的来信", TOLD.format("关于春茶补贴的来信") + LETTER, url="/szxx/202404/t20240403_9.html"),
    "log-in in the page's head": page("望川县春茶", f"<div id='top'>{LOG_IN}</div><h1>望川县春茶</h1>{TEXT}", url="/xq/cy.html"),
    "what an office says of letters": page("写信须知", "<h1>写信须知</h1>" + HOW * 3, url="/hd/xz.html"),
    "English text on contacts": page("Contact tracing in Yunlu", "<h1>Contact tracing in Yunlu</h1>" + ENGLISH + ENGLISH_LOG_IN,
                                     nav=ENGLISH_NAV, url="/health/tracing.html"),
    "English text on registers": page("Register of tea gardens", "<h1>Register of tea gardens</h1>" + ENGLISH + ENGLISH_LOG_IN,
                                      nav=ENGLISH_NAV, url="/register-of-tea-gardens"),
    "English offices and their telephones": page("Contact us", "<h1>Contact us</h1>" + ENGLISH_HOW, nav=ENGLISH_NAV, url="/contact/"),
    "a text at an address with the word": page("Fees", "<h1>Fees</h1><p>March 3, 2024</p>" + ENGLISH + ENGLISH_LOG_IN, nav=ENGLISH_NAV,
                                               url="/registration/fees.html"),
    "removal told of": page(
        "个人信息删除办法", "<h1>个人信息删除办法</h1>" + TEXT.replace("据统计", "该信息已被删除的，据统计"), url="/fg/1.html"),
    "data that do not have a fault": page(
        "数据核查", f"<h1>数据核查</h1><p>经核查，上述数据不存在造假情形，信息不存在遗漏。</p>{TEXT}", url="/fg/2.html"),
    "works on a system told of": page("系统维护公告", "<h1>系统维护公告</h1>" + TEXT, url="/fg/3.html"),
    "an English text on what was removed": page("The plane", "<h1>The plane</h1>" + ENGLISH + "<p>A page of the log was not found, and "
        "the document has been removed from the hall in which the county's people had seen it for more than a hundred years, said the "
        "keeper of the museum on Monday morning.</p>", nav=ENGLISH_NAV, url="/plane.html")}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_no_form_and_no_refusal(name: str) -> None:
    article = extract(TEXTS[name])
    assert (article.kind, article.reason) == ("article", None)


GONE = (
    "此内容已被发布者删除", "您查找的资源可能已被移除、更改名称或暂时不可用", "页面飞走了",
    "您访问的页面不小心丢失了", "无此信息", "查无此文章", "您输入的网址有误，请重新输入",
    "数据不存在", "记录不存在", "该稿件已被撤回", "该信息已被删除或不存在", "信息已删除",
    "We can't find the page you're looking for", "The content you are looking for is no longer available",
    "This story is no longer available", "The requested URL was not found on this server.", "HTTP Error 404",
    "The link you followed may be broken, or the page may have been removed", "This post has been deleted", "No such article",
    "Invalid article ID", "It looks like nothing was found at this location.", "The topic you requested does not exist.",
    "Oops! That page can’t be found.")
BARRED = (
    "没有权限", "您没有权限访问该页面", "对不起，您没有查看此信息的权限", "无权访问",
    "系统维护中，请稍后访问", "网站正在升级维护，暂停访问", "系统维护，给您带来不便敬请谅解",
    "参数错误", "系统错误，请联系管理员", "服务器繁忙，请稍后再试", "请先登录后再查看",
    "此页面仅限内部访问，请登录", "该网页无法访问", "您访问的网站已关闭", "该栏目已停用",
    "运行时错误", "You do not have permission to access this page", "You are not authorized to view this page",
    "Access denied", "Please log in to view this page", "Page unavailable", "You must be logged in to view this content",
    "This site is under maintenance. Please check back later.", "We are currently performing scheduled maintenance",
    "Internal server error", "An error occurred while processing your request", "Service temporarily unavailable",
    "Something went wrong", "This account has been suspended")
SAID = [(words, "soft-404") for words in GONE] + [(words, "error") for words in BARRED]


@pytest.mark.parametrize(("words", "kind"), SAID, ids=[words[:40] for words, _ in SAID])
@pytest.mark.parametrize("form", ["<h1>{}</h1>", "<div><p>{}</p><a href='/'>返回首页</a></div>"])
def test_what_is_gone_is_told_from_what_is_barred_for_now(words: str, kind: str, form: str) -> None:
    """Only what is gone ends an article's life."""
    site, nav = ("云麓省人民政府", NAV) if not words.replace("’", "").isascii() else ("Yunlu", ENGLISH_NAV)
    assert extract(page(site, form.format(words), nav=nav, url="/yw/202001/t20200105_99.html")).kind == kind


def test_the_words_of_a_menu_bar_nobody() -> None:
    body = "<div class='nav'><span>请登录后查看</span></div><div class='m'>云麓</div>"
    assert extract(page("云麓省人民政府", body, url="/sy/1.html")).kind == "unknown"


@pytest.mark.parametrize("words", ["安全验证", "验证码 captcha"])
def test_a_registration_with_a_test_is_no_challenge(words: str) -> None:
    body = f"<html><head><title>注册</title></head><body><h1>法人注册</h1>{HOW}{LOG_IN}<p>{words}</p></body></html>".encode()
    assert extract(Page(url="http://www.yunlu.example.gov.cn/zc.html", body=body)).kind == "unknown"


CARDS = "".join(f"<div><img src='/p{n}.jpg'><h3>{name}</h3><p>{ENGLISH_HOW[3:150]}</p></div>" for n, name in enumerate(
    ("Plan your visit", "Work with us", "Live in Yunlu", "Study here")))
MENU = "<ul class='nav'>" + "".join(f"<li><a href='/m{n}/'>Part {n}</a></li>" for n in range(30)) + "</ul>"
HOMES = {
    "what a site is for, above a few pictures": page("Yunlu", MENU + CARDS, nav=ENGLISH_NAV, url="/"),
    "hardly any links": page("Yunlu", "<h1>Yunlu</h1>" + CARDS, nav=ENGLISH_NAV, url=""),
    "stories with their days": page("云麓省人民政府", "".join(
        f"<div><h2><a href='/a/{n}.html'>望川县第{n}批春茶开采上市</a></h2><div>2024-04-{n + 1:02d}</div>{TEXT}</div>" for n in range(4)),
        url="/index.html"),
    "a welcome with the day's date": page("Yunlu county", MENU + "<p>March 3, 2024</p>" + ENGLISH * 2, nav=ENGLISH_NAV, url="/")}


@pytest.mark.parametrize("name", HOMES)
def test_a_first_page_is_home_however_few_its_links(name: str) -> None:
    assert extract(HOMES[name]).kind == "home"


def test_one_long_text_at_a_sites_root_is_read() -> None:
    long = "".join(f"<p>{line} {line}</p>" for line in (
        "The county was founded in 1381, when salt was carried over the hills on the backs of mules and every inn had a yard for sixty",
        "Its tea was first written of by a monk, who held it to be the best south of the river and drank a bowl before each prayer",
        "The bridges are younger; most were built after the flood of 1788, which took the old ones and half of the lower town with them",
        "Since the railway came, in 1957, the lower town has been the larger, and the inns by the old road are houses of families now"))
    assert extract(page("A county", "<h1>A short history of the county</h1>" + long, nav=ENGLISH_NAV, url="/")).kind == "article"


def test_a_page_that_came_without_an_address_stands_where_it_says() -> None:
    lead = f"<h1>望川县万亩春茶开采</h1><p>2024-04-03　来源：云麓日报</p><div class='con'>{TEXT[:300]}</p></div>"
    lists = f"<div><h2>要闻</h2><ul>{rows(LINE)}</ul></div>" * 6
    own = "<link rel='canonical' href='http://www.yunlu.example.gov.cn/art/2024/4/3/art_1_1.html'>"
    html = "<html><head><meta charset='utf-8'><title>望川县万亩春茶开采</title>{}</head><body>" + lead + lists + "</body></html>"
    assert extract(Page(url="", body=html.format("").encode())).kind == "home"
    assert extract(Page(url="", body=html.format(own).encode())).kind == "article"


def test_a_log_in_on_a_first_page_makes_no_form_of_it() -> None:
    assert extract(page("Log in", MENU + "<h2>Log in</h2>" + ENGLISH_LOG_IN + CARDS, nav=ENGLISH_NAV, url="/")).kind == "home"


def test_the_name_of_a_script_is_no_test_of_the_reader() -> None:
    html = "<html><head><title>Les halles</title><script src='/js/angular-recaptcha.min.js'></script></head><body>{}</body></html>"
    body = "<h1>Les halles de Villeneuve rouvrent</h1><p>Le 12 mai, à neuf heures.</p>"
    assert extract(Page(url="http://www.yunlu.example.gov.cn/halles", body=html.format(body).encode())).kind != "challenge"
    test = "<p>Please solve the captcha</p><div class='g-recaptcha'></div>"
    assert extract(Page(url="http://www.yunlu.example.gov.cn/halles", body=html.format(test).encode())).kind == "challenge"


BOARD = ("<tr><td><a href='/b/{n}'>{t}</a><p>茶农在这里谈采摘、炒制与收购，请勿发布广告。</p></td><td>{n}5</td>"
         "<td><a href='/t/{n}'>Re: {t}</a> 2024-01-{n:02d}</td></tr>")


@pytest.mark.parametrize("body", [
    f"<h1>茶农论坛</h1><div>2024-04-03</div><table><tr><th>版块</th><th>主题</th><th>最后发表</th></tr>{rows(BOARD)}</table>",
    "<h1>茶叶</h1><p>共找到 14 条结果</p><div>" + TEXT[:300] + "</p></div>" + rows("<p><a href='/a/{n}.html'>{t}第{n}号</a></p>", 8)])
def test_a_table_of_boards_and_results_that_are_counted_are_listings(body: str) -> None:
    assert extract(page("云麓", body, url="/bbs/x1.html")).kind == "listing"


def test_lines_of_a_menu_make_no_listing_of_a_page_with_a_text() -> None:
    menu = "<div class='megamenu'>" + rows("<p><a href='/a/{n}.html'>{t}专题栏目第{n}辑</a></p>") * 8 + "</div>"
    body = f"<h1>望川县春茶</h1>{TEXT * 2}"
    assert extract(page("望川县春茶", menu + body, url="/xq/cy")).kind == "article"
    body = "<h1>望川县春茶</h1><p>云麓名茶。</p>"
    assert extract(page("望川县春茶", menu.replace("megamenu", "m") + body, url="/xq/cy")).kind == "listing"
    goods = "".join(f"<p><a href='/g/{n}'>Tea bowl {n}</a></p>" for n in range(60))
    body = f"<h1>Bowls</h1><p>{ENGLISH_HOW[3:380]}</p><p>{ENGLISH_HOW[3:200]}</p>{goods}"
    assert extract(page("Bowls", menu + body, nav=ENGLISH_NAV, url="/bowls")).kind == "listing"
