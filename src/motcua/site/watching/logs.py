"""The log as JSON lines without personal data: patterns of addresses and kinds of errors, never their values."""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from django.http import HttpRequest, HttpResponse

from motcua.site.watching import metrics

log = logging.getLogger("motcua.requests")
OURS = "motcua."
SOURCE = Path(__file__).resolve().parents[3]


class JsonLines(logging.Formatter):
    """One object a line. Of what others log only the form is kept: their values may be a citizen's."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "by": record.name,
        }
        said |= getattr(record, "facts", {})
        if not hasattr(record, "facts"):
            is_ours = record.name.startswith(OURS)
            said["message"] = record.getMessage() if is_ours else str(record.msg)
        if isinstance(request := getattr(record, "request", None), HttpRequest):
            said["pattern"] = pattern_of(request)
            said["request"] = getattr(request, "request_id", "")
        if record.exc_info and record.exc_info[0] is not None:
            said["error"] = record.exc_info[0].__name__
            said["where"] = [
                f"{_short(frame.filename)}:{frame.lineno}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(said, ensure_ascii=False)


def _short(path: str) -> str:
    return str(Path(path).relative_to(SOURCE)) if path.startswith(str(SOURCE)) else Path(path).name


def pattern_of(request: HttpRequest) -> str:
    """The address as the code writes it, with names in the place of values; nothing of one that is not ours."""
    return f"/{request.resolver_match.route}" if request.resolver_match is not None else "?"


def each_request(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request a number, count it, and say how it went: no address, no query, no name."""

    def middleware(request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        request.request_id = token_hex(8)  # type: ignore[attr-defined]
        response = answer(request)
        seconds = time.perf_counter() - begun
        response.headers["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        pattern = pattern_of(request)
        metrics.count(str(request.method), pattern, response.status_code, seconds)
        facts = {
            "request": request.request_id,  # type: ignore[attr-defined]
            "method": request.method,
            "pattern": pattern,
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
            "account": _account(request),
        }
        log.info("request", extra={"facts": facts})
        return response

    return middleware


def _account(request: HttpRequest) -> int | None:
    """Who asked, as `who_asks` has found; nobody is looked up for the log's sake."""
    return getattr(getattr(request, "actor", None), "account_id", None)
