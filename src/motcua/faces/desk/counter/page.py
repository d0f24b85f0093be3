"""What the counter's page shows for what stands in its form: applicant, checklist, slip, notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.casework.dossiers.models import CounterNotice, Dossier
from motcua.casework.dossiers.queries import counter as counters
from motcua.casework.dossiers.queries import searching
from motcua.casework.dossiers.queries.counter import Promised, Slip
from motcua.casework.dossiers.queries.terms import AskedPaper
from motcua.catalogue.procedures import queries as procedures
from motcua.catalogue.procedures.models import TimeLimit
from motcua.catalogue.procedures.rules import ANY
from motcua.catalogue.procedures.rules.misspelling import Question, answered
from motcua.catalogue.procedures.rules.search import MOST_WORDS
from motcua.faces.desk import drafts
from motcua.faces.desk.counter.form import OWED, RETURNED, CounterForm
from motcua.faces.desk.counter.typed import FORM, PaperLine, Typed
from motcua.faces.desk.drafts import Draft
from motcua.faces.look.formats import moment_words, money, time_words
from motcua.faces.look.parts import Option
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold
from motcua.people.calendars.rules import AllowanceUnit
from motcua.people.organisation.queries import day_of
from motcua.people.parties import rules as parties
from motcua.people.parties.models import PartyVersion

OPTIONS_AT_MOST = 8

LIMIT_WORDS = {
    AllowanceUnit.WORKING_HOUR: gettext_lazy("%(amount)s giờ làm việc"),
    AllowanceUnit.WORKING_DAY: gettext_lazy("%(amount)s ngày làm việc"),
    AllowanceUnit.CALENDAR_DAY: gettext_lazy("%(amount)s ngày, kể cả ngày nghỉ"),
    AllowanceUnit.MONTH: gettext_lazy("%(amount)s tháng"),
    AllowanceUnit.YEAR: gettext_lazy("%(amount)s năm"),
}


@dataclass(frozen=True, slots=True)
class SlipView:
    """The slip on the right: what the receipt will say, and what still stands against it."""

    now: datetime
    slip: Slip | None
    refusal: str
    reason: str
    why: tuple[str, ...]
    fee_words: str
    return_words: str
    missing: tuple[AskedPaper, ...]
    missing_name: bool

    @property
    def promised(self) -> Promised | None:
        """The promise, when there is one."""
        return self.slip.promised if self.slip else None

    @property
    def ready(self) -> bool:
        """Whether nothing that the slip can see stands against receiving."""
        return self.promised is not None and not self.missing and not self.missing_name


@dataclass(frozen=True, slots=True)
class NoticeStep:
    """The list to complete, or the reason of a rejection, being written."""

    kind: str
    items: str
    reason: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class CounterPage:
    """All that the page shows."""

    typed: Typed
    form: CounterForm
    key: str
    holder: str
    shown: str
    options: tuple[Option, ...]
    slip: SlipView
    lines: tuple[PaperLine, ...]
    other_files: tuple[Any, ...]
    case_choices: tuple[tuple[str, str], ...]
    area_choices: tuple[tuple[str, str], ...]
    shown_for: str
    known: tuple[PartyVersion, ...]
    draft: Draft | None = None
    refusals: tuple[str, ...] = ()
    card_error: str = ""
    focus: str = "card"
    notice: NoticeStep | None = None
    dossier: Dossier | None = None
    open_ones: tuple[Dossier, ...] = ()

    @property
    def seeks_procedure(self) -> bool:
        """Whether the next thing to type is the procedure."""
        return self.focus == "wanted"


def page_of(
    typed: Typed,
    *,
    by: Actor,
    now: datetime,
    key: str,
    form: CounterForm | None = None,
    searching: bool = False,
    dossier: Dossier | None = None,
    **more: Any,
) -> CounterPage:
    """Put the page together for what is typed; `form` is the one that was found wrong, with its errors.

    `dossier` is the one that is being corrected, if any.
    """
    today = day_of(now)
    slip, refusal = slip_of(typed, by=by, now=now, dossier=dossier)
    if slip and form is None and (lawful := typed.by_terms_of(slip)) is not typed:
        typed = lawful
        slip, refusal = slip_of(typed, by=by, now=now, dossier=dossier)
    if slip and not typed.fields.get("sets"):
        typed = typed.with_values(sets=str(slip.version.sets))
    lines = tuple(typed.lines(slip))
    text = typed.value("wanted")
    options = options_for(text, by=by, now=now) if searching and not slip else ()
    assert by.account_id is not None
    form = form or CounterForm(initial=typed.initial(), today=today)
    if slip:
        form.offer(slip.terms.ways)
    if (focus := more.get("focus")) in form.fields:
        form.fields[focus].widget.attrs["autofocus"] = True
    return CounterPage(
        typed=typed,
        form=form,
        key=key,
        holder=drafts.holder(by.account_id),
        shown=slip.version.name if slip else text,
        options=options,
        slip=_slip_view(typed, slip, refusal, lines, dossier.received_at if dossier else now),
        lines=lines,
        other_files=typed.other_files(),
        case_choices=_case_choices(slip),
        area_choices=_choices(slip.terms.areas if slip else (), _("Địa bàn khác")),
        shown_for=shown_for(typed),
        known=known_to(typed, by=by),
        dossier=dossier,
        open_ones=open_of_same(typed, by=by) if dossier is None else (),
        **more,
    )


def new_page(typed: Typed, *, by: Actor, now: datetime) -> CounterPage:
    """An empty page, with the offer to take up what was begun and not sent."""
    assert by.account_id is not None
    return page_of(typed, by=by, now=now, key=drafts.new_key(), draft=drafts.newest(by.account_id, FORM))


def slip_of(
    typed: Typed, *, by: Actor, now: datetime, dossier: Dossier | None = None
) -> tuple[Slip | None, str]:
    """What the choice means, or why it means nothing here."""
    if typed.procedure_id is None:
        return None, ""
    chosen = {name: typed.value(name) for name in ("case", "area", "channel")}
    if dossier is not None:
        return counters.slip_of_dossier(dossier, **chosen), ""
    try:
        return counters.slip(typed.procedure_id, **chosen, by=by, now=now), ""
    except Refused as refusal:
        return None, refusal.sentence()


def _slip_view(
    typed: Typed, slip: Slip | None, refusal: str, lines: Sequence[PaperLine], now: datetime
) -> SlipView:
    given = [line.id for line in lines if line.is_ticked and (line.originals or line.copies)]
    promised = slip.promised if slip else None
    if slip and slip.refused:
        refusal = slip.refused.sentence()
    return SlipView(
        now=now,
        slip=slip,
        refusal=refusal,
        reason=limit_words(promised) if promised else "",
        why=tuple(why_words(promised)) if promised else (),
        fee_words=_fee_words(typed, slip),
        return_words=str(dict(RETURNED).get(typed.value("return_method"), "")),
        missing=slip.missing(typed.value("case"), given) if slip else (),
        missing_name=not typed.value("name"),
    )


def _fee_words(typed: Typed, slip: Slip | None) -> str:
    if slip is None:
        return ""
    if not slip.fee:
        return _("không thu")
    if "fee" not in typed.fields and typed.value("code"):
        return money(slip.fee)
    paid = _("chưa nộp") if typed.value("fee") == OWED else _("đã nộp tại quầy")
    return f"{money(slip.fee)} · {paid}"


def amount_words(amount: Any, unit: AllowanceUnit) -> str:
    """A published limit in words: 25 ngày làm việc."""
    written = f"{amount:f}".rstrip("0").rstrip(".") if "." in f"{amount:f}" else f"{amount:f}"
    return str(LIMIT_WORDS[unit]) % {"amount": written.replace(".", ",")}


def limit_words(promised: Promised) -> str:
    """Why, in a few words."""
    limit = promised.limit
    if limit.same_day_before is None:
        return amount_words(limit.amount, limit.unit)
    hour = {"hour": time_words(limit.same_day_before)}
    if promised.promise.amount == 0:
        return _("trong ngày; nhận chậm nhất lúc %(hour)s") % hour
    return _("nhận sau %(hour)s: trả trong ngày làm việc tiếp theo") % hour


def why_words(promised: Promised) -> list[str]:
    """Why, line by line, each with its rule."""
    limit = promised.limit
    lines = [line.sentence() for line in promised.lines]
    if limit.same_day_before is not None:
        hour = {"hour": time_words(limit.same_day_before)}
        lines = [
            _("Trả trong ngày; nhận sau %(hour)s thì trả trong ngày làm việc tiếp theo.") % hour,
            _("Hẹn trả lúc %(due)s.") % {"due": moment_words(promised.promise.due_at)},
        ]
    if limit.unit_is_ours:
        lines.append(_("Nguồn không ghi rõ thời hạn này; hệ thống đã rà soát."))
    if limit.basis:
        lines.append(_("Căn cứ: %(basis)s.") % {"basis": limit.basis.rstrip(".")})
    return lines


def _case_choices(slip: Slip | None) -> tuple[tuple[str, str], ...]:
    """The cases; where the procedure has no general one it must be chosen, so that none is taken unseen."""
    if slip is None:
        return ()
    unnamed = _("Trường hợp chung") if slip.terms.has_general_case else _("Chọn trường hợp")
    return _choices(slip.terms.cases, unnamed)


def _choices(values: Sequence[str], general: str) -> tuple[tuple[str, str], ...]:
    return (("", general), *((value, value) for value in values)) if values else ()


def shown_for(typed: Typed) -> str:
    """For which choice the checklist was drawn: another choice draws it anew."""
    return f"{typed.procedure_id or ''}/{typed.value('case')}"


# --- procedures --------------------------------------------------------------------------------------------------


def options_for(text: str, *, by: Actor, now: datetime) -> tuple[Option, ...]:
    """What this one-stop receives whose name, field or code has these words, begun or whole, in any order."""
    words: Sequence[str] = fold(text).split()
    if not words or by.unit_id is None:
        return ()
    rows = procedures.receivable(by.unit_id, day_of(now))
    held = [fold(f"{row.name} {row.field_name} {row.code}") for row in rows]
    words = _as_answered(words, held)
    found = [row for row, text in zip(rows, held, strict=True) if _answers(text, words)]
    asked = " ".join(words)
    found.sort(key=lambda row: _closeness(fold(row.name), asked))
    shown = found[:OPTIONS_AT_MOST]
    limits = _first_limits([row.version_id for row in shown])
    return tuple(
        Option(
            value=str(row.procedure_id),
            label=row.name,
            under=" · ".join(
                filter(None, (row.field_name, _("thủ tục minh hoạ") if row.is_illustrative else ""))
            ),
            side=limits.get(row.version_id, ("", ""))[0],
            side_under=limits.get(row.version_id, ("", ""))[1],
        )
        for row in shown
    )


def _closeness(name: str, asked: str) -> tuple[bool, int, int]:
    """Names that hold the words as they were typed come first, the sooner the better, then the shorter."""
    at = name.find(asked)
    return at < 0, at, len(name)


def _as_answered(words: Sequence[str], held: Sequence[str]) -> Sequence[str]:
    """The words as they were typed; only if nothing that this one-stop receives has them, as they may be meant."""
    if any(_answers(text, words) for text in held):
        return words
    known = frozenset(word for text in held for word in text.split())
    meant = answered(Question.of(words[:MOST_WORDS]).readings(known), held)
    return meant[0].words if meant else words


def _answers(text: str, words: Sequence[str]) -> bool:
    held = text.split()
    return all(any(word.startswith(asked) for word in held) for asked in words)


def _first_limits(version_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The general time limit of each version in words, or its first one; that there are others is said too."""
    words: dict[int, tuple[str, str]] = {}
    rows = TimeLimit.objects.filter(version_id__in=version_ids).order_by("version_id", "ordinal")
    for row in sorted(rows, key=lambda row: (row.case, row.area, row.channel) != (ANY, ANY, ANY)):
        if row.version_id in words:
            words[row.version_id] = (words[row.version_id][0], _("tùy trường hợp"))
        elif row.same_day_before:
            words[row.version_id] = (
                _("trong ngày"),
                _("sau %(hour)s: ngày làm việc tiếp theo") % {"hour": time_words(row.same_day_before)},
            )
        else:
            words[row.version_id] = (amount_words(row.amount, AllowanceUnit(row.unit)), "")
    return words


