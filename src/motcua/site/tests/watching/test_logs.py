"""What is logged says how a request went and names nobody: canaries in every place where one could slip through."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch

from motcua.site.watching.logs import JsonLines, each_request

CANARY = "Canary-Thị-Láng-Giềng"


def line(record: logging.LogRecord) -> str:
    return JsonLines().format(record)


def record(name: str, message: str, *values: object) -> logging.LogRecord:
    return logging.LogRecord(name, logging.WARNING, "x.py", 1, message, values, None)


@pytest.mark.django_db
def test_a_request_is_one_line_without_its_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="motcua.requests")
    response = Client().get(f"/tra-cuu/?q={CANARY}", headers={"User-Agent": CANARY, "Referer": CANARY})
    said = "\n".join(line(one) for one in caplog.records)
    assert CANARY not in said
    facts = [json.loads(line(one)) for one in caplog.records if one.name == "motcua.requests"]
    assert [(one["method"], one["status"], one["account"]) for one in facts] == [
        ("GET", response.status_code, None)
    ]
    assert facts[0]["request"] == response.headers["X-Request-Id"]
    assert facts[0]["ms"] >= 0


@pytest.mark.django_db
def test_an_address_that_is_not_ours_is_not_repeated(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="motcua.requests")
    assert Client().get(f"/{CANARY}/").status_code == 404
    assert caplog.records
    assert CANARY not in "\n".join(line(one) for one in caplog.records)


def test_the_pattern_stands_in_the_place_of_the_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="motcua.requests")
    request = RequestFactory().get(f"/dossiers/{CANARY}/")
    request.resolver_match = ResolverMatch(lambda: None, (), {}, route="dossiers/<code>/")
    each_request(lambda _asked: HttpResponse())(request)
    (said,) = [json.loads(line(one)) for one in caplog.records]
    assert (said["pattern"], said["status"]) == ("/dossiers/<code>/", 200)


def test_what_others_log_is_kept_without_its_values() -> None:
    said = json.loads(line(record("django.request", "Not Found: %s", f"/{CANARY}/")))
    assert said["message"] == "Not Found: %s"
    assert CANARY not in json.dumps(said, ensure_ascii=False)


def test_what_we_log_is_kept_as_it_is() -> None:
    assert json.loads(line(record("motcua.worker", "%s: %s", "seal", "full")))["message"] == "seal: full"


def test_of_an_error_its_kind_and_place_are_kept_and_not_its_words() -> None:
    try:
        raise ValueError(f"Key (name)=({CANARY}) already exists")
    except ValueError:
        found = record("django.request", "Internal Server Error: %s", f"/{CANARY}/")
        found.exc_info = sys.exc_info()
    said = json.loads(line(found))
    assert said["error"] == "ValueError"
    assert said["where"][-1].startswith("motcua/site/tests/watching/test_logs.py:")
    assert CANARY not in json.dumps(said, ensure_ascii=False)
