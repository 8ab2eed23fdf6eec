"""Scores article extraction on a folder of labelled pages, alone or beside other extractors. Run: `python -m benchmarks.extraction FOLDER`.

The folder holds pages (`*.html`, `*.html.gz`) and `truth.jsonl`: a line for each page with `file` and whichever are known of `url`,
`title`, `date` (day), `breadcrumb`, `body`, `body_first40`, `body_last40`, `not_in_body`, `scored` (false: passed over).
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from time import process_time
from typing import Any

from benchmarks.options import many
from benchmarks.peers.extractors import PEERS, Answer, Extractor
from benchmarks.results import write_section

_TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]|[^\W_]+")
_HAN = re.compile("[\u3400-\u9fff]")
_TAIL = ("正文", "内容", "text")
LEAKS = re.compile(
    r"【\s*(?:打印|关闭|打印本页|关闭窗口|打印本稿|我要纠错)\s*】|print\s*】|打印本页|关闭窗口|保护视力色|视力保护色|Eyesight "
    r"Protection|字体：|字号：|【字体|"
    r"浏览次数：|阅读次数：|点击数：|分享到[：:]|一键分享|扫一扫在手机打开|我要纠错|当前位置[：:]|返回顶部|Scan the QR code|"
    r"Share to\b")
"""Furniture of portals that must not be in a body."""


PACKAGES = ("fangzhi", "lxml", "trafilatura", "readability-lxml", "resiliparse", "newspaper4k", "gne", "magic-html", "htmldate",
    "zyte-parsers")
"""Whose versions stand above the tables."""


_WORDS = ("url", "title", "date", "body", "body_first40", "body_last40")
_LISTS = ("breadcrumb", "not_in_body")
"""Keys of a line of truth, by what they hold."""


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled page."""

    file: str
    body: bytes
    truth: dict[str, Any]


@dataclass(slots=True)
class Score:
    """What one extractor made of one page; a measure is None where the truth states nothing."""

    file: str
    ms: float
    body: float | None = None
    language: str = "en"
    """`zh` where the truth is mostly Han, else `en`."""
    title: bool | None = None
    day: bool | None = None
    dated: bool | None = None
    """Whether it gave any day, on a page whose day is known."""
    crumbs: bool | None = None
    crumb_f1: float | None = None
    leaks: int = 0
    ends: float | None = None
    """Share of the body's known first and last words that are there."""
    note: str = ""


