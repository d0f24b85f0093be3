"""Results that wait: calls are noted, a return that was a mistake is taken back on its day, and the list says it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.models import Dossier, Handover, Remark, Task, UndoneHandover
from motcua.casework.dossiers.queries.proof import broken_rules
from motcua.casework.dossiers.queries.story import tell
from motcua.casework.dossiers.queries.waiting.uncollected import uncollected
from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests.cast import DOCUMENT, MORNING, Cast
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Role

LATER = MORNING + timedelta(hours=1)
KEY = "3f0e2a52-0000-4000-8000-000000000004"


def waiting(cast: Cast) -> int:
    dossier_id = cast.receive().dossier_id
    cast.bring_to(dossier_id, "return")
    return dossier_id


def returned(cast: Cast) -> int:
    dossier_id = waiting(cast)
    by = cast.here.actor(Role.RECEPTIONIST)
    actions.return_result(cast.task(dossier_id).pk, by=by, now=MORNING, collected_by="Lê Thị Hoa")
    return dossier_id


def call(dossier_id: int, by: Actor, **more: Any) -> int:
    return actions.note_call(
        dossier_id, by=by, now=LATER, **{"reached": True, "words": "Hẹn thứ Sáu", **more}
    )


def undo(dossier_id: int, by: Actor, **more: Any) -> int:
    return actions.undo_return(
        dossier_id, by=by, now=more.pop("now", LATER), **{"reason": "Quét nhầm", **more}
    )


VERBS: dict[str, tuple[Callable[[Cast], int], Callable[..., int]]] = {
    "note_call": (waiting, call),
    "undo_return": (returned, undo),
}
every_verb = pytest.mark.parametrize("verb", sorted(VERBS))


def proved() -> bool:
    return not list(broken_rules())


@every_verb
def test_it_writes_one_event_and_only_once(cast: Cast, verb: str) -> None:
    prepare, act = VERBS[verb]
    dossier_id, by = prepare(cast), cast.here.actor(Role.ONE_STOP_HEAD, LATER)
    number = act(dossier_id, by, key=KEY)
    assert act(dossier_id, by, key=KEY) == number
    assert JournalRow.objects.filter(verb=f"dossiers.{verb}").count() == 1
    assert proved()


@every_verb
def test_strangers_find_nothing_and_others_may_not(cast: Cast, verb: str) -> None:
    prepare, act = VERBS[verb]
    dossier_id = prepare(cast)
    with pytest.raises(Refused, match="not_found"):
        act(dossier_id, cast.sister.actor(Role.RECEPTIONIST, LATER))
    for role in (Role.HANDLER, Role.LEADER):
        with pytest.raises(Refused, match="not_allowed"):
            act(dossier_id, cast.here.actor(role, LATER))


@every_verb
def test_when_the_event_fails_all_is_as_before(
    cast: Cast, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, act = VERBS[verb]
    dossier_id = prepare(cast)
    before = Dossier.objects.filter(pk=dossier_id).values().get()

    def broken(*_args: object, **_kwargs: object) -> dict[str, object]:
        raise RuntimeError

    monkeypatch.setattr(journal, "signature_of", broken)
    with pytest.raises(RuntimeError):
        act(dossier_id, cast.here.actor(Role.RECEPTIONIST, LATER))
    assert Dossier.objects.filter(pk=dossier_id).values().get() == before


def test_only_a_result_that_waits_is_called_about(cast: Cast) -> None:
    by = cast.here.actor(Role.RECEPTIONIST, LATER)
    for dossier_id in (cast.receive().dossier_id, returned(cast)):
        with pytest.raises(Refused, match="nothing_to_collect"):
            call(dossier_id, by)


def test_a_call_without_words_says_whether_somebody_was_reached(cast: Cast) -> None:
    dossier_id = waiting(cast)
    call(dossier_id, cast.here.actor(Role.RECEPTIONIST, LATER), reached=False, words=" ")
    assert not Remark.objects.filter(dossier_id=dossier_id, kind=Remark.Kind.CALL).exists()
    assert Dossier.objects.get(pk=dossier_id).last_called_at == LATER
    assert proved()


# --- undoing -----------------------------------------------------------------------------------------------------


def test_a_return_taken_back_lets_the_result_wait_again(cast: Cast) -> None:
    dossier_id = returned(cast)
    undo(dossier_id, cast.here.actor(Role.RECEPTIONIST, LATER))
    dossier, task = Dossier.objects.get(pk=dossier_id), cast.task(dossier_id)
    assert (dossier.state, dossier.returned_at, task.element, task.officer_id) == (
        State.FINISHED,
        None,
        "return",
        None,
    )
    assert UndoneHandover.objects.get(dossier=dossier).collected_by == "Lê Thị Hoa"
    assert proved()


def test_it_is_returned_again_and_both_are_told(cast: Cast) -> None:
    dossier_id = returned(cast)
    by = cast.here.actor(Role.RECEPTIONIST, LATER)
    undo(dossier_id, by)
    actions.return_result(cast.task(dossier_id).pk, by=by, now=LATER, collected_by="Nguyễn Văn Phước")
    told = tell(by, Dossier.objects.get(pk=dossier_id).code, LATER)
    who = [one.handover.collected_by for one in told.happenings if one.handover]
    assert who == ["Lê Thị Hoa", "Nguyễn Văn Phước"]
    assert proved()


def test_a_refusal_taken_back_is_still_a_refusal(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    task = cast.bring_to(dossier_id, "sign")
    actions.reject(
        task.pk, by=cast.here.actor(Role.LEADER), now=MORNING, reason="Không đủ", document=DOCUMENT
    )
    by = cast.here.actor(Role.RECEPTIONIST)
    actions.return_result(cast.task(dossier_id).pk, by=by, now=MORNING, collected_by="Phước")
    undo(dossier_id, cast.here.actor(Role.RECEPTIONIST, LATER))
    assert Dossier.objects.get(pk=dossier_id).state == State.STOPPED
    assert proved()


def test_it_is_taken_back_on_its_day_only(cast: Cast) -> None:
    dossier_id, by = returned(cast), cast.here.actor(Role.RECEPTIONIST, LATER)
    with pytest.raises(Refused, match="undone_too_late"):
        undo(dossier_id, by, now=MORNING + timedelta(days=1))
    with pytest.raises(Refused, match="no_reason"):
        undo(dossier_id, by, reason=" ")
    with pytest.raises(Refused, match="not_returned"):
        undo(waiting(cast), by)


def test_two_at_once_take_it_back_once(real_cast: Cast) -> None:
    dossier_id, by = returned(real_cast), real_cast.here.actor(Role.RECEPTIONIST, LATER)

    def press(_number: int) -> str:
        try:
            undo(dossier_id, by)
        except Refused as refused:
            return refused.code.value
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == ["done", "dossiers.not_returned"]
    assert not Handover.objects.filter(dossier_id=dossier_id).exists()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE undone_handover SET collected_by = 'khác'", "words_differ_from_event"),
        ("UPDATE dossier SET last_called_at = now()", "facts_differ_from_events"),
    ],
)
def test_what_was_undone_is_proved(
    real_cast: Cast, owner: psycopg.Connection[Any], statement: str, code: str
) -> None:
    undo(returned(real_cast), real_cast.here.actor(Role.RECEPTIONIST, LATER))
    owner.execute(statement)
    assert {broken.code for broken in broken_rules()} == ({code} if code else set())


# --- the list ----------------------------------------------------------------------------------------------------


def test_the_longest_wait_comes_first_page_by_page(cast: Cast) -> None:
    ids = [waiting(cast) for _ in range(3)]
    for place, dossier_id in enumerate(ids):
        Dossier.objects.filter(pk=dossier_id).update(finished_at=MORNING - timedelta(days=9 - place))
    by = cast.here.actor(Role.RECEPTIONIST, LATER)
    first = uncollected(by, LATER, limit=2)
    rest = uncollected(by, LATER, limit=2, after=first.after)
    assert [row.dossier.pk for row in (*first.rows, *rest.rows)] == ids
    assert (first.count, first.rows[0].days, rest.after) == (3, 9, None)


def test_only_those_not_called_lately_are_asked_for(cast: Cast) -> None:
    called, never = waiting(cast), waiting(cast)
    by = cast.here.actor(Role.RECEPTIONIST, LATER)
    call(called, by)
    assert [row.calls for row in uncollected(by, LATER).rows] == [1, 0]
    assert [row.dossier.pk for row in uncollected(by, LATER, not_called_for=7).rows] == [never]
    week = LATER + timedelta(days=8)
    assert uncollected(by, week, not_called_for=7).count == 2


def test_the_neighbours_results_are_not_listed(cast: Cast) -> None:
    waiting(cast)
    assert uncollected(cast.sister.actor(Role.RECEPTIONIST, LATER), LATER).count == 0
    assert Task.objects.filter(ended_at__isnull=True).count() == 1
