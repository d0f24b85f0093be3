"""Scanned pages put to a dossier: each file at its paper, one event, once, all or nothing, and proved."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import connection

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions.receiving import StoredFile
from motcua.casework.dossiers.models import Attachment, DossierPaper
from motcua.casework.dossiers.queries.proof import broken_rules
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Role

KEY = "3f0e2a52-0000-4000-8000-000000000077"
Owner = psycopg.Connection[Any]


def file(mark: str, paper: int | None = None) -> StoredFile:
    return StoredFile(mark * 64, f"{mark}.pdf", "application/pdf", 10, paper)


def attach(dossier_id: int, by: Actor, **more: Any) -> int:
    said = {"files": [file("a", 1), file("b")], "pages": 5, **more}
    return actions.attach_scans(dossier_id, by=by, now=MORNING, **said)


def events() -> int:
    return JournalRow.objects.filter(verb="dossiers.attach_scans").count()


def found() -> set[str]:
    return {broken.code for broken in broken_rules()}


def test_each_file_hangs_at_its_paper_by_one_event(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    number = attach(dossier_id, cast.here.actor(Role.RECEPTIONIST))
    paper = DossierPaper.objects.get(dossier_id=dossier_id, ordinal=1)
    rows = Attachment.objects.filter(number=number).order_by("pk").values_list("name", "paper_id")
    assert list(rows) == [("a.pdf", paper.pk), ("b.pdf", None)]
    event = JournalRow.objects.get(verb="dossiers.attach_scans")
    assert event.data == {"count": 2, "pages": 5, "papers": [1, 0]}
    assert found() == set()


def test_the_same_request_is_done_once(cast: Cast) -> None:
    dossier_id, by = cast.receive().dossier_id, cast.here.actor(Role.HANDLER)
    assert attach(dossier_id, by, key=KEY) == attach(dossier_id, by, key=KEY)
    assert (events(), Attachment.objects.count()) == (1, 2)


def test_the_same_key_for_another_paper_is_refused(cast: Cast) -> None:
    dossier_id, by = cast.receive().dossier_id, cast.here.actor(Role.HANDLER)
    attach(dossier_id, by, key=KEY)
    with pytest.raises(Refused, match="key"):
        attach(dossier_id, by, key=KEY, files=[file("a"), file("b")])


def test_strangers_find_nothing_and_watchers_may_not(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    with pytest.raises(Refused, match="not_found"):
        attach(dossier_id, cast.sister.actor(Role.RECEPTIONIST))
    with pytest.raises(Refused, match="not_allowed"):
        attach(dossier_id, cast.watcher(Role.INSPECTOR))
    assert events() == 0


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([], "nothing_scanned"),
        ([file("a", 9)], "paper_not_handed_in"),
        ([file("a")] * 51, "file_too_many"),
    ],
)
def test_it_refuses_what_cannot_be(cast: Cast, files: list[StoredFile], code: str) -> None:
    dossier_id = cast.receive().dossier_id
    with pytest.raises(Refused, match=code):
        attach(dossier_id, cast.here.actor(Role.RECEPTIONIST), files=files)
    assert not Attachment.objects.exists()


def test_a_paper_that_was_struck_out_takes_none(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    DossierPaper.objects.filter(dossier_id=dossier_id).update(struck_number=2)
    with pytest.raises(Refused, match="paper_not_handed_in"):
        attach(dossier_id, cast.here.actor(Role.RECEPTIONIST))


def test_a_dossier_whose_road_has_ended_takes_none(cast: Cast) -> None:
    dossier_id, by = cast.receive().dossier_id, cast.here.actor(Role.RECEPTIONIST)
    actions.void(dossier_id, by=by, now=MORNING, reason="Nhập nhầm")
    with pytest.raises(Refused, match="closed"):
        attach(dossier_id, by)


def test_an_event_that_fails_takes_all_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier_id, by = cast.receive().dossier_id, cast.here.actor(Role.RECEPTIONIST)

    def fail(*_args: Any, **_more: Any) -> int:
        raise RuntimeError("journal")

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(RuntimeError):
        attach(dossier_id, by, key=KEY)
    monkeypatch.undo()
    assert not Attachment.objects.exists()
    attach(dossier_id, by, key=KEY)
    assert events() == 1


def test_two_at_once_write_one(real_cast: Cast) -> None:
    dossier_id, by = real_cast.receive().dossier_id, real_cast.here.actor(Role.RECEPTIONIST)

    def act(_turn: int) -> int:
        try:
            return attach(dossier_id, by, key=KEY)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(act, range(2)))) == 1
    assert (events(), Attachment.objects.count()) == (1, 2)


CHANGES: dict[str, set[str]] = {
    "UPDATE attachment SET paper_id = NULL": {"papers_differ_from_events"},
    "UPDATE attachment SET paper_id = (SELECT max(id) FROM dossier_paper)": {"papers_differ_from_events"},
    "UPDATE attachment SET digest = 'khác' WHERE paper_id IS NULL": {"words_differ_from_event"},
    "UPDATE journal SET data = '{}' WHERE verb = 'dossiers.attach_scans'": {"papers_differ_from_events"},
    "SELECT 1": set(),
}


@pytest.mark.parametrize("statement", sorted(CHANGES))
def test_what_is_changed_behind_the_event_is_found(real_cast: Cast, owner: Owner, statement: str) -> None:
    attach(real_cast.receive().dossier_id, real_cast.here.actor(Role.RECEPTIONIST))
    owner.execute(statement)
    assert found() == CHANGES[statement]


def test_a_correction_hangs_scans_over_and_the_proof_holds(
    cast: Cast, correct: Callable[[int], object]
) -> None:
    dossier_id = cast.receive().dossier_id
    attach(dossier_id, cast.here.actor(Role.RECEPTIONIST))
    correct(dossier_id)
    (hung,) = Attachment.objects.filter(paper__isnull=False)
    assert (hung.paper and hung.paper.ordinal, found()) == (2, set())


@pytest.fixture
def correct(cast: Cast) -> Callable[[int], object]:
    """One more copy of the paper was handed in than was written down."""

    def act(dossier_id: int) -> object:
        paper = DossierPaper.objects.get(dossier_id=dossier_id)
        given = actions.HandedIn(paper.paper_id, paper.name, paper.originals, paper.copies + 1)
        by = cast.here.actor(Role.RECEPTIONIST)
        return actions.correct(dossier_id, cast.intake(papers=(given,)), by=by, now=MORNING, key=None)

    return act
