"""How an actor stands to a dossier, and the dossier's rows of the policy table.

The subject is anything with the dossier's three units: a `Dossier`, or what a verb has read under its lock. A task's
holder is asked of `unit_id`, `role` and `officer_id`.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from motcua.ground.access.policy import ANY as EVERYWHERE
from motcua.ground.access.policy import SYSTEM, Relation, add
from motcua.ground.kernel.actors import Actor
from motcua.people.organisation.models import Role


def _unit(actor: Actor) -> int:
    return actor.unit_id or 0


def _units(actor: Actor) -> tuple[int, ...]:
    return actor.office.unit_ids if actor.office else ()


def _here(actor: Actor) -> tuple[int, ...]:
    """The actor's unit, and those for which it goes on: it keeps their archive."""
    return (_unit(actor), *(actor.office.inherited_ids if actor.office else ()))


def _is_here(column: str, actor: Actor) -> Q:
    """The same as a condition; an equality where nothing is inherited, as the indexes like it."""
    units = _here(actor)
    return Q(**{f"{column}__in": units}) if len(units) > 1 else Q(**{column: units[0]})


RECEIVED_HERE = Relation(
    "received_here", lambda a, d: d.one_stop_id in _here(a), lambda a: _is_here("one_stop_id", a)
)
HANDLED_HERE = Relation(
    "handled_here", lambda a, d: d.division_id in _here(a), lambda a: _is_here("division_id", a)
)
DECIDED_HERE = Relation(
    "decided_here", lambda a, d: d.agency_id in _here(a), lambda a: _is_here("agency_id", a)
)
OF_THE_AGENCY = Relation(
    "of_the_agency",
    lambda a, d: d.agency_id in _here(a) or d.one_stop_id in _units(a),
    lambda a: _is_here("agency_id", a) | Q(one_stop_id__in=_units(a)),
)
BELOW = Relation(
    "below",
    lambda a, d: d.agency_id in _units(a) or d.one_stop_id in _units(a),
    lambda a: Q(agency_id__in=_units(a)) | Q(one_stop_id__in=_units(a)),
)
# Asked of a one-stop's register.
KEPT_BELOW = Relation(
    "kept_below", lambda a, r: r.one_stop_id in _units(a), lambda a: Q(one_stop_id__in=_units(a))
)


def _roles(actor: Actor) -> tuple[str, ...]:
    """Whose tasks an officer may do: his own role's; who is in charge of a one-stop also the receptionists'."""
    role = actor.role or ""
    return (role, Role.RECEPTIONIST.value) if role == Role.ONE_STOP_HEAD.value else (role,)


def _in_hands(actor: Actor, held: Any) -> bool:
    return bool(held.unit_id == _unit(actor) and held.role in _roles(actor))


# Asked of a task and its dossier together: the task is one of the actor's office.
IN_HANDS = Relation("in_hands", _in_hands, lambda a: Q(unit_id=_unit(a), role__in=_roles(a)))


def _led(actor: Actor, held: Any) -> bool:
    return bool(held.unit_id == _unit(actor))


# Whoever heads a unit gives out its tasks, whichever role they are for.
IN_MY_UNIT = Relation("in_my_unit", _led, lambda a: Q(unit_id=_unit(a)))

VIEW = {
    Role.RECEPTIONIST.value: RECEIVED_HERE,
    Role.ONE_STOP_HEAD.value: RECEIVED_HERE,
    Role.HANDLER.value: HANDLED_HERE,
    Role.HEAD_OF_DIVISION.value: HANDLED_HERE,
    Role.CLERK.value: DECIDED_HERE,
    Role.LEADER.value: OF_THE_AGENCY,
    Role.INSPECTOR.value: BELOW,
    Role.REFORM_OFFICE.value: EVERYWHERE,
}
WORKING = (
    Role.RECEPTIONIST,
    Role.ONE_STOP_HEAD,
    Role.HANDLER,
    Role.HEAD_OF_DIVISION,
    Role.CLERK,
    Role.LEADER,
)
COUNTER = (Role.RECEPTIONIST, Role.ONE_STOP_HEAD)

