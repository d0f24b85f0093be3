"""Falling late and ending late: which step is written down as the one that made it so, and who names the cause."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import connection

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.models import Dossier, Lateness, Remark
from motcua.casework.dossiers.queries.proof import broken_rules
from motcua.casework.dossiers.tests.cast import DOCUMENT, MORNING, Cast, at
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Role

# Fifteen working days from Wednesday 1 March 2017, 08:30: promised for the 22nd, late after it.
DUE, LATE_AFTER = at("2017-03-22 08:30"), at("2017-03-23 00:00")
NOTICED, LATER = at("2017-03-23 08:00"), at("2017-03-24 08:30")


def late_at(cast: Cast, element: str = "handle") -> int:
    """A dossier that stood at this step from the first morning and fell late there."""
    dossier_id = cast.bring_to(cast.receive().dossier_id, element).dossier_id
    actions.fall_late(dossier_id, by=SYSTEM, now=NOTICED)
    return dossier_id


def named(
    cast: Cast, dossier_id: int, role: Role = Role.HANDLER, cause: str = "overloaded", **more: Any
) -> int:
    return actions.name_cause(dossier_id, by=cast.here.actor(role, NOTICED), now=NOTICED, cause=cause, **more)


def found() -> list[str]:
    return [broken.code for broken in broken_rules()]


def test_falling_late_keeps_the_step_that_made_it_so(cast: Cast) -> None:
    """Seven hours of the first day and fifteen days of eight are 127 hours, of the 40 that this step has."""
    row = Lateness.objects.get(dossier_id=late_at(cast))
    assert (row.since, row.element, row.unit_id) == (LATE_AFTER, "handle", cast.here.division.pk)
    assert (row.used_minutes, row.allowed_minutes) == (127 * 60, 40 * 60)
    assert row.officer_id == cast.here.officer_id(Role.HANDLER)
    assert found() == []


def test_it_is_noticed_later_and_counted_up_to_the_moment_itself(cast: Cast) -> None:
    dossier_id = cast.bring_to(cast.receive().dossier_id, "handle").dossier_id
    actions.fall_late(dossier_id, by=SYSTEM, now=at("2017-05-02 08:00"))
    assert Lateness.objects.get(dossier_id=dossier_id).used_minutes == 127 * 60


def test_the_end_of_a_late_dossier_says_it_at_last(cast: Cast) -> None:
    """Handled in time; then the clerk keeps it from the 10th to the 24th: he is named, not the step before him."""
    dossier_id = cast.bring_to(cast.receive().dossier_id, "stamp", at("2017-03-02 08:30")).dossier_id
    clerk = cast.here.actor(Role.CLERK, LATER)
    actions.finish(cast.task(dossier_id).pk, by=clerk, now=LATER, document=DOCUMENT)
    row = Lateness.objects.get(dossier_id=dossier_id)
    assert (row.element, row.unit_id, row.officer_id) == ("stamp", cast.here.agency.pk, None)
    # From 2 March 08:30 to 24 March 08:30: sixteen days of eight hours.
    assert (row.used_minutes, row.allowed_minutes) == (16 * 8 * 60, 4 * 60)
    assert found() == []


def test_a_late_rejection_says_it_as_well(cast: Cast) -> None:
    dossier_id = cast.bring_to(cast.receive().dossier_id, "sign").dossier_id
    leader = cast.here.actor(Role.LEADER, LATER)
    actions.reject(cast.task(dossier_id).pk, by=leader, now=LATER, reason="Không đủ", document=DOCUMENT)
    assert Lateness.objects.get(dossier_id=dossier_id).element == "sign"
    assert found() == []


def test_a_dossier_in_time_has_nothing_of_it(cast: Cast) -> None:
    dossier_id = cast.bring_to(cast.receive().dossier_id, "return").dossier_id
    assert not Lateness.objects.filter(dossier_id=dossier_id).exists()
    (finished,) = JournalRow.objects.filter(verb="dossiers.finish")
    assert "late" not in finished.data


def test_the_end_keeps_the_cause_that_was_named(cast: Cast) -> None:
    dossier_id = late_at(cast)
    named(cast, dossier_id)
    cast.bring_to(dossier_id, "return", LATER)
    row = Lateness.objects.get(dossier_id=dossier_id)
    assert (row.cause, row.cause_by_id) == ("overloaded", cast.here.officer_id(Role.HANDLER))
    # Nine hours more than when it fell late: the 23rd, and one of the 24th.
    assert row.used_minutes == (127 + 9) * 60
    assert found() == []


def test_a_cause_is_named_with_its_words(cast: Cast) -> None:
    dossier_id = late_at(cast)
    number = named(cast, dossier_id, cause="other", words=" Mưa bão ")
    row = Lateness.objects.get(dossier_id=dossier_id)
    assert (row.cause, row.cause_number, row.cause_at) == ("other", number, NOTICED)
    assert Remark.objects.get(dossier_id=dossier_id, number=number).body == "Mưa bão"
    assert Dossier.objects.get(pk=dossier_id).events == number
    assert found() == []


def test_a_cause_is_named_before_the_system_has_noticed(cast: Cast) -> None:
    dossier_id = cast.bring_to(cast.receive().dossier_id, "handle").dossier_id
    named(cast, dossier_id)
    actions.fall_late(dossier_id, by=SYSTEM, now=LATER)
    row = Lateness.objects.get(dossier_id=dossier_id)
    assert (row.cause, row.element) == ("overloaded", "handle")
    assert found() == []


def test_what_is_in_time_has_no_cause(cast: Cast) -> None:
    dossier_id = cast.bring_to(cast.receive().dossier_id, "handle").dossier_id
    with pytest.raises(Refused, match=r"dossiers\.not_late"):
        actions.name_cause(dossier_id, by=cast.here.actor(Role.HANDLER), now=DUE, cause="overloaded")


def test_heads_correct_a_cause_until_the_result(cast: Cast) -> None:
    dossier_id = late_at(cast)
    named(cast, dossier_id)
    with pytest.raises(Refused, match="cause_named"):
        named(cast, dossier_id, cause="on_site")
    named(cast, dossier_id, Role.HEAD_OF_DIVISION, "on_site")
    assert Lateness.objects.get(dossier_id=dossier_id).cause == "on_site"
    cast.bring_to(dossier_id, "return", LATER)
    with pytest.raises(Refused, match="cause_named"):
        named(cast, dossier_id, Role.LEADER)


def test_what_was_not_named_in_time_may_be_named_after_the_result(cast: Cast) -> None:
    dossier_id = late_at(cast)
    cast.bring_to(dossier_id, "return", LATER)
    named(cast, dossier_id, Role.CLERK, "not_recorded")
    assert Lateness.objects.get(dossier_id=dossier_id).cause == "not_recorded"


def test_a_cause_outside_the_list_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="unknown_cause"):
        named(cast, late_at(cast), cause="fate")


def test_strangers_do_not_find_it_and_the_counter_does_not_name_it(cast: Cast) -> None:
    dossier_id = late_at(cast)
    with pytest.raises(Refused, match="not_found"):
        actions.name_cause(
            dossier_id, by=cast.sister.actor(Role.HANDLER, NOTICED), now=NOTICED, cause="overloaded"
        )
    with pytest.raises(Refused, match="not_allowed"):
        named(cast, dossier_id, Role.RECEPTIONIST)


def test_pressing_twice_names_it_once(cast: Cast) -> None:
    dossier_id = late_at(cast)
    assert named(cast, dossier_id, key="k") == named(cast, dossier_id, key="k")
    assert JournalRow.objects.filter(verb="dossiers.name_cause").count() == 1


def test_when_the_event_fails_nothing_is_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier_id = late_at(cast)

    def fail(*_args: object, **_more: object) -> int:
        raise OSError("full")

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(OSError, match="full"):
        named(cast, dossier_id, words="x")
    assert Lateness.objects.get(dossier_id=dossier_id).cause == ""


def _name(cast: Cast, dossier_id: int) -> str:
    try:
        named(cast, dossier_id)
    except Refused as refused:
        return str(refused.code)
    finally:
        connection.close()
    return "done"


def test_of_two_who_name_it_at_once_one_is_told(real_cast: Cast) -> None:
    dossier_id = late_at(real_cast)
    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(lambda _: _name(real_cast, dossier_id), range(4)))
    assert answers == ["done"] + ["dossiers.cause_named"] * 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lateness SET element = 'sign'",
        "UPDATE lateness SET used_minutes = used_minutes + 1",
        "UPDATE lateness SET cause = 'on_site'",
        "DELETE FROM lateness",
    ],
)
def test_a_change_behind_its_back_is_found(
    real_cast: Cast, owner: psycopg.Connection[Any], statement: str
) -> None:
    named(real_cast, late_at(real_cast))
    owner.execute(statement)
    assert found() == ["lateness_differs_from_events"]


def test_ending_in_time_costs_no_statement_more(cast: Cast, django_assert_num_queries: Any) -> None:
    task = cast.bring_to(cast.receive().dossier_id, "stamp")
    clerk = cast.here.actor(Role.CLERK, MORNING)
    with django_assert_num_queries(5):
        actions.finish(task.pk, by=clerk, now=MORNING, document=DOCUMENT)
