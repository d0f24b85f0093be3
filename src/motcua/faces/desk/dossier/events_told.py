"""What happened to a dossier, one sentence for each kind of event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.casework.dossiers.models import ReturnMethod, Segment
from motcua.casework.dossiers.prints import Form
from motcua.casework.dossiers.queries.corrections import Change, Part
from motcua.casework.dossiers.queries.story import Happening
from motcua.casework.dossiers.rules import Cause as LatenessCause
from motcua.catalogue.procedures.models import Channel
from motcua.faces.look.formats import Tone, date_words, length_words, moment_words, money
from motcua.faces.look.parts import Entry

Sentence = str | Promise
NOBODY = gettext_lazy("Hệ thống")

SENTENCES: Mapping[str, Sentence] = {
    "dossiers.receive": gettext_lazy("%(officer)s tiếp nhận hồ sơ tại %(unit)s; hẹn trả %(promised)s."),
    "dossiers.forward": gettext_lazy("%(officer)s làm xong bước “%(from)s”, chuyển sang bước “%(to)s”."),
    "dossiers.approve": gettext_lazy("%(officer)s ký duyệt, chuyển sang bước “%(to)s”."),
    "dossiers.finish": gettext_lazy(
        "%(officer)s ghi kết quả số %(document)s ngày %(signed)s, người ký %(signer)s. Thời hạn giải quyết kết thúc."
    ),
    "dossiers.reject": gettext_lazy(
        "%(officer)s quyết định không giải quyết hồ sơ, văn bản số %(document)s ngày %(signed)s, người ký %(signer)s."
    ),
    "dossiers.return_result": gettext_lazy("%(officer)s trả kết quả cho %(collector)s."),
    "dossiers.expect_paper": gettext_lazy("%(officer)s ghi giấy tờ người nộp sẽ nộp sau: %(awaited)s."),
    "dossiers.bring_paper": gettext_lazy("%(officer)s nhận giấy tờ nộp sau: %(awaited)s."),
    "dossiers.ask_answer": gettext_lazy("%(officer)s hỏi ý kiến: %(awaited)s. Thời hạn vẫn tính."),
    "dossiers.note_answer": gettext_lazy("%(officer)s ghi ý kiến trả lời: %(awaited)s."),
    "dossiers.waive": gettext_lazy("%(officer)s quyết định không chờ nữa: %(awaited)s."),
    "dossiers.undo_return": gettext_lazy("%(officer)s hoàn tác việc trả kết quả. Kết quả lại chờ trả."),
    "dossiers.note_call": gettext_lazy("%(officer)s gọi người nộp đến nhận kết quả: %(reached)s."),
    "dossiers.correct": gettext_lazy("%(officer)s chỉnh sửa nội dung tiếp nhận.%(recounted)s"),
    "dossiers.void": gettext_lazy("%(officer)s hủy tiếp nhận hồ sơ. Mã hồ sơ được giữ lại."),
    "dossiers.withdraw": gettext_lazy(
        "%(officer)s ghi nhận %(collector)s rút hồ sơ và nhận lại giấy tờ đã nộp."
    ),
    "dossiers.stop": gettext_lazy(
        "%(officer)s quyết định dừng giải quyết hồ sơ, văn bản số %(document)s ngày %(signed)s, người ký %(signer)s. "
        "Căn cứ: %(basis)s."
    ),
    "dossiers.send_back": gettext_lazy("%(officer)s trả hồ sơ từ bước “%(from)s” về bước “%(to)s”."),
    "dossiers.take": gettext_lazy("%(officer)s nhận việc “%(from)s”."),
    "dossiers.reassign": gettext_lazy("%(officer)s chuyển việc “%(from)s” cho %(to_officer)s."),
    "dossiers.request_completion": gettext_lazy("%(officer)s yêu cầu bổ sung hồ sơ. Tạm dừng tính thời hạn."),
    "dossiers.receive_completion": gettext_lazy(
        "%(officer)s nhận giấy tờ bổ sung. %(clock)s; hẹn trả %(due)s."
    ),
    "dossiers.recount": gettext_lazy("Lịch làm việc thay đổi. %(recount)s"),
    "dossiers.move": gettext_lazy("Đơn vị được sắp xếp lại. Hồ sơ chuyển sang %(to_unit)s."),
    "dossiers.note": gettext_lazy("%(officer)s ghi chú."),
    "dossiers.collect_fee": gettext_lazy("%(officer)s thu phí, lệ phí %(amount)s."),
    "dossiers.attach": gettext_lazy("%(officer)s đính kèm %(count)s tệp."),
    "dossiers.attach_scans": gettext_lazy("%(officer)s đưa %(pages)s trang quét vào hồ sơ, %(count)s tệp."),
    "dossiers.assign_part": gettext_lazy("%(officer)s phân hồ sơ về đơn vị mới khi chia tách."),
    "dossiers.hand_over_papers": gettext_lazy("%(officer)s xác nhận hồ sơ giấy đã bàn giao về %(to_unit)s."),
    "dossiers.fall_late": gettext_lazy("Hồ sơ quá hạn giải quyết."),
    "dossiers.name_cause": gettext_lazy("%(officer)s ghi nguyên nhân chậm: %(lateness_cause)s."),
    "dossiers.draft_apology": gettext_lazy("%(officer)s soạn phiếu xin lỗi, đề nghị hẹn lại %(proposed)s."),
    "dossiers.issue_apology": gettext_lazy("%(officer)s ký phiếu xin lỗi số %(apology)s, hẹn lại %(due)s."),
    "dossiers.print": gettext_lazy("%(officer)s in %(form)s%(copy)s."),
    "dossiers.print_notice": gettext_lazy("%(officer)s in %(form)s%(copy)s."),
    "dossiers.print_register": gettext_lazy("%(officer)s in sổ theo dõi hồ sơ của %(unit)s%(copy)s."),
    "dossiers.begin_bulk": gettext_lazy("Xác nhận một thay đổi đối với %(total)s hồ sơ."),
    "dossiers.finish_bulk": gettext_lazy("Đã thực hiện xong thay đổi: %(done)s hồ sơ được ghi."),
    "dossiers.give_notice": gettext_lazy(
        "%(officer)s lập phiếu trả lời tại %(unit)s thay cho giấy tiếp nhận."
    ),
}

FORMS: Mapping[Form, Sentence] = {
    Form.RECEIPT: gettext_lazy("giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
    Form.COMPLETION: gettext_lazy("phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
    Form.REJECTION: gettext_lazy("phiếu từ chối tiếp nhận giải quyết hồ sơ"),
    Form.APOLOGY: gettext_lazy("phiếu xin lỗi và hẹn lại ngày trả kết quả"),
    Form.CONTROL: gettext_lazy("phiếu kiểm soát quá trình giải quyết hồ sơ"),
    Form.REGISTER: gettext_lazy("sổ theo dõi hồ sơ"),
}

TONES: Mapping[str, Tone] = {
    "dossiers.fall_late": "late",
    "dossiers.issue_apology": "late",
    "dossiers.reject": "late",
    "dossiers.stop": "late",
    "dossiers.request_completion": "stopped",
    "dossiers.finish": "done",
    "dossiers.return_result": "done",
}

CAUSES: Mapping[str, Sentence] = {
    Segment.Cause.RECOUNT.value: gettext_lazy("Thời hạn tính lại từ đầu"),
    Segment.Cause.RESUMED.value: gettext_lazy("Thời hạn tính tiếp"),
}


def entry(told: Happening) -> Entry:
    """An event as the officers' timeline says it."""
    return Entry(at=told.at, text=sentence(told), detail=detail(told), tone=TONES.get(told.verb, "calm"))


