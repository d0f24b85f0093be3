"""Periods, offices and units as people read them; `valid_to` in the tables is the first day that no longer counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from django.utils.translation import gettext as _

from motcua.faces.look.formats import date_words
from motcua.people.organisation.models import Role
from motcua.people.organisation.rules import holds_on

When = Literal["now", "next", "past", "never"]


def when(valid_from: date, valid_to: date | None, on: date) -> When:
    """Whether a period is running on that day, is still to come, is over, or was taken back before it began."""
    if valid_to == valid_from:
        return "never"
    if holds_on(valid_from, valid_to, on):
        return "now"
    return "next" if on < valid_from else "past"


def period_words(valid_from: date, valid_to: date | None) -> str:
    """01/01/2016 – 31/12/2017, both days counted; without an end, “từ 01/01/2016”."""
    begins = date_words(valid_from)
    if valid_to is None:
        return _("từ %(day)s") % {"day": begins}
    if valid_to == valid_from:
        return _("%(day)s, đã hủy trước khi có hiệu lực") % {"day": begins}
    return f"{begins} – {date_words(valid_to - timedelta(days=1))}"


def role_words(role: str) -> str:
    """The title of a role in the language now active."""
    return str(Role(role).label)
