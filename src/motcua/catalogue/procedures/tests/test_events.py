"""Each verb records exactly one event, signed, with ids, codes and days only."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from motcua.catalogue.procedures import actions
from motcua.catalogue.procedures.actions import Place
from motcua.catalogue.procedures.models import ProcedureVersion
from motcua.catalogue.procedures.tests.cast import (
    CONTENT,
    DAY,
    KEEPER,
    NEW_YEAR,
    NOW,
    decision,
    draft,
    published,
    unit,
)
from motcua.people.organisation.models import UnitKind

pytestmark = pytest.mark.django_db


def last() -> tuple[str, str, int, dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb, object_kind, object_id, data FROM journal ORDER BY id DESC LIMIT 1")
        verb, kind, object_id, data = cursor.fetchone()
    return verb, kind, object_id, json.loads(data) if isinstance(data, str) else data


def count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal")
        return int(cursor.fetchone()[0])


def test_an_added_field() -> None:
    field = actions.add_field("dat-dai", "Đất đai", by=KEEPER, now=NOW)
    assert last() == ("procedures.field_added", "field", field.pk, {"code": "dat-dai"})


def test_a_field_that_is_there_is_not_added_again() -> None:
    actions.add_field("dat-dai", "Đất đai", by=KEEPER, now=NOW)
    before = count()
    assert actions.add_field("dat-dai", " Đất  đai ", by=KEEPER, now=NOW).name == "Đất đai"
    assert count() == before


def test_a_renamed_field_and_a_second_time_none() -> None:
    field = actions.add_field("dat-dai", "Đất đai", by=KEEPER, now=NOW)
    actions.rename_field(field.pk, "Đất đai và địa chính", by=KEEPER, now=NOW)
    assert last()[:3] == ("procedures.field_renamed", "field", field.pk)
    before = count()
    actions.rename_field(field.pk, "Đất đai và địa chính", by=KEEPER, now=NOW)
    assert count() == before


def test_a_recorded_decision() -> None:
    act = decision("17/QĐ-UBND", DAY)
    data = {"number": "17/QĐ-UBND", "in_force_on": "2017-06-01"}
    assert last() == ("procedures.decision_recorded", "publication_decision", act.pk, data)


def test_a_created_procedure() -> None:
    version = draft()
    data = {
        "code": "1.001193",
        "field_id": version.procedure.field_id,
        "level": "commune",
        "is_illustrative": False,
        "version_id": version.pk,
    }
    assert last() == ("procedures.created", "procedure", version.procedure_id, data)


def test_a_begun_draft() -> None:
    version = actions.draft_version(published().procedure_id, by=KEEPER, now=NOW)
    data = {"version_id": version.pk, "number": 2}
    assert last() == ("procedures.drafted", "procedure", version.procedure_id, data)


def test_an_edited_draft() -> None:
    version = draft()
    actions.edit_draft(version.pk, replace(CONTENT, sets=3), by=KEEPER, now=NOW)
    data = {"version_id": version.pk, "parts": ["sets"]}
    assert last() == ("procedures.draft_edited", "procedure", version.procedure_id, data)


def test_a_discarded_draft() -> None:
    version = draft()
    version_id = version.pk
    actions.discard_draft(version_id, by=KEEPER, now=NOW)
    assert last() == (
        "procedures.draft_discarded",
        "procedure",
        version.procedure_id,
        {"version_id": version_id},
    )


def test_a_first_publication() -> None:
    version = published()
    data = {"version_id": version.pk, "decision_id": version.decision_id, "valid_from": "2017-01-01"}
    assert last() == ("procedures.published", "procedure", version.procedure_id, data)


def test_a_later_publication_names_what_it_ended() -> None:
    older = published()
    newer = actions.draft_version(older.procedure_id, by=KEEPER, now=NOW)
    actions.publish(newer.pk, decision_id=decision("02/QĐ", DAY).pk, by=KEEPER, now=NOW)
    assert last()[3]["superseded_id"] == older.pk


def test_a_repeal() -> None:
    version, act = published(), decision("02/QĐ", DAY)
    actions.repeal(version.procedure_id, decision_id=act.pk, by=KEEPER, now=NOW)
    data = {"version_id": version.pk, "decision_id": act.pk, "valid_to": "2017-06-01"}
    assert last() == ("procedures.repealed", "procedure", version.procedure_id, data)


def test_an_offer_and_its_end() -> None:
    version, agency = published(), unit(UnitKind.DISTRICT)
    place = Place(unit(UnitKind.ONE_STOP), agency, agency)
    (offer,) = actions.offer_at(version.procedure_id, [place], valid_from=NEW_YEAR, by=KEEPER, now=NOW)
    data: dict[str, Any] = {
        "valid_from": "2017-01-01",
        "offer_ids": [offer.pk],
        "one_stop_ids": [place.one_stop_id],
        "agency_ids": [agency],
        "division_ids": [agency],
    }
    assert last() == ("procedures.offered", "procedure", version.procedure_id, data)
    actions.end_offer(version.procedure_id, one_stop_id=place.one_stop_id, valid_to=DAY, by=KEEPER, now=NOW)
    data = {"offer_id": offer.pk, "one_stop_id": place.one_stop_id, "valid_to": "2017-06-01"}
    assert last() == ("procedures.offer_ended", "procedure", version.procedure_id, data)


def test_an_event_says_who_acted_in_which_office_and_when() -> None:
    draft()
    with connection.cursor() as cursor:
        cursor.execute("SELECT role, officer_id, unit_id, at FROM journal ORDER BY id DESC LIMIT 1")
        assert cursor.fetchone() == ("reform_office", 1, 1, NOW)


def test_the_events_of_a_procedure_are_numbered() -> None:
    version = published()
    actions.draft_version(version.procedure_id, by=KEEPER, now=NOW + timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, verb FROM journal WHERE object_kind = 'procedure' AND object_id = %s ORDER BY number",
            [version.procedure_id],
        )
        told = cursor.fetchall()
    assert told == [(1, "procedures.created"), (2, "procedures.published"), (3, "procedures.drafted")]


@pytest.mark.parametrize("canary", ["Kênh-thử-Nguyễn"])
def test_no_text_of_a_content_is_in_the_journal(canary: str) -> None:
    version = draft(replace(CONTENT, name=canary, note=canary, subjects=canary))
    actions.edit_draft(version.pk, replace(CONTENT, conditions=canary), by=KEEPER, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal WHERE data::text LIKE %s", [f"%{canary}%"])
        assert cursor.fetchone() == (0,)
    assert ProcedureVersion.objects.get(pk=version.pk).conditions == canary
