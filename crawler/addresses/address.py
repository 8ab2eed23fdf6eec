"""Addresses as browsers make them (WHATWG URL Standard, section 4), and their spelling for the frontier. Never raises."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from crawler.addresses.hosts import authority

LONGEST = 2083
"""Characters of an address at most: what the browsers of the portals' own time could ask for."""

_EDGE = "".join(map(chr, range(33)))
_GONE = dict.fromkeys(map(ord, "\t\n\r"))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
# Nothing in these needs coding, resolving or a second look; most hrefs of a page are of this kind.
# What follows each run can be no part of it, so nothing is given back; without `\w` a run is told by one table: both halve the time.
_WORD = "A-Za-z0-9_"
_PLAIN = rf"[{_WORD}~!$%&()*+,;=@:/-]++(?:\.[{_WORD}~!$%&()*+,;=@:/-]++)*+"
_QUERY = rf"(?:\?[{_WORD}~!$&()*+,;=@:/.?%-]++)?+"
_ROOTED = re.compile(rf"/(?!/)(?:{_PLAIN})?+{_QUERY}")
_RELATIVE = re.compile(rf"[{_WORD}-]++(?:[/.]{_PLAIN})?+{_QUERY}")
_ABSOLUTE = re.compile(rf"(https?)://([a-z0-9.-]++(?::[0-9]++)?+)(/(?:{_PLAIN})?+)?+({_QUERY})")
_WHOLE = ("http://", "https://")
_FROM_ROOT = ("/", *_WHOLE)
_LONGEST_HELD = 500
"""Characters of an href that is held."""
_MOST_HELD = 8192
"""Hrefs of one origin that are held; some 2 MB, and no more than 16."""
_MOST_ROOTS = 4
"""Origins, each with a charset, whose hrefs are held."""
_PATH_UNSAFE = re.compile(r"[^!$%&'()*+,\-./0-9:;=@A-Z\[\\\]_a-z|~]+")
_QUERY_UNSAFE = re.compile(r"[^!$%&()*+,\-./0-9:;=?@A-Z\[\\\]^_`a-z{|}~]+")
_SAFE_SECOND = frozenset(b"@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~0123456789")
_DOT = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)


def absolute(base: str, href: str, charset: str = "utf-8") -> str | None:
    """The address that `href` on a page at `base` leads to, as a browser would ask for it.

    Absolute http or https, ASCII: host by IDNA, path percent-coded in UTF-8, query in the page's `charset`; dot segments
    resolved; fragment, user info and default port dropped. None: another scheme, a host or port that cannot be, too long.
    """
    return resolver(base, charset).resolve(href)


@lru_cache(maxsize=256)
def resolver(base: str, charset: str = "utf-8") -> Resolver:
    """The resolver for one base address, kept for the next call."""
    return Resolver(base, charset)


