"""The sheets of the workbook in which a decision's procedures are brought, with a row of each as an example."""

from __future__ import annotations

from collections.abc import Mapping

from motcua.ground.sheets.books import Sheet
from motcua.ground.sheets.rules import Column

# A row under this code is the example of the template: it is passed over.
EXAMPLE = "VÍ DỤ"

_CODE = Column("code", "Mã thủ tục", ("mã",))
_CASE = Column("case", "Trường hợp", required=False)
_AREA = Column("area", "Địa bàn", required=False)
_CHANNEL = Column("channel", "Cách nộp", required=False)
_BASIS = Column("basis", "Căn cứ", required=False)

PROCEDURES = Sheet(
    "procedures",
    "Thủ tục",
    (
        _CODE,
        Column("kind", "Hình thức", required=False),
        Column("name", "Tên thủ tục", ("tên",)),
        Column("field", "Lĩnh vực"),
        Column("level", "Cấp giải quyết", ("cấp",)),
        Column("sequence", "Trình tự thực hiện", required=False),
        Column("ways_of_filing", "Cách thức thực hiện", required=False),
        Column("sets", "Số lượng hồ sơ", ("số bộ",), required=False),
        Column("subjects", "Đối tượng thực hiện", required=False),
        Column("deciding_agency", "Cơ quan giải quyết", required=False),
        Column("form", "Mẫu đơn, tờ khai", required=False),
        Column("result_name", "Kết quả", required=False),
        Column("result_code", "Mã kết quả", required=False),
        Column("conditions", "Yêu cầu, điều kiện", required=False),
        Column("legal_basis", "Căn cứ pháp lý", required=False),
        Column("service_level", "Mức độ trực tuyến", ("mức độ",), required=False),
        Column("channels", "Hình thức nộp hồ sơ", required=False),
        Column("post_in", "Nhận qua bưu chính", required=False),
        Column("post_out", "Trả qua bưu chính", required=False),
        Column("source", "Nguồn", required=False),
        Column("note", "Ghi chú", required=False),
    ),
)
LIMITS = Sheet(
    "limits",
    "Thời hạn",
    (
        _CODE,
        _CASE,
        Column("amount", "Thời hạn"),
        Column("unit", "Đơn vị thời gian", ("đơn vị",)),
        _AREA,
        _CHANNEL,
        Column("same_day_before", "Trả trong ngày nếu nộp trước", required=False),
        _BASIS,
    ),
    required=False,
)
FEES = Sheet(
    "fees",
    "Phí, lệ phí",
    (_CODE, _CASE, Column("amount", "Mức thu (đồng)", ("mức thu",)), _AREA, _CHANNEL, _BASIS),
    required=False,
)
PAPERS = Sheet(
    "papers",
    "Thành phần hồ sơ",
    (
        _CODE,
        Column("name", "Tên giấy tờ", ("thành phần",)),
        Column("originals", "Bản chính", required=False),
        Column("copies", "Bản sao", required=False),
        Column("is_note", "Là ghi chú", required=False),
        Column("is_required", "Bắt buộc", required=False),
        _CASE,
    ),
    required=False,
)
STEPS = Sheet(
    "steps",
    "Các bước",
    (
        _CODE,
        Column("name", "Tên bước", ("bước",)),
        Column("amount", "Thời gian"),
        Column("unit", "Đơn vị thời gian", ("đơn vị",)),
    ),
    required=False,
)
SHEETS = (PROCEDURES, LIMITS, FEES, PAPERS, STEPS)

# The example of each sheet, by column; what is not named stays empty.
EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "procedures": {
        "kind": "Ban hành mới",
        "name": "Đăng ký khai sinh",
        "field": "Hộ tịch",
        "level": "Cấp xã",
        "sequence": "Bước 1. Người yêu cầu nộp hồ sơ. Bước 2. Công chức kiểm tra hồ sơ.",
        "ways_of_filing": "Nộp trực tiếp hoặc trực tuyến.",
        "sets": "1",
        "subjects": "Công dân Việt Nam",
        "deciding_agency": "Ủy ban nhân dân cấp xã",
        "result_name": "Giấy khai sinh",
        "legal_basis": "60/2014/QH13; 123/2015/NĐ-CP",
        "service_level": "4",
        "channels": "Trực tiếp; Trực tuyến",
        "post_in": "không",
        "post_out": "có",
    },
    "limits": {"case": "", "amount": "1", "unit": "ngày làm việc", "same_day_before": "15:00"},
    "fees": {"amount": "8000", "basis": "Nghị quyết của Hội đồng nhân dân tỉnh"},
    "papers": {
        "name": "Tờ khai đăng ký khai sinh",
        "originals": "1",
        "copies": "0",
        "is_note": "không",
        "is_required": "có",
    },
    "steps": {"name": "Tiếp nhận hồ sơ", "amount": "1", "unit": "giờ làm việc"},
}
