"""What goes from process to process comes out as it went in."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from archive.model import Article, Image, WarcRef
from crawler.pages.familiar import Told
from crawler.readers.frames import LENGTH, frame_of_plain, unframed
from crawler.readers.job import Failure, Job, apart, received, sent, together
from crawler.readers.packing import packed
from crawler.reading import Following, Link, Reading, Words

AT = datetime(2026, 1, 2, tzinfo=UTC)
REF = WarcRef(file="archive/a.warc.gz", offset=1, length=2, record_id="urn:uuid:0", payload_digest=None, date=AT)
ARTICLE = Article(kind="article", url="http://h.cn/a", title="标题", images=(Image(url="http://h.cn/a.png", caption="图"),),
                  breadcrumb=("首页",), found={"title": "h1"})
JOB = Job(url="http://h.cn/a", status=200, headers=(("A", "b"),), entity=b"<p>", captured_at=AT, kind="site", novelty=True, limit=9,
          form=b"")
SENT = [
    JOB,
    Reading(article=ARTICLE, links=(Link(url="http://h.cn/b", kind="site", body=b"x"),), novelty=b"n", words=Words(text="t", record=REF)),
    replace(REF, original=REF),
]


@pytest.mark.parametrize("one", SENT, ids=lambda one: type(one).__name__)
def test_a_record_comes_out_as_it_went_in(one: object) -> None:
    data = pickle.dumps(one, protocol=pickle.HIGHEST_PROTOCOL)
    other = pickle.loads(data)
    assert other == one and repr(other) == repr(one) and b"crawler.readers.packing" in data
    assert copy.deepcopy(one) == one


@pytest.mark.parametrize("answer", [*(one for one in SENT if isinstance(one, Reading)), Reading(article=ARTICLE), Failure(reason="r"),
                                    Reading(article=ARTICLE, following=Following("http://h.cn/2", True, ("http://h.cn/3",)))])
def test_an_answer_taken_apart_is_put_together_again(answer: Reading | Failure) -> None:
    frame = frame_of_plain([apart(answer)])
    (said,) = unframed(frame[LENGTH.size:])
    other = together(said)
    assert other == answer and repr(other) == repr(answer)


JOBS = (JOB, replace(JOB, captured_at=None, form=None),
        replace(JOB, captured_at=AT.replace(microsecond=7), entity=b"", first="http://h.cn/\udc80"))


@pytest.mark.parametrize("job", JOBS)
@pytest.mark.parametrize("told", [[], [("site", "http://h.cn/b"), ("requisite", "http://h.cn/c.css")]])
def test_a_job_that_is_sent_is_received_with_what_is_told(job: Job, told: list[Told]) -> None:
    received_job, received_told = received(b"".join(sent(job, told)))
    assert received_job == job and repr(received_job) == repr(job) and list(received_told) == told


def test_what_an_article_has_under_other_keys_or_in_another_order_comes_along() -> None:
    turned = replace(ARTICLE, fields=dict(reversed(Article(kind="article", url="u").fields.items())), found={})
    answer = together(apart(Reading(article=turned)))
    assert isinstance(answer, Reading) and repr(answer.article) == repr(turned)


def test_fields_that_no_caller_gives_come_along() -> None:
    packed(Counted)
    one = Counted("a")
    object.__setattr__(one, "seen", 3)
    assert pickle.loads(pickle.dumps(one)).seen == 3


@dataclass(frozen=True, slots=True)
class Counted:
    """A record that counts for itself."""

    name: str
    seen: int = 0
