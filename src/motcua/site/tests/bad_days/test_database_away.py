"""The database goes away in the middle of a reception: what was typed stays, and is received once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError
from django.test import Client

from motcua.casework.dossiers import actions, sql
from motcua.casework.dossiers.actions import receiving
from motcua.casework.dossiers.models import Dossier
from motcua.ground.kernel.statements import run
from motcua.people.organisation.models import Role
from motcua.site.tests.bad_days.conftest import database_away, hang_up

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

Browser = Callable[[Role], Client]


def form_on(answer: Any) -> dict[str, list[str]]:
    """The fields of the page that offers to send again."""
    found: dict[str, list[str]] = {}
    for box in BeautifulSoup(answer.content, "html.parser").select("main form input[type=hidden]"):
        found.setdefault(str(box["name"]), []).append(str(box["value"]))
    return found


def test_it_goes_while_the_reception_is_written(
    browser: Browser, intake: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(statement: str, parameters: Any) -> Any:
        if statement is sql.RECEIVE:
            hang_up()
        return run(statement, parameters)

    counter = browser(Role.RECEPTIONIST)
    with monkeypatch.context() as once:
        once.setattr(receiving, "run", cut)
        answer = counter.post("/counter/", intake)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "15")
    assert "Nội dung bạn vừa gửi vẫn được giữ ở trang này" in answer.content.decode()
    assert not Dossier.objects.exists()
    kept = form_on(answer)
    assert {name: kept[name] for name in intake} == {
        name: value if isinstance(value, list) else [value] for name, value in intake.items()
    }
    assert counter.post("/counter/", kept).status_code == 302
    assert Dossier.objects.get().summary == intake["summary"]


def test_it_goes_after_the_reception_was_written_and_before_it_was_said(
    browser: Browser, intake: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = actions.receive

    def receive(*args: Any, **kwargs: Any) -> Any:
        done(*args, **kwargs)
        raise OperationalError("server closed the connection unexpectedly")

    counter = browser(Role.RECEPTIONIST)
    with monkeypatch.context() as once:
        once.setattr(actions, "receive", receive)
        answer = counter.post("/counter/", intake)
    again = counter.post("/counter/", form_on(answer))
    assert re.fullmatch(r"/prints/\d+/", again["Location"])


def test_a_page_that_is_only_read_opens_again_by_itself(browser: Browser) -> None:
    handler = browser(Role.HANDLER)
    with database_away():
        answer = handler.get("/work/?view=late")
    tree = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 503
    assert tree.select_one("meta[http-equiv=refresh]")["content"] == "15"  # type: ignore[index]
    assert tree.select_one("main a.govuk-button")["href"] == "/work/?view=late"  # type: ignore[index]
    assert handler.get("/work/?view=late").status_code == 200


def test_a_password_is_never_written_into_the_page(browser: Browser) -> None:
    with database_away():
        answer = Client(raise_request_exception=False).post(
            "/dang-nhap/", {"login": "user1", "password": "cau-tre-lac-leo"}
        )
    assert answer.status_code == 503
    assert "cau-tre-lac-leo" not in answer.content.decode()
    assert "Quay lại" in answer.content.decode()


def test_what_is_a_bug_stays_an_error(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(actions, "take", broken)
    answer = browser(Role.HANDLER).post("/work/taking/", {"task": ["1"]})
    assert answer.status_code == 500
    assert "Hệ thống gặp lỗi" in answer.content.decode()
