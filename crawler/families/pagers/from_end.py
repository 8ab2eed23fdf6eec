"""The page that follows where a pager names its ends only: `第2页/共4页 <a href="index.html">首页</a> <a href="index_4.html">尾页</a>`.

Seen on small portals whose pager's 下一页 is a script's, or was left out.
"""

from __future__ import annotations

import re

from crawler.addresses.links import Tree
from crawler.families.pagers.paging import FURTHEST, implied
from crawler.families.rows.text_days import squeezed
from crawler.page import Page
from crawler.reading import Link

_END = re.compile(r"[\[【(（\s]*(?:[尾末]\s*[页頁]|最后一[页頁]|last(?:\s*page)?)[\s>»›\])）】]*", re.IGNORECASE)
_FILE = re.compile(r"(.*/[\w.-]{1,100}?[_-])(\d{1,4})(\.(?:s?html?|jsp|aspx?|php))")
_LETTERS = 40


def by_end(page: Page, tree: Tree, pages: int | None) -> Link | None:
    """The file between this page's and the last one; None where no anchor names that, where its number is not what the page says of how
    many there are (`pages`; less one where a list counts from 0), and on the last page."""
    if pages is None or pages < 2:
        return None
    for anchor, href in zip(tree.named("a"), tree.hrefs(), strict=True):
        if href is None or len(anchor) > 2 or _END.fullmatch(squeezed("".join(anchor.itertext())[:_LETTERS])) is None:
            continue
        last = _FILE.fullmatch(tree.resolver.resolve(href) or "")
        if last is None or int(last[2]) not in (pages, pages - 1):
            return None
        here = _FILE.fullmatch(page.url.partition("?")[0])
        is_later = here is not None and (here[1], here[3]) == (last[1], last[3])
        first = 1 if int(last[2]) == pages else 0
        number = (int(here[2]) if here is not None and is_later else first) + 1
        return implied(f"{last[1]}{number}{last[3]}") if number <= min(int(last[2]), FURTHEST) else None
    return None
