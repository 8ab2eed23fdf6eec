"""Made portal pages: a seed makes them byte for byte, they state their truth, and the benchmark notices what is read otherwise."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from benchmarks import portals
from benchmarks.extraction import folded
from benchmarks.portal_pages.made import Made

SEED = 1
PAGES = [(kind, number) for kind in portals.KINDS for number in range(2)]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def words_of(page: Made) -> str:
    """What its body shows, tags taken out."""
    charset = "gb18030" if re.search(b"charset=gb", page.html, re.IGNORECASE) else "utf-8"
    return unescape(re.sub(r"<[^>]*>", " ", re.split("<body[^>]*>", page.html.decode(charset), maxsplit=1)[1]))


def days_in(text: str) -> set[tuple[int, int, int]]:
    """Every day in the text that anyone may mean, by whatever order it is written in."""
    found = {(int(year), int(month), int(day))
             for year, month, day in re.findall(r"((?:19|20)\d\d) ?[-/.年] ?(\d\d?) ?[-/.月] ?(\d\d?)", text)}
    for month, day, year in re.findall(r"([A-Z][a-z]{2})[a-z]*\.? (\d\d?)(?:th)?,? ?(\d{4})", text):
        found.add((int(year), MONTHS.index(month) + 1, int(day)))
    for day, month, year in re.findall(r"(\d\d?) ([A-Z][a-z]{2})[a-z]* (\d{4})", text):
        found.add((int(year), MONTHS.index(month) + 1, int(day)))
    return found


@pytest.mark.parametrize(("kind", "number"), PAGES)
def test_a_seed_makes_a_page_byte_for_byte_and_another_makes_another(kind: str, number: int) -> None:
    page = portals.made(kind, SEED, number)
    assert page == portals.made(kind, SEED, number)
    assert page.html not in (portals.made(kind, SEED + 1, number).html, portals.made(kind, SEED, number + 2).html)


@pytest.mark.parametrize(("kind", "number"), PAGES)
def test_a_made_page_states_its_truth(kind: str, number: int) -> None:
    page = portals.made(kind, SEED, number)
    text = words_of(page)
    assert page.day is None or tuple(map(int, page.day.split("-"))) in days_in(text)
    assert [line for line in (page.title, *page.breadcrumb, *page.paragraphs) if folded(line) not in folded(text)] == []


@pytest.mark.parametrize(("kind", "number"), PAGES)
def test_the_extractor_reads_a_made_page_as_a_person_does(kind: str, number: int) -> None:
    assert list(map(str, portals.faults(portals.made(kind, SEED, number), number))) == []


@pytest.mark.parametrize(("field", "change"), [
    ("title", {"title": "别的标题"}), ("day", {"day": "1999-01-01"}), ("breadcrumb", {"breadcrumb": ("首页", "别处")}),
    ("body", {"paragraphs": ("另一段。",)}), ("kind", {"html": b""})])
def test_what_is_read_otherwise_is_counted_and_told(field: str, change: dict[str, Any]) -> None:
    page = replace(portals.made("news", SEED, 0), **change)
    faults = portals.faults(page, 7)
    assert field in [fault.field for fault in faults]
    assert field == "kind" or [fault.field for fault in faults] == [field]
    row = dict(zip(("right", *portals.FIELDS), portals.table({"news": [faults, []]}).splitlines()[-1].split(" | ")[2:], strict=False))
    assert (row["right"], row[field]) == ("1", "1")
    assert str(faults[0]).startswith(f"7 {faults[0].field}: expected ")


def test_a_page_is_printed_by_its_number() -> None:
    command = [sys.executable, "-m", "benchmarks.portals", "--kind", "english", "--seed", "3", "--page", "5"]
    assert subprocess.run(command, capture_output=True, check=True, timeout=60).stdout == portals.made("english", 3, 5).html
