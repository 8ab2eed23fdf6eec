"""Whatever is asked of the API, it answers as its document says, and never with an error of its own."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from crawler.room import api
from crawler.room.app import room
from crawler.room.holdings import Reading
from crawler.room.safety import Rules
from crawler.room.stage import Stage
from crawler.room.views.crawls import Crawls
from tests.room.conftest import Room

CHECKS = [not_a_server_error, checks.status_code_conformance, checks.content_type_conformance, checks.response_schema_conformance]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", [one.path for one in api.OPERATIONS if one.parameters])
def test_no_answer_is_an_error_of_the_room_or_another_than_described(hall: Room, path: str, mode: GenerationMode) -> None:
    # The room is open already; another over the same index answers under the name that the tool asks under.
    reading = Reading(hall.reading.archive, read_only=True)
    rules = Rules(names=frozenset({"localhost", "testserver", "localhost:80"}))
    app = room(reading, rules, Crawls(reading.archive), Stage(reading.archive, 0))
    described = schemathesis.openapi.from_asgi("/api/openapi.json", app)

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()
