"""Why setting up says no where no verb does."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel.refusals import Kind, RefusalCode, sentences


class Refusal(RefusalCode):
    """Why a file that was looked through is not written."""

    FILE_GONE = "setup.file_gone"


sentences(
    {
        Refusal.FILE_GONE: (
            Kind.NOT_NOW,
            _("Tệp đã xem trước không còn được giữ, hoặc đã có tệp khác. Hãy tải tệp lên lại."),
        ),
    }
)
