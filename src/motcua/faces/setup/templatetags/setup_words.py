"""Periods as filters: anything valid from–to in words."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django import template

from motcua.faces.setup import words

register = template.Library()


class Valid(Protocol):
    """What is valid from–to; `valid_to` is the first day that no longer counts."""

    valid_from: date
    valid_to: date | None


@register.filter
def period(row: Valid) -> str:
    """01/01/2016 – 31/12/2017."""
    return words.period_words(row.valid_from, row.valid_to)


@register.filter
def role_title(role: str) -> str:
    """The title of a role."""
    return words.role_words(role)
