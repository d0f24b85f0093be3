"""Two units become one: on the day what is open moves, one event each; what is closed stays; nothing moves unseen."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions.changes import bulk, moving, working
from motcua.casework.dossiers.actions.papers import hand_over_papers
from motcua.casework.dossiers.models import BulkChange, Dossier, PaperFile
from motcua.casework.dossiers.queries import proof
from motcua.casework.dossiers.queries.changes.proof import broken_rules
from motcua.casework.dossiers.queries.changes.succession import concerned
from motcua.casework.dossiers.queries.finding import visible_to
from motcua.casework.dossiers.tests.cast import (
    DOCUMENT,
    MORNING,
    STEPS,
    Cast,
    Office,
    at,
    offer,
    procedure,
)
from motcua.catalogue.procedures.models import Offer
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.accounts import queries as accounts
from motcua.people.organisation import actions as organisation
from motcua.people.organisation.models import (
    Appointment,
    Role,
    Succession,
    Unit,
    UnitParent,
)
from motcua.people.organisation.queries import successions

DAY = date(2017, 4, 3)
ON_THE_DAY = at("2017-04-03 00:05")


COMMUNE_STEPS = tuple(step for step in STEPS if step.key not in ("assign", "verify"))


def without_division(cast: Cast) -> Office:
    """The district as a commune is: it handles itself what it decides."""
    here = cast.here
    Appointment.objects.filter(unit=here.division, role=Role.HANDLER).update(unit=here.agency)
    Appointment.objects.filter(unit=here.division).delete()
    UnitParent.objects.filter(unit=here.division).delete()
    cast.straight = procedure(steps=COMMUNE_STEPS)
    offer(cast.straight, here)
    Offer.objects.filter(agency=here.agency).update(division=here.agency)
    return here


def plan(cast: Cast, on: date = DAY, now: datetime = MORNING) -> Succession:
    here = without_division(cast)
    return organisation.plan_succession(
        here.agency.pk,
        cast.sister.agency.pk,
        on=on,
        act="Nghị quyết 1",
        is_checked=True,
        by=cast.watcher(Role.ADMINISTRATOR),
        now=now,
    )


def work_off(now: datetime = ON_THE_DAY) -> int:
    return working.work_off(by=SYSTEM, now=now, seconds=60)


def test_before_the_day_nothing_moves(cast: Cast) -> None:
    plan(cast)
    received = cast.receive_untaken()
    work_off(ON_THE_DAY - timedelta(days=1))
    assert Dossier.objects.get(pk=received.dossier_id).one_stop_id == cast.here.one_stop.pk


def test_on_the_day_open_dossiers_and_their_steps_go_over(cast: Cast) -> None:
    lead = plan(cast)
    received = cast.receive_untaken()
    work_off()
    dossier = Dossier.objects.get(pk=received.dossier_id)
    sister = cast.sister
    assert (dossier.one_stop_id, dossier.agency_id) == (sister.one_stop.pk, sister.agency.pk)
    assert cast.task(received.dossier_id).unit_id == sister.agency.pk
    told = JournalRow.objects.get(verb="dossiers.move")
    assert (told.object_id, told.data["succession"]) == (received.dossier_id, lead.pk)
    assert dossier.code == received.code
    assert list(proof.broken_rules()) == []
    assert list(broken_rules()) == []


def test_the_predecessor_is_closed_when_all_has_moved(cast: Cast) -> None:
    lead = plan(cast)
    cast.receive_untaken()
    work_off()
    assert Succession.objects.get(pk=lead.pk).state == Succession.State.DONE
    for gone in (cast.here.agency, cast.here.one_stop):
        assert Unit.objects.get(pk=gone.pk).valid_to == DAY


def test_a_closed_dossier_stays_where_it_was(cast: Cast) -> None:
    plan(cast)
    done = cast.receive_untaken().dossier_id
    task = cast.bring_to(done, "return")
    actions.return_result(task.pk, by=cast.here.actor(Role.RECEPTIONIST), now=MORNING, collected_by="A")
    work_off()
    assert Dossier.objects.get(pk=done).agency_id == cast.here.agency.pk
    assert not JournalRow.objects.filter(verb="dossiers.move").exists()


def test_a_result_that_waits_goes_to_the_new_counter_and_keeps_who_decided(cast: Cast) -> None:
    plan(cast)
    waiting = cast.receive_untaken().dossier_id
    task = cast.bring_to(waiting, "return")
    work_off()
    dossier = Dossier.objects.get(pk=waiting)
    assert (dossier.one_stop_id, dossier.agency_id) == (cast.sister.one_stop.pk, cast.here.agency.pk)
    counter = cast.sister.actor(Role.RECEPTIONIST, ON_THE_DAY)
    actions.return_result(task.pk, by=counter, now=ON_THE_DAY, collected_by="A")
    assert list(proof.broken_rules()) == []


def test_papers_go_with_the_dossier(cast: Cast) -> None:
    plan(cast)
    pk = cast.receive_untaken().dossier_id
    hand_over_papers([pk], cast.here.agency.pk, by=SYSTEM, now=MORNING)
    work_off()
    assert PaperFile.objects.get(dossier_id=pk).unit_id == cast.sister.agency.pk
    assert list(proof.broken_rules()) == []


def test_officers_go_over_in_their_roles_and_keep_what_is_in_their_hands(cast: Cast) -> None:
    plan(cast)
    pk = cast.receive_untaken().dossier_id
    handler = cast.here.officer_id(Role.HANDLER)
    actions.take(cast.task(pk).pk, by=cast.here.actor(Role.HANDLER), now=MORNING)
    work_off()
    task = cast.task(pk)
    assert (task.unit_id, task.officer_id) == (cast.sister.agency.pk, handler)
    held = Appointment.objects.get(officer_id=handler, valid_to=None)
    assert (held.unit_id, held.role, held.valid_from) == (cast.sister.agency.pk, Role.HANDLER, DAY)


def test_one_who_was_ended_leaves_his_step_to_the_others(cast: Cast) -> None:
    lead = plan(cast)
    pk = cast.receive_untaken().dossier_id
    actions.take(cast.task(pk).pk, by=cast.here.actor(Role.HANDLER), now=MORNING)
    ended = cast.here.appointments[Role.HANDLER.value]
    organisation.review_appointments(
        lead.pk, {ended.pk: "ended"}, by=cast.watcher(Role.ADMINISTRATOR), now=MORNING
    )
    work_off()
    assert cast.task(pk).officer_id is None
    assert not Appointment.objects.filter(officer_id=ended.officer_id, valid_to=None).exists()
    assert list(proof.broken_rules()) == []


def test_what_the_predecessor_received_the_successor_receives(cast: Cast) -> None:
    plan(cast)
    cast.receive_untaken()
    work_off()
    assert not Offer.objects.filter(one_stop=cast.here.one_stop, valid_to=None).exists()
    taken_over = Offer.objects.get(procedure=cast.straight, valid_to=None)
    assert (taken_over.one_stop_id, taken_over.agency_id, taken_over.division_id) == (
        cast.sister.one_stop.pk,
        cast.sister.agency.pk,
        cast.sister.agency.pk,
    )


def test_the_successor_keeps_the_archive(cast: Cast) -> None:
    plan(cast)
    done = cast.receive_untaken()
    task = cast.bring_to(done.dossier_id, "return")
    actions.return_result(task.pk, by=cast.here.actor(Role.RECEPTIONIST), now=MORNING, collected_by="A")
    before = cast.sister.actor(Role.RECEPTIONIST)
    work_off()
    after = cast.sister.actor(Role.RECEPTIONIST, ON_THE_DAY)
    dossier = Dossier.objects.get(pk=done.dossier_id)
    for actor, sees in ((before, False), (after, True)):
        assert policy.allows(actor, "dossiers.view", dossier) is sees
        assert visible_to(actor).filter(pk=dossier.pk).exists() is sees
    for role in (Role.LEADER, Role.CLERK):
        actor = cast.sister.actor(role, ON_THE_DAY)
        assert policy.allows(actor, "dossiers.view", dossier)
        assert visible_to(actor).filter(pk=dossier.pk).exists()


def test_old_and_new_boundaries_are_asked_by_day(cast: Cast) -> None:
    plan(cast)
    work_off()
    here, sister = cast.here.agency.pk, cast.sister.agency.pk
    assert successions.successors(here, DAY) == (sister,)
    assert successions.predecessors(sister, DAY) == (here,)
    assert successions.predecessors(sister, DAY - timedelta(days=1)) == ()


def test_the_preview_counts_by_unit_and_step(cast: Cast) -> None:
    lead = plan(cast)
    cast.receive_untaken()
    cast.receive_untaken()
    found = concerned(tuple(successions.pairs_of(lead)))
    assert (found.dossiers, found.offers) == (2, 2)
    assert [(one.unit_id, one.step, one.count) for one in found.steps] == [
        (cast.here.agency.pk, "Thẩm tra", 2)
    ]


def test_a_plan_that_was_cancelled_moves_nothing(cast: Cast) -> None:
    lead = plan(cast)
    pk = cast.receive_untaken().dossier_id
    by = cast.watcher(Role.ADMINISTRATOR)
    for _ in range(2):
        organisation.cancel_succession(lead.pk, by=by, now=MORNING)
    work_off()
    assert Dossier.objects.get(pk=pk).agency_id == cast.here.agency.pk
    assert JournalRow.objects.filter(verb="organisation.succession_cancelled").count() == 1


class Killed(Exception):
    """The worker was killed."""


def test_a_killed_worker_is_resumed_without_doubling(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    plan(cast)
    ids = [cast.receive_untaken().dossier_id for _ in range(5)]
    monkeypatch.setattr(bulk, "BATCH", 2)
    done: list[int] = []

    def move_and_die(*given: object) -> int:
        done.append(moving.move(*given))  # type: ignore[arg-type]
        if len(done) == 2:
            raise Killed
        return done[-1]

    monkeypatch.setattr(working, "HANDLERS", {"succession": move_and_die})
    with pytest.raises(Killed):
        work_off()
    monkeypatch.setattr(working, "HANDLERS", {"succession": moving.move})
    work_off()
    assert JournalRow.objects.filter(verb="dossiers.move").count() == len(ids)
    assert set(Dossier.objects.values_list("agency_id", flat=True)) == {cast.sister.agency.pk}
    assert not Unit.objects.filter(pk=cast.here.agency.pk, valid_to=None).exists()


def test_what_comes_in_at_the_last_moment_is_moved_too(cast: Cast) -> None:
    plan(cast)
    cast.receive_untaken()
    moving.carry_out(by=SYSTEM, now=ON_THE_DAY)
    late = Dossier.objects.get()
    BulkChange.objects.get().lines.all().delete()
    BulkChange.objects.update(total=0, finished_at=ON_THE_DAY)
    work_off()
    late.refresh_from_db()
    assert late.agency_id == cast.sister.agency.pk
    assert BulkChange.objects.count() == 2


def test_beginning_is_all_or_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = plan(cast)
    cast.receive_untaken()

    def fail(*_given: object, **_named: object) -> None:
        raise Killed

    monkeypatch.setattr(bulk, "begin", fail)
    with pytest.raises(Killed), transaction.atomic():
        moving.carry_out(by=SYSTEM, now=ON_THE_DAY)
    assert Succession.objects.get(pk=lead.pk).state == Succession.State.PLANNED
    assert Appointment.objects.filter(unit=cast.here.agency, valid_to=None).exists()


def test_a_batch_whose_event_fails_is_not_written(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    plan(cast)
    pk = cast.receive_untaken().dossier_id
    moving.carry_out(by=SYSTEM, now=ON_THE_DAY)

    def fail(*_given: object, **_named: object) -> int:
        raise Killed

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(Killed):
        bulk.work_off(working.HANDLERS, by=SYSTEM, now=ON_THE_DAY)
    assert Dossier.objects.get(pk=pk).agency_id == cast.here.agency.pk


@pytest.mark.parametrize("role", [Role.LEADER, Role.REFORM_OFFICE])
def test_only_the_system_carries_it_out(cast: Cast, role: Role) -> None:
    by = cast.here.actor(role) if role is Role.LEADER else cast.watcher(role)
    with pytest.raises(Refused, match="not_allowed"):
        moving.carry_out(by=by, now=ON_THE_DAY)


def test_work_goes_on_at_the_successor(cast: Cast) -> None:
    plan(cast)
    pk = cast.receive_untaken().dossier_id
    work_off()
    clerk = cast.sister.actor(Role.CLERK, ON_THE_DAY)
    handler = cast.here.accounts[Role.HANDLER.value]
    actions.forward(cast.task(pk).pk, by=accounts.actor(handler.pk, ON_THE_DAY), now=ON_THE_DAY)
    actions.approve(cast.task(pk).pk, by=cast.sister.actor(Role.LEADER, ON_THE_DAY), now=ON_THE_DAY)
    actions.finish(cast.task(pk).pk, by=clerk, now=ON_THE_DAY, document=DOCUMENT)
    assert cast.task(pk).unit_id == cast.sister.one_stop.pk
    assert list(proof.broken_rules()) == []
