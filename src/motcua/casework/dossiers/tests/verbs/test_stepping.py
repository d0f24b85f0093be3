"""From hand to hand: each verb allowed, refused, repeated; a stranger finds nothing; two at once are one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Document
from motcua.casework.dossiers.models import Decision, Dossier, Handover, Remark, Task
from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import DOCUMENT, MORNING, Cast, at
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Appointment, Role

pytestmark = pytest.mark.server

LATER = MORNING + timedelta(hours=1)
Verb = Callable[[int, Actor], object]

# Each verb of a step with the step at which it is done and the role that does it.
VERBS: dict[str, tuple[str, Role, Verb]] = {
    "take": ("verify", Role.HEAD_OF_DIVISION, lambda t, by: actions.take(t, by=by, now=LATER)),
    "forward": ("handle", Role.HANDLER, lambda t, by: actions.forward(t, by=by, now=LATER)),
    "send_back": (
        "verify",
        Role.HEAD_OF_DIVISION,
        lambda t, by: actions.send_back(t, by=by, now=LATER, element="handle", reason="Sai số thửa"),
    ),
    "request_completion": (
        "handle",
        Role.HANDLER,
        lambda t, by: actions.request_completion(t, by=by, now=LATER, missing="Bản vẽ"),
    ),
    "approve": ("sign", Role.LEADER, lambda t, by: actions.approve(t, by=by, now=LATER)),
    "reject": (
        "sign",
        Role.LEADER,
        lambda t, by: actions.reject(t, by=by, now=LATER, reason="Không đủ diện tích", document=DOCUMENT),
    ),
    "finish": ("stamp", Role.CLERK, lambda t, by: actions.finish(t, by=by, now=LATER, document=DOCUMENT)),
    "return_result": (
        "return",
        Role.RECEPTIONIST,
        lambda t, by: actions.return_result(t, by=by, now=LATER, collected_by="Nguyễn Văn Phước"),
    ),
}
every_verb = pytest.mark.parametrize("verb", sorted(VERBS))


def prepared(cast: Cast, verb: str) -> tuple[Task, Actor, Verb]:
    element, role, act = VERBS[verb]
    task = cast.bring_to(cast.receive().dossier_id, element)
    return task, cast.here.actor(role, LATER), act


@every_verb
def test_the_one_whose_step_it_is_may(cast: Cast, verb: str) -> None:
    task, by, act = prepared(cast, verb)
    act(task.pk, by)
    event = JournalRow.objects.filter(object_kind="dossier").order_by("-number")[0]
    assert (event.verb, event.officer_id, event.at) == (f"dossiers.{verb}", by.officer_id, LATER)


@every_verb
def test_it_writes_exactly_one_event(cast: Cast, verb: str) -> None:
    task, by, act = prepared(cast, verb)
    before = JournalRow.objects.count()
    act(task.pk, by)
    assert JournalRow.objects.count() == before + 1
    assert Dossier.objects.get(pk=task.dossier_id).events == before_number(task.dossier_id)


def before_number(dossier_id: int) -> int:
    return JournalRow.objects.filter(object_kind="dossier", object_id=dossier_id).count()


@every_verb
def test_the_same_role_in_the_sister_unit_finds_nothing(cast: Cast, verb: str) -> None:
    task, _by, act = prepared(cast, verb)
    with pytest.raises(Refused, match="not_found"):
        act(task.pk, cast.sister.actor(VERBS[verb][1], LATER))


@every_verb
def test_a_colleague_in_another_role_may_not(cast: Cast, verb: str) -> None:
    task, _by, act = prepared(cast, verb)
    other = Role.HANDLER if VERBS[verb][1] is not Role.HANDLER else Role.HEAD_OF_DIVISION
    with pytest.raises(Refused, match="not_allowed"):
        act(task.pk, cast.here.actor(other, LATER))


@every_verb
def test_those_who_watch_may_not(cast: Cast, verb: str) -> None:
    task, _by, act = prepared(cast, verb)
    for role in (Role.INSPECTOR, Role.REFORM_OFFICE):
        with pytest.raises(Refused, match="not_allowed"):
            act(task.pk, cast.watcher(role))
    with pytest.raises(Refused, match="not_found"):
        act(task.pk, cast.watcher(Role.ADMINISTRATOR))


@every_verb
def test_a_step_that_is_done_is_not_done_again(cast: Cast, verb: str) -> None:
    task, by, act = prepared(cast, "forward" if verb in ("take", "request_completion") else verb)
    act(task.pk, by)
    with pytest.raises(Refused, match="task_ended"):
        VERBS[verb][2](task.pk, by)


@every_verb
def test_a_task_in_the_hands_of_a_colleague_is_his(cast: Cast, verb: str) -> None:
    task, by, act = prepared(cast, verb)
    Task.objects.filter(pk=task.pk).update(officer_id=cast.here.officer_id(Role.ONE_STOP_HEAD))
    with pytest.raises(Refused, match="task_of_another"):
        act(task.pk, by)


@every_verb
def test_when_the_event_fails_all_is_as_before(
    cast: Cast, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, by, act = prepared(cast, verb)
    before = Dossier.objects.filter(pk=task.dossier_id).values().get()

    def broken(*_args: object, **_kwargs: object) -> dict[str, object]:
        raise RuntimeError

    monkeypatch.setattr(journal, "signature_of", broken)
    with pytest.raises(RuntimeError):
        act(task.pk, by)
    assert Dossier.objects.filter(pk=task.dossier_id).values().get() == before
    assert Task.objects.filter(pk=task.pk, ended_at__isnull=True).exists()


@pytest.mark.parametrize("verb", ["approve", "reject", "finish"])
def test_what_decides_asks_again_for_the_appointment(cast: Cast, verb: str) -> None:
    task, by, act = prepared(cast, verb)
    Appointment.objects.filter(officer_id=by.officer_id or 0).update(valid_to=LATER.date())
    with pytest.raises(Refused, match="appointment_ended"):
        act(task.pk, by)


@pytest.mark.parametrize(
    ("verb", "element"),
    [("forward", "sign"), ("approve", "handle"), ("finish", "sign"), ("return_result", "stamp")],
)
def test_each_step_has_its_own_verb(cast: Cast, verb: str, element: str) -> None:
    task = cast.bring_to(cast.receive().dossier_id, element)
    with pytest.raises(Refused, match=r"wrong_step|not_allowed"):
        VERBS[verb][2](task.pk, cast.here.actor(Role(task.role), LATER))


# --- what each does ----------------------------------------------------------------------------------------------


def test_taking_puts_the_dossier_in_progress(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    task = cast.task(dossier)
    actions.take(task.pk, by=cast.here.actor(Role.HEAD_OF_DIVISION), now=LATER)
    assert Dossier.objects.get(pk=dossier).state == State.IN_PROGRESS
    assert cast.task(dossier).officer_id == cast.here.officer_id(Role.HEAD_OF_DIVISION)


def test_taking_again_changes_nothing(cast: Cast) -> None:
    task, by, act = prepared(cast, "take")
    act(task.pk, by)
    count = JournalRow.objects.count()
    act(task.pk, by)
    assert JournalRow.objects.count() == count


def test_forwarding_to_a_person_gives_it_to_him(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    handler = cast.here.officer_id(Role.HANDLER)
    actions.forward(
        cast.task(dossier).pk,
        by=cast.here.actor(Role.HEAD_OF_DIVISION),
        now=LATER,
        officer_id=handler,
        remark="Gấp",
    )
    task = cast.task(dossier)
    assert (task.element, task.officer_id, task.due_at) == ("handle", handler, at("2017-03-08 09:30"))
    assert Remark.objects.get(dossier_id=dossier).body == "Gấp"


def test_forwarding_to_a_person_of_another_office_is_refused(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    with pytest.raises(Refused, match="not_in_that_office"):
        actions.forward(
            cast.task(dossier).pk,
            by=cast.here.actor(Role.HEAD_OF_DIVISION),
            now=LATER,
            officer_id=cast.sister.officer_id(Role.HANDLER),
        )


def _give_out(cast: Cast, officer_id: int | None = None) -> Task:
    """The head gives out a new dossier; the task that began."""
    dossier = cast.receive().dossier_id
    by = cast.here.actor(Role.HEAD_OF_DIVISION)
    actions.forward(cast.task(dossier).pk, by=by, now=LATER, officer_id=officer_id)
    return cast.task(dossier)


def test_work_is_not_given_out_to_nobody(cast: Cast) -> None:
    _account, colleague = stage.officer("Trần Văn Bình", cast.here.division, Role.HANDLER)
    with pytest.raises(Refused, match="no_officer"):
        _give_out(cast)
    assert _give_out(cast, colleague.officer_id).officer_id == colleague.officer_id


def test_work_given_out_without_a_name_is_that_of_the_only_one(cast: Cast) -> None:
    stage.officer("Lê Thị Chín", cast.sister.division, Role.HANDLER)
    assert _give_out(cast).officer_id == cast.here.officer_id(Role.HANDLER)


def test_work_given_out_to_an_empty_office_lies_there(cast: Cast) -> None:
    Appointment.objects.filter(pk=cast.here.appointments[Role.HANDLER].pk).update(valid_to=MORNING.date())
    assert (_give_out(cast).element, _give_out(cast).officer_id) == ("handle", None)


def test_passing_on_what_was_handled_names_nobody(cast: Cast) -> None:
    stage.officer("Võ Văn Dũng", cast.here.division, Role.HEAD_OF_DIVISION)
    task = cast.bring_to(cast.receive().dossier_id, "handle")
    actions.forward(task.pk, by=cast.here.actor(Role.HANDLER), now=LATER)
    assert cast.task(task.dossier_id).officer_id is None


def test_sending_back_returns_it_to_the_one_who_did_it(cast: Cast) -> None:
    task, by, act = prepared(cast, "send_back")
    act(task.pk, by)
    again = cast.task(task.dossier_id)
    assert (again.element, again.iteration) == ("handle", 2)
    assert again.officer_id == cast.here.officer_id(Role.HANDLER)


def test_sending_back_goes_only_to_an_earlier_step_of_the_agency(cast: Cast) -> None:
    task = cast.bring_to(cast.receive().dossier_id, "verify")
    by = cast.here.actor(Role.HEAD_OF_DIVISION, LATER)
    for element in ("sign", "verify", "receive", "nowhere"):
        with pytest.raises(Refused, match="not_earlier"):
            actions.send_back(task.pk, by=by, now=LATER, element=element, reason="x")


@pytest.mark.parametrize("verb", ["send_back", "reject", "request_completion"])
def test_a_reason_is_asked_for(cast: Cast, verb: str) -> None:
    task, by, _act = prepared(cast, verb)
    with pytest.raises(Refused, match="no_reason"):
        {
            "send_back": lambda: actions.send_back(task.pk, by=by, now=LATER, element="handle", reason=" "),
            "reject": lambda: actions.reject(task.pk, by=by, now=LATER, reason="", document=DOCUMENT),
            "request_completion": lambda: actions.request_completion(task.pk, by=by, now=LATER, missing=" "),
        }[verb]()


def test_rejecting_ends_the_clock_and_brings_it_to_the_counter(cast: Cast) -> None:
    task, by, act = prepared(cast, "reject")
    act(task.pk, by)
    dossier = Dossier.objects.get(pk=task.dossier_id)
    assert (dossier.state, dossier.finished_at, dossier.finished_by_id) == (
        State.STOPPED,
        LATER,
        by.officer_id,
    )
    assert cast.task(dossier.pk).element == "return"
    assert Decision.objects.get(dossier=dossier).kind == Decision.Kind.REJECTION


def test_finishing_records_number_date_and_signer(cast: Cast) -> None:
    task, by, act = prepared(cast, "finish")
    act(task.pk, by)
    dossier = Dossier.objects.get(pk=task.dossier_id)
    assert (dossier.state, dossier.finished_at) == (State.FINISHED, LATER)
    found = Decision.objects.get(dossier=dossier)
    assert (found.document_number, found.signed_on, found.signer) == ("12/GCN", date(2017, 3, 1), "Lê Văn Ký")


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (Document("", date(2017, 3, 1), "A"), "no_document"),
        (Document("1", date(2017, 3, 1), " "), "no_document"),
        (Document("1", date(2017, 3, 2), "A"), "signed_later"),
    ],
)
def test_a_document_has_its_number_date_and_signer(cast: Cast, document: Document, code: str) -> None:
    task, by, _act = prepared(cast, "finish")
    with pytest.raises(Refused, match=code):
        actions.finish(task.pk, by=by, now=LATER, document=document)


def test_returning_says_who_came(cast: Cast) -> None:
    task, by, act = prepared(cast, "return_result")
    act(task.pk, by)
    dossier = Dossier.objects.get(pk=task.dossier_id)
    assert (dossier.state, dossier.returned_at, dossier.returned_by_id) == (
        State.RETURNED,
        LATER,
        by.officer_id,
    )
    assert Handover.objects.get(dossier=dossier).collected_by == "Nguyễn Văn Phước"
    assert not Task.objects.filter(dossier=dossier, ended_at__isnull=True).exists()


def test_returning_asks_who_came(cast: Cast) -> None:
    task, by, _act = prepared(cast, "return_result")
    with pytest.raises(Refused, match="no_collector"):
        actions.return_result(task.pk, by=by, now=LATER, collected_by=" ")


def test_a_result_is_not_returned_while_something_is_owed(cast: Cast) -> None:
    cast.procedure = stage.procedure(fee=50_000)
    stage.offer(cast.procedure, cast.here)
    task = cast.bring_to(cast.receive(fee_paid=False).dossier_id, "return")
    by = cast.here.actor(Role.RECEPTIONIST, LATER)
    with pytest.raises(Refused, match="obligations_open"):
        actions.return_result(task.pk, by=by, now=LATER, collected_by="A")
    actions.collect_fee(task.dossier_id, by=by, now=LATER)
    actions.return_result(task.pk, by=by, now=LATER, collected_by="A")


def test_reassigning_gives_it_to_a_colleague_of_the_office(cast: Cast) -> None:
    task = cast.task(cast.receive_untaken().dossier_id)
    head, handler = cast.here.actor(Role.HEAD_OF_DIVISION, LATER), cast.here.officer_id(Role.HANDLER)
    actions.reassign(task.pk, by=head, now=LATER, officer_id=handler, reason="Nghỉ ốm")
    assert cast.task(task.dossier_id).officer_id == handler
    with pytest.raises(Refused, match="same_officer"):
        actions.reassign(task.pk, by=head, now=LATER, officer_id=handler, reason="x")
    with pytest.raises(Refused, match="not_in_that_office"):
        actions.reassign(task.pk, by=head, now=LATER, officer_id=cast.here.officer_id(Role.CLERK), reason="x")


def test_a_handler_does_not_reassign(cast: Cast) -> None:
    task = cast.bring_to(cast.receive().dossier_id, "handle")
    with pytest.raises(Refused, match="not_allowed"):
        actions.reassign(
            task.pk, by=cast.here.actor(Role.HANDLER, LATER), now=LATER, officer_id=1, reason="x"
        )


# --- pressing twice, and two at once -----------------------------------------------------------------------------


def test_pressing_twice_gives_the_same_answer(cast: Cast) -> None:
    task = cast.bring_to(cast.receive().dossier_id, "handle")
    by = cast.here.actor(Role.HANDLER, LATER)
    first = actions.forward(task.pk, by=by, now=LATER, key="k")
    again = actions.forward(task.pk, by=by, now=LATER, key="k")
    assert (again.dossier_id, again.number) == (first.dossier_id, first.number)


def test_the_key_of_another_request_is_refused(cast: Cast) -> None:
    task = cast.bring_to(cast.receive().dossier_id, "handle")
    by = cast.here.actor(Role.HANDLER, LATER)
    actions.forward(task.pk, by=by, now=LATER, key="k")
    with pytest.raises(Refused, match="key_reused"):
        actions.forward(task.pk, by=by, now=LATER, key="k", remark="khác")


def test_a_key_used_for_another_task_is_refused(cast: Cast) -> None:
    by = cast.here.actor(Role.HANDLER, LATER)
    first, second = (cast.bring_to(cast.receive().dossier_id, "handle").pk for _ in range(2))
    actions.forward(first, by=by, now=LATER, key="k")
    with pytest.raises(Refused, match="key_reused"):
        actions.forward(second, by=by, now=LATER, key="k")


def _finish(cast: Cast, task_id: int) -> str:
    try:
        actions.finish(task_id, by=cast.here.actor(Role.CLERK, LATER), now=LATER, document=DOCUMENT)
    except Refused as refused:
        return str(refused.code)
    finally:
        connection.close()
    return "done"


def test_of_two_who_finish_at_once_one_is_told_that_it_is_done(real_cast: Cast) -> None:
    task = real_cast.bring_to(real_cast.receive().dossier_id, "stamp")
    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(lambda _: _finish(real_cast, task.pk), range(6)))
    assert answers == ["done"] + ["dossiers.task_ended"] * 5
    assert Task.objects.filter(dossier_id=task.dossier_id, ended_at__isnull=True).count() == 1


def test_once_an_end_is_confirmed_nothing_is_decided_under_it(
    real_cast: Cast, owner: psycopg.Connection[object]
) -> None:
    task = real_cast.bring_to(real_cast.receive().dossier_id, "stamp")
    appointment = real_cast.here.appointments[Role.CLERK.value].pk
    with owner.transaction():
        owner.execute("SELECT 1 FROM appointment WHERE id = %s FOR UPDATE", [appointment])
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(_finish, real_cast, task.pk)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.5)
            owner.execute("UPDATE appointment SET valid_to = %s WHERE id = %s", [LATER.date(), appointment])
            owner.execute("COMMIT")
            assert waiting.result(timeout=10) == "dossiers.appointment_ended"
        owner.execute("BEGIN")
