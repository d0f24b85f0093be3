"""Printing: an event for each print, the first the original and the later ones counted, none without its right."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions.applicants import Applicant
from motcua.casework.dossiers.actions.receiving import Notice
from motcua.casework.dossiers.models import CounterNotice, Dossier
from motcua.casework.dossiers.prints import Form, Part
from motcua.casework.dossiers.queries.proof import broken_rules
from motcua.casework.dossiers.rules import Refusal
from motcua.casework.dossiers.tests.cast import MORNING, Cast, at
from motcua.casework.dossiers.tests.verbs.test_completing import asked
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Role

LATER = at("2017-03-02 09:00")
YEAR = (date(2017, 1, 1), date(2017, 12, 31))


def receptionist(cast: Cast) -> Actor:
    return cast.here.actor(Role.RECEPTIONIST)


def print_receipt(cast: Cast, *dossier_ids: int, key: str | None = None) -> list[int]:
    return actions.print_forms(Form.RECEIPT, dossier_ids, by=receptionist(cast), now=LATER, key=key)


def told(*positions: int) -> list[tuple[str, int]]:
    rows = {row.pk: row for row in JournalRow.objects.filter(pk__in=positions)}
    return [(rows[position].data["form"], rows[position].data["copy"]) for position in positions]


def refusal(act: Any) -> Any:
    with pytest.raises(Refused) as raised:
        act()
    return raised.value.code


def test_the_first_print_is_the_original_and_the_later_ones_are_counted(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    places = [print_receipt(cast, dossier)[0] for _ in range(3)]
    assert told(*places) == [("01", 1), ("01", 2), ("01", 3)]
    assert Dossier.objects.get(pk=dossier).events == 4


def test_each_form_is_counted_by_itself(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    print_receipt(cast, dossier)
    (place,) = actions.print_forms(Form.CONTROL, [dossier], by=receptionist(cast), now=LATER)
    assert told(place) == [("05", 1)]


def test_many_are_printed_in_the_order_that_was_asked(cast: Cast) -> None:
    first, second, third = (cast.receive().dossier_id for _ in range(3))
    print_receipt(cast, second)
    places = print_receipt(cast, third, second, first, third)
    rows = {row.pk: row.object_id for row in JournalRow.objects.filter(pk__in=places)}
    assert [rows[place] for place in places] == [third, second, first]
    assert told(*places) == [("01", 1), ("01", 2), ("01", 1)]


def test_the_same_request_prints_once(cast: Cast) -> None:
    dossier = cast.receive().dossier_id
    assert print_receipt(cast, dossier, key="k") == print_receipt(cast, dossier, key="k")
    assert JournalRow.objects.filter(verb="dossiers.print").count() == 1
    other = cast.receive().dossier_id
    assert refusal(lambda: print_receipt(cast, other, key="k")) is KernelRefusal.KEY_REUSED


def test_an_event_that_fails_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = cast.receive().dossier_id, cast.receive().dossier_id
    record, done = actions.printing.journal.record, []  # type: ignore[attr-defined]

    def fails_the_second_time(event: Any, **more: Any) -> int:
        done.append(event)
        if len(done) == 2:
            raise RuntimeError
        return int(record(event, **more))

    monkeypatch.setattr(actions.printing.journal, "record", fails_the_second_time)  # type: ignore[attr-defined]
    with pytest.raises(RuntimeError):
        print_receipt(cast, first, second, key="k")
    assert not JournalRow.objects.filter(verb="dossiers.print").exists()
    assert set(Dossier.objects.values_list("events", flat=True)) == {1}


def test_nothing_and_too_many_are_refused(cast: Cast) -> None:
    assert refusal(lambda: print_receipt(cast)) is Refusal.NOTHING_TO_PRINT
    assert refusal(lambda: print_receipt(cast, *range(1, 102))) is Refusal.PRINT_TOO_MANY


def test_one_that_is_not_ours_stops_all(cast: Cast) -> None:
    ours = cast.receive().dossier_id
    theirs = actions.receive(cast.intake(), by=cast.sister.actor(Role.RECEPTIONIST), now=MORNING).dossier_id
    assert refusal(lambda: print_receipt(cast, ours, theirs)) is KernelRefusal.NOT_FOUND
    assert refusal(lambda: print_receipt(cast, ours, 10**9)) is KernelRefusal.NOT_FOUND
    assert not JournalRow.objects.filter(verb="dossiers.print").exists()


@pytest.mark.parametrize("role", [Role.HANDLER, Role.HEAD_OF_DIVISION, Role.LEADER, Role.CLERK])
def test_receipts_are_the_counters_and_control_sheets_everybodys(cast: Cast, role: Role) -> None:
    dossier, by = cast.receive().dossier_id, cast.here.actor(role)
    receipt = lambda: actions.print_forms(Form.RECEIPT, [dossier], by=by, now=LATER)  # noqa: E731
    assert refusal(receipt) is KernelRefusal.NOT_ALLOWED
    assert actions.print_forms(Form.CONTROL, [dossier], by=by, now=LATER)


def test_a_form_02_is_there_once_papers_were_asked_for(cast: Cast) -> None:
    none = cast.receive().dossier_id
    by = receptionist(cast)
    missing = lambda: actions.print_forms(Form.COMPLETION, [none], by=by, now=LATER)  # noqa: E731
    assert refusal(missing) is KernelRefusal.NOT_FOUND
    (place,) = actions.print_forms(Form.COMPLETION, [asked(cast)], by=by, now=LATER)
    assert JournalRow.objects.get(pk=place).data["about"] > 1


def test_two_counters_at_once_are_counted_one_after_the_other(real_cast: Cast) -> None:
    dossier, found = real_cast.receive().dossier_id, []

    def work() -> None:
        found.extend(print_receipt(real_cast, dossier))
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(copy for _form, copy in told(*found)) == [1, 2, 3, 4]


def test_a_batch_costs_two_statements_more_for_each(cast: Cast, django_assert_num_queries: Any) -> None:
    def cost(*dossiers: int) -> int:
        before = len(connection.queries)
        print_receipt(cast, *dossiers)
        return len(connection.queries) - before

    connection.force_debug_cursor = True
    ids = [cast.receive().dossier_id for _ in range(5)]
    one = cost(ids[0])
    assert cost(*ids[1:]) == one + 3 * 2


# --- notices and registers -----------------------------------------------------------------------------------------


@pytest.fixture
def given(cast: Cast) -> CounterNotice:
    notice = Notice(CounterNotice.Kind.REJECTION, cast.procedure.pk, Applicant("Trần Thị Bảy"), "Sai nơi nộp")
    return actions.give_notice(notice, by=receptionist(cast), now=MORNING)


def test_a_notice_is_printed_and_counted(cast: Cast, given: CounterNotice) -> None:
    places = [
        place for _ in range(2) for place in actions.print_notice(given.pk, by=receptionist(cast), now=LATER)
    ]
    assert told(*places) == [("03", 1), ("03", 2)]
    again = [actions.print_notice(given.pk, by=receptionist(cast), now=LATER, key="k") for _ in range(2)]
    assert again[0] == again[1]


@pytest.mark.parametrize("role", [Role.HANDLER, Role.LEADER])
def test_a_notice_is_printed_at_its_counter_only(cast: Cast, given: CounterNotice, role: Role) -> None:
    for by in (cast.here.actor(role), cast.sister.actor(Role.RECEPTIONIST)):
        assert (
            refusal(lambda by=by: actions.print_notice(given.pk, by=by, now=LATER)) is KernelRefusal.NOT_FOUND
        )


def test_a_register_is_counted_by_its_stretch(cast: Cast) -> None:
    cast.receive()
    year = Part(cast.here.one_stop.pk, *YEAR)
    march = Part(cast.here.one_stop.pk, date(2017, 3, 1), date(2017, 3, 31))
    places = [
        actions.print_register(part, by=receptionist(cast), now=LATER)[0] for part in (year, march, year)
    ]
    assert [row.data["copy"] for row in JournalRow.objects.filter(pk__in=places).order_by("pk")] == [1, 1, 2]


@pytest.mark.parametrize(
    ("role", "may"), [(Role.ONE_STOP_HEAD, True), (Role.LEADER, True), (Role.HANDLER, False)]
)
def test_who_prints_a_register(cast: Cast, role: Role, may: bool) -> None:
    part = Part(cast.here.one_stop.pk, *YEAR)

    def printing_by(by: Actor) -> Any:
        return lambda: actions.print_register(part, by=by, now=LATER)

    assert refusal(printing_by(cast.sister.actor(role))) is KernelRefusal.NOT_FOUND
    ours = printing_by(cast.here.actor(role))
    assert ours() if may else refusal(ours) is KernelRefusal.NOT_FOUND


# --- the proof -----------------------------------------------------------------------------------------------------


def test_what_was_printed_is_proved(cast: Cast, given: CounterNotice) -> None:
    dossier = cast.receive().dossier_id
    for _ in range(2):
        print_receipt(cast, dossier)
        actions.print_notice(given.pk, by=receptionist(cast), now=LATER)
        actions.print_register(Part(cast.here.one_stop.pk, *YEAR), by=receptionist(cast), now=LATER)
    assert list(broken_rules()) == []
