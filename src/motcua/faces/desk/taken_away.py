"""What officers take away from the desk: each of their lists, all its pages, as rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from motcua.casework.custody.models import HandoverLine
from motcua.casework.dossiers.queries import searching, work
from motcua.casework.dossiers.queries.waiting import uncollected as results
from motcua.casework.dossiers.queries.work import View
from motcua.casework.dossiers.states import State
from motcua.casework.notices import queries as notices
from motcua.casework.notices.models import Notice
from motcua.casework.notices.rules import OF_A_STEP, Kind
from motcua.catalogue.processes import queries as processes
from motcua.faces.desk.rail import TITLES
from motcua.faces.look.decorators import Request
from motcua.faces.look.exports import AT_ONCE, Table, all_stretches
from motcua.ground.sheets.writing import Heading, Values
from motcua.ground.sheets.writing import Kind as Cell


def _dossier() -> tuple[Heading, ...]:
    """The columns with which every list of dossiers begins."""
    return (
        Heading(_("Mã hồ sơ"), Cell.CODE),
        Heading(_("Người nộp")),
        Heading(_("Thủ tục"), width=50),
    )


def worklist(request: Request, view: View) -> Table:
    """A worklist."""
    shown: list[int] = []
    is_done = view is View.DONE
    headings = (
        *_dossier(),
        Heading(_("Tình trạng"), width=22),
        Heading(_("Bước")),
        Heading(_("Người xử lý")),
        Heading(_("Nhận việc"), Cell.MOMENT),
        Heading(_("Xong lúc") if is_done else _("Hạn của bước này"), Cell.MOMENT),
        Heading(_("Hẹn trả"), Cell.MOMENT),
    )

    def read(after: work.Key | None) -> tuple[Sequence[work.DossierWork], work.Key | None]:
        page = work.worklist(request.actor, after, AT_ONCE, view=view, now=request.now)
        return page.items, page.after

    def rows() -> Iterator[Values]:
        for item in all_stretches(read):
            shown.append(item.object_id)
            yield (
                item.reference,
                item.title,
                item.subject,
                item.state.label,
                item.step,
                item.officer,
                item.started_at,
                item.ended_at if is_done else item.due_at,
                item.dossier_due_at,
            )

    return Table(TITLES[view], headings, rows(), dossier_ids=shown)


def found(request: Request, text: str) -> Table:
    """The dossiers that answer to what was typed, newest first."""
    shown: list[int] = []
    headings = (
        *_dossier(),
        Heading(_("Tình trạng"), width=22),
        Heading(_("Tiếp nhận"), Cell.MOMENT),
        Heading(_("Hẹn trả"), Cell.MOMENT),
    )

    def rows() -> Iterator[Values]:
        for one in searching.every(request.actor, text):
            shown.append(one.pk)
            yield (
                one.code,
                one.party_version.name,
                one.procedure_version.name,
                State(one.state).label,
                one.received_at,
                one.due_at,
            )

    return Table(_("Tìm hồ sơ"), headings, rows(), dossier_ids=shown)


def uncollected(request: Request, days: int) -> Table:
    """The results that nobody has fetched, the longest wait first."""
    shown: list[int] = []
    headings = (
        *_dossier(),
        Heading(_("Điện thoại"), Cell.CODE, 16),
        Heading(_("Có kết quả"), Cell.MOMENT),
        Heading(_("Số ngày chờ"), Cell.WHOLE),
        Heading(_("Số lần gọi"), Cell.WHOLE),
        Heading(_("Lần gọi gần nhất"), Cell.MOMENT),
    )

    def read(after: results.Key | None) -> tuple[Sequence[results.Waiting], results.Key | None]:
        page = results.uncollected(
            request.actor, request.now, not_called_for=days, after=after, limit=AT_ONCE
        )
        return page.rows, page.after

    def rows() -> Iterator[Values]:
        for row in all_stretches(read):
            one = row.dossier
            shown.append(one.pk)
            yield (
                one.code,
                one.party_version.name,
                one.procedure_version.name,
                one.party_version.phone,
                one.finished_at,
                row.days,
                row.calls,
                one.last_called_at,
            )

    return Table(_("Kết quả chưa có người nhận"), headings, rows(), dossier_ids=shown)


def reminders(request: Request, kinds: Iterable[Kind]) -> Table:
    """The reminders of these kinds, in the order of the page."""
    shown: list[int] = []
    headings = (
        *_dossier(),
        Heading(_("Nhắc về")),
        Heading(_("Bước")),
        Heading(_("Hạn"), Cell.MOMENT),
        Heading(_("Nhắc lúc"), Cell.MOMENT),
        Heading(_("Đã đọc"), Cell.MOMENT),
    )

    def rows() -> Iterator[Values]:
        for kind in kinds:
            for notice in _of_kind(request, kind):
                shown.append(notice.dossier_id)
                yield (
                    notice.dossier.code,
                    notice.dossier.party_version.name,
                    notice.dossier.procedure_version.name,
                    kind.label,
                    step_of(notice, kind),
                    notice.due_at,
                    notice.at,
                    notice.read_at,
                )

    return Table(_("Nhắc việc"), headings, rows(), dossier_ids=shown)


def _of_kind(request: Request, kind: Kind) -> Iterator[Notice]:
    def read(after: notices.Key | None) -> tuple[Sequence[Notice], notices.Key | None]:
        stretch = notices.of_kind(request.actor, kind, after, AT_ONCE, now=request.now)
        return stretch.notices, stretch.after

    return all_stretches(read)


def step_of(notice: Notice, kind: Kind) -> str:
    """The step that a reminder is about; nothing where it is about the dossier."""
    if kind not in OF_A_STEP or notice.task is None:
        return ""
    return processes.definition(notice.dossier.process_version_id).step(notice.task.element).name


def handover_lines(number: str, lines: Sequence[HandoverLine]) -> Table:
    """The papers of one hand-over list."""
    headings = (
        Heading(_("TT"), Cell.WHOLE, 6),
        *_dossier(),
        Heading(_("Bản chính"), Cell.WHOLE),
        Heading(_("Bản sao"), Cell.WHOLE),
        Heading(_("Xác nhận"), width=18),
        Heading(_("Chênh lệch"), width=40),
    )
    rows = (
        (
            line.ordinal,
            line.dossier.code,
            line.dossier.party_version.name,
            line.dossier.procedure_version.name,
            line.originals,
            line.copies,
            line.get_arrival_display(),
            line.difference,
        )
        for line in lines
    )
    title = _("Danh sách bàn giao %(number)s") % {"number": number}
    return Table(title, headings, rows, dossier_ids=[line.dossier_id for line in lines])
