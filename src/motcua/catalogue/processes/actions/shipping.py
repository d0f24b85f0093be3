"""Entering the catalogue shipped with its internal processes, through the same verbs as a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from motcua.catalogue.procedures.actions import enter_shipped_procedures
from motcua.catalogue.procedures.rules import Content, limit_for
from motcua.catalogue.procedures.rules.shipped import Agency, Shipped
from motcua.catalogue.processes.actions.publishing import publish_process
from motcua.catalogue.processes.models import Origin, ProcessVersion
from motcua.catalogue.processes.rules import Definition, derived_steps, limit_in_hours, mismatch_note
from motcua.catalogue.processes.rules.derive import HOURS_OF_A_DAY
from motcua.catalogue.processes.rules.shipped import published_for
from motcua.ground.kernel.actors import Actor

DERIVED = "Do hệ thống lập từ thời hạn giải quyết; chưa có quy trình nội bộ được công bố."


@transaction.atomic
def load_shipped_catalogue(
    agencies: Iterable[Agency], *, in_force_on: date, by: Actor, now: datetime
) -> list[ProcessVersion]:
    """The shipped procedures enter the catalogue with a process each: the published one, else one of our own.

    Raises Refused DECISION_TAKEN when they are there already, NOT_ALLOWED, NOT_A_ONE_STOP.
    """
    entered = enter_shipped_procedures(agencies, in_force_on=in_force_on, by=by, now=now)
    return [
        _publish(item, version.procedure_id, in_force_on=in_force_on, by=by, now=now)
        for item, version in entered
    ]


def _publish(
    item: Shipped, procedure_id: int, *, in_force_on: date, by: Actor, now: datetime
) -> ProcessVersion:
    process = published_for(item.code)
    if process is None:
        definition, origin, source, note = derived_definition(item), Origin.DERIVED, DERIVED, ""
    else:
        definition, origin, source = process.definition, Origin.PUBLISHED, process.source
        note = mismatch_note(definition, process.stated_days * HOURS_OF_A_DAY)
    return publish_process(
        procedure_id,
        definition,
        valid_from=in_force_on,
        origin=origin,
        source=source,
        mismatch=note,
        by=by,
        now=now,
    )


def usual_hours(content: Content) -> Decimal | None:
    """The hours to be shared out among the steps: the usual case's limit; None for one within the day."""
    limit = limit_for(content.time_limits, "", "", "")
    return None if limit.same_day_before is not None else limit_in_hours(limit.amount, limit.unit)


def derived_definition(item: Shipped) -> Definition:
    """A process of our own for a shipped procedure.

    It is one for all who decide it, so a commune among them leaves out the division's steps.
    """
    in_commune = "commune" in (item.reading.level, item.reading.also_at)
    return Definition.from_steps(derived_steps(usual_hours(item.content), in_commune=in_commune))
