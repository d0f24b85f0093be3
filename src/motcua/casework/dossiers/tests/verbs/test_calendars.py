"""Changing a calendar: a promised date does not move unseen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time

import pytest
from django.db import connection, transaction

from motcua.casework.dossiers.actions import calendars
from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.tests.cast import MORNING, Cast, same_day
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars import queries
from motcua.people.calendars.rules import Checked, DayKind, Hours, SpecialDay
from motcua.people.organisation.models import Role


def holiday(on: date) -> SpecialDay:
    return SpecialDay(
        on=on, kind=DayKind.HOLIDAY, name_vi="Nghỉ", name_en="Off", source="QĐ 1", checked=Checked.PROVISIONAL
    )


WITHIN, BEYOND = date(2017, 3, 8), date(2017, 6, 8)


def add(cast: Cast, on: date) -> None:
    calendars.add_day(cast.calendar.pk, holiday(on), by=cast.watcher(Role.ADMINISTRATOR), now=MORNING)


def test_a_day_that_moves_nothing_is_added(cast: Cast) -> None:
    cast.receive()
    add(cast, BEYOND)
    assert not queries.working_time(cast.calendar.pk).is_working_day(BEYOND)


def test_a_day_that_would_move_open_dossiers_is_refused_with_their_number(cast: Cast) -> None:
    cast.receive()
    cast.receive()
    with pytest.raises(Refused, match="moves_open_dossiers") as refused:
        add(cast, WITHIN)
    assert "2 hồ sơ" in refused.value.sentence()
    assert queries.working_time(cast.calendar.pk).is_working_day(WITHIN)


def test_a_finished_dossier_is_in_nobodys_way(cast: Cast) -> None:
    cast.bring_to(cast.receive().dossier_id, "return")
    add(cast, WITHIN)


def test_a_promise_of_the_same_day_is_compared_by_its_closing(cast: Cast) -> None:
    same_day(cast.procedure)
    cast.receive()
    hours = [Hours(day, time(7, 30), time(11, 30)) for day in range(1, 6)]
    with pytest.raises(Refused, match="moves_open_dossiers"):
        calendars.change_hours(cast.calendar.pk, hours, by=cast.watcher(Role.ADMINISTRATOR), now=MORNING)


def test_removing_a_day_is_compared_too(cast: Cast) -> None:
    add(cast, WITHIN)
    cast.receive()
    with pytest.raises(Refused, match="moves_open_dossiers"):
        calendars.remove_day(cast.calendar.pk, WITHIN, by=cast.watcher(Role.ADMINISTRATOR), now=MORNING)


def test_a_name_is_changed_whatever_is_open(cast: Cast) -> None:
    add(cast, BEYOND)
    cast.receive()
    day = holiday(BEYOND)
    other = SpecialDay(BEYOND, day.kind, "Tên khác", day.name_en, day.source, day.checked)
    calendars.change_day(cast.calendar.pk, other, by=cast.watcher(Role.ADMINISTRATOR), now=MORNING)
    assert queries.working_time(cast.calendar.pk).special(BEYOND) == other


@pytest.mark.parametrize("role", [Role.LEADER, Role.RECEPTIONIST])
def test_only_the_administrator_may(cast: Cast, role: Role) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        calendars.add_day(cast.calendar.pk, holiday(BEYOND), by=cast.here.actor(role), now=MORNING)


def test_it_is_one_event(cast: Cast) -> None:
    before = JournalRow.objects.count()
    add(cast, BEYOND)
    assert JournalRow.objects.count() == before + 1


def _receive(cast: Cast) -> None:
    try:
        cast.receive()
    finally:
        connection.close()


def test_a_reception_that_meets_a_change_counts_by_the_new_calendar(real_cast: Cast) -> None:
    real_cast.bring_to(real_cast.receive().dossier_id, "return")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            add(real_cast, WITHIN)
            waiting = pool.submit(_receive, real_cast)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.5)
        waiting.result(timeout=10)
    assert Dossier.objects.order_by("-pk")[0].due_at.date() == date(2017, 3, 23)
