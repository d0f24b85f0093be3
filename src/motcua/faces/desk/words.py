"""How the desk says what a step is, what may be done at it, and what is left of the time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.casework.dossiers.models import Obligation, Segment
from motcua.casework.dossiers.queries.clock import Clock, Stretch, StretchKind
from motcua.casework.dossiers.queries.finding import Whereabouts
from motcua.casework.dossiers.queries.offers import Verb
from motcua.casework.dossiers.queries.story import Story, Why
from motcua.casework.dossiers.queries.work import DossierWork
from motcua.casework.dossiers.rules import APPOINTED, REMAINDER, SAME_DAY, StepVerb
from motcua.casework.dossiers.states import UNANSWERED, State
from motcua.catalogue.processes.rules import Step, StepKind
from motcua.faces.look import strip
from motcua.faces.look.formats import (
    Due,
    Tone,
    due_words,
    length_words,
    moment_words,
    money,
    short_date,
    time_words,
)
from motcua.faces.look.strip import ClockStrip
from motcua.people.organisation.models import Role
from motcua.people.organisation.queries import day_of

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Label:
    """A verb on its button, and what is said when it has been done."""

    button: Words
    done: Words


LABELS: Mapping[Verb, Label] = {
    Verb.FORWARD: Label(gettext_lazy("Chuyển bước tiếp theo"), gettext_lazy("Đã chuyển bước tiếp theo.")),
    Verb.APPROVE: Label(gettext_lazy("Ký duyệt"), gettext_lazy("Đã ký duyệt.")),
    Verb.FINISH: Label(
        gettext_lazy("Ghi kết quả, chuyển Bộ phận Một cửa"),
        gettext_lazy("Đã ghi kết quả; thời hạn giải quyết kết thúc."),
    ),
    Verb.RETURN: Label(
        gettext_lazy("Trả kết quả, kết thúc hồ sơ"), gettext_lazy("Đã trả kết quả. Hồ sơ kết thúc.")
    ),
    Verb.TAKE: Label(gettext_lazy("Nhận việc"), gettext_lazy("Đã nhận việc.")),
    Verb.SEND_BACK: Label(gettext_lazy("Trả lại bước trước"), gettext_lazy("Đã trả lại bước trước.")),
    Verb.REQUEST_COMPLETION: Label(
        gettext_lazy("Yêu cầu bổ sung"), gettext_lazy("Đã yêu cầu bổ sung; thời hạn tạm dừng.")
    ),
    Verb.RECEIVE_COMPLETION: Label(
        gettext_lazy("Nhận giấy tờ bổ sung"),
        gettext_lazy("Đã nhận giấy tờ bổ sung; thời hạn được tính trở lại."),
    ),
    Verb.REJECT: Label(
        gettext_lazy("Không giải quyết"), gettext_lazy("Đã quyết định không giải quyết hồ sơ.")
    ),
    Verb.REASSIGN: Label(gettext_lazy("Chuyển người xử lý"), gettext_lazy("Đã chuyển người xử lý.")),
    Verb.COLLECT_FEE: Label(gettext_lazy("Thu phí, lệ phí"), gettext_lazy("Đã thu phí, lệ phí.")),
    Verb.EXPECT_PAPER: Label(
        gettext_lazy("Ghi giấy tờ nộp sau"), gettext_lazy("Đã ghi giấy tờ người nộp sẽ nộp sau.")
    ),
    Verb.BRING_PAPER: Label(gettext_lazy("Nhận giấy tờ nộp sau"), gettext_lazy("Đã nhận giấy tờ nộp sau.")),
    Verb.ASK_ANSWER: Label(gettext_lazy("Hỏi ý kiến"), gettext_lazy("Đã ghi việc hỏi ý kiến.")),
    Verb.NOTE_ANSWER: Label(gettext_lazy("Ghi ý kiến trả lời"), gettext_lazy("Đã ghi ý kiến trả lời.")),
    Verb.WAIVE: Label(gettext_lazy("Thôi chờ"), gettext_lazy("Đã ghi: không chờ điều kiện này nữa.")),
    Verb.NOTE_CALL: Label(gettext_lazy("Ghi cuộc gọi"), gettext_lazy("Đã ghi cuộc gọi.")),
    Verb.UNDO_RETURN: Label(
        gettext_lazy("Hoàn tác trả kết quả"),
        gettext_lazy("Đã hoàn tác; kết quả lại chờ trả tại Bộ phận Một cửa."),
    ),
    Verb.CORRECT: Label(
        gettext_lazy("Sửa nội dung tiếp nhận"), gettext_lazy("Đã chỉnh sửa nội dung tiếp nhận.")
    ),
    Verb.VOID: Label(gettext_lazy("Hủy tiếp nhận"), gettext_lazy("Đã hủy tiếp nhận hồ sơ.")),
    Verb.WITHDRAW: Label(gettext_lazy("Ghi nhận rút hồ sơ"), gettext_lazy("Đã ghi nhận việc rút hồ sơ.")),
    Verb.STOP: Label(
        gettext_lazy("Dừng giải quyết"),
        gettext_lazy("Đã dừng giải quyết hồ sơ; văn bản chuyển Bộ phận Một cửa để trả."),
    ),
    Verb.NOTE: Label(gettext_lazy("Ghi chú"), gettext_lazy("Đã ghi chú.")),
    Verb.ATTACH: Label(gettext_lazy("Đính kèm tệp"), gettext_lazy("Đã đính kèm tệp.")),
    Verb.NAME_CAUSE: Label(gettext_lazy("Ghi nguyên nhân chậm"), gettext_lazy("Đã ghi nguyên nhân chậm.")),
    Verb.DRAFT_APOLOGY: Label(
        gettext_lazy("Soạn phiếu xin lỗi"), gettext_lazy("Đã soạn phiếu xin lỗi; chờ lãnh đạo ký.")
    ),
    Verb.ISSUE_APOLOGY: Label(
        gettext_lazy("Ký phiếu xin lỗi, hẹn lại ngày trả"),
        gettext_lazy("Đã ký phiếu xin lỗi; ngày hẹn trả mới có hiệu lực."),
    ),
}

TO_NEXT: Mapping[StepKind, Label] = {
    StepKind.ASSIGN: Label(
        gettext_lazy("Chuyển phòng chuyên môn"), gettext_lazy("Đã chuyển phòng chuyên môn.")
    ),
    StepKind.HANDLE: Label(gettext_lazy("Chuyển thụ lý"), gettext_lazy("Đã chuyển thụ lý.")),
    StepKind.SIGN: Label(gettext_lazy("Trình lãnh đạo ký"), gettext_lazy("Đã trình lãnh đạo ký.")),
    StepKind.STAMP: Label(gettext_lazy("Chuyển văn thư"), gettext_lazy("Đã chuyển văn thư.")),
}
ASSIGN = Label(gettext_lazy("Giao người thụ lý"), gettext_lazy("Đã giao người thụ lý."))
TO_HEAD = Label(gettext_lazy("Trình trưởng phòng"), gettext_lazy("Đã trình trưởng phòng."))
REJECTION_RETURNED = Label(
    gettext_lazy("Trả văn bản không giải quyết"),
    gettext_lazy("Đã trả văn bản không giải quyết. Hồ sơ kết thúc."),
)

DUTIES: Mapping[StepKind, Words] = {
    StepKind.ASSIGN: gettext_lazy("Xem hồ sơ, chọn người thụ lý trong phòng."),
    StepKind.HANDLE: gettext_lazy(
        "Kiểm tra hồ sơ theo nội dung thủ tục, dự thảo kết quả rồi trình. Nếu thiếu giấy tờ, yêu cầu bổ sung một lần, "
        "đầy đủ."
    ),
    StepKind.VERIFY: gettext_lazy("Kiểm tra kết quả thụ lý; trả lại kèm lý do nếu chưa đạt."),
    StepKind.SIGN: gettext_lazy("Xem dự thảo kết quả; ký duyệt, trả lại, hoặc quyết định không giải quyết."),
    StepKind.STAMP: gettext_lazy("Vào sổ, đóng dấu, ghi số và ngày ký của văn bản kết quả."),
    StepKind.RETURN: gettext_lazy(
        "Kiểm tra giấy tờ của người đến nhận, thu phí, lệ phí nếu chưa nộp, rồi trả kết quả."
    ),
    StepKind.RECEIVE: gettext_lazy("Kiểm tra và tiếp nhận hồ sơ."),
}

WAITS_FOR: Mapping[str, Words] = {
    Obligation.Kind.FEE.value: gettext_lazy("Phí, lệ phí"),
    Obligation.Kind.COMPLETION.value: gettext_lazy("Giấy tờ bổ sung"),
    Obligation.Kind.PAPER.value: gettext_lazy("Giấy tờ nộp sau"),
    Obligation.Kind.ANSWER.value: gettext_lazy("Ý kiến trả lời"),
}


ENDING_VERBS: Mapping[StepVerb, Verb] = {
    StepVerb.FORWARD: Verb.FORWARD,
    StepVerb.APPROVE: Verb.APPROVE,
    StepVerb.FINISH: Verb.FINISH,
    StepVerb.RETURN: Verb.RETURN,
}


def label(verb: Verb, step: Step | None, following: Step | None, state: State) -> Label:
    """What the verb is called at this step: passing on is named by where it leads."""
    if verb is Verb.RETURN and state is State.STOPPED:
        return REJECTION_RETURNED
    if verb is not Verb.FORWARD or following is None or step is None:
        return LABELS[verb]
    if step.kind is StepKind.ASSIGN and following.kind is StepKind.HANDLE:
        return ASSIGN
    if following.kind is StepKind.VERIFY and following.role == Role.HEAD_OF_DIVISION:
        return TO_HEAD
    return TO_NEXT.get(following.kind, LABELS[verb])


def done(said: Label, where: Whereabouts) -> str:
    """What happened, and where the dossier is now."""
    return f"{said.done} {standing(where)}".strip()


def standing(where: Whereabouts) -> str:
    """Where a dossier is now, as a sentence; nothing when its road has ended."""
    if where.state is State.AWAITING_COMPLETION:
        return _("Hồ sơ %(code)s chờ người nộp bổ sung.") % {"code": where.code}
    if not where.step:
        return ""
    values = {"code": where.code, "step": where.step, "unit": where.unit, "officer": where.officer}
    if where.officer:
        return _("Hồ sơ %(code)s đang ở bước “%(step)s”: %(officer)s, %(unit)s.") % values
    return _("Hồ sơ %(code)s đang ở bước “%(step)s”: %(role)s, %(unit)s.") % {
        **values,
        "role": role_title(where.role),
    }


def role_title(role: str) -> str:
    """A role as the office calls it."""
    return str(Role(role).label)


def waits_for(owed: Obligation) -> str:
    """What a dossier waits for, with the amount of a fee, or what, of whom and until when."""
    words = str(WAITS_FOR[owed.kind])
    if owed.amount:
        return f"{words} {money(owed.amount)}"
    until = _("hẹn %(day)s") % {"day": f"{owed.until:%d/%m/%Y}"} if owed.until else ""
    said = ", ".join(part for part in (owed.what, owed.whom, until) if part)
    return f"{words}: {said}" if said else words


def lacking(owed: Obligation) -> str:
    """The word beside what is still owed."""
    return _("chưa nộp") if owed.kind == Obligation.Kind.FEE else _("chưa có")


# --- time --------------------------------------------------------------------------------------------------------


def step_due(item: DossierWork, soon: timedelta | None = None) -> Due:
    """How long a step still has, in working time; for a dossier that waits, that it waits.

    `soon` is the threshold by which its holder is reminded: from there on it is near its date.
    """
    if item.state is State.AWAITING_COMPLETION:
        return Due(_("tạm dừng"), "stopped", moment_words(item.due_at))
    if item.ended_at is not None:
        return Due(
            _("xong lúc %(time)s") % {"time": time_words(item.ended_at)}, "done", moment_words(item.ended_at)
        )
    due = due_words(item.left, item.due_at)
    if soon is None or item.left < timedelta():
        return due
    return replace(due, tone="soon" if item.left <= soon else "done")


def clock_due(story: Story) -> Due:
    """What the dossier's clock says in a few words."""
    clock, dossier = story.clock, story.dossier
    exact = moment_words(dossier.due_at)
    if story.state in UNANSWERED:
        return Due(str(story.state.label).lower(), "calm", exact)
    if clock.is_over:
        return _over(clock, exact)
    if clock.is_stopped:
        return Due(_("đang tạm dừng"), "stopped", exact)
    if clock.left < timedelta() and not clock.is_late:
        return Due(_("hết hạn trong hôm nay"), "soon", exact)
    return due_words(clock.left, dossier.due_at)


