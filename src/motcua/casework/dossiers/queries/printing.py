"""What was printed: what stands on each form, and a print told again from its event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.casework.dossiers import events
from motcua.casework.dossiers.models import Apology, Correction, CounterNotice, Dossier, Remark
from motcua.casework.dossiers.prints import (
    Form,
    Part,
    Print,
    apology,
    completion_request,
    control_sheet,
    counter_notice,
    receipts,
    register_part,
)
from motcua.casework.dossiers.prints.forms import Content
from motcua.casework.dossiers.rules import Refusal
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.journal import fingerprint
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Officer

# Who may print a form of a dossier.
PERMISSIONS: Mapping[Form, str] = {
    Form.RECEIPT: "dossiers.print",
    Form.COMPLETION: "dossiers.print",
    Form.APOLOGY: "dossiers.print_sheet",
    Form.CONTROL: "dossiers.print_sheet",
}
PRINTING = (events.FormPrinted.verb, events.NoticePrinted.verb, events.RegisterPrinted.verb)
NAMED = ("procedure_version", "party_version__party", "calendar")


@dataclass(frozen=True, slots=True)
class Printed:
    """A print: its place in the journal, what it is of, and what stood on the paper."""

    position: int
    form: Form
    copy: int
    at: datetime
    officer: str
    content: Content
    code: str = ""
    notice_id: int = 0
    part: Part | None = None
    dossier_id: int = 0

    def sheet(self, more: Mapping[str, Any]) -> Print:
        """As it is set, with what only the answering site knows."""
        return Print(self.form, self.copy, self.at, self.officer, {**self.content, **more})


def told_of(form: Form, dossiers: Sequence[Dossier]) -> dict[int, int | None]:
    """Which event of each dossier the form tells of: the last correction, the last request for papers, the apology.

    A receipt printed after a correction is a new one, not a copy. Raises NOT_FOUND where papers were never asked
    for, or no apology was issued.
    """
    ids = [dossier.pk for dossier in dossiers]
    if form is Form.RECEIPT:
        made = Correction.objects.filter(dossier_id__in=ids).order_by("dossier_id", "number")
        return dict.fromkeys(ids) | dict(made.values_list("dossier_id", "number"))
    if form is Form.COMPLETION:
        asked = Remark.objects.filter(dossier_id__in=ids, kind=Remark.Kind.COMPLETION).order_by(
            "dossier_id", "number"
        )
        last = dict(asked.values_list("dossier_id", "number"))
    elif form is Form.APOLOGY:
        issued = Apology.objects.filter(dossier_id__in=ids, issued_at__isnull=False)
        last = dict(issued.values_list("dossier_id", "number"))
    else:
        return dict.fromkeys(ids)
    if len(last) < len(ids):
        raise Refused(KernelRefusal.NOT_FOUND)
    return dict(last)


def contents(
    form: Form,
    dossiers: Sequence[Dossier],
    about: Mapping[int, int | None],
    until: Mapping[int, int],
    at: datetime,
) -> Mapping[int, Content]:
    """What the form says of each of these dossiers (with `NAMED`), by its events up to a number, at a moment."""
    if form is Form.RECEIPT:
        return receipts([dossier.pk for dossier in dossiers])
    if form is Form.COMPLETION:
        return {dossier.pk: _completion(dossier, about[dossier.pk] or 0) for dossier in dossiers}
    if form is Form.APOLOGY:
        return {dossier.pk: _apology(dossier, about[dossier.pk] or 0) for dossier in dossiers}
    return {dossier.pk: control_sheet(dossier, until[dossier.pk], at) for dossier in dossiers}


def copies(form: Form, about: Mapping[int, int | None]) -> dict[int, int]:
    """How often the form was printed of each of these dossiers, of the same event."""
    rows = JournalRow.objects.filter(
        object_kind=events.DOSSIER,
        object_id__in=list(about),
        verb=events.FormPrinted.verb,
        data__form=form.value,
    )
    found = dict.fromkeys(about, 0)
    for object_id, data in rows.values_list("object_id", "data"):
        found[object_id] += data.get("about") == about[object_id]
    return found


def printed(positions: Sequence[int], *, by: Actor) -> list[Printed]:
    """Prints as they were, in this order; raises NOT_FOUND, also when one is not the actor's to print.

    Raises PRINT_OUTDATED when what stood on the paper cannot be said again, because what it told of was changed.
    """
    rows = {row.pk: row for row in JournalRow.objects.filter(pk__in=positions, verb__in=PRINTING)}
    if not positions or len(rows) < len(set(positions)):
        raise Refused(KernelRefusal.NOT_FOUND)
    names = _officers(rows.values())
    said = _said(list(rows.values()), by)
    found = []
    for position in positions:
        row, (form, code, content) = rows[position], said[position]
        if fingerprint(content) != row.data["printed"]:
            raise Refused(Refusal.PRINT_OUTDATED)
        found.append(
            Printed(
                position=position,
                form=form,
                copy=row.data["copy"],
                at=row.at,
                officer=names.get(row.officer_id or 0, ""),
                content=content,
                code=code,
                notice_id=row.object_id if row.verb == events.NoticePrinted.verb else 0,
                dossier_id=row.object_id if row.verb == events.FormPrinted.verb else 0,
                part=part_of(row) if row.verb == events.RegisterPrinted.verb else None,
            )
        )
    return found


def ids_of(codes: Sequence[str], *, by: Actor) -> list[int]:
    """The ids of the dossiers with these codes, in their order; raises NOT_FOUND when one is not the actor's to see."""
    mine = policy.visible(by, "dossiers.view", Dossier.objects.filter(code__in=codes))
    found = dict(mine.values_list("code", "pk"))
    if any(code not in found for code in codes):
        raise Refused(KernelRefusal.NOT_FOUND)
    return [found[code] for code in codes]


