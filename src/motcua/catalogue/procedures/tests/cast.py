"""A small cast for the catalogue's tests: who acts, when, a little province, and a content to publish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar

from motcua.catalogue.procedures import actions
from motcua.catalogue.procedures.models import ProcedureVersion, PublicationDecision
from motcua.catalogue.procedures.rules import Content, FeeRow, LimitRow, PaperRow
from motcua.catalogue.procedures.rules.shipped import Agency
from motcua.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor, Office
from motcua.ground.kernel.clock import LOCAL
from motcua.people.calendars.rules import AllowanceUnit
from motcua.people.organisation.models import Unit, UnitKind

NOW = datetime(2017, 3, 1, 9, 0, tzinfo=LOCAL)
NEW_YEAR = date(2017, 1, 1)
DAY = date(2017, 6, 1)

CONTENT = Content(
    name="Đăng ký khai sinh",
    sequence="Bước 1. Nộp hồ sơ.",
    ways_of_filing="Nộp trực tiếp.",
    papers=(
        PaperRow("Tờ khai đăng ký khai sinh", originals=1),
        PaperRow("Xuất trình giấy tờ.", is_note=True),
    ),
    time_limits=(LimitRow(Decimal(1), AllowanceUnit.WORKING_DAY, same_day_before=time(15)),),
    subjects="Công dân Việt Nam",
    deciding_agency="Ủy ban nhân dân cấp xã",
    result_name="Giấy khai sinh",
    fees=(FeeRow(8000),),
    legal_basis=("60/2014/QH13",),
    channels=("counter", "online"),
)


T = TypeVar("T")


def for_each(items: Sequence[T]) -> Callable[[Callable[[T], None]], Callable[[], None]]:
    """One test that tries every item, and names the one at fault: hundreds of items need no test each."""

    def decorate(test: Callable[[T], None]) -> Callable[[], None]:
        def run() -> None:
            for item in items:
                try:
                    test(item)
                except AssertionError as error:
                    raise AssertionError(f"{item!r}: {error}") from error

        run.__name__, run.__doc__ = test.__name__, test.__doc__
        return run

    return decorate


def officer(role: str) -> Actor:
    """Somebody who acts in this role."""
    office = Office(1, 1, role, 1, (1,), NEW_YEAR)
    return Actor(kind="officer", account_id=1, officer_id=1, office=office, offices=(office,))


KEEPER = officer("reform_office")
STRANGERS = (ANONYMOUS, officer("receptionist"), officer("handler"), officer("leader"), officer("inspector"))


def decision(number: str = "01/QĐ", in_force_on: date = NEW_YEAR) -> PublicationDecision:
    """A publication decision in force from a day."""
    return actions.record_decision(
        number,
        title="Công bố",
        issuer="Chủ tịch UBND tỉnh",
        signed_on=in_force_on,
        in_force_on=in_force_on,
        by=KEEPER,
        now=NOW,
    )


def draft(content: Content = CONTENT, *, code: str = "1.001193", level: str = "commune") -> ProcedureVersion:
    """A procedure with a draft of its first content."""
    actions.add_field("ho-tich", "Hộ tịch", by=KEEPER, now=NOW)
    return actions.create_procedure(
        code, field_code="ho-tich", level=level, content=content, by=KEEPER, now=NOW
    )


def published(
    content: Content = CONTENT, *, code: str = "1.001193", level: str = "commune"
) -> ProcedureVersion:
    """A procedure in force from New Year 2017."""
    act = PublicationDecision.objects.filter(number="01/QĐ").first() or decision()
    version = draft(content, code=code, level=level)
    return actions.publish(version.pk, decision_id=act.pk, by=KEEPER, now=NOW)


def unit(kind: UnitKind) -> int:
    """The id of a new unit of this kind."""
    return Unit.objects.create(kind=kind, valid_from=NEW_YEAR).pk


def little_province() -> list[Agency]:
    """Two communes of a district, and three departments, each with its one-stop."""
    divisions = {key: unit(UnitKind.DIVISION) for key in ("office", "justice", "environment", "finance")}
    district = Agency(unit(UnitKind.DISTRICT), unit(UnitKind.ONE_STOP), "district", divisions=divisions)
    communes = [
        Agency(unit(UnitKind.COMMUNE), unit(UnitKind.ONE_STOP), "commune", above=district.unit_id)
        for _ in range(2)
    ]
    departments = [
        Agency(unit(UnitKind.DEPARTMENT), unit(UnitKind.ONE_STOP), "province", code=code)
        for code in ("stp", "stnmt", "ttt")
    ]
    return [district, *communes, *departments]


__all__ = [
    "CONTENT",
    "DAY",
    "KEEPER",
    "NEW_YEAR",
    "NOW",
    "STRANGERS",
    "SYSTEM",
    "decision",
    "draft",
    "for_each",
    "little_province",
    "officer",
    "published",
    "unit",
]
