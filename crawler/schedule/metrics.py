"""Results as metrics in Prometheus' text format, version 0.0.4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from archive.durable import replacing
from crawler.schedule.runs import Runs
from crawler.schedule.status import Status

Sample = tuple[dict[str, str], float]

_NUMBERS = (("requests", "Exchanges of that run."), ("pages", "Pages of that run."),
            ("problems", "Addresses that did not give what was asked."), ("blocked", "Challenge pages."),
            ("bytes", "Bytes of WARC files written."))
_ARTICLES = ("new", "changed", "duplicate", "unchanged")


def metrics(states: Sequence[Status], runs: Runs) -> str:
    """All metrics of an archive's scheduled portals."""
    ended = [(state.portal, last) for state in states if (last := runs.last_ended(state.portal)) is not None]
    summaries = [(portal, last.summary) for portal, last in ended if last.summary]
    known = {state.portal for state in states}
    parts = [
        _family("fangzhi_run_start_timestamp_seconds", "gauge", "When the last run that ended began.",
                [({"portal": portal}, last.started) for portal, last in ended]),
        _family("fangzhi_run_end_timestamp_seconds", "gauge", "When it ended.",
                [({"portal": portal}, last.ended or 0.0) for portal, last in ended]),
        _family("fangzhi_run_exit_code", "gauge", "How it ended: 0 whole, 3 archive not written, 4 portal changed or silent.",
                [({"portal": portal}, float(last.code)) for portal, last in ended if last.code is not None]),
        _family("fangzhi_run_articles", "gauge", "Articles of that run by verdict.",
                [({"portal": portal, "verdict": verdict}, float(summary.get(verdict, 0))) for portal, summary in summaries
                 for verdict in _ARTICLES]),
        *[_family(f"fangzhi_run_{name}", "gauge", words,
                  [({"portal": portal}, float(summary.get(name, 0))) for portal, summary in summaries])
          for name, words in _NUMBERS],
        _family("fangzhi_next_run_timestamp_seconds", "gauge", "When the next run begins.",
                [({"portal": state.portal}, state.next) for state in states if state.next is not None]),
        _family("fangzhi_run_under_way", "gauge", "Whether a run is under way.",
                [({"portal": state.portal}, float(state.under_way)) for state in states]),
        _family("fangzhi_late_seconds", "gauge", "How late a run is that should have begun.",
                [({"portal": state.portal}, state.late_seconds) for state in states]),
        _family("fangzhi_runs_total", "counter", "Runs that ended, by exit code.",
                [({"portal": portal, "code": str(code)}, float(count)) for portal, code, count in runs.codes() if portal in known]),
    ]
    return "".join(parts)


def write_metrics(path: Path, text: str) -> None:
    """For the node exporter's textfile collector, whose files end in `.prom`: whole or not at all. Raises `NotWritable`."""
    with replacing(path) as file:
        file.write(text.encode("utf-8"))


def _family(name: str, kind: str, help: str, samples: Iterable[Sample]) -> str:
    lines = [f"{name}{_labels(labels)} {value:.10g}\n" for labels, value in samples]
    return f"# HELP {name} {help}\n# TYPE {name} {kind}\n{''.join(lines)}" if lines else ""


def _labels(labels: dict[str, str]) -> str:
    spelled = [f'{name}="{_escaped(value)}"' for name, value in labels.items()]
    return "{" + ",".join(spelled) + "}" if spelled else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