def _over(clock: Clock, exact: str) -> Due:
    length = length_words(clock.late_by if clock.is_late else abs(clock.left))
    if clock.is_late:
        return Due(
            _("xong, quá hạn %(length)s") % {"length": length or _("chưa đến một phút")}, "late", exact
        )
    if clock.left > timedelta() and length:
        return Due(_("xong trước hạn %(length)s") % {"length": length}, "done", exact)
    return Due(_("xong đúng hạn"), "done", exact)


def open_step_due(story: Story) -> Due | None:
    """How long the open step still has; nothing while the dossier waits for the applicant."""
    if story.task is None or story.step_left is None or story.state is State.AWAITING_COMPLETION:
        return None
    return due_words(story.step_left, story.task.due_at)


def clock_text(clock: Clock) -> str:
    """The strip in words, for those who do not see it."""
    length = length_words(clock.late_by if clock.is_late else abs(clock.left)) or _("chưa đến một phút")
    if clock.is_late:
        said = _("quá hạn %(length)s") % {"length": length}
    elif clock.is_over:
        said = _("đã xong, trong hạn")
    elif clock.left < timedelta():
        said = _("hết hạn trong hôm nay")
    else:
        said = _("còn %(length)s") % {"length": length}
    parts = [said]
    if clock.is_late and not clock.is_over and clock.left > timedelta():
        parts.append(_("còn %(length)s đến ngày hẹn lại") % {"length": length_words(clock.left) or "0"})
    if clock.is_stopped:
        parts.append(_("đang tạm dừng"))
    if clock.step_end is not None and clock.step_is_past:
        parts.append(_("bước hiện tại đã quá hạn của bước"))
    if clock.stopped:
        parts.append(_("đã dừng %(length)s không tính") % {"length": length_words(clock.stopped) or "0"})
    return "; ".join(parts)


