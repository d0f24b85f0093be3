"""The catalogue shipped with the program: facts published in 2026, read for the year 2017 by a reviewed
table.

`data/real` holds published procedures, `data/illustrative` made-up ones (thủ tục minh họa), one file for
each field
or department. `data/levels_2017.csv` is our table: who decided a procedure in 2017, where else it was
filed, why.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from motcua.catalogue.procedures.rules.content import ANY, Content, FeeRow, LimitRow, PaperRow
from motcua.people.calendars.rules import AllowanceUnit

DATA = files("motcua.catalogue.procedures") / "data"
COMMUNE_TEXT = "Ủy ban nhân dân xã, phường, thị trấn"
DISTRICT_TEXT = "Ủy ban nhân dân huyện, thị xã, thành phố"
POLICE = "police"
OFFICE = "office"  # The division that acts where an agency has none of the wanted kind.
LEVEL_TEXTS = {"commune": "cấp xã", "district": "cấp huyện", "province": "của cơ quan giải quyết"}
CHANNEL_TEXTS = {
    "counter": "nộp trực tiếp tại Bộ phận Một cửa",
    "online": "nộp trực tuyến trên Cổng dịch vụ công",
    "postal": "gửi qua dịch vụ bưu chính công ích",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a procedure stood in 2017, by our table: its level, who decides there, and where else it is
    received.

    `agency` is the code of a department, or the key of a division of the district. `filed_at` is a lower
    level that
    only receives; `also_at` another level that receives and decides itself, with the division that does.
    """

    level: str
    agency: str
    filed_at: str
    also_at: str
    also_agency: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shipped:
    """A procedure as it is shipped."""

    code: str
    field_code: str
    field_name: str
    is_illustrative: bool
    reading: Reading
    content: Content


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency that has a one-stop, as the shipped catalogue needs to know it; ids of units.

    `code` is a department's short code; `above` the district of a commune; `divisions` by their keys.
    """

    unit_id: int
    one_stop_id: int
    level: str
    code: str = ""
    above: int | None = None
    divisions: Mapping[str, int] = field(default_factory=dict)

    def division(self, key: str) -> int:
        """Who handles: the division of this key, else the office, else the agency itself (a commune)."""
        return self.divisions.get(key) or self.divisions.get(OFFICE) or self.unit_id


@cache
def shipped() -> tuple[Shipped, ...]:
    """Every procedure shipped, published ones first, in the order of the files."""
    readings, names = _readings(), _names()
    return (*_real(readings, names), *_illustrative(names))


def receivers(item: Shipped, agencies: Iterable[Agency]) -> Iterator[tuple[Agency, Agency, int]]:
    """Who receives a shipped procedure: the receiving agency, the deciding agency, and the handling unit's
    id.
    """
    known = list(agencies)
    by_id = {agency.unit_id: agency for agency in known}
    reading = item.reading
    for agency in known:
        if _decides(agency, reading):
            yield agency, agency, agency.division(reading.agency)
        elif agency.level == reading.filed_at and agency.above in by_id:
            above = by_id[agency.above]
            yield agency, above, above.division(reading.agency)
        elif agency.level == reading.also_at:
            yield agency, agency, agency.division(reading.also_agency)


def _decides(agency: Agency, reading: Reading) -> bool:
    if agency.level != reading.level:
        return False
    return reading.level != "province" or agency.code == reading.agency


def _real(readings: Mapping[str, Reading], names: Mapping[str, str]) -> Iterator[Shipped]:
    for data in _toml("real"):
        for row in data["procedure"]:
            reading = readings[row["code"]]
            note = (
                f"{row.get('note', '')} Nội dung ghi theo bản công bố năm {data['facts_of']}"
                f" ({row['announced_by']}); cơ quan giải quyết năm 2017 do hệ thống rà soát: "
                f"{reading.reason}."
            )
            content = _content(
                row, reading, names, note=note, source=row["source"], facts_of=data["facts_of"]
            )
            yield Shipped(row["code"], data["field"]["code"], data["field"]["name"], False, reading, content)


def _illustrative(names: Mapping[str, str]) -> Iterator[Shipped]:
    for data in _toml("illustrative"):
        reading = Reading("province", data["department"], "", "", "", "")
        for row in data["procedure"]:
            note = "Thủ tục minh họa, do hệ thống đặt ra; không phải thủ tục đã được công bố."
            content = _content(row, reading, names, note=note, source="Thủ tục minh họa", facts_of="")
            yield Shipped(row["code"], data["field"]["code"], data["field"]["name"], True, reading, content)


def _content(
    row: Mapping[str, Any],
    reading: Reading,
    names: Mapping[str, str],
    *,
    note: str,
    source: str,
    facts_of: str,
) -> Content:
    channels = tuple(row["channels"])
    agency = deciding_agency(reading, names)
    return Content(
        name=row["name"],
        sequence=_sequence(reading, agency),
        ways_of_filing=_sentence("; ".join(CHANNEL_TEXTS[channel] for channel in channels)),
        papers=tuple(_paper(paper) for paper in row["papers"]),
        sets=1,
        time_limits=tuple(_limit(limit) for limit in row["limits"]),
        subjects=row["subjects"],
        deciding_agency=agency,
        form=row.get("form", ""),
        result_name=row["result"]["name"],
        result_code=row["result"].get("code", ""),
        conditions=row.get("conditions", ""),
        fees=tuple(_fee(fee) for fee in row["fees"]),
        legal_basis=tuple(row.get("legal_basis", ())),
        service_level="3" if "online" in channels else "2",
        channels=channels,
        post_in="postal" in channels,
        # The source names the ways of filing only: that the post also takes the result back is our reading.
        post_out="postal" in channels,
        source=source,
        facts_of=facts_of,
        note=note.strip(),
    )


def deciding_agency(reading: Reading, names: Mapping[str, str]) -> str:
    """The deciding agency in words; both, where two levels decide."""
    decides = [_agency_text(reading.level, reading.agency, names)]
    if reading.also_at:
        decides.append(_agency_text(reading.also_at, reading.also_agency, names))
    return " hoặc ".join(decides)


def _agency_text(level: str, agency: str, names: Mapping[str, str]) -> str:
    if level == "commune":
        return "Công an xã, phường, thị trấn" if agency == POLICE else COMMUNE_TEXT
    return names[agency] if level == "province" else f"{DISTRICT_TEXT} ({names[agency]})"


def _sequence(reading: Reading, agency: str) -> str:
    where = "Bộ phận Một cửa " + LEVEL_TEXTS[reading.level]
    if reading.filed_at:
        where += f" hoặc {LEVEL_TEXTS[reading.filed_at]} nơi có đất"
    if reading.also_at:
        where += f" hoặc {LEVEL_TEXTS[reading.also_at]}"
    return "\n".join(
        (
            f"Bước 1. Người yêu cầu nộp hồ sơ tại {where}.",
            "Bước 2. Người tiếp nhận kiểm tra hồ sơ. Đủ thì lập giấy tiếp nhận và hẹn ngày trả kết quả; "
            "chưa đủ thì hướng dẫn bổ sung đầy đủ trong một lần; không thuộc thẩm quyền thì từ chối và "
            "nêu rõ lý do.",
            f"Bước 3. {agency} giải quyết và ký kết quả.",
            "Bước 4. Người yêu cầu nhận kết quả tại nơi đã nộp hoặc theo cách đã đăng ký.",
        )
    )


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _paper(row: Mapping[str, Any]) -> PaperRow:
    if "note" in row:
        return PaperRow(row["note"], is_note=True, is_required=False)
    required = row.get("required", True)
    return PaperRow(row["name"], row.get("originals", 0), row.get("copies", 0), is_required=required)


def _limit(row: Mapping[str, Any]) -> LimitRow:
    before = row.get("same_day_before")
    assert before is None or isinstance(before, time)
    return LimitRow(
        amount=Decimal(str(row["amount"])),
        unit=AllowanceUnit(row["unit"]),
        case=row.get("case", ANY),
        area=row.get("area", ANY),
        channel=row.get("channel", ANY),
        same_day_before=before,
        basis=row.get("basis", ""),
        unit_is_ours=row.get("unit_source") == "ours",
    )


def _fee(row: Mapping[str, Any]) -> FeeRow:
    return FeeRow(
        amount=row["amount"],
        case=row.get("case", ANY),
        area=row.get("area", ANY),
        channel=row.get("channel", ANY),
    )


def _toml(folder: str) -> Iterator[dict[str, Any]]:
    found: list[Traversable] = sorted((DATA / folder).iterdir(), key=lambda file: file.name)
    for file in found:
        if file.name.endswith(".toml"):
            yield tomllib.loads(file.read_text("utf-8"))


def _csv(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text("utf-8").splitlines()))


def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _csv("agencies_2017.csv")}


def _readings() -> dict[str, Reading]:
    found = {}
    for row in _csv("levels_2017.csv"):
        also_at, _colon, also_agency = row["also_at"].partition(":")
        found[row["code"]] = Reading(
            row["level"], row["agency"], row["filed_at"], also_at, also_agency, row["reason"]
        )
    return found
