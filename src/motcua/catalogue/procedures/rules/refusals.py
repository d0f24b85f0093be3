"""What this package refuses, each with its sentence."""

from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel.refusals import Kind, RefusalCode, sentences


class Refusal(RefusalCode):
    """Why the catalogue is not changed, or does not answer."""

    PROCEDURE_NOT_FOUND = "procedures.procedure_not_found"
    VERSION_NOT_FOUND = "procedures.version_not_found"
    DECISION_NOT_FOUND = "procedures.decision_not_found"
    FIELD_NOT_FOUND = "procedures.field_not_found"
    NO_SUCH_FIELD = "procedures.no_such_field"
    FIELD_CODE_WRONG = "procedures.field_code_wrong"
    FIELD_NAME_WRONG = "procedures.field_name_wrong"
    FIELD_TAKEN = "procedures.field_taken"
    FIELD_NAME_TAKEN = "procedures.field_name_taken"
    FIELD_IN_USE = "procedures.field_in_use"
    CODE_TAKEN = "procedures.code_taken"
    DECISION_TAKEN = "procedures.decision_taken"
    SIGNED_AFTER_FORCE = "procedures.signed_after_force"
    NO_NAME = "procedures.no_name"
    DRAFT_EXISTS = "procedures.draft_exists"
    NOT_A_DRAFT = "procedures.not_a_draft"
    INCOMPLETE = "procedures.incomplete"
    BAD_AMOUNT = "procedures.bad_amount"
    BAD_CHANNEL = "procedures.bad_channel"
    NOT_AFTER_THE_LAST = "procedures.not_after_the_last"
    NOT_IN_FORCE = "procedures.not_in_force"
    NO_TIME_LIMIT = "procedures.no_time_limit"
    NOT_A_ONE_STOP = "procedures.not_a_one_stop"
    NOT_OFFERED = "procedures.not_offered"
    OFFERED_ALREADY = "procedures.offered_already"
    DRAFT_NOT_FOUND = "procedures.draft_not_found"
    DRAFT_CLOSED = "procedures.draft_closed"
    NOT_CHECKED = "procedures.not_checked"
    SAME_PERSON = "procedures.same_person"
    HAS_FAULTS = "procedures.has_faults"
    CHANGED_SINCE_CHECK = "procedures.changed_since_check"
    PREPARED_ELSEWHERE = "procedures.prepared_elsewhere"
    NOT_AN_ITEM = "procedures.not_an_item"
    NO_SIGNER = "procedures.no_signer"
    NO_TITLE = "procedures.no_title"


