"""States of a hand-over list: what may follow what, and whose turn it is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a hand-over is."""

    GIVEN = "given", _("Chờ bên nhận xác nhận")
    DIFFERING = "differing", _("Có chênh lệch, chờ bên giao xác nhận")
    TAKEN = "taken", _("Đã nhận đủ")
    SETTLED = "settled", _("Hai bên đã xác nhận chênh lệch")
    CANCELLED = "cancelled", _("Đã hủy")


TRANSITIONS: dict[State, frozenset[State]] = {
    State.GIVEN: frozenset({State.TAKEN, State.DIFFERING, State.CANCELLED}),
    State.DIFFERING: frozenset({State.SETTLED}),
    State.TAKEN: frozenset(),
    State.SETTLED: frozenset(),
    State.CANCELLED: frozenset(),
}


class Side(models.TextChoices):
    """Which of the two sides must act."""

    GIVER = "giver", _("Bên giao")
    TAKER = "taker", _("Bên nhận")
    NOBODY = "nobody", _("Không còn việc")


OWNER: dict[State, Side] = {
    State.GIVEN: Side.TAKER,
    State.DIFFERING: Side.GIVER,
    State.TAKEN: Side.NOBODY,
    State.SETTLED: Side.NOBODY,
    State.CANCELLED: Side.NOBODY,
}
