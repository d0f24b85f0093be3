"""A verb that says no: one exception, a code, a translated sentence, and one of four kinds."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(IntEnum):
    """Why a verb refuses; the value is the HTTP status that a face answers with."""

    NOT_ALLOWED = 403
    NOT_FOUND = 404
    NOT_NOW = 409
    WRONG_INPUT = 422


class RefusalCode(StrEnum):
    """Base of every package's codes; a value begins with the package's name, so that no two collide."""


_SENTENCES: dict[RefusalCode, tuple[Kind, str | Promise]] = {}


def sentences(table: Mapping[RefusalCode, tuple[Kind, str | Promise]]) -> None:
    """Register the kind and the sentence of each code of a package.

    Raises ValueError when a value is taken already: codes are compared by value everywhere.
    """
    for code, entry in table.items():
        if code in _SENTENCES and _SENTENCES[code] is not entry:
            raise ValueError(f"refusal code {code} is registered twice")
        _SENTENCES[code] = entry


def registered() -> Mapping[RefusalCode, tuple[Kind, str | Promise]]:
    """All codes with their kinds and sentences, for the tests and the generated tables."""
    return _SENTENCES


class Refused(Exception):
    """A verb says no: `code` says why, `data` fills the sentence and names fields; never personal data."""

    def __init__(self, code: RefusalCode, **data: Any) -> None:
        super().__init__(str(code))
        self.code = code
        self.data = data

    @property
    def kind(self) -> Kind:
        """Which of the four kinds this is."""
        return _SENTENCES[self.code][0]

    @property
    def status(self) -> int:
        """The HTTP status of the kind."""
        return int(self.kind)

    def sentence(self) -> str:
        """The reason in the language now active."""
        text = str(_SENTENCES[self.code][1])
        return text % self.data if self.data else text.replace("%%", "%")

    def __str__(self) -> str:
        return f"{self.code} {self.data}" if self.data else str(self.code)


class Refusal(RefusalCode):
    """The kernel's own codes."""

    NOT_ALLOWED = "kernel.not_allowed"
    NOT_FOUND = "kernel.not_found"
    KEY_REUSED = "kernel.key_reused"
    KEY_TOO_LONG = "kernel.key_too_long"
    CLOCK_BACKWARDS = "kernel.clock_backwards"
    CLOCK_TOO_FAR = "kernel.clock_too_far"
    NOT_A_DEMONSTRATION = "kernel.not_a_demonstration"


sentences(
    {
        Refusal.NOT_ALLOWED: (Kind.NOT_ALLOWED, _("Vai trò đang dùng không được làm việc này.")),
        Refusal.NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy, hoặc không thuộc phạm vi của bạn.")),
        Refusal.KEY_REUSED: (
            Kind.NOT_NOW,
            _("Biểu mẫu này đã được gửi với nội dung khác. Hãy mở lại trang rồi nhập lại."),
        ),
        Refusal.KEY_TOO_LONG: (Kind.WRONG_INPUT, _("Mã chống gửi trùng không hợp lệ.")),
        Refusal.CLOCK_BACKWARDS: (Kind.WRONG_INPUT, _("Chỉ có thể chuyển đồng hồ về phía trước.")),
        Refusal.CLOCK_TOO_FAR: (
            Kind.WRONG_INPUT,
            _("Không chuyển được đồng hồ quá năm %(last)s: đồng hồ đã đi thì không lùi lại được."),
        ),
        Refusal.NOT_A_DEMONSTRATION: (Kind.NOT_NOW, _("Chỉ bản trình diễn mới chuyển được đồng hồ.")),
    }
)
