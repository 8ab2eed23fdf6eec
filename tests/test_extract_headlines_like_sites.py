"""Headlines without an `h1` that end as names of sites do, have a blank in them or are headed with a half of them again in the text."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.extract.headline.site_name import is_name, without_site
from crawler.page import Page
from tests.test_extract_portal_habits import TEXT


def title(headline: str, window: str, text: str = TEXT) -> str | None:
    page = f"<html><head><meta charset=utf-8><title>{window}</title></head><body><table><tr><td>{headline}</td></tr>" \
           f"<tr><td>2008-03-08 10:20 来源：清水日报</td></tr><tr><td>{text}</td></tr></table><div>版权所有 清水网</div></body></html>"
    return extract(Page(url="http://www.qingshui.example.cn/xw/20080308/b.html", body=page.encode())).title


@pytest.mark.parametrize("headline", [
    "加快构建新发展格局", "第三届清水茶文化节举办", "我市建成农村客运网", "四名抢劫嫌疑人落网", "城区改造供热管网",
    "一季度全市经济实现良好开局", "我县推进依法行政建设法治政府", "农民有了致富互联网", "王军看望慰问县信访办",
    "市长王军做客政府网站", "推动高质量发展 构建新格局"])
@pytest.mark.parametrize("window", ["{}_新闻中心_清水新闻网_www.qsxw.example.cn", "清水网--本地新闻--{}", "{}-QSXW.COM"])
@pytest.mark.parametrize("mark", ["<h1>{}</h1>", "<span style='font-size:20px'>{}</span>"])
def test_a_headline_that_ends_as_sites_do_is_none(headline: str, window: str, mark: str) -> None:
    assert title(mark.format(headline), window.format(headline)) == headline


@pytest.mark.parametrize("name", [
    "市统计局", "国家安全局", "市财政局", "县文明办", "清水交通网", "清水新闻网", "清水县人民政府", "县委督查室督查办", "清水政务服务网"])
def test_offices_and_sites_stay_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(("window", "front"), [
    ("清水河灌区冬修全面展开-QSXW.COM", "清水河灌区冬修全面展开"), ("清水河灌区冬修全面展开_www.qs.gov.cn", "清水河灌区冬修全面展开"),
    ("清水新闻网 www.qingshui.cn", "清水新闻网"), ("商家争购域名A.com", "商家争购域名A.com")])
def test_the_site_s_address_behind_a_headline_is_none_of_it(window: str, front: str) -> None:
    assert without_site(window) == front


@pytest.mark.parametrize(("half", "window"), [
    ("冬修全面展开", "{}"), ("清水河灌区十万亩良田受益", "{}_清水网"), ("清水河灌区十万亩良田受益", "{}-QSXW.COM"),
    ("清水河灌区十万亩良田受益", "{} - 清水网")])
def test_half_of_a_headline_over_a_part_of_the_text_is_not_the_headline(half: str, window: str) -> None:
    whole = "冬修全面展开 清水河灌区十万亩良田受益"
    assert title(whole, window.format(whole), f"{TEXT}<p><b>{half}</b></p>{TEXT}<p><b>下游三乡</b></p>{TEXT}") == whole
