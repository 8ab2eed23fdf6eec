"""Made portal pages of known truth: how many the extractor reads wrongly, and which. Every label, frame and order is drawn from the seed.

`python -m benchmarks.portals [--pages N] [--seed N] [--kind NAME] [--show | --page NUMBER] [--write]`. Another seed
makes pages that nobody has tuned a rule to.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from archive.model import Article
from benchmarks.extraction import LEAKS, folded
from benchmarks.portal_pages import documents, editions, english, films, galleries, letters, mobile, news, older
from benchmarks.portal_pages.made import Made
from benchmarks.results import write_section
from crawler.extract import extract
from crawler.page import Page

KINDS: dict[str, Callable[[Random, int], Made]] = {"news": news.page, "documents": documents.page, "english": english.page,
                                                   "editions": editions.page, "older": older.page, "mobile": mobile.page,
                                                   "letters": letters.page, "galleries": galleries.page, "films": films.page}
FIELDS = ("title", "day", "breadcrumb", "body", "leaks", "kind", "pictures")
"""What is judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A field that is not what a person reads."""

    number: int
    """Of the page."""
    field: str
    expected: object
    found: object

    def __str__(self) -> str:
        return f"{self.number} {self.field}: expected {self.expected!r}, found {self.found!r}"


def made(kind: str, seed: int, number: int) -> Made:
    """Page `number` of a kind, the same each time."""
    return KINDS[kind](Random(f"{kind} {seed} {number}"), number)


def faults(page: Made, number: int = 0) -> list[Fault]:
    """What the extractor reads wrongly on the page, in the order of `FIELDS`."""
    article = extract(Page(url=page.url, body=page.html))
    return [Fault(number=number, field=field, expected=expected, found=found) for field, expected, found in _compared(page, article)
            if expected != found]


def _compared(page: Made, article: Article) -> Iterator[tuple[str, object, object]]:
    """(field, expected, found): equal where all is well. Titles and crumbs differ by more than width, blanks and marks; of the body only
    the paragraphs that are wanting, and those too many, unless their order alone is wrong."""
    same = folded(article.title or "") == folded(page.title)
    yield "title", page.title, page.title if same else article.title
    yield "day", page.day, article.date
    same = [*map(folded, article.breadcrumb)] == [*map(folded, page.breadcrumb)]
    yield "breadcrumb", page.breadcrumb, page.breadcrumb if same else article.breadcrumb
    body = article.body or ""
    found = [line for line in body.split("\n\n") if line and line not in page.optional]
    wanting, surplus = ([line for line in one if line not in other] for one, other in ((page.paragraphs, found), (found, page.paragraphs)))
    if not wanting and not surplus:
        wanting, surplus = list(page.paragraphs), found
    yield "body", wanting, surplus
    yield "leaks", [], [words for words in LEAKS.findall(body) if words not in "".join(page.paragraphs)]
    yield "kind", page.kind, article.kind
    if page.pictures is not None:
        yield "pictures", page.pictures, tuple(image.url for image in article.images)


def judged(kind: str, seed: int, pages: int) -> list[list[Fault]]:
    """The faults of each page of a kind."""
    return [faults(made(kind, seed, number), number) for number in range(pages)]


def table(rows: dict[str, list[list[Fault]]]) -> str:
    """A line for each kind: its pages, those read rightly, those with a fault in each field, and where the day is not wrong but none."""
    lines = [f"| made pages | | right | {' | '.join(FIELDS)} | of the days none |", "|--" * (len(FIELDS) + 4) + "|"]
    return "\n".join([*lines, *(_row(kind, pages) for kind, pages in rows.items())])


def _row(kind: str, pages: Sequence[Sequence[Fault]]) -> str:
    wrong = Counter(fault.field for page in pages for fault in page)
    undated = sum(fault.field == "day" and fault.found is None for page in pages for fault in page)
    cells = [kind, len(pages), sum(not page for page in pages), *(wrong[field] for field in FIELDS), undated]
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.portals", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=1000, metavar="N", help="pages of each kind (1,000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number makes other pages (1)")
    parser.add_argument("--kind", choices=KINDS, help="this kind alone")
    parser.add_argument("--show", action="store_true", help="tell each fault: page, field, expected, found")
    parser.add_argument("--page", type=int, metavar="NUMBER", help="print this page of --kind and judge nothing")
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    asked = parser.parse_args()
    if asked.pages < 1:
        parser.error(f"--pages {asked.pages}: at least 1")
    if asked.page is not None:
        if asked.kind is None:
            parser.error("--page needs --kind")
        sys.stdout.buffer.write(made(asked.kind, asked.seed, asked.page).html)
        return
    rows = {kind: judged(kind, asked.seed, asked.pages) for kind in KINDS if asked.kind in (None, kind)}
    if asked.show:
        print("\n".join(f"{kind} {fault}" for kind, pages in rows.items() for page in pages for fault in page))
    print(table(rows))
    if asked.write:
        words = f" --kind {asked.kind}" if asked.kind else ""
        write_section("Made portal pages", f"python -m benchmarks.portals --pages {asked.pages} --seed {asked.seed}{words} --write",
                      f"Pages with something wrong or missing in a field, by fields.\n\n{table(rows)}", packages=("fangzhi", "lxml"))


if __name__ == "__main__":
    main()