add("dossiers.view", VIEW)
add("dossiers.note", {role.value: VIEW[role.value] for role in WORKING})
add("dossiers.attach", {role.value: VIEW[role.value] for role in WORKING})
# Whom an officer may look for by name or number: applicants of the dossiers that he works with.
add("dossiers.find_person", {role.value: VIEW[role.value] for role in WORKING})
add("dossiers.receive", {role.value: EVERYWHERE for role in COUNTER})
add("dossiers.give_notice", {role.value: EVERYWHERE for role in COUNTER})
add("dossiers.take", {role.value: IN_HANDS for role in WORKING})
add(
    "dossiers.forward",
    {role.value: IN_HANDS for role in (*COUNTER, Role.HANDLER, Role.HEAD_OF_DIVISION, Role.CLERK)},
)
add(
    "dossiers.send_back",
    {role.value: IN_HANDS for role in (Role.HANDLER, Role.HEAD_OF_DIVISION, Role.CLERK, Role.LEADER)},
)
add("dossiers.request_completion", {role.value: IN_HANDS for role in (Role.HANDLER, Role.HEAD_OF_DIVISION)})
add("dossiers.approve", {Role.LEADER.value: IN_HANDS})
add("dossiers.reject", {Role.LEADER.value: IN_HANDS})
add("dossiers.stop", {Role.LEADER.value: DECIDED_HERE})
add("dossiers.finish", {role.value: IN_HANDS for role in (Role.CLERK, Role.LEADER)})
add("dossiers.return_result", {role.value: IN_HANDS for role in COUNTER})
add("dossiers.undo_return", {role.value: RECEIVED_HERE for role in COUNTER})
add("dossiers.note_call", {role.value: RECEIVED_HERE for role in COUNTER})
add("dossiers.receive_completion", {role.value: RECEIVED_HERE for role in COUNTER})
add("dossiers.collect_fee", {role.value: RECEIVED_HERE for role in COUNTER})
_HANDLING = {role.value: HANDLED_HERE for role in (Role.HANDLER, Role.HEAD_OF_DIVISION)}
add("dossiers.expect_paper", {role.value: RECEIVED_HERE for role in COUNTER} | _HANDLING)
add("dossiers.bring_paper", {role.value: RECEIVED_HERE for role in COUNTER})
add("dossiers.ask_answer", _HANDLING)
add("dossiers.note_answer", _HANDLING)
add(
    "dossiers.waive",
    {Role.HEAD_OF_DIVISION.value: HANDLED_HERE, Role.ONE_STOP_HEAD.value: RECEIVED_HERE},
)
add("dossiers.correct", {role.value: RECEIVED_HERE for role in COUNTER})
add("dossiers.void", {role.value: RECEIVED_HERE for role in COUNTER})
add("dossiers.withdraw", {role.value: RECEIVED_HERE for role in COUNTER})
add("dossiers.print", {role.value: RECEIVED_HERE for role in COUNTER})
# What travels with the papers is printed by whoever has them.
add("dossiers.print_sheet", {role.value: VIEW[role.value] for role in WORKING})
add(
    "dossiers.print_register",
    {
        Role.RECEPTIONIST.value: RECEIVED_HERE,
        Role.ONE_STOP_HEAD.value: RECEIVED_HERE,
        Role.LEADER.value: KEPT_BELOW,
    },
)
add(
    "dossiers.reassign",
    {
        Role.HEAD_OF_DIVISION.value: IN_MY_UNIT,
        Role.ONE_STOP_HEAD.value: IN_MY_UNIT,
        Role.LEADER.value: IN_MY_UNIT,
    },
)
add("dossiers.fall_late", {SYSTEM: EVERYWHERE})

# Those in charge of what an agency decides: they say why it is late and prepare the apology; a leader signs it.
IN_CHARGE = {
    Role.HANDLER.value: HANDLED_HERE,
    Role.HEAD_OF_DIVISION.value: HANDLED_HERE,
    Role.CLERK.value: DECIDED_HERE,
    Role.LEADER.value: DECIDED_HERE,
}
# Who may correct a cause that was named.
CORRECTORS = frozenset({Role.HEAD_OF_DIVISION.value, Role.LEADER.value})
add("dossiers.name_cause", IN_CHARGE)
add("dossiers.draft_apology", IN_CHARGE | {SYSTEM: EVERYWHERE})
add("dossiers.issue_apology", {Role.LEADER.value: DECIDED_HERE})
add("dossiers.recount", {SYSTEM: EVERYWHERE})
add("dossiers.move", {SYSTEM: EVERYWHERE})
add("dossiers.work_off", {SYSTEM: EVERYWHERE})
# How far a change of many dossiers has come; a counter sees of it what it received.
WATCHING = (Role.ADMINISTRATOR, Role.REFORM_OFFICE, Role.INSPECTOR)
add("dossiers.view_changes", {role.value: EVERYWHERE for role in (*WATCHING, *COUNTER)})
add("dossiers.see_all_changes", {role.value: EVERYWHERE for role in WATCHING})
