"""The few words everything is made of. Frozen values without behaviour; every field says unit, format and what None means."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

Truncation = Literal["length", "time", "disconnect", "unspecified"]
"""Why a body is not whole, in the words of WARC 1.1, section 5.13 (WARC-Truncated)."""

Verdict = Literal["new", "changed", "unchanged", "duplicate"]
"""What a reading is, held against the collection: a first version, a further version (text digest differs), the same text at
the same article, or the text of another article under another address. Only `new` and `changed` become lines."""


class Octets(Protocol):
    """A run of bytes that may lie in memory or in a file: what came over the wire can be larger than memory should be."""

    @property
    def size(self) -> int:
        """Length in bytes."""

    def read(self, start: int = 0, stop: int | None = None) -> bytes:
        """The bytes from `start` up to `stop` (None: the end)."""

    def close(self) -> None:
        """Give back the memory or the file; harmless when called twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """Facts of a TLS connection, as the library reports them after the handshake."""

    version: str
    """`tls/1.3` and the like: the protocol names of the WARC-Protocol extension."""
    cipher: str | None
    """IANA cipher suite name, `TLS_AES_128_GCM_SHA256`; None when the library's name is not known to us."""
    chain: tuple[bytes, ...] = ()
    """Certificates as DER, leaf first, as the server sent them; unverified. Empty when unknown."""
    verified: bool | None = None
    """Whether the chain led to a trusted root for that name; None when not tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a row of a listing, sitemap or feed says of the article it leads to."""

    title: str | None = None
    """In full; None where the row has none."""
    date: str | None = None
    """Local day, `YYYY-MM-DD`; None where the row has none."""
    position: int | None = None
    """Row number, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """From what something was made that no server sent."""

    record_id: str
    """Of the record that it was made from, without angle brackets."""
    by: str
    """Program and version that made it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One HTTP exchange as it passed on the wire, whole or not; or, with `converted`, what a browser made of one."""

    url: str
    """The address asked for: absolute, ASCII, no fragment, no user info."""
    method: str
    """`GET`, `POST`."""
    started: datetime
    """Instant the request was begun; aware, UTC, microseconds. The one date of all records of this capture."""
    elapsed_ms: int
    """Milliseconds from `started` to the last byte or the failure."""
    request: bytes
    """Request head and body as sent; empty when nothing was sent (refused, no connection)."""
    response: Octets | None
    """The final response as received: status line to last byte, chunk framing kept. None when no byte of one came."""
    head_size: int | None
    """Bytes of `response` up to and including the empty line. None: no complete head came, hence no response record."""
    status: int | None
    """Status code of the head; None like `head_size`."""
    headers: tuple[tuple[str, str], ...] = ()
    """Header fields in order, names as sent, values stripped, decoded as latin-1."""
    chunked: bool = False
    """Whether the body after the head has chunked framing."""
    interim: tuple[bytes, ...] = ()
    """1xx heads that came before, each to its empty line."""
    truncated: Truncation | None = None
    """Why the body ends early; None: it is whole by its own framing."""
    error: str | None = None
    """One line on what failed; None: nothing did. May stand beside a truncated response."""
    refused: bool = False
    """Whether nothing was asked because it must not be (private address, bad port, no http address); `error` says which."""
    ip: str | None = None
    """Address connected to; None when no connection was made."""
    protocols: tuple[str, ...] = ("http/1.1",)
    """What was spoken, for WARC-Protocol, without TLS."""
    tls: Tls | None = None
    """None on plain http."""
    via: str | None = None
    """Address of the page that led here; None for seeds."""
    hops: str = ""
    """The way from the seed, a letter a hop as in Heritrix: L link, E embed, R redirect, I implied, P prerequisite. Empty: seed."""
    kind: str = "page"
    """What it was asked as: see `crawler.portal.Kind`; `robots` for robots.txt."""
    section: str | None = None
    """Name of the section whose seed led here; None: it has none."""
    listed: Listed | None = None
    """What the listing row said that led here; None: no row did."""
    asker: str | None = None
    """Address of the page whose script asked for it; None: none did."""
    told: str | None = None
    """What that page, or the one that led here, said that the answer is to be read by, in words of whoever reads it: ASCII, one line.
    None: nothing."""
    converted: Converted | None = None
    """From what it was made when it is no exchange: a page as a browser drew it, kept as a conversion record. Then `response` is the
    page behind a head made up for readers (`archive.records.conversion`), and `request` is empty. None: an exchange."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcRef:
    """Where one record lies."""

    file: str
    """Path relative to the collection, with `/`: `archive/NAME.warc.gz`, without `.open` even while it is open."""
    offset: int
    """Byte at which the record's gzip member begins."""
    length: int
    """Bytes of that member."""
    record_id: str
    """`urn:uuid:…` without angle brackets."""
    payload_digest: str | None
    """As `archive.digest.payload_digest` spells it; None where the record has none (request-only captures, 304)."""
    record_type: str = "response"
    """`response`, `revisit`, `request`, `metadata`, `resource`, `conversion`.
    A capture without a complete head is referred to by its request, or its metadata record if nothing was sent."""
    original: WarcRef | None = None
    """For a revisit: the response that holds the payload (or that a 304 confirms). None otherwise."""
    date: datetime | None = field(default=None, compare=False)
    """WARC-Date of an original; aware, UTC. None elsewhere, and where it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of an article."""

    url: str
    caption: str | None = None
    type: str | None = None
    """Media type told by the address's ending; None when it tells none."""
    paragraph: int | None = None
    """How many paragraphs of `body` (what stands between its empty lines; a table is one) stand before the picture: 0 above the first.
    None where the picture stands outside of the text, or there is no text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that an article links to."""

    url: str
    name: str | None = None
    """The words of the link, or the file name in the address."""
    type: str | None = None
    """Media type told by the ending of name or address; None when they tell none."""
    size: str | None = None
    """How large the page says the file is, in its own words (`1.2MB`); None when it does not say."""
    text: str | None = None
    """The file's own words where the file is the article (a notice): paragraphs and pages joined by an empty line. None when it was
    not read or holds none."""
    text_rule: str | None = None
    """What read the words, as `pypdf, 3 pages`; None when there are none."""
    text_missing: str | None = None
    """Why a file that is the article gave no words, in one line; None when it gave some, or was not read."""
    record: WarcRef | None = None
    """The response that holds the file, where it was read; None otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A further page of an article whose text goes over several."""

    url: str
    """Address of that page."""
    record: WarcRef
    """What was captured there."""


