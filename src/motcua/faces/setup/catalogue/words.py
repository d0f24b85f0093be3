"""The parts of a procedure's content as text: the same words for reading and for comparing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext as _

from motcua.catalogue.procedures.models import Channel, ProcedureVersion
from motcua.catalogue.procedures.rules import ANY, Content, FeeRow, LimitRow, PaperRow, compare
from motcua.catalogue.procedures.rules.content import ALWAYS, LABELS, Part
from motcua.catalogue.procedures.states import VersionState
from motcua.faces.look.formats import Tone, date_words, money, number
from motcua.faces.look.parts import Compared
from motcua.faces.setup.words import period_words
from motcua.people.calendars.rules.explanation import in_words


@dataclass(frozen=True, slots=True)
class Told:
    """A part of a content: its name, what it says, and whether the decree asks for it and it is missing."""

    label: str
    text: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a version stands on a day."""

    text: str
    tone: Tone


# --- parts -------------------------------------------------------------------------------------------------------


def conditions_words(row: LimitRow | FeeRow) -> str:
    """For which case, area and channel a row holds; nothing when for all."""
    channel = str(Channel(row.channel).label) if row.channel != ANY else ANY
    return " · ".join(part for part in (row.case, row.area, channel) if part != ANY)


def limit_words(row: LimitRow) -> str:
    """A time limit, for what it holds, and what of it is our own reading."""
    said = in_words(row.allowance, gettext, english=get_language() == "en")
    if row.same_day_before is not None:
        hour = f"{row.same_day_before:%H:%M}"
        said = _("trong ngày; nếu nộp sau %(hour)s thì %(limit)s") % {"hour": hour, "limit": said}
    said = said[:1].upper() + said[1:]
    if row.unit_is_ours:
        said = _("%(limit)s (đơn vị thời gian do hệ thống rà soát)") % {"limit": said}
    return _with(said, conditions_words(row), row.basis)


def fee_words(row: FeeRow) -> str:
    """A fee and for what it holds."""
    return _with(money(row.amount) if row.amount else _("Không thu"), conditions_words(row), row.basis)


def _with(said: str, conditions: str, basis: str) -> str:
    beside = " · ".join(part for part in (conditions, basis) if part)
    return f"{said} – {beside}" if beside else said


def paper_words(row: PaperRow) -> str:
    """A paper with its numbers of originals and copies, or a note."""
    if row.is_note:
        return _("Ghi chú: %(note)s") % {"note": row.name}
    facts = []
    if row.originals:
        facts.append(
            ngettext("%(n)s bản chính", "%(n)s bản chính", row.originals) % {"n": number(row.originals)}
        )
    if row.copies:
        facts.append(ngettext("%(n)s bản sao", "%(n)s bản sao", row.copies) % {"n": number(row.copies)})
    if not row.is_required:
        facts.append(_("nếu có"))
    if row.case != ANY:
        facts.append(row.case)
    return f"{row.name} ({'; '.join(facts)})" if facts else row.name


def _yes(value: bool) -> str:
    return _("Có") if value else _("Không")


def _lines(words: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda rows: "\n".join(words(row) for row in rows)


def _papers(rows: tuple[PaperRow, ...]) -> str:
    numbers = iter(range(1, len(rows) + 1))
    return "\n".join(
        paper_words(row) if row.is_note else f"{next(numbers)}. {paper_words(row)}" for row in rows
    )


def _sets(sets: int) -> str:
    return ngettext("%(n)s bộ", "%(n)s bộ", sets) % {"n": number(sets)} if sets else ""


def _level(level: str) -> str:
    return _("Mức độ %(level)s") % {"level": level} if level else ""


WORDS: Mapping[Part, Callable[[Any], str]] = {
    Part.PAPERS: _papers,
    Part.TIME_LIMITS: _lines(limit_words),
    Part.FEES: _lines(fee_words),
    Part.LEGAL_BASIS: _lines(str),
    Part.CHANNELS: lambda channels: ", ".join(str(Channel(channel).label) for channel in channels),
    Part.SETS: _sets,
    Part.SERVICE_LEVEL: _level,
    Part.POST_IN: _yes,
    Part.POST_OUT: _yes,
}


def part_words(content: Content, part: Part) -> str:
    """What a content says in one part; nothing when it says nothing."""
    value = getattr(content, part.value)
    return WORDS[part](value) if part in WORDS else str(value)


def told(content: Content) -> list[Told]:
    """The parts of a content in the order of decree 63/2010; empty ones only where it asks for them."""
    found = []
    for part in Part:
        text = part_words(content, part)
        if text or part in ALWAYS:
            found.append(Told(str(LABELS[part]), text, missing=not text))
    return found


def compared(before: Content, after: Content, *, everything: bool) -> list[Compared]:
    """Two contents part by part; only what differs, or everything that one of them says."""
    changed = {change.part for change in compare(before, after)}
    rows = [
        Compared(str(LABELS[part]), part_words(before, part), part_words(after, part))
        for part in Part
        if everything or part in changed
    ]
    return [row for row in rows if row.before or row.after]


# --- versions ----------------------------------------------------------------------------------------------------


def standing(version: ProcedureVersion, on: date) -> Standing:
    """Where a version stands on a day."""
    if version.state == VersionState.DRAFT or version.valid_from is None:
        return Standing(_("dự thảo"), "soon")
    if version.valid_from > on:
        return Standing(_("sắp có hiệu lực"), "brand")
    if version.valid_to is None or version.valid_to > on:
        return Standing(_("đang hiệu lực"), "done")
    if version.state == VersionState.REPEALED:
        return Standing(_("đã bãi bỏ"), "late")
    return Standing(_("đã thay thế"), "stopped")


def validity(version: ProcedureVersion) -> str:
    """From–to; a draft has none yet."""
    if version.valid_from is None:
        return _("chưa công bố")
    return period_words(version.valid_from, version.valid_to)


def version_name(version: ProcedureVersion) -> str:
    """How a version is called in headings."""
    if version.state == VersionState.DRAFT:
        return _("Dự thảo (bản %(n)s)") % {"n": version.number}
    since = date_words(version.valid_from) if version.valid_from else ""
    return _("Bản %(n)s, từ %(day)s") % {"n": version.number, "day": since}