def _said(rows: Sequence[JournalRow], by: Actor) -> dict[int, tuple[Form, str, Content]]:
    found: dict[int, tuple[Form, str, Content]] = {}
    for form in Form:
        of_form = [
            row for row in rows if row.verb == events.FormPrinted.verb and row.data["form"] == form.value
        ]
        found |= _of_dossiers(form, of_form, by) if of_form else {}
    for row in rows:
        if row.verb == events.NoticePrinted.verb:
            given = notice(row.object_id, by=by)
            found[row.pk] = (Form(row.data["form"]), "", counter_notice(given))
        elif row.verb == events.RegisterPrinted.verb:
            part = part_of(row)
            if not policy.allows(by, "dossiers.print_register", part):
                raise Refused(KernelRefusal.NOT_FOUND)
            found[row.pk] = (Form.REGISTER, "", register_part(part, row.at))
    return found


def _of_dossiers(form: Form, rows: Sequence[JournalRow], by: Actor) -> dict[int, tuple[Form, str, Content]]:
    mine = policy.visible(by, PERMISSIONS[form], Dossier.objects.select_related(*NAMED))
    dossiers = {dossier.pk: dossier for dossier in mine.filter(pk__in=[row.object_id for row in rows])}
    if any(row.object_id not in dossiers for row in rows):
        raise Refused(KernelRefusal.NOT_FOUND)
    if form is Form.RECEIPT:
        said = receipts(dossiers)
        return {row.pk: (form, dossiers[row.object_id].code, said[row.object_id]) for row in rows}
    found: dict[int, tuple[Form, str, Content]] = {}
    for row in rows:
        dossier = dossiers[row.object_id]
        one = contents(
            form, [dossier], {dossier.pk: row.data.get("about")}, {dossier.pk: row.number - 1}, row.at
        )
        found[row.pk] = (form, dossier.code, one[dossier.pk])
    return found


def notice(notice_id: int, *, by: Actor) -> CounterNotice:
    """A notice given at the actor's one-stop, with all that its form names; raises Refused NOT_FOUND."""
    notices = CounterNotice.objects.select_related(
        "procedure_version__procedure", "party_version__party", "by"
    )
    found = policy.visible(by, "dossiers.print", notices).filter(pk=notice_id).first()
    if found is None:
        raise Refused(KernelRefusal.NOT_FOUND)
    return found


def part_of(row: JournalRow) -> Part:
    """Which part of which register was printed."""
    first, last = (date.fromisoformat(row.data[name]) for name in ("first_on", "last_on"))
    return Part(row.object_id, first, last, row.data["part"])


def _completion(dossier: Dossier, number: int) -> Content:
    return completion_request(dossier, number, _words(dossier, number))


def _apology(dossier: Dossier, number: int) -> Content:
    given = Apology.objects.select_related("issued_by").get(dossier_id=dossier.pk)
    return apology(dossier, given, _words(dossier, number))


def _words(dossier: Dossier, number: int) -> str:
    return Remark.objects.values_list("body", flat=True).get(dossier_id=dossier.pk, number=number)


def _officers(rows: Iterable[JournalRow]) -> dict[int, str]:
    wanted = {row.officer_id for row in rows if row.officer_id}
    return dict(Officer.objects.filter(pk__in=wanted).values_list("pk", "name"))
