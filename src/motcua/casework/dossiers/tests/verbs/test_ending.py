"""Ending without a result: voided, withdrawn, stopped; each allowed, refused, repeated; two at once are one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from motcua.casework.dossiers import actions, rules
from motcua.casework.dossiers.actions import Document
from motcua.casework.dossiers.models import Decision, Dossier, Handover, Obligation, Pause, Remark, Task
from motcua.casework.dossiers.queries.offers import Offer
from motcua.casework.dossiers.queries.proof import broken_rules
from motcua.casework.dossiers.queries.story import tell
from motcua.casework.dossiers.queries.tracking import personal, track
from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import DOCUMENT, MORNING, Cast
from motcua.catalogue.processes.rules import Place
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Appointment, Role

LATER = MORNING + timedelta(hours=1)
KEY = "3f0e2a52-0000-4000-8000-000000000001"
Verb = Callable[..., object]
VERBS: dict[str, tuple[Role, Verb, State, Task.Outcome]] = {
    "void": (
        Role.RECEPTIONIST,
        lambda pk, by, **more: actions.void(pk, by=by, now=LATER, **{"reason": "Nhập nhầm người", **more}),
        State.VOIDED,
        Task.Outcome.VOIDED,
    ),
    "withdraw": (
        Role.RECEPTIONIST,
        lambda pk, by, **more: actions.withdraw(
            pk, by=by, now=LATER, **{"reason": "Đổi ý", "asked_by": "Nguyễn Văn Phước", **more}
        ),
        State.WITHDRAWN,
        Task.Outcome.WITHDRAWN,
    ),
    "stop": (
        Role.LEADER,
        lambda pk, by, **more: actions.stop(
            pk,
            by=by,
            now=LATER,
            **{
                "reason": "Đất đang tranh chấp",
                "basis": "Điều 188 Luật Đất đai",
                "document": DOCUMENT,
                **more,
            },
        ),
        State.STOPPED,
        Task.Outcome.STOPPED,
    ),
}
every_verb = pytest.mark.parametrize("verb", sorted(VERBS))


def prepared(cast: Cast, verb: str) -> tuple[int, Actor, Verb]:
    role, act, _state, _outcome = VERBS[verb]
    return cast.receive().dossier_id, cast.here.actor(role, LATER), act


def whole(cast: Cast) -> set[str]:
    return {broken.code for broken in broken_rules()}


def offered(cast: Cast, dossier_id: int, verb: str) -> Offer:
    by = cast.here.actor(VERBS[verb][0], LATER)
    told = tell(by, Dossier.objects.get(pk=dossier_id).code, LATER)
    return next(offer for offer in told.offers if offer.verb.value == verb)


@every_verb
def test_it_ends_the_clock_the_task_and_the_road(cast: Cast, verb: str) -> None:
    dossier_id, by, act = prepared(cast, verb)
    task = cast.task(dossier_id)
    act(dossier_id, by)
    dossier = Dossier.objects.get(pk=dossier_id)
    assert (dossier.state, dossier.finished_at, dossier.finished_by_id) == (
        VERBS[verb][2],
        LATER,
        by.officer_id,
    )
    assert Task.objects.get(pk=task.pk).outcome == VERBS[verb][3]
    assert whole(cast) == set()


@every_verb
def test_it_writes_exactly_one_event_with_its_reason(cast: Cast, verb: str) -> None:
    dossier_id, by, act = prepared(cast, verb)
    before = JournalRow.objects.count()
    act(dossier_id, by, reason=" Vì lẽ này ")
    event = JournalRow.objects.order_by("-pk")[0]
    assert (JournalRow.objects.count(), event.verb) == (before + 1, f"dossiers.{verb}")
    assert Remark.objects.get(dossier_id=dossier_id, number=event.number).body == "Vì lẽ này"


@every_verb
def test_strangers_find_nothing_and_others_may_not(cast: Cast, verb: str) -> None:
    dossier_id, _by, act = prepared(cast, verb)
    for stranger in (cast.sister.actor(VERBS[verb][0], LATER), cast.watcher(Role.ADMINISTRATOR)):
        with pytest.raises(Refused, match="not_found"):
            act(dossier_id, stranger)
    other = Role.LEADER if VERBS[verb][0] is Role.RECEPTIONIST else Role.RECEPTIONIST
    for colleague in (cast.here.actor(other, LATER), cast.watcher(Role.INSPECTOR)):
        with pytest.raises(Refused, match="not_allowed"):
            act(dossier_id, colleague)


@every_verb
def test_it_is_done_once(cast: Cast, verb: str) -> None:
    dossier_id, by, act = prepared(cast, verb)
    first = act(dossier_id, by, key=KEY)
    count = JournalRow.objects.count()
    again = act(dossier_id, by, key=KEY)
    assert (JournalRow.objects.count(), again) == (count, replace(first, task_id=None))  # type: ignore[type-var]
    with pytest.raises(Refused, match="key_reused"):
        act(dossier_id, by, key=KEY, reason="Lý do khác")


@every_verb
def test_what_is_over_is_not_ended_again(cast: Cast, verb: str) -> None:
    dossier_id, by, act = prepared(cast, verb)
    actions.void(dossier_id, by=cast.here.actor(Role.RECEPTIONIST, LATER), now=LATER, reason="Nhầm")
    with pytest.raises(Refused, match="closed"):
        act(dossier_id, by)


@every_verb
def test_with_a_result_there_is_nothing_left_to_end(cast: Cast, verb: str) -> None:
    dossier_id, by, act = prepared(cast, verb)
    cast.bring_to(dossier_id, "return")
    with pytest.raises(Refused, match="has_result"):
        act(dossier_id, by)
    refusal = offered(cast, dossier_id, verb).refusal
    assert refusal is not None
    assert refusal.code == "dossiers.has_result"


@every_verb
def test_a_reason_is_asked_for(cast: Cast, verb: str) -> None:
    dossier_id, by, act = prepared(cast, verb)
    with pytest.raises(Refused, match="no_reason"):
        act(dossier_id, by, reason=" ")
    assert Dossier.objects.get(pk=dossier_id).state == State.RECEIVED


@every_verb
def test_when_the_event_fails_all_is_as_before(
    cast: Cast, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier_id, by, act = prepared(cast, verb)
    before = Dossier.objects.filter(pk=dossier_id).values().get()

    def broken(*_args: object, **_kwargs: object) -> dict[str, object]:
        raise RuntimeError

    monkeypatch.setattr(journal, "signature_of", broken)
    with pytest.raises(RuntimeError):
        act(dossier_id, by)
    assert Dossier.objects.filter(pk=dossier_id).values().get() == before
    assert cast.task(dossier_id).outcome == ""


@every_verb
def test_two_at_once_are_one(real_cast: Cast, verb: str) -> None:
    dossier_id, by, act = prepared(real_cast, verb)

    def press(_number: int) -> str:
        try:
            act(dossier_id, by)
        except Refused as refused:
            return refused.code.value.rpartition(".")[2]
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(press, range(2)))
    assert said == ["done", "has_result"] if verb == "stop" else ["closed", "done"]


# --- voiding -----------------------------------------------------------------------------------------------------


def test_what_the_agency_has_begun_is_not_voided(cast: Cast) -> None:
    received = cast.receive_untaken()
    desk = cast.here.actor(Role.RECEPTIONIST, LATER)
    actions.take(cast.task(received.dossier_id).pk, by=cast.here.actor(Role.HANDLER), now=MORNING)
    with pytest.raises(Refused, match="begun"):
        actions.void(received.dossier_id, by=desk, now=LATER, reason="Nhầm")
    refusal = offered(cast, received.dossier_id, "void").refusal
    assert refusal is not None
    assert refusal.code == "dossiers.begun"


def test_what_lies_untaken_at_the_agency_is_voided(cast: Cast) -> None:
    received = cast.receive_untaken()
    assert offered(cast, received.dossier_id, "void").refusal is None
    actions.void(received.dossier_id, by=cast.here.actor(Role.ONE_STOP_HEAD), now=LATER, reason="Nhầm")
    found = track(received.code, LATER)
    assert found is not None
    assert (found.state, found.is_late) == (State.VOIDED, False)


def test_a_voided_number_is_not_given_again(cast: Cast) -> None:
    first = cast.receive()
    actions.void(first.dossier_id, by=cast.here.actor(Role.RECEPTIONIST), now=LATER, reason="Nhầm")
    assert cast.receive().code == first.code[:-4] + f"{int(first.code[-4:]) + 1:04}"
    assert personal(first.code).why_ended == "Nhầm"


@pytest.mark.parametrize(
    ("place", "is_taken", "is_ended", "begun"),
    [
        (Place.ONE_STOP, True, True, False),
        (Place.DIVISION, False, False, False),
        (Place.DIVISION, True, False, True),
        (Place.AGENCY, False, True, True),
    ],
)
def test_the_agency_has_begun_when_somebody_took_or_did_a_step_of_its_own(
    place: Place, is_taken: bool, is_ended: bool, begun: bool
) -> None:
    assert rules.is_begun(place, is_taken=is_taken, is_ended=is_ended) is begun


# --- withdrawing -------------------------------------------------------------------------------------------------


def waiting(cast: Cast) -> int:
    """A dossier with an unpaid fee that waits for papers."""
    cast.procedure = stage.procedure(fee=50_000)
    stage.offer(cast.procedure, cast.here)
    dossier_id = cast.receive(fee_paid=False).dossier_id
    task = cast.bring_to(dossier_id, "handle")
    actions.request_completion(task.pk, by=cast.here.actor(Role.HANDLER), now=MORNING, missing="Bản vẽ")
    return dossier_id


def owed(dossier_id: int) -> dict[str, tuple[bool, bool]]:
    rows = Obligation.objects.filter(dossier_id=dossier_id)
    return {row.kind: (row.met_at is not None, row.voided) for row in rows}


def test_a_withdrawn_dossier_waits_and_owes_no_longer(cast: Cast) -> None:
    dossier_id = waiting(cast)
    VERBS["withdraw"][1](dossier_id, cast.here.actor(Role.RECEPTIONIST, LATER))
    assert owed(dossier_id) == {"fee": (True, True), "completion": (True, True)}
    assert Dossier.objects.get(pk=dossier_id).open_obligations == 0
    assert Pause.objects.get(dossier_id=dossier_id).ended_at == LATER
    assert whole(cast) == set()


def test_withdrawing_says_who_took_the_papers_back(cast: Cast) -> None:
    dossier_id, by, act = prepared(cast, "withdraw")
    with pytest.raises(Refused, match="no_collector"):
        act(dossier_id, by, asked_by=" ")
    act(dossier_id, by, asked_by="Lê Thị Hoa", identity_number="082", is_applicant=False)
    found = Handover.objects.get(dossier_id=dossier_id)
    assert (found.collected_by, found.identity_number, found.is_applicant) == ("Lê Thị Hoa", "082", False)


def test_files_are_not_put_to_what_is_over(cast: Cast) -> None:
    dossier_id, by, act = prepared(cast, "withdraw")
    act(dossier_id, by)
    with pytest.raises(Refused, match="closed"):
        actions.attach(dossier_id, by=by, now=LATER, files=[])


# --- stopping ----------------------------------------------------------------------------------------------------


def test_a_stopped_dossier_waits_at_the_counter_with_its_document(cast: Cast) -> None:
    dossier_id, by, act = prepared(cast, "stop")
    act(dossier_id, by)
    decision = Decision.objects.get(dossier_id=dossier_id)
    assert (decision.kind, decision.basis) == (Decision.Kind.STOP, "Điều 188 Luật Đất đai")
    task = cast.task(dossier_id)
    assert (task.element, task.unit_id) == ("return", cast.here.one_stop.pk)
    actions.return_result(task.pk, by=cast.here.actor(Role.RECEPTIONIST), now=LATER, collected_by="Phước")
    assert whole(cast) == set()


def test_stopping_lets_go_of_all_but_the_fee(cast: Cast) -> None:
    dossier_id = waiting(cast)
    VERBS["stop"][1](dossier_id, cast.here.actor(Role.LEADER, LATER))
    assert owed(dossier_id) == {"fee": (False, False), "completion": (True, True)}
    assert Dossier.objects.get(pk=dossier_id).open_obligations == 1
    assert whole(cast) == set()


def test_stopping_asks_for_its_basis_and_its_document(cast: Cast) -> None:
    dossier_id, by, act = prepared(cast, "stop")
    with pytest.raises(Refused, match="no_basis"):
        act(dossier_id, by, basis=" ")
    with pytest.raises(Refused, match="no_document"):
        act(dossier_id, by, document=Document("", LATER.date(), "A"))


def test_stopping_asks_again_for_the_appointment(cast: Cast) -> None:
    dossier_id, by, act = prepared(cast, "stop")
    Appointment.objects.filter(officer_id=by.officer_id or 0).update(valid_to=LATER.date())
    with pytest.raises(Refused, match="appointment_ended"):
        act(dossier_id, by)
