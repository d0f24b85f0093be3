"""Printing: each print of a form is an event; the first is the original, the later ones are counted copies.

Nothing is typeset here. What stands on the paper is set when it is asked for, and proved by the hash in its event.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.casework.dossiers import events
from motcua.casework.dossiers.models import CounterNotice, Dossier
from motcua.casework.dossiers.prints import Form, Part, counter_notice, register_part
from motcua.casework.dossiers.queries import printing
from motcua.casework.dossiers.rules import Refusal
from motcua.ground.access import policy
from motcua.ground.kernel import idempotency, journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.journal import fingerprint
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Unit

AT_ONCE = 100


@transaction.atomic
def print_forms(
    form: Form, dossier_ids: Sequence[int], *, by: Actor, now: datetime, key: str | None = None
) -> list[int]:
    """Print a form of one dossier or of many: all or none; returns the places of the prints in the journal, in order.

    Raises Refused: none or too many chosen, not found, not allowed, key reused.
    """
    wanted = list(dict.fromkeys(dossier_ids))
    if (done := _begun(by, key, events.FormPrinted.verb, [form.value, wanted])) is not None:
        return done
    if not wanted:
        raise Refused(Refusal.NOTHING_TO_PRINT)
    if len(wanted) > AT_ONCE:
        raise Refused(Refusal.PRINT_TOO_MANY, limit=AT_ONCE)
    dossiers = _lock(wanted, printing.PERMISSIONS[form], by)
    about = printing.told_of(form, dossiers)
    said = printing.contents(form, dossiers, about, {one.pk: one.events for one in dossiers}, now)
    copies = printing.copies(form, about)
    for dossier in dossiers:
        event = events.FormPrinted(
            object_id=dossier.pk,
            form=form.value,
            copy=copies[dossier.pk] + 1,
            printed=fingerprint(said[dossier.pk]),
            about=about[dossier.pk],
        )
        number = journal.record(event, by=by, at=now)
        Dossier.objects.filter(pk=dossier.pk).update(events=number)
    places = _places(events.FormPrinted, wanted)
    return _kept(by, key, [places[pk] for pk in wanted])


@transaction.atomic
def print_notice(notice_id: int, *, by: Actor, now: datetime, key: str | None = None) -> list[int]:
    """Print form 02 or 03 as it was given at the counter; raises Refused NOT_FOUND."""
    printing.notice(notice_id, by=by)
    if (done := _begun(by, key, events.NoticePrinted.verb, notice_id)) is not None:
        return done
    CounterNotice.objects.select_for_update(of=("self",), no_key=True).get(pk=notice_id)
    given = printing.notice(notice_id, by=by)
    form = Form.REJECTION if given.kind == CounterNotice.Kind.REJECTION else Form.COMPLETION
    event = events.NoticePrinted(
        object_id=notice_id,
        form=form.value,
        copy=_told(events.NoticePrinted, notice_id).count() + 1,
        printed=fingerprint(counter_notice(given)),
    )
    journal.record(event, by=by, at=now)
    return _kept(by, key, [_places(events.NoticePrinted, [notice_id])[notice_id]])


@transaction.atomic
def print_register(part: Part, *, by: Actor, now: datetime, key: str | None = None) -> list[int]:
    """Print a part of a stretch of a one-stop's register (circular 01/2018/TT-VPCP, art. 10); raises NOT_FOUND."""
    if not policy.allows(by, "dossiers.print_register", part):
        raise Refused(KernelRefusal.NOT_FOUND)
    body = [part.one_stop_id, part.first_on, part.last_on, part.part]
    if (done := _begun(by, key, events.RegisterPrinted.verb, body)) is not None:
        return done
    # Two who print at once are counted one after the other.
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=part.one_stop_id)
    same = _told(events.RegisterPrinted, part.one_stop_id).filter(
        data__first_on=part.first_on.isoformat(), data__last_on=part.last_on.isoformat(), data__part=part.part
    )
    event = events.RegisterPrinted(
        object_id=part.one_stop_id,
        first_on=part.first_on,
        last_on=part.last_on,
        part=part.part,
        copy=same.count() + 1,
        printed=fingerprint(register_part(part, now)),
    )
    journal.record(event, by=by, at=now)
    return _kept(by, key, [_places(events.RegisterPrinted, [part.one_stop_id])[part.one_stop_id]])


def _lock(dossier_ids: Sequence[int], permission: str, by: Actor) -> list[Dossier]:
    """Lock the dossiers in the order of their ids; what is not the actor's is not found."""
    # Locked by itself and read afterwards: what is joined to a row that was waited for would not be found again.
    locked = Dossier.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=dossier_ids)
    ids = list(locked.order_by("pk").values_list("pk", flat=True))
    found = Dossier.objects.filter(pk__in=ids).select_related(*printing.NAMED).order_by("pk")
    seen = [dossier for dossier in found if policy.allows(by, "dossiers.view", dossier)]
    if len(seen) < len(dossier_ids):
        raise Refused(KernelRefusal.NOT_FOUND)
    for dossier in seen:
        policy.check(by, permission, dossier)
    return seen


def _told(kind: type[Any], object_id: int) -> Any:
    return JournalRow.objects.filter(object_kind=kind.object_kind, object_id=object_id, verb=kind.verb)


def _places(kind: type[Any], object_ids: Sequence[int]) -> dict[int, int]:
    """Where in the journal the last such event of each object stands."""
    rows = JournalRow.objects.filter(object_kind=kind.object_kind, object_id__in=object_ids, verb=kind.verb)
    last = rows.order_by("object_id", "-number").distinct("object_id")
    return dict(last.values_list("object_id", "pk"))


def _begun(by: Actor, key: str | None, verb: str, body: Any) -> list[int] | None:
    if key is None or by.account_id is None:
        return None
    found = idempotency.begin(by.account_id, key, verb, body)
    return [int(place) for place in found["prints"]] if found else None


def _kept(by: Actor, key: str | None, places: list[int]) -> list[int]:
    if key is not None and by.account_id is not None:
        idempotency.finish(by.account_id, key, {"prints": places})
    return places
