"""What documents state of themselves, datelines, sizes, languages, twins, and what the readers of a field said."""

from __future__ import annotations

import pytest

from archive.model import Article
from crawler.extract import Candidate, explain, extract
from crawler.extract.facts import index_table
from crawler.extract.words import dateline, language
from crawler.extract.words.file_size import stated_size, without_size
from crawler.page import Page
from crawler.portal import Layout
from tests.test_extract_forms import ENGLISH, TEXT, TITLE, read

FACTS = {"index_number": "002482111/2024-00012", "issuer": "云麓省人民政府办公厅", "document_number": "云政办发〔2024〕12号",
    "document_date": "2024-05-20",
         "effective_date": "2024-07-01", "keywords": "防汛 安全"}
NAMES = (("索 引 号", "index_number"), ("发文机关", "issuer"), ("发文字号", "document_number"), ("成文日期", "document_date"), ("施行日期",
    "effective_date"),
         ("主 题 词", "keywords"))
DAYS = {"document_date": "2024年5月20日", "effective_date": "2024年07月01日"}


def cells(form: str, *, colon: str = "：") -> str:
    return "".join(form.format(label=label + colon, value=DAYS.get(key, FACTS[key])) for label, key in NAMES)


@pytest.mark.parametrize("table", [
    "<table>" + cells("<tr><td>{label}</td><td>{value}</td></tr>") + "</table>",
    "<table><tr>" + cells("<td>{label}</td><td>{value}</td>") + "</tr></table>",
    "<table>" + cells("<tr><th>{label}</th><td>{value}</td></tr>", colon="") + "</table>",
    "<table>" + cells("<tr><td><b>{label}</b>{value}</td></tr>") + "</table>",
    "<ul>" + cells("<li><label>{label}</label><span>{value}</span></li>") + "</ul>",
    "<dl>" + cells("<dt>{label}</dt><dd>{value}</dd>") + "</dl>",
    "<div>" + cells("<p>{label}{value}</p>") + "</div>", "<div>" + cells("<div class='a'><em>【{label}】</em>{value}</div>",
    colon="") + "</div>",
    "<div>" + cells("{label}{value}<br>", colon=":") + "</div>"])
@pytest.mark.parametrize("above", [True, False])
def test_an_index_table_of_any_form_is_read_and_not_in_the_text(table: str, above: bool) -> None:
    article = read("" if above else table, above=table if above else "")
    assert {key: article.fields[key] for key in FACTS} == FACTS
    assert article.body is not None and article.body.startswith("清明前后") and article.title == TITLE
    assert article.date is None


@pytest.mark.parametrize(("labels", "values", "found"), [
    (("索取号", "发布时间", "发布机构", "文件编号", "备注"), ("0764Q/2024-12", "", "云麓省水利厅", "云水〔2024〕5号", ""),
     ("0764Q/2024-12", "云麓省水利厅", "云水〔2024〕5号")),
    (("索引号：", "发文字号：", "成文日期：", "有效性："), ("YL01-2024-4", "", "2024年5月20日", "有效"), ("YL01-2024-4", None, None)),
    (("文号", "名称", "发布日期"), ("无", "关于灌区的通知", "2024-05-20"), (None, None, None))])
def test_an_index_table_of_a_row_of_labels_and_a_row_of_values_is_read_down(labels: tuple[str, ...], values: tuple[str, ...],
                                                                            found: tuple[str | None, ...]) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for cells in (labels, values))
    article = read(f"<table>{rows}</table>")
    assert (article.fields["index_number"], article.fields["issuer"], article.fields["document_number"]) == found
    assert article.body is not None and article.body.startswith("清明前后")


@pytest.mark.parametrize("rows", [
    "<tr><td>东渠</td><td>云水〔2024〕5号</td><td>3公里</td></tr><tr><td>西渠</td><td>无</td><td>5公里</td></tr>",
    "<tr><td>东渠</td><td>云水〔2024〕5号</td><td>3公里</td></tr>", "<tr><td>东渠</td><td>3公里</td></tr>"])
