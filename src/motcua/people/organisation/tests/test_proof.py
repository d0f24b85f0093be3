"""The proof of the organisation: what was changed, removed or put in behind its back is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from motcua.ground.kernel.actors import SYSTEM
from motcua.people.calendars import actions as calendars
from motcua.people.organisation import actions
from motcua.people.organisation.queries.proof import broken_rules
from motcua.people.organisation.tests.conftest import NOW, TODAY, Town, build

Owner = Callable[..., int]
SOON = TODAY + timedelta(days=30)
LATER = TODAY + timedelta(days=60)


def found() -> set[tuple[str, str]]:
    return {(broken.kind, broken.code) for broken in broken_rules()}


@pytest.fixture(scope="module")
def story(owners_transaction: None) -> Town:
    """A province in which everything has happened that can."""
    town = build()
    first = calendars.load_shipped_calendar(by=SYSTEM, now=NOW).pk
    rename(town, "department", "Sở Xây dựng", TODAY)
    rename(town, "department", "Sở Xây dựng tỉnh", TODAY)
    rename(town, "department", "Sở Giao thông", SOON)
    actions.set_calendar(town.unit("province"), calendar_id=first, from_on=TODAY, by=SYSTEM, now=NOW)
    move(town, "commune", "sister", TODAY)
    move(town, "commune", "district", SOON)
    actions.close_unit(town.unit("commune_one_stop"), from_on=LATER, by=SYSTEM, now=NOW)
    officer = town.officer("head")
    actions.change_officer(officer, name="Lê Thị Hoa", phone="0900000001", by=SYSTEM, now=NOW)
    lend(town, "leader", "head", SOON, LATER)
    actions.end_delegation(lend(town, "leader", "handler", TODAY, LATER), valid_to=SOON, by=SYSTEM, now=NOW)
    lend(town, "sister_leader", "head", TODAY, LATER)
    lend(town, "sister_leader", "handler", LATER, LATER + timedelta(days=9))
    actions.end_appointment(town.appointment("sister_leader"), valid_to=SOON, by=SYSTEM, now=NOW)
    return town


def rename(town: Town, unit: str, name: str, on: date) -> None:
    code = "000.00.09.H58"
    actions.rename_unit(town.unit(unit), code=code, name=name, short_name="", from_on=on, by=SYSTEM, now=NOW)


def move(town: Town, unit: str, under: str, on: date) -> None:
    actions.move_unit(town.unit(unit), parent_id=town.unit(under), from_on=on, by=SYSTEM, now=NOW)


def lend(town: Town, holder: str, to: str, valid_from: date, valid_to: date) -> int:
    return actions.delegate(
        appointment_id=town.appointment(holder),
        delegate_id=town.officer(to),
        form="KT.",
        basis="Quyết định 5/QĐ",
        valid_from=valid_from,
        valid_to=valid_to,
        by=SYSTEM,
        now=NOW,
    ).pk


def test_a_whole_story_holds(as_owner: Owner, story: Town) -> None:
    assert found() == set()


LAST_NAME = "WHERE id = (SELECT max(id) FROM unit_name)"
NEW_UNIT = "INSERT INTO unit (kind, valid_from, note) VALUES ('department', '2018-01-01', '')"
APPOINTED = (
    "INSERT INTO appointment (officer_id, unit_id, role, title, valid_from) "
    "SELECT officer_id, unit_id, 'leader', '', valid_from FROM appointment WHERE role = 'handler'"
)
LENT = (
    "INSERT INTO delegation (appointment_id, delegate_id, form, basis, valid_from, valid_to) "
    "SELECT appointment_id, delegate_id, form, basis, '2017-01-01', '2017-02-01' FROM delegation LIMIT 1"
)
CHANGES = {
    "UPDATE unit SET kind = 'district' WHERE kind = 'department'": ("unit", "facts_differ"),
    "UPDATE unit SET valid_from = '2015-01-01' WHERE kind = 'department'": ("unit", "facts_differ"),
    "UPDATE unit SET valid_to = NULL": ("unit", "facts_differ"),
    "UPDATE unit SET note = 'khác' WHERE kind = 'department'": ("unit", "words_differ"),
    f"UPDATE unit_name SET name = 'khác' {LAST_NAME}": ("unit", "words_differ"),
    f"UPDATE unit_name SET short_name = 'khác' {LAST_NAME}": ("unit", "words_differ"),
    f"UPDATE unit_name SET code = '000.00.99.H58' {LAST_NAME}": ("unit", "names_differ"),
    f"UPDATE unit_name SET valid_from = valid_from + 1 {LAST_NAME}": ("unit", "names_differ"),
    f"DELETE FROM unit_name {LAST_NAME}": ("unit", "names_differ"),
    "UPDATE unit_parent SET parent_id = (SELECT min(id) FROM unit) WHERE id = (SELECT max(id) FROM unit_parent)": (
        "unit",
        "parents_differ",
    ),
    "DELETE FROM unit_parent WHERE id = (SELECT max(id) FROM unit_parent)": ("unit", "parents_differ"),
    "UPDATE unit_calendar SET valid_from = valid_from - 1": ("unit", "calendars_differ"),
    "DELETE FROM unit_calendar": ("unit", "calendars_differ"),
    "INSERT INTO unit_calendar (unit_id, calendar_id, valid_from) SELECT max(u.id), max(c.calendar_id), '2018-01-01' "
    "FROM unit u, unit_calendar c": ("unit", "calendars_differ"),
    NEW_UNIT: ("unit", "without_event"),
    "UPDATE officer SET name = 'khác' WHERE id = (SELECT max(id) FROM officer)": ("officer", "words_differ"),
    "UPDATE officer SET code = 'khác' WHERE id = (SELECT max(id) FROM officer)": ("officer", "words_differ"),
    "INSERT INTO officer (code, name, search_text, sort_key, phone, email) VALUES ('X', 'X', '', '', '', '')": (
        "officer",
        "without_event",
    ),
    "UPDATE appointment SET role = 'leader' WHERE role = 'handler'": ("appointment", "facts_differ"),
    "UPDATE appointment SET officer_id = (SELECT min(id) FROM officer) WHERE role = 'handler'": (
        "appointment",
        "facts_differ",
    ),
    "UPDATE appointment SET unit_id = (SELECT min(id) FROM unit) WHERE role = 'handler'": (
        "appointment",
        "facts_differ",
    ),
    "UPDATE appointment SET valid_to = NULL": ("appointment", "facts_differ"),
    "UPDATE appointment SET valid_from = valid_from - 1 WHERE role = 'handler'": (
        "appointment",
        "facts_differ",
    ),
    "UPDATE appointment SET title = 'khác' WHERE role = 'handler'": ("appointment", "words_differ"),
    "DELETE FROM appointment WHERE role = 'handler'": ("appointment", "is_gone"),
    APPOINTED: ("appointment", "without_event"),
    "UPDATE delegation SET delegate_id = (SELECT min(id) FROM officer) WHERE id = (SELECT min(id) FROM delegation)": (
        "delegation",
        "facts_differ",
    ),
    "UPDATE delegation SET valid_to = valid_to + 1": ("delegation", "facts_differ"),
    "UPDATE delegation SET valid_to = '2018-03-03' WHERE id = (SELECT min(id) + 2 FROM delegation)": (
        "delegation",
        "facts_differ",
    ),
    "UPDATE delegation SET form = 'TL.' WHERE id = (SELECT min(id) FROM delegation)": (
        "delegation",
        "facts_differ",
    ),
    "UPDATE delegation SET basis = 'khác' WHERE id = (SELECT min(id) FROM delegation)": (
        "delegation",
        "words_differ",
    ),
    "DELETE FROM delegation WHERE id = (SELECT min(id) FROM delegation)": ("delegation", "is_gone"),
    LENT: ("delegation", "without_event"),
}


@pytest.mark.parametrize("statement", sorted(CHANGES))
def test_a_change_behind_its_back_is_found(as_owner: Owner, story: Town, statement: str) -> None:
    assert as_owner(statement)
    assert found() == {CHANGES[statement]}


def test_a_unit_that_is_gone_is_found(as_owner: Owner, story: Town) -> None:
    gone = {"unit": story.unit("division")}
    as_owner("DELETE FROM appointment WHERE unit_id = %(unit)s", gone)
    for table in ("unit_name", "unit_parent"):
        as_owner(f"DELETE FROM {table} WHERE unit_id = %(unit)s", gone)
    as_owner("DELETE FROM unit WHERE id = %(unit)s", gone)
    assert ("unit", "is_gone") in found()


def test_an_officer_who_is_gone_is_found(as_owner: Owner, story: Town) -> None:
    as_owner("DELETE FROM delegation")
    as_owner("DELETE FROM appointment")
    as_owner("DELETE FROM officer WHERE id = (SELECT max(id) FROM officer)")
    assert ("officer", "is_gone") in found()


def test_an_event_made_up_is_found(as_owner: Owner, story: Town) -> None:
    as_owner("UPDATE journal SET data = '{}' WHERE verb = 'organisation.unit_created'")
    assert found() == {("unit", "events_cannot_be_read")}


def test_a_verb_does_not_take_over_what_was_changed_before_it(as_owner: Owner, story: Town) -> None:
    as_owner(
        "UPDATE unit_parent SET parent_id = %s WHERE unit_id = %s",
        [story.unit("district"), story.unit("department")],
    )
    rename(story, "department", "Sở khác", LATER)
    assert found() == {("unit", "parents_differ")}


def test_it_names_a_unit_by_code_and_id_and_people_by_id(as_owner: Owner, story: Town) -> None:
    as_owner("UPDATE unit SET note = 'khác' WHERE id = %s", [story.unit("district")])
    as_owner("UPDATE officer SET name = 'khác' WHERE id = %s", [story.officer("leader")])
    named = {broken.kind: broken.name for broken in broken_rules()}
    assert named == {
        "unit": f"000.00.02.H58 ({story.unit('district')})",
        "officer": str(story.officer("leader")),
    }


def test_it_reads_in_batches(as_owner: Owner, story: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.ground.kernel.proofs.BATCH", 2)
    assert found() == set()
    as_owner("UPDATE appointment SET title = 'khác'")
    assert sum(broken.kind == "appointment" for broken in broken_rules()) == len(story.appointments)
