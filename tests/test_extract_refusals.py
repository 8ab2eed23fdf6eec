"""What pages say instead of an article, with status 200."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.page import Page


def kind_of(words: str, *, menu: bool) -> str:
    """The kind of a page that says some words, with or without the site's menu around them."""
    around = ("<ul><li><a href='/'>首页</a></li><li><a href='/zw/'>政务公开</a></li><li><a href='/hd/'>互动</a></li></ul>",
              "<p>主办：某县人民政府办公室</p>") if menu else ("", "")
    page = f"<html><head><meta charset='utf-8'><title>某县人民政府</title></head><body>{around[0]}<div>{words}</div>{around[1]}</body>"
    return extract(Page(url="http://a.example/art/art_1_2.html", body=page.encode())).kind


@pytest.mark.parametrize("menu", [True, False])
@pytest.mark.parametrize(("words", "kind"), [
    ("Sorry, the page you visited does not exist.", "soft-404"), ("信息正在审核中，请稍后访问", "soft-404"),
    ("The information you are looking for has been deleted or does not exist.", "soft-404"), ("该文章尚未发布", "soft-404"),
    ("您所请求的网址（URL）无法获取", "soft-404"), ("系统繁忙，请稍后再试", "error"), ("网站升级改版中", "error"),
    ("数据库连接失败", "error"),
    ("您没有权限访问此页面", "error"), ("您的访问过于频繁，请稍后再试", "challenge"), ("访问过于频繁，请输入验证码", "challenge"),
    ("您的请求带有不合法参数，已被网站管理员设置拦截！", "challenge"), ("正在进行安全检查，请稍候", "challenge"),
    ("当前访问疑似黑客攻击，已被网站管理员设置为拦截", "challenge"), ("Please enable JavaScript and cookies to continue", "challenge"),
    ("Verifying you are human. This may take a few seconds.", "challenge")])
def test_a_page_that_refuses_is_no_article(words: str, kind: str, menu: bool) -> None:
    assert kind_of(f"<p>{words}</p>", menu=menu) == kind


@pytest.mark.parametrize("words", [
    "昨日，市应急管理局对三十家加油站正在进行安全检查，请稍候公布结果的十二家已完成整改，其余企业须在月底前提交整改报告，逾期不改的将依法处罚。",
    "记者注意到，由于访问过于频繁，验证码登录一度失效，购票网站在两个小时内恢复，车站增开了二十个窗口，旅客凭身份证即可在现场改签或退票。",
    "县图书馆说，数据库连接失败的问题已经解决，读者可以重新检索两万三千册古籍的书目，馆里还将在年内把其中三千册扫描后放到网上供人阅览。"])
def test_an_article_that_tells_of_such_things_is_one(words: str) -> None:
    head = "<h1>一则消息</h1><p>发布时间：2021-03-04</p>"
    assert kind_of(f"{head}<p>{words}</p><p>{words[::-1]}</p>", menu=True) == "article"
