"""The year's publication decisions, entered through the verbs at their days by two people of the province."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db import transaction

from motcua.catalogue.procedures import actions
from motcua.catalogue.procedures.models import Field, Procedure
from motcua.catalogue.procedures.rules.shipped import shipped
from motcua.catalogue.procedures.states import ItemKind
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.clock import LOCAL
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Appointment, Role
from motcua.scenario.province import decisions as plans
from motcua.scenario.province.decisions import DecisionPlan
from motcua.scenario.province.year import ENTERED_AT, FIRST_DAY, IN_OFFICE_FROM

STANDING = "MINH-HOA/2016-2"


def enter_decisions(on_step: Callable[[int], None]) -> None:
    """What stood before the year, and the decisions of the year; one transaction each."""
    drafter, checker = _keepers()
    _enter_standing(drafter, checker)
    for plan in plans.decisions_of_the_year():
        _enter(plan, drafter, checker)
        on_step(1)


def _keepers() -> tuple[Actor, Actor]:
    """Who drafts, from the reform office where there is one, and the administrator who checks."""
    roles = (Role.REFORM_OFFICE, Role.ADMINISTRATOR)
    held = Appointment.objects.filter(role__in=roles).order_by("-role", "officer__code")
    ids = list(dict.fromkeys(held.values_list("officer_id", flat=True)))
    return _actor(ids[0]), _actor(ids[1])


def _actor(officer_id: int) -> Actor:
    offices = organisation.grants(officer_id, FIRST_DAY)
    return Actor("officer", None, officer_id, offices[0], offices)


@transaction.atomic
def _enter_standing(drafter: Actor, checker: Actor) -> None:
    fields = {item.field_code: item.field_name for item in shipped()}
    there = set(Field.objects.values_list("code", flat=True))
    for code in sorted({one.field_code for one in plans.made_up()} - there):
        actions.add_field(code, fields[code], by=drafter, now=ENTERED_AT)
    made = actions.create_procedures(plans.before_the_year(), by=drafter, now=ENTERED_AT)
    kinds = {one.procedure_id: ItemKind.NEW for one in made}
    title = "Công bố thủ tục hành chính cấp tỉnh đang áp dụng (minh họa)"
    _publish(STANDING, title, IN_OFFICE_FROM, IN_OFFICE_FROM, kinds, (drafter, checker), [ENTERED_AT] * 3)


@transaction.atomic
def _enter(plan: DecisionPlan, drafter: Actor, checker: Actor) -> None:
    moments = [
        datetime.combine(plan.signed_on - timedelta(days=days), time(9), LOCAL)
        for days in (plans.DRAFTED_BEFORE, plans.CHECKED_BEFORE, 0)
    ]
    ids = dict(Procedure.objects.filter(is_illustrative=True).values_list("code", "pk"))
    made = actions.create_procedures(plan.new, by=drafter, now=moments[0])
    contents = {ids[code]: content for code, content in (*plan.amended, *plan.replaced)}
    actions.draft_versions(contents, by=drafter, now=moments[0])
    kinds = {one.procedure_id: ItemKind.NEW for one in made}
    kinds |= {ids[code]: ItemKind.AMENDED for code, _content in plan.amended}
    kinds |= {ids[code]: ItemKind.REPLACED for code, _content in plan.replaced}
    kinds |= {ids[code]: ItemKind.REPEALED for code in plan.repealed}
    _publish(plan.number, plan.title, plan.signed_on, plan.in_force_on, kinds, (drafter, checker), moments)


def _publish(
    number: str,
    title: str,
    signed_on: date,
    in_force_on: date,
    kinds: dict[int, ItemKind],
    people: tuple[Actor, Actor],
    moments: list[datetime],
) -> None:
    drafter, checker = people
    draft = actions.draft_decision(
        title, issuer=plans.ISSUER, in_force_on=in_force_on, is_illustrative=True, by=drafter, now=moments[0]
    )
    actions.put_items(draft.pk, kinds, by=drafter, now=moments[0])
    actions.check_decision(draft.pk, by=checker, now=moments[1])
    actions.sign_decision(
        draft.pk,
        number=number,
        signed_on=signed_on,
        signer=plans.SIGNER,
        note=plans.NOTE,
        by=drafter,
        now=moments[2],
    )