def test_a_table_of_other_labels_or_rows_is_text(rows: str) -> None:
    table = f"<table><tr><td>名称</td><td>文号</td><td>长度</td></tr>{rows}</table>"
    page = f"<meta charset=utf-8><title>{TITLE}_云麓省水利厅</title><h1>{TITLE}</h1><div class='con'>{table}{TEXT}</div>"
    article = extract(Page(url="http://www.yunlu.example.gov.cn/a/1.html", body=page.encode()))
    assert article.body is not None and article.body.startswith("名称") and "3公里" in article.body


@pytest.mark.parametrize(("label", "key", "value"), [
    ("文号", "document_number", "云水〔2023〕7号"), ("文 号", "document_number", "云水〔2023〕7号"), ("发布机构", "issuer",
    "云麓省水利厅"), ("发布单位", "issuer", "云麓省水利厅"),
    ("公开责任部门", "issuer", "云麓省水利厅"), ("信息索引号", "index_number", "YL01-2023-4"), ("生成日期", "document_date", "2023-01-02"),
    ("印发日期", "document_date", "2023-01-02"),
    ("实施日期", "effective_date", "2023-01-02"), ("生效日期", "effective_date", "2023-01-02"), ("关键词", "keywords", "水利;安全")])
def test_labels_of_other_words_are_read(label: str, key: str, value: str) -> None:
    assert read(f"<table><tr><td>{label}：</td><td>{value}</td></tr></table>").fields[key] == value


def test_facts_in_one_line_below_the_text_are_read_and_no_text() -> None:
    line = ("<div>索 引 号：11430000/2021-00056　发布机构：青山市人民政府办公室　文　　号：青政办〔2021〕56号　成文日期：2021-11-08　"
            "发布日期：2021-11-12　主题分类：农业、林业、水利　有 效 性：有效　名　　称：关于做好冬春农田水利工作、来年丰收的通知</div>")
    article = read("<div>2021-11-12</div>", below=line)
    assert article.body is not None and "索" not in article.body
    assert article.fields["issuer"] == "青山市人民政府办公室" and article.fields["document_number"] == "青政办〔2021〕56号"


@pytest.mark.parametrize("cell", ["", "无", "/", "暂无", "-"])
def test_an_empty_cell_states_nothing(cell: str) -> None:
    fields = read(f"<table><tr><td>文号：</td><td>{cell}</td></tr><tr><td>发文机关：</td><td>云麓省水利厅</td></tr></table>").fields
    assert (fields["document_number"], fields["issuer"]) == (None, "云麓省水利厅")


@pytest.mark.parametrize(("text", "day"), [
    ("第九条 本办法自2024年3月1日起施行。", "2024-03-01"), ("本规定自二〇二四年三月一日起施行，有效期五年。", "2024-03-01"),
    ("本通知自2024年3月1日起正式实施。", "2024-03-01"),
    ("Article 9 These Measures shall take effect on March 1, 2024.", "2024-03-01"), ("The rules will come into force as of 1 March 2024.",
    "2024-03-01"),
    ("原办法自2014年3月1日起施行，现予废止。", None), ("自2024年3月1日起，电价下调。", None)])
def test_the_day_from_which_a_document_is_in_force(text: str, day: str | None) -> None:
    assert index_table.takes_effect(f"第一条 为了规范管理，制定本办法。\n\n{text}") == ((day, "text") if day else None)


@pytest.mark.parametrize(("body", "line"), [
    ("新华社北京3月5日电（记者 林晓）国务院总理", "新华社北京3月5日电"), ("中新网云麓3月5日电 (张三)记者获悉", "中新网云麓3月5日电"),
    ("本报讯（记者王小明）昨日", "本报讯"),
    ("据新华社电 记者", None), ("云麓日报讯（记者 李四）3月5日，", "云麓日报讯"), ("人民网云麓2012年1月17日电 今天",
    "人民网云麓2012年1月17日电"), ("3月5日，省政府召开常务会议。", None),
    ("HANGZHOU, March 5 (Xinhua) -- The province", "HANGZHOU, March 5 (Xinhua)"), ("HANGZHOU -- The provincial government", "HANGZHOU"),
    ("BEIJING, Jan. 17, 2012 — The ministry", "BEIJING, Jan. 17, 2012"), ("The United Nations -- an organization of states -- met.", None),
    ("", None), (None, None)])
def test_a_dateline_is_what_stands_before_the_report(body: str | None, line: str | None) -> None:
    assert dateline.of(body) == ((line, "head of text") if line else None)


