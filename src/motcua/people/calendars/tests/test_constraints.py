"""What the database itself refuses, whoever writes."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from motcua.people.calendars.models import Calendar, CalendarDay, WorkingHours


def broken(model: type[models.Model], **values: Any) -> str:
    """The name of the constraint that stops this row."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        model._default_manager.create(**values)
    diagnosis = caught.value.__cause__.diag  # type: ignore[union-attr]
    return str(diagnosis.constraint_name)


MONDAY: dict[str, Any] = {"weekday": 1, "opens": time(13), "closes": time(17)}
DAY: dict[str, Any] = {
    "on_date": date(2018, 9, 3),
    "kind": "holiday",
    "name_vi": "Quốc khánh",
    "name_en": "National Day",
    "source": "Điều 115",
    "checked": "statute",
}


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"weekday": 0}, "working_hours_are_of_a_day_of_the_week"),
        ({"weekday": 8}, "working_hours_are_of_a_day_of_the_week"),
        ({"closes": time(13)}, "working_hours_close_after_they_open"),
        (
            {"valid_from": date(2018, 1, 1), "valid_to": date(2018, 1, 1)},
            "working_hours_end_after_they_begin",
        ),
        ({"opens": time(7, 30)}, "working_hours_open_once"),
    ],
)
def test_hours_that_cannot_be(calendar: Calendar, changes: dict[str, Any], name: str) -> None:
    assert broken(WorkingHours, calendar=calendar, **MONDAY | changes) == name


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"on_date": date(2018, 5, 1)}, "a_day_stands_once_in_a_calendar"),
        ({"kind": "half_day"}, "a_calendar_day_is_of_a_known_kind"),
        ({"checked": "perhaps"}, "a_calendar_day_says_how_it_was_checked"),
        ({"source": ""}, "a_calendar_day_names_its_source"),
        ({"name_vi": ""}, "a_calendar_day_names_its_source"),
        ({"kind": "swapped_working_day"}, "only_a_swapped_working_day_makes_up_for_another"),
        ({"makes_up_for": date(2018, 9, 4)}, "only_a_swapped_working_day_makes_up_for_another"),
    ],
)
def test_days_that_cannot_be(calendar: Calendar, changes: dict[str, Any], name: str) -> None:
    assert broken(CalendarDay, calendar=calendar, **DAY | changes) == name


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"name": "Buổi sáng"}, "a_calendar_has_its_own_name"),
        ({"name": ""}, "a_calendar_has_a_name_and_a_zone"),
        ({"zone": ""}, "a_calendar_has_a_name_and_a_zone"),
        ({"source": ""}, "a_calendar_names_its_source"),
    ],
)
def test_calendars_that_cannot_be(calendar: Calendar, changes: dict[str, Any], name: str) -> None:
    plain = {"name": "Lịch", "zone": "Asia/Ho_Chi_Minh", "source": "QĐ 1", "is_ours": True, "revision": 1}
    assert broken(Calendar, **plain | changes) == name


def test_rows_that_can_be_are_written(calendar: Calendar) -> None:
    WorkingHours.objects.create(calendar=calendar, **MONDAY)
    CalendarDay.objects.create(calendar=calendar, **DAY)
    swapped = {"on_date": date(2018, 9, 8), "kind": "swapped_working_day", "makes_up_for": date(2018, 9, 4)}
    CalendarDay.objects.create(calendar=calendar, **DAY | swapped)
    assert str(calendar) == "Buổi sáng"
