"""The panel of a dossier's page in which the work is done: one primary verb with its form, the others beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.forms import Textarea
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.casework.dossiers.queries.offers import ENDINGS, MEETING, Offer, Verb
from motcua.casework.dossiers.queries.story import Story
from motcua.casework.dossiers.queries.work import POOLED
from motcua.casework.dossiers.rules import Refusal
from motcua.casework.dossiers.states import UNANSWERED, State
from motcua.faces.desk import words
from motcua.faces.desk.dossier.acts import ACTS, form_for
from motcua.faces.desk.dossier.step_forms import KeyedForm
from motcua.faces.look.formats import money
from motcua.faces.look.parts import Action
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Kind, Refused
from motcua.people.organisation.models import Role

MAIN = (Verb.FORWARD, Verb.APPROVE, Verb.FINISH, Verb.RETURN)
BESIDE = (
    Verb.TAKE,
    Verb.RECEIVE_COMPLETION,
    Verb.SEND_BACK,
    Verb.REQUEST_COMPLETION,
    Verb.REJECT,
    Verb.COLLECT_FEE,
    Verb.BRING_PAPER,
    Verb.NOTE_ANSWER,
)

# What ends a dossier without what was asked for.
GRAVE = (Verb.REJECT, *ENDINGS)

WARNINGS: Mapping[Verb, str | Promise] = {
    Verb.FINISH: gettext_lazy("Sau khi ghi, thời hạn giải quyết kết thúc; không thể hoàn tác."),
    Verb.RETURN: gettext_lazy("Sau khi trả, hồ sơ kết thúc. Trả nhầm thì hoàn tác được trong ngày."),
    Verb.REJECT: gettext_lazy(
        "Hồ sơ dừng giải quyết; người nộp nhận văn bản tại Bộ phận Một cửa. Không thể hoàn tác."
    ),
    Verb.REQUEST_COMPLETION: gettext_lazy("Thời hạn tạm dừng từ lúc này đến khi người nộp bổ sung đủ."),
    Verb.RECEIVE_COMPLETION: gettext_lazy("Thời hạn được tính trở lại ngay sau khi ghi nhận."),
    Verb.VOID: gettext_lazy(
        "Chỉ hủy khi tiếp nhận nhầm. Mã hồ sơ không dùng lại; thời hạn và mọi việc kết thúc. Không thể hoàn tác."
    ),
    Verb.WITHDRAW: gettext_lazy(
        "Việc đang làm ở mọi đơn vị kết thúc; muốn giải quyết tiếp phải nộp hồ sơ mới. Không thể hoàn tác."
    ),
    Verb.STOP: gettext_lazy(
        "Hồ sơ dừng giải quyết; người nộp nhận văn bản tại Bộ phận Một cửa. Không thể hoàn tác."
    ),
    Verb.ISSUE_APOLOGY: gettext_lazy(
        "Chỉ được hẹn lại một lần. Người nộp thấy ngay lời xin lỗi, lý do và ngày hẹn mới; hồ sơ vẫn tính là trễ hẹn."
    ),
    Verb.DRAFT_APOLOGY: gettext_lazy("Lãnh đạo xem, sửa và ký phiếu này; ngày hẹn chưa đổi cho đến khi ký."),
    Verb.COLLECT_FEE: gettext_lazy("Chỉ ghi nhận khi đã thu đủ tiền."),
}
READERS: Mapping[str, str | Promise] = {
    Role.INSPECTOR.value: gettext_lazy("Vai trò thanh tra, kiểm tra chỉ xem, không xử lý hồ sơ."),
    Role.REFORM_OFFICE.value: gettext_lazy(
        "Cơ quan thường trực cải cách hành chính chỉ xem, không xử lý hồ sơ."
    ),
}


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel shows: title and duty, the form of one verb with its button, and what else may be done."""

    title: str
    text: str = ""
    form: KeyedForm | None = None
    url: str = ""
    button: str = ""
    kind: str = "primary"
    consequence: str = ""
    warning: str = ""
    reason: str = ""
    back: str = ""
    beside: tuple[Action, ...] = ()
    more: tuple[Action, ...] = ()
    asked: str = ""
    kept: tuple[str, ...] = ()


def panel_of(story: Story, actor: Actor, now: datetime) -> Panel:
    """The panel as the page opens: the verb that ends the step when it is this officer's, else whose turn it is."""
    main = _main(story)
    beside, more = _others(story, main)
    if main is not None and main.refusal is None:
        act = form_for(main.verb, story, now)
        return _with_form(story, main.verb, act, act_url(story, main.verb), beside=beside, more=more)
    return Panel(
        title=_whose(story),
        text=_why_nothing(story, main, actor),
        beside=beside,
        more=more,
    )


def panel_for(story: Story, verb: Verb, form: KeyedForm, url: str, refused: Refused | None) -> Panel:
    """The panel with the form of one verb that was chosen, or sent and refused; or why it cannot be used now."""
    back = reverse("dossier", args=[story.dossier.code])
    if refused is None:
        return _with_form(story, verb, form, url, back=back)
    return Panel(title=_whose(story), reason=refused.sentence(), back=back, kept=tuple(_typed(form)))


def _typed(form: KeyedForm) -> Iterator[str]:
    """The words of a form that came too late: whoever wrote them may need them elsewhere."""
    if not form.is_bound:
        return
    for bound in form:
        if isinstance(bound.field.widget, Textarea) and bound.value():
            yield str(bound.value())


