"""What sort of page it is: no listing, home page, error or test of the reader is an article, and no article is one of them."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.page import Page

NAV = "<div class='nav'>" + "".join(f"<a href='/s{n}/'>栏目{n}</a> " for n in range(12)) + "</div>"
ENGLISH_NAV = "<div class='nav'>" + "".join(f"<a href='/s{n}/'>Section {n}</a> " for n in range(12)) + "</div>"
FOOT = "<div class='foot'>主办单位：云麓省人民政府办公厅　网站标识码：9900000001　云ICP备05000001号</div>"
TEXT = "".join(f"<p>　　{line}</p>" for line in (
    "清明前后，望川县十二万亩茶园陆续开采，茶农们天不亮就背着竹篓上了山。",
    "今年春季气温回升较快，首批明前茶比往年提早了一周上市，价格与去年持平。",
    "县农业农村局组织技术人员分片包村，指导茶农科学采摘、错峰炒制，并在三个产茶大镇设立了质量检测点。",
    "据统计，全县春茶产量预计达到三千六百吨，带动近两万户农户增收。"))
ENGLISH = "".join(f"<p>{line}</p>" for line in (
    "A cargo plane loaded with 40 tons of fresh fruit took off from Yunlu, opening the first direct freight route to Jakarta.",
    "The flight will run three times a week and cut delivery time for local growers from five days to less than ten hours.",
    "Airport officials said they expect the route to carry 6,000 tons of goods in its first year."))
TOPICS = ("山塘水库除险加固", "农村公路安全排查", "养老服务条例实施", "春茶质量检测", "港口航线开通", "博物馆新馆开放", "防汛应急演练",
    "科技企业孵化",
          "乡村医生培训", "古桥修缮保护", "森林防火宣传", "夜间经济发展", "非遗项目申报", "老旧小区改造")


def rows(form: str, count: int = 14) -> str:
    """Rows of a list; `{t}` title, `{n}` number, `{s}` beginning of the text."""
    return "".join(form.format(t=f"省政府部署{topic}工作", n=number, s=TEXT[5:80].replace("</p>", "").replace("<p>", ""))
                   for number, topic in enumerate(TOPICS[:count], 1))


def page(title: str, body: str, *, nav: str = NAV, url: str, status: int = 200) -> Page:
    html = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{nav}{body}{FOOT if nav == NAV else ''}</body></html>"
    return Page(url=f"http://www.yunlu.example.gov.cn{url}", body=html.encode(), status=status)


LINE = "<li><a href='/art/2024/1/{n}/art_1_{n}.html'>{t}</a><span>2024-01-{n:02d}</span></li>"
LISTINGS = {
    "lines with days": page("通知公告", f"<h1>通知公告</h1><ul>{rows(LINE)}</ul>", url="/col/col123/index.html"),
    "lines without days": page("通知公告", f"<ul>{rows('<li><a href=/a/{n}.html>{t}</a></li>')}</ul>", url="/tzgg/"),
    "rows of a table": page("工作动态", f"<table>{rows('<tr><td><a href=/a/{n}.html>{t}</a></td><td>2024-01-{n:02d}</td></tr>')}</table>",
                            url="/gzdt/index_2.html"),
    "an introduction above": page("政策解读", "<h1>政策解读</h1><p>本栏目发布省政府及其部门制定的政策文件的解读材料，欢迎社会各界监督，"
                                          "并提出宝贵意见。</p>"
                                  f"<ul>{rows(LINE)}</ul>", url="/zcjd/list.shtml"),
    "a leading story above": page("要闻", f"<div class='top'><h2><a href='/a/99.html'>省政府召开常务会议</a></h2><p>"
                                        f"会议研究部署了今冬明春的安全生产工作……</p></div>"
                                  f"<ul>{rows(LINE)}</ul>", url="/yw/index.html"),
    "summaries": page("新闻动态", rows("<div><h3><a href='/a/{n}.html'>{t}</a></h3><p>{s}……</p><span>2024-01-{n:02d}</span></div>"),
    url="/xwdt/"),
    "summaries without days": page("新闻动态", rows("<dl><dt><a href='/a/{n}.html'>{t}</a></dt><dd>{s}...</dd></dl>"),
    url="/xwdt/index.html"),
    "a directory": page("信息公开目录", f"<table><tr><th>索引号</th><th>名称</th><th>发布日期</th></tr>"
                        f"{rows('<tr><td>1/2024-{n:05d}</td><td><a href=/a/{n}.html>{t}</a></td><td>2024-01-{n:02d}</td></tr>')}</table>",
                        url="/gkml/"),
    "pictures with words": page("图片新闻", rows("<div class='pic'><a href='/a/{n}.html'><img src='/p/{n}.jpg'></a><p><a "
                                             "href='/a/{n}.html'>{t}</a></p></div>"),
                                url="/tpxw/index.html"),
    "results of a search": page("检索结果", "<p>为您找到相关结果约 1376 个</p>" + rows("<div><a href='/a/{n}.html'>{t}</a><p>{s}…</p>"
    "<p>来源：云麓日报 2024-01-{n:02d}"
                                "</p></div>"), url="/search?q=%E8%8C%B6"),
    "few lines": page("公示", f"<div class='pos'>当前位置：<a href='/'>首页</a> &gt; 公示</div><ul>{rows(LINE, 6)}</ul>",
    url="/gs/index.html"),
    "English lines": page("News - Yunlu", "<h1>News</h1><ul>" + rows("<li><a href='/art/2024/1/{n}/art_9_{n}.html'>Yunlu county number "
    "{n} opens a new library"
                          "</a> 2024-01-{n:02d}</li>") + "</ul>", nav=ENGLISH_NAV, url="/col/col9/index.html"),
    "English summaries": page("News - Yunlu", rows("<div><h2><a href='/c_{n}.html'>Yunlu county number {n} opens a new library</a></h2>"
                                                   "<p>The library has 20,000 "
                              "books and a reading room for children, officials of the county said.</p><em>January {n}, 2024</em></div>"),
                              nav=ENGLISH_NAV, url="/news.html")}

LISTINGS["a tag's stories, whose page is called an article"] = page(
    "Archivos de Tregua", "<meta property='og:type' content='article'><script type='application/ld+json'>{\"@type\": \"CollectionPage\"}"
    "</script><h1>Etiqueta: Tregua</h1>" + rows("<div><h3><a href='/c_{n}.html'>Los vecinos del barrio {n} piden una tregua</a></h3>"
                                                "<div>{n} mayo, 2024</div></div>"), nav=ENGLISH_NAV, url="/tag/tregua/")

LONG = "<div><h3><a href='/a/{n}.html'>{t}并召开现场推进会</a></h3><p>{s}{s}</p><span>2024-01-{n:02d}</span></div>"
LISTINGS["three summaries at the address of a section"] = page("新闻动态", f"<h1>新闻动态</h1>{rows(LONG, 3)}", url="/xwdt/index.html")
LISTINGS["three summaries in a section's folder"] = page("新闻动态", f"<h1>新闻动态</h1>{rows(LONG, 3)}", url="/xwdt/")


PINNED = ((27, "省政府关于山塘水库除险加固工作的通知"),
          *((day, f"云麓省部署{day}项{topic}并就下一阶") for day, topic in enumerate(TOPICS[1:])))


def test_the_table_of_a_section_whose_pinned_row_is_older_is_no_article() -> None:
    table = "".join(f"<tr><td>·</td><td><a href='../info/2070/{day}.htm' title='{shown}'>{shown}...</a></td>"
                    f"<td><span>2024年06月{28 - day:02}日</span></td></tr>" for day, shown in PINNED)
    pager = ("<tr><td colspan=3>共47条&nbsp;&nbsp;1/4&nbsp;<span>首页</span><a href='list/3.htm'>下页</a>"
             "<a href='list/1.htm'>尾页</a></td></tr>")
    menu = "<div class='head'><a href='/'>首页</a> <a href='/zwgk/'>政务公开</a></div>"
    trail = "<div class='pos'>当前位置：<a href='/'>首页</a> &gt; <a href='/xwzx/'>新闻中心</a></div>"
    article = extract(page("通知", f"{menu}{trail}<table>{table}{pager}</table>{FOOT}", nav="", url="/tzgg/list.htm"))
    assert article.kind == "listing", article.body


@pytest.mark.parametrize("name", LISTINGS)
def test_a_listing_is_no_article(name: str) -> None:
    article = extract(LISTINGS[name])
    assert article.kind == "listing", article.reason
    assert article.reason


HEAD = "<h1>望川县万亩春茶开采</h1><div>2024-04-03 09:12　来源：云麓日报</div>"
RELATED = f"<div class='r'><h3>相关阅读</h3><ul>{rows(LINE)}</ul></div>"
ARTICLES = {
    "much related behind it": page("望川县万亩春茶开采", HEAD + TEXT + RELATED + RELATED, url="/art/2024/4/3/art_1_1.html"),
    "a feed of summaries behind it": page("望川县万亩春茶开采", HEAD + f"<div class='c'>{TEXT * 2}</div>" + rows(
        "<div><h3><a href='/a/{n}.html'>{t}</a></h3><p>{s}……</p></div>"), url="/n/20240403/9912.html"),
    "one short paragraph": page("望川县万亩春茶开采_云麓省", f"{HEAD}<div class='c'><p>　　记者从望川县获悉，"
                                                 f"全县十二万亩春茶日前陆续开采。</p></div>", url="/yw/202404/t20240403_1.html"),
    "a province's profile without a day": page("云麓概况", f"<div class='pos'>当前位置：<a href='/'>首页</a> &gt; 云麓概况</div><h1>"
                                                       f"云麓概况</h1><div>{TEXT * 3}</div>", url="/sq/index.html"),
    "a province's profile, and three stories behind it": page("云麓概况", f"<h1>云麓概况</h1><div>{TEXT * 6}</div>{rows(LONG, 3)}",
                                                            url="/sq/index.html"),
    "words of errors in it": page("“页面不存在”怎么办", "<h1>“页面不存在”怎么办</h1><div>2024-04-03</div><p>群众反映，"
                                                "打开政务服务网时提示页面不存在，或者要求完成安全验证、输入验证码。</p>"
                                  + TEXT, url="/hd/202404/t20240403_2.html"),
    "questions and answers": page("养老金什么时候发放", "<h1>养老金什么时候发放</h1><div>发布时间：2024-04-03</div><p>"
                                               "问：请问今年的养老金什么时候发放？</p><p>答：您好，养老金于每月"
                                  "十五日前发放到位，如遇节假日提前发放，请您留意银行短信。</p>", url="/hdjl/202404/t20240403_3.html"),
    "English, and much to read on": page("Yunlu opens direct cargo flights",
    "<h1>Yunlu opens direct cargo flights</h1><p>Updated: March 3, 2024</p>" + ENGLISH
                                         + "<h3>Related</h3><ul>" + rows("<li><a href='/c_{n}.html'>Yunlu county number {n} opens a new "
                                             "library</a></li>") + "</ul>",
                                         nav=ENGLISH_NAV, url="/2024-03/03/c_991.htm"),
    "an overview in English": page("Overview", "<div>Home&gt;Overview</div><h1>Overview</h1>" + ENGLISH * 3, nav=ENGLISH_NAV,
    url="/col/col7/index.html"),
    "a press release without a day amid all pages of a ministry": page("Minister meets neighbours", "<h1>Minister meets neighbours</h1>"
        + ENGLISH * 4 + rows("<p><a href='/{n}.html'>The ministry's page about {t}, its tasks, forms and opening hours</a></p>") * 9,
        nav=ENGLISH_NAV, url="/press/announcements/minister-meets-neighbours"),
    "a table of procurement": page("望川县中医院设备采购中标公告", "<h1>望川县中医院设备采购中标公告</h1><div>发布日期：2024-04-03</div>"
                                                     "<table>" + "".join(
        f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in (
            ("采购项目名称", "望川县中医院彩色超声诊断仪采购项目"), ("采购单位", "望川县中医院"), ("中标供应商",
            "云麓省康泰医疗器械有限公司"), ("中标金额", "一百八十六万元"),
            ("评审专家", "张明、李红、王强"), ("代理机构", "云麓省公正招标代理有限公司"), ("公告期限",
            "自本公告发布之日起一个工作日"))) + "</table>",
        url="/zfcg/202404/t20240403_4.html")}


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_is_an_article(name: str) -> None:
    article = extract(ARTICLES[name])
    assert (article.kind, article.reason) == ("article", None)


GONE = ("404 Not Found", "您访问的页面找不到了", "对不起，您要查看的信息不存在或已被删除", "该信息已过期或被删除", "文章不存在",
    "很抱歉，您访问的页面不存在！", "抱歉，没有找到您要的页面",
        "页面已删除", "您请求的文件不存在", "Sorry, page not found", "The page you requested cannot be found", "This page does not exist",
        "错误 404", "找不到该页",
        "The article has been removed or does not exist")


@pytest.mark.parametrize("words", GONE)
@pytest.mark.parametrize("form", ["<h1>{}</h1>", "<div><p>{}</p><a href='/'>返回首页</a></div>",
    "<div><img src='/404.png'><h3>{}</h3></div>"])
def test_a_page_that_says_it_is_gone_is_a_soft_404(words: str, form: str) -> None:
    assert extract(page("云麓省人民政府", form.format(words), url="/yw/202001/t20200105_99.html")).kind == "soft-404"


@pytest.mark.parametrize(("body", "kind"), [
    ("<h1>望川县春茶视频</h1><div>发布时间：2024-04-03</div><video src='/v/1.mp4'></video>", "video"),
    ("<h1>望川县春茶视频</h1><div>发布时间：2024-04-03</div><embed src='/player.swf?vid=1'><p>视频：望川县春茶开采</p>", "video"),
    ("<h1>望川县春茶视频</h1><div>发布时间：2024-04-03</div><script>new Player({'url':'/v/1.m3u8'})</script><div id='player'></div>",
    "video"),
    ("<h1>图说春茶</h1><div>2024-04-03</div>" + "".join(f"<p><img src='/p/{n}.jpg'></p><p>茶农采茶</p>" for n in range(6)), "gallery"),
    ("<h1>一张图看懂养老条例</h1><div>发布时间：2024-04-03</div><p><img src='/p/1.jpg' width=800 height=6000></p>", "gallery"),
    ("<h1>2024年部门预算公开</h1><div>发布日期：2024-04-03</div><p><a href='/f/1.pdf'>2024年部门预算公开.pdf</a></p>", "notice"),
    ("<h1>关于印发实施方案的通知</h1><div>发布日期：2024-04-03</div><p>现将实施方案印发给你们，请认真执行。</p><p>附件：<a "
     "href='/f/1.docx'>实施方案.docx</a></p>", "notice")])
def test_a_film_a_gallery_and_a_notice_are_called_so(body: str, kind: str) -> None:
    assert extract(page("云麓省人民政府", body, url="/a/202404/t20240403_5.html")).kind == kind


@pytest.mark.parametrize("body", [
    "<script>window.location.href='/'</script>", "<div id='app'></div><script src='/app.js'></script>",
    "<noscript>请开启JavaScript后访问</noscript><div id=root></div>",
    "<div class='list'><script type='text/x-handlebars'>{{#each rows}}<li>{{title}}</li>{{/each}}</script></div>"])
def test_a_page_that_shows_nothing_without_its_scripts_is_no_article(body: str) -> None:
    article = extract(Page(url="http://www.yunlu.example.gov.cn/a/1.html",
        body=f"<html><head><title>云麓</title></head><body>{body}</body></html>".encode()))
    assert article.kind in ("empty", "unknown") and article.body is None


@pytest.mark.parametrize("lines", [
    ("主办单位：云麓省人民政府办公厅 运行维护单位：云麓省政府网运行中心", "云麓省政府网.政务", "主办单位：云麓省人民政府办公厅"),
    ("版权所有：云麓省人民政府", "云ICP备05000001号")])
def test_the_foot_of_a_site_alone_is_no_text(lines: tuple[str, ...]) -> None:
    body = "".join(f"<p>{line}</p>" for line in lines)
    assert extract(page("云麓省人民政府", body, nav=ENGLISH_NAV, url="/sq/1.html")).body is None


def test_who_invites_to_an_evening_is_no_foot_of_a_site() -> None:
    body = "<h1>望川县春茶音乐会</h1>" + "".join(f"<p>{line}</p>" for line in ("主办单位：望川县文化馆", "承办单位：望川县茶业协会",
                                                                   "时间：五月一日晚上", "地点：茶山广场"))
    assert "地点：茶山广场" in (extract(page("望川县春茶音乐会", body, url="/art/2024/4/3/art_1_1.html")).body or "")


@pytest.mark.parametrize("words", ["__jsl_clearance_s=1717;", "yunsuo_session_verify", "<div>电信云防护</div>",
    "<title>滑动验证页面</title><div id='nc_1'>请拖动滑块完成验证</div>"])
def test_a_test_of_the_reader_is_a_challenge(words: str) -> None:
    body = f"<html><head><script>document.cookie='{words}'</script></head><body>{words if '<' in words else ''}</body></html>".encode()
    assert extract(Page(url="http://www.yunlu.example.gov.cn/a/1.html", body=body)).kind == "challenge"


def test_a_form_with_a_captcha_on_a_page_of_the_site_is_no_challenge() -> None:
    form = "<h1>Sign up for alerts</h1><form><input name='mail'><div class='g-recaptcha'></div><button>Sign up</button></form>"
    assert extract(page("Sign up", form, nav=ENGLISH_NAV, url="/alerts.html")).kind == "unknown"


@pytest.mark.parametrize("url", ["/", "/index.html", "/index.jsp"])
def test_the_first_page_is_home(url: str) -> None:
    body = (f"<h1><a href='/yw/1.html'>省政府召开常务会议研究部署安全生产工作</a></h1><div><h2><a href='/yw/'>要闻</a></h2><ul>"
            f"{rows(LINE)}</ul></div>"
            f"<div><h2>通知</h2><ul>{rows(LINE)}</ul></div>")
    assert extract(page("云麓省人民政府", body, url=url)).kind == "home"


@pytest.mark.parametrize("stated", ["", '<meta property="og:type" content="article">', '<script type="application/ld+json">{"@type": '
                                    '"NewsArticle", "headline": "云麓省人民政府", "datePublished": "2024-01-02"}</script>'])
def test_the_first_page_is_home_whatever_it_calls_itself(stated: str) -> None:
    lead = f"<h1>云麓省人民政府</h1><div class='con'><h2><a href='/a/99.html'>望川县万亩春茶开采</a></h2>{TEXT}</div>"
    lists = f"<div><h2>要闻</h2><ul>{rows(LINE)}</ul></div>" * 6
    assert extract(page("云麓省人民政府", f"{stated}{lead}{lists}", url="/")).kind == "home"
    assert extract(page("云麓省人民政府", f"{stated}{lead}{lists}", url="/art/2024/4/3/art_1_1.html")).kind != "home"


SHOWN = [
    ('<iframe src="/a.pdf" width="100%"></iframe>', ["/a.pdf"], "notice"),
    ('<embed src="./P020240305.pdf">', ["/art/P020240305.pdf"], "notice"),
    ('<object data="/a.pdf" type="application/pdf"><p>您的浏览器不支持</p></object>', ["/a.pdf"], "notice"),
    ('<iframe src="/pdfjs/web/viewer.html?file=%2Ff%2Fa.pdf"></iframe>', ["/f/a.pdf"], "notice"),
    ('<iframe src="/pdfjs/web/viewer.html?file=../f/a.ofd"></iframe>', ["/pdfjs/f/a.ofd"], "notice"),
    ('<iframe src="/a.pdf"></iframe><iframe src="/a.pdf"></iframe><a href="/a.pdf">办法.pdf</a>', ["/a.pdf"], "notice"),
    ('<embed src="/a.swf"><object data="/b.swf"></object>', [], "video"), ('<iframe src="/share.html?file=x"></iframe>', [], "unknown")]


@pytest.mark.parametrize(("shown", "files", "kind"), SHOWN, ids=[case[0][:50] for case in SHOWN])
def test_a_document_that_a_page_shows_in_a_frame_is_its_attachment(shown: str, files: list[str], kind: str) -> None:
    body = f"<h1>关于印发茶叶质量管理办法的通知</h1><p>发布时间：2024-03-05</p><div id=zoom>{shown}</div>"
    article = extract(page("关于印发茶叶质量管理办法的通知", body, url="/art/1.html"))
    assert [file.url.removeprefix("http://www.yunlu.example.gov.cn") for file in article.attachments] == files
    assert article.kind == kind


@pytest.mark.parametrize(("words", "charset", "kind"), [
    ("您访问的页面不存在！", "gb18030", "soft-404"), ("该信息已被删除", "utf-8", "soft-404"), ("欢迎光临", "utf-8", "empty")])
def test_a_page_whose_script_only_says_that_the_article_is_gone_is_a_soft_404(words: str, charset: str, kind: str) -> None:
    body = f"<html><head><script>alert('{words}');history.back();</script></head></html>".encode(charset)
    assert extract(Page(url="http://www.yunlu.example.gov.cn/art/1.html", body=body)).kind == kind
