"""The export: the same rows for every reader, the same bytes each time, whole or not there, and told what is not in it."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pandas
import polars
import pyarrow.parquet as pq
import pytest

from archive.export.export import Choice, Exported, export
from archive.export.newest import Newest
from archive.export.selection import Days
from archive.layout import opened
from archive.lines import LINE_KEYS
from archive.model import Attachment, Image
from crawler import cli
from tests.lines_kit import Lines

PACKAGE, SCHEMA, SUMS, README, DICTIONARY, DATASHEET = (
    "datapackage.json", "schema.json", "SHA256SUMS", "README.md", "DICTIONARY.md", "DATASHEET.md")

AWKWARD = '他说："好，"\r\n第二行\t末尾 | *星* <b> =1+1'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "浙江 档案"
    zhejiang, english = Lines(root), Lines(root, "zhejiang-en")
    zhejiang.article("a", date="2023-01-01")
    zhejiang.article("b", date="2024-05-05", title=AWKWARD, images=(Image(url="https://x.cn/1.jpg", caption='"图"'),),
                     attachments=(Attachment(url="https://x.cn/1.pdf", name="附件"),), breadcrumb=("首页", "要闻"),
                     breadcrumb_urls=("https://x.cn/", None), fields={"issuer": "省政府"})
    zhejiang.article("a", version=2, date="2023-01-01", body="改了。")
    zhejiang.article("c", date=None, body=None)
    english.article("a", date="2024-06-30", language="en", title="A headline")
    zhejiang.event("gone", "c", status=404)
    return root


def exported(root: Path, out: Path, *, told: list[str] | None = None, **choice: Any) -> Exported:
    faults: list[str] = [] if told is None else told
    done = export(Choice(root=root, collections=tuple(opened(root)[1]), **choice), out, faults.append)
    assert told is not None or faults == []
    return done


def lines_of(root: Path) -> list[dict[str, Any]]:
    paths = sorted(root.glob("collections/*/articles/*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def as_json(value: Any) -> Any:
    """What a reader gave, in JSON's words."""
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)) or type(value).__name__ == "ndarray":
        return [as_json(one) for one in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None or value is pandas.NaT or value != value else value


def keyed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: as_json(row[key]) for key in LINE_KEYS} for row in rows]


def by_pandas(table: Path) -> list[dict[str, Any]]:
    return pandas.read_parquet(table).to_dict("records")  # type: ignore[return-value]


def by_polars(table: Path) -> list[dict[str, Any]]:
    return polars.read_parquet(table).to_dicts()


