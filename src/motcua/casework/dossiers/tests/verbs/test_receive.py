"""Receiving: code, promise, first task, event; each refusal; pressing twice; sixteen counters at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Applicant, HandedIn
from motcua.casework.dossiers.models import Dossier, DossierPaper, Obligation, Segment, Task
from motcua.casework.dossiers.queries.terms import terms_of
from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import MORNING, Cast, at
from motcua.catalogue.procedures.models import Fee, Paper, ProcedureVersion
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import ANONYMOUS
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Role
from motcua.people.parties.models import Party, PartyVersion

pytestmark = pytest.mark.server


def test_a_dossier_gets_its_code_from_unit_day_and_sequence(cast: Cast) -> None:
    assert cast.receive().code == "000.01.19.H58-170301-0001"
    assert cast.receive().code == "000.01.19.H58-170301-0002"
    assert cast.receive(at("2017-03-02 08:00")).code == "000.01.19.H58-170302-0001"


def test_the_day_of_the_code_is_the_local_one(cast: Cast) -> None:
    early = at("2017-03-02 07:35").astimezone(tz=None)
    utc = early - timedelta(0)
    assert "-170302-" in cast.receive(utc).code


def test_two_one_stops_count_for_themselves(cast: Cast) -> None:
    cast.receive()
    other = actions.receive(cast.intake(), by=cast.sister.actor(Role.RECEPTIONIST), now=MORNING)
    assert other.code == "000.01.20.H58-170301-0001"


def test_the_promise_keeps_the_hour_and_lateness_begins_at_midnight(cast: Cast) -> None:
    dossier = Dossier.objects.get(pk=cast.receive().dossier_id)
    assert dossier.promised_at == dossier.due_at == at("2017-03-22 08:30")
    assert dossier.late_after == at("2017-03-23 00:00")


def test_what_is_filed_up_to_three_is_due_the_same_day(cast: Cast) -> None:
    stage.same_day(cast.procedure)
    assert Dossier.objects.get(pk=cast.receive(at("2017-03-01 15:00")).dossier_id).due_at == at(
        "2017-03-01 17:00"
    )
    assert Dossier.objects.get(pk=cast.receive(at("2017-03-01 15:01")).dossier_id).due_at == at(
        "2017-03-02 17:00"
    )


def test_the_next_step_begins_and_the_first_one_is_done(cast: Cast) -> None:
    received = cast.receive()
    first, following = Task.objects.filter(dossier_id=received.dossier_id).order_by("pk")
    assert (first.element, first.outcome, first.ended_by_id) == (
        "receive",
        "done",
        cast.here.officer_id(Role.RECEPTIONIST),
    )
    assert (following.element, following.role, following.unit_id) == (
        "assign",
        Role.HEAD_OF_DIVISION,
        cast.here.division.pk,
    )
    assert following.due_at == at("2017-03-01 14:00")
    assert received.task_id == following.pk


def test_it_writes_one_event_without_names(cast: Cast) -> None:
    before = JournalRow.objects.count()
    cast.receive()
    event = JournalRow.objects.order_by("-pk")[0]
    assert JournalRow.objects.count() == before + 1
    assert (event.verb, event.number, event.at) == ("dossiers.receive", 1, MORNING)
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal::text FROM journal")
        told = str(cursor.fetchall())
    assert [canary for canary in ("Phước", "082190000123", "0900000123") if canary in told] == []


def test_the_clock_begins_with_one_segment(cast: Cast) -> None:
    segment = Segment.objects.get(dossier_id=cast.receive().dossier_id)
    assert (segment.number, segment.cause, segment.started_at) == (1, Segment.Cause.RECEPTION, MORNING)
    assert (int(segment.amount), segment.unit) == (15, "working_day")


def test_papers_are_kept_in_their_order(cast: Cast) -> None:
    given = (*cast.intake().papers, HandedIn(None, "Giấy tờ khác", copies=2))
    dossier = cast.receive(papers=given).dossier_id
    assert list(DossierPaper.objects.filter(dossier_id=dossier).values_list("ordinal", "name", "copies")) == [
        (1, "Đơn đề nghị", 0),
        (2, "Giấy tờ khác", 2),
    ]


def test_a_known_person_who_says_the_same_gets_no_new_version(cast: Cast) -> None:
    cast.receive()
    cast.receive()
    assert (Party.objects.count(), PartyVersion.objects.count()) == (1, 1)


def test_a_known_person_who_says_something_new_gets_a_version(cast: Cast) -> None:
    cast.receive()
    cast.receive(applicant=Applicant("Nguyễn Văn Phước", identity_number="082190000123", phone="0900000999"))
    assert list(PartyVersion.objects.order_by("number").values_list("number", "phone")) == [
        (1, "0900000123"),
        (2, "0900000999"),
    ]


def test_people_without_a_number_are_not_taken_for_one(cast: Cast) -> None:
    cast.receive(applicant=Applicant("Lê Thị Hoa"))
    cast.receive(applicant=Applicant("Lê Thị Hoa"))
    assert Party.objects.count() == 2


def test_a_fee_that_is_not_paid_is_owed(cast: Cast) -> None:
    cast.procedure = stage.procedure(fee=100_000)
    stage.offer(cast.procedure, cast.here)
    dossier = Dossier.objects.get(pk=cast.receive(fee_paid=False).dossier_id)
    assert (dossier.fee, dossier.open_obligations) == (100_000, 1)
    assert Obligation.objects.get(dossier=dossier).amount == 100_000
    assert Dossier.objects.get(pk=cast.receive(fee_paid=True).dossier_id).open_obligations == 0


def test_it_refuses_a_procedure_that_is_not_offered_here(cast: Cast) -> None:
    cast.procedure = stage.procedure("Khác")
    with pytest.raises(Refused, match="not_offered"):
        cast.receive()


def test_it_refuses_before_the_procedure_is_in_force(cast: Cast) -> None:
    with pytest.raises(Refused, match="not_offered"):
        cast.receive(at("2015-06-01 08:00"))


def test_it_refuses_when_a_required_paper_is_missing(cast: Cast) -> None:
    with pytest.raises(Refused, match="papers_missing"):
        cast.receive(papers=())


def test_it_refuses_a_paper_of_another_procedure(cast: Cast) -> None:
    with pytest.raises(Refused, match="unknown_paper"):
        cast.receive(papers=(HandedIn(999_999, "x", originals=1),))


@pytest.mark.parametrize("name", ["case", "area"])
def test_it_refuses_a_case_or_an_area_that_the_procedure_does_not_have(cast: Cast, name: str) -> None:
    intake = replace(cast.intake(), **{name: "Không có"})  # type: ignore[arg-type]
    with pytest.raises(Refused, match="unknown_case"):
        actions.receive(intake, by=cast.here.actor(Role.RECEPTIONIST), now=MORNING)


def test_it_refuses_no_case_where_all_papers_are_asked_for_in_named_cases(cast: Cast) -> None:
    Paper.objects.filter(version__procedure=cast.procedure).update(case="Cấp mới")
    with pytest.raises(Refused, match="unknown_case"):
        cast.receive(papers=())
    assert cast.receive(case="Cấp mới").task_id


def test_it_receives_without_a_case_where_a_paper_is_asked_for_in_any(cast: Cast) -> None:
    Paper.objects.filter(version__procedure=cast.procedure, ordinal=2).update(case="Cấp mới")
    assert cast.receive().task_id


def test_it_receives_without_a_case_where_no_paper_is_asked_for_at_all(cast: Cast) -> None:
    Paper.objects.filter(version__procedure=cast.procedure).update(is_note=True, originals=0, copies=0)
    Fee.objects.create(version=cast.procedure.versions.get(), ordinal=1, amount=5000, case="Cấp lại")
    assert cast.receive(papers=()).task_id


def test_a_note_is_no_paper_that_is_asked_for_in_any_case(cast: Cast) -> None:
    papers = Paper.objects.filter(version__procedure=cast.procedure)
    papers.filter(ordinal=1).update(case="Cấp mới")
    papers.filter(ordinal=2).update(is_note=True, copies=0)
    with pytest.raises(Refused, match="unknown_case"):
        cast.receive(papers=())


def test_it_refuses_without_a_name(cast: Cast) -> None:
    with pytest.raises(Refused, match="no_name"):
        cast.receive(applicant=Applicant("  "))


@pytest.mark.parametrize("role", [Role.HANDLER, Role.LEADER, Role.CLERK, Role.HEAD_OF_DIVISION])
def test_only_the_counter_receives(cast: Cast, role: Role) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        actions.receive(cast.intake(), by=cast.here.actor(role), now=MORNING)


def test_a_stranger_receives_nothing(cast: Cast) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        actions.receive(cast.intake(), by=ANONYMOUS, now=MORNING)


def test_sending_twice_gives_the_same_dossier(cast: Cast) -> None:
    by = cast.here.actor(Role.RECEPTIONIST)
    first = actions.receive(cast.intake(), by=by, now=MORNING, key="k")
    again = actions.receive(cast.intake(), by=by, now=MORNING + timedelta(minutes=1), key="k")
    assert (again.dossier_id, again.code) == (first.dossier_id, first.code)
    assert Dossier.objects.count() == 1


def test_another_intake_under_the_same_key_is_refused(cast: Cast) -> None:
    by = cast.here.actor(Role.RECEPTIONIST)
    actions.receive(cast.intake(), by=by, now=MORNING, key="k")
    with pytest.raises(Refused, match="key_reused"):
        actions.receive(cast.intake(summary="khác"), by=by, now=MORNING, key="k")
    assert Dossier.objects.count() == 1


def test_when_the_event_fails_nothing_is_left(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_content: object) -> bytes:
        raise RuntimeError

    monkeypatch.setattr(journal, "content_hash", broken)
    with pytest.raises(RuntimeError):
        cast.receive()
    assert (Dossier.objects.count(), Party.objects.count()) == (0, 0)


def test_the_state_is_received(cast: Cast) -> None:
    assert Dossier.objects.get(pk=cast.receive().dossier_id).state == State.RECEIVED


def _receive_in_thread(cast: Cast, number: int) -> str:
    try:
        applicant = Applicant(f"Người {number}", identity_number=f"08219000{number % 4:04}")
        by = cast.here.actor(Role.RECEPTIONIST)
        return actions.receive(cast.intake(applicant=applicant), by=by, now=MORNING, key=f"k{number}").code
    finally:
        connection.close()


def test_sixteen_counters_at_once_leave_no_gap(real_cast: Cast) -> None:
    with ThreadPoolExecutor(16) as pool:
        codes = list(pool.map(lambda number: _receive_in_thread(real_cast, number), range(64)))
    assert sorted(codes) == [f"000.01.19.H58-170301-{number:04}" for number in range(1, 65)]
    assert Party.objects.count() == 4


def test_the_same_form_sent_at_once_is_one_dossier(real_cast: Cast) -> None:
    with ThreadPoolExecutor(8) as pool:
        codes = set(pool.map(lambda _: _receive_same(real_cast), range(8)))
    assert len(codes) == Dossier.objects.count() == 1


def _receive_same(cast: Cast) -> str:
    try:
        by = cast.here.actor(Role.RECEPTIONIST)
        return actions.receive(cast.intake(), by=by, now=MORNING, key="same").code
    finally:
        connection.close()


# --- ways in and out ---------------------------------------------------------------------------------------------


def published(cast: Cast, **facts: object) -> None:
    """The procedure's version as if it had been published so."""
    ProcedureVersion.objects.filter(procedure=cast.procedure).update(**facts)
    terms_of.cache_clear()


def test_what_the_post_does_not_bring_is_not_filed_by_post(cast: Cast) -> None:
    published(cast, post_in=False)
    with pytest.raises(Refused, match="not_filed_so"):
        cast.receive(channel="postal")
    cast.receive(return_method="postal")


def test_what_the_post_does_not_take_back_is_not_returned_by_post(cast: Cast) -> None:
    published(cast, post_out=False)
    with pytest.raises(Refused, match="not_returned_so"):
        cast.receive(return_method="postal")
    cast.receive(channel="postal")


def test_only_what_is_published_online_is_filed_online(cast: Cast) -> None:
    with pytest.raises(Refused, match="not_filed_so"):
        cast.receive(channel="online")
    published(cast, channels=["online"])
    cast.receive(channel="online")


def test_a_counter_always_receives_and_returns_what_it_offers(cast: Cast) -> None:
    published(cast, channels=["online"], post_in=False, post_out=False)
    cast.receive(channel="counter", return_method="counter")
