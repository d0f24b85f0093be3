"""Why the verbs of the dossier say no, each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel.refusals import Kind, RefusalCode, sentences


class Refusal(RefusalCode):
    """Why a verb of the dossier says no."""

    NOT_OFFERED = "dossiers.not_offered"
    NO_PROCESS = "dossiers.no_process"
    NO_NAME = "dossiers.no_name"
    PAPERS_MISSING = "dossiers.papers_missing"
    UNKNOWN_PAPER = "dossiers.unknown_paper"
    UNKNOWN_CASE = "dossiers.unknown_case"
    NOT_FILED_SO = "dossiers.not_filed_so"
    NOT_RETURNED_SO = "dossiers.not_returned_so"
    TASK_ENDED = "dossiers.task_ended"
    TASK_OF_ANOTHER = "dossiers.task_of_another"
    WAITING = "dossiers.waiting"
    WRONG_STEP = "dossiers.wrong_step"
    NOT_EARLIER = "dossiers.not_earlier"
    NO_REASON = "dossiers.no_reason"
    ASKED_ENOUGH = "dossiers.asked_enough"
    NOT_WAITING = "dossiers.not_waiting"
    OBLIGATIONS_OPEN = "dossiers.obligations_open"
    NO_DOCUMENT = "dossiers.no_document"
    SIGNED_LATER = "dossiers.signed_later"
    NO_COLLECTOR = "dossiers.no_collector"
    APPOINTMENT_ENDED = "dossiers.appointment_ended"
    NOT_IN_THAT_OFFICE = "dossiers.not_in_that_office"
    SAME_OFFICER = "dossiers.same_officer"
    NO_OFFICER = "dossiers.no_officer"
    FEE_NOT_OWED = "dossiers.fee_not_owed"
    CLOSED = "dossiers.closed"
    MOVES_OPEN_DOSSIERS = "dossiers.moves_open_dossiers"
    FILE_TOO_MANY = "dossiers.file_too_many"
    PREVIEW_CHANGED = "dossiers.preview_changed"
    NOT_A_PART = "dossiers.not_a_part"
    NOT_IN_THE_SPLIT = "dossiers.not_in_the_split"
    NOTHING_CHOSEN = "dossiers.nothing_chosen"
    CALENDAR_IN_CHANGE = "dossiers.calendar_in_change"
    BEGUN = "dossiers.begun"
    HAS_RESULT = "dossiers.has_result"
    NO_BASIS = "dossiers.no_basis"
    NOTHING_TO_COLLECT = "dossiers.nothing_to_collect"
    NOT_RETURNED = "dossiers.not_returned"
    UNDONE_TOO_LATE = "dossiers.undone_too_late"
    NO_SUCH_OBLIGATION = "dossiers.no_such_obligation"
    PROMISED_IN_THE_PAST = "dossiers.promised_in_the_past"
    ANSWER_AWAITED = "dossiers.answer_awaited"
    ANOTHER_PROCEDURE = "dossiers.another_procedure"
    NOTHING_CHANGED = "dossiers.nothing_changed"
    UNIT_HAS_DOSSIERS = "dossiers.unit_has_dossiers"
    UNKNOWN_CAUSE = "dossiers.unknown_cause"
    NOT_LATE = "dossiers.not_late"
    CAUSE_NAMED = "dossiers.cause_named"
    APOLOGISED = "dossiers.apologised"
    NEW_DATE_NOT_LATER = "dossiers.new_date_not_later"
    NEW_DATE_DAY_OFF = "dossiers.new_date_day_off"
    NOT_ALIKE = "dossiers.not_alike"
    TOO_MANY_TOGETHER = "dossiers.too_many_together"
    NO_RUNNING_NUMBER = "dossiers.no_running_number"
    PRINT_OUTDATED = "dossiers.print_outdated"
    PRINT_TOO_MANY = "dossiers.print_too_many"
    NOTHING_TO_PRINT = "dossiers.nothing_to_print"
    NOTHING_SCANNED = "dossiers.nothing_scanned"
    PAPER_NOT_HANDED_IN = "dossiers.paper_not_handed_in"


sentences(
    {
        Refusal.PRINT_OUTDATED: (
            Kind.NOT_NOW,
            _("Hồ sơ đã thay đổi sau lần in này nên không dựng lại được đúng bản đã in. Hãy in bản mới."),
        ),
        Refusal.PRINT_TOO_MANY: (Kind.WRONG_INPUT, _("Mỗi lần in được nhiều nhất %(limit)s hồ sơ.")),
        Refusal.NOTHING_TO_PRINT: (Kind.WRONG_INPUT, _("Chưa chọn hồ sơ nào để in.")),
        Refusal.NOTHING_SCANNED: (Kind.WRONG_INPUT, _("Chưa có trang quét nào để lưu vào hồ sơ.")),
        Refusal.PAPER_NOT_HANDED_IN: (
            Kind.NOT_NOW,
            _(
                "Có trang được xếp vào giấy tờ không còn trong thành phần hồ sơ đã nhận. "
                "Hãy mở lại trang này và chọn lại giấy tờ."
            ),
        ),
        Refusal.NOT_OFFERED: (Kind.NOT_NOW, _("Bộ phận Một cửa này hiện không tiếp nhận thủ tục đã chọn.")),
        Refusal.NO_PROCESS: (Kind.NOT_NOW, _("Thủ tục chưa có quy trình nội bộ nên chưa tiếp nhận được.")),
        Refusal.NO_NAME: (Kind.WRONG_INPUT, _("Hãy nhập họ tên người nộp hoặc tên tổ chức.")),
        Refusal.PAPERS_MISSING: (
            Kind.WRONG_INPUT,
            _("Hồ sơ còn thiếu %(count)s giấy tờ bắt buộc. Nếu chưa đủ, hãy lập phiếu yêu cầu bổ sung."),
        ),
        Refusal.UNKNOWN_PAPER: (Kind.WRONG_INPUT, _("Có giấy tờ không thuộc thành phần hồ sơ của thủ tục.")),
        Refusal.UNKNOWN_CASE: (
            Kind.WRONG_INPUT,
            _("Hãy chọn trường hợp và địa bàn trong danh sách của thủ tục."),
        ),
        Refusal.NOT_FILED_SO: (
            Kind.WRONG_INPUT,
            _("Thủ tục này không tiếp nhận hồ sơ theo cách nộp đã chọn. Hãy chọn cách nộp khác."),
        ),
        Refusal.NOT_RETURNED_SO: (
            Kind.WRONG_INPUT,
            _("Thủ tục này không trả kết quả qua bưu chính. Hãy chọn trả tại Bộ phận Một cửa."),
        ),
        Refusal.TASK_ENDED: (
            Kind.NOT_NOW,
            _("Bước này đã có người làm xong. Hãy mở lại hồ sơ để xem bước hiện tại."),
        ),
        Refusal.TASK_OF_ANOTHER: (Kind.NOT_NOW, _("Việc này đang do người khác thụ lý.")),
        Refusal.WAITING: (Kind.NOT_NOW, _("Hồ sơ đang chờ người nộp bổ sung giấy tờ.")),
        Refusal.WRONG_STEP: (Kind.NOT_NOW, _("Ở bước hiện tại không thực hiện được việc này.")),
        Refusal.NOT_EARLIER: (Kind.WRONG_INPUT, _("Chỉ trả lại được cho một bước trước đó.")),
        Refusal.NO_REASON: (Kind.WRONG_INPUT, _("Hãy ghi lý do.")),
        Refusal.ASKED_ENOUGH: (
            Kind.NOT_NOW,
            _(
                "Không yêu cầu bổ sung được nữa: hồ sơ đã được yêu cầu bổ sung %(times)s lần, bằng mức cho phép."
            ),
        ),
        Refusal.NOT_WAITING: (Kind.NOT_NOW, _("Hồ sơ không ở trạng thái chờ bổ sung.")),
        Refusal.OBLIGATIONS_OPEN: (
            Kind.NOT_NOW,
            _("Chưa trả kết quả được: hồ sơ còn %(count)s điều kiện chưa đáp ứng%(what)s."),
        ),
        Refusal.NO_DOCUMENT: (Kind.WRONG_INPUT, _("Hãy nhập số, ngày ký và người ký văn bản.")),
        Refusal.SIGNED_LATER: (Kind.WRONG_INPUT, _("Ngày ký không được sau hôm nay.")),
        Refusal.NO_COLLECTOR: (Kind.WRONG_INPUT, _("Hãy nhập họ tên người nhận kết quả.")),
        Refusal.APPOINTMENT_ENDED: (
            Kind.NOT_ALLOWED,
            _("Phân công hoặc ủy quyền của bạn đã kết thúc, nên quyết định này không được ghi nhận."),
        ),
        Refusal.NOT_IN_THAT_OFFICE: (
            Kind.WRONG_INPUT,
            _("Người được chọn không giữ vai trò của bước này tại đơn vị."),
        ),
        Refusal.SAME_OFFICER: (Kind.NOT_NOW, _("Việc này đã do chính người được chọn thụ lý.")),
        Refusal.NO_OFFICER: (Kind.WRONG_INPUT, _("Hãy chọn người thụ lý.")),
        Refusal.FEE_NOT_OWED: (Kind.NOT_NOW, _("Hồ sơ không còn khoản phí, lệ phí nào chưa nộp.")),
        Refusal.CLOSED: (Kind.NOT_NOW, _("Hồ sơ đã kết thúc.")),
        Refusal.MOVES_OPEN_DOSSIERS: (
            Kind.NOT_NOW,
            _(
                "Thay đổi này làm dời ngày của %(count)s hồ sơ đang giải quyết. Hãy xem danh sách rồi mới xác nhận."
            ),
        ),
        Refusal.NOT_A_PART: (Kind.WRONG_INPUT, _("Hãy chọn một đơn vị nhận của việc chia tách này.")),
        Refusal.NOT_IN_THE_SPLIT: (
            Kind.NOT_NOW,
            _("Có hồ sơ đã kết thúc, đã chuyển hoặc không thuộc đơn vị này. Hãy xem lại danh sách."),
        ),
        Refusal.NOTHING_CHOSEN: (Kind.WRONG_INPUT, _("Hãy chọn ít nhất một hồ sơ.")),
        Refusal.PREVIEW_CHANGED: (
            Kind.NOT_NOW,
            _(
                "Chưa ghi thay đổi: danh sách hồ sơ bị dời ngày đã khác lúc bạn xem. Hãy xem lại rồi xác nhận."
            ),
        ),
        Refusal.CALENDAR_IN_CHANGE: (Kind.NOT_NOW, _("Lịch làm việc đang được sửa. Hãy bấm lại lần nữa.")),
        Refusal.BEGUN: (
            Kind.NOT_NOW,
            _(
                "Cơ quan giải quyết đã bắt đầu xử lý nên không sửa hoặc hủy việc tiếp nhận được nữa. "
                "Nếu người nộp không muốn tiếp tục, hãy ghi nhận việc rút hồ sơ."
            ),
        ),
        Refusal.HAS_RESULT: (Kind.NOT_NOW, _("Hồ sơ đã có kết quả giải quyết, đang chờ trả cho người nộp.")),
        Refusal.NO_BASIS: (Kind.WRONG_INPUT, _("Hãy ghi căn cứ pháp lý.")),
        Refusal.NOTHING_TO_COLLECT: (Kind.NOT_NOW, _("Hồ sơ không có kết quả nào đang chờ trả.")),
        Refusal.NOT_RETURNED: (Kind.NOT_NOW, _("Hồ sơ chưa được trả kết quả.")),
        Refusal.UNDONE_TOO_LATE: (
            Kind.NOT_NOW,
            _("Chỉ hoàn tác được việc trả kết quả trong ngày. Hồ sơ này đã được trả từ ngày trước."),
        ),
        Refusal.NO_SUCH_OBLIGATION: (
            Kind.NOT_NOW,
            _("Điều kiện này đã được đáp ứng hoặc không còn phải chờ. Hãy mở lại hồ sơ."),
        ),
        Refusal.PROMISED_IN_THE_PAST: (Kind.WRONG_INPUT, _("Ngày hẹn không được trước hôm nay.")),
        Refusal.ANSWER_AWAITED: (
            Kind.NOT_NOW,
            _(
                "Hồ sơ đang chờ ý kiến: %(what)s. Người thụ lý ghi ý kiến trả lời, hoặc trưởng phòng cho thôi chờ."
            ),
        ),
        Refusal.ANOTHER_PROCEDURE: (
            Kind.WRONG_INPUT,
            _("Không đổi được thủ tục của hồ sơ đã tiếp nhận: hãy hủy tiếp nhận rồi tiếp nhận lại."),
        ),
        Refusal.NOTHING_CHANGED: (Kind.WRONG_INPUT, _("Chưa có nội dung nào được chỉnh sửa.")),
        Refusal.UNIT_HAS_DOSSIERS: (
            Kind.NOT_NOW,
            _("Chưa giải thể được đơn vị: còn %(count)s hồ sơ chưa trả kết quả."),
        ),
        Refusal.UNKNOWN_CAUSE: (Kind.WRONG_INPUT, _("Hãy chọn nguyên nhân chậm trong danh sách.")),
        Refusal.NOT_LATE: (Kind.NOT_NOW, _("Hồ sơ chưa quá hạn nên chưa cần ghi nguyên nhân chậm.")),
        Refusal.CAUSE_NAMED: (
            Kind.NOT_NOW,
            _(
                "Nguyên nhân chậm đã được ghi. Chỉ trưởng phòng hoặc lãnh đạo sửa được, khi hồ sơ chưa giải quyết xong."
            ),
        ),
        Refusal.APOLOGISED: (
            Kind.NOT_NOW,
            _("Hồ sơ đã có phiếu xin lỗi; chỉ được hẹn lại ngày trả kết quả một lần."),
        ),
        Refusal.NEW_DATE_NOT_LATER: (
            Kind.WRONG_INPUT,
            _("Ngày hẹn mới phải sau hôm nay và sau ngày hẹn trả hiện tại."),
        ),
        Refusal.NOT_ALIKE: (
            Kind.WRONG_INPUT,
            _("Chỉ xử lý cùng lúc các hồ sơ cùng thủ tục, cùng bước và cùng phiên bản quy trình."),
        ),
        Refusal.TOO_MANY_TOGETHER: (
            Kind.WRONG_INPUT,
            _("Mỗi lần chỉ xử lý tối đa %(most)s hồ sơ. Hãy bỏ bớt."),
        ),
        Refusal.NO_RUNNING_NUMBER: (
            Kind.WRONG_INPUT,
            _("Để đánh số nối tiếp, số văn bản đầu tiên phải có một số, ví dụ 120/GXN-UBND."),
        ),
        Refusal.NEW_DATE_DAY_OFF: (
            Kind.WRONG_INPUT,
            _("Ngày hẹn mới là ngày nghỉ. Hãy chọn một ngày làm việc."),
        ),
        Refusal.FILE_TOO_MANY: (Kind.WRONG_INPUT, _("Mỗi lần chỉ đính kèm tối đa %(limit)s tệp.")),
    }
)
