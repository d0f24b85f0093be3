"""Asking for what is missing: once, with the clock standing still, and counted anew when it has come."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from motcua.casework.dossiers import actions, rules
from motcua.casework.dossiers.actions import HandedIn, completing, hands
from motcua.casework.dossiers.models import Dossier, DossierPaper, Obligation, Pause, Segment, Task
from motcua.casework.dossiers.rules import rule_sets
from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests.cast import Cast, at
from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.models import Calendar
from motcua.people.organisation.models import Role

ASKED, CAME = at("2017-03-06 10:00"), at("2017-03-13 14:00")
PAPERS = (HandedIn(None, "Bản vẽ tách thửa", originals=1),)


def asked(cast: Cast, apologised: Callable[[int], object] = bool) -> int:
    task = cast.bring_to(cast.receive().dossier_id, "handle")
    apologised(task.dossier_id)
    actions.request_completion(task.pk, by=cast.here.actor(Role.HANDLER, ASKED), now=ASKED, missing="Bản vẽ")
    return task.dossier_id


def complete(cast: Cast, dossier: int, key: str | None = None) -> None:
    by = cast.here.actor(Role.RECEPTIONIST, CAME)
    actions.receive_completion(cast.task(dossier).pk, by=by, now=CAME, papers=PAPERS, key=key)


def test_asking_stops_the_clock(cast: Cast) -> None:
    dossier = Dossier.objects.get(pk=asked(cast))
    assert (dossier.state, dossier.completion_requests) == (State.AWAITING_COMPLETION, 1)
    pause = Pause.objects.get(dossier=dossier)
    assert (pause.started_at, pause.ended_at) == (ASKED, None)
    assert Obligation.objects.get(dossier=dossier).kind == Obligation.Kind.COMPLETION


def test_while_waiting_nothing_is_passed_on(cast: Cast) -> None:
    dossier = asked(cast)
    with pytest.raises(Refused, match=r"dossiers\.waiting"):
        actions.forward(cast.task(dossier).pk, by=cast.here.actor(Role.HANDLER), now=CAME)


def test_the_limit_is_counted_anew_when_the_papers_have_come(cast: Cast) -> None:
    dossier_id = asked(cast)
    complete(cast, dossier_id)
    dossier = Dossier.objects.get(pk=dossier_id)
    # Fifteen working days from Monday 13 March 2017, 14:00.
    assert dossier.due_at == dossier.promised_at == at("2017-04-03 14:00")
    assert (dossier.state, dossier.open_obligations) == (State.IN_PROGRESS, 0)
    causes = Segment.objects.filter(dossier=dossier).order_by("number").values_list("cause", "ended_at")
    assert list(causes) == [("reception", CAME), ("recount", None)]


def test_where_the_rule_set_says_so_the_clock_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    going_on = [replace(r, after_completion=rules.AfterCompletion.RESUME) for r in rules.RULE_SETS]
    monkeypatch.setattr(rule_sets, "RULE_SETS", going_on)
    dossier_id = asked(cast)
    before = Dossier.objects.get(pk=dossier_id).due_at
    complete(cast, dossier_id)
    # From Monday 10:00 to the next Monday 14:00 five working days and two and a half hours were not counted.
    assert before == at("2017-03-22 08:30")
    assert Dossier.objects.get(pk=dossier_id).due_at == at("2017-03-29 11:00")


def test_the_step_keeps_the_time_that_it_had_left(cast: Cast) -> None:
    dossier = asked(cast)
    left = at("2017-03-08 08:30")
    assert cast.task(dossier).due_at == left
    complete(cast, dossier)
    # Fourteen and a half working hours were left: 3 on Monday, 8 on Tuesday, 3.5 on Wednesday.
    assert cast.task(dossier).due_at == at("2017-03-15 11:00")


def test_what_came_is_added_to_the_papers(cast: Cast) -> None:
    dossier = asked(cast)
    complete(cast, dossier)
    paper = DossierPaper.objects.filter(dossier_id=dossier).order_by("-ordinal")[0]
    assert (paper.ordinal, paper.name) == (2, "Bản vẽ tách thửa")


def test_only_the_step_that_waits_is_completed(cast: Cast) -> None:
    dossier = asked(cast)
    ended = Task.objects.filter(dossier_id=dossier, ended_at__isnull=False)[0]
    by = cast.here.actor(Role.RECEPTIONIST, CAME)
    with pytest.raises(Refused, match="task_ended"):
        actions.receive_completion(ended.pk, by=by, now=CAME, papers=PAPERS)


def test_nothing_is_promised_by_a_calendar_that_has_just_changed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = asked(cast)
    write = completing._write_clock

    def after_a_change(held: hands.Held, *rest: Any) -> None:
        Calendar.objects.filter(pk=held.calendar_id).update(revision=held.calendar_revision + 1)
        write(held, *rest)

    monkeypatch.setattr(completing, "_write_clock", after_a_change)
    with pytest.raises(Refused, match="calendar_in_change"):
        complete(cast, dossier)
    assert Segment.objects.filter(dossier_id=dossier).count() == 1


def test_it_is_asked_once(cast: Cast) -> None:
    dossier = asked(cast)
    complete(cast, dossier)
    with pytest.raises(Refused, match="asked_enough") as refused:
        actions.request_completion(
            cast.task(dossier).pk,
            by=cast.here.actor(Role.HANDLER),
            now=CAME + timedelta(hours=1),
            missing="Nữa",
        )
    assert "1 lần" in refused.value.sentence()


def test_it_is_not_asked_by_the_one_who_signs(cast: Cast) -> None:
    task = cast.bring_to(cast.receive().dossier_id, "sign")
    with pytest.raises(Refused, match="not_allowed"):
        actions.request_completion(task.pk, by=cast.here.actor(Role.LEADER), now=ASKED, missing="x")


def test_it_is_not_asked_at_the_step_of_giving_out(cast: Cast) -> None:
    task = cast.task(cast.receive().dossier_id)
    with pytest.raises(Refused, match="wrong_step"):
        actions.request_completion(task.pk, by=cast.here.actor(Role.HEAD_OF_DIVISION), now=ASKED, missing="x")


def test_nothing_comes_that_was_not_asked_for(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    with pytest.raises(Refused, match="not_waiting"):
        complete(cast, dossier)


def test_pressing_twice_takes_the_papers_once(cast: Cast) -> None:
    dossier = asked(cast)
    complete(cast, dossier, key="k")
    complete(cast, dossier, key="k")
    assert DossierPaper.objects.filter(dossier_id=dossier).count() == 2


def test_the_sister_counter_takes_nothing(cast: Cast) -> None:
    dossier = asked(cast)
    with pytest.raises(Refused, match="not_found"):
        actions.receive_completion(
            cast.task(dossier).pk, by=cast.sister.actor(Role.RECEPTIONIST), now=CAME, papers=PAPERS
        )


def test_each_is_one_event(cast: Cast) -> None:
    dossier = asked(cast)
    complete(cast, dossier)
    verbs = JournalRow.objects.filter(object_id=dossier, object_kind="dossier").order_by("number")
    assert [row.verb for row in verbs][-2:] == ["dossiers.request_completion", "dossiers.receive_completion"]


def test_a_waiting_dossier_does_not_fall_late(cast: Cast) -> None:
    from_when = Dossier.objects.get(pk=asked(cast)).late_after
    assert actions.fall_late_all(by=SYSTEM, now=from_when + timedelta(days=9)) == 0
