"""What stands around a text and between its paragraphs on pages in several languages: which of it is the article's."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.page import Page

HEAD = "Council moves the market to the old harbour"
LINES = ("The council decided on Monday that the market will move to the old harbour, where there is more room for the stalls.",
         "Traders had asked for it for years, and the mayor said that the quay would be paved before the first of May.",
         "The square that becomes free is to be planted with limes, and what that costs will be told to the council in June.")
TEXT = "".join(f"<p>{line}</p>" for line in LINES)


def _body(inner: str, head: str = HEAD) -> str:
    page = f"<html><head><meta charset='utf-8'><title>{head}</title></head><body>{inner}</body></html>"
    return extract(Page(url="http://www.example.org/2019/market.html", body=page.encode())).body or ""


def _around(between: str, behind: str = "") -> list[str]:
    """The paragraphs of the text with something between the first and the second, and something behind the last."""
    inner = f"<p>{LINES[0]}</p>{between}<p>{LINES[1]}</p><p>{LINES[2]}</p>{behind}"
    return _body(f"<h1>{HEAD}</h1><div class='entry'>{inner}</div>").split("\n\n")


STEPS = ("Stir the flour and the butter in a large bowl, until no more lumps can be seen.",
         "Roll out the dough on a cool table, and cut it into small rounds.",
         "Bake them for a quarter of an hour, until they are golden brown.")
QUOTED = ("<p>The committee found that the bridge had not been looked at for eleven years, though the law asks for it every second one.</p>"
          "<p>It found, too, that the office had known of the cracks since the spring, and that no letter about them was answered.</p>")


@pytest.mark.parametrize(("above", "form"), [
    (("Ready in 25 minutes", "For 40 pieces", "300 g flour", "200 g butter", "1 egg"), "<ol>{}</ol>"),
    (("300 g flour", "1 egg"), "<ul>{}</ul>"), (("Host: town hall", "Agenda"), "<ol><li>Opening<ol>{}</ol></li></ol>")])
def test_a_list_that_is_most_of_a_text_is_read_with_the_short_lines_above_it(above: tuple[str, ...], form: str) -> None:
    lines = "".join(f"<p>{line}</p>" for line in above)
    steps = "".join(f"<li>{line}</li>" for line in STEPS)
    text = f"<div class='entry'>{lines}{form.format(steps)}</div>"
    body = _body(f"<h1>Almond rounds</h1><p class='day'>11/04/2012</p>{text}", "Almond rounds")
    assert [line for line in (*above, *STEPS) if line not in body] == []


def test_a_heading_above_a_quotation_that_is_the_text_stays() -> None:
    body = _body(f"<h1>{HEAD}</h1><div class='entry'><h3>What the report says</h3><blockquote>{QUOTED}</blockquote></div>")
    assert body.startswith("What the report says\n\nThe committee found")


def test_links_around_a_list_are_none_of_a_text() -> None:
    steps = "".join(f"<li>{line}</li>" for line in STEPS)
    links = "".join(f"<div><a href='/{at}'>What else there is to be baked on day {at}</a></div>" for at in range(4))
    body = _body(f"<h1>Almond rounds</h1><div>{links}<ol>{steps}</ol></div>", "Almond rounds")
    assert body == "\n\n".join(STEPS)


@pytest.mark.parametrize(("heading", "day"), [
    ("27 commentaires", "(22 juin 2018 @11h13)"), ("Commentaires (2)", "le 22 juin 2018 à 11:13"), ("Kommentare", "vor 3 Jahren"),
    ("2 Kommentare", "22. Juni 2018, 11:13 Uhr"), ("2 Gedanken zu „Der Markt“", "22. Juni 2018 um 11:13"),
    ("2 comentarios", "22 de junio de 2018, 11:13"), ("2 commenti", "22 giugno 2018 11:13"),
    ("2 комментария", "22 июня 2018 в 11:13"), ("2 comments", "22 June 2018 at 11:13")])
def test_what_readers_wrote_below_a_heading_that_says_so_is_none_of_the_text(heading: str, day: str) -> None:
    words = "I do not think that this will do, for the harbour is too far from where most of us live, and there is no bus to it."
    posts = "".join(f"<li><div class='top'>A reader</div><div class='nv'>{day}</div><p>{words * (at + 1)}</p></li>" for at in range(4))
    body = _body(f"<div class='w'><h1>{HEAD}</h1><div class='t'>{TEXT}</div><div class='f'><h2>{heading}</h2><ul>{posts}</ul></div></div>")
    assert body == "\n\n".join(LINES)


COLUMN = "".join(f"<p>Point {at} of what we stand for: towns and villages shall have the means that they need, and those who live there "
                 "shall be asked before anything is built, and told what it costs.</p>" for at in range(6))


@pytest.mark.parametrize(("text", "column", "times"), [
    ("<section class='view'><header><h1>{0}</h1></header><article class='a'>{1}</article></section>",
     "<div class='widget-inner'>{}</div>", 2),
    ("<div class='section'><h1>{0}</h1><div class='cont'>{1}</div></div>", "<div class='column sidebar'><div>{}</div></div>", 4)])
def test_a_column_with_many_words_is_none_of_the_text(text: str, column: str, times: int) -> None:
    words = TEXT.replace("<p>", "<div>").replace("</p>", "</div>") * times
    body = _body(f"<div id='all'><div class='x'>{text.format(HEAD, words)}</div><div class='y'>{column.format(COLUMN)}</div></div>")
    assert body == "\n\n".join(LINES * times)


@pytest.mark.parametrize("name", ["bd", "box"])
def test_boxes_called_as_the_text_is_hold_none_of_it_where_no_paragraph_stands_in_them(name: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in LINES * 3)
    card = f"<li><h4><a href='/1'>A story of another day</a></h4><div><p>{STEPS[0] * 3}</p></div></li>"
    columns = f"<div class='col'><div class='{name}'><ul>{card * 2}</ul></div></div>" * 2
    body = _body(f"<div><div class='main'><h1>{HEAD}</h1><div class='{name}'>{text}</div></div>{columns}</div>")
    assert body == "\n\n".join(LINES * 3)


@pytest.mark.parametrize("more", ["read on", "weiter lesen", "Lire la suite"])
def test_teasers_above_a_headline_that_nothing_but_a_class_marks_are_none_of_the_text(more: str) -> None:
    teasers = "".join(f"<div><b>What the group says of matter {at}</b></div><div class='teaser_text'>{line} {STEPS[at % 3][:40]}...</div>"
                      f"<div><a href='/{at}.html'>{more}</a></div>" for at, line in enumerate(LINES * 2))
    body = _body(f"<div><div class='c'>{teasers}</div><div class='d'><div class='headline'>{HEAD}</div><div>{TEXT * 4}</div></div></div>")
    assert body == "\n\n".join(LINES * 4)


LINKS = "".join(f"<li><a href='/{at}.html'>What else there is to be said of quay number {at}</a></li>" for at in range(2))
INSTAGRAM = ("<blockquote class='instagram-media'><div><div><a href='https://www.example.com/p/1'>View this post</a></div><p>{}</p></div>"
             "</blockquote>")


@pytest.mark.parametrize("between", [
    *(f"<div class='box'><div class='t'>{words}</div><ul>{LINKS}</ul></div>" for words in (
        "Baca Juga:", "À lire aussi", "Lesen Sie auch", "Lee también:", "Leia também", "Leggi anche:", "Lees ook", "Zobacz też",
        "Читайте также:", "เรื่องที่เกี่ยวข้อง", "Kapcsolódó írások:", "Citește și", "Още по темата", "Διαβάστε επίσης:", "Ähnliche Artikel",
        "Articles liés", "Pročitajte još")),
    *(f"<p>{words}<a href='/7.html'>The quay is older than was thought, says the museum</a></p>" for words in (
        "Lire aussi : ", "Leia também: ", "Mehr zum Thema: ", "Baca juga: ", "Czytaj też: ")),
    *(INSTAGRAM.format(words) for words in (
        "A post shared by <a href='/u'>The harbour</a> (@oldharbour) on Jun 16, 2019 at 7:30am PDT",
        "Ein Beitrag geteilt von <a href='/u'>Hafen</a> (@oldharbour) am Jun 17, 2019 um 12:17 PDT",
        "Публикация от <a href='/u'>Гавань</a> (@oldharbour)")),
    *(f"<div><img src='/1.jpg'></div><p>The quay as it was on Sunday, when the last of the old cranes was taken down. {whose}</p>"
      for whose in ("MTI Fotó: Nagy Anna", "(fot. example.org)", "Foto: Hafenamt", "Фото: Анна Петрова", "Bild: dpa/Sieger")),
    *(f"<center>{word}</center>" for word in ("REKLAMA", "- Werbung -", "Publicité", "Hirdetés:", "Реклама")),
    "<figure class='e'><img src='/1.jpg'>Image: A. Painter</figure>",
    "<figure class='e'><img src='/1.jpg'>Bild: Hafenamt / B. Sieger</figure>",
    "<figure class='table'><table><tr><td><a href='/9.html'>How to find the way to the old harbour by bus</a></td></tr></table></figure>",
    "<table><tr><td>NEW: <a href='/9.html'>A map of the old harbour, for those who walk</a></td></tr></table>",
    "<div class='photos'>" + "".join(f"<div class='paperGalleryPhotoBox'><img src='/{at}.jpg'>People walk along quay {at} on Monday.</div>"
                                     for at in range(3)) + "</div>",
    "<div class='film'><div><a href='#'>close</a></div><div><img src='/f.jpg'></div><div class='caption'><h4>News in a minute</h4>"
    "<p>All that has happened today in a minute is here.</p></div></div>",
    "<div class='snippet'><div><h3><a href='/8.html'>The ferry sails again from the new pier</a></h3></div><div><div>For a year it had "
    "lain in the dock, now it is back, and how! <a href='/8.html'>Weiterlesen</a></div></div></div>"])
def test_what_templates_put_between_paragraphs_in_any_language_is_none_of_the_text(between: str) -> None:
    assert _around(between) == list(LINES)


@pytest.mark.parametrize("label", ["Mehr zum Hafen und seiner Geschichte:", "Más sobre el puerto:", "En savoir plus :"])
def test_a_label_whose_links_are_no_text_is_none_either(label: str) -> None:
    assert _around("", f"<p>{label}</p><ul>{LINKS}</ul>") == list(LINES)


def test_a_table_of_results_whose_names_are_links_is_whole() -> None:
    rows = "".join(f"<tr><td><a href='/seat/{at}'>Seat for children {at} of a maker</a></td><td>{at}00 €</td><td>yes</td>"
                   f"<td>2,{at}</td></tr>"
                   for at in range(1, 6))
    table = f"<table><tr><th>Seat</th><th>Price</th><th>Isofix</th><th>Mark</th></tr>{rows}</table>"
    assert "Seat for children 3 of a maker\t300 €\tyes\t2,3" in _body(f"<h1>{HEAD}</h1><div class='entry'>{TEXT}{table}</div>")


def test_a_notice_of_one_sentence_keeps_who_signs_it_and_when() -> None:
    body = _body("<div><p>TOWN OF SALTHAVEN</p><p>NOTICE OF CANCELLATION OF</p><p>TOWN COUNCIL MEETING</p><p>Please note that the meeting "
                 "of the council called for 2:00 P.M. on Tuesday, May 3, 2016, in the town hall has been cancelled.</p><p>Town Clerk’s "
                 "Office</p><p>April 28, 2016</p></div>", "")
    assert body.endswith("has been cancelled.\n\nTown Clerk’s Office\n\nApril 28, 2016")


def test_who_currently_writes_is_told_above_a_text_and_is_none_of_it() -> None:
    about = "<p>Ada Painter currently works for the Courier as a reporter, and has written of the harbour for eleven years.</p>"
    body = _body(f"<h1>{HEAD}</h1><div class='author'>Ada Painter</div><div class='time'>May 3, 2019</div><div class='d'>{about}</div>"
                 f"<div class='body-copy'>{TEXT}</div>")
    assert body == "\n\n".join(LINES)


@pytest.mark.parametrize("first", [
    "This is today's edition of Quayside, our newsletter that tells every weekday what goes on in the harbours of the north.",
    "The Affiliate Network has eleven members in five towns, and each of them sends one who speaks for it to the harbour's council."])
def test_the_first_of_several_boxes_in_which_a_text_is_cut_stays(first: str) -> None:
    heading = "The market goes to the quay"
    parts = "".join(f"<div><div class='part html_{at}'>{TEXT}</div></div><div class='ad'>Advertisement</div>" for at in range(1, 4))
    begun = f"<div><div class='part html_0'><p>{first}</p><p><b>{heading}</b></p></div></div>"
    body = _body(f"<h1>{HEAD}</h1><div class='w'>{begun}{parts}</div>")
    assert body.startswith(f"{first}\n\n{heading}\n\n{LINES[0]}")


def test_what_a_site_asks_of_its_readers_does_not_stand_for_a_song_of_short_lines() -> None:
    song = ("爱 逝去的爱 讨不回来", "Ai shi qu de ai tao bu hui lai", "我还有话想对你说", "Wo hai you hua xiang dui ni shuo", "[Chorus]",
            "离别的话", "Li bie de hua")
    asks = "<div class='widget'><h2>Support us</h2><div>To our readers, what you give helps us to translate more songs, and to do so for " \
        "nothing, as we have done for eleven years.</div></div>"
    lines = f"<div class='entry-content'>{'<br>'.join(song)}<br></div>"
    body = _body(f"<h3 class='post-title'>Xiang nian (想念)</h3>{lines}{asks}", "Xiang nian (想念)")
    assert [line for line in song if line not in body] == [] and "To our readers" not in body


def test_an_address_that_a_sentence_leads_to_at_the_end_stays() -> None:
    address = "http://www.example.org/petition/online/the-market-stays-where-it-is"
    assert _around("", f"<p>All who want it otherwise may sign this:</p><p><a href='{address}'>{address}</a></p>")[-1] == address


def test_categories_and_tags_below_a_text_are_none_of_it_in_any_language() -> None:
    lists = "".join(f"<div class='{name}'>{label} <a href='/1'>Hafen &amp; Markt</a>, <a href='/2'>Stadt</a></div>"
                    for name, label in (("post-cat", "Kategorie :"), ("post-tag", "Schlagwörter :")))
    assert _around("", lists) == list(LINES)


@pytest.mark.parametrize("code", [
    "var quay = document.querySelector('.quay');\nquay.show();", "document.write('<p>quay</p>');", "$('#quay').hide();"])
def test_programs_that_a_text_shows_stay_and_scripts_that_got_into_it_go(code: str) -> None:
    assert code in "\n\n".join(_around(f"<pre>{code.replace('<', '&lt;')}</pre>"))
    assert _around(f"<p>{code.splitlines()[0].replace('<', '&lt;')}</p>") == list(LINES)


LONG = "".join(f"<p>Row {number} of the stalls is moved to the quay on day {number} of the month, as its traders have asked.</p>"
               for number in range(1, 19))


@pytest.mark.parametrize("between", ["<figure><img src='/q.jpg'><figcaption>The quay</figcaption></figure>", "<img src='/q.jpg'>"])
def test_a_text_that_a_wide_picture_cuts_goes_on_in_the_next_box_of_its_class(between: str) -> None:
    end = "The square that becomes free is planted with limes in autumn, and what it costs is told to the council in June."
    parts = f"<div class='inner column'>{LONG}</div><div class='inner wide'>{between}</div>" \
        f"<div class='inner column'><h3>What comes next</h3><p>{end}</p><p>{LINES[0]}</p></div>"
    inner = f"<h1>{HEAD}</h1><div class='sections'>{parts}</div><div class='bio'>Written by Anna Duran</div>"
    body = _body(f"<article>{inner}</article>")
    assert end in body and "Written by" not in body


def test_what_a_player_says_twice_is_none_of_the_text() -> None:
    said = "Traders and neighbours look at the quay before the first stalls are moved to it in the spring."
    player = f"<div class='gal'><div>View photos</div><div class='below'>{said}</div><div class='detail'><div>Caption</div>" \
        f"<div class='blurb'>{said}</div><div>March 18 The quay from the tower of the town hall, without a ship.</div></div>" \
        "<div>Wait 1 second to continue.</div></div>"
    assert _around(player + LONG) == _around(LONG)
    assert _around(f"<p>{said}</p>" + LONG).count(said) == 1


def test_stories_with_long_teasers_below_a_text_many_times_as_long_are_others() -> None:
    teasers = "".join(f"<div class='story'><h3><a href='/{at}.html'>What the harbour office says of quay number {at} this week</a></h3>"
                      f"<p>{line} {LINES[at - 1]}</p></div>" for at, line in enumerate(LINES))
    page = f"<div class='article-text'><h1>{HEAD}</h1>{{}}<div><h4>Next in harbours and quays</h4>{teasers}</div></div>"
    assert _body(page.format(TEXT * 12)) == "\n\n".join(LINES * 12)
    assert LINES[0] + " " + LINES[-1] in _body(page.format(TEXT))


def test_a_headline_for_machines_that_is_cut_is_whole_in_the_windows_title() -> None:
    whole = "Why buying fish by the water again may well become what families of Kingsport do together early on Saturdays"
    stated = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "' + whole[:90] + '..."}</script>'
    for title in (f"{whole} | The Harbour Mail", whole):
        page = f"<html><head><title>{title}</title>{stated}</head><body><div id='app'><div class='entry'>{TEXT}</div></div></body></html>"
        assert extract(Page(url="http://www.example.org/1.html", body=page.encode())).title == whole


@pytest.mark.parametrize("name", ["report_2013_final.doc", "Market.v2.docx", "Microsoft Word - market_report.doc"])
def test_the_name_of_a_file_is_no_headline(name: str) -> None:
    page = f"<html><head><meta property='og:title' content='{name}'><title>{name}</title></head><body><b>{HEAD}</b>{TEXT}</body></html>"
    assert extract(Page(url="http://www.example.org/1.html", body=page.encode())).title == HEAD


SIGNED_UP = "<h3>Stay with us on the quay</h3>" \
    "<p>Get what the harbour talks about on every weekday, long before the first coffee is ready.</p>"


@pytest.mark.parametrize("foot", [
    "<div>Harbour Media Group, 12 Quay Street. Printed on 28 November 2026.</div>",
    "<p>The Quay Post was founded on 3 May 1998 in a shed.</p>"])
def test_a_day_in_a_sentence_of_the_foot_is_not_the_article_s(foot: str) -> None:
    page = f"<html><head><title>{HEAD}</title></head><body><h1>{HEAD}</h1><div>{TEXT}</div>{foot}</body></html>"
    assert extract(Page(url="http://www.example.org/market.html", body=page.encode())).date is None


def test_a_short_line_behind_the_text_tells_its_day() -> None:
    page = f"<html><head><title>{HEAD}</title></head><body><h1>{HEAD}</h1><div>{TEXT}</div><p>28 November 2026</p></body></html>"
    assert extract(Page(url="http://www.example.org/market.html", body=page.encode())).date == "2026-11-28"


@pytest.mark.parametrize(("window", "headline"), [("Quay", "Quay"), ("", None)])
def test_a_heading_below_the_text_is_no_headline(window: str, headline: str | None) -> None:
    page = f"<html><head><title>{window}</title></head><body><div>{TEXT}</div>{SIGNED_UP}</body></html>"
    assert extract(Page(url="http://www.example.org/market.html", body=page.encode())).title == headline


def test_a_heading_above_the_text_is_the_headline_where_the_window_says_nothing() -> None:
    page = f"<html><head><title>Quay</title></head><body><h3>{HEAD}</h3><div>{TEXT}</div>{SIGNED_UP}</body></html>"
    assert extract(Page(url="http://www.example.org/market.html", body=page.encode())).title == HEAD


def test_what_a_site_tells_all_its_visitors_above_the_headline_does_not_outweigh_a_notice_that_is_a_form() -> None:
    rows = (("一、项目编号：", "QS130800202601632"), ("二、项目名称：", "青山县村级图书室书架项目"),
            ("三、中标供应商：", "青山县木林家具有限公司"),
            ("四、地址：", "青山县人民路十二号院内三楼东侧办公室"), ("五、中标金额：", "人民币三十二万六千元整"))
    form = "".join(f"<tr><td>{name}</td></tr><tr><td>{value}</td></tr>" for name, value in rows)
    told = "<div><h3>本站公告</h3><p>这座横跨白河两岸的特大桥全长二千三百米，建成后两岸居民的出行时间将由一小时缩短至十分钟。</p>" \
        "<ul>" + "".join(f"<li><a href='/{at}.html'>青山县第{at}批项目名单公布</a></li>" for at in range(5)) + "</ul></div>"
    title = "青山县村级图书室书架项目中标公告"
    page = f"<html><head><meta charset='utf-8'><meta name='ArticleTitle' content='{title}'><title>{title}</title></head><body>{{}}" \
        f"<table><tr><td>{title}</td></tr><tr><td>发布时间：2026-10-11</td></tr>{form}</table></body></html>"

    def read(above: str) -> str | None:
        return extract(Page(url="http://www.example.gov.cn/t20261011_1.html", body=page.format(above).encode())).body

    assert read(told) == read("") is not None


def test_a_list_above_a_text_many_times_as_long_does_not_end_it() -> None:
    told = "尊敬的用户，您好！为了给您提供更加优质的服务，本网站近期将进行改版，部分栏目可能无法打开，给您带来不便，敬请谅解。" * 2
    about = "<h3>本站公告</h3><p>走进青山县的油茶基地，漫山遍野的油茶果挂满枝头，村民们正忙着采摘、装筐、运输。</p>"
    rows = "".join(f"<li><a href='/{at}.html'>青山县第{at}批项目名单公布</a></li>" for at in range(6))
    lines = "".join(f"<p>第{at}年春天，渡轮第一次开往白沙岛，船上坐着学生和他们的老师，岸上站满了送行的人。</p>" for at in range(60))
    body = _body(f"<div><p>{told}</p></div><div>{about}<h3>大家都在看</h3><ol>{rows}</ol></div><font>{lines}</font>", "显示")
    assert body.count("第一次开往白沙岛") == 60


MORE = ("Eight years on, engineers come from far away to have a look at the plant, and every visitor is shown the first boiler.",
        "At eighty-one she still stands at the edge of the pool at six in the morning and knows each child by its name.",
        "After eleven dry weeks the wells filled again, and the sowing of winter wheat can begin, the chamber said on Sunday.",
        "Economists point to three new blocks and a factory that left, but those who live there tell quite another story.")


@pytest.mark.parametrize("above", ["", f"<div class='k1'><p>{MORE[0]} {MORE[1]}</p></div>"])
def test_a_short_text_below_its_headline_does_not_take_in_boxes_of_other_kinds_behind_it(above: str) -> None:
    others = "".join(f"<div class='k{at}'><h4><a href='/{at}'>Of something else on day {at}</a></h4><p>{line}</p></div>"
                     for at, line in enumerate(MORE, 2))
    body = _body(f"{above}<h1>{HEAD}</h1><div class='k9'>{TEXT}</div>{others}")
    assert body == "\n\n".join(LINES)


HAN_LINES = tuple(f"　　{line}" for line in (
    "清明前后，望川县十二万亩茶园陆续开采，茶农们天不亮就背着竹篓上了山，县里的收购点也早早开了门。",
    "今年春季气温回升较快，首批明前茶比往年提早了一周上市，价格与去年持平，外地客商纷纷前来订货。"))


@pytest.mark.parametrize("end", ["责任编辑：顾小北", "云麓日报网 云ICP备11000491号-1", "云麓省互联网违法和不良信息举报电话：0871-1234567"])
def test_a_text_ends_at_the_editor_in_charge_or_the_foot_of_the_site_however_much_stands_behind(end: str) -> None:
    words = "".join(f"<p>{line}</p>" for line in (
        "我家就住在附近，看着一天天变化，真心高兴，希望越来越好。", "请问什么时候开始施工？会不会影响上班出行？",
        "家乡越来越好了，点个赞，也盼望早日通车。"))
    body = _body(f"<h1>望川县万亩春茶开采</h1><p>{'</p><p>'.join(HAN_LINES)}</p><p>{end}</p>{words}", "望川县万亩春茶开采")
    assert body == "\n\n".join(line.strip() for line in HAN_LINES)


ROWS = (
    "<div class='k'><b>{name}</b> <span>2019-05-0{at} 11:20</span><p>{said}</p></div>",
    "<li><span>{name}</span><span>{at} days ago</span><div>{said}</div></li>",
    "<div><div>{name}</div><div>May {at}, 2019 at 11:20 am</div><p>{said}</p></div>",
    "<div class='k'><h4>{name}</h4><em>0{at}.05.2019, 11:20</em><p>{said}</p><a href='#'>Reply</a></div>")


@pytest.mark.parametrize("row", ROWS)
def test_rows_of_a_name_a_day_with_its_clock_and_some_words_below_a_text_are_readers_words(row: str) -> None:
    said = ("And who is to pay for all that, I wonder?", "They said the same ten years ago, and look at it now.",
            "Thank you, at last somebody says it.")
    rows = "".join(row.format(name=name, at=at, said=line)
                   for at, (name, line) in enumerate(zip(("Tom", "Ana K.", "reader77"), said, strict=True), 1))
    assert _body(f"<h1>{HEAD}</h1>{TEXT}<h3>3 answers</h3><div>{rows}</div>") == "\n\n".join(LINES)


def test_a_text_of_days_with_their_clocks_is_whole() -> None:
    rows = "".join(f"<div class='k'><b>Hall {at}</b> <span>2019-05-0{at} 11:20</span><p>{line}</p></div>"
                   for at, line in enumerate(LINES, 1))
    assert [line for line in LINES if line not in _body(f"<h1>{HEAD}</h1><div>{rows}</div>")] == []


@pytest.mark.parametrize("heading", ["Most read", "Related articles", "大家都在看"])
def test_a_list_above_the_headline_does_not_end_a_text(heading: str) -> None:
    words = "We keep a few things about your visit in mind, and you can change your mind about it at any time, as often as you like. " * 3
    links = "".join(f"<li><a href='/{at}'>What happened elsewhere on day {at}</a></li>" for at in range(4))
    text = f"<h1>{HEAD}</h1><div><p>{LINES[0]}</p></div><div><p>{LINES[1]}</p></div><div><p>{LINES[2]}</p></div>"
    body = _body(f"<div><p>{words}</p><h3>{heading}</h3><ol>{links}</ol></div>{text}")
    assert [line for line in LINES if line not in body] == []


def test_paragraphs_whose_boxes_nobody_closed_are_one_text() -> None:
    unclosed = "".join(f"<div>{line}" for line in (*LINES, *MORE) * 4)
    body = _body(f"<h1>{HEAD}</h1><div class='k'><div><p>12 May 2019</p></div>{unclosed}</div>")
    assert body.split("\n\n")[:3] == list(LINES) and len(body.split("\n\n")) == 28