def load(folder: Path) -> Iterator[Case]:
    """The labelled pages of a folder, in the order of its truth; one that cannot be read is told and passed over. Ends the program with
    one line where there are none, or where the truth is none."""
    truths = folder / "truth.jsonl"
    if not truths.is_file():
        raise SystemExit(f"{truths}: there is no such file; it says of each page of the folder what is right")
    given = 0
    for number, line in enumerate(truths.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        truth = _truth(line, f"{truths}:{number}")
        if truth.get("scored") is False:
            continue
        page = folder / truth["file"]
        try:
            data = page.read_bytes()
            yield Case(truth["file"], gzip.decompress(data) if truth["file"].endswith(".gz") else data, truth)
            given += 1
        except (OSError, EOFError, zlib.error) as error:
            print(f"{page}: not scored: {getattr(error, 'strerror', None) or error}", file=sys.stderr)
    if not given:
        raise SystemExit(f"{truths}: names no page that can be scored")


def _truth(line: bytes, place: str) -> dict[str, Any]:
    """What a line says of a page; ends the program with one line where it says nothing that can be scored by."""
    try:
        truth = json.loads(line)
    except ValueError as error:
        raise SystemExit(f"{place}: expected a JSON object ({error})") from None
    if not isinstance(truth, dict) or not isinstance(truth.get("file"), str):
        raise SystemExit(f"{place}: expected a JSON object with the string `file`")
    for key in (*_WORDS, *_LISTS):
        value = truth.get(key)
        if value is not None and not (isinstance(value, str) if key in _WORDS else isinstance(value, list) and all(map(_is_text, value))):
            raise SystemExit(f"{place}: {key}: expected {'text' if key in _WORDS else 'a list of texts'}, not {json.dumps(value)[:60]}")
    return truth


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def tokens(text: str) -> list[str]:
    """Words; each Han character, kana or hangul syllable is one."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def shingle_f1(expected: str, given: str, size: int = 4) -> float:
    """F1 over shingles of four tokens, as scrapinghub/article-extraction-benchmark counts them."""
    truth, answer = _shingles(tokens(expected), size), _shingles(tokens(given), size)
    if not truth and not answer:
        return 1.0
    common = sum((truth & answer).values())
    if not common:
        return 0.0
    precision, recall = common / sum(answer.values()), common / sum(truth.values())
    return 2 * precision * recall / (precision + recall)


def _shingles(words: list[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[start:start + size]) for start in range(max(1, len(words) - size + 1)) if words)


def folded(text: str) -> str:
    """A title as it is compared: width, case, blanks and punctuation put aside."""
    return "".join(tokens(text))


def language_of(truth: dict[str, Any]) -> str:
    """`zh` or `en`: as stated, else by the truth's own words."""
    stated = truth.get("language")
    words = "".join(str(truth.get(key) or "")[:400] for key in ("title", "body", "body_first40", "breadcrumb"))
    return str(stated)[:2] if stated else "zh" if len(_HAN.findall(words)) * 4 > len(words) else "en"


def score(case: Case, answer: Answer, ms: float) -> Score:
    """The measures of one answer."""
    truth = case.truth
    result = Score(case.file, ms, language=language_of(truth))
    body = answer.get("body") or ""
    if truth.get("body"):
        result.body = shingle_f1(truth["body"], body)
    if truth.get("title"):
        result.title = folded(truth["title"]) == folded(answer.get("title") or "")
    if truth.get("date"):
        result.dated = bool(answer.get("date"))
        result.day = answer.get("date") == truth["date"][:10]
    if truth.get("breadcrumb") is not None and truth["breadcrumb"] != []:
        expected, given = _trail(truth["breadcrumb"]), _trail(answer.get("breadcrumb") or [])
        result.crumbs = expected == given
        common = sum((Counter(expected) & Counter(given)).values())
        result.crumb_f1 = 2 * common / (len(expected) + len(given)) if expected or given else 1.0
    squeezed = "".join(body.split())
    known = truth.get("body") or ""
    result.leaks = sum(match not in known for match in LEAKS.findall(body))
    result.leaks += sum("".join(words.split()) in squeezed for words in truth.get("not_in_body") or () if len(words) > 3)
    ends = [_has_end(squeezed, "".join(words.split()), first=key == "body_first40")
            for key in ("body_first40", "body_last40") if (words := truth.get(key))]
    result.ends = mean(ends) if ends else None
    result.note = f"title {answer.get('title')!r} day {answer.get('date')!r} trail {answer.get('breadcrumb')!r}"
    return result


def _has_end(squeezed: str, words: str, *, first: bool) -> float:
    """1 where the body begins (ends) with the words, one half where it only has them."""
    if squeezed.startswith(words) if first else squeezed.endswith(words):
        return 1.0
    return 0.5 if words[:30] in squeezed or words[-30:] in squeezed else 0.0


def _trail(crumbs: list[str]) -> list[str]:
    names = [folded(crumb) for crumb in crumbs]
    return names[:-1] if names and crumbs[-1] in _TAIL else names


def run(cases: list[Case], extractor: Extractor, rounds: int = 1) -> list[Score]:
    """Scores of one extractor; a page that it fails on counts as empty. `rounds`: how often each page is read; the least time counts."""
    scores = []
    for case in cases:
        answer: Answer = {}
        spent = []
        for _ in range(rounds):
            began = process_time()
            try:
                answer = extractor(case.body, case.truth.get("url") or "")
            except Exception as error:  # noqa: BLE001 (peers fail in their own ways)
                print(f"{case.file}: {type(error).__name__}: {error}", file=sys.stderr)
            spent.append(1000 * (process_time() - began))
        scores.append(score(case, answer, min(spent)))
    return scores


def _share(values: list[Any]) -> str:
    known = [float(value) for value in values if value is not None]
    return f"{mean(known):.3f}" if known else "-"


COLUMNS: tuple[tuple[str, Callable[[list[Score]], str]], ...] = (
    ("pages", lambda scores: str(len(scores))),
    ("body F1", lambda scores: _share([item.body for item in scores])),
    ("ends", lambda scores: _share([item.ends for item in scores])),
    ("title", lambda scores: _share([item.title for item in scores])),
    ("day", lambda scores: _share([item.day for item in scores])),
    ("day prec.", lambda scores: _share([item.day for item in scores if item.dated])),
    ("crumbs", lambda scores: _share([item.crumbs for item in scores])),
    ("crumb F1", lambda scores: _share([item.crumb_f1 for item in scores])),
    ("leaks", lambda scores: str(sum(item.leaks for item in scores))),
    ("ms median", lambda scores: f"{median(item.ms for item in scores):.1f}"),
    ("ms max", lambda scores: f"{max(item.ms for item in scores):.0f}"))


def table(rows: dict[str, list[Score]]) -> str:
    """A line for each extractor."""
    width = max(map(len, rows)) + 2
    lines = ["".ljust(width) + "".join(name.rjust(11) for name, _ in COLUMNS)]
    lines += [name.ljust(width) + "".join(column(scores).rjust(11) for _, column in COLUMNS) for name, scores in rows.items()]
    return "\n".join(lines)


def by_language(rows: dict[str, list[Score]]) -> dict[str, list[Score]]:
    """Rows of each extractor in each language that there is."""
    languages = sorted({item.language for scores in rows.values() for item in scores})
    return {f"{name} {tag}": [item for item in scores if item.language == tag] for tag in languages for name, scores in rows.items()}


def worst(scores: list[Score], count: int) -> Iterator[str]:
    """The pages with most to gain, with what is wrong on each."""
    def loss(item: Score) -> float:
        flaws = [1 - value for value in (item.body, item.ends) if value is not None]
        return sum(flaws) + sum(value is False for value in (item.title, item.day, item.crumbs)) + 0.5 * bool(item.leaks)

    for item in sorted(scores, key=loss, reverse=True)[:count]:
        if loss(item) > 0.02:
            flaws = [name for name, value in (("title", item.title), ("day", item.day), ("crumbs", item.crumbs)) if value is False]
            yield (f"{item.file}  body {_share([item.body])} ends {_share([item.ends])} leaks {item.leaks} "
                   f"wrong {','.join(flaws) or '-'}  {item.note}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="+", help="folders with pages and truth.jsonl")
    parser.add_argument("--peers", action="store_true", help="also score the other extractors that are installed")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show the N pages with most to gain")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only every second page, for cross-checks")
    parser.add_argument("--rounds", type=many, default=1, metavar="N", help="read each page N times and count the least time")
    parser.add_argument("--write", action="store_true", help="put the tables into RESULTS.md")
    asked = parser.parse_args()
    every: dict[str, list[Score]] = {}
    tables = []
    for folder in asked.folder:
        cases = [case for number, case in enumerate(load(folder)) if asked.half is None or number % 2 == asked.half]
        run(cases[:3], PEERS["fangzhi"])
        rows = {name: run(cases, extractor, asked.rounds) for name, extractor in PEERS.items() if asked.peers or name == "fangzhi"}
        for name, scores in rows.items():
            every.setdefault(name, []).extend(scores)
        tables.append(f"{folder.name}\n{table(rows)}")
        print(tables[-1], flush=True)
        for line in worst(rows["fangzhi"], asked.worst):
            print("  " + line)
    tables.append(f"by language\n{table(by_language(every))}")
    print(tables[-1])
    if asked.write:
        options = "".join(f" --{name}" for name in ("peers",) if getattr(asked, name)) + f" --rounds {asked.rounds}"
        write_section("Extraction", f"python -m benchmarks.extraction{options} FOLDER...", "```\n" + "\n\n".join(tables) + "\n```",
                      packages=PACKAGES)


if __name__ == "__main__":
    main()