DRAWN: Mapping[StretchKind, strip.Kind] = {
    StretchKind.WORKED: "worked",
    StretchKind.STOPPED: "stopped",
    StretchKind.LATE: "late",
    StretchKind.LEFT: "left",
}


def tone_of(clock: Clock) -> Tone:
    """The colour that says the same as the text."""
    if clock.is_late:
        return "late"
    return "stopped" if clock.is_stopped else "calm"


def row_strip(clock: Clock) -> ClockStrip:
    """The clock in a row of a list: bare."""
    bare = [(DRAWN[s.kind], s.length, "") for s in _joined(clock)]
    return _strip(clock, bare)


def page_strip(clock: Clock) -> ClockStrip:
    """The clock on the dossier's page: each stretch named."""
    named = [(DRAWN[s.kind], s.length, _stretch_name(s, is_over=clock.is_over)) for s in _by_step(clock)]
    return _strip(clock, named)


def _strip(clock: Clock, stretches: list[tuple[strip.Kind, timedelta, str]]) -> ClockStrip:
    return ClockStrip.measured(
        stretches,
        text=clock_text(clock),
        tone=tone_of(clock),
        marked=clock.step_end,
        passed=clock.step_is_past,
    )


def _joined(clock: Clock) -> Iterator[Stretch]:
    """Neighbours of one kind as one: in a row nobody reads the steps."""
    held: Stretch | None = None
    for stretch in clock.stretches:
        if held is not None and held.kind is stretch.kind:
            held = Stretch(held.kind, held.length + stretch.length)
            continue
        if held is not None:
            yield held
        held = Stretch(stretch.kind, stretch.length)
    if held is not None:
        yield held


