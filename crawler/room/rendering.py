"""Templates and what they call: every value is escaped, instants are told in the portal's zone with UTC on hover."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from crawler import VERSION
from crawler.room.coverage_desk import CoverageDesk
from crawler.room.holdings import Reading
from crawler.room.safety import Rules
from crawler.room.words import LANGUAGES, NAMES, chosen, translate
from crawler.tables import bytes_in_words

LANGUAGE_COOKIE = "fangzhi_language"


def environment() -> Environment:
    """Jinja's, with escaping always on and no value silently missing."""
    made = Environment(loader=PackageLoader("crawler.room"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                       lstrip_blocks=True)
    made.globals.update(version=VERSION, address=address, languages=LANGUAGES, language_names=NAMES)
    made.filters.update(size=bytes_in_words, safe_href=safe_href)
    return made


def address(path: str, **parameters: object) -> str:
    """An address of this room with the parameters that are not empty; a list is a parameter that comes again."""
    kept = {name: value for name, value in parameters.items() if value not in (None, "", False, [])}
    return f"{quote(path, safe='/:')}?{urlencode(kept, doseq=True)}" if kept else quote(path, safe="/:")


def safe_href(url: str | None) -> str:
    """An address of the archive as a link: only http and https may be followed, anything else leads nowhere."""
    return url if url and url.lower().startswith(("http://", "https://")) else ""


def instant(text: str | None, zone: str) -> Markup:
    """An instant in UTC as a `time` element in a zone; UTC stands in its title. A dash for None."""
    if not text:
        return Markup("–")
    try:
        at = datetime.fromisoformat(text.replace("Z", "+00:00"))
        local = at.astimezone(ZoneInfo(zone))
    except (ValueError, ZoneInfoNotFoundError):
        return Markup("<span>{}</span>").format(text)
    return Markup('<time datetime="{}" title="{} UTC">{:%Y-%m-%d %H:%M}</time>').format(text, f"{at:%Y-%m-%d %H:%M:%S}", local)


class Pages:
    """Renders templates with what every page needs."""

    def __init__(self, reading: Reading, rules: Rules, desk: CoverageDesk) -> None:
        self.reading = reading
        self.desk = desk
        self.rules = rules
        self.environment = environment()

    def language(self, request: Request) -> str:
        """`en` or `zh`, for this reader."""
        return chosen(request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE), request.headers.get("accept-language", ""))

    def show(self, request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """A page."""
        language = self.language(request)
        text = self.environment.get_template(template).render(
            t=partial(translate, language=language), language="zh-Hans" if language == "zh" else "en", here=request.url.path,
            csrf=self.rules.csrf, read_only=self.reading.read_only, in_step=self.reading.in_step, failure=self.reading.failure,
            other=_other(request, language), when=self._when, title_of=self.reading.title_of, **values)
        answer = HTMLResponse(text, status)
        answer.headers["Vary"] = "Accept-Language, Cookie"
        if request.query_params.get("lang") in LANGUAGES:
            answer.set_cookie(LANGUAGE_COOKIE, language, max_age=365 * 86400, httponly=True, samesite="strict", path="/")
        return answer

    def _when(self, text: str | None, portal: str = "") -> Markup:
        return instant(text, self.reading.zone_of(portal))


def _other(request: Request, language: str) -> Mapping[str, Any]:
    """The same page in the other language."""
    tag = "en" if language == "zh" else "zh"
    return {"tag": "zh-Hans" if tag == "zh" else "en", "name": NAMES[tag],
            "href": str(request.url.include_query_params(lang=tag).replace(scheme="", netloc=""))}
