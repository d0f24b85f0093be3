"""Addresses of calendars and of the demonstration's clock."""

from __future__ import annotations

from django.urls import path

from motcua.faces.setup.timekeeping import calendars, clock, days, hours, preview, thresholds

CALENDAR = "setup/calendars/<int:calendar_id>/"
DAY = CALENDAR + "days/<slug:on>/"

urlpatterns = [
    path("setup/calendars/", calendars.calendars, name="calendars"),
    path(CALENDAR, calendars.calendar, name="calendar"),
    path(CALENDAR + "days/", days.adding, name="add_calendar_day"),
    path(DAY, days.changing, name="change_calendar_day"),
    path(DAY + "removal/", days.removing, name="remove_calendar_day"),
    path(CALENDAR + "hours/", hours.changing, name="change_working_hours"),
    path(CALENDAR + "preview/", preview.preview, name="calendar_preview"),
    path(CALENDAR + "preview.csv", preview.preview_csv, name="calendar_preview_csv"),
    path("setup/reminders/", thresholds.thresholds, name="thresholds"),
    path("setup/clock/", clock.advancing, name="advance_clock"),
]