sentences(
    {
        Refusal.PROCEDURE_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy thủ tục hành chính này.")),
        Refusal.VERSION_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy nội dung này của thủ tục hành chính.")),
        Refusal.DECISION_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy quyết định công bố này.")),
        Refusal.NO_SUCH_FIELD: (Kind.WRONG_INPUT, _("Không có lĩnh vực này.")),
        Refusal.FIELD_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy lĩnh vực này.")),
        Refusal.FIELD_CODE_WRONG: (
            Kind.WRONG_INPUT,
            _("Mã lĩnh vực có tối đa 40 ký tự: chữ thường không dấu, chữ số và gạch ngang, ví dụ ho-tich."),
        ),
        Refusal.FIELD_NAME_WRONG: (
            Kind.WRONG_INPUT,
            _("Phải ghi tên lĩnh vực, tối đa %(limit)s ký tự."),
        ),
        Refusal.FIELD_TAKEN: (Kind.NOT_NOW, _("Đã có lĩnh vực khác mang mã %(field)s.")),
        Refusal.FIELD_NAME_TAKEN: (Kind.NOT_NOW, _("Đã có lĩnh vực mang tên “%(name)s”.")),
        Refusal.FIELD_IN_USE: (
            Kind.NOT_NOW,
            _(
                "Đã có thủ tục được công bố trong lĩnh vực này nên tên được giữ nguyên. Hãy thêm lĩnh vực mới."
            ),
        ),
        Refusal.CODE_TAKEN: (Kind.NOT_NOW, _("Đã có thủ tục hành chính mang mã %(procedure)s.")),
        Refusal.DECISION_TAKEN: (Kind.NOT_NOW, _("Đã có quyết định công bố số %(number)s.")),
        Refusal.SIGNED_AFTER_FORCE: (Kind.WRONG_INPUT, _("Ngày có hiệu lực không được trước ngày ký.")),
        Refusal.NO_NAME: (Kind.WRONG_INPUT, _("Phải ghi tên thủ tục hành chính.")),
        Refusal.DRAFT_EXISTS: (Kind.NOT_NOW, _("Thủ tục này đang có một dự thảo. Hãy sửa dự thảo đó.")),
        Refusal.NOT_A_DRAFT: (
            Kind.NOT_NOW,
            _("Nội dung đã công bố thì không sửa được nữa. Hãy lập dự thảo mới."),
        ),
        Refusal.INCOMPLETE: (
            Kind.WRONG_INPUT,
            _("Chưa công bố được, còn thiếu: %(parts)s (Điều 8 Nghị định 63/2010/NĐ-CP)."),
        ),
        Refusal.BAD_AMOUNT: (Kind.WRONG_INPUT, _("Thời hạn, mức thu và số bản phải là số không âm.")),
        Refusal.BAD_CHANNEL: (Kind.WRONG_INPUT, _("Không có cách thức nộp “%(channel)s”.")),
        Refusal.NOT_AFTER_THE_LAST: (
            Kind.WRONG_INPUT,
            _("Quyết định phải có hiệu lực sau ngày %(day)s là ngày nội dung hiện hành bắt đầu có hiệu lực."),
        ),
        Refusal.NOT_IN_FORCE: (Kind.NOT_NOW, _("Thủ tục này không có hiệu lực trong ngày %(day)s.")),
        Refusal.NO_TIME_LIMIT: (
            Kind.WRONG_INPUT,
            _("Thủ tục này không công bố thời hạn cho trường hợp, địa bàn và cách thức nộp đã chọn."),
        ),
        Refusal.NOT_A_ONE_STOP: (Kind.WRONG_INPUT, _("Chỉ Bộ phận Một cửa mới tiếp nhận hồ sơ.")),
        Refusal.NOT_OFFERED: (Kind.NOT_NOW, _("Bộ phận Một cửa này không tiếp nhận thủ tục đã chọn.")),
        Refusal.OFFERED_ALREADY: (
            Kind.NOT_NOW,
            _(
                "Bộ phận Một cửa này đang tiếp nhận thủ tục đã chọn. Hãy thôi tiếp nhận trước khi đổi nơi thụ lý."
            ),
        ),
        Refusal.DRAFT_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy dự thảo quyết định này.")),
        Refusal.DRAFT_CLOSED: (
            Kind.NOT_NOW,
            _("Dự thảo quyết định đã kiểm tra, đã ký hoặc đã rút nên không sửa được ở bước này."),
        ),
        Refusal.NOT_CHECKED: (Kind.NOT_NOW, _("Dự thảo quyết định chưa được kiểm tra nên chưa ký được.")),
        Refusal.SAME_PERSON: (
            Kind.NOT_ALLOWED,
            _("Người soạn không tự kiểm tra dự thảo của mình. Hãy nhờ người khác kiểm tra."),
        ),
        Refusal.HAS_FAULTS: (Kind.NOT_NOW, _("Dự thảo quyết định còn %(n)s điểm phải sửa: %(faults)s.")),
        Refusal.CHANGED_SINCE_CHECK: (
            Kind.NOT_NOW,
            _("Nội dung thủ tục trong dự thảo đã thay đổi sau khi kiểm tra. Hãy kiểm tra lại rồi ký."),
        ),
        Refusal.PREPARED_ELSEWHERE: (
            Kind.NOT_NOW,
            _("Thủ tục %(procedure)s đã có trong một dự thảo quyết định chưa ký."),
        ),
        Refusal.NOT_AN_ITEM: (Kind.NOT_FOUND, _("Thủ tục này không có trong dự thảo quyết định.")),
        Refusal.NO_SIGNER: (Kind.WRONG_INPUT, _("Phải ghi số, ngày ký và người ký quyết định.")),
        Refusal.NO_TITLE: (Kind.WRONG_INPUT, _("Phải ghi trích yếu và cơ quan ban hành.")),
    }
)
