"""The units of 2017: agencies from the files, their divisions and one-stops by rule, each with its code.

A code is `V1V2V3.Z1Z2.Y1Y2.H58` (circular 01/2018, art. 19): Y the department (01–18, our listing) or district
(19–29), Z the commune (from 01) or division (from 51) below it, V the unit below that. An agency has V = 000; its
one-stop is unit 001 below it. So every unit has its own code, and a dossier received in the commune 000.07.25.H58
begins with 001.07.25.H58.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from motcua.people.organisation.models import UnitKind
from motcua.scenario.province.files import read_rows

PROVINCE = "000.00.00.H58"
FOCUS = "000.00.25.H58"
"""Huyện Châu Thành: the district of the ready accounts."""
FIRST_DIVISION = 51
ONE_STOP = "Bộ phận Tiếp nhận và Trả kết quả"
OURS = "Danh sách do hệ thống lập cho bản trình diễn"
SOURCE = "Danh mục đơn vị hành chính năm 2017 (Tổng cục Thống kê)"
FROM_OUTSIDE = frozenset({"police", "social_insurance"})
OF_ANOTHER_LINE = (
    "Cơ quan ngành dọc tiếp nhận tại Bộ phận Một cửa; bản trình diễn xếp cùng các phòng của huyện"
)


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit to be entered."""

    code: str
    kind: UnitKind
    name: str
    short_name: str
    parent: str
    key: str = ""
    note: str = ""
    handlers: int = 0

    @property
    def tree(self) -> int:
        """Which agency directly under the province it belongs to; 0 is the province itself."""
        return int(self.code[7:9])


def one_stop_code(agency: str) -> str:
    """The code of an agency's one-stop."""
    return f"001{agency[3:]}"


@lru_cache(maxsize=1)
def all_units() -> tuple[UnitPlan, ...]:
    """All units of the province, parents before children."""
    agencies = [*_departments(), *_territory()]
    found = [*_province(), *agencies]
    for agency in agencies:
        found += _divisions(agency)
        found.append(_one_stop(agency))
    return tuple(found)


def trees() -> tuple[int, ...]:
    """The departments and districts by their number."""
    return tuple(unit.tree for unit in all_units() if unit.parent == PROVINCE)


def units_of(tree: int) -> tuple[UnitPlan, ...]:
    """An agency under the province with everything below it."""
    return tuple(unit for unit in all_units() if unit.tree == tree)


def _province() -> Iterator[UnitPlan]:
    yield UnitPlan(
        PROVINCE, UnitKind.PROVINCE, "Ủy ban nhân dân tỉnh Tiền Giang", "UBND tỉnh", "", note=SOURCE
    )


def _departments() -> Iterator[UnitPlan]:
    for number, row in enumerate(read_rows("departments_2017.csv"), 1):
        code = f"000.00.{number:02d}.H58"
        yield UnitPlan(
            code,
            UnitKind.DEPARTMENT,
            row["name"],
            row["short_name"],
            PROVINCE,
            key=row["code"],
            note=row["note"],
        )


def _territory() -> Iterator[UnitPlan]:
    names = {row["code"]: row["name"] for row in read_rows("territory_2017.csv")}
    for row in read_rows("territory_2017.csv"):
        place = _in_a_sentence(row["name"])
        if row["kind"] == "district":
            yield UnitPlan(
                row["code"],
                UnitKind.DISTRICT,
                f"Ủy ban nhân dân {place}",
                f"UBND {place}",
                PROVINCE,
                note=SOURCE,
            )
        elif row["kind"] == "commune":
            where = _in_a_sentence(names[row["parent"]])
            yield UnitPlan(
                row["code"],
                UnitKind.COMMUNE,
                f"Ủy ban nhân dân {place}, {where}",
                f"UBND {place}",
                row["parent"],
                note=SOURCE,
            )


def _divisions(agency: UnitPlan) -> Iterator[UnitPlan]:
    of = {UnitKind.DISTRICT: "district", UnitKind.DEPARTMENT: agency.key}.get(agency.kind)
    rows = [row for row in read_rows("divisions_2017.csv") if row["of"] == of]
    where = "a_district" if "huyện" in agency.short_name else "a_town"
    place = f" {agency.short_name.removeprefix('UBND ')}" if agency.kind is UnitKind.DISTRICT else ""
    for number, row in enumerate(rows, FIRST_DIVISION):
        yield UnitPlan(
            f"000.{number:02d}.{agency.code[7:]}",
            UnitKind.DIVISION,
            row[f"name_in_{where}"] + place,
            row[f"short_name_in_{where}"],
            agency.code,
            key=row["key"],
            note=OF_ANOTHER_LINE if row["key"] in FROM_OUTSIDE else OURS,
            handlers=int(row["handlers"]),
        )


def _one_stop(agency: UnitPlan) -> UnitPlan:
    return UnitPlan(
        one_stop_code(agency.code),
        UnitKind.ONE_STOP,
        f"{ONE_STOP} {_in_a_sentence(agency.name)}",
        f"Một cửa {agency.short_name.removeprefix('UBND ')}",
        agency.code,
        note=OURS,
    )


def _in_a_sentence(name: str) -> str:
    """The kind of a place begins with a small letter inside a name: “xã Long Hưng”; other names stay as they are."""
    kinds = ("Tỉnh", "Thành phố", "Thị xã", "Thị trấn", "Huyện", "Phường", "Xã")
    kind = next((k for k in kinds if name.startswith(f"{k} ")), "")
    return kind.lower() + name[len(kind) :] if kind else name
