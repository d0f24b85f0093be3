"""What this package refuses, each with its sentence."""

from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel.refusals import Kind, RefusalCode, sentences


class Refusal(RefusalCode):
    """Why a process does not move, or is not published."""

    NO_SUCH_TOKEN = "processes.no_such_token"
    NO_SUCH_STEP = "processes.no_such_step"
    NO_WAY_ON = "processes.no_way_on"
    NOT_EARLIER = "processes.not_earlier"
    NOT_LATER = "processes.not_later"
    BAD_DEFINITION = "processes.bad_definition"
    NOT_SOUND = "processes.not_sound"
    VERSION_NOT_FOUND = "processes.version_not_found"
    NOT_AFTER_THE_LAST = "processes.not_after_the_last"
    WORKBOOK_HAS_FAULTS = "processes.workbook_has_faults"
    NOTHING_TO_IMPORT = "processes.nothing_to_import"


sentences(
    {
        Refusal.NO_SUCH_TOKEN: (Kind.NOT_NOW, _("Bước này đã được người khác xử lý xong.")),
        Refusal.NO_SUCH_STEP: (Kind.WRONG_INPUT, _("Quy trình không có bước này.")),
        Refusal.NO_WAY_ON: (
            Kind.WRONG_INPUT,
            _("Từ bước “%(step)s”, quy trình không có hướng đi cho kết quả này."),
        ),
        Refusal.NOT_EARLIER: (
            Kind.WRONG_INPUT,
            _("Chỉ được trả hồ sơ về một bước đứng trước bước hiện tại."),
        ),
        Refusal.NOT_LATER: (
            Kind.WRONG_INPUT,
            _("Chỉ được chuyển thẳng hồ sơ tới một bước đứng sau bước hiện tại."),
        ),
        Refusal.BAD_DEFINITION: (
            Kind.WRONG_INPUT,
            _("Không đọc được quy trình: thiếu hoặc sai mục “%(part)s”."),
        ),
        Refusal.NOT_SOUND: (Kind.WRONG_INPUT, _("Quy trình chưa dùng được: %(problems)s")),
        Refusal.VERSION_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy quy trình này.")),
        Refusal.NOT_AFTER_THE_LAST: (
            Kind.WRONG_INPUT,
            _("Quy trình mới phải áp dụng sau ngày %(day)s là ngày quy trình hiện hành bắt đầu áp dụng."),
        ),
        Refusal.WORKBOOK_HAS_FAULTS: (
            Kind.WRONG_INPUT,
            _("Tệp còn %(n)s lỗi (%(cells)s…), chưa ghi gì. Hãy sửa trong tệp rồi tải lên lại."),
        ),
        Refusal.NOTHING_TO_IMPORT: (
            Kind.WRONG_INPUT,
            _("Trang tính “Thủ tục” chưa có thủ tục nào ngoài dòng ví dụ."),
        ),
    }
)
