"""Putting a reception right before hand-over: who, what, papers, terms; what it said before is kept and proved."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection

from motcua.casework.dossiers import actions, rules
from motcua.casework.dossiers.actions import Applicant, HandedIn, Intake
from motcua.casework.dossiers.actions.receiving import StoredFile
from motcua.casework.dossiers.models import Attachment, Correction, Dossier, DossierPaper, Obligation, Segment
from motcua.casework.dossiers.queries.corrections import Change, Part, receipt_papers
from motcua.casework.dossiers.queries.proof import broken_rules
from motcua.casework.dossiers.queries.story import tell
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import MORNING, Cast, at
from motcua.catalogue.procedures.models import Fee, Paper, ProcedureVersion, TimeLimit
from motcua.ground.kernel import journal
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Role
from motcua.people.parties.models import Party

LATER = MORNING + timedelta(hours=1)
KEY = "3f0e2a52-0000-4000-8000-000000000002"


def correct(cast: Cast, dossier_id: int, intake: Intake, **more: Any) -> actions.Advanced:
    by = more.pop("by", None) or cast.here.actor(Role.RECEPTIONIST, LATER)
    return actions.correct(dossier_id, intake, by=by, now=LATER, **more)


def renamed(cast: Cast, name: str = "Nguyễn Văn Phúc") -> Intake:
    intake = cast.intake()
    return replace(intake, applicant=replace(intake.applicant, name=name))


def proved() -> bool:
    return not list(broken_rules())


def changes(cast: Cast, dossier_id: int) -> tuple[Change, ...]:
    code = Dossier.objects.get(pk=dossier_id).code
    told = tell(cast.here.actor(Role.RECEPTIONIST, LATER), code, LATER)
    return told.happenings[-1].changes


def test_a_name_is_put_right_and_the_former_one_kept(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    correct(cast, dossier_id, renamed(cast))
    dossier = Dossier.objects.get(pk=dossier_id)
    assert (dossier.party_version.name, dossier.party_version.number) == ("Nguyễn Văn Phúc", 2)
    assert Correction.objects.get(dossier=dossier).party_version.name == "Nguyễn Văn Phước"
    assert changes(cast, dossier_id) == (Change(Part.NAME, "Nguyễn Văn Phước", "Nguyễn Văn Phúc"),)
    assert proved()


def test_another_number_is_another_person(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    other = Applicant("Nguyễn Văn Phước", identity_number="082190000999", phone="0900000123")
    correct(cast, dossier_id, replace(cast.intake(), applicant=other))
    assert Dossier.objects.get(pk=dossier_id).party.identity_number == "082190000999"
    assert proved()


def test_whoever_gave_no_number_stays_the_same_person(cast: Cast) -> None:
    dossier_id = cast.receive(applicant=Applicant("Lê Thị Hoa")).dossier_id
    correct(cast, dossier_id, replace(cast.intake(), applicant=Applicant("Lê Thị Hòa")))
    assert Party.objects.filter(versions__name="Lê Thị Hòa", versions__number=2).count() == 1
    assert proved()


def test_papers_are_struck_out_and_added_and_their_files_hung_over(cast: Cast) -> None:
    form = Paper.objects.get(version__procedure=cast.procedure, ordinal=1)
    copy = Paper.objects.get(version__procedure=cast.procedure, ordinal=2)
    file = StoredFile("0" * 64, "don.pdf", "application/pdf", 10, 1)
    dossier_id = cast.receive(files=(file,)).dossier_id
    papers = (HandedIn(form.pk, form.name, originals=2), HandedIn(copy.pk, copy.name, copies=1))
    correct(cast, dossier_id, cast.intake(papers=papers))
    rows = DossierPaper.objects.filter(dossier_id=dossier_id).order_by("ordinal")
    assert [(row.originals, row.struck_number) for row in rows] == [(1, 2), (2, None), (0, None)]
    assert Attachment.objects.get(dossier_id=dossier_id).paper_id == rows[1].pk
    dossier = Dossier.objects.get(pk=dossier_id)
    assert [paper.name for paper in receipt_papers(dossier)] == [form.name, copy.name]
    assert proved()


def test_a_file_comes_with_its_paper(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    file = StoredFile("1" * 64, "don.pdf", "application/pdf", 10, 1)
    correct(cast, dossier_id, cast.intake(files=(file,)))
    kept = Attachment.objects.get(dossier_id=dossier_id)
    assert (kept.number, kept.paper and kept.paper.number) == (2, 1)
    assert proved()


def with_cases(cast: Cast, fee: int = 0) -> None:
    """The procedure on offer tells a short case from the general one, with a fee of its own."""
    cast.procedure = stage.procedure(fee=fee)
    version = ProcedureVersion.objects.get(procedure=cast.procedure)
    TimeLimit.objects.create(version=version, ordinal=0, case="Rút gọn", amount=5, unit="working_day")
    if fee:
        Fee.objects.create(version=version, ordinal=0, case="Rút gọn", amount=fee * 3)
    stage.offer(cast.procedure, cast.here)


def test_another_case_counts_the_promise_anew_from_the_reception(cast: Cast) -> None:
    with_cases(cast)
    dossier_id = cast.receive().dossier_id
    correct(cast, dossier_id, cast.intake(case="Rút gọn"))
    dossier = Dossier.objects.get(pk=dossier_id)
    assert dossier.due_at == dossier.promised_at == at("2017-03-08 08:30")
    segments = Segment.objects.filter(dossier=dossier).order_by("number").values_list("cause", "started_at")
    assert list(segments) == [("reception", MORNING), ("correction", MORNING)]
    assert cast.task(dossier_id).due_at <= dossier.due_at
    assert proved()


@pytest.mark.parametrize(
    ("paid", "owed_before", "owed_after"), [(False, [50_000], [150_000]), (True, [], [100_000])]
)
def test_another_fee_is_owed_less_what_was_paid(
    cast: Cast, paid: bool, owed_before: list[int], owed_after: list[int]
) -> None:
    with_cases(cast, fee=50_000)
    dossier_id = cast.receive(fee_paid=paid).dossier_id
    owed = Obligation.objects.filter(dossier_id=dossier_id, met_at__isnull=True).order_by("pk")
    assert list(owed.values_list("amount", flat=True)) == owed_before
    correct(cast, dossier_id, cast.intake(case="Rút gọn"))
    assert list(owed.all().values_list("amount", flat=True)) == owed_after
    assert Dossier.objects.get(pk=dossier_id).open_obligations == 1
    assert proved()


@pytest.mark.parametrize(
    ("fee", "owed", "right", "left"),
    [(100, 100, 30, 30), (100, 0, 130, 30), (100, 0, 30, 0), (0, 0, 50, 50), (100, 100, 0, 0)],
)
def test_what_was_paid_of_the_former_fee_counts(fee: int, owed: int, right: int, left: int) -> None:
    assert rules.owed_after(fee, owed, right) == left


def test_once_corrected_it_is_corrected_again(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    correct(cast, dossier_id, renamed(cast))
    correct(cast, dossier_id, replace(renamed(cast), summary="Tách thửa 215"))
    assert changes(cast, dossier_id) == (Change(Part.SUMMARY, "Tách thửa 214", "Tách thửa 215"),)
    assert proved()


def test_the_same_form_sent_twice_corrects_once(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    first = correct(cast, dossier_id, renamed(cast), key=KEY)
    count = JournalRow.objects.count()
    assert correct(cast, dossier_id, renamed(cast), key=KEY).number == first.number
    assert JournalRow.objects.count() == count
    with pytest.raises(Refused, match="key_reused"):
        correct(cast, dossier_id, renamed(cast, "Khác"), key=KEY)


def test_nothing_changed_is_no_correction(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    with pytest.raises(Refused, match="nothing_changed"):
        correct(cast, dossier_id, cast.intake())


def test_what_the_agency_has_begun_is_not_corrected(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    cast.bring_to(dossier_id, "handle")
    with pytest.raises(Refused, match="begun"):
        correct(cast, dossier_id, renamed(cast))
    cast.bring_to(dossier_id, "return")
    with pytest.raises(Refused, match="has_result"):
        correct(cast, dossier_id, renamed(cast))


def test_what_is_over_is_not_corrected(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    actions.void(dossier_id, by=cast.here.actor(Role.RECEPTIONIST), now=LATER, reason="Nhầm")
    with pytest.raises(Refused, match="closed"):
        correct(cast, dossier_id, renamed(cast))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"papers": ()}, "papers_missing"),
        ({"case": "Không có"}, "unknown_case"),
        ({"channel": "online"}, "not_filed_so"),
        ({"procedure_id": 1}, "another_procedure"),
        ({"applicant": Applicant(" ")}, "no_name"),
    ],
)
def test_it_is_judged_as_a_reception_is(cast: Cast, changed: dict[str, Any], code: str) -> None:
    dossier_id = cast.receive().dossier_id
    with pytest.raises(Refused, match=code):
        correct(cast, dossier_id, cast.intake(**changed))
    assert not Correction.objects.exists()


def test_strangers_find_nothing_and_others_may_not(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    with pytest.raises(Refused, match="not_found"):
        correct(cast, dossier_id, renamed(cast), by=cast.sister.actor(Role.RECEPTIONIST, LATER))
    for role in (Role.HANDLER, Role.LEADER):
        with pytest.raises(Refused, match="not_allowed"):
            correct(cast, dossier_id, renamed(cast), by=cast.here.actor(role, LATER))


def test_when_the_event_fails_all_is_as_before(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier_id = cast.receive().dossier_id
    before = Dossier.objects.filter(pk=dossier_id).values().get()

    def broken(*_args: object, **_kwargs: object) -> dict[str, object]:
        raise RuntimeError

    monkeypatch.setattr(journal, "signature_of", broken)
    with pytest.raises(RuntimeError):
        correct(cast, dossier_id, renamed(cast))
    assert Dossier.objects.filter(pk=dossier_id).values().get() == before
    assert not Correction.objects.exists()


def test_two_at_once_are_one_after_the_other(real_cast: Cast) -> None:
    dossier_id = real_cast.receive().dossier_id

    def press(name: str) -> None:
        try:
            correct(real_cast, dossier_id, renamed(real_cast, name))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(press, ("Nguyễn Văn A", "Nguyễn Văn B")))
    assert Correction.objects.filter(dossier_id=dossier_id).count() == 2
    assert proved()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE correction SET summary = 'khác'",
        "UPDATE correction SET fee = 1",
        "UPDATE correction SET channel = 'postal'",
        "UPDATE dossier_paper SET struck_number = NULL",
        "DELETE FROM correction",
    ],
)
def test_what_was_kept_is_proved(real_cast: Cast, owner: psycopg.Connection[Any], statement: str) -> None:
    form = Paper.objects.get(version__procedure=real_cast.procedure, ordinal=1)
    dossier_id = real_cast.receive().dossier_id
    papers = (HandedIn(form.pk, form.name, originals=2),)
    correct(real_cast, dossier_id, replace(renamed(real_cast), papers=papers, summary="Thửa 9"))
    owner.execute(statement)
    assert {broken.code for broken in broken_rules()} == {"words_differ_from_event"}
