"""Answers that are a guard's test of the reader, or its refusal, instead of the page. Told by status, headers and mark-up, never
by a word in a text: an article about 验证码 is an article.

Challenges are recorded and counted as `blocked`; nothing here helps to solve one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

HEAD = 65_536
"""Bytes of a body that are looked at; challenge pages are far shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One product: all that is given must hold. `source` is where its sign was reported, as repository#issue, or its own page."""

    product: str
    source: str
    statuses: frozenset[int]
    """Empty: any status."""
    header: re.Pattern[str] | None
    """Searched in each `name: value`, lower case."""
    body: re.Pattern[bytes] | None
    largest: int
    """Bytes of the body at most: a page with a text of its own is longer."""

    def holds(self, status: int, headers: list[str], body: bytes) -> bool:
        """Whether an answer is of this kind."""
        return ((not self.statuses or status in self.statuses) and len(body) <= self.largest
                and (self.header is None or any(self.header.search(line) for line in headers))
                and (self.body is None or self.body.search(body) is not None))


def _rule(product: str, source: str, *statuses: int, header: str | None = None, body: str | None = None,
          largest: int = HEAD) -> Rule:
    return Rule(product=product, source=source, statuses=frozenset(statuses), largest=largest,
                header=re.compile(header) if header else None, body=_in_both_charsets(body) if body else None)


def _in_both_charsets(expression: str) -> re.Pattern[bytes]:
    """The expression over bytes of UTF-8 or GBK pages: Chinese runs as either, escaped, for GBK's second bytes are ASCII signs."""
    both = re.sub(r"[^\x00-\x7f]+", lambda run: "(?:" + "|".join(
        re.escape(run[0].encode(charset)).decode("latin-1") for charset in ("utf-8", "gb18030")) + ")", expression)
    return re.compile(both.encode("latin-1"), re.IGNORECASE)


_REFUSED = (400, 401, 403, 405, 406, 410, 412, 418, 429, 444, 456, 467, 468, 493, 501, 503, 521, 567)
_OWN = "text of the product's own page"
RULES: tuple[Rule, ...] = (
    _rule("Jiasule", "DIYgod/RSSHub#8896, ArgeliusLabs/chinese_osint_search_dorks#1", 521),
    _rule("Jiasule", "MgArcher/jiasule#3", body=r"__jsl_clearance", largest=20_000),
    _rule("Ruishu", "DIYgod/RSSHub#3906", 412),  # nobody sends it preconditions that could fail
    _rule("Ruishu", "pysunday/rs-reverse#17", largest=40_000,
          body=r"\$_ts\s*=\s*window|window\[['\"]\$_ts['\"]\]|\$_ts\.(?:cd|nsd|lcd)\s*="),
    _rule("WangZhanWeiShi", "nciefeiniu/wenshu#6", 301, 302, 303, 307, header=r"^location:.*(?:wzwschallenge=|/wzwsre)"),
    _rule("WangZhanWeiShi", "nciefeiniu/wenshu#6", body=r"wzwschallenge|/wzwsre|wzws-waf-cgi|wangzhan\.360\.cn", largest=20_000),
    _rule("Yunsuo", "many public crawlers, 2017 to 2024", body=r"YunSuoAutoJump|security_verify_(?:data|img)", largest=20_000),
    _rule("Telecom cloud WAF", "DIYgod/RSSHub#3208", *_REFUSED, 200, body=r"电信云防护|天翼云(?:安全|WAF|防护)", largest=20_000),
    _rule("Aliyun WAF", _OWN, *_REFUSED, body=r"errors\.aliyun\.com|您的访问被阻断|block_message|aliyun_waf"),
    _rule("Aliyun WAF", "arg1 and acw_sc__v2 in public crawlers", largest=30_000,
          body=r"acw_sc__v[23]|_waf_bd8ce2ce37|aliyun_waf_aa"),
    _rule("Aliyun WAF", "slider page with 200", body=r"<title>\s*滑动验证页面", largest=30_000),
    _rule("Safedog", _OWN, *_REFUSED, 200, body=r"网站安全狗|safedog\.cn|safedogsite", largest=20_000),
    _rule("Chuangyu shield", _OWN, *_REFUSED, 200, body=r"创宇盾|365cyd\.(?:com|net)", largest=20_000),
    _rule("SafeLine", _OWN, *_REFUSED, 200, body=r"/\.safeline/|safeline[-_]challenge", largest=30_000),
    _rule("Huawei cloud WAF", _OWN, *_REFUSED, body=r"CloudWAF|hwclouds?waf"),
    _rule("Tencent cloud WAF", _OWN, *_REFUSED, body=r"waf\.tencent-cloud\.com|qcloud/security/static|TencentEdgeOne"),
    _rule("Cloudflare", _OWN, header=r"^cf-mitigated: challenge"),
    _rule("Cloudflare", _OWN, 403, 429, 503, body=r"/cdn-cgi/challenge-platform/|cf-chl-|cf_chl_opt"),
    _rule("BIG-IP ASM", _OWN, body=r"The requested URL was rejected\. Please consult with your administrator", largest=5_000),
    _rule("WAF", "words of several products on short refusals", *_REFUSED, largest=20_000,
          body=r"web\s*应用防火墙|网站防火墙|云防护|云盾|安全防护系统|拦截(?:提示|页面|了您)|(?:请求|访问)(?:已)?被(?:拦截|阻断|拒绝)"
               r"|触发.{0,12}(?:安全|防护)|\bWAF\b|Web Application Firewall|Request blocked|Access Denied.{0,200}security"),
)
_RUISHU = re.compile(rb"<script\b[^>]{0,300}\sr\s*=\s*[\"']?m[\"'\s>]", re.IGNORECASE)
"""Its scripts, in public crawlers of many portals. They stand on pages that were let through as well: those have a text."""
_MECHANISM = re.compile(
    rb"captcha|geetest|gt\.js|slider?[-_]?(?:verify|check|code|block|track)|verify[-_]?(?:slider?|code|img|image|box|bar|wrap)"
    rb"|nc[-_]container|yidun|AWSC|turnstile", re.IGNORECASE)