def _by_step(clock: Clock) -> Iterator[Stretch]:
    """Late time is one stretch, whoever had it; worked time keeps its steps."""
    held: Stretch | None = None
    for stretch in clock.stretches:
        if held is not None and held.kind is StretchKind.LATE is stretch.kind:
            held = Stretch(held.kind, held.length + stretch.length)
            continue
        if held is not None:
            yield held
        held = stretch
    if held is not None:
        yield held


def _stretch_name(stretch: Stretch, *, is_over: bool) -> str:
    length = length_words(stretch.length)
    match stretch.kind:
        case StretchKind.STOPPED:
            paused = _("Tạm dừng, chờ bổ sung")
            return f"{paused} · {length}" if length else paused
        case StretchKind.LATE:
            return _("Quá hạn · %(length)s") % {"length": length}
        case StretchKind.LEFT if is_over:
            return _("Trước hạn %(length)s") % {"length": length}
        case StretchKind.LEFT:
            return _("Còn %(length)s") % {"length": length}
        case _:
            return f"{stretch.name} · {length}" if length else stretch.name


# --- why ---------------------------------------------------------------------------------------------------------


def why_lines(why: Why) -> list[str]:
    """Why the due date is that date, as sentences."""
    segment = why.segment
    lines = [] if segment.number == 1 else [_cause(why)]
    if segment.basis == SAME_DAY:
        lines.append(
            _("Trả trong ngày; nhận sau %(hour)s thì trả trong ngày làm việc tiếp theo.")
            % {"hour": why.same_day_before}
        )
    elif segment.basis == REMAINDER:
        lines.append(_("Phần thời hạn còn lại khi tạm dừng được tính tiếp từ lúc nhận đủ giấy tờ."))
    elif segment.basis == APPOINTED:
        lines.append(
            _(
                "Hẹn lại một lần theo khoản 9 Điều 19 Nghị định 61/2018/NĐ-CP; trễ hẹn vẫn tính theo ngày hẹn đầu tiên."
            )
        )
    lines += [line.sentence() for line in why.lines]
    if why.limit_basis:
        lines.append(_("Căn cứ: %(basis)s.") % {"basis": why.limit_basis.rstrip(".")})
    if not why.lines:
        lines.append(_("Hẹn trả lúc %(due)s.") % {"due": moment_words(segment.due_at)})
    lines += [_pause(pause.started_at, pause.ended_at, length) for pause, length in why.pauses]
    return [*lines, _rule_set(why)]


