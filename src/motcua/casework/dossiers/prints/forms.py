"""What is common to the six forms: their names, and how sheets become one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from motcua.casework.dossiers.prints.words import minute_words
from motcua.ground.printing.typesetting import typeset

TEMPLATE = Path(__file__).parent / "templates" / "sheets.typ"
Content = dict[str, Any]


class Form(StrEnum):
    """The forms by their numbers in the circular's appendix (art. 9)."""

    RECEIPT = "01"
    COMPLETION = "02"
    REJECTION = "03"
    APOLOGY = "04"
    CONTROL = "05"
    REGISTER = "06"


# As the circular's art. 9 names them.
TITLES: Mapping[Form, str] = {
    Form.RECEIPT: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    Form.COMPLETION: "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    Form.REJECTION: "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
    Form.APOLOGY: "Phiếu xin lỗi và hẹn lại ngày trả kết quả",
    Form.CONTROL: "Phiếu kiểm soát quá trình giải quyết hồ sơ",
    Form.REGISTER: "Sổ theo dõi hồ sơ",
}


@dataclass(frozen=True, slots=True)
class Print:
    """One sheet that was printed: which form, the how many-eth time, when and by whom, and what it says."""

    form: Form
    copy: int
    at: datetime
    by: str
    content: Mapping[str, Any]

    @property
    def mark(self) -> str:
        """What stands on a copy; the first print is the original and bears nothing."""
        return f"BẢN IN LẠI LẦN {self.copy - 1}" if self.copy > 1 else ""

    def sheet(self) -> Content:
        """As the template reads it."""
        return {
            **self.content,
            "form": self.form.value,
            "name": TITLES[self.form],
            "mark": self.mark,
            "printed": f"In lúc {minute_words(self.at)}, người in: {self.by}" if self.by else "",
        }


def sheets_as_pdf(prints: Sequence[Print]) -> bytes:
    """All of them in one file, in their order; of its kind and size each, with pages of its own count."""
    first = prints[0]
    title = TITLES[first.form]
    if about := first.content.get("code") or first.content.get("number"):
        title = f"{title} {about}" if len(prints) == 1 else f"{title} ({len(prints)})"
    at = max(one.at for one in prints)
    return typeset(TEMPLATE, {"title": title, "sheets": [one.sheet() for one in prints]}, at=at)
