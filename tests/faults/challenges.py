"""Pages of firewalls that want a proof of being human, as seen before Chinese portals: never solved, never an article."""
# ruff: noqa: E501 (a table: one fault a line)

from tests.faults.answers import Header, whole
from tests.faults.model import add

Headers = tuple[Header, ...]

SCRIPT = '<script>var _0x1=["\\x63\\x68"];function go(){document.cookie="k="+_0x1[0];location.reload()}go()</script>'


def _wall(name: str, does: str, status: str, body: str, more: Headers = (), articles: int = 0) -> None:
    response = whole(body.encode(), status, more=more)
    add(name, "content", "full hits:20", does, lambda exchange: exchange.send(response), articles=articles)


_wall("jsl-521", "521 and a script that sets __jsl_clearance", "521 Origin Down", SCRIPT,
      (("X-Via-JSL", "a1b2c3d"), ("Set-Cookie", "__jsluid_h=0123456789abcdef; max-age=31536000; path=/; HttpOnly")))
_wall("ruishu-412", "412 and a page of two scripts", "412 Precondition Failed",
      f'<html><head><meta id="9DhefwqGPrzGxEp9hPaoag" content="x" r="m">{SCRIPT}<script type="text/javascript" charset="iso-8859-1" src="/x/y.js" r="m"></script></head><body></body></html>',
      (("Set-Cookie", "FSSBBIl1UgzbN7N80S=abc; path=/"),))
_wall("waf-405", "405 and a page of the telecom cloud's firewall", "405 Not Allowed", "<html><body><h1>405</h1><p>电信云防护：您的访问被阻断。事件编号 20260302</p></body></html>")
_wall("waf-403", "403 of a web firewall", "403 Forbidden", "<html><title>网站防火墙</title><body>您的请求带有不合法参数，已被网站管理员设置拦截！</body></html>")
_wall("wzws-302", "302 to /WZWSRE with a challenge", "302 Found", "",
      (("Location", "/WZWSREL3BhZ2U=?wzwschallenge=V1pXU19DT05GSVJN"), ("Set-Cookie", "wzws_cid=abc; path=/")))
_wall("slider-200", "200 and a slider to be drawn", "200 OK",
      '<html><head><title>安全验证</title></head><body><div id="captcha-slider">请拖动滑块完成验证</div><script src="/captcha.js"></script></body></html>')
_wall("click-200", "200 and pictures to be clicked", "200 OK",
      '<html><head><title>访问验证</title></head><body><p>请依次点击图中的文字，完成验证后继续访问</p><img src="/verify/code.png"></body></html>')
_wall("yunsuo-200", "200 and a script that sets yunsuo_session_verify", "200 OK",
      '<html><head><script>document.cookie="srcurl="+location;self.location="/?security_verify_data=31";</script></head><body></body></html>',
      (("Set-Cookie", "yunsuo_session_verify=abc; path=/; HttpOnly"),))
_wall("acw-200", "200 and a script that sets acw_sc__v2", "200 OK", f"<html><script>var arg1='0123456789ABCDEF';{SCRIPT[8:]}</html>",
      (("Set-Cookie", "acw_tc=abc; path=/"),))
_wall("checking-503", "503 and a page that checks the browser", "503 Service Temporarily Unavailable",
      '<html><head><title>Just a moment...</title></head><body>Checking your browser before accessing. <form id="challenge-form" action="/cdn-cgi/l/chk_jschl"></form></body></html>',
      (("Server", "cloudflare"), ("cf-mitigated", "challenge")))
_wall("rate-page-200", "200 and words that ask to slow down", "200 OK", "<html><title>访问过于频繁</title><body>您的访问过于频繁，请稍后再试。</body></html>")
_wall("login-200", "200 and a log-in form", "200 OK",
      '<html><title>用户登录</title><body><form action="/login" method="post">用户名<input name="u">密码<input type="password" name="p"></form></body></html>')