def _cause(why: Why) -> str:
    words = {
        "cause": str(why.segment.get_cause_display()),
        "start": moment_words(why.segment.started_at),
    }
    if why.segment.cause == Segment.Cause.RECOUNT:
        # Where the text of a date is not at hand, the clause of the nearest known stands in, as is said below.
        return _("%(cause)s, từ %(start)s (%(basis)s).") % {**words, "basis": why.rule_set.recount_basis}
    return _("%(cause)s, từ %(start)s.") % words


def _pause(start: datetime, end: datetime | None, length: timedelta) -> str:
    words = {"start": moment_words(start), "length": length_words(length) or _("chưa đến một phút")}
    if end is None:
        return (
            _("Tạm dừng từ %(start)s để chờ người nộp bổ sung: đến nay %(length)s, không tính vào thời hạn.")
            % words
        )
    return _(
        "Tạm dừng từ %(start)s đến %(end)s để chờ người nộp bổ sung: %(length)s, không tính vào thời hạn."
    ) % {
        **words,
        "end": moment_words(end),
    }


def _rule_set(why: Why) -> str:
    found = why.rule_set
    if found.text_at_hand:
        return _("Bộ quy tắc: %(name)s.") % {"name": found.name}
    return _(
        "Bộ quy tắc: %(name)s. Hệ thống chưa có nguyên văn văn bản này nên dùng quy tắc gần nhất đã biết, "
        "theo %(source)s."
    ) % {"name": found.name, "source": found.source}


# --- where a task came from ----------------------------------------------------------------------------------------


def came_from(item: DossierWork, now: datetime) -> str:
    """Under the step in a list: from whom it came and when, or why it was sent back."""
    before = item.before
    if item.state is State.AWAITING_COMPLETION:
        return _("chờ người nộp bổ sung")
    if before is None:
        return ""
    if before.words:
        return _("%(role)s trả lại: %(words)s") % {"role": role_title(before.role), "words": before.words}
    if day_of(before.at) == day_of(now):
        return _("nhận từ %(officer)s lúc %(time)s") % {
            "officer": before.officer,
            "time": time_words(before.at),
        }
    return _("nhận từ %(officer)s, %(day)s") % {"officer": before.officer, "day": short_date(before.at)}
