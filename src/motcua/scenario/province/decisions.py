"""The publication decisions of the year: 54 of them, 1,124 procedures new, amended, replaced or repealed, all made up.

The numbers are those that a province told of its year 2017; no text of these decisions is at hand, so the procedures
are made of what departments deal with (`data/catalogue_2017.csv`) and marked as illustrative. Real procedures are left
as they are: nothing says that a decision of that year touched them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import product
from random import Random

from motcua.catalogue.procedures.actions import NewProcedure
from motcua.catalogue.procedures.rules import Content, FeeRow, LimitRow, PaperRow
from motcua.people.calendars.rules import AllowanceUnit, shipped
from motcua.scenario.province.draw import shared_out, stream
from motcua.scenario.province.files import read_rows
from motcua.scenario.province.year import FIRST_DAY, LAST_DAY, SEED

DECISIONS, NEW, AMENDED, REPEALED = 54, 500, 206, 418
ISSUER = "Chủ tịch Ủy ban nhân dân tỉnh"
SIGNER = "Chủ tịch Ủy ban nhân dân tỉnh (minh họa)"
NOTE = "Quyết định minh họa: không có quyết định thật nào mang số này."
DEEDS = (
    "Cấp giấy xác nhận", "Cấp lại giấy xác nhận", "Gia hạn giấy xác nhận", "Thu hồi giấy xác nhận", "Thẩm định hồ sơ",
    "Phê duyệt hồ sơ", "Tiếp nhận thông báo thay đổi", "Chấp thuận tạm dừng", "Đăng ký lần đầu",
    "Điều chỉnh nội dung đăng ký",
)  # fmt: skip
# A decision comes into force so many days after it was signed, and is checked so many before.
IN_FORCE_AFTER, CHECKED_BEFORE, DRAFTED_BEFORE = 10, 3, 9


@dataclass(frozen=True, slots=True)
class DecisionPlan:
    """A decision: what it makes new, amends or replaces with the content that it brings, and repeals by code."""

    number: str
    title: str
    signed_on: date
    new: tuple[NewProcedure, ...]
    amended: tuple[tuple[str, Content], ...]
    replaced: tuple[tuple[str, Content], ...]
    repealed: tuple[str, ...]

    @property
    def in_force_on(self) -> date:
        """From when it holds."""
        return self.signed_on + timedelta(days=IN_FORCE_AFTER)


@cache
def made_up() -> tuple[NewProcedure, ...]:
    """The made-up procedures that the year needs, in one order for one seed."""
    rng = stream(SEED, "catalogue")
    rows = read_rows("catalogue_2017.csv")
    pairs = list(product(DEEDS, rows))
    rng.shuffle(pairs)
    wanted = pairs[: NEW + AMENDED + REPEALED]
    return tuple(
        NewProcedure(
            code=f"MH.2017.{number:04}",
            field_code=row["field"],
            level="province",
            content=_content(f"{deed} {row['thing']}", row["agency"], rng),
            is_illustrative=True,
        )
        for number, (deed, row) in enumerate(wanted, 1)
    )


def _content(name: str, agency: str, rng: Random) -> Content:
    fee = rng.choice((0, 0, 0, 50_000, 100_000, 150_000, 300_000))
    by_post = rng.random() < 0.6
    return Content(
        name=name,
        sequence="Nộp hồ sơ tại Bộ phận Một cửa; cơ quan giải quyết thẩm tra; nhận kết quả tại nơi nộp.",
        ways_of_filing="Trực tiếp" + (" hoặc qua dịch vụ bưu chính công ích." if by_post else "."),
        papers=(
            PaperRow("Đơn đề nghị theo mẫu", originals=1),
            *((PaperRow("Bản sao giấy tờ chứng minh điều kiện", copies=1),) if rng.random() < 0.7 else ()),
        ),
        time_limits=(LimitRow(Decimal(rng.choice((3, 5, 7, 10, 15, 20))), AllowanceUnit.WORKING_DAY),),
        subjects="Cá nhân, tổ chức",
        deciding_agency=agency,
        result_name="Văn bản trả lời" if rng.random() < 0.4 else "Giấy xác nhận",
        fees=(FeeRow(fee),) if fee else (),
        legal_basis=("Minh họa",),
        service_level=rng.choice(("2", "2", "2", "2", "3", "4")),
        channels=("counter", "postal") if by_post else ("counter",),
        post_in=by_post,
        post_out=by_post,
        note="Thủ tục minh họa: nội dung do hệ thống đặt ra.",
    )


def before_the_year() -> tuple[NewProcedure, ...]:
    """What was in force when the year began: all that the decisions amend, replace or repeal."""
    return made_up()[NEW:]


@cache
def decisions_of_the_year() -> tuple[DecisionPlan, ...]:
    """The decisions in the order of their days; each concerns a few fields."""
    rng = stream(SEED, "decisions")
    weights = [0.4 + rng.random() for _ in range(DECISIONS)]
    news, changes, ends = (shared_out(total, weights) for total in (NEW, AMENDED, REPEALED))
    fresh, standing = list(made_up()[:NEW]), list(before_the_year())
    # Neighbours in the list are of one field: a decision publishes a field or two at a time.
    fresh.sort(key=lambda one: (one.field_code, one.code))
    ended = sorted(standing[:REPEALED], key=lambda one: (one.field_code, one.code))
    changed = sorted(standing[REPEALED:], key=lambda one: (one.field_code, one.code))
    days = _days(rng)
    found = []
    for number, day in enumerate(days):
        new, change, end = (
            _take(one, many[number]) for one, many in ((fresh, news), (changed, changes), (ended, ends))
        )
        renewed = [(one.code, _amended(one.content, rng)) for one in change]
        split = len(renewed) * 2 // 3
        found.append(
            DecisionPlan(
                number=f"MH-{number + 1:02}/QĐ-UBND",
                title=_title([*new, *change, *end]),
                signed_on=day,
                new=tuple(new),
                amended=tuple(renewed[:split]),
                replaced=tuple(renewed[split:]),
                repealed=tuple(one.code for one in end),
            )
        )
    return tuple(found)


def _take(things: list[NewProcedure], number: int) -> list[NewProcedure]:
    taken = things[:number]
    del things[:number]
    return taken


def _days(rng: Random) -> list[date]:
    """So many working days of the year, none twice; all in force before it ends."""
    last = LAST_DAY - timedelta(days=IN_FORCE_AFTER)
    first = FIRST_DAY + timedelta(days=DRAFTED_BEFORE)
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    working = shipped.working_time()
    return sorted(rng.sample([day for day in every if working.windows(day)], DECISIONS))


def _amended(content: Content, rng: Random) -> Content:
    """A shorter limit, and sometimes another fee or the post besides."""
    (limit,) = content.time_limits
    shorter = replace(limit, amount=max(Decimal(1), limit.amount - rng.choice((1, 2, 3))))
    if rng.random() < 0.4:
        content = replace(content, post_in=True, post_out=True, channels=("counter", "postal"))
    return replace(content, time_limits=(shorter,), sets=1 if content.sets > 1 else content.sets)


def _title(concerned: Sequence[NewProcedure]) -> str:
    agencies = list(dict.fromkeys(one.content.deciding_agency for one in concerned))
    of = agencies[0] if len(agencies) == 1 else f"{agencies[0]} và cơ quan khác"
    return f"Công bố thủ tục hành chính thuộc phạm vi quản lý của {of} (minh họa)"
