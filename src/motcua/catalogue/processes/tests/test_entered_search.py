"""The whole catalogue entered: each procedure is found as people type it, and each one-stop receives its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.catalogue.procedures import queries
from motcua.catalogue.procedures.models import ProcedureVersion
from motcua.catalogue.procedures.rules.shipped import Agency, shipped
from motcua.catalogue.procedures.tests.cast import DAY, NEW_YEAR, NOW, SYSTEM, little_province
from motcua.catalogue.processes import actions
from motcua.catalogue.processes import queries as processes
from motcua.ground.kernel.vietnamese import fold

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Province:
    """The little province with the catalogue in it."""

    district: Agency
    communes: tuple[Agency, Agency]
    departments: dict[str, Agency]


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: Any) -> Iterator[Province]:
    """Entered once for the module, undone when it is over."""
    processes.definition.cache_clear()
    with django_db_blocker.unblock(), transaction.atomic():
        district, one, other, *departments = agencies = little_province()
        actions.load_shipped_catalogue(agencies, in_force_on=NEW_YEAR, by=SYSTEM, now=NOW)
        yield Province(district, (one, other), {a.code: a for a in departments})
        transaction.set_rollback(True)
    processes.definition.cache_clear()


def codes(found: list[ProcedureVersion]) -> list[str]:
    return [version.procedure.code for version in found]


def test_each_is_found_by_its_name(province: Province) -> None:
    for item in shipped():
        found = codes(queries.search(item.content.name, on=DAY))
        assert item.code in found, item.code


def test_each_is_found_without_diacritics_in_any_order(province: Province) -> None:
    for item in shipped():
        words = fold(item.content.name).split()[:8]
        Random(item.code).shuffle(words)
        assert item.code in codes(queries.search(" ".join(words), on=DAY, limit=200)), item.code


def test_each_is_found_by_its_code(province: Province) -> None:
    for item in shipped():
        assert item.code in codes(queries.search(item.code, on=DAY)), item.code


def test_each_is_stored_as_it_is_shipped(province: Province) -> None:
    for item in shipped():
        procedure = queries.procedure_by_code(item.code)
        version = queries.version_in_force(procedure.pk, DAY)
        assert queries.content(version.pk) == item.content
        assert (procedure.level, procedure.is_illustrative) == (item.reading.level, item.is_illustrative)
        assert procedure.field.name == item.field_name


def received(agency: Agency) -> set[str]:
    return {row.code for row in queries.receivable(agency.one_stop_id, DAY)}


def test_a_district_receives_what_it_decides(province: Province) -> None:
    at_district = {
        item.code for item in shipped() if "district" in (item.reading.level, item.reading.also_at)
    }
    assert received(province.district) == at_district
    assert len(at_district) == 31


def test_a_commune_receives_its_own_and_what_its_district_decides(province: Province) -> None:
    for commune in province.communes:
        rows = queries.receivable(commune.one_stop_id, DAY)
        deciding = {row.code: row.agency_id for row in rows}
        filed = {code for code, agency_id in deciding.items() if agency_id == province.district.unit_id}
        assert len(filed) == 9
        assert set(deciding.values()) == {commune.unit_id, province.district.unit_id}
        assert len(deciding) == 34 + 1 + 9


def test_what_a_commune_files_is_handled_in_the_district(province: Province) -> None:
    rows = {row.code: row for row in queries.receivable(province.communes[0].one_stop_id, DAY)}
    assert rows["1.013831"].division_id == province.district.divisions["environment"]
    assert rows["1.001193"].division_id == province.communes[0].unit_id


def test_a_department_receives_only_its_own(province: Province) -> None:
    for code, department in province.departments.items():
        own = {item.code for item in shipped() if item.reading.agency == code}
        assert received(department) == own


def test_what_is_received_comes_in_vietnamese_order(province: Province) -> None:
    names = [row.name for row in queries.receivable(province.communes[0].one_stop_id, DAY)]
    assert names.index("Chứng thực di chúc") < names.index("Đăng ký giám hộ") < names.index("Đăng ký kết hôn")


def test_a_long_list_of_what_is_received_is_one_statement(province: Province) -> None:
    with CaptureQueriesContext(connection) as told:
        rows = queries.receivable(province.communes[0].one_stop_id, DAY)
    assert len(rows) > 40
    assert len(told) == 1


def test_search_by_agency_finds_what_it_decides_wherever_it_is_filed(province: Province) -> None:
    found = queries.search("", on=DAY, agency_ids=[province.district.unit_id], limit=200)
    assert {"1.013831", "1.001612"} <= set(codes(found))
    assert "1.001193" not in codes(found)


@pytest.mark.parametrize(("level", "number"), [("commune", 34), ("district", 28), ("province", 64)])
def test_search_by_level(province: Province, level: str, number: int) -> None:
    assert len(queries.search("", on=DAY, level=level, limit=500)) == number


def test_search_by_field(province: Province) -> None:
    field = next(field for field in queries.fields() if field.code == "dat-dai")
    assert len(queries.search("", on=DAY, field_id=field.pk, limit=500)) == 18


def test_fields_come_in_vietnamese_order(province: Province) -> None:
    names = [field.name for field in queries.fields()]
    assert names.index("Chứng thực") < names.index("Đất đai") < names.index("Hộ tịch") < names.index("Y tế")


def test_all_came_into_force_by_one_illustrative_decision(province: Province) -> None:
    (act,) = queries.decisions()
    items = queries.items_of(act.pk)
    assert (len(items["new"]), items["amended"], items["repealed"]) == (126, [], [])


def test_the_search_uses_its_index(province: Province) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM procedure_version WHERE search_vector @@ to_tsquery('simple', 'khai & sinh:*')"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "procedure_version_search" in plan