@pytest.mark.parametrize(("words", "behind", "cell", "size"), [
    ("名单.pdf", "（1.2MB）", "", "1.2MB"), ("名单.pdf (36 KB)", "", "", "36 KB"), ("名单.pdf", " [大小：235.5K]", "", "235.5K"),
    ("list.docx", " (DOCX, 1.5 MB)", "", "1.5 MB"),
    ("名单.pdf", "", "245KB", "245KB"), ("名单.pdf", "　文件大小：12,345字节", "", "12,345字节"), ("2024年计划.pdf", "共有3项", "", None),
    ("名单.pdf", "下载次数：12", "2024-01-02", None),
    ("名单", "（共12页）", "", None), ("表1.xls", "、表2.xls（9KB）", "", None)])
def test_the_size_of_a_file_is_what_stands_at_its_link(words: str, behind: str, cell: str, size: str | None) -> None:
    assert stated_size(words, behind, cell) == size


def test_a_files_name_is_without_its_size() -> None:
    assert [without_size(name) for name in ("名单.pdf (36 KB)", "名单.pdf（1.2MB）", "计划（2024）.pdf", "(3KB)")] == ["名单.pdf",
        "名单.pdf", "计划（2024）.pdf", "(3KB)"]


@pytest.mark.parametrize(("text", "declared", "tag"), [
    (TEXT, "en", "zh-Hans"), ("省博物館新館將於國慶假期試運行，觀眾可提前預約。", "zh-CN", "zh-Hant"), (ENGLISH, "zh-CN", "en"),
    ("望川県で春茶の摘み取りが始まり、農家の人々は山に登っている。", "zh-CN", "ja"),
    ("В уезде Ванчуань начался сбор весеннего чая, крестьяне поднимаются в горы.", "zh-CN", "ru"),
    ("Аймагт шинэ сургууль нээгдэж, олон хүүхэд суралцаж эхэллээ.", "mn", "mn"),
    ("망천현에서 봄차 수확이 시작되어 농민들이 새벽부터 산에 올랐다고 현지 언론이 전했다.", None, "ko"),
    ("ئۇيغۇر ئاپتونوم رايونىدا يېڭى مەكتەپلەر ئېچىلدى، بالىلار ئوقۇشنى باشلىدى", "zh", "ug"),
    ("بدأ موسم حصاد الشاي في المقاطعة وصعد المزارعون إلى الجبال قبل الفجر", None, "ar"),
    ("བོད་རང་སྐྱོང་ལྗོངས་སུ་སློབ་གྲྭ་གསར་པ་མང་པོ་བཙུགས་ཡོད།", "zh-CN", "bo"),
    ("ᠥᠪᠥᠷ ᠮᠣᠩᠭᠣᠯ ᠤᠨ ᠥᠪᠡᠷᠲᠡᠭᠡᠨ ᠵᠠᠰᠠᠬᠤ ᠣᠷᠤᠨ", "zh-CN", "mn"), ("Le gouvernement de la province a ouvert une route pour les agriculteurs "
    "qui sont dans les montagnes.", "zh", "fr"),
    ("El gobierno de la provincia abrió una nueva ruta para los agricultores de las montañas y el valle.", None, "es"), ("12345 67890",
    "de", "de"), ("", "zh-CN", "zh-Hans"), ("", None, None),
    ("123", "zh", None)])
def test_a_language_is_told_by_the_text_and_only_then_by_the_page(text: str, declared: str | None, tag: str | None) -> None:
    told = language.of(text, declared)
    assert (told[0] if told else None) == tag


@pytest.mark.parametrize(("head", "english", "twin"), [
    ("<a href='http://en.yunlu.example.gov.cn/art/2024/3/5/art_9_100.html'>English</a>", False,
    "http://en.yunlu.example.gov.cn/art/2024/3/5/art_9_100.html"),
    ("<a href='/2024-03/05/c_100.htm'>[EN]</a>", False, "http://www.yunlu.example.gov.cn/2024-03/05/c_100.htm"),
    ("<a href='/en/'>English</a>", False, None),
    ("<a href='http://en.yunlu.example.gov.cn'>EN</a>", False, None), ("<a href='/en/index.html'>English Version</a>", False, None),
    ("<a href='/art/2024/3/5/art_1_99.html'>中文版</a>", True, "http://www.yunlu.example.gov.cn/art/2024/3/5/art_1_99.html"),
    ("<a href='/index.html'>中文</a>", True, None),
    ("<a href='/art/2024/3/5/art_1_99.html'>English</a>", True, None),
    ("<a href='/art/2024/3/5/art_1_99.html'>简体</a><a href='/big5/art/2024/3/5/art_1_99.html'>繁體</a>", False, None),
    ("<link rel='alternate' hreflang='en' href='/en/a_10001.html'>", False, "http://www.yunlu.example.gov.cn/en/a_10001.html"),
    ("<link rel='alternate' hreflang='x-default' href='/x.html'><link rel='alternate' hreflang='zh-TW' href='/tw.html'>", False, None)])
