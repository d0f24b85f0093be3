"""Every component on pages like those of the six drawings, with invented people; for pictures, axe and weights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.template import engines
from django.utils.translation import override

from motcua.faces.look.charts import Bar, BarChart, Series
from motcua.faces.look.formats import Due, due_words, percent
from motcua.faces.look.frame import Banner, Frame, OfficeName, RailGroup, RailLine
from motcua.faces.look.parts import Action, Compared, Crumb, Entry, Figure, Option, Step, Tab
from motcua.faces.look.strip import ClockStrip, StripSegment

PAGES = Path(__file__).parent / "pages"
NAMES = tuple(sorted(path.stem for path in PAGES.glob("*.html")))
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2018, 1, 2, 7, 46, tzinfo=LOCAL)
HOUR = timedelta(hours=1)


class Sample(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Họ và tên")
    number = forms.CharField(label="Số định danh", initial="082190000123")
    phone = forms.CharField(label="Điện thoại", required=False, help_text="Để báo khi có kết quả.")
    kind = forms.ChoiceField(
        label="Loại", choices=[("", "Tất cả"), ("a", "Cá nhân"), ("b", "Tổ chức")], required=False
    )
    papers = forms.MultipleChoiceField(
        label="Giấy tờ đã nhận",
        choices=[
            ("1", "Tờ khai đăng ký khai sinh"),
            ("2", "Giấy chứng sinh"),
            ("3", "Giấy tờ chứng minh nơi cư trú"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    returned = forms.ChoiceField(
        label="Nhận kết quả",
        choices=[("counter", "Tại quầy"), ("post", "Qua bưu chính")],
        widget=forms.RadioSelect,
        help_text="Bưu chính công ích thu phí riêng.",
    )
    agree = forms.BooleanField(label="Tôi đã đọc lại nội dung", required=False)
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea, required=False)
    scan = forms.FileField(label="Bản quét", required=False)
    on = forms.DateField(label="Ngày", required=False)
    key = forms.CharField(widget=forms.HiddenInput, initial="k")


@dataclass(frozen=True)
class Row:
    code: str
    name: str
    procedure: str
    step: str
    note: str
    due: Due
    strip: ClockStrip


@dataclass(frozen=True)
class Group:
    label: str
    tone: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Unit:
    depth: int
    name: str
    done: int
    late: int
    open_late: int

    @property
    def on_time(self) -> int:
        return self.done - self.late

    @property
    def share(self) -> float:
        return self.on_time / self.done


def html(name: str, *, bound: bool = False, language: str = "vi") -> str:
    """A page of the gallery as HTML."""
    template = engines["django"].from_string((PAGES / f"{name}.html").read_text(encoding="utf-8"))
    context = everything(bound=bound)
    with override(language):
        return template.render(context)


def everything(*, bound: bool = False) -> dict[str, Any]:
    """The context of all pages."""
    form = (
        Sample({"number": "1", "key": "k"})
        if bound
        else Sample(initial={"papers": ["1", "2"], "returned": "counter"})
    )
    return {
        "frame": frame(),
        "form": form,
        "strip": STRIP,
        "phone": PHONE,
        "late": due_words(-19 * HOUR, datetime(2017, 12, 28, 9, 20, tzinfo=LOCAL)),
        "groups": groups(),
        "tabs": TABS,
        "crumbs": (Crumb("Việc của tôi", "/viec/"), Crumb("000.19.815.H58-171204-0007")),
        "offered": OFFERED,
        "more_actions": (
            Action("Năm 2016", "/2016/"),
            Action("Năm 2017", "/2017/"),
            Action("Gửi", "/gui/", post=True),
        ),
        "entries": ENTRIES,
        "steps": STEPS,
        "options": OPTIONS,
        "cards": CARDS,
        "units": UNITS,
        "chart": CHART,
        "causes": CAUSES,
        "compared": COMPARED,
    }


def frame() -> Frame:
    """A handler's frame in the demonstration."""
    mine = (
        RailLine("Việc của tôi", "/viec/", 41, current=True),
        RailLine("Quá hạn", "/viec/qua-han/", 3, late=True),
        RailLine("Chờ bổ sung", "/viec/bo-sung/", 6),
        RailLine("Chờ nơi khác", "/viec/cho/", 4),
    )
    counter = (
        RailLine("Tiếp nhận", "/tiep-nhan/"),
        RailLine("Kết quả chưa trả", "/tra/", 12),
        RailLine("Bàn giao giấy", "/ban-giao/", 2),
    )
    unit = (
        RailLine("Việc của phòng", "/phong/", 1118),
        RailLine("Sổ hồ sơ", "/so/"),
        RailLine("Thủ tục", "/tt/"),
    )
    return Frame(
        banner=Banner(NOW),
        person="Trần Thị Thu Hà",
        office=OfficeName("Phòng Tài nguyên và Môi trường", "UBND huyện Châu Thành", "Người thụ lý"),
        may_change_office=True,
        rail=(RailGroup("", mine), RailGroup("Bộ phận một cửa", counter), RailGroup("Đơn vị", unit)),
    )