_TEST_WORDS = _in_both_charsets(
    r"安全验证|人机验证|身份验证|滑动|滑块|拖动|验证码|完成验证|真人|访问验证"
    r"|(?<![\w/.-])captcha(?![\w.-]*\.(?:js|min|css))|not a robot|are human|security (?:check|verification)|verify you")
_TEST_TITLE = _in_both_charsets(
    r"<title>\s*(?:安全|滑动|人机|访问|身份|行为|系统)?(?:验证|校验|检测)(?:页面|中心|码|中)?\s*(?:[-_|][^<]{0,60})?</title>"
    r"|<title>\s*(?:captcha|security (?:check|verification)|just a moment|robot check|verification)[.…\s]*</title>")
_ARTICLE = re.compile(rb"ArticleTitle|PubDate|type\s*=\s*[\"']?password", re.IGNORECASE)
_NO_TEXT = re.compile(rb"<script\b.*?(?:</script|\Z)|<style\b.*?(?:</style|\Z)|<[^>]*>|\s+", re.IGNORECASE | re.DOTALL)
_SHORT = 900
"""Bytes of visible text of a test page at most: some 300 characters."""
ANCHORS = 8
"""Anchors of a challenge page at most; portals' pages have hundreds."""


def challenge_of(status: int, headers: Collection[tuple[str, str]], body_head: bytes) -> str | None:
    """The product whose challenge or refusal an answer is; None when it is none.

    `headers` as `(name, value)`; `body_head`: the body with content coding off, all of it or its first `HEAD` bytes and more.
    """
    is_page = len(body_head) > 40_000 or body_head.count(b"<a ") > ANCHORS
    if status == 200 and is_page and not any(name[:12].lower() == "cf-mitigated" for name, _ in headers):
        return None  # nearly every answer: spares it all the rules
    lines = [f"{name}: {value}".lower() for name, value in headers]
    if status == 521 and any(line.startswith("server: cloudflare") for line in lines):
        return None  # Cloudflare's own 521: the portal behind it is down
    body = body_head[: HEAD + 1]
    found = next((rule.product for rule in RULES if rule.holds(status, lines, body)), None)
    if found is None and status in (200, 202) and _RUISHU.search(body) and not _NO_TEXT.sub(b"", _ended(body)).strip(b">"):
        return "Ruishu"
    if found is None and status in (200, *_REFUSED) and len(body) <= HEAD and _is_test(body):
        return "CAPTCHA"
    return found


def _ended(body: bytes) -> bytes:
    """The head of a body without a tag that is cut off."""
    return body[:body.rfind(b"<")] if body.rfind(b"<") > body.rfind(b">") else body


def _is_test(body: bytes) -> bool:
    """A page that is nothing but a test: the mechanism, words for it, hardly any text, no way to go on."""
    if _ARTICLE.search(body):
        return False
    if not (_TEST_TITLE.search(body) or (_TEST_WORDS.search(body) and _MECHANISM.search(body))):
        return False
    return len(_NO_TEXT.sub(b"", body)) <= _SHORT
