"""What the two sides of a hand-over type."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from motcua.casework.custody.rules import LINES_AT_ONCE, Answer
from motcua.faces.desk.dossier.step_forms import id_in

LONGEST = 300


class DayForm(forms.Form):
    """The day of receipt of the files to be handed over; all days without one."""

    day = forms.DateField(
        label=_("Ngày tiếp nhận"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def chosen(self) -> date | None:
        """The day; none for what is not one."""
        return self.cleaned_data.get("day") if self.is_valid() else None


def ticked(posted: QueryDict) -> list[int]:
    """The dossiers that were ticked; one more than a list holds is enough to be refused."""
    ids = (id_in(value) for value in posted.getlist("dossier")[: LINES_AT_ONCE + 1])
    return [pk for pk in ids if pk is not None]


def answers(posted: QueryDict, ordinals: Iterable[int]) -> dict[int, Answer]:
    """What the taker said of each line of the list."""
    came = {id_in(value) for value in posted.getlist("came")}
    return {
        ordinal: Answer(ordinal in came, posted.get(f"difference-{ordinal}", "").strip()[:LONGEST])
        for ordinal in ordinals
    }
