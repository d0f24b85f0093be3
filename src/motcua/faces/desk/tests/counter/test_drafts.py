"""No typed field is lost: drafts while one types, and a form that was sent after the session had ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.faces.desk import drafts
from motcua.faces.desk.models import FormDraft
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.people.accounts.models import Account
from motcua.people.organisation.models import Role

KEY = "11111111-1111-4111-8111-111111111111"
TYPED = {"key": KEY, "name": "Ngô Thị Canary", "address": "Ấp Bắc", "summary": "Xin tách thửa"}


@pytest.fixture
def counter(signed_in: SignIn) -> Client:
    return signed_in(Role.RECEPTIONIST)


@pytest.fixture
def account(cast: Cast) -> Account:
    """The receptionist's account."""
    return cast.here.accounts[Role.RECEPTIONIST.value]


def value(answer: Any, name: str) -> str:
    found = page(answer).select_one(f"#counter-form [name={name}]")
    assert found is not None
    return str(found.get("value", ""))


# --- while one types ---------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_given_back(counter: Client) -> None:
    counter.post("/counter/slip/", TYPED)
    offered = page(counter.get("/counter/")).select_one(".counter-draft a")
    assert offered is not None
    restored = counter.get(
        f"/counter/{offered['href']}" if str(offered["href"]).startswith("?") else offered["href"]
    )
    assert {name: value(restored, name) for name in TYPED} == TYPED


def test_each_word_replaces_the_draft_of_its_form(counter: Client) -> None:
    counter.post("/counter/slip/", TYPED)
    counter.post("/counter/slip/", TYPED | {"summary": "Xin tách thửa 214"})
    assert FormDraft.objects.get().fields["summary"] == ["Xin tách thửa 214"]


def test_a_received_form_leaves_no_draft(cast: Cast, counter: Client) -> None:
    intake = cast.intake()
    sent = TYPED | {
        "procedure": intake.procedure_id, "paper": [intake.papers[0].paper_id], "kind": "0", "channel": "counter",
        "return_method": "counter", "fee": "owed", "sets": 1, "do": "receive",
    }  # fmt: skip
    counter.post("/counter/slip/", sent)
    counter.post("/counter/", sent)
    assert (Dossier.objects.count(), FormDraft.objects.count()) == (1, 0)


def test_a_draft_that_comes_after_its_form_was_received_is_none(
    cast: Cast, counter: Client, account: Account
) -> None:
    actions.receive(cast.intake(), by=cast.here.actor(Role.RECEPTIONIST), now=MORNING, key=KEY)
    counter.post("/counter/slip/", TYPED)
    assert page(counter.get("/counter/")).select_one(".counter-draft") is None
    assert drafts.get(account.pk, "counter", KEY) is None


def test_a_draft_can_be_thrown_away(counter: Client) -> None:
    counter.post("/counter/slip/", TYPED)
    counter.post("/counter/draft/", {"key": KEY})
    assert page(counter.get("/counter/")).select_one(".counter-draft") is None


def test_nobody_is_given_anothers_draft(cast: Cast, counter: Client, signed_in: SignIn) -> None:
    counter.post("/counter/slip/", TYPED)
    colleague = signed_in(Role.ONE_STOP_HEAD)
    assert "Canary" not in text_of(colleague.get("/counter/"))
    assert "Canary" not in colleague.get(f"/counter/?draft={KEY}").content.decode()
    colleague.post("/counter/draft/", {"key": KEY})
    assert FormDraft.objects.count() == 1


def test_only_the_newest_five_are_kept(account: Account) -> None:
    for number in range(7):
        drafts.keep(account.pk, "counter", f"{number}", {"name": [str(number)]})
    kept = FormDraft.objects.order_by("key").values_list("key", flat=True)
    assert list(kept) == ["2", "3", "4", "5", "6"]


def test_too_much_is_not_kept(account: Account) -> None:
    assert not drafts.keep(account.pk, "counter", KEY, {"name": ["x" * drafts.LARGEST]})
    assert FormDraft.objects.count() == 0


@pytest.mark.parametrize("key", ["", "a" * 65, "../x", "<script>"])
def test_a_key_that_is_none_keeps_nothing(account: Account, key: str) -> None:
    assert not drafts.keep(account.pk, "counter", key, {"name": ["x"]})


def test_drafts_are_forgotten_after_a_day(account: Account) -> None:
    drafts.keep(account.pk, "counter", "1", {"name": ["cũ"]})
    FormDraft.objects.update(saved_at=timezone.now() - timedelta(hours=25))
    drafts.keep(account.pk, "counter", "2", {"name": ["mới"]})
    assert drafts.forget_old() == 1
    assert FormDraft.objects.get().key == "2"


# --- when the session has ended ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/counter/", "/counter/slip/", "/counter/notices/"])
def test_a_form_sent_after_the_session_ended_is_given_back(
    counter: Client, account: Account, path: str
) -> None:
    held = value(counter.get("/counter/"), "holder")
    counter.logout()
    answer = counter.post(path, TYPED | {"holder": held, "do": "receive"})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next=%2Fcounter%2F%3Fdraft%3D{KEY}")
    assert Dossier.objects.count() == 0
    counter.force_login(account)
    restored = counter.get(f"/counter/?draft={KEY}")
    assert {name: value(restored, name) for name in TYPED} == TYPED


def test_it_is_given_back_to_its_holder_only(cast: Cast, counter: Client, signed_in: SignIn) -> None:
    held = value(counter.get("/counter/"), "holder")
    counter.logout()
    counter.post("/counter/", TYPED | {"holder": held})
    other = signed_in(Role.ONE_STOP_HEAD)
    assert "Canary" not in other.get(f"/counter/?draft={KEY}").content.decode()


@pytest.mark.parametrize("held", ["", "1", "MQ:forged:signature"])
def test_a_stranger_cannot_leave_anything(cast: Cast, held: str) -> None:
    answer = Client().post("/counter/", TYPED | {"holder": held})
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=%2Fcounter%2F")
    assert FormDraft.objects.count() == 0


def test_a_holder_is_believed_for_a_day(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    held = drafts.holder(account.pk)
    monkeypatch.setattr(drafts, "HELD", timedelta(seconds=-1))
    Client().post("/counter/", TYPED | {"holder": held})
    assert FormDraft.objects.count() == 0


def test_a_forged_form_is_refused_and_not_kept(account: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/counter/", TYPED | {"holder": drafts.holder(account.pk)})
    assert answer.status_code == 403
    assert FormDraft.objects.count() == 0


def test_no_secret_of_the_page_and_no_file_is_kept(counter: Client, account: Account) -> None:
    counter.post("/counter/slip/", TYPED | {"file_0": "[object File]", "do": "slip", "holder": "x"})
    assert set(FormDraft.objects.get().fields) == set(TYPED)


# --- what no page of ours sends ----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["%00", "x" * 65, "²"])
def test_what_is_no_key_opens_an_empty_counter(counter: Client, key: str) -> None:
    answer = counter.get(f"/counter/?draft={key}")
    assert (answer.status_code, value(answer, "name")) == (200, "")


@pytest.mark.parametrize("known", ["²", "9" * 30, "-1"])
def test_what_is_no_id_fills_nothing_in(counter: Client, known: str) -> None:
    answer = counter.post("/counter/", TYPED | {"known": known})
    assert (answer.status_code, value(answer, "name")) == (200, TYPED["name"])