def sentence(told: Happening) -> str:
    """An event as one sentence in the language now active; raises KeyError for a kind without a sentence."""
    return str(SENTENCES[told.verb]) % {name: value(told) for name, value in VALUES.items()}


def detail(told: Happening) -> str:
    """The words that were said with it, whom it was given to, and what became of the fee at reception."""
    given = _fee(told) if told.verb == "dossiers.receive" else "; ".join(map(_change, told.changes))
    if told.to_officer and told.verb in ("dossiers.forward", "dossiers.send_back"):
        given = _("Giao %(officer)s.") % {"officer": told.to_officer}
    return " ".join(part for part in (given, _late(told), told.remark) if part)


def _late(told: Happening) -> str:
    """Which step made it late, by how much work."""
    if not told.late_step:
        return ""
    late = told.data["late"]
    used, allowed = (timedelta(minutes=int(late[name])) for name in ("used", "allowed"))
    return _("Chậm ở bước “%(step)s”: đã dùng %(used)s, được giao %(allowed)s.") % {
        "step": told.late_step,
        "used": length_words(used),
        "allowed": length_words(allowed) or _("dưới một phút"),
    }


def _cause(told: Happening) -> str:
    key = told.data.get("lateness_cause")
    return str(LatenessCause(key).label) if key else ""


def _apology(told: Happening) -> str:
    return f"{told.data['sequence']}/{told.data['year']}" if "sequence" in told.data else ""


def _fee(told: Happening) -> str:
    """A fee paid at reception has no event of its own: the reception's says that nothing is owed."""
    if not told.data.get("fee"):
        return ""
    said = (
        _("Phí, lệ phí %(amount)s: chưa nộp.")
        if told.data.get("owed")
        else _("Phí, lệ phí %(amount)s: đã nộp tại quầy.")
    )
    return said % {"amount": money(int(told.data["fee"]))}


