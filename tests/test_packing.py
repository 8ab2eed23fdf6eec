"""What goes from process to process comes out as it went in."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from archive.model import Article, Image, WarcRef
from crawler.job import Failure, Job, apart, together
from crawler.packing import packed
from crawler.reading import Following, Link, Reading, Words

AT = datetime(2026, 1, 2, tzinfo=UTC)
REF = WarcRef(file="archive/a.warc.gz", offset=1, length=2, record_id="urn:uuid:0", payload_digest=None, date=AT)
ARTICLE = Article(kind="article", url="http://h.cn/a", title="标题", images=(Image(url="http://h.cn/a.png", caption="图"),),
                  breadcrumb=("首页",), found={"title": "h1"})
SENT = [
    Job(url="http://h.cn/a", status=200, headers=(("A", "b"),), entity=b"<p>", captured_at=AT, kind="site", novelty=True, limit=9,
        form=b""),
    Reading(article=ARTICLE, links=(Link(url="http://h.cn/b", kind="site", body=b"x"),), novelty=b"n", words=Words(text="t", record=REF)),
    replace(REF, original=REF),
]


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: type(sent).__name__)
def test_a_record_comes_out_as_it_went_in(sent: object) -> None:
    data = pickle.dumps(sent, protocol=pickle.HIGHEST_PROTOCOL)
    received = pickle.loads(data)
    assert received == sent and repr(received) == repr(sent) and b"crawler.packing" in data
    assert copy.deepcopy(sent) == sent


@pytest.mark.parametrize("answer", [*(sent for sent in SENT if isinstance(sent, Reading)), Reading(article=ARTICLE), Failure(reason="r"),
                                    Reading(article=ARTICLE, following=Following("http://h.cn/2", True, ("http://h.cn/3",)))])
def test_an_answer_taken_apart_is_put_together_again(answer: Reading | Failure) -> None:
    received = together(pickle.loads(pickle.dumps(apart(answer))))
    assert received == answer and repr(received) == repr(answer)


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
