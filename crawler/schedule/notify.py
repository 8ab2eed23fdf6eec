"""Tells people about runs that went wrong: a webhook, a mail."""

from __future__ import annotations

import json
import logging
import smtplib
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from crawler.health import NOT_WRITTEN, SILENT
from crawler.oneline import one_line

logger = logging.getLogger(__name__)

TOLD = frozenset({NOT_WRITTEN, SILENT})
"""Exit codes that people are told of."""
TIMEOUT = 15.0
TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """Whom to tell."""

    webhook: str | None = None
    """Address that gets the JSON by POST; None: none."""
    mail: str | None = None
    """Address that gets a mail; None: none."""
    sender: str = "fangzhi@localhost"
    smtp: str = "smtp://localhost:25"
    """`smtp://USER:PASSWORD@HOST:PORT`, `smtps://` for TLS from the start; STARTTLS is used where the server offers it."""

    def tell(self, portal: str, code: int | None, words: str, summary: Mapping[str, Any]) -> list[str]:
        """Tell of a run if its code asks for it; what could not be delivered, a line each. Blocks; raises nothing."""
        if code not in TOLD:
            return []
        document = {"portal": portal, "exit_code": code, "end": words, "summary": dict(summary)}
        failures = []
        for name, way, address in (("webhook", self._post, self.webhook), ("mail", self._send, self.mail)):
            if address is not None and (failure := _tried(way, document)) is not None:
                failures.append(one_line(f"{name} {_without_secret(address)}: {failure}", 300))
        return failures

    def _post(self, document: Mapping[str, Any]) -> None:
        request = urllib.request.Request(
            str(self.webhook), json.dumps(document, ensure_ascii=False).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=TIMEOUT):
            pass

    def _send(self, document: Mapping[str, Any]) -> None:
        message = EmailMessage()
        message["Subject"] = one_line(f"fangzhi: {document['portal']}: exit code {document['exit_code']}", 200)
        message["From"], message["To"] = self.sender, str(self.mail)
        message.set_content(f"{document['portal']}: {document['end']}\n\n{json.dumps(document, ensure_ascii=False, indent=2)}\n")
        parts = urlsplit(self.smtp)
        kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
        server = kind(parts.hostname or "localhost", parts.port or 0, timeout=TIMEOUT)
        try:
            server.ehlo_or_helo_if_needed()
            if parts.scheme != "smtps" and server.has_extn("starttls"):
                server.starttls()
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)
        finally:
            with suppress(OSError, smtplib.SMTPException):  # the mail is on its way: it must not be sent again for a lost farewell
                server.quit()


def _tried(way: Any, document: Mapping[str, Any]) -> str | None:
    """Why it could not be delivered; None when it was."""
    failure = None
    for _ in range(TRIES):
        try:
            way(document)
            return None
        except (OSError, smtplib.SMTPException, ValueError) as error:
            failure = str(error) or type(error).__name__
    return failure


def _without_secret(address: str) -> str:
    """An address without what may be a secret in it: its query and user."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname}/…" if parts.hostname else address
