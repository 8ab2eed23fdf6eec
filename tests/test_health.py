"""How a run's end is named."""

from __future__ import annotations

from collections import Counter

import pytest

from crawler.counts import Counts
from crawler.health import BUG, INTERRUPTED, NOT_WRITTEN, SILENT, WHOLE, end_of
from crawler.portal import Portal, Seed

LISTING = Portal(name="p", title="P", language="zh-Hans", hosts=("a.example",), seeds=(Seed(url="http://a.example/l/"),))
SITE = Portal(name="p", title="P", language="zh-Hans", hosts=("a.example",), seeds=(Seed(url="http://a.example/", kind="site"),))

CASES = [
    ("a finished crawl with articles is whole", LISTING, Counts(seeds=1, seeds_answered=1, rows=9, new=9), {}, WHOLE),
    ("unchanged articles are articles", LISTING, Counts(seeds=1, seeds_answered=1, rows=9, unchanged=9), {}, WHOLE),
    ("no seed that answers is silence", LISTING, Counts(seeds=2, problems=Counter(unreachable=2)), {}, SILENT),
    ("listings without rows are silence", LISTING, Counts(seeds=1, seeds_answered=1), {}, SILENT),
    ("a site without articles is no silence", SITE, Counts(seeds=1, seeds_answered=1), {}, WHOLE),
    ("only failed articles are a changed layout", LISTING,
     Counts(seeds=1, seeds_answered=1, rows=9, problems=Counter({"not-an-article": 9})), {}, SILENT),
    ("pages that cannot be read are one too", SITE, Counts(seeds=1, seeds_answered=1, problems=Counter(unreadable=9)), {}, SILENT),
    ("one article among failures is not", LISTING,
     Counts(seeds=1, seeds_answered=1, rows=9, new=1, problems=Counter({"not-an-article": 9})), {}, WHOLE),
    ("a resumed crawl whose seeds are done is whole", LISTING, Counts(new=3), {}, WHOLE),
    ("a signal interrupts", LISTING, Counts(), {"reason": "shutdown"}, INTERRUPTED),
    ("a limit is a whole end", LISTING, Counts(new=3), {"reason": "limit"}, WHOLE),
    ("what could not be written comes before all else", LISTING, Counts(), {"reason": "shutdown", "not_written": "disk", "bug": "x"},
     NOT_WRITTEN),
    ("a bug is said", LISTING, Counts(new=3), {"bug": "KeyError: 'x'"}, BUG),
]


@pytest.mark.parametrize(("portal", "counts", "facts", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_end_has_the_code(portal: Portal, counts: Counts, facts: dict[str, str], code: int) -> None:
    given: dict[str, str | None] = {"reason": "finished", "not_written": None, "bug": None, **facts}
    end = end_of(portal, counts, reason=str(given["reason"]), not_written=given["not_written"], bug=given["bug"])
    assert end.code == code
    assert end.reason and "\n" not in end.reason
