"""Where is my dossier? The code shows status, agency and dates; the receipt's secret opens the rest.

An unknown code, another's code and a wrong secret are answered alike, and trying is limited.
"""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.casework.dossiers.queries import tracking
from motcua.casework.dossiers.queries.clock import Clock, StretchKind
from motcua.casework.dossiers.queries.tracking import Tracked
from motcua.casework.dossiers.states import State
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import length_words, moment_words
from motcua.faces.look.parts import Step
from motcua.faces.look.strip import ClockStrip, Kind
from motcua.faces.look.throttling import throttled
from motcua.ground.kernel.throttle import Limit

# A family looks a few times a day; a whole office behind one address some dozens of times. A program needs thousands.
LOOKS = Limit("track", 60, 300)
SECRETS = Limit("track_secret", 20, 600)


class CodeForm(forms.Form):
    """The code of a dossier."""

    code = forms.CharField(
        label=gettext_lazy("Mã hồ sơ"),
        max_length=60,
        help_text=gettext_lazy("In trên giấy tiếp nhận, ví dụ 000.00.19.H58-171204-0007"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Hãy nhập mã hồ sơ.")},
    )


class SecretForm(forms.Form):
    """The secret of the receipt."""

    secret = forms.CharField(
        label=gettext_lazy("Mã bí mật"),
        max_length=20,
        help_text=gettext_lazy("Mười chữ và số in trong khung ở cuối giấy tiếp nhận"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "data-from-fragment": "yes"}
        ),
        error_messages={"required": gettext_lazy("Hãy nhập mã bí mật.")},
    )


@throttled(LOOKS, methods=("POST",))
@may("portal.tracking", methods=("GET", "POST"))
def tracking_home(request: Request) -> HttpResponse:
    """Ask for the code."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        return redirect(
            "track_dossier", code="".join(form.cleaned_data["code"].upper().split()).replace("/", "")
        )
    return render(request, "portal/tracking.html", {"form": form}, status=422 if form.is_bound else 200)


@throttled(LOOKS, methods=("GET",))
@may("portal.tracking")
def track_dossier(request: Request, code: str) -> HttpResponse:
    """A dossier by its code alone."""
    return _answer(request, code, SecretForm())


@throttled(SECRETS, methods=("POST",))
@may("portal.tracking", methods=("POST",))
def open_dossier(request: Request, code: str) -> HttpResponse:
    """The same with the receipt's secret, which is sent as a form and never stands in an address."""
    form = SecretForm(request.POST)
    right = form.is_valid() and tracking.opens(code, form.cleaned_data["secret"])
    if right:
        return _answer(request, code, form, opened=True)
    if form.is_valid():
        form.add_error("secret", _("Mã hồ sơ và mã bí mật không khớp. Hãy xem lại trên giấy tiếp nhận."))
    # No dossier is looked for: whether there is one with this code shows neither in the page nor in its time.
    return render(request, "portal/secret.html", {"form": form, "code": code[:60]}, status=422)


def _answer(request: Request, code: str, form: SecretForm, *, opened: bool = False) -> HttpResponse:
    found = tracking.track(code, request.now)
    if found is None:
        return render(
            request, "portal/not_found.html", {"form": CodeForm(initial={"code": code[:60]})}, status=404
        )
    context = {
        "found": found,
        "headline": headline(found),
        "ended": _ended(found),
        "strip": strip_of(found.clock),
        "steps": tuple(steps_of(found)),
        "form": form,
        "personal": tracking.personal(found.code) if opened else None,
    }
    return render(request, "portal/dossier.html", context)


def headline(found: Tracked) -> str:
    """The one sentence that a person wants to know, bad news first."""
    if found.is_late:
        return _("Đang giải quyết, trễ hẹn")
    return {
        State.RECEIVED: _("Đã tiếp nhận"),
        State.IN_PROGRESS: _("Đang giải quyết"),
        State.AWAITING_COMPLETION: _("Chờ bạn bổ sung giấy tờ"),
        State.VOIDED: _("Đã hủy tiếp nhận: hồ sơ không được giải quyết"),
        State.WITHDRAWN: _("Đã rút hồ sơ theo yêu cầu của người nộp"),
        State.STOPPED: _("Không giải quyết: mời đến nhận văn bản trả lời"),
        State.FINISHED: _("Đã có kết quả: mời đến nhận"),
        State.RETURNED: _("Đã trả kết quả"),
    }[found.state]


def _ended(found: Tracked) -> str:
    """When a dossier ended without an answer, in a sentence; nothing for any other."""
    if not found.is_unanswered or found.finished_at is None:
        return ""
    said = {
        State.VOIDED: _("Bộ phận Một cửa đã hủy việc tiếp nhận hồ sơ này lúc %(when)s."),
        State.WITHDRAWN: _("Hồ sơ được rút lúc %(when)s; giấy tờ đã trả lại."),
    }[found.state]
    return said % {"when": moment_words(found.finished_at)}


NAMES: dict[StretchKind, Kind] = {
    StretchKind.WORKED: "worked",
    StretchKind.STOPPED: "stopped",
    StretchKind.LATE: "late",
    StretchKind.LEFT: "left",
}


def strip_of(clock: Clock) -> ClockStrip:
    """The clock in the words of those who wait."""
    words = {
        StretchKind.WORKED: _("làm việc %(length)s"),
        StretchKind.STOPPED: _("chờ bổ sung %(length)s, không tính"),
        StretchKind.LATE: _("quá hẹn %(length)s"),
        StretchKind.LEFT: _("trước hạn %(length)s") if clock.is_over else _("còn %(length)s"),
    }
    joined = [
        (NAMES[s.kind], s.length, words[s.kind] % {"length": length_words(s.length) or _("chưa đến 1 phút")})
        for s in clock.joined()
    ]
    return ClockStrip.measured(
        joined,
        text="; ".join(label for _kind, _length, label in joined),
        tone="late" if clock.is_late else "calm",
    )


def steps_of(found: Tracked) -> Iterator[Step]:
    """The road of a dossier as a citizen sees it, from receipt to return."""
    yield Step(_("Đã tiếp nhận"), f"{moment_words(found.received_at)}, {found.one_stop}")
    place = f"{found.division}, {found.agency}" if found.division else found.agency
    if found.finished_at is None:
        if found.state is State.AWAITING_COMPLETION:
            since = moment_words(found.asked_at) if found.asked_at else ""
            yield Step(
                _("Chờ bổ sung giấy tờ"), _("từ %(when)s; thời hạn tạm dừng") % {"when": since}, "stopped"
            )
        yield Step(_("Đang giải quyết"), place, "late" if found.is_late else "now")
        yield Step(_("Trả kết quả"), _("hẹn %(when)s") % {"when": moment_words(found.due_at)}, "next")
        return
    if found.is_unanswered:
        name = _("Đã hủy tiếp nhận") if found.state is State.VOIDED else _("Đã rút hồ sơ")
        yield Step(name, f"{moment_words(found.finished_at)}, {found.one_stop}")
        return
    yield Step(_("Đã giải quyết xong"), f"{moment_words(found.finished_at)}, {place}")
    if found.returned_at is None:
        yield Step(_("Chờ bạn đến nhận"), found.one_stop, "now")
    else:
        yield Step(_("Đã trả kết quả"), moment_words(found.returned_at))