FIELD_DOCS = {
    "subtitle": "The line below the headline.",
    "kicker": "The line above the headline.",
    "editor": "Whom the page names as its editor (责任编辑).",
    "dateline": "Place and date, or agency, with which the text begins.",
    "document_number": "Number of an official document (文号, 发文字号).",
    "index_number": "Number in the register of disclosed information (索引号).",
    "issuer": "Who issued an official document (发文机关, 发布机构).",
    "document_date": "Day on which an official document was made (成文日期).",
    "effective_date": "Day from which an official document is in force.",
    "keywords": "Keywords that the page names.",
    "description": "Summary that the page names.",
    "language_twin": "Absolute address of the same article in another language, as the page links it.",
}
"""What each key of `Article.fields` is."""

FIELD_KEYS = tuple(FIELD_DOCS)
"""Keys of `Article.fields`, always all of them, in this order."""

FOUND_KEYS = ("title", "body", "date", "date_time", "breadcrumb", "source", "author", "language", "canonical_url", "images",
              "attachments", *FIELD_KEYS)
"""Keys of `Article.found`, always all of them, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What was read from one page. A field that is not on the page is None or empty; nothing is guessed."""

    kind: str
    """`article`, `listing`, `home`, `notice` (an attachment is the article), `video`, `gallery`, `error`, `soft-404`, `challenge`,
    `empty`, `not-html`, `unknown`. Only article, notice, video and gallery become lines."""
    reason: str | None = None
    """Why `kind` is not `article`, in one line; None when it is."""
    language: str | None = None
    """BCP 47, Chinese with script: `zh-Hans`, `zh-Hant`, `en`."""
    url: str
    """Address of the page read."""
    canonical_url: str | None = None
    """What the page itself names as its address (link rel=canonical, og:url, Url tag), absolute."""
    title: str | None = None
    body: str | None = None
    """Plain text: paragraphs joined by an empty line, table rows by a line end with cells by a tab."""
    date: str | None = None
    """Local day `YYYY-MM-DD`."""
    date_time: str | None = None
    """ISO 8601 with offset, seconds only where the page has them; None when the page states no clock time."""
    date_raw: str | None = None
    """The page's own words for the date, label included."""
    breadcrumb: tuple[str, ...] = ()
    """Without lead word and without the article's own title or 正文 at its end."""
    breadcrumb_urls: tuple[str | None, ...] = ()
    """Parallel to `breadcrumb`; None where a crumb is no link."""
    source: str | None = None
    author: str | None = None
    fields: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(FIELD_KEYS))
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    links: tuple[str, ...] = ()
    """Absolute http(s) addresses that the body links to, in order, each once."""
    found: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(FOUND_KEYS))
    """For each extracted field the name of the rule that gave it; None where nothing was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One observation in an article's life, backed by a record."""

    event: str
    """`first-seen`, `edited`, `duplicate`, `blocked`, `unreachable`, `gone`, `back`, `moved`."""
    at: datetime
    """Instant of the capture that shows it; aware, UTC."""
    id: str | None
    """Article id; None when the address never was an article."""
    url: str
    warc: WarcRef
    detail: dict[str, Any] = field(default_factory=dict)
    """What the event needs besides: `of` (the article a duplicate repeats), `version`, `status`, `reason`."""
