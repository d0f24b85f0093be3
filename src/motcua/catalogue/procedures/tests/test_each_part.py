"""Each part of a content can be edited, is compared, is told in the event, and survives publication."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.rules import FeeRow, LimitRow, PaperRow, Part, compare
from motcua.catalogue.procedures.tests.cast import CONTENT, DAY, KEEPER, NOW, decision, draft, published
from motcua.people.calendars.rules import AllowanceUnit

NEW: dict[Part, Any] = {
    Part.NAME: "Tên mới",
    Part.SEQUENCE: "Bước 1. Khác.",
    Part.WAYS_OF_FILING: "Nộp trực tuyến.",
    Part.PAPERS: (PaperRow("Đơn", originals=1),),
    Part.SETS: 2,
    Part.TIME_LIMITS: (LimitRow(Decimal(7), AllowanceUnit.CALENDAR_DAY),),
    Part.SUBJECTS: "Tổ chức",
    Part.DECIDING_AGENCY: "Sở Tư pháp",
    Part.FORM: "Mẫu số 01",
    Part.RESULT_NAME: "Giấy phép",
    Part.RESULT_CODE: "KQ.G15.000031",
    Part.CONDITIONS: "Đủ 18 tuổi.",
    Part.FEES: (FeeRow(1), FeeRow(2, channel="online")),
    Part.LEGAL_BASIS: ("23/2015/NĐ-CP",),
    Part.SERVICE_LEVEL: "4",
    Part.CHANNELS: ("online",),
    Part.POST_IN: True,
    Part.POST_OUT: True,
    Part.SOURCE: "https://dichvucong.gov.vn/",
    Part.FACTS_OF: "2026",
    Part.NOTE: "Ghi chú.",
}
EACH = pytest.mark.parametrize("part", Part)


def changed(part: Part) -> Any:
    return replace(CONTENT, **{part.value: NEW[part]})


def test_the_table_has_every_part() -> None:
    assert set(NEW) == set(Part)


@EACH
def test_it_is_found_to_differ_alone(part: Part) -> None:
    assert [change.part for change in compare(CONTENT, changed(part))] == [part]


@EACH
def test_the_other_way_round_it_differs_too(part: Part) -> None:
    (there,), (back,) = compare(CONTENT, changed(part)), compare(changed(part), CONTENT)
    assert (set(there.before), set(there.after)) == (set(back.after), set(back.before))


@pytest.mark.django_db
@EACH
def test_it_is_written_alone(part: Part) -> None:
    version = draft()
    actions.edit_draft(version.pk, changed(part), by=KEEPER, now=NOW)
    assert queries.content(version.pk) == changed(part)


@pytest.mark.django_db
@EACH
def test_the_event_names_it(part: Part) -> None:
    version = draft()
    actions.edit_draft(version.pk, changed(part), by=KEEPER, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data->'parts'->>0 FROM journal WHERE verb = 'procedures.draft_edited'")
        assert cursor.fetchall() == [(part.value,)]


@pytest.mark.django_db
@EACH
def test_an_older_version_keeps_its_own(part: Part) -> None:
    older = published()
    newer = actions.draft_version(older.procedure_id, by=KEEPER, now=NOW)
    actions.edit_draft(newer.pk, changed(part), by=KEEPER, now=NOW)
    actions.publish(newer.pk, decision_id=decision("02/QĐ", DAY).pk, by=KEEPER, now=NOW)
    assert queries.content(older.pk) == CONTENT
    assert queries.content(newer.pk) == changed(part)
