"""The reading trail: what is written stays, and is told to whoever may ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from motcua.casework.dossiers.actions import Applicant
from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.tests.cast import MORNING, Cast, Office
from motcua.casework.sightings import queries
from motcua.casework.sightings.actions import Seen, note
from motcua.casework.sightings.models import Sighting
from motcua.casework.sightings.queries import Asked
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.accounts import queries as accounts
from motcua.people.organisation.models import Role

NOON = MORNING + timedelta(hours=3)
Form = Sighting.Form


def inspector(cast: Cast) -> Actor:
    return cast.watcher(Role.INSPECTOR)


def received(cast: Cast, identity_number: str = "082170000001", *, where: Office | None = None) -> Dossier:
    applicant = Applicant("Nguyễn Văn Phước", identity_number=identity_number, phone="0900000000")
    there = replace(cast, here=where or cast.here)
    return Dossier.objects.get(pk=there.receive(applicant=applicant).dossier_id)


def saw(office: Office, *dossiers: int, form: Form = Form.PAGE, role: Role = Role.HANDLER) -> None:
    note([Seen(form, "dossier", dossiers, row_count=len(dossiers))], by=office.actor(role), now=NOON)


def told(by: Actor, asked: Asked) -> list[tuple[str, tuple[str, ...]]]:
    rows, _after = queries.page(by, asked, None, NOON)
    return [(row.form.value, row.codes) for row in rows]


def test_a_sighting_says_who_saw_what_when_and_where(cast: Cast) -> None:
    dossier = received(cast)
    saw(cast.here, dossier.pk, form=Form.PRINT)
    (row,) = queries.page(inspector(cast), Asked(dossier), None, NOON)[0]
    assert (row.at, row.officer_id) == (NOON, cast.here.officer_id(Role.HANDLER))
    assert (row.role, row.form, row.codes) == (Role.HANDLER, Form.PRINT, (dossier.code,))
    assert row.unit == "Phòng TN&MT Huyện Châu Thành"


@pytest.mark.parametrize("statement", ["UPDATE sighting SET page = ''", "DELETE FROM sighting"])
def test_what_is_written_cannot_be_changed_by_the_application(cast: Cast, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_readers_of_one_dossier_are_not_those_of_another(cast: Cast) -> None:
    one, other = received(cast), received(cast)
    saw(cast.here, one.pk)
    saw(cast.here, one.pk, other.pk, form=Form.LISTED)
    assert told(inspector(cast), Asked(one)) == [
        ("listed", (one.code, other.code)),
        ("page", (one.code,)),
    ]
    assert [form for form, _codes in told(inspector(cast), Asked(other))] == ["listed"]


def test_a_person_is_asked_about_with_all_dossiers_and_what_was_looked_up(cast: Cast) -> None:
    one, other = received(cast), received(cast)
    stranger = received(cast, "082170000002")
    saw(cast.here, other.pk)
    saw(cast.here, stranger.pk, form=Form.FILE)
    note(
        [Seen(Form.PERSON, "counter", party_ids=(one.party_id,))], by=cast.here.actor(Role.HANDLER), now=NOON
    )
    assert [form for form, _ in told(inspector(cast), Asked(one, whole_person=True))] == ["person", "page"]
    assert told(inspector(cast), Asked(one)) == []


def test_it_is_narrowed_to_an_officer_and_to_days(cast: Cast) -> None:
    dossier = received(cast)
    saw(cast.here, dossier.pk)
    saw(cast.here, dossier.pk, role=Role.LEADER, form=Form.IDENTITY)
    by, leader = inspector(cast), cast.here.officer_id(Role.LEADER)
    assert [form for form, _ in told(by, Asked(dossier, officer_id=leader))] == ["identity"]
    assert len(told(by, Asked(dossier, since=NOON, until=NOON + timedelta(seconds=1)))) == 2
    assert told(by, Asked(dossier, until=NOON)) == []
    assert told(by, Asked(dossier, since=NOON + timedelta(seconds=1))) == []


def test_readers_are_counted_the_most_frequent_first(cast: Cast) -> None:
    dossier = received(cast)
    saw(cast.here, dossier.pk, role=Role.LEADER)
    for _again in range(2):
        saw(cast.here, dossier.pk)
    found = queries.readers(inspector(cast), Asked(dossier))
    assert [(one.officer_id, one.times) for one in found] == [
        (cast.here.officer_id(Role.HANDLER), 2),
        (cast.here.officer_id(Role.LEADER), 1),
    ]


def test_pages_go_on_where_they_ended_and_all_of_it_is_the_same(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = received(cast)
    for form in (Form.PAGE, Form.FILE, Form.PRINT, Form.EXPORT, Form.FOUND):
        saw(cast.here, dossier.pk, form=form)
    by, asked = inspector(cast), Asked(dossier)
    first, after = queries.page(by, asked, None, NOON, limit=3)
    second, end = queries.page(by, asked, after, NOON, limit=3)
    assert (len(first), len(second), end) == (3, 2, None)
    monkeypatch.setattr(queries, "BATCH", 2)
    assert [row.pk for row in queries.every(by, asked, NOON)] == [row.pk for row in (*first, *second)]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.INSPECTOR])
def test_only_an_inspector_asks_who_read(cast: Cast, role: Role) -> None:
    dossier = received(cast)
    saw(cast.here, dossier.pk)
    by = cast.watcher(role) if role.value in cast.watchers else cast.here.actor(role)
    with pytest.raises(Refused):
        queries.dossier_of(by, dossier.code)
    assert told(by, Asked()) == []


def test_an_inspector_asks_about_what_is_below(cast: Cast) -> None:
    dossier = received(cast)
    next_door = received(cast, where=cast.sister)
    saw(cast.sister, next_door.pk)
    saw(cast.here, dossier.pk)
    account, held = cast.watchers[Role.INSPECTOR.value]
    type(held).objects.filter(pk=held.pk).update(unit=cast.here.agency)
    by = accounts.actor(account.pk, MORNING, held.pk)
    assert queries.dossier_of(by, dossier.code) == dossier
    assert told(by, Asked()) == [("page", (dossier.code,))]
    with pytest.raises(Refused):
        queries.dossier_of(by, next_door.code)


def test_a_negative_count_is_no_sighting(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        note([Seen(Form.LISTED, "x", row_count=-1)], by=cast.here.actor(Role.HANDLER), now=NOON)