def test_the_twin_is_the_same_article_and_no_home_page(head: str, english: bool, twin: str | None) -> None:
    assert read("", above=head, english=english).fields["language_twin"] == twin


def test_kicker_and_subtitle_are_told_from_trail_and_day() -> None:
    fields = read("<h2>——茶农增收有保障</h2>", above="<h3 class='yinti'>走基层看变化</h3>").fields
    assert (fields["kicker"], fields["subtitle"]) == ("走基层看变化", "茶农增收有保障")
    for above in ("<p>2024-03-05</p>", "<p>当前位置：首页 &gt; 要闻</p>", "<p><a href='/x'>走基层看变化</a></p>", "<h2>政务公开：</h2>"):
        assert read("", above=above).fields["kicker"] is None, above


@pytest.mark.parametrize("line", ["By Maria Duran", "27 octobre 2012 à 18:27 (mis à jour : 19:56)", "Von Peter Lang und Anna Bauer"])
def test_a_heading_that_says_who_wrote_it_or_when_is_no_second_headline(line: str) -> None:
    assert read(f"<h2>{line}</h2>", english=True).fields["subtitle"] is None


@pytest.mark.parametrize(("line", "author"), [
    ("By Anna Duran2014-01-26 21:32", "Anna Duran"), ("By Anna Duran Tuesday, Aug. 17, 2010", "Anna Duran"),
    ("By ANNA DURAN, Executive Editor", "ANNA DURAN"), ("By Anna Duran and Li Wei | 17 August 2010", "Anna Duran and Li Wei")])
def test_an_authors_name_ends_where_day_or_office_begin(line: str, author: str) -> None:
    assert read(f"<p>{line}</p>", english=True).author == author


def test_a_menu_or_a_headline_in_french_quotation_marks_is_no_trail() -> None:
    menu = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Home", "DMCA", "Privacy Policy", "ToS"))
    assert read("", above=f"<div class='navigation-trail'><ul>{menu}</ul></div>", english=True).breadcrumb == ()
    assert read("", above="<p>Le maire «assume» et «revendique» sa méthode</p>", english=True).breadcrumb == ()
    trail = "<a href='/'>Home</a> <a href='/w/'>Weather</a> <span>5 min read</span>"
    assert read("", above=f"<div class='breadcrumb'>{trail}</div>", english=True).breadcrumb == ("Home", "Weather")
    shown = "<span>Sie sind hier:</span> <a href='/'>Startseite</a> <a href='/w/'>Wetter</a>"
    assert read("", above=f"<div class='breadcrumb'>{shown}</div>", english=True).breadcrumb == ("Startseite", "Wetter")


PAGE = (f"<html><head><title>{TITLE}_云麓网</title><meta name='PubDate' content='2024-03-05 09:00'><meta name='ContentSource' "
        f"content='云麓网'></head><body>"
        f"<div class='crumb'>当前位置：<a href='/'>首页</a> &gt; <a href='/yw/'>要闻</a></div><h1>{TITLE}</h1><div>发布时间：2024-03-05 "
        f"10:00　来源：云麓日报</div>"
        f"<div class='zoom'>{TEXT}<p><img src='a.jpg'></p><p><a href='/f/1.pdf'>名单.pdf</a></p></div><div class='gallery'><img "
        f"src='/p/2.png'></div>"
        "<div class='files'><a href='/f/2.docx'>回执.docx (9KB)</a></div></body></html>")


def told(layout: Layout | None = None) -> tuple[Article, dict[str, list[Candidate]]]:
    article, said = explain(Page(url="http://www.yunlu.example.gov.cn/yw/1.html", body=PAGE.encode()), layout)
    fields: dict[str, list[Candidate]] = {}
    for one in said:
        fields.setdefault(one.field, []).append(one)
    return article, fields