class Resolver:
    """Resolves the hrefs of one page: the base is taken apart once."""

    def __init__(self, base: str, charset: str = "utf-8") -> None:
        """`base` as for `absolute`; one that is no http address leaves only absolute hrefs to resolve."""
        self._codec = _codec(charset)
        self._scheme = self._origin = self._directory = self._path = self._query = ""
        whole = self._plain(base)
        if whole is None:
            cleaned = _cleaned(base)
            whole = self._whole(cleaned, _SCHEME.match(cleaned))
        if whole is not None:
            head, mark, self._query = whole.partition("?")
            self._query = mark + self._query
            self._scheme = head[: head.index(":")]
            slash = head.index("/", len(self._scheme) + 3)
            self._origin, self._path = head[:slash], head[slash:]
            self._directory = self._path[: self._path.rindex("/") + 1]
        self._held = _held(self.root)

    @property
    def root(self) -> tuple[str, str]:
        """All that hrefs which begin with `/`, `http://` or `https://` are resolved by: equal for the pages of one site."""
        return self._origin, self._codec

    def is_below(self, folder: str) -> bool:
        """Whether the page lies in a folder, which is given as an address that ends with a slash."""
        return (self._origin + self._path).startswith(folder)

    def resolve(self, href: str) -> str | None:
        """As `absolute`."""
        held = self._held
        if href in held:
            return held[href]
        url = self._resolved(href)
        if is_lasting(href):
            if len(held) >= _MOST_HELD:
                held.clear()
            held[href] = url
        return url

    def _resolved(self, href: str) -> str | None:
        if len(href) > 4 * LONGEST:
            return None
        url = self._plain(href) or self._slow(href)
        return url if url is not None and len(url) <= LONGEST else None

    def _plain(self, href: str) -> str | None:
        if "#" in href:
            href = href.partition("#")[0]
        if "/." in href[1:] or ("%" in href and "/%2" in href):
            return None
        if self._origin and not href.startswith(_WHOLE):
            if _ROOTED.fullmatch(href):
                return self._origin + href
            below = href[2:] if href[:2] == "./" else href
            if _RELATIVE.fullmatch(below) and ":" not in below.partition("/")[0]:
                return self._origin + self._directory + below
            if href[:2] == "//":
                href = f"{self._scheme}:{href}"
        match = _ABSOLUTE.fullmatch(href)
        if match is None:
            return None
        scheme, name, path, query = match.groups()
        host = authority(scheme, name)
        return None if host is None else f"{scheme}://{host}{path or '/'}{query}"

    def _slow(self, href: str) -> str | None:
        href = _cleaned(href)
        scheme = _SCHEME.match(href)
        if scheme is None:
            return self._relative(href) if self._origin else None
        name = scheme[1].lower()
        if name not in ("http", "https"):
            return None
        rest = href[scheme.end() :]
        if name == self._scheme and rest[:2].replace("\\", "/") != "//":
            return self._relative(rest)  # `http:page.html`: the standard's relic of RFC 1808
        return self._whole(href, scheme)

    def _relative(self, href: str) -> str | None:
        href = href.partition("#")[0]
        path, mark, query = href.partition("?")
        path = path.replace("\\", "/")
        if path.startswith("//"):
            return self._whole(f"{self._scheme}:{href}", _SCHEME.match(self._scheme + ":"))
        if path:
            path = _dotless(path if path.startswith("/") else self._directory + path)
        else:
            path = self._path
            if not mark:
                return self._origin + path + self._query
        return self._origin + path + mark + self._coded_query(query)

    def _whole(self, href: str, scheme: re.Match[str] | None) -> str | None:
        if scheme is None or scheme[1].lower() not in ("http", "https"):
            return None
        name = scheme[1].lower()
        rest, mark, query = href[scheme.end() :].partition("#")[0].partition("?")
        place, slash, path = rest.replace("\\", "/").lstrip("/").partition("/")
        host = authority(name, place)
        if host is None:
            return None
        return f"{name}://{host}{_dotless(slash + path) if slash else '/'}{mark}{self._coded_query(query)}"

    def _coded_query(self, query: str) -> str:
        return _QUERY_UNSAFE.sub(lambda run: _coded(run[0], self._codec), query)


def is_lasting(href: str) -> bool:
    """Whether an href leads to the same on any page of its origin and charset, and is worth the memory of where."""
    return len(href) <= _LONGEST_HELD and href.startswith(_FROM_ROOT)


_ROOTS: dict[tuple[str, str], dict[str, str | None]] = {}


def _held(root: tuple[str, str]) -> dict[str, str | None]:
    """What hrefs that last are resolved to, by the href, for all pages of a root: most of a site's stand on each of its pages."""
    held = _ROOTS.get(root)
    if held is None:
        if len(_ROOTS) >= _MOST_ROOTS:
            _ROOTS.clear()
        held = _ROOTS[root] = {}
    return held


# Session ids and campaign marks: the same page without them. Names seen on Chinese portals, WeChat, and the usual trackers.
_MARKS = re.compile(
    r"utm_\w+|spm(?:_id_from)?|scm|fbclid|gclid|msclkid|yclid|dclid|mc_[ce]id|_ga|hmsr|hmpl|hmcu|hmkw|hmci|isappinstalled|nsukey|wxfrom|"
    r"share_token|share_from|jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|sessionid|session_id|session|sessid|"
    r"cfid|cftoken|oscsid|zenid", re.IGNORECASE)
