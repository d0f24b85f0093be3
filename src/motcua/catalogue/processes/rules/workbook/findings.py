"""What may be wrong in the workbook of a decision: each trap with what is wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.ground.sheets.books import BookCell


class Trap(StrEnum):
    """A trap of the catalogues that people bring."""

    EMPTY = auto()
    TOO_LONG = auto()
    UNREAD = auto()
    HIDDEN_ROW = auto()
    HIDDEN_SHEET = auto()
    MERGED = auto()
    CODE_IS_NUMBER = auto()
    CODE_WRONG = auto()
    CODE_TWICE = auto()
    NOT_IN_FILE = auto()
    REPEALED_HAS_CONTENT = auto()
    NOT_A_CHOICE = auto()
    DATE_FOR_NUMBER = auto()
    NOT_A_NUMBER = auto()
    NOT_AN_HOUR = auto()
    NO_UNIT = auto()
    UNIT_UNCLEAR = auto()
    UNIT_UNKNOWN = auto()
    TEXT_IN_LIMIT = auto()
    SEVERAL_LIMITS = auto()
    SEVERAL_CASES = auto()
    SEVERAL_CHANNELS = auto()
    LIMIT_WRONG = auto()
    NEVER_COUNTS = auto()
    CHANNELS_DIFFER = auto()
    NOTE_AS_PAPER = auto()
    NOTE_WITH_COPIES = auto()
    NO_COPIES = auto()
    STEPS_EXCEED = auto()
    STEPS_EXCEED_SOME = auto()
    STEPS_SHORT = auto()
    INCOMPLETE = auto()
    UNKNOWN_FIELD = auto()
    UNKNOWN_AGENCY = auto()
    FIELD_DIFFERS = auto()
    LEVEL_DIFFERS = auto()
    PUBLISHED_BEFORE = auto()
    NEVER_PUBLISHED = auto()
    NOT_IN_FORCE = auto()
    DRAFT_EXISTS = auto()
    PREPARED_ELSEWHERE = auto()
    SAME_AS_BEFORE = auto()


# What a person must look at, and may leave as it is.
WARNINGS = frozenset(
    {
        Trap.CHANNELS_DIFFER,
        Trap.NO_COPIES,
        Trap.STEPS_EXCEED_SOME,
        Trap.STEPS_SHORT,
        Trap.INCOMPLETE,
        Trap.UNKNOWN_AGENCY,
    }
)
Said = str | Promise
SENTENCES: Mapping[Trap, tuple[Said, Said]] = {
    Trap.EMPTY: (_("Ô còn trống."), _("Ghi nội dung của cột “%(column)s”.")),
    Trap.TOO_LONG: (_("Dài quá %(limit)s ký tự."), _("Rút gọn nội dung của ô.")),
    Trap.UNREAD: (
        _("Công thức không có giá trị hoặc báo lỗi."),
        _("Chép lại ô dưới dạng giá trị (dán đặc biệt, chọn Giá trị)."),
    ),
    Trap.HIDDEN_ROW: (_("Dòng bị ẩn nhưng có dữ liệu."), _("Bỏ ẩn để kiểm tra dòng này, hoặc xóa hẳn dòng.")),
    Trap.HIDDEN_SHEET: (
        _("Trang tính bị ẩn nhưng có dữ liệu."),
        _("Bỏ ẩn để kiểm tra, hoặc xóa hẳn dữ liệu."),
    ),
    Trap.MERGED: (
        _("Các ô %(range)s được gộp: chỉ ô đầu có giá trị."),
        _("Bỏ gộp ô rồi ghi giá trị vào từng dòng."),
    ),
    Trap.CODE_IS_NUMBER: (
        _("Mã “%(text)s” là số hoặc ngày: chữ số 0 ở đầu, ở cuối có thể đã mất."),
        _("Định dạng cột mã là Văn bản rồi ghi lại mã đúng như quyết định."),
    ),
    Trap.CODE_WRONG: (
        _("Mã “%(text)s” không đúng dạng."),
        _("Mã có tối đa 40 ký tự: chữ cái không dấu, chữ số, dấu chấm, gạch ngang."),
    ),
    Trap.CODE_TWICE: (
        _("Mã “%(text)s” đã có ở ô %(first)s."),
        _("Mỗi thủ tục một dòng; các trường hợp ghi ở trang “Thời hạn”."),
    ),
    Trap.NOT_IN_FILE: (
        _("Mã “%(text)s” không có ở trang “Thủ tục”."),
        _("Thêm thủ tục vào trang “Thủ tục”, hoặc sửa mã ở ô này."),
    ),
    Trap.REPEALED_HAS_CONTENT: (
        _("Thủ tục %(text)s bị bãi bỏ mà vẫn có nội dung."),
        _("Xóa dòng này, hoặc sửa cột “Hình thức” ở trang “Thủ tục”."),
    ),
    Trap.NOT_A_CHOICE: (_("Không hiểu “%(text)s”."), _("Ghi một trong các giá trị: %(choices)s.")),
    Trap.DATE_FOR_NUMBER: (
        _("Ô là ngày tháng: Excel có thể đã đổi giá trị đã nhập."),
        _("Định dạng ô là Số rồi nhập lại."),
    ),
    Trap.NOT_A_NUMBER: (
        _("“%(text)s” không phải là một số không âm."),
        _("Chỉ ghi chữ số, ví dụ 8000; mức thu khác nhau thì mỗi mức một dòng."),
    ),
    Trap.NOT_AN_HOUR: (_("“%(text)s” không phải là giờ trong ngày."), _("Ghi dạng 15:00, hoặc để trống.")),
    Trap.NO_UNIT: (
        _("Thời hạn %(text)s không có đơn vị thời gian."),
        _("Ghi “ngày làm việc”, “giờ làm việc”, “ngày lịch”, “tháng” hoặc “năm” theo quyết định công bố."),
    ),
    Trap.UNIT_UNCLEAR: (
        _("“%(text)s” chưa rõ là ngày làm việc hay ngày lịch."),
        _("Ghi rõ “ngày làm việc” hoặc “ngày lịch”; với giờ, ghi “giờ làm việc”."),
    ),
    Trap.UNIT_UNKNOWN: (
        _("Không hiểu đơn vị thời gian “%(text)s”."),
        _("Ghi “ngày làm việc”, “giờ làm việc”, “ngày lịch”, “tháng” hoặc “năm”."),
    ),
    Trap.TEXT_IN_LIMIT: (
        _("Ô thời hạn có chữ: “%(text)s”."),
        _("Chỉ ghi số %(number)s ở ô này; ghi đơn vị ở cột “Đơn vị thời gian”."),
    ),
    Trap.SEVERAL_LIMITS: (
        _("Một ô ghi nhiều thời hạn: “%(text)s”."),
        _("Tách mỗi trường hợp thành một dòng, ghi tên trường hợp ở cột “Trường hợp”."),
    ),
    Trap.SEVERAL_CASES: (
        _("Một ô ghi nhiều trường hợp: “%(text)s”."),
        _("Tách mỗi trường hợp thành một dòng."),
    ),
    Trap.SEVERAL_CHANNELS: (
        _("Một ô ghi nhiều cách nộp: “%(text)s”."),
        _("Tách mỗi cách nộp thành một dòng, hoặc để trống nếu mọi cách nộp như nhau."),
    ),
    Trap.LIMIT_WRONG: (
        _("Thời hạn %(text)s không tính được."),
        _("Ghi số lớn hơn 0, nhiều nhất hai chữ số thập phân."),
    ),
    Trap.NEVER_COUNTS: (
        _("Dòng này không bao giờ được dùng: dòng %(line)s ở trên đã gồm cả trường hợp này."),
        _("Ghi rõ trường hợp, địa bàn hoặc cách nộp; dòng chung để sau cùng."),
    ),
    Trap.CHANNELS_DIFFER: (
        _("Cùng một trường hợp mà thời hạn khác nhau theo cách nộp: %(text)s."),
        _("Kiểm tra có phải nhiều trường hợp bị ghi lẫn; nếu vậy, ghi tên trường hợp thay cho cách nộp."),
    ),
    Trap.NOTE_AS_PAPER: (
        _("Đây là lời ghi chú, không phải giấy tờ: “%(text)s”."),
        _("Ghi “có” ở cột “Là ghi chú”; nếu là giấy tờ, ghi tên giấy tờ và số bản."),
    ),
    Trap.NOTE_WITH_COPIES: (
        _("Ghi chú mà lại có số bản chính, bản sao."),
        _("Để trống số bản, hoặc bỏ “có” ở cột “Là ghi chú”."),
    ),
    Trap.NO_COPIES: (
        _("Giấy tờ không có bản chính, bản sao nào."),
        _("Kiểm tra số bản; giấy tờ chỉ xuất trình thì giữ nguyên."),
    ),
    Trap.STEPS_EXCEED: (
        _("Các bước cộng lại %(total)s giờ làm việc, vượt thời hạn %(limit)s giờ."),
        _("Giảm thời gian các bước, hoặc sửa thời hạn theo quyết định công bố."),
    ),
    Trap.STEPS_EXCEED_SOME: (
        _("Các bước cộng lại %(total)s giờ làm việc, vượt trường hợp có thời hạn ngắn nhất (%(limit)s giờ)."),
        _("Kiểm tra quy trình của trường hợp ngắn nhất."),
    ),
    Trap.STEPS_SHORT: (
        _("Các bước cộng lại %(total)s giờ làm việc, chưa phân bổ hết thời hạn %(limit)s giờ."),
        _("Kiểm tra có thiếu bước nào không."),
    ),
    Trap.INCOMPLETE: (
        _("Nội dung còn thiếu: %(text)s."),
        _("Dự thảo vẫn ghi được; bổ sung trước khi kiểm tra và ký quyết định."),
    ),
    Trap.UNKNOWN_FIELD: (
        _("Không có lĩnh vực “%(text)s”."),
        _("Ghi đúng tên hoặc mã lĩnh vực trên hệ thống; lĩnh vực chưa có thì thêm trước ở mục Lĩnh vực."),
    ),
    Trap.UNKNOWN_AGENCY: (
        _("“%(text)s” không trùng tên đơn vị nào trên hệ thống."),
        _("Kiểm tra chính tả; tên gọi chung đúng như quyết định thì giữ nguyên."),
    ),
    Trap.FIELD_DIFFERS: (
        _("Thủ tục đang thuộc lĩnh vực “%(text)s”."),
        _("Ghi lĩnh vực đó hoặc để trống: lĩnh vực của thủ tục đã có không đổi khi nhập từ tệp."),
    ),
    Trap.LEVEL_DIFFERS: (
        _("Thủ tục đang là thủ tục %(text)s."),
        _("Ghi cấp đó hoặc để trống: cấp giải quyết của thủ tục đã có không đổi khi nhập từ tệp."),
    ),
    Trap.PUBLISHED_BEFORE: (
        _("Thủ tục %(text)s đã có trên hệ thống nên không phải là thủ tục mới."),
        _("Ghi “Sửa đổi, bổ sung” hoặc “Thay thế”, hay kiểm tra lại mã."),
    ),
    Trap.NEVER_PUBLISHED: (
        _("Thủ tục %(text)s chưa từng được công bố nên không có gì để sửa đổi, thay thế."),
        _("Ghi “Ban hành mới”, hoặc kiểm tra lại mã."),
    ),
    Trap.NOT_IN_FORCE: (
        _("Thủ tục %(text)s không có nội dung đang công bố để bãi bỏ."),
        _("Kiểm tra lại mã, hoặc xóa dòng này."),
    ),
    Trap.DRAFT_EXISTS: (
        _("Thủ tục %(text)s đang có một dự thảo chưa công bố."),
        _("Công bố hoặc hủy dự thảo đó trước, rồi nhập lại tệp."),
    ),
    Trap.PREPARED_ELSEWHERE: (
        _("Thủ tục %(text)s đã có trong một dự thảo quyết định chưa ký."),
        _("Ký, rút dự thảo đó hoặc bỏ thủ tục khỏi dự thảo, rồi nhập lại tệp."),
    ),
    Trap.SAME_AS_BEFORE: (
        _("Nội dung giống hệt nội dung đang công bố."),
        _("Xóa thủ tục này khỏi tệp, hoặc ghi nội dung đã sửa đổi."),
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One trap in one cell, with what its sentences name."""

    trap: Trap
    sheet: str
    place: str
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_warning(self) -> bool:
        """Whether the workbook may be taken over all the same."""
        return self.trap in WARNINGS

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it: Thời hạn!C14."""
        return f"{self.sheet}!{self.place}" if self.place else self.sheet

    @property
    def line(self) -> int:
        """The line of the cell, 0 for the sheet as a whole."""
        return int("".join(filter(str.isdecimal, self.place)) or 0)

    @property
    def wrong(self) -> str:
        """What is wrong, in the language now active."""
        return str(SENTENCES[self.trap][0]) % self.data

    @property
    def advice(self) -> str:
        """What to do, in the language now active."""
        return str(SENTENCES[self.trap][1]) % self.data


class Findings:
    """The traps found so far, in the order in which they were met."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def at(self, cell: BookCell, trap: Trap, **data: object) -> None:
        """A trap in this cell; what stands in the cell is named, cut where it is long."""
        text = cell.text if len(cell.text) <= 80 else f"{cell.text[:79]}…"
        self.found.append(Finding(trap, cell.sheet, cell.place, {"text": text, **data}))
