"""What this package refuses, each with its sentence."""

from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel.refusals import Kind, RefusalCode, sentences


class Refusal(RefusalCode):
    """Why a count or a change of a calendar is refused."""

    NEGATIVE = "calendars.negative"
    NOT_WHOLE = "calendars.not_whole"
    TOO_FINE = "calendars.too_fine"
    TOO_LONG = "calendars.too_long"
    NO_TIME_ZONE = "calendars.no_time_zone"
    TOO_FAR = "calendars.too_far"
    NEVER_OPEN = "calendars.never_open"
    UNKNOWN_ZONE = "calendars.unknown_zone"
    UNKNOWN_WEEKDAY = "calendars.unknown_weekday"
    CLOSES_BEFORE_OPENING = "calendars.closes_before_opening"
    ENDS_BEFORE_START = "calendars.ends_before_start"
    HOURS_OVERLAP = "calendars.hours_overlap"
    DAY_TWICE = "calendars.day_twice"
    MAKES_UP_FOR_WHAT = "calendars.makes_up_for_what"
    NO_NAME = "calendars.no_name"
    NO_SOURCE = "calendars.no_source"
    CALENDAR_NOT_FOUND = "calendars.calendar_not_found"
    DAY_NOT_FOUND = "calendars.day_not_found"
    CALENDAR_EXISTS = "calendars.calendar_exists"
    CHANGED_SINCE = "calendars.changed_since"


sentences(
    {
        Refusal.NEGATIVE: (Kind.WRONG_INPUT, _("Thời hạn không được là số âm.")),
        Refusal.NOT_WHOLE: (
            Kind.WRONG_INPUT,
            _(
                "Thời hạn tính bằng ngày kể cả ngày nghỉ, bằng tháng hoặc năm phải là số nguyên:"
                " nửa tháng ghi là 15 ngày, nửa năm ghi là 6 tháng."
            ),
        ),
        Refusal.TOO_FINE: (Kind.WRONG_INPUT, _("Thời hạn chỉ được có tối đa 4 chữ số thập phân.")),
        Refusal.TOO_LONG: (Kind.WRONG_INPUT, _("Thời hạn dài quá mức hệ thống tính được.")),
        Refusal.NO_TIME_ZONE: (Kind.WRONG_INPUT, _("Thời điểm phải ghi rõ múi giờ.")),
        Refusal.TOO_FAR: (Kind.WRONG_INPUT, _("Thời điểm phải nằm trong khoảng từ năm 1900 đến năm 2999.")),
        Refusal.NEVER_OPEN: (
            Kind.NOT_NOW,
            _("Lịch làm việc không có giờ làm việc nào trong suốt một năm kể từ ngày %(day)s."),
        ),
        Refusal.UNKNOWN_ZONE: (Kind.WRONG_INPUT, _("Không có múi giờ tên “%(zone)s”.")),
        Refusal.UNKNOWN_WEEKDAY: (
            Kind.WRONG_INPUT,
            _("Thứ trong tuần phải từ 1 (thứ Hai) đến 7 (Chủ nhật)."),
        ),
        Refusal.CLOSES_BEFORE_OPENING: (Kind.WRONG_INPUT, _("Giờ kết thúc phải sau giờ bắt đầu.")),
        Refusal.ENDS_BEFORE_START: (
            Kind.WRONG_INPUT,
            _("Ngày thôi áp dụng phải sau ngày bắt đầu áp dụng."),
        ),
        Refusal.HOURS_OVERLAP: (
            Kind.WRONG_INPUT,
            _("Hai khung giờ làm việc của cùng một thứ chồng lên nhau."),
        ),
        Refusal.DAY_TWICE: (Kind.NOT_NOW, _("Ngày %(day)s đã có trong lịch.")),
        Refusal.MAKES_UP_FOR_WHAT: (
            Kind.WRONG_INPUT,
            _("Ngày làm bù phải ghi rõ làm bù cho ngày nào; ngày nghỉ lễ thì không."),
        ),
        Refusal.NO_NAME: (Kind.WRONG_INPUT, _("Phải ghi tên gọi.")),
        Refusal.NO_SOURCE: (Kind.WRONG_INPUT, _("Phải ghi căn cứ: văn bản nào quy định.")),
        Refusal.CALENDAR_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy lịch làm việc này.")),
        Refusal.DAY_NOT_FOUND: (Kind.NOT_FOUND, _("Ngày %(day)s chưa có trong lịch.")),
        Refusal.CALENDAR_EXISTS: (Kind.NOT_NOW, _("Đã có lịch làm việc tên “%(name)s”.")),
        Refusal.CHANGED_SINCE: (
            Kind.NOT_NOW,
            _("Lịch đã được người khác sửa sau khi bạn xem. Hãy mở lại trang rồi sửa tiếp."),
        ),
    }
)
