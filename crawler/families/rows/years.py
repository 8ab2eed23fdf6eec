"""Archives by year: `<a href="/gb/2023/">2023年</a>` beside those of other years, or a field of choices with them. The lists that they
lead to are one archive with the page's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from lxml.html import HtmlElement

from crawler.addresses.address import normalise
from crawler.addresses.links import Tree
from crawler.families.rows.text_days import YEAR_ALONE, YEAR_AND_MONTH, squeezed
from crawler.families.scripts import changed_field
from crawler.page import Page
from crawler.reading import Link

_FEWEST = 2
"""Years to which a page leads, that make an archive of it."""
_MOST = 240
"""Years, or months, of one archive."""
_MOST_ELEMENTS = 20_000
_MOST_FIELDS = 20
_LONGEST = 12
_NUMBERS = re.compile(r"\d+")
_YEAR = re.compile(r"(?:\A|[/_-])(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])?[/_.-]|\Z)")
"""In the path of an address."""


def by_year(page: Page, tree: Tree) -> tuple[Link, ...]:
    """The lists of other years. Their addresses differ in nothing but the year in their path, and lie where the page's own does: a year
    in a query chooses of the very rows that the page turns over."""
    forms: dict[str, dict[str, str]] = {}
    for text, href in _named(tree):
        url, (year, *months) = tree.resolver.resolve(href), re.findall(r"\d+", text)
        if url is None or url.partition("?")[0].count(year) != 1:
            continue
        form = url.replace(year, "{}")
        if months:  # /2024/05/, /202405/, /2024-5.html
            form, number = re.subn(rf"\{{\}}([-_/]?)0?{int(months[0])}(?!\d)", r"{}\1{}", form, count=1)
            form = form if number else ""
        forms.setdefault(form, {})[text] = url
    forms.pop("", None)
    here = normalise(page.url)
    for form, urls in forms.items():
        before = form.partition("{}")[0]
        lies_below = normalise(form.replace("{}", "0")).startswith(here.partition("?")[0].rpartition("/")[0] + "/")
        if form.count("{}") > 1 and not lies_below and not _is_of(here, normalise(form.replace("{}", "0"))):
            continue  # months of all that a site has, beside the list of one section (WordPress)
        if len(urls) >= _FEWEST and before.endswith(("/", "_", "-")) and here.startswith(before[: before.rindex("/") + 1]):
            others = [url for url in urls.values() if normalise(url) != here]
            return tuple(Link(url=url, kind="listing") for url in others[:_MOST])
    return ()


def _chosen(field: HtmlElement) -> Iterator[tuple[HtmlElement, str | None]]:
    """The choices of a field, each with where it leads: its value, or what the field makes of it, `location.href = '/gb/' + this.value`. A
    value that is a number is for a script."""
    change = field.get("onchange") or ""
    for choice in field.iter("option"):
        value = choice.get("value")
        made = changed_field.address(change, value) if change and value else None
        yield choice, made or (value if value is not None and not value.isdigit() else None)


def _is_of(here: str, form: str) -> bool:
    """Whether a page is itself the archive of a month. `form`: of such addresses, with 0 for year and month."""
    return _NUMBERS.sub("0", here) == _NUMBERS.sub("0", form)


def _named(tree: Tree) -> Iterator[tuple[str, str]]:
    """Anchors and choices whose words are a year and nothing else."""
    choices = chain.from_iterable(map(_chosen, islice(tree.root.iter("select"), _MOST_FIELDS)))
    for element, href in islice(chain(zip(tree.named("a"), tree.hrefs(), strict=True), choices), _MOST_ELEMENTS):
        text = squeezed("".join(islice(element.itertext(), 5))) if href and _YEAR.search(href) else ""
        if len(text) < _LONGEST and (YEAR_ALONE.fullmatch(text) or YEAR_AND_MONTH.fullmatch(text)):
            yield text, href or ""