def _moment(told: Happening, name: str) -> str:
    written = told.data.get(name)
    return moment_words(datetime.fromisoformat(written)) if written else ""


def _form(told: Happening) -> str:
    return str(FORMS[Form(told.data["form"])]) if "form" in told.data else ""


def _copy(told: Happening) -> str:
    number = int(told.data.get("copy", 1))
    return _(" (bản in lại lần %(n)s)") % {"n": number - 1} if number > 1 else ""


def _signed_on(told: Happening) -> str:
    return date_words(told.decision.signed_on) if told.decision else ""


PARTS: Mapping[Part, Sentence] = {
    Part.NAME: gettext_lazy("Họ tên, tên tổ chức"),
    Part.IDENTITY: gettext_lazy("Số định danh, MST"),
    Part.BORN: gettext_lazy("Ngày sinh"),
    Part.SEX: gettext_lazy("Giới tính"),
    Part.ADDRESS: gettext_lazy("Địa chỉ"),
    Part.PHONE: gettext_lazy("Điện thoại"),
    Part.EMAIL: gettext_lazy("Thư điện tử"),
    Part.REPRESENTATIVE: gettext_lazy("Người đại diện"),
    Part.CASE: gettext_lazy("Trường hợp"),
    Part.AREA: gettext_lazy("Địa bàn"),
    Part.CHANNEL: gettext_lazy("Cách nộp"),
    Part.RETURN: gettext_lazy("Trả kết quả"),
    Part.SETS: gettext_lazy("Số bộ"),
    Part.SUMMARY: gettext_lazy("Nội dung yêu cầu"),
    Part.FEE: gettext_lazy("Phí, lệ phí"),
    Part.PAPER: gettext_lazy("Giấy tờ"),
}


def _change(change: Change) -> str:
    """One part with what it said and says now."""
    words = {
        "part": str(PARTS[change.part]),
        "before": _part_value(change.part, change.before),
        "after": _part_value(change.part, change.after),
    }
    if change.part is Part.PAPER:
        return _("bỏ giấy tờ: %(before)s") % words if change.before else _("thêm giấy tờ: %(after)s") % words
    return _("%(part)s: %(before)s → %(after)s") % words


def _part_value(part: Part, value: str) -> str:
    if not value:
        return _("(trống)")
    match part:
        case Part.IDENTITY:
            # The whole number is shown only to whoever asks to see it.
            return "•" * max(len(value) - 4, 0) + value[-4:]
        case Part.BORN:
            return date_words(date.fromisoformat(value))
        case Part.FEE:
            return money(int(value))
        case Part.CHANNEL:
            return str(Channel(value).label)
        case Part.RETURN:
            return str(ReturnMethod(value).label)
        case _:
            return value


def _recounted(told: Happening) -> str:
    """The sentence that a promise counted anew adds."""
    if not told.data.get("recounted"):
        return ""
    return " " + _("Hẹn trả tính lại: %(due)s.") % {"due": _moment(told, "due_at")}


def _recount(told: Happening) -> str:
    """What a changed calendar moved: the promise of the dossier, or only the date of the step."""
    if "due_at" in told.data:
        return _("Hạn trả tính lại là %(due)s.") % {"due": _moment(told, "due_at")}
    return _("Hạn của bước đang làm tính lại là %(due)s.") % {"due": _moment(told, "task_due_at")}


VALUES: Mapping[str, Callable[[Happening], Any]] = {
    "officer": lambda told: told.officer or str(NOBODY),
    "unit": lambda told: told.unit,
    "from": lambda told: told.from_step,
    "to": lambda told: told.to_step,
    "to_officer": lambda told: told.to_officer,
    "to_unit": lambda told: told.to_unit,
    "promised": lambda told: _moment(told, "promised_at"),
    "due": lambda told: _moment(told, "due_at"),
    "document": lambda told: told.decision.document_number if told.decision else "",
    "signed": _signed_on,
    "signer": lambda told: told.decision.signer if told.decision else "",
    "reached": lambda told: _("gọi được") if told.data.get("reached") else _("không gọi được"),
    "awaited": lambda told: told.awaited,
    "recounted": _recounted,
    "basis": lambda told: told.decision.basis.rstrip(".") if told.decision else "",
    "collector": lambda told: told.handover.collected_by if told.handover else "",
    "clock": lambda told: str(CAUSES.get(str(told.data.get("cause", "")), "")),
    "recount": _recount,
    "total": lambda told: told.data.get("total", 0),
    "done": lambda told: told.data.get("done", 0),
    "amount": lambda told: money(int(told.data.get("amount", 0))),
    "count": lambda told: told.data.get("count", 0),
    "pages": lambda told: told.data.get("pages", 0),
    "lateness_cause": _cause,
    "proposed": lambda told: _moment(told, "proposed_at"),
    "apology": _apology,
    "form": _form,
    "copy": _copy,
}
