"""What kinds and places of steps are called on screens."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.processes.rules.definition import Place, StepKind

KIND_LABELS: Mapping[StepKind, str | Promise] = {
    StepKind.RECEIVE: _("Tiếp nhận"),
    StepKind.ASSIGN: _("Phân công"),
    StepKind.HANDLE: _("Thụ lý"),
    StepKind.VERIFY: _("Thẩm tra"),
    StepKind.SIGN: _("Ký duyệt"),
    StepKind.STAMP: _("Vào sổ, đóng dấu"),
    StepKind.RETURN: _("Trả kết quả"),
}

PLACE_LABELS: Mapping[Place, str | Promise] = {
    Place.ONE_STOP: _("Bộ phận Một cửa"),
    Place.DIVISION: _("Phòng chuyên môn"),
    Place.AGENCY: _("Cơ quan giải quyết"),
}
