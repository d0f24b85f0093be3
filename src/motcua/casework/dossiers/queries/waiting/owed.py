"""What a dossier still waits for, in words for whoever is told that something cannot be done yet."""

from __future__ import annotations

from collections.abc import Iterable

from motcua.casework.dossiers.models import Obligation
from motcua.casework.dossiers.rules import Refusal
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import format_vnd


def named(owed: Obligation) -> str:
    """An obligation by its kind, with the sum, or with what, of whom and until when."""
    parts = [format_vnd(owed.amount) if owed.amount else "", owed.what, owed.whom]
    if owed.until is not None:
        parts.append(f"{owed.until:%d/%m/%Y}")
    said = ", ".join(part for part in parts if part)
    return f"{owed.get_kind_display()} ({said})" if said else owed.get_kind_display()


def open_of(dossier_id: int) -> list[Obligation]:
    """What is open, in the order in which it arose."""
    return list(Obligation.objects.filter(dossier_id=dossier_id, met_at__isnull=True).order_by("pk"))


def check_nothing_open(owed: Iterable[Obligation]) -> None:
    """A result is returned when nothing is owed; raises Refused OBLIGATIONS_OPEN that names what is."""
    names = [named(one) for one in owed]
    if names:
        raise Refused(Refusal.OBLIGATIONS_OPEN, count=len(names), what=f": {'; '.join(names)}")


def check_no_answer_awaited(owed: Iterable[Obligation]) -> None:
    """Nothing is signed while an answer is awaited; raises Refused ANSWER_AWAITED that names it."""
    awaited = [named(one) for one in owed if one.kind == Obligation.Kind.ANSWER]
    if awaited:
        raise Refused(Refusal.ANSWER_AWAITED, what="; ".join(awaited))
