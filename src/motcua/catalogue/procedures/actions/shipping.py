"""Entering the catalogue shipped, through the same verbs as a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from motcua.catalogue.procedures.actions.contents import create_procedure
from motcua.catalogue.procedures.actions.decisions import publish, record_decision
from motcua.catalogue.procedures.actions.fields import add_field
from motcua.catalogue.procedures.actions.offers import Place, offer_at
from motcua.catalogue.procedures.models import ProcedureVersion
from motcua.catalogue.procedures.rules.shipped import Agency, Shipped, receivers, shipped
from motcua.ground.kernel.actors import Actor

DECISION = "MINH-HOA/2016"


@transaction.atomic
def enter_shipped_procedures(
    agencies: Iterable[Agency], *, in_force_on: date, by: Actor, now: datetime
) -> list[tuple[Shipped, ProcedureVersion]]:
    """The shipped procedures enter the catalogue, in force from one day by an illustrative decision, and
    are offered.

    Raises Refused DECISION_TAKEN when they are there already, NOT_ALLOWED, NOT_A_ONE_STOP.
    """
    known = list(agencies)
    decision = record_decision(
        DECISION,
        title="Công bố thủ tục hành chính của tỉnh (quyết định minh họa của bản trình diễn)",
        issuer="Chủ tịch Ủy ban nhân dân tỉnh",
        signed_on=in_force_on,
        in_force_on=in_force_on,
        note="Quyết định minh họa: không có quyết định thật nào mang số này.",
        is_illustrative=True,
        by=by,
        now=now,
    )
    entered = []
    for item in shipped():
        add_field(item.field_code, item.field_name, by=by, now=now)
        draft = create_procedure(
            item.code,
            field_code=item.field_code,
            level=item.reading.level,
            content=item.content,
            is_illustrative=item.is_illustrative,
            by=by,
            now=now,
        )
        version = publish(draft.pk, decision_id=decision.pk, by=by, now=now)
        places = [
            Place(receiving.one_stop_id, deciding.unit_id, division_id)
            for receiving, deciding, division_id in receivers(item, known)
        ]
        offer_at(version.procedure_id, places, valid_from=in_force_on, by=by, now=now)
        entered.append((item, version))
    return entered
