"""States of a dossier by the national code list, what may follow what, and whose turn it is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.IntegerChoices):
    """National status codes of a dossier (1 … 10); 1, 3 and 6 are never stored here.

    A dossier begins when it is received; one that is not received leaves a counter notice instead.
    """

    RECEIVED = 2, _("Được tiếp nhận")
    IN_PROGRESS = 4, _("Đang xử lý")
    AWAITING_COMPLETION = 5, _("Yêu cầu bổ sung giấy tờ")
    STOPPED = 8, _("Dừng xử lý")
    FINISHED = 9, _("Đã xử lý xong")
    RETURNED = 10, _("Đã trả kết quả")


TRANSITIONS: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.IN_PROGRESS, State.AWAITING_COMPLETION, State.STOPPED, State.FINISHED}),
    State.IN_PROGRESS: frozenset({State.AWAITING_COMPLETION, State.STOPPED, State.FINISHED}),
    State.AWAITING_COMPLETION: frozenset({State.IN_PROGRESS}),
    State.STOPPED: frozenset({State.RETURNED}),
    State.FINISHED: frozenset({State.RETURNED}),
    State.RETURNED: frozenset(),
}


class Turn(models.TextChoices):
    """Who must act next."""

    AGENCY = "agency", _("Cơ quan giải quyết")
    APPLICANT = "applicant", _("Người nộp hồ sơ")
    ONE_STOP = "one_stop", _("Bộ phận Một cửa")
    NOBODY = "nobody", _("Không còn việc")


OWNER: dict[State, Turn] = {
    State.RECEIVED: Turn.AGENCY,
    State.IN_PROGRESS: Turn.AGENCY,
    State.AWAITING_COMPLETION: Turn.APPLICANT,
    State.STOPPED: Turn.ONE_STOP,
    State.FINISHED: Turn.ONE_STOP,
    State.RETURNED: Turn.NOBODY,
}

OPEN = (State.RECEIVED, State.IN_PROGRESS, State.AWAITING_COMPLETION)
# The agency's clock runs in these.
RUNNING = (State.RECEIVED, State.IN_PROGRESS)


def may_follow(before: State, after: State) -> bool:
    """May a dossier in `before` come to `after`? Staying where it is, is always allowed."""
    return before == after or after in TRANSITIONS[before]
