"""Sites without end: every page leads to new addresses."""
# ruff: noqa: E501 (a table: one fault a line)

from tests.faults.answers import article, document, missing, whole
from tests.faults.model import Answer, Exchange, add, fault


def listing(title: str, hrefs: list[str], words: str = "") -> bytes:
    """A page that is mostly links."""
    return document(title, f"<p>{words}</p><ul>" + "".join(f'<li><a href="{href}">{title}</a></li>' for href in hrefs) + "</ul>").encode()


def _trap(name: str, owed: str, does: str, answer: Answer, **more: object) -> None:
    add(name, "urls", owed, does, answer, **more)


def _calendar(exchange: Exchange) -> None:
    year, month = 2026, 3
    words = dict(pair.split("=", 1) for pair in exchange.query.split("&") if "=" in pair)
    if words.get("y", "").isdigit() and words.get("m", "").isdigit():
        year, month = int(words["y"]), int(words["m"])
    after, before = (year + month // 12, month % 12 + 1), (year - (month == 1), (month - 2) % 12 + 1)
    exchange.send(whole(listing(f"{year}年{month}月日程", [f"page?y={y}&amp;m={m}" for y, m in (after, before)], "本月没有安排。")))


def _counter(exchange: Exchange) -> None:
    number = int(exchange.path[5:] or 0) if exchange.path[5:].isdigit() else 0
    exchange.send(whole(listing("下一页", [f"page{number + 1}"], "没有更多内容。")))


def _growing(exchange: Exchange) -> None:
    exchange.send(whole(listing("栏目", ["more/page", "./sub/page"], "栏目建设中。")))


def _mirror(exchange: Exchange) -> None:
    number = exchange.path.split("/")[1].removeprefix("m")
    after = int(number) + 1 if number.isdigit() else 1
    exchange.send(whole(article("trap-mirror page", inner=f'<a href="{exchange.base}/m{after}/page">镜像</a><a href="{exchange.base}/m{after}/p2">镜像</a>')))


def _session(exchange: Exchange) -> None:
    exchange.site.memory["n"] = count = exchange.site.memory.get("n", 0) + 1
    which = "two" if exchange.path.startswith("/two") else "one"
    ids = [f"{count * 2 + side:032x}" for side in (0, 1)]
    links = f'<a href="one;jsessionid={ids[0]}">一</a><a href="two?PHPSESSID={ids[1]}">二</a>'
    exchange.send(whole(article(f"trap-session {which}", inner=links)))


def _token(exchange: Exchange) -> None:
    exchange.site.memory["n"] = count = exchange.site.memory.get("n", 0) + 1
    exchange.send(whole(article("trap-token page", inner=f'<a href="page?visit={count:08x}">又一次</a>')))


def _facets(exchange: Exchange) -> None:
    chosen = [word for word in exchange.query.split("&") if word]
    names = [f"{key}={value}" for key in ("year", "dept", "type", "sort", "size", "view") for value in "abc"]
    hrefs = ["page?" + "&amp;".join([*chosen, name]) for name in names if name not in chosen]
    exchange.send(whole(listing("筛选结果", hrefs, "共有一条结果。")))


def _pages(exchange: Exchange) -> None:
    number = int(exchange.query.partition("=")[2] or 1) if exchange.query.partition("=")[2].isdigit() else 1
    rows = '<li><a href="good/1.html">同一条</a></li>' + f'<a class="next" href="page?p={number + 1}">下一页</a>'
    exchange.send(whole(document("列表", f"<ul>{rows}</ul><p>第{number}页</p>").encode()))


def _random(exchange: Exchange) -> None:
    exchange.site.memory["n"] = count = exchange.site.memory.get("n", 0) + 1
    hrefs = [f"{(count * 7919 + side * 104729) % 99991:05d}.html" for side in range(10)]
    exchange.send(whole(listing("相关链接", hrefs, "这里什么也没有。")))


def _symlink(exchange: Exchange) -> None:
    exchange.send(whole(listing("目录", ["loop/", "self/", "loop/self/"], "目录索引。")))


def _base(exchange: Exchange) -> None:
    deeper = f"{exchange.base}{exchange.path.rstrip('/')}/deeper/"
    exchange.send(whole(listing("基准", ["next.html"]).replace(b"<head>", f'<head><base href="{deeper}">'.encode())))


def _frames(exchange: Exchange) -> None:
    number = int(exchange.path[5:]) if exchange.path[5:].isdigit() else 0
    exchange.send(whole(article(f"trap-frames {number % 1}", inner=f'<iframe src="page{number + 1}"></iframe>')))


def _styles(exchange: Exchange) -> None:
    if exchange.path == "/page":
        exchange.send(whole(article("trap-styles page", extra_head='<link rel="stylesheet" href="s0.css">')))
    else:
        number = int(exchange.path[2:].partition(".")[0]) if exchange.path[2:].partition(".")[0].isdigit() else 0
        css = f'@import "s{number + 1}.css"; @import url(t{number + 1}.css); body{{background:url(i{number}.png)}}'
        exchange.send(whole(css.encode(), kind="text/css"))


_trap("trap-calendar", "full hits:200", "a calendar with a month before and a month after", _calendar)
_trap("trap-counter", "full hits:200", "page N leads to page N+1", _counter)
_trap("trap-growing-path", "full hits:200", "every page has a relative link one folder deeper", _growing)
_trap("trap-mirror", "full hits:200", "mirrors of one article, each naming the next mirror", _mirror, articles=1)
_trap("trap-session", "full hits:120", "a new session id in each link to the same two pages", _session, reach=("/page",))
_trap("trap-token", "full hits:120", "a new number in each link to the same page", _token, articles=1)
_trap("trap-query", "full hits:200", "facets in every combination and order", _facets)
_trap("trap-next-page", "full hits:200", "a next page that never ends and repeats its rows", _pages)
_trap("trap-random", "full hits:400", "ten new addresses on every page", _random)
_trap("trap-symlink", "full hits:200", "folders that contain themselves", _symlink)
_trap("trap-base", "full hits:200", "a base href that grows", _base)
_trap("trap-frames", "full hits:200", "frames in frames without end", _frames)
_trap("trap-styles", "full hits:200", "style sheets that import new ones without end", _styles, reach=("/page", "/s0.css"))


@fault("link-flood", "urls", "full hits:40", "200,000 links that are twenty pages with fragments and tracking parameters")
def link_flood(exchange: Exchange) -> None:
    if exchange.path == "/page":
        rows = "".join(f'<a href="p{number % 20}.html?utm_source=s{number}#f{number}">链接</a>\n' for number in range(200_000))
        exchange.send(whole(document("很多链接", rows).encode()))
    elif exchange.path.startswith("/p"):
        exchange.send(whole(article(f"link-flood {exchange.path}")))
    else:
        missing(exchange)


@fault("picture-flood", "urls", "full hits:3200", "3,000 pictures on one page, all of them missing")
def picture_flood(exchange: Exchange) -> None:
    if exchange.path == "/page":
        exchange.send(whole(article("picture-flood page", inner="".join(f'<img src="i{number}.png">' for number in range(3000)))))
    else:
        missing(exchange)