def _main(story: Story) -> Offer | None:
    if story.state is State.AWAITING_COMPLETION:
        coming = story.offer(Verb.RECEIVE_COMPLETION)
        if coming is not None and coming.refusal is None:
            return coming
    main = next((offer for offer in story.offers if offer.verb in MAIN), None)
    owed = story.offer(Verb.COLLECT_FEE)
    if main is not None and _is_owed(main) and owed is not None and owed.refusal is None:
        return owed
    brought = story.offer(Verb.BRING_PAPER)
    if main is not None and _is_owed(main) and brought is not None and brought.refusal is None:
        return brought
    return main


def _is_owed(main: Offer) -> bool:
    return main.refusal is not None and main.refusal.code == Refusal.OBLIGATIONS_OPEN


def _with_form(
    story: Story,
    verb: Verb,
    form: KeyedForm,
    url: str,
    *,
    back: str = "",
    beside: tuple[Action, ...] = (),
    more: tuple[Action, ...] = (),
) -> Panel:
    label = words.label(verb, story.step, story.following, story.state)
    main = verb in MAIN
    return Panel(
        title=_title(story, verb, str(label.button)),
        text=str(words.DUTIES.get(story.step.kind, "")) if main and story.step else "",
        form=form,
        url=url,
        button=str(label.button),
        kind="warning" if verb in GRAVE else "primary",
        consequence=_consequence(story, verb),
        warning=str(WARNINGS.get(verb, "")),
        back=back,
        beside=beside,
        more=more,
        asked=_asked(story) if verb is Verb.RECEIVE_COMPLETION else "",
    )


def act_url(story: Story, verb: Verb) -> str:
    """Where a verb is sent to; a correction has a page of its own."""
    if verb is Verb.CORRECT:
        return reverse("correct_dossier", args=[story.dossier.code])
    act = ACTS[verb]
    if act.of_task:
        assert story.task is not None
        return reverse(act.route, args=[story.dossier.code, story.task.pk])
    return reverse(act.route, args=[story.dossier.code])


def _title(story: Story, verb: Verb, button: str) -> str:
    if verb is Verb.COLLECT_FEE and story.dossier.fee:
        return _("Thu phí, lệ phí %(amount)s") % {"amount": money(story.dossier.fee)}
    if verb not in MAIN:
        return button
    return _("Việc cần làm: %(step)s") % {
        "step": story.step.name[:1].lower() + story.step.name[1:] if story.step else ""
    }


def _whose(story: Story) -> str:
    if story.state is State.RETURNED:
        return _("Hồ sơ đã kết thúc")
    if story.state in UNANSWERED:
        return str(story.state.label)
    if story.state is State.AWAITING_COMPLETION:
        return _("Chờ người nộp bổ sung")
    return _("Bước hiện tại: %(step)s") % {"step": story.step.name if story.step else ""}


def _why_nothing(story: Story, main: Offer | None, actor: Actor) -> str:
    if (only_reads := READERS.get(actor.role or "")) is not None:
        return str(only_reads)
    if story.state is State.RETURNED:
        return _("Kết quả đã được trả; không còn việc nào phải làm.")
    if story.state in UNANSWERED:
        return _("Hồ sơ kết thúc khi chưa có kết quả; không còn việc nào phải làm.")
    if main is not None and main.refusal is not None and main.refusal.kind is not Kind.NOT_ALLOWED:
        return main.refusal.sentence()
    if story.task is None:
        return ""
    place = {"unit": story.unit(story.task.unit_id), "role": words.role_title(story.task.role)}
    if story.task.officer is not None:
        return _("Đang ở %(officer)s, %(unit)s.") % {**place, "officer": story.task.officer.name}
    return _("Đang chờ %(role)s, %(unit)s, nhận việc.") % place


def _others(story: Story, main: Offer | None) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
    beside, more = [], []
    for offer in story.offers:
        if offer is main or _is_elsewhere(offer):
            continue
        if offer.verb in MAIN and (main is None or main.verb in MAIN):
            continue
        if offer.verb is Verb.TAKE and story.task is not None and story.task.role not in POOLED:
            continue
        if offer.verb in (*MAIN, *BESIDE) and not _is_moot(story, offer):
            beside.append(_action(story, offer))
        else:
            more.append(_action(story, offer))
    return tuple(beside), tuple(more)


def _is_elsewhere(offer: Offer) -> bool:
    return offer.refusal is not None and offer.refusal.kind is Kind.NOT_ALLOWED


def _is_moot(story: Story, offer: Offer) -> bool:
    """Refused because there is nothing to do, not because it is forbidden: it stands under “further”."""
    if offer.refusal is None:
        return False
    if offer.verb in (Verb.RECEIVE_COMPLETION, Verb.COLLECT_FEE, *MEETING):
        return True
    return story.dossier.finished_at is not None and offer.verb not in MAIN


def _action(story: Story, offer: Offer) -> Action:
    label = words.label(offer.verb, story.step, story.following, story.state)
    return Action(
        label=str(label.button),
        url=act_url(story, offer.verb),
        post=offer.verb is Verb.TAKE,
        reason=offer.refusal.sentence() if offer.refusal else "",
    )


def _consequence(story: Story, verb: Verb) -> str:
    if verb not in (Verb.FORWARD, Verb.APPROVE) or story.following is None:
        return ""
    return _("Hồ sơ chuyển sang bước “%(step)s”: %(role)s, %(unit)s.") % {
        "step": story.following.name,
        "role": words.role_title(story.following.role),
        "unit": story.unit(story.place_of(story.following)),
    }


def _asked(story: Story) -> str:
    last = [told for told in story.happenings if told.verb == "dossiers.request_completion"]
    return last[-1].remark if last else ""


def may_work(actor: Actor) -> bool:
    """Whether this role acts on dossiers at all."""
    return policy.has(actor, "desk.work")
