"""Two officers at one task, an office that ends under an open form, going back, pressing twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from bs4 import BeautifulSoup
from django.db import connections
from django.test import Client

from motcua.casework.dossiers.models import Dossier, Task
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.ground.kernel.models import JournalRow
from motcua.people.organisation import actions as organisation
from motcua.people.organisation.models import Role

Browser = Callable[[Role], Client]


def words(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def at_the_clerk(cast: Cast) -> tuple[Dossier, Task, dict[str, str]]:
    """A signed dossier with the clerk, and the form that finishes it."""
    task = cast.bring_to(cast.receive().dossier_id, "stamp")
    form = {"document_number": "12/GCN", "signed_on": "2017-03-01", "signer": "Lê Văn Ký"}
    return Dossier.objects.get(pk=task.dossier_id), task, form


def finish(browser: Client, dossier: Dossier, task: Task, form: dict[str, str], key: str) -> Any:
    try:
        return browser.post(f"/dossiers/{dossier.code}/tasks/{task.pk}/result/", form | {"key": key})
    finally:
        connections.close_all()


def finished(dossier: Dossier) -> int:
    return JournalRow.objects.filter(
        object_kind="dossier", object_id=dossier.pk, verb="dossiers.finish"
    ).count()


def test_two_who_finish_the_same_task_finish_it_once_and_the_second_is_told(
    cast: Cast, browser: Browser
) -> None:
    dossier, task, form = at_the_clerk(cast)
    clients = [browser(Role.CLERK), browser(Role.CLERK)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda n: finish(clients[n], dossier, task, form, f"key-{n}"), range(2)))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert "Bước này đã có người làm xong" in words(refused)
    assert finished(dossier) == 1


def test_a_button_pressed_twice_at_once_acts_once_and_both_see_it_done(cast: Cast, browser: Browser) -> None:
    dossier, task, form = at_the_clerk(cast)
    client = browser(Role.CLERK)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _n: finish(client, dossier, task, form, "key"), range(2)))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert finished(dossier) == 1


def test_going_back_and_sending_the_old_form_again_changes_nothing(cast: Cast, browser: Browser) -> None:
    dossier, task, form = at_the_clerk(cast)
    client = browser(Role.CLERK)
    first = finish(client, dossier, task, form, "key")
    again = finish(client, dossier, task, form, "key")
    assert (first.status_code, again.status_code) == (302, 302)
    assert finished(dossier) == 1


def test_an_old_form_filled_in_anew_is_refused_with_what_to_do(cast: Cast, browser: Browser) -> None:
    dossier, task, form = at_the_clerk(cast)
    client = browser(Role.CLERK)
    finish(client, dossier, task, form, "key")
    other = finish(client, dossier, task, form | {"document_number": "13/GCN"}, "another")
    assert other.status_code == 409
    assert "Hãy mở lại hồ sơ" in words(other)


def test_whose_office_has_ended_does_not_decide_with_the_form_that_is_open(
    cast: Cast, browser: Browser
) -> None:
    dossier, task, form = at_the_clerk(cast)
    client = browser(Role.CLERK)
    page = f"/dossiers/{dossier.code}/tasks/{task.pk}/result/"
    assert client.get(page).status_code == 200
    administrator = cast.watcher(Role.ADMINISTRATOR)
    organisation.end_appointment(
        cast.here.appointments[Role.CLERK.value].pk,
        valid_to=MORNING.date(),
        by=administrator,
        now=MORNING - timedelta(hours=1),
    )
    answer = client.post(page, form | {"key": "key"}, follow=True)
    assert finished(dossier) == 0
    assert "phân công" in words(answer).lower()