# --- who was here before -----------------------------------------------------------------------------------------


def known_to(typed: Typed, *, by: Actor) -> tuple[PartyVersion, ...]:
    """Those whose number or telephone is typed, who have filed here, and of whom the form says something else."""
    try:
        number = parties.checked_identity(typed.value("kind"), typed.value("identity_number"))
        phone = "" if number else parties.normalised_phone(typed.value("phone"))
    except Refused:
        return ()
    found = counters.known_here(identity_number=number, phone=phone, by=by)
    return tuple(version for version in found if not _says(typed, version))


def open_of_same(typed: Typed, *, by: Actor) -> tuple[Dossier, ...]:
    """What the same person has open here for the same procedure: said at once, so that nobody receives it twice."""
    try:
        number = parties.checked_identity(typed.value("kind"), typed.value("identity_number"))
    except Refused:
        return ()
    if not number or typed.procedure_id is None:
        return ()
    return tuple(searching.open_of_same(identity_number=number, procedure_id=typed.procedure_id, by=by))


def _says(typed: Typed, version: PartyVersion) -> bool:
    """Whether the form holds already what is known; what is typed beyond it is the newer."""
    written = {"name": version.name, "address": version.address, "phone": version.phone}
    return all(typed.value(name) for name, value in written.items() if value)


# --- notices -----------------------------------------------------------------------------------------------------


def notice_step(kind: str, typed: Typed, slip: SlipView) -> NoticeStep:
    """Begin a notice: the list to complete starts with what is missing."""
    items = typed.value("items")
    if not items and kind == CounterNotice.Kind.COMPLETION:
        items = "\n".join(paper.name for paper in slip.missing)
    return NoticeStep(kind, items, typed.value("reason"))


def body_of(step: NoticeStep) -> str:
    """What a notice says: the list, line by line, an empty line, the reason; a rejection has the reason only."""
    items = "\n".join(line.strip() for line in step.items.splitlines() if line.strip())
    if step.kind == CounterNotice.Kind.REJECTION:
        return step.reason.strip()
    return f"{items}\n\n{step.reason.strip()}" if items else ""
