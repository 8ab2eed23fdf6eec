"""Guards' pages are told from portals' pages."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.challenge import RULES, challenge_of

RUISHU = ("<!DOCTYPE html><html><head><meta charset='utf-8'><meta id='9DhefwqGPrzG' content='{qqqqj$Z1xT3w' r='m'>"
          "<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=80135;$_ts.cd='qEyxcRL';</script>"
          "<script src='/AbCdEfG/hIjKl.2b0e6b1.js' r='m'></script></head><body></body></html>")
CHALLENGES = [
    (521, [("X-Via-JSL", "1a2b3c"), ("Set-Cookie", "__jsluid_s=9f86; httponly")],
     "<script>document.cookie=('_')+('_')+'x'</script>", "Jiasule"),
    (521, [], "", "Jiasule"),
    (200, [], "<script>var go=1;document.cookie='__jsl_clearance_s=171.0|0|x';location.href=location.pathname</script>", "Jiasule"),
    (412, [("Set-Cookie", "FSSBBIl1UgzbN7N80S=60x")], RUISHU, "Ruishu"),
    (200, [], RUISHU, "Ruishu"),
    (412, [], "", "Ruishu"),
    (302, [("Location", "/WZWSREcmVhZA==?wzwschallenge=RkxBRw==")], "", "WangZhanWeiShi"),
    (200, [], "<script>var u='/WZWSREcmVhZA==?wzwschallenge='+x;window.location=u</script>", "WangZhanWeiShi"),
    (200, [("Set-Cookie", "yunsuo_session_verify=a")],
     "<script>function YunSuoAutoJump(){self.location='/?security_verify_data='+x}</script><body onload='YunSuoAutoJump()'>", "Yunsuo"),
    (405, [], "<html><title>405</title><body>您的请求存在异常，已被电信云防护拦截</body></html>", "Telecom cloud WAF"),
    (405, [], "<html><title>405</title><body><img src='//errors.aliyun.com/images/x.png'>很抱歉，您的访问被阻断。</body></html>",
     "Aliyun WAF"),
    (200, [], "<html><script>var arg1='0A1B2C';</script><script>setCookie('acw_sc__v2',x)</script></html>", "Aliyun WAF"),
    (200, [], "<html><head><title>滑动验证页面</title></head><body><div id='nocaptcha'></div></body></html>", "Aliyun WAF"),
    (403, [], "<html><title>创宇盾</title><body>当前访问疑似攻击行为</body></html>", "Chuangyu shield"),
    (403, [("cf-mitigated", "challenge")], "<title>Just a moment...</title>", "Cloudflare"),
    (403, [], "<html><body>网站防火墙：您的请求带有不合法参数</body></html>", "WAF"),
    (403, [], "<html><body>Web Application Firewall: your request was blocked</body></html>", "WAF"),
    (200, [], "<html><head><title>安全验证</title></head><body><div id='captcha'>请完成安全验证</div></body></html>", "CAPTCHA"),
    (200, [], "<html><body><p>请拖动滑块完成验证</p><div class='slider-verify'></div></body></html>", "CAPTCHA"),
    (200, [], "<html><body><form>请输入验证码<input name=c><img src='/captcha.jpg'></form></body></html>", "CAPTCHA"),
    (429, [], "<html><title>Security Check</title><body>Verify you are human<script src='geetest.js'></script></body></html>",
     "CAPTCHA"),
]


@pytest.mark.parametrize(("status", "headers", "body", "product"), CHALLENGES)
@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_a_challenge_is_named(status: int, headers: list[tuple[str, str]], body: str, product: str, charset: str) -> None:
    assert challenge_of(status, headers, body.encode(charset)) == product


ARTICLE = ("<html><head><title>关于启用验证码的通知</title><meta name='ArticleTitle' content='关于启用验证码的通知'></head>"
           "<body><h1>关于启用验证码的通知</h1><p>" + "市民登录时需要拖动滑块或者输入短信验证码完成安全验证。" * 3 + "</p></body></html>")
PAGES = [
    (200, ARTICLE),
    (200, "<html><title>登录须输验证码</title><body><h1>登录须输验证码</h1><p>" + "验证码、滑块、安全验证。" * 40 + "</p></body></html>"),
    (200, "<html><body>" + "<a href='/a.html'>新闻</a>" * 20 + "<img src='/captcha.jpg'>请输入验证码</body></html>"),
    (200, "<html><body><form>用户名<input type='password' name=p>验证码<img src='/captcha.jpg'></form></body></html>"),
    (200, "<html><head><title>网站防火墙选购指南</title></head><body><p>Web应用防火墙（WAF）是什么？</p></body></html>"),
    (200, ""),
    (403, "<html><head><title>403 Forbidden</title></head><body><center>nginx</center></body></html>"),
    (404, "<html><body>页面不存在</body></html>"),
    (405, "Method Not Allowed"),
    (429, "Too Many Requests"),
    (500, "<h1>Internal Server Error</h1>"),
    (503, "<h1>Service Unavailable</h1>"),
]


@pytest.mark.parametrize(("status", "body"), PAGES)
@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_pages_and_plain_failures_are_no_challenges(status: int, body: str, charset: str) -> None:
    headers = [("Server", "nginx"), ("Set-Cookie", "yunsuo_session_verify=a; __jsluid_s=b")]
    assert challenge_of(status, headers, body.encode(charset)) is None


def test_a_redirect_within_the_portal_is_no_challenge() -> None:
    assert challenge_of(302, [("Location", "/index.html")], b"") is None


def test_a_portal_that_is_down_behind_cloudflare_is_no_challenge() -> None:
    assert challenge_of(521, [("Server", "cloudflare")], b"<title>521: Web server is down</title>") is None


def test_every_rule_says_where_its_sign_was_seen() -> None:
    assert all(rule.product and rule.source and (rule.statuses or rule.header or rule.body) for rule in RULES)


@given(st.integers(0, 999), st.lists(st.tuples(st.text(max_size=20), st.text(max_size=40)), max_size=4), st.binary(max_size=500))
def test_any_answer_is_judged(status: int, headers: list[tuple[str, str]], body: bytes) -> None:
    assert challenge_of(status, headers, body) is None or isinstance(challenge_of(status, headers, body), str)


@pytest.mark.parametrize("piece", [b"<script", b"<", b" ", b"Access Denied", b"<title>", "验".encode(), b"<style>"])
def test_hostile_bodies_are_judged_in_little_time(piece: bytes) -> None:
    started = time.process_time()
    challenge_of(403, [], piece * (65_000 // len(piece)))
    challenge_of(200, [], piece * (39_000 // len(piece)))
    assert time.process_time() - started < 1
