"""Pages that are a form to fill in: log-in, registration, a lost password, a letter to the office. There is nothing to read on them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from crawler.extract.words.text import weight

_CONTACT: Final = (
    r"contact(?:[ -]?us|[ -]form)?|get in touch|kontakt(?:formular|skjema)?|contacto|contato|contatt[io]|contactez[- ]nous|feedback|"
    r"write to us|我要(?:写信|咨询|投诉|留言|建议|举报|纠错)|写信(?:须知)?|"
    r"(?:在线|网上|公众|业务)(?:咨询|留言|投诉|举报|信访|申请|调查|提问)|(?:领导|省长|市长|县长|区长|局长|厅长|主任|书记|院长|公众)信箱|"
    r"意见(?:反馈|建议|征集)|建议意见|问卷调查|投诉举报|(?:在线)?(?:留言|纠错)|(?:信件|进度|办件|状态)查询|依申请公开(?:申请表)?")
_ACCOUNT: Final = (
    r"(?:(?:[\w'.]{1,20} ){0,3}(?:member|user|account|customer|agent|client|admin)s?['’]?s? )?"
    r"(?:log[- ]?in|sign[- ]?in|sign[- ]?up|registration|register)"
    r"(?: (?:form|page|now|here|or .{2,30}|to .{2,40}))?|(?:create|open) (?:an? )?(?:new )?account|new account|"
    r"(?:forgot(?:ten)?|lost|reset|recover) (?:your |my )?password\??|password (?:reset|recovery)|my account|"
    r"(?:用户|会员|个人|法人|企业|管理员|统一|网站|系统|后台|账号|帐号|密码|手机|快速|欢迎|新用户|请|单位|身份)*"
    r"(?:登[录陆]|注册|认证登[录陆]|身份认证)(?:页面?|系统|平台|入口|中心)?|(?:找回|忘记|重置|修改)密码|(?:ユーザー|会員|新規)*(?:登録|ログイン)|"
    r"anmeld(?:en|ung)|registrier(?:en|ung)|passwort vergessen|connexion|inscription|mot de passe oublié|iniciar sesi[oó]n|"
    r"crear cuenta|iniciar sessão|вход|авторизация|регистрация|зарегистрироваться|забыли пароль")
_TITLES: Final = re.compile(rf"\W*(?:(?P<contact>{_CONTACT})|(?P<account>{_ACCOUNT}))\W*(?:\s[-–|_»:•]\s?.*|[-–|_»:]\s.*)?", re.IGNORECASE)
_ADDRESSES: Final = re.compile(
    r"(?:^|[/=_.-])(?:(?P<account>log-?_?in|sign-?_?in|sign-?_?up|logon|userlogin|regist(?:er|ration|rieren|ro)?|adduser|create-?_?account|account/create|"
    r"(?:forgot(?:ten)?|lost|reset|recover)-?_?(?:your-?_?)?(?:password|pwd)|(?:password|passwd|pwd)[-_/](?:reset|lost|forgot|recovery)|"
    r"zhuce|denglu)|(?P<contact>contacts?(?:-?us|-?form)?|kontakt|contacto|contato|feedback|xiexin|liuyan))(?:\.\w{2,5})?(?:$|[/&])",
    re.IGNORECASE)
_FIELD: Final = re.compile(rb"<(?:textarea|select)\b|<input\b[^>]{0,600}", re.IGNORECASE)
_NO_FIELD: Final = re.compile(
    rb"\btype\s*=\s*[\"']?(?:hidden|submit|button|image|reset|checkbox|radio)|\b(?:search|keywords?|newsletter)\b", re.IGNORECASE)
_PASSWORD: Final = re.compile(rb"\btype\s*=\s*[\"']?password", re.IGNORECASE)
_LONG: Final = re.compile(rb"<textarea\b", re.IGNORECASE)
_BESIDE: Final = 3000
"""Weight of the text beside a form at most that asks for a password: conditions, why one should register."""
_ABOVE: Final = 1440
"""The same above a letter to an office: how letters are answered."""
_FEW_WORDS: Final = 720
"""The same where only the address calls it a form."""
_MANY: Final = 4
"""Fields of a registration, or of a letter, at least."""


def filled_in(url: str, title: str | None, text: str, body: bytes, *, dated: bool) -> str | None:
    """What form a page is that its headline or its address calls one, and that has its fields; None when it is none.

    A page with more to read than stands above a form is no form, and one without fields is a text about one. `dated`: whether a day
    stands on it as an article's does; a form shows that of today.
    """
    if len(text) >= (_FEW_WORDS if dated else _BESIDE):
        return None  # most pages: spares them the search for names
    named = (_TITLES.fullmatch(title[:200]) if title else None) or _addressed(url)
    if named is None:
        return None
    account, by_title = named["account"] is not None, named.re is _TITLES
    most = (_BESIDE if account else _ABOVE) if by_title else (_ABOVE if account else _FEW_WORDS)
    if weight(text) >= most or (dated and not (by_title and account and weight(text) < _FEW_WORDS and _PASSWORD.search(body))):
        return None
    fields = fields_of(body)
    if account:
        asks = _PASSWORD.search(body) is not None or fields >= _MANY or (fields > 0 and weight(text) < _FEW_WORDS)
        return "a form for an account, with nothing to read" if asks else None
    asks = (_LONG.search(body) is not None and fields >= 2) or fields >= _MANY
    return "a form to write by, with nothing to read" if asks else None


def _addressed(url: str) -> re.Match[str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return _ADDRESSES.search(parts.path[:300]) or (_ADDRESSES.search(f"/{parts.query[:60]}") if parts.query else None)


def fields_of(body: bytes) -> int:
    """How many fields a page has to write in or choose from."""
    return sum(1 for found in _FIELD.finditer(body) if _NO_FIELD.search(found[0]) is None)


def asks_who(body: bytes) -> bool:
    """Whether a page has a form of the site's own: a test of the reader asks for no password, and has no long text to be written."""
    return _PASSWORD.search(body) is not None or _LONG.search(body) is not None or fields_of(body) >= _MANY
