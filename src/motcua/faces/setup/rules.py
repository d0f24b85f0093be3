"""Why setting up says no where no verb does."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel.refusals import Kind, RefusalCode, sentences


class Refusal(RefusalCode):
    """Why what was looked through before is not written."""

    FILE_GONE = "setup.file_gone"
    OFFERS_CHANGED = "setup.offers_changed"


sentences(
    {
        Refusal.OFFERS_CHANGED: (
            Kind.NOT_NOW,
            _("Nơi tiếp nhận đã thay đổi sau khi xem trước. Hãy xem lại danh sách dưới đây rồi bấm lại."),
        ),
        Refusal.FILE_GONE: (
            Kind.NOT_NOW,
            _("Tệp đã xem trước không còn được giữ, hoặc đã có tệp khác. Hãy tải tệp lên lại."),
        ),
    }
)
