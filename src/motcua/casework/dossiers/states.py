"""States of a dossier by the national code list, what may follow what, and whose turn it is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.IntegerChoices):
    """National status codes of a dossier (1 … 10); 1 and 6 are never stored here.

    A dossier begins when it is received; one that is not received leaves a counter notice instead. 3 of the national
    list (“Không được tiếp nhận”) is the nearest to a reception that was voided: its number stays, nothing else does.
    """

    RECEIVED = 2, _("Được tiếp nhận")
    VOIDED = 3, _("Đã hủy tiếp nhận")
    IN_PROGRESS = 4, _("Đang xử lý")
    AWAITING_COMPLETION = 5, _("Yêu cầu bổ sung giấy tờ")
    WITHDRAWN = 7, _("Công dân rút hồ sơ")
    STOPPED = 8, _("Dừng xử lý")
    FINISHED = 9, _("Đã xử lý xong")
    RETURNED = 10, _("Đã trả kết quả")


TRANSITIONS: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset(
        {
            State.VOIDED,
            State.IN_PROGRESS,
            State.AWAITING_COMPLETION,
            State.WITHDRAWN,
            State.STOPPED,
            State.FINISHED,
        }
    ),
    State.VOIDED: frozenset(),
    # A reception that the counter itself has passed on may still be voided while the agency has not begun.
    State.IN_PROGRESS: frozenset(
        {State.VOIDED, State.AWAITING_COMPLETION, State.WITHDRAWN, State.STOPPED, State.FINISHED}
    ),
    State.AWAITING_COMPLETION: frozenset({State.IN_PROGRESS, State.WITHDRAWN, State.STOPPED}),
    State.WITHDRAWN: frozenset(),
    State.STOPPED: frozenset({State.RETURNED}),
    State.FINISHED: frozenset({State.RETURNED}),
    # A result that was scanned by mistake is taken back on the same day.
    State.RETURNED: frozenset({State.STOPPED, State.FINISHED}),
}


class Turn(models.TextChoices):
    """Who must act next."""

    AGENCY = "agency", _("Cơ quan giải quyết")
    APPLICANT = "applicant", _("Người nộp hồ sơ")
    ONE_STOP = "one_stop", _("Bộ phận Một cửa")
    NOBODY = "nobody", _("Không còn việc")


OWNER: dict[State, Turn] = {
    State.RECEIVED: Turn.AGENCY,
    State.VOIDED: Turn.NOBODY,
    State.IN_PROGRESS: Turn.AGENCY,
    State.AWAITING_COMPLETION: Turn.APPLICANT,
    State.WITHDRAWN: Turn.NOBODY,
    State.STOPPED: Turn.ONE_STOP,
    State.FINISHED: Turn.ONE_STOP,
    State.RETURNED: Turn.NOBODY,
}

OPEN = (State.RECEIVED, State.IN_PROGRESS, State.AWAITING_COMPLETION)
# Its road has ended: nobody has anything left to do.
CLOSED = (State.VOIDED, State.WITHDRAWN, State.RETURNED)
# Ended without an answer of the agency, so that it is neither on time nor late.
UNANSWERED = (State.VOIDED, State.WITHDRAWN)
# A result, or the document that refuses one, waits at the counter.
UNCOLLECTED = (State.STOPPED, State.FINISHED)
# The agency's clock runs in these.
RUNNING = (State.RECEIVED, State.IN_PROGRESS)


def may_follow(before: State, after: State) -> bool:
    """May a dossier in `before` come to `after`? Staying where it is, is always allowed."""
    return before == after or after in TRANSITIONS[before]