def by_duckdb(table: Path) -> list[dict[str, Any]]:
    found = duckdb.execute("select * from read_parquet(?)", [str(table)])
    names = [one[0] for one in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.mark.parametrize("read", [by_pandas, by_polars, by_duckdb])
def test_a_reader_sees_the_lines(root: Path, tmp_path: Path, read: Any) -> None:
    exported(root, tmp_path / "out")
    assert keyed(read(tmp_path / "out" / "articles.parquet")) == lines_of(root)


def test_hugging_face_datasets_loads_the_folder_without_options(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    import datasets
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "hf" / "datasets")

    exported(root, tmp_path / "out")
    loaded = datasets.load_dataset(str(tmp_path / "out"))
    assert keyed(list(loaded["train"])) == lines_of(root)


def test_columns_keep_their_types_when_all_is_null(tmp_path: Path) -> None:
    Lines(tmp_path / "a").article("a", date=None, title=None, source=None)
    exported(tmp_path / "a", tmp_path / "out")
    schema = pq.read_schema(tmp_path / "out" / "articles.parquet")
    types = {name: str(schema.field(name).type) for name in ("date", "title", "images", "captured_at", "version")}
    assert types == {"date": "date32[day]", "title": "string", "captured_at": "timestamp[us, tz=UTC]", "version": "int64",
                     "images": "list<element: struct<url: string, caption: string, type: string, paragraph: int64>>"}
    compressions = {pq.ParquetFile(tmp_path / "out" / "articles.parquet").metadata.row_group(0).column(0).compression}
    assert compressions == {"ZSTD"}


def test_json_lines_are_the_lines(root: Path, tmp_path: Path) -> None:
    exported(root, tmp_path / "out", format="jsonl")
    rows = [json.loads(line) for line in (tmp_path / "out" / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert keyed(rows) == lines_of(root)


def test_csv_is_that_of_rfc_4180_with_json_in_its_cells(root: Path, tmp_path: Path) -> None:
    exported(root, tmp_path / "out", format="csv")
    table = tmp_path / "out" / "articles.csv"
    assert table.read_bytes().count(b"\r\n") == len(lines_of(root)) + 1 + AWKWARD.count("\r\n")
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert [row["title"] for row in rows] == [line["title"] or "" for line in lines_of(root)]
    for key in ("fields", "images", "breadcrumb_urls", "warc"):
        assert [json.loads(row[key]) for row in rows] == [line[key] for line in lines_of(root)]
    assert list(pandas.read_csv(table)["id"]) == [line["id"] for line in lines_of(root)]


@pytest.mark.parametrize("format", ["parquet", "jsonl", "csv"])
def test_the_same_archive_gives_the_same_bytes(root: Path, tmp_path: Path, format: Any) -> None:
    exported(root, tmp_path / "one", format=format)
    exported(root, tmp_path / "two", format=format)
    assert {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()} \
        == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}


@pytest.mark.parametrize(("choice", "expected"), [
    ({}, ["a1", "b1", "a2", "c1", "a1"]),
    ({"latest": True}, ["b1", "a2", "c1", "a1"]),
    ({"days": Days(since="2024-05-05")}, ["b1", "c1", "a1"]),
    ({"days": Days(until="2024-05-05")}, ["a1", "b1", "a2"]),
    ({"days": Days(since="2024-01-01", until="2024-06-29")}, ["b1"]),
    ({"days": Days(since="2030-01-01")}, []),
])
def test_what_is_chosen(root: Path, tmp_path: Path, choice: dict[str, Any], expected: list[str]) -> None:
    done = exported(root, tmp_path / "out", **choice)
    rows = by_polars(tmp_path / "out" / "articles.parquet")
    assert [f"{row['url'][-1]}{row['version']}" for row in rows] == expected
    assert done.rows == len(expected)


def test_newest_versions_are_found_in_any_order(tmp_path: Path) -> None:
    lines: list[dict[str, Any]] = [{"id": f"p:{number % 500}", "version": number * 7919 % 13 + 1} for number in range(5000)]
    best: dict[str, tuple[int, int]] = {}
    for number, one in enumerate(lines):
        if one["version"] >= best.get(one["id"], (0, 0))[0]:
            best[one["id"]] = one["version"], number
    newest = Newest(iter(lines), tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert {number for number in range(len(lines)) if number in newest} == {number for _, number in best.values()}


def test_the_rows_fit_the_json_schema(root: Path, tmp_path: Path) -> None:
    exported(root, tmp_path / "out", format="jsonl")
    schema = json.loads((tmp_path / "out" / SCHEMA).read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for line in (tmp_path / "out" / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        validator.validate(json.loads(line))


# Rules of Data Package 2.0 and Table Schema, as their profiles state them.
DESCRIPTOR = {
    "type": "object", "required": ["$schema", "resources"], "properties": {
        "name": {"type": "string", "pattern": r"^[a-z0-9._-]+$"},
        "sources": {"type": "array", "minItems": 1, "items": {"type": "object", "properties": {"path": {"pattern": "^https?://"}}}},
        "resources": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["name", "path"], "properties": {
                "name": {"pattern": r"^[a-z0-9._-]+$"}, "path": {"pattern": r"^(?!/|~|\.\.)"}, "bytes": {"type": "integer"},
                "hash": {"pattern": r"^(sha256:)?[a-f0-9]+$"}, "type": {"const": "table"},
                "schema": {"type": "object", "required": ["fields"], "properties": {"fields": {"type": "array", "minItems": 1, "items": {
                    "type": "object", "required": ["name"], "properties": {
                        "type": {"enum": ["string", "integer", "number", "boolean", "array", "object", "date", "datetime"]}}}}}},
            }}},
    },
}


@pytest.mark.parametrize("format", ["parquet", "jsonl", "csv"])
def test_the_data_package_is_one_and_true(root: Path, tmp_path: Path, format: Any) -> None:
    done = exported(root, tmp_path / "out", format=format)
    package = json.loads((done.folder / PACKAGE).read_bytes())
    jsonschema.validate(package, DESCRIPTOR)
    (resource,) = package["resources"]
    table = (done.folder / resource["path"]).read_bytes()
    assert (resource["bytes"], resource["hash"]) == (len(table), "sha256:" + hashlib.sha256(table).hexdigest())
    names = [field["name"] for field in resource["schema"]["fields"]]
    assert names == list(json.loads((done.folder / SCHEMA).read_bytes())["properties"])
    if format == "csv":
        assert names == table.partition(b"\r\n")[0].decode().split(",")


def test_check_sums_name_all_files_and_are_right(root: Path, tmp_path: Path) -> None:
    done = exported(root, tmp_path / "out")
    told = {line[66:]: line[:64] for line in (done.folder / SUMS).read_text().splitlines()}
    assert told == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in done.folder.iterdir() if path.name != SUMS}
    assert set(told) == {"articles.parquet", SCHEMA, PACKAGE, DICTIONARY, DATASHEET, README}


def test_the_dictionary_tells_every_column_and_its_meaning(root: Path, tmp_path: Path) -> None:
    done = exported(root, tmp_path / "out")
    text = (done.folder / DICTIONARY).read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([\w.]+)` \|.*?\| ((?:\\\||[^|])*) \|$", text, re.MULTILINE))
    assert [name for name in LINE_KEYS if not rows.get(name)] == []
    assert rows["fields.issuer"]


def test_the_datasheet_tells_what_is_there_and_what_is_missing(root: Path, tmp_path: Path) -> None:
    text = (exported(root, tmp_path / "out").folder / DATASHEET).read_text(encoding="utf-8")
    assert "| zhejiang | 4 | 3 | 2023-01-01 | 2024-05-05 |" in text
    assert "| zhejiang | event gone | 1 |" in text
    assert "| zhejiang | 2026-11 | 4 |" in text
    assert "1 rows have no date" in text
    assert "## Licence" in text


def test_a_line_of_an_older_form_keeps_its_place(tmp_path: Path) -> None:
    lines = Lines(tmp_path / "a")
    line = lines.article("a")
    old = {key: value for key, value in line.items() if key not in LINE_KEYS[LINE_KEYS.index("extractor") + 1:]} | {"version": 2}
    lines.raw("articles", json.dumps(old).encode() + b"\n")
    assert exported(tmp_path / "a", tmp_path / "out").rows == 2


def broken_lines(line: dict[str, Any]) -> Iterator[bytes]:
    yield b"{no json\n"
    yield b'{"schema": "something/else"}\n'
    yield json.dumps(line | {"version": "two"}).encode() + b"\n"
    yield json.dumps(line | {"date": "2024-02-31"}).encode() + b"\n"
    yield json.dumps(line | {"date": 5}).encode() + b"\n"
    yield json.dumps(line | {"id": None}).encode() + b"\n"
    yield json.dumps(line | {"images": "none"}).encode() + b"\n"


def test_lines_that_cannot_be_read_are_told_and_the_rest_is_there(tmp_path: Path) -> None:
    lines = Lines(tmp_path / "a")
    line = lines.article("a")
    broken = list(broken_lines(line))
    for one in broken:
        lines.raw("articles", one)
    lines.article("b")
    lines.raw("articles", b'{"schema": "fangzhi/arti')  # being written in this moment: nobody's fault
    told: list[str] = []
    done = exported(tmp_path / "a", tmp_path / "out", told=told)
    assert (done.rows, done.left_out, len(told)) == (2, len(broken), len(broken))
    assert all(re.search(r"\.jsonl: byte \d+: ", one) for one in told)


def run(*arguments: object) -> int:
    return cli.run([str(one) for one in arguments])


def test_the_command_tells_what_it_wrote(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", root, "-o", tmp_path / "out", "--portal", "zhejiang-en", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["left_out"]) == (1, 0)
    assert run("export", root, "-o", tmp_path / "out", "--latest", "--since", "2024-01-01") == 0
    assert "3 rows in" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "expected"), [
    (["--portal", "henan"], "henan: no such portal in this archive; it has zhejiang, zhejiang-en"),
    (["--since", "2024-13-01"], "expected a day as 2024-03-05"),
    (["--since", "2024-02-02", "--until", "2024-02-01"], "later than"),
    (["--format", "xlsx"], "xlsx"),
])
def test_bad_input_is_one_clear_line(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str],
                                     expected: str) -> None:
    assert run("export", root, "-o", tmp_path / "out", *arguments) == 2
    error = capsys.readouterr().err
    assert expected in error
    assert error.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_no_export_is_not_touched(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("dear")
    assert run("export", root, "-o", tmp_path / "mine") == 2
    assert run("export", root, "-o", root) == 2
    assert "no earlier export" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("format", ["parquet", "jsonl", "csv"])
def test_a_file_can_be_named_and_has_its_package_beside_it(root: Path, tmp_path: Path, format: str) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "README.md").write_text("dear")
    for _ in range(2):  # the second time in the place of the first
        assert run("export", root, "-o", folder / f"out.{format}") == 0
    beside = {"datapackage.json", "schema.json", "SHA256SUMS", "README.md", "DICTIONARY.md", "DATASHEET.md"}
    assert {path.name for path in folder.iterdir()} == {f"out.{format}", "README.md"} | {f"out.{name}" for name in beside}
    assert (folder / "README.md").read_text() == "dear"
    (resource,) = json.loads((folder / "out.datapackage.json").read_bytes())["resources"]
    assert resource["path"] == f"out.{format}"
    assert resource["hash"] == "sha256:" + hashlib.sha256((folder / f"out.{format}").read_bytes()).hexdigest()
    told = (folder / "out.SHA256SUMS").read_text()
    assert all(hashlib.sha256((folder / line[66:]).read_bytes()).hexdigest() == line[:64] for line in told.splitlines())


def test_a_form_that_the_name_contradicts_is_refused(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", root, "-o", tmp_path / "a.csv", "--format", "parquet") == 2
    assert "the name asks for csv" in capsys.readouterr().err


def test_names_in_chinese_are_told_in_any_locale(root: Path, tmp_path: Path) -> None:
    surroundings = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([sys.executable, "-m", "crawler", "export", str(root), "-o", str(tmp_path / "输 出"), "--json"], check=True,
                          capture_output=True, env=surroundings, timeout=60)
    assert json.loads(done.stdout)["folder"] == str(tmp_path / "输 出")
