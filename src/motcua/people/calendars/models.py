"""Calendars as rows: office hours of each weekday from–to, and the days that differ, with their source."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.people.calendars.rules import Checked, DayKind

DAY_KINDS = {
    DayKind.HOLIDAY: _("Nghỉ lễ, tết"),
    DayKind.SUBSTITUTE_DAY_OFF: _("Nghỉ bù"),
    DayKind.SWAPPED_DAY_OFF: _("Nghỉ hoán đổi"),
    DayKind.SWAPPED_WORKING_DAY: _("Làm bù"),
}
CHECKED = {
    Checked.NOTICE: _("Đã đối chiếu với thông báo"),
    Checked.STATUTE: _("Đã đối chiếu với Bộ luật Lao động"),
    Checked.LIST_ONLY: _("Chưa đối chiếu với văn bản"),
    Checked.PROVISIONAL: _("Dự kiến, chưa có thông báo"),
}


class Calendar(models.Model):
    """The working time that offices share: when they are open, and which days differ.

    `is_ours` says that no official act stands behind the hours. `revision` is new at every change and never
    used again, so that (id, revision) names one content for good.
    """

    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=40)
    source = models.CharField(max_length=300)
    is_ours = models.BooleanField()
    revision = models.BigIntegerField()

    class Meta:
        db_table = "calendar"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="a_calendar_has_its_own_name"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(zone=""), name="a_calendar_has_a_name_and_a_zone"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="a_calendar_names_its_source"),
        ]

    def __str__(self) -> str:
        return self.name


class WorkingHours(models.Model):
    """One stretch of office hours of a weekday (1 Monday … 7 Sunday), such as a morning.

    Without `valid_from` since ever; `valid_to` is the first day that no longer counts. `source` is the act that
    sets these hours; where it is empty, the calendar's own source holds.
    """

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=300, default="")

    class Meta:
        db_table = "working_hours"
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="working_hours_are_of_a_day_of_the_week"
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="working_hours_close_after_they_open"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="working_hours_end_after_they_begin",
            ),
            models.UniqueConstraint(
                fields=["calendar", "weekday", "opens", "valid_from"],
                name="working_hours_open_once",
                nulls_distinct=False,
            ),
        ]


class CalendarDay(models.Model):
    """A day that differs from its weekday: a holiday, a day off in its place, a Saturday that is worked."""

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="days")
    on_date = models.DateField()
    kind = models.CharField(max_length=20, choices=[(kind.value, title) for kind, title in DAY_KINDS.items()])
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    checked = models.CharField(
        max_length=12, choices=[(checked.value, title) for checked, title in CHECKED.items()]
    )
    makes_up_for = models.DateField(null=True)

    class Meta:
        db_table = "calendar_day"
        constraints = [
            models.UniqueConstraint(fields=["calendar", "on_date"], name="a_day_stands_once_in_a_calendar"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in DayKind]),
                name="a_calendar_day_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(checked__in=[checked.value for checked in Checked]),
                name="a_calendar_day_says_how_it_was_checked",
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(name_vi=""), name="a_calendar_day_names_its_source"
            ),
            models.CheckConstraint(
                condition=Q(kind=DayKind.SWAPPED_WORKING_DAY.value, makes_up_for__isnull=False)
                | (~Q(kind=DayKind.SWAPPED_WORKING_DAY.value) & Q(makes_up_for__isnull=True)),
                name="only_a_swapped_working_day_makes_up_for_another",
            ),
        ]