def row(
    code: str, name: str, procedure: str, step: str, note: str, left: timedelta, *shares: StripSegment
) -> Row:
    """A line of the worklist."""
    due = due_words(left, NOW + left)
    return Row(
        f"000.19.815.H58-{code}", name, procedure, step, note, due, ClockStrip(shares, due.text, due.tone)
    )


def groups() -> tuple[Group, ...]:
    """Three groups by urgency."""
    worked, late, left, stop = "worked", "late", "left", "stopped"
    split = "Tách thửa hoặc hợp thửa đất"
    late_rows = (
        row("171204-0007", "Nguyễn Văn Phước", split, "Thẩm tra hồ sơ", "chờ thuế 6 ngày, đã tính trừ", -19 * HOUR,
            _s(worked, 0.38), _s(stop, 0.3), _s(worked, 0.12), _s(late, 0.2)),
        row("171211-0002", "Lê Thị Mỹ Duyên", "Cấp đổi Giấy chứng nhận quyền sử dụng đất", "Trình ký",
            "nhận từ Phạm Quốc Bảo lúc 14:10", -5 * HOUR, _s(worked, 0.92), _s(late, 0.08)),
        row("171213-0011", "Công ty TNHH Bến Tranh", "Đăng ký biến động quyền sử dụng đất", "Thẩm tra hồ sơ", "",
            -HOUR, _s(worked, 0.985), _s(late, 0.015)),
    )  # fmt: skip
    today = (
        row("171218-0004", "Huỳnh Minh Tâm", "Đính chính Giấy chứng nhận đã cấp", "Thẩm tra hồ sơ", "",
            timedelta(hours=1, minutes=44), _s(worked, 0.94), _s(left, 0.06)),
        row("171219-0001", "Võ Thị Kim Loan", "Cấp lại Giấy chứng nhận do bị mất", "Dự thảo kết quả",
            "trả lại từ lãnh đạo: sai số thửa", timedelta(hours=3, minutes=10),
            _s(worked, 0.62), _s(stop, 0.2), _s(worked, 0.1), _s(left, 0.08)),
    )  # fmt: skip
    week = (
        row("171222-0003", "Bùi Thanh Trúc", "Đăng ký đất đai lần đầu", "Lấy ý kiến UBND xã",
            "2 trong 3 nơi đã trả lời", 16 * HOUR, _s(worked, 0.7), _s(left, 0.3)),
        row("171225-0006", "Ngô Thị Hồng Nhung", "Chuyển mục đích sử dụng đất", "Thẩm tra hồ sơ", "",
            20 * HOUR, _s(worked, 0.5), _s(left, 0.5)),
    )  # fmt: skip
    return (
        Group("Quá hạn", "late", late_rows),
        Group("Đến hạn hôm nay", "", today),
        Group("Tuần này", "", week),
    )


def _s(kind: Any, share: float, label: str = "") -> StripSegment:
    return StripSegment(kind, share, label)


