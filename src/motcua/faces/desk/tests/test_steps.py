"""Each verb over HTTP: done by whose it is, refused to others, not found by strangers; nothing typed is lost."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.models import Decision, Dossier, Handover, Remark, Task
from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.catalogue.procedures.models import Paper
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.ground.kernel.models import JournalRow
from motcua.people.accounts import queries as accounts
from motcua.people.organisation.models import Role

HX = {"HX-Request": "true"}
DOCUMENT = {"document_number": "12/GCN", "signed_on": "01/03/2017", "signer": "Lê Văn Ký"}

# Where a dossier stands, which address, whose it is, what is sent, where the dossier is then.
VERBS: dict[str, tuple[str, str, Role, dict[str, str], str]] = {
    "forward": ("handle", "forwarding", Role.HANDLER, {"remark": "Đủ điều kiện"}, "verify"),
    "assign": ("assign", "forwarding", Role.HEAD_OF_DIVISION, {"officer": "?", "remark": ""}, "handle"),
    "approve": ("sign", "approval", Role.LEADER, {"remark": ""}, "stamp"),
    "finish": ("stamp", "result", Role.CLERK, DOCUMENT, "return"),
    "return": (
        "return",
        "return",
        Role.RECEPTIONIST,
        {"collected_by": "Nguyễn Văn Phước", "is_applicant": "on"},
        "",
    ),
    "send back": (
        "verify",
        "sending-back",
        Role.HEAD_OF_DIVISION,
        {"element": "handle", "reason": "Sai"},
        "handle",
    ),
    "reject": (
        "sign",
        "rejection",
        Role.LEADER,
        {**DOCUMENT, "reason": "Không đủ diện tích", "confirmed": "on"},
        "return",
    ),
    "ask": ("handle", "completion-request", Role.HANDLER, {"missing": "Bản vẽ", "confirmed": "on"}, "handle"),
    "reassign": (
        "handle",
        "reassignment",
        Role.HEAD_OF_DIVISION,
        {"officer": "?", "reason": "Nghỉ ốm"},
        "handle",
    ),
    "take": ("handle", "taking", Role.HANDLER, {}, "handle"),
}
EVERY = pytest.mark.parametrize("name", sorted(VERBS))


class Prepared:
    """A dossier at the step of a verb, the address and what is sent to it."""

    def __init__(self, cast: Cast, name: str) -> None:
        element, path, self.role, sent, self.then = VERBS[name]
        nobodys = name in ("take", "reassign")
        received = cast.receive_untaken() if nobodys else cast.receive()
        self.task = cast.bring_to(received.dossier_id, element)
        self.dossier_id, self.code = received.dossier_id, received.code
        self.url = f"/dossiers/{self.code}/tasks/{self.task.pk}/{path}/"
        handler = str(cast.here.officer_id(Role.HANDLER))
        self.sent = {k: handler if v == "?" else v for k, v in sent.items()} | {"key": str(uuid4())}

    def events(self) -> int:
        """How many events the dossier has."""
        return JournalRow.objects.filter(object_kind="dossier", object_id=self.dossier_id).count()

    def element(self) -> str:
        """Where it stands now; nothing when its road has ended."""
        found = Task.objects.filter(dossier_id=self.dossier_id, ended_at__isnull=True).first()
        return found.element if found else ""


@EVERY
def test_it_is_done_by_whose_it_is(cast: Cast, signed_in: SignIn, name: str) -> None:
    it = Prepared(cast, name)
    before = it.events()
    answer = signed_in(it.role).post(it.url, it.sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/dossiers/{it.code}/")
    assert (it.element(), it.events()) == (it.then, before + 1)


@EVERY
def test_it_says_what_was_done(cast: Cast, signed_in: SignIn, name: str) -> None:
    it = Prepared(cast, name)
    tree = page(signed_in(it.role).post(it.url, it.sent, follow=True))
    (said,) = tree.select(".message--success")
    assert said.text.strip().startswith("Đã ")
    assert it.then == "" or it.code in said.text


@EVERY
def test_pressed_twice_it_is_done_once(cast: Cast, signed_in: SignIn, name: str) -> None:
    it = Prepared(cast, name)
    client = signed_in(it.role)
    client.post(it.url, it.sent)
    before = it.events()
    assert client.post(it.url, it.sent).status_code == 302
    assert (it.element(), it.events()) == (it.then, before)


@EVERY
def test_for_a_sister_office_it_is_not_found(cast: Cast, signed_in: SignIn, name: str) -> None:
    it = Prepared(cast, name)
    before = it.events()
    answer = signed_in(it.role, cast.sister).post(it.url, it.sent)
    assert (answer.status_code, it.events()) == (404, before)
    assert "Phước" not in text_of(answer)


@EVERY
@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.REFORM_OFFICE, Role.ADMINISTRATOR])
def test_whoever_only_watches_may_not(cast: Cast, signed_in: SignIn, name: str, role: Role) -> None:
    it = Prepared(cast, name)
    before = it.events()
    assert signed_in(role).post(it.url, it.sent).status_code == 403
    assert it.events() == before


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("forward", Role.HEAD_OF_DIVISION),
        ("approve", Role.CLERK),
        ("finish", Role.LEADER),
        ("return", Role.HANDLER),
        ("send back", Role.HANDLER),
        ("reject", Role.HANDLER),
        ("ask", Role.RECEPTIONIST),
        ("reassign", Role.HANDLER),
        ("take", Role.RECEPTIONIST),
    ],
)
def test_a_colleague_of_another_office_may_not(cast: Cast, signed_in: SignIn, name: str, role: Role) -> None:
    it = Prepared(cast, name)
    before = it.events()
    for sent in (it.sent, {}):
        assert signed_in(role).post(it.url, sent).status_code == 403
    assert it.events() == before


def test_a_form_that_is_incomplete_names_the_handlers_to_nobody_else(cast: Cast, signed_in: SignIn) -> None:
    it = Prepared(cast, "assign")
    answer = signed_in(Role.HANDLER).post(it.url, {}, headers=HX)
    assert answer.status_code == 403
    assert f'value="{cast.here.officer_id(Role.HANDLER)}"' not in answer.content.decode()


@EVERY
def test_another_dossiers_task_is_not_found_under_this_code(cast: Cast, signed_in: SignIn, name: str) -> None:
    it = Prepared(cast, name)
    other = cast.receive()
    answer = signed_in(it.role).post(it.url.replace(it.code, other.code), it.sent)
    assert answer.status_code == 404


FORMS = [name for name in sorted(VERBS) if name != "take"]


@pytest.mark.parametrize("name", FORMS)
def test_the_form_opens_with_its_key(cast: Cast, signed_in: SignIn, name: str) -> None:
    it = Prepared(cast, name)
    tree = page(signed_in(it.role).get(it.url))
    form = tree.select_one("#work form#act")
    assert form["action"] == it.url
    assert len(form.select_one("input[name=key]")["value"]) == 36


@pytest.mark.parametrize("name", FORMS)
def test_the_part_is_what_stands_in_the_full_page(cast: Cast, signed_in: SignIn, name: str) -> None:
    it = Prepared(cast, name)
    client = signed_in(it.role)
    whole, part = (page(client.get(it.url, headers=headers)).select_one("#work") for headers in ({}, HX))
    for tree in (whole, part):
        for once in tree.select("input[name=key], input[name=csrfmiddlewaretoken]"):
            once.decompose()
    assert str(whole) == str(part)


@pytest.mark.parametrize("name", ["finish", "send back", "reject", "ask", "reassign", "return"])
def test_what_is_missing_is_said_beside_the_form_and_nothing_typed_is_lost(
    cast: Cast, signed_in: SignIn, name: str
) -> None:
    it = Prepared(cast, name)
    kept = (
        dict(list(it.sent.items())[:1]) | {"key": it.sent["key"]}
        if name != "return"
        else {"key": it.sent["key"]}
    )
    for headers in ({}, HX):
        answer = signed_in(it.role).post(it.url, kept, headers=headers)
        form = page(answer).select_one("#act")
        assert answer.status_code == 422
        assert page(answer).select_one("#work .govuk-error-summary") is not None
        assert form.select_one("input[name=key]")["value"] == it.sent["key"]
        assert all(_shown(form, field) == value for field, value in kept.items())


def _shown(form: Any, name: str) -> str:
    """What a field of a form shows."""
    field = form.select_one(f"[name={name}]")
    if field.name == "textarea":
        return str(field.text.strip())
    if field.name == "select":
        return str(field.select_one("[selected]")["value"])
    if field.get("type") == "radio":
        return str(form.select_one(f"[name={name}][checked]")["value"])
    return str(field["value"])


def test_what_the_verb_refuses_is_said_beside_the_form(cast: Cast, signed_in: SignIn) -> None:
    it = Prepared(cast, "finish")
    answer = signed_in(Role.CLERK).post(it.url, it.sent | {"signed_on": "02/03/2017"}, headers=HX)
    assert answer.status_code == 422
    assert "Ngày ký không được sau hôm nay" in text_of(answer)
    assert "12/GCN" in answer.content.decode()


def test_a_step_that_has_ended_meanwhile_is_said_and_the_words_are_kept(
    cast: Cast, signed_in: SignIn
) -> None:
    it = Prepared(cast, "forward")
    actions.forward(it.task.pk, by=cast.here.actor(Role.HANDLER), now=MORNING)
    client = signed_in(Role.HANDLER)
    answer = client.post(it.url, it.sent)
    assert answer.status_code == 409
    assert "Bước này đã có người làm xong" in text_of(answer)
    assert "Đủ điều kiện" in text_of(answer)
    assert client.get(it.url).status_code == 409


def test_htmx_is_sent_on_by_its_header(cast: Cast, signed_in: SignIn) -> None:
    it = Prepared(cast, "forward")
    answer = signed_in(Role.HANDLER).post(it.url, it.sent, headers=HX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, f"/dossiers/{it.code}/")


def test_the_head_must_say_who_handles(cast: Cast, signed_in: SignIn) -> None:
    it = Prepared(cast, "assign")
    stage.officer("Người khác", cast.here.division, Role.HANDLER)
    client = signed_in(Role.HEAD_OF_DIVISION)
    answer = client.post(it.url, it.sent | {"officer": ""})
    assert (answer.status_code, it.element()) == (422, "assign")
    assert "Hãy chọn người thụ lý" in text_of(answer)
    client.post(it.url, it.sent)
    assert cast.task(it.dossier_id).officer_id == cast.here.officer_id(Role.HANDLER)


def test_where_one_alone_handles_he_is_the_choice(cast: Cast, signed_in: SignIn) -> None:
    it = Prepared(cast, "assign")
    form = page(signed_in(Role.HEAD_OF_DIVISION).get(it.url)).select_one("#act")
    assert [option["value"] for option in form.select("option")] == [it.sent["officer"]]


def test_it_is_not_given_to_nobody_by_leaving_the_person_out(cast: Cast, signed_in: SignIn) -> None:
    it = Prepared(cast, "assign")
    stage.officer("Người khác", cast.here.division, Role.HANDLER)
    del it.sent["officer"]
    answer = signed_in(Role.HEAD_OF_DIVISION).post(it.url, it.sent)
    assert (answer.status_code, it.element()) == (422, "assign")
    field = page(answer).select_one("#act .govuk-form-group--error")
    assert "Hãy chọn người thụ lý" in field.text
    assert len(field.select("option")) == 3


def test_work_is_not_given_to_somebody_of_another_office(cast: Cast, signed_in: SignIn) -> None:
    it = Prepared(cast, "assign")
    stranger = str(cast.sister.officer_id(Role.HANDLER))
    answer = signed_in(Role.HEAD_OF_DIVISION).post(it.url, it.sent | {"officer": stranger})
    assert (answer.status_code, it.element()) == (422, "assign")


@pytest.mark.parametrize("officer", ["²", "9" * 30, "-1", "x" * 50])
@pytest.mark.parametrize("name", ["reassign", "assign"])
def test_work_is_not_given_to_what_is_no_officer(
    cast: Cast, signed_in: SignIn, name: str, officer: str
) -> None:
    it = Prepared(cast, name)
    answer = signed_in(Role.HEAD_OF_DIVISION).post(it.url, it.sent | {"officer": officer})
    assert answer.status_code == 422
    assert cast.task(it.dossier_id).officer_id is None


def test_a_refusal_must_be_confirmed(cast: Cast, signed_in: SignIn) -> None:
    it = Prepared(cast, "reject")
    del it.sent["confirmed"]
    assert signed_in(Role.LEADER).post(it.url, it.sent).status_code == 422
    assert not Decision.objects.exists()


def test_the_list_to_complete_opens_with_what_is_missing(cast: Cast, signed_in: SignIn) -> None:
    Paper.objects.update(is_required=True)
    given = tuple(
        actions.HandedIn(paper.pk, paper.name, originals=1) for paper in Paper.objects.order_by("pk")
    )
    received = cast.receive(papers=given)
    task = cast.bring_to(received.dossier_id, "handle")
    task.dossier.papers.filter(name="Bản sao giấy tờ").delete()
    form = page(
        signed_in(Role.HANDLER).get(f"/dossiers/{received.code}/tasks/{task.pk}/completion-request/")
    ).select_one("#act textarea")
    assert form.text.strip() == "Bản sao giấy tờ"


def test_the_missing_papers_are_taken_at_the_counter(cast: Cast, signed_in: SignIn) -> None:
    it = Prepared(cast, "ask")
    signed_in(Role.HANDLER).post(it.url, it.sent)
    client = signed_in(Role.RECEPTIONIST)
    tree = page(client.get(f"/dossiers/{it.code}/"))
    form = tree.select_one("#act")
    assert "Bản vẽ" in tree.select_one("#work .message").text
    papers = [box["value"] for box in form.select("input[name=papers]")]
    sent = {"key": str(uuid4()), "papers": papers[1:], "others": "Bản vẽ\n\n"}
    assert client.post(str(form["action"]), sent).status_code == 302
    dossier = Dossier.objects.get(pk=it.dossier_id)
    assert dossier.state == State.IN_PROGRESS
    assert list(dossier.papers.filter(number=dossier.events).values_list("name", "originals", "copies")) == [
        ("Bản sao giấy tờ", 0, 1),
        ("Bản vẽ", 1, 0),
    ]


def test_completion_without_a_paper_is_refused(cast: Cast, signed_in: SignIn) -> None:
    it = Prepared(cast, "ask")
    signed_in(Role.HANDLER).post(it.url, it.sent)
    url = it.url.replace("completion-request", "completion")
    answer = signed_in(Role.RECEPTIONIST).post(url, {"key": "k", "others": " "})
    assert answer.status_code == 422
    assert Dossier.objects.get(pk=it.dossier_id).state == State.AWAITING_COMPLETION


def test_a_note_is_kept_with_its_event(cast: Cast, signed_in: SignIn) -> None:
    code = cast.receive().code
    client = signed_in(Role.HANDLER)
    sent = {"key": "k", "body": "Đã gọi điện"}
    for _ in range(2):
        client.post(f"/dossiers/{code}/notes/", sent)
    assert Remark.objects.get().body == "Đã gọi điện"
    assert "Đã gọi điện" in text_of(client.get(f"/dossiers/{code}/"))


def test_a_stranger_neither_notes_nor_takes_the_fee(cast: Cast, signed_in: SignIn) -> None:
    code = cast.receive().code
    for role, path in ((Role.HANDLER, "notes"), (Role.RECEPTIONIST, "fee")):
        answer = signed_in(role, cast.sister).post(f"/dossiers/{code}/{path}/", {"key": "k", "body": "x"})
        assert answer.status_code == 404


def test_the_fee_is_taken_once(cast: Cast, signed_in: SignIn) -> None:
    cast.procedure = stage.procedure(fee=100_000)
    stage.offer(cast.procedure, cast.here)
    received = cast.receive(fee_paid=False)
    client = signed_in(Role.RECEPTIONIST)
    url = f"/dossiers/{received.code}/fee/"
    assert "100.000" in text_of(client.get(url))
    assert client.post(url, {"key": "a"}).status_code == client.post(url, {"key": "a"}).status_code == 302
    assert client.post(url, {"key": "b"}).status_code == 409
    assert Dossier.objects.get(pk=received.dossier_id).open_obligations == 0


def test_who_came_for_the_result_is_written_down(cast: Cast, signed_in: SignIn) -> None:
    it = Prepared(cast, "return")
    sent = {"key": "k", "collected_by": "Lê Thị Hoa", "identity_number": "082190000999"}
    signed_in(Role.RECEPTIONIST).post(it.url, sent)
    found = Handover.objects.get()
    assert (found.collected_by, found.identity_number, found.is_applicant) == (
        "Lê Thị Hoa",
        "082190000999",
        False,
    )


def test_nobody_is_sent_away_from_a_step_that_is_anothers(cast: Cast, signed_in: SignIn) -> None:
    it = Prepared(cast, "take")
    it.url = it.url.replace("taking", "forwarding")
    account, appointed = stage.officer("Người khác", cast.here.division, Role.HANDLER)
    other = accounts.actor(account.pk, MORNING, appointed.pk)
    actions.take(it.task.pk, by=other, now=MORNING)
    answer = signed_in(Role.HANDLER).post(it.url, it.sent | {"remark": ""})
    assert answer.status_code == 409
    assert "đang do người khác thụ lý" in text_of(answer)


def test_a_form_without_a_token_is_refused(cast: Cast) -> None:
    it = Prepared(cast, "forward")
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.here.accounts[Role.HANDLER.value])
    assert client.post(it.url, it.sent).status_code == 403
    assert it.element() == "handle"
