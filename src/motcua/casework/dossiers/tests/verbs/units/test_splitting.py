"""A unit is split: each open dossier is given to a part first; nothing is done while one of them has none."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection

from motcua.casework.dossiers.actions.changes import moving
from motcua.casework.dossiers.actions.changes.splitting import assign_part
from motcua.casework.dossiers.models import BulkChange, Dossier, PartAssignment
from motcua.casework.dossiers.queries import proof
from motcua.casework.dossiers.queries.changes.proof import broken_rules
from motcua.casework.dossiers.queries.changes.succession import Sought, going, unassigned
from motcua.casework.dossiers.rules import Refusal
from motcua.casework.dossiers.tests.cast import MORNING, Cast, Office, office, set_the_stage
from motcua.casework.dossiers.tests.verbs.units.test_moving import (
    DAY,
    ON_THE_DAY,
    plan,
    without_division,
    work_off,
)
from motcua.catalogue.procedures.models import Offer
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation import actions as organisation
from motcua.people.organisation.models import Role, Succession, Unit, UnitParent
from motcua.people.organisation.queries import successions


def split(cast: Cast) -> tuple[Succession, Office]:
    """The district is split between its sister and a new one, which is given back too."""
    here = without_division(cast)
    third = office(UnitParent.objects.get(unit=here.agency).parent, "Huyện Tân Phú", "33")
    lead = organisation.plan_split(
        here.agency.pk,
        [cast.sister.agency.pk, third.agency.pk],
        on=DAY,
        act="Nghị quyết 1",
        is_checked=True,
        by=cast.watcher(Role.ADMINISTRATOR),
        now=MORNING,
    )
    return lead, third


def assign(cast: Cast, lead: Succession, part: Unit, *dossiers: int, now: Any = MORNING) -> int:
    return assign_part(lead.pk, part.pk, dossiers, by=cast.watcher(Role.ADMINISTRATOR), now=now)


def found() -> list[object]:
    return [*proof.broken_rules(), *broken_rules()]


def refused(do: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        do()
    return str(caught.value.code)


def test_each_dossier_goes_to_the_part_it_was_given_to(cast: Cast) -> None:
    lead, third = split(cast)
    one, two = cast.receive_untaken().dossier_id, cast.receive_untaken().dossier_id
    assert assign(cast, lead, cast.sister.agency, one) == assign(cast, lead, third.agency, two) == 1
    work_off()
    placed = {row.pk: (row.one_stop_id, row.agency_id) for row in Dossier.objects.all()}
    assert placed == {
        one: (cast.sister.one_stop.pk, cast.sister.agency.pk),
        two: (third.one_stop.pk, third.agency.pk),
    }
    assert cast.task(two).unit_id == third.agency.pk
    assert Succession.objects.get(pk=lead.pk).state == Succession.State.DONE
    assert Unit.objects.get(pk=cast.here.agency.pk).valid_to == DAY
    assert found() == []


def test_nothing_is_done_while_one_has_no_part(cast: Cast) -> None:
    lead, third = split(cast)
    one, two = cast.receive_untaken().dossier_id, cast.receive_untaken().dossier_id
    assign(cast, lead, third.agency, one)
    work_off()
    assert Succession.objects.get(pk=lead.pk).state == Succession.State.PLANNED
    assert not JournalRow.objects.filter(verb="dossiers.move").exists()
    assert [row.pk for row in unassigned(lead)] == [two]
    assign(cast, lead, third.agency, two, now=ON_THE_DAY)
    work_off(ON_THE_DAY + timedelta(hours=8))
    assert set(Dossier.objects.values_list("agency_id", flat=True)) == {third.agency.pk}


def test_what_comes_in_after_it_began_waits_for_its_part(cast: Cast) -> None:
    lead, third = split(cast)
    assign(cast, lead, third.agency, cast.receive_untaken().dossier_id)
    moving.carry_out(by=SYSTEM, now=ON_THE_DAY)
    late = cast.receive_untaken().dossier_id
    for _ in range(2):
        work_off()
    assert Succession.objects.get(pk=lead.pk).state == Succession.State.UNDER_WAY
    assert Dossier.objects.get(pk=late).agency_id == cast.here.agency.pk
    assign(cast, lead, cast.sister.agency, late, now=ON_THE_DAY)
    work_off()
    work_off()
    assert Dossier.objects.get(pk=late).agency_id == cast.sister.agency.pk
    assert Succession.objects.get(pk=lead.pk).state == Succession.State.DONE


def test_each_part_receives_what_was_received(cast: Cast) -> None:
    _lead, third = split(cast)
    procedures = set(Offer.objects.filter(one_stop=cast.here.one_stop).values_list("procedure_id", flat=True))
    work_off()
    received = Offer.objects.filter(one_stop=third.one_stop, agency=third.agency, valid_from=DAY)
    assert set(received.values_list("procedure_id", flat=True)) == procedures
    assert not Offer.objects.filter(one_stop=cast.here.one_stop, valid_to=None).exists()


def test_both_parts_follow_the_unit_that_was_split(cast: Cast) -> None:
    _lead, third = split(cast)
    work_off()
    assert successions.successors(cast.here.agency.pk, DAY) == tuple(
        sorted((cast.sister.agency.pk, third.agency.pk))
    )


def test_it_may_be_said_anew_and_said_again_it_is_said_once(cast: Cast) -> None:
    lead, third = split(cast)
    one, two = cast.receive_untaken().dossier_id, cast.receive_untaken().dossier_id
    assert assign(cast, lead, third.agency, one, two) == 2
    assert assign(cast, lead, third.agency, one, two) == 0
    assert assign(cast, lead, cast.sister.agency, one) == 1
    told = JournalRow.objects.filter(verb="dossiers.assign_part").order_by("number")
    assert [row.data["dossiers"] for row in told] == [[one, two], [one]]
    assert found() == []


def test_what_cannot_be_is_refused(cast: Cast) -> None:
    lead, third = split(cast)
    one = cast.receive_untaken().dossier_id
    assert refused(lambda: assign(cast, lead, cast.here.agency, one)) == Refusal.NOT_A_PART
    assert refused(lambda: assign(cast, lead, third.agency)) == Refusal.NOTHING_CHOSEN
    assert refused(lambda: assign(cast, lead, third.agency, one, one + 1)) == Refusal.NOT_IN_THE_SPLIT
    organisation.cancel_succession(lead.pk, by=cast.watcher(Role.ADMINISTRATOR), now=MORNING)
    assert refused(lambda: assign(cast, lead, third.agency, one)) == "organisation.succession_begun"
    lead.pk = 0
    assert refused(lambda: assign(cast, lead, third.agency, one)) == "organisation.succession_not_found"
    assert not PartAssignment.objects.exists()


def test_a_merger_has_no_parts(cast: Cast) -> None:
    lead = plan(cast)
    one = cast.receive_untaken().dossier_id
    assert refused(lambda: assign(cast, lead, cast.sister.agency, one)) == Refusal.NOT_A_PART


@pytest.mark.parametrize("role", [Role.LEADER, Role.RECEPTIONIST, Role.REFORM_OFFICE])
def test_only_an_administrator_says_it(cast: Cast, role: Role) -> None:
    lead, third = split(cast)
    one = cast.receive_untaken().dossier_id
    by = cast.watcher(role) if role is Role.REFORM_OFFICE else cast.here.actor(role)
    with pytest.raises(Refused, match="not_allowed"):
        assign_part(lead.pk, third.agency.pk, [one], by=by, now=MORNING)


def test_an_event_that_fails_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    lead, third = split(cast)
    one = cast.receive_untaken().dossier_id

    def fail(*_given: object, **_named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(RuntimeError):
        assign(cast, lead, third.agency, one)
    assert not PartAssignment.objects.exists()


def test_they_are_looked_for_by_code_area_and_what_is_left(cast: Cast) -> None:
    lead, third = split(cast)
    first, second = cast.receive_untaken(), cast.receive_untaken()
    Dossier.objects.filter(pk=second.dossier_id).update(area="Khu vực 2")
    assign(cast, lead, third.agency, first.dossier_id)
    assert [row.code for row in going(lead, Sought(text=first.code))] == [first.code]
    assert [row.code for row in going(lead, Sought(area="Khu vực 2"))] == [second.code]
    assert [row.code for row in going(lead, Sought(is_unassigned=True))] == [second.code]
    assert not going(lead, Sought(procedure_id=0)).exists()


def test_a_part_changed_behind_its_back_is_found(real_db: None, owner: psycopg.Connection[Any]) -> None:
    cast = set_the_stage()
    lead, third = split(cast)
    assign(cast, lead, third.agency, cast.receive_untaken().dossier_id)
    assert owner.execute("UPDATE part_assignment SET unit_id = %s", [cast.sister.agency.pk]).rowcount
    assert [(one.code, one.kind) for one in broken_rules()] == [("lines_differ", "succession")]


def test_two_at_once_leave_one_part_and_both_events(real_db: None) -> None:
    cast = set_the_stage()
    lead, third = split(cast)
    one = cast.receive_untaken().dossier_id

    def assign_to(part: Unit) -> int:
        try:
            return assign(cast, lead, part, one)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(assign_to, (third.agency, cast.sister.agency))) == [1, 1]
    assert PartAssignment.objects.count() == 1
    assert list(broken_rules()) == []


def test_the_change_says_that_all_had_their_part(cast: Cast) -> None:
    lead, third = split(cast)
    assign(cast, lead, third.agency, cast.receive_untaken().dossier_id)
    work_off()
    assert BulkChange.objects.get().about["verb"] == "split"