STRIP = ClockStrip(
    (
        _s("worked", 0.09, "Tiếp nhận"),
        _s("worked", 0.38, "Thẩm tra · 6 ngày 7 giờ"),
        _s("stopped", 0.22, "Tạm dừng: chờ thuế · 6 ngày"),
        _s("worked", 0.15, "Thẩm tra tiếp"),
        _s("late", 0.16, "Quá hạn"),
    ),
    "quá 2 ngày 3 giờ; chờ thuế 6 ngày không tính",
    "late",
)
PHONE = ClockStrip(
    (
        _s("worked", 0.45, "làm việc 11 ngày"),
        _s("stopped", 0.22, "chờ thuế 6 ngày, không tính"),
        _s("worked", 0.14),
        _s("late", 0.09, "quá hạn 2 ngày"),
        _s("left", 0.10),
    ),
    "quá hạn 2 ngày; chờ thuế 6 ngày không tính",
    "late",
)
TABS = (
    Tab("Đang xử lý", "/viec/", "41", current=True),
    Tab("Chờ bổ sung", "/viec/bo-sung/", "6"),
    Tab("Chờ nơi khác", "/viec/cho/", "4"),
    Tab("Đã xong hôm nay", "/viec/xong/", "7"),
)
OFFERED = (
    Action("Trình trưởng phòng", "/trinh/", "primary", post=True, key="ctrl+enter"),
    Action("Trả lại bước trước", "/tra-lai/"),
    Action(
        "Yêu cầu bổ sung",
        "/bo-sung/",
        reason="Không yêu cầu bổ sung được nữa: đã yêu cầu một lần ngày 13/12.",
    ),
    Action("Khác", "/khac/", "link"),
)
ENTRIES = (
    Entry(datetime(2018, 1, 2, 7, 31, tzinfo=LOCAL), "Quá hạn 2 ngày. Hệ thống nhắc trưởng phòng.", tone="late"),
    Entry(datetime(2017, 12, 29, 9, 12, tzinfo=LOCAL), "Nhận lại từ Chi cục Thuế: đã nộp nghĩa vụ tài chính."),
    Entry(datetime(2017, 12, 21, 15, 40, tzinfo=LOCAL), "Chuyển thông tin sang Chi cục Thuế.",
          "Tạm dừng tính thời hạn.", "stopped"),
    Entry(datetime(2017, 12, 4, 9, 20, tzinfo=LOCAL), "Tiếp nhận tại Bộ phận Một cửa huyện Châu Thành."),
)  # fmt: skip
STEPS = (
    Step("Đã tiếp nhận", "04/12/2017, Bộ phận Một cửa huyện Châu Thành"),
    Step("Đã nộp thuế", "29/12/2017"),
    Step("Đang thẩm tra", "Phòng Tài nguyên và Môi trường", "now"),
    Step("Ký và trả kết quả", "dự kiến 04/01/2018, 16:20", "next"),
)
OPTIONS = (
    Option("1", "Đăng ký khai sinh", "Hộ tịch · cấp xã", "trong ngày", "sau 15:00: sáng hôm sau"),
    Option("2", "Đăng ký lại khai sinh", "Hộ tịch · cấp xã", "5 ngày làm việc"),
    Option(
        "3",
        "Liên thông khai sinh, thường trú, thẻ bảo hiểm y tế",
        "3 cơ quan · cùng một hạn",
        "10 ngày làm việc",
    ),
)
CARDS = (
    Figure("Tiếp nhận", "38.412", "+4,1 % so với 2016", "/ds/"),
    Figure("Đúng và trước hạn", percent(0.972), "37.336 / 38.412", "/ds/"),
    Figure("Trả trễ", "1.076", "một nửa ở 4 phòng", "/ds/", "late"),
    Figure("Đang mở, quá hạn", "63", "lâu nhất 41 ngày", "/ds/", "late"),
)
UNITS = (
    Unit(0, "Toàn tỉnh", 38412, 1076, 63),
    Unit(1, "UBND huyện Châu Thành", 4120, 248, 12),
    Unit(2, "Phòng Tài nguyên và Môi trường", 611, 125, 9),
    Unit(2, "Phòng Tư pháp", 402, 4, 1),
    Unit(1, "UBND thành phố Mỹ Tho", 7954, 112, 4),
    Unit(1, "UBND thị xã Gò Công", 2871, 32, 3),
)
CHART = BarChart(
    "Hồ sơ đã giải quyết theo tháng, năm 2017",
    (Series("đúng, trước hạn", "worked"), Series("trễ", "late")),
    tuple(
        Bar(str(month), (2500 + month * 60, 70 + month % 4 * 30), f"/ds/{month}/") for month in range(1, 13)
    ),
)
CAUSES = (
    ("Thẩm tra đất đai", 1.0, 412),
    ("Chờ ý kiến nơi khác", 0.57, 236),
    ("Không ai bấm trả kết quả", 0.36, 148),
)
COMPARED = (
    Compared("Thời hạn", "15 ngày làm việc", "10 ngày làm việc, kể từ ngày nhận đủ hồ sơ"),
    Compared("Lệ phí", "100.000 đ", "100.000 đ"),
    Compared("Cơ quan thực hiện", "Phòng Tài nguyên và Môi trường", "Chi nhánh Văn phòng đăng ký đất đai"),
)