_TOKEN_NAMES = frozenset(("sid", "s", "token", "uuid"))
_SENDERS = frozenset(("timeline", "singlemessage", "groupmessage", "message", "wechat", "weixin", "weibo", "qq", "qzone",
                      "appmsg", "share", "mobile", "app"))
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*|/\([A-Z]\([0-9a-z]{20,}\)\)", re.IGNORECASE)
"""Of Java and PHP; and of ASP.NET without cookies, `/(S(lit3py55t21z5v55vlm25s55))/`."""
_CODED = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SETTLED = re.compile(rf"https?://[a-z0-9.-]++(?::[0-9]++)?+/[{_WORD}~!$&*+,=@:/.-]*+")


def normalise(url: str) -> str:
    """The spelling under which the frontier knows an address made by `absolute`: RFC 3986, section 6.2.2, without tracking
    parameters and session ids, without an empty query. The order of the query is kept. Anything else comes back as it is."""
    if _SETTLED.fullmatch(url) and ":80/" not in url and ":443/" not in url:
        return url
    match = _SCHEME.match(url)
    if match is None or match[1].lower() not in ("http", "https"):
        return url
    scheme = match[1].lower()
    head, _, query = url[match.end() :].partition("#")[0].partition("?")
    place, slash, path = head.lstrip("/").partition("/")
    host = authority(scheme, place)
    if host is None:
        return url
    path = _PATH_SESSION.sub("", _CODED.sub(_recoded, slash + path))
    kept = "&".join(part for part in _CODED.sub(_recoded, query).split("&") if part and not _is_mark(part)) if query else ""
    return f"{scheme}://{host}{path or '/'}{'?' if kept else ''}{kept}"


def _recoded(code: re.Match[str]) -> str:
    octet = int(code[0][1:], 16)
    return chr(octet) if octet in _UNRESERVED else code[0].upper()


def _is_mark(part: str) -> bool:
    name, _, value = part.partition("=")
    if _MARKS.fullmatch(name):
        return True
    name, value = name.lower(), value.lower()
    # Short values of these names are ids of sections and the like: only what looks like a token is a session.
    return (name == "from" and value in _SENDERS) or (
        name in _TOKEN_NAMES and len(value) >= 16 and not value.isdigit() and not value.isalpha())


def _cleaned(href: str) -> str:
    return href.strip(_EDGE).translate(_GONE)


def _dotless(path: str) -> str:
    """Path from its leading slash, dot segments resolved and unsafe characters coded."""
    if "/." in path or "/%2" in path:
        kept: list[str] = []
        segments = path.split("/")[1:]
        for number, segment in enumerate(segments):
            if not _DOT.fullmatch(segment):
                kept.append(segment)
                continue
            if len(segment.lower().replace("%2e", ".")) == 2 and kept:
                kept.pop()
            if number == len(segments) - 1:
                kept.append("")
        path = "/" + "/".join(kept)
    return _PATH_UNSAFE.sub(lambda run: _coded(run[0], "utf-8"), path)


def _coded(text: str, codec: str) -> str:
    """Characters that may not stand in an address, coded (section 1.3): bytes of `codec` as `%XX`, but for those that are
    safe ASCII, as second bytes of GBK are; what the codec lacks as a coded character reference; a lone surrogate as U+FFFD."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if codec == "utf-8":
        return "".join(f"%{octet:02X}" for octet in text.encode())
    pieces = []
    for character in text:
        try:
            octets = character.encode(codec)
        except UnicodeEncodeError:
            pieces.append(f"%26%23{ord(character)}%3B")
        else:
            pieces += [chr(octet) if octet in _SAFE_SECOND and at else f"%{octet:02X}" for at, octet in enumerate(octets)]
    return "".join(pieces)


@lru_cache(maxsize=64)
def _codec(charset: str) -> str:
    """The codec a browser sends queries in: the page's own, UTF-8 for UTF-16, GBK for its subset."""
    try:
        name = codecs.lookup(charset).name
        "a".encode(name)
    except (LookupError, ValueError, TypeError):
        return "utf-8"
    if name.startswith(("utf", "ascii")):
        return "utf-8"
    return "gbk" if name in ("gb2312", "hz") else name
