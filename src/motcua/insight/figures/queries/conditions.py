"""One definition per measure: the condition that a dossier must meet to be counted, and to stand in the list."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Least, TruncDate
from django.db.models.lookups import LessThan

from motcua.casework.dossiers.models import Pause
from motcua.casework.dossiers.states import State
from motcua.ground.kernel.clock import LOCAL
from motcua.insight.figures.rules import INSTANT, Measure, Period


def condition(measure: Measure, period: Period, now: datetime) -> Q:
    """What a dossier must meet to be counted under this measure; a voided reception counts under its own alone."""
    if measure is Measure.VOIDED:
        return Q(state=State.VOIDED) & _ended(period, now)
    return ~Q(state=State.VOIDED) & _condition(measure, period, now)


def _ended(period: Period, now: datetime) -> Q:
    return Q(finished_at__gte=period.start, finished_at__lt=period.until(now))


def _condition(measure: Measure, period: Period, now: datetime) -> Q:
    start, until = period.start, period.until(now)
    # A dossier that was withdrawn has been received, and then ended without an answer that could be late.
    resolved = _ended(period, now) & ~Q(state=State.WITHDRAWN)
    late = Q(finished_at__gt=F("late_after"))
    promised = Least("due_at", F("late_after") - Value(INSTANT))
    early = Q(LessThan(TruncDate("finished_at", tzinfo=LOCAL), TruncDate(promised, tzinfo=LOCAL)))
    still_open = Q(received_at__lt=until) & not_finished_before(until)
    past = Q(late_after__lt=period.counted_at(now)) & ~Q(_stopped_in_time(until))
    match measure:
        case Measure.RECEIVED:
            return Q(received_at__gte=start, received_at__lt=until)
        case Measure.CARRIED_OVER:
            return Q(received_at__lt=start) & not_finished_before(start)
        case Measure.RESOLVED:
            return resolved
        case Measure.LATE:
            return resolved & late
        case Measure.EARLY:
            return resolved & ~late & early
        case Measure.ON_TIME:
            return resolved & ~late & ~early
        case Measure.IN_TIME:
            return resolved & ~late
        case Measure.OPEN:
            return still_open
        case Measure.PAST:
            return still_open & past
        case Measure.WITHIN:
            return still_open & ~past
        case Measure.WAITING:
            return still_open & ~past & Q(_stopped(until))
        case Measure.WITHDRAWN:
            return _ended(period, now) & Q(state=State.WITHDRAWN)
        case Measure.VOIDED:
            raise ValueError(measure)


def not_finished_before(moment: datetime) -> Q:
    """It was not finished when that moment came."""
    return Q(finished_at__isnull=True) | Q(finished_at__gte=moment)


def _stopped(until: datetime) -> Exists:
    """The clock stood still at that moment, waiting for completion."""
    still = Q(ended_at__isnull=True) | Q(ended_at__gte=until)
    return Exists(Pause.objects.filter(still, dossier=OuterRef("pk"), started_at__lt=until))


def _stopped_in_time(until: datetime) -> Exists:
    """The same, and it was stopped before the promised time had passed: while it stands, nothing becomes late."""
    still = Q(ended_at__isnull=True) | Q(ended_at__gte=until)
    in_time = Q(started_at__lt=until, started_at__lte=OuterRef("late_after"))
    return Exists(Pause.objects.filter(still & in_time, dossier=OuterRef("pk")))
