"""Character sets that are declared wrongly, late, or not at all."""
# ruff: noqa: E501 (a table: one fault a line)

from crawler.demo.prose import story
from tests.faults.answers import article, page
from tests.faults.model import add


def _text(name: str) -> str:
    return article(f"{name} page").decode()


def _add(name: str, does: str, body: bytes, kind: str = "text/html", *, told: bool = True) -> None:
    """`told`: the article's own words must stand in its line."""
    first = story(f"{name} page")[1][0]
    add(name, "content", "full", does, page(body, kind), **({"says": (first,), "articles": 1} if told else {}))


def _declared(name: str, charset: str) -> str:
    return _text(name).replace('charset="utf-8"', f'charset="{charset}"')


def _bare(name: str) -> str:
    return _text(name).replace('<meta charset="utf-8">', "")


_add("gbk-declared", "GBK that says so in a meta element", _declared("gbk-declared", "gbk").encode("gbk"))
_add("gb18030-as-gb2312", "GB18030 declared as gb2312", _declared("gb18030-as-gb2312", "gb2312").replace("<p>　　", "<p>镕喆㙍𠮷").encode("gb18030"), told=False)
_add("gbk-undeclared", "GBK that nobody declares", _bare("gbk-undeclared").encode("gbk"))
_add("utf8-undeclared", "UTF-8 that nobody declares", _bare("utf8-undeclared").encode())
_add("utf8-as-gb2312", "UTF-8 by the header, gb2312 by the meta element", _declared("utf8-as-gb2312", "gb2312").encode(), "text/html; charset=utf-8")
_add("gbk-as-utf8", "GBK declared as UTF-8", _text("gbk-as-utf8").encode("gbk"), told=False)
_add("big5-as-gbk", "Big5 declared as GBK", _declared("big5-as-gbk", "gbk").encode("big5", "replace"), told=False)
_add("latin1-header", "UTF-8 with ISO-8859-1 in the header, as unset servers say", _text("latin1-header").encode(), "text/html; charset=ISO-8859-1", told=False)
_add("utf16-bom", "UTF-16 with a BOM", _text("utf16-bom").encode("utf-16"))
_add("utf16-be-bom", "UTF-16 big endian with a BOM", "\ufeff".encode("utf-16-be") + _text("utf16-be-bom").encode("utf-16-be"))
_add("utf16-no-bom", "UTF-16 that only the header names", _text("utf16-no-bom").encode("utf-16-le"), "text/html; charset=utf-16le")
_add("utf16-undeclared", "UTF-16 that nobody declares", _bare("utf16-undeclared").encode("utf-16-le"), told=False)
_add("utf32-bom", "UTF-32 with a BOM", _text("utf32-bom").encode("utf-32"), told=False)
_add("utf7", "UTF-7, which browsers refuse", _declared("utf7", "utf-7").encode("utf-7"), "text/html; charset=utf-7", told=False)
_add("hz", "HZ, seven bits of GB", _declared("hz", "hz-gb-2312").encode("hz", "replace"), told=False)
_add("meta-late", "GBK named by a meta element behind 5 kB of comment",
     _text("meta-late").replace('<meta charset="utf-8">', f'<!-- {"x" * 5000} --><meta charset="gbk">').encode("gbk"))
_add("meta-in-body", "a second meta charset in the body", article("meta-in-body page", inner='<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'))
_add("meta-utf16", "a meta element that says UTF-16 in a UTF-8 page (it cannot be)", _declared("meta-utf16", "utf-16").encode())
_add("mixed-charsets", "a UTF-8 page with paragraphs in GBK", article("mixed-charsets page") .replace(b"</div>\n</body>", "<p>这一段是国标码。</p>".encode("gbk") + b"</div>\n</body>"),
     told=False)
_add("broken-utf8", "UTF-8 with one broken byte in every paragraph", article("broken-utf8 page").replace(b"</p>", b"\xe4\xb8</p>"), told=False)
_add("cesu-surrogates", "surrogate pairs and lone surrogates coded as UTF-8", article("cesu-surrogates page").replace(
    b"</p>", b"\xed\xa0\xbd\xed\xb8\x80\xed\xa0\xbd</p>"), told=False)
_add("overlong-utf8", "overlong and out-of-range UTF-8", article("overlong-utf8 page").replace(b"</p>", b"\xc0\xae\xf8\x88\x80\x80\x80\xf4\x90\x80\x80</p>"), told=False)
_add("c1-controls", "C1 controls and windows-1252 quotes", article("c1-controls page").replace(b"</p>", b"\xc2\x85\xc2\x9b\x93</p>"), told=False)
_add("double-utf8", "UTF-8 coded twice", _text("double-utf8").encode().decode("latin-1").encode(), told=False)
_add("iso2022-escape", "ISO-2022-CN escapes that browsers refuse", _declared("iso2022-escape", "iso-2022-cn").encode("utf-8") + b"\x1b$)A\x0e0!0!\x0f", told=False)
