"""A number beside what it was: the period before, and the same a year ago; better or worse is also said in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.faces.look.formats import Tone, number, percent
from motcua.faces.look.parts import Compare
from motcua.faces.oversight.asked import Asked
from motcua.ground.kernel.refusals import Refused
from motcua.insight.figures.queries.counts import Counts, total
from motcua.insight.figures.rules import Measure, Period, before, so_far, year_before

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier period, what it is called beside this one, and its counts."""

    period: Period
    label: str | Promise
    counts: Counts


def earlier(asked: Asked) -> tuple[Earlier, ...]:
    """The period before and the same a year ago, each as long as what has passed of this one; a statement each.

    Of a year they are the same one, and counted once.
    """
    scope = asked.scope
    found: dict[Period, Earlier] = {}
    for find, label in ((before, gettext_lazy("kỳ trước")), (year_before, gettext_lazy("cùng kỳ năm trước"))):
        try:
            period = so_far(find(scope.period), scope.period, scope.now)
        except Refused:
            continue
        if period not in found:
            found[period] = Earlier(period, label, total(replace(scope, period=period)))
    return tuple(one for one in found.values() if one.counts)


def of_count(
    asked: Asked, measure: Measure, now: Counts, past: tuple[Earlier, ...], *, less_is_better: bool | None
) -> tuple[Compare, ...]:
    """How a count has changed: by how many."""
    return tuple(_count(asked, measure, now, one, less_is_better) for one in past)


def _count(asked: Asked, measure: Measure, now: Counts, one: Earlier, less_is_better: bool | None) -> Compare:
    difference = now[measure] - one.counts[measure]
    is_better = None if less_is_better is None or not difference else (difference < 0) is less_is_better
    return Compare(
        _said(number(abs(difference)), difference, is_better, one.label),
        number(one.counts[measure]),
        asked.list_url(measure, period=one.period),
        _tone(is_better),
    )


def of_share(asked: Asked, now: Counts, past: tuple[Earlier, ...]) -> Iterator[Compare]:
    """How the share in time has changed: in points."""
    for one in past:
        was, share = one.counts.share_in_time, now.share_in_time
        if was is None or share is None:
            continue
        points = round((share - was) * HUNDRED, 1)
        is_better = points > 0 if points else None
        said = _("%(n)s điểm") % {"n": number(abs(points), 1)}
        yield Compare(
            _said(said, points, is_better, one.label),
            percent(was),
            asked.list_url(Measure.IN_TIME, period=one.period),
            _tone(is_better),
        )


def _said(amount: str, difference: Decimal | int, is_better: bool | None, label: str | Promise) -> str:
    if not difference:
        return _("như %(period)s") % {"period": label}
    way = _("tăng %(n)s") if difference > 0 else _("giảm %(n)s")
    said = _("%(change)s so với %(period)s") % {"change": way % {"n": amount}, "period": label}
    if is_better is None:
        return said
    judged = _("tốt hơn") if is_better else _("xấu hơn")
    return f"{said}, {judged}"


def _tone(is_better: bool | None) -> Tone:
    return "calm" if is_better is None else ("done" if is_better else "late")
