"""Oversight's part of the rail: the figures and the two lists that a leader opens first."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.faces.look.decorators import Request
from motcua.faces.look.frame import RailGroup, RailLine
from motcua.faces.oversight.words import TABS
from motcua.ground.access import policy
from motcua.insight.figures.queries.counts import By
from motcua.insight.figures.rules import Measure


def lines(request: Request) -> tuple[RailGroup, ...]:
    """The rail of whoever may see figures. Counting them on every page would cost more than it tells: no counts."""
    if not policy.has(request.actor, "figures.view"):
        return ()
    overview = [RailLine(_("Tình hình giải quyết"), reverse("figures"))]
    # Who only watches has no other lines: all the tables are in the rail.
    if not policy.has(request.actor, "desk.work"):
        overview += [
            RailLine(str(TABS[by]), f"{reverse('figures')}?by={by.value}")
            for by in By
            if by not in (By.UNIT, By.OFFICER)
        ]
    lists: tuple[RailLine, ...] = (
        RailLine(_("Đang quá hạn"), f"{reverse('figures_list')}?measure={Measure.PAST.value}"),
        RailLine(_("Giải quyết trễ hạn"), f"{reverse('figures_list')}?measure={Measure.LATE.value}"),
    )
    if policy.has(request.actor, "sightings.view"):
        lists += (RailLine(_("Nhật ký xem dữ liệu cá nhân"), reverse("readings")),)
    return (RailGroup(_("Theo dõi"), (*overview, *lists)),)
