"""Two at once, on two connections."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.refusals import RefusalCode, Refused
from motcua.people.organisation import actions, queries
from motcua.people.organisation.models import Appointment, UnitParent
from motcua.people.organisation.rules import Refusal
from motcua.people.organisation.tests.conftest import NOW, SINCE, TODAY, Town, build

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("real_db")]


@pytest.fixture
def real_town(real_db: None) -> Town:
    return build()


def at_once(*verbs: Callable[[], Any]) -> list[RefusalCode | None]:
    """Run each verb on a connection of its own, all from the same moment; the code of each that refused."""
    outcomes: list[RefusalCode | None] = [None] * len(verbs)
    ready = threading.Barrier(len(verbs))

    def run(number: int, verb: Callable[[], Any]) -> None:
        try:
            ready.wait(10)
            verb()
        except Refused as refused:
            outcomes[number] = refused.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return outcomes


@contextmanager
def deciding(appointment_id: int, delegation_id: int | None = None) -> Iterator[list[str]]:
    """An act that decides, on another connection, open for as long as the block; what it did is in the list."""
    log: list[str] = []
    holding, finish = threading.Event(), threading.Event()

    def decide() -> None:
        with transaction.atomic():
            held = queries.hold_for_share(
                appointment_id=appointment_id, delegation_id=delegation_id, on=TODAY
            )
            log.append("held" if held else "not held")
            holding.set()
            finish.wait(10)
            log.append("decided")
        connection.close()

    thread = threading.Thread(target=decide)
    thread.start()
    assert holding.wait(10)
    threading.Timer(0.3, finish.set).start()
    yield log
    thread.join(10)


def test_an_end_waits_for_the_act_that_decides_and_then_nothing_more_commits(real_town: Town) -> None:
    appointment_id = real_town.appointment("leader")
    with deciding(appointment_id) as log:
        actions.end_appointment(appointment_id, valid_to=TODAY, by=SYSTEM, now=NOW)
        log.append("ended")
    assert log == ["held", "decided", "ended"]
    with transaction.atomic():
        assert not queries.hold_for_share(appointment_id=appointment_id, delegation_id=None, on=TODAY)


def test_an_act_that_decides_waits_for_the_end_and_finds_it(real_town: Town) -> None:
    appointment_id = real_town.appointment("leader")
    with transaction.atomic():
        actions.end_appointment(appointment_id, valid_to=TODAY, by=SYSTEM, now=NOW)
        started = threading.Event()
        found: list[bool] = []

        def decide() -> None:
            started.set()
            with transaction.atomic():
                found.append(
                    queries.hold_for_share(appointment_id=appointment_id, delegation_id=None, on=TODAY)
                )
            connection.close()

        thread = threading.Thread(target=decide)
        thread.start()
        assert started.wait(10)
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(10)
    assert found == [False]


def test_the_end_of_a_delegation_waits_for_the_act_that_decides_under_it(real_town: Town) -> None:
    delegation = actions.delegate(
        appointment_id=real_town.appointment("leader"),
        delegate_id=real_town.officer("head"),
        form="KT.",
        basis="Quyết định 1",
        valid_from=SINCE,
        valid_to=date(2019, 1, 1),
        by=SYSTEM,
        now=NOW,
    )
    with deciding(real_town.appointment("leader"), delegation.pk) as log:
        actions.end_delegation(delegation.pk, valid_to=TODAY, by=SYSTEM, now=NOW)
        log.append("ended")
    assert log == ["held", "decided", "ended"]


def test_a_delegation_is_held_only_with_its_own_appointment(real_town: Town) -> None:
    with transaction.atomic():
        other = real_town.appointment("sister_leader")
        assert queries.hold_for_share(appointment_id=other, delegation_id=None, on=TODAY)
        assert not queries.hold_for_share(appointment_id=other, delegation_id=1, on=TODAY)


def test_an_officer_is_appointed_once_by_two_at_once(real_town: Town) -> None:
    def appoint() -> None:
        actions.appoint(
            officer_id=real_town.officer("handler"),
            unit_id=real_town.unit("one_stop"),
            role="receptionist",
            valid_from=TODAY,
            by=SYSTEM,
            now=NOW,
        )

    outcomes = at_once(appoint, appoint)
    assert sorted(map(str, outcomes)) == ["None", Refusal.ALREADY_APPOINTED]
    assert Appointment.objects.filter(officer=real_town.officer("handler"), role="receptionist").count() == 1


def test_a_code_is_given_once_by_two_at_once(real_town: Town) -> None:
    def create(parent: str) -> Callable[[], object]:
        return lambda: actions.create_unit(
            kind="division",
            code="P1",
            name="Phòng",
            parent_id=real_town.unit(parent),
            valid_from=TODAY,
            by=SYSTEM,
            now=NOW,
        )

    assert sorted(map(str, at_once(create("district"), create("sister")))) == ["None", Refusal.CODE_TAKEN]


def test_nobody_is_appointed_to_a_unit_that_closes_at_the_same_moment(real_town: Town) -> None:
    unit_id = real_town.unit("department")
    tomorrow = TODAY + timedelta(days=1)
    outcomes = at_once(
        lambda: actions.close_unit(unit_id, from_on=tomorrow, by=SYSTEM, now=NOW),
        lambda: actions.appoint(
            officer_id=real_town.officer("handler"),
            unit_id=unit_id,
            role="clerk",
            valid_from=TODAY,
            by=SYSTEM,
            now=NOW,
        ),
    )
    assert outcomes in ([None, Refusal.UNIT_CLOSED], [Refusal.UNIT_HAS_PEOPLE, None])


def test_two_moves_at_once_make_no_circle(real_town: Town) -> None:
    ids = [
        actions.create_unit(
            kind="division",
            code=f"P{i}",
            name="Phòng",
            parent_id=real_town.unit("district"),
            valid_from=SINCE,
            by=SYSTEM,
            now=NOW,
        ).pk
        for i in range(2)
    ]
    outcomes = at_once(
        lambda: actions.move_unit(ids[0], parent_id=ids[1], from_on=TODAY, by=SYSTEM, now=NOW),
        lambda: actions.move_unit(ids[1], parent_id=ids[0], from_on=TODAY, by=SYSTEM, now=NOW),
    )
    assert sorted(map(str, outcomes)) == ["None", Refusal.IN_A_CIRCLE]
    assert UnitParent.objects.filter(unit__in=ids, parent__in=ids).count() == 1


def test_two_administrators_who_end_each_other_do_not_leave_nobody(real_town: Town) -> None:
    other = actions.appoint(
        officer_id=real_town.officer("inspector"),
        unit_id=real_town.unit("province"),
        role="administrator",
        valid_from=SINCE,
        by=SYSTEM,
        now=NOW,
    )
    ends = [
        lambda pk=pk: actions.end_appointment(pk, valid_to=TODAY, by=SYSTEM, now=NOW)
        for pk in (real_town.appointment("administrator"), other.pk)
    ]
    assert sorted(map(str, at_once(*ends))) == ["None", str(Refusal.LAST_ADMINISTRATOR)]