def test_readers_say_what_they_found_and_which_was_taken() -> None:
    article, fields = told()
    assert article == extract(Page(url="http://www.yunlu.example.gov.cn/yw/1.html", body=PAGE.encode()))
    assert {(one.rule, one.value, one.chosen) for one in fields["date"]} == {
        ("labelled", "2024-03-05", True), ("meta pubdate", "2024-03-05", False)}
    assert {(one.rule, one.value, one.chosen) for one in fields["source"]} == {("label", "云麓日报", True), ("meta contentsource",
        "云麓网", False)}
    assert fields["breadcrumb"][0].value == "首页 > 要闻"
    for key, rule in article.found.items():
        if rule is not None and isinstance(getattr(article, key, None) or article.fields.get(key), str):
            assert [one.rule for one in fields[key] if one.chosen] == [rule], key


def test_a_layout_is_one_reader_among_others() -> None:
    article, fields = told(Layout(title=("//h1",), date=("//none",), source=("//meta[@name='ContentSource']/@content",)))
    assert (article.found["title"], article.found["source"]) == ("layout //h1", "layout //meta[@name='ContentSource']/@content")
    assert article.found["date"] == "labelled; layout found nothing"
    assert ("labelled; layout found nothing", True) in {(one.rule, one.chosen) for one in fields["date"]}


def test_layouts_name_pictures_and_files() -> None:
    article, _ = told(Layout(images=("//div[@class='gallery']",), attachments=("//div[@class='files']/a",)))
    assert [(image.url, image.paragraph) for image in article.images] == [("http://www.yunlu.example.gov.cn/p/2.png", None)]
    assert [(file.url, file.name, file.size) for file in article.attachments] == [("http://www.yunlu.example.gov.cn/f/2.docx", "回执.docx",
        "9KB")]
    assert article.found["images"] == "layout //div[@class='gallery']"
    general, _ = told(Layout(images=("//none",), attachments=("//none/@href",)))
    assert (general.found["images"], general.found["attachments"]) == ("body; layout found nothing", "body; layout found nothing")


@pytest.mark.parametrize("name", [
    "大汉网络", "Discuz! Team and Comsenz UI Team", "www.yunlu.example,云麓日报,云麓网", "Super User", "Anonymous", "q_admin",
    "name, mail@example.org"])
def test_a_tag_for_authors_that_names_a_host_a_maker_or_an_account_gives_no_author(name: str) -> None:
    page = f"<html><head><title>{TITLE}</title><meta name='author' content='{name}'></head><body><h1>{TITLE}</h1>{TEXT}</body></html>"
    assert extract(Page(url="", body=page.encode())).author is None


def test_who_fills_a_box_of_others_stories_is_no_author() -> None:
    assert read("<div>2024-03-02</div>", below="<div><a href='//x.example'>Sponsored</a> <span>by Taboola</span></div>").author is None


def test_a_headline_that_its_text_repeats_in_bold_type_stands_above_its_day_and_source() -> None:
    page = (f"<html><head><title>{TITLE} - 要闻 - 云麓日报网</title></head><body><div class='a1'>{TITLE}</div>"
            f"<div class='a2'>发布时间：2024-03-02 04:22:18 来源：<a href='/d'>云麓日报</a></div><div class='a3'><p><b>{TITLE}</b></p>"
            f"{TEXT}</div></body></html>")
    article = extract(Page(url="", body=page.encode()))
    assert (article.title, article.date, article.source) == (TITLE, "2024-03-02", "云麓日报")


def test_a_line_that_links_to_the_page_itself_is_the_headline_of_a_page_that_names_nothing() -> None:
    url = "http://blog.example.com/archive/2005/07/31/2555.aspx"
    page = (f"<div id='top'><h1><a href='http://blog.example.com/'>望川人的茶</a></h1></div><div class='post'><div><a href='{url}'>"
            f"春茶开采的那几天</a></div><div>{TEXT}</div></div>")
    assert extract(Page(url=url, body=page.encode())).title == "春茶开采的那几天"
    assert extract(Page(url="http://blog.example.com/archive/2005/08/01/2556.aspx", body=page.encode())).title != "春茶开采的那几天"
