"""Why the look gives no file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel.refusals import Kind, RefusalCode, sentences


class Refusal(RefusalCode):
    """Why a table is not handed out as a file."""

    EXPORT_UNDER_WAY = "look.export_under_way"
    EXPORT_TOO_LONG = "look.export_too_long"


sentences(
    {
        Refusal.EXPORT_UNDER_WAY: (
            Kind.NOT_NOW,
            _("Bạn đang xuất một tệp khác. Hãy chờ tệp đó tải xong rồi xuất tiếp."),
        ),
        Refusal.EXPORT_TOO_LONG: (
            Kind.WRONG_INPUT,
            _(
                "Danh sách có hơn %(limit)s dòng, quá dài cho một tệp Excel. Hãy chọn kỳ ngắn hơn, một đơn vị nhỏ hơn, "
                "hoặc xuất ra CSV."
            ),
        ),
    }
)
