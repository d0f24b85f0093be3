"""A paper that comes later, an answer that is awaited: opened, met, waived; what they block says what and where."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Awaited
from motcua.casework.dossiers.models import Dossier, DossierPaper, Obligation
from motcua.casework.dossiers.queries.proof import broken_rules
from motcua.casework.dossiers.tests.cast import DOCUMENT, MORNING, Cast
from motcua.ground.kernel import journal
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Role

LATER = MORNING + timedelta(hours=1)
KEY = "3f0e2a52-0000-4000-8000-000000000003"
PAPER = Awaited("Bản chính sổ hộ khẩu để đối chiếu", until=date(2017, 3, 10))
ANSWER = Awaited("Ranh giới thửa đất", whom="UBND xã Tân Hương", until=date(2017, 3, 8))


def paper(cast: Cast, dossier_id: int, awaited: Awaited = PAPER, **more: Any) -> int:
    by = more.pop("by", None) or cast.here.actor(Role.RECEPTIONIST, LATER)
    return actions.expect_paper(dossier_id, awaited, by=by, now=LATER, **more)


def answer(cast: Cast, dossier_id: int, awaited: Awaited = ANSWER, **more: Any) -> int:
    by = more.pop("by", None) or cast.here.actor(Role.HANDLER, LATER)
    return actions.ask_answer(dossier_id, awaited, by=by, now=LATER, **more)


def owed(dossier_id: int) -> Obligation:
    return Obligation.objects.get(dossier_id=dossier_id)


# Each verb that ends one: which opens it, whose it is, and the verb.
ENDING: dict[str, tuple[Callable[..., int], Role, Callable[..., int]]] = {
    "bring_paper": (
        paper,
        Role.RECEPTIONIST,
        lambda d, o, by, **more: actions.bring_paper(d, o, by=by, now=LATER, **more),
    ),
    "note_answer": (
        answer,
        Role.HANDLER,
        lambda d, o, by, **more: actions.note_answer(d, o, by=by, now=LATER, **{"answer": "Đồng ý", **more}),
    ),
    "waive": (
        answer,
        Role.HEAD_OF_DIVISION,
        lambda d, o, by, **more: actions.waive(d, o, by=by, now=LATER, **{"reason": "Quá hạn", **more}),
    ),
}
every_ending = pytest.mark.parametrize("verb", sorted(ENDING))


def proved() -> bool:
    return not list(broken_rules())


@pytest.mark.parametrize("opens", [paper, answer])
def test_what_is_awaited_is_written_down_once(cast: Cast, opens: Callable[..., int]) -> None:
    dossier_id = cast.receive().dossier_id
    number = opens(cast, dossier_id, key=KEY)
    assert opens(cast, dossier_id, key=KEY) == number
    assert Dossier.objects.get(pk=dossier_id).open_obligations == 1
    assert proved()


@pytest.mark.parametrize("opens", [paper, answer])
def test_several_may_be_awaited(cast: Cast, opens: Callable[..., int]) -> None:
    dossier_id = cast.receive().dossier_id
    opens(cast, dossier_id)
    opens(cast, dossier_id, Awaited("Việc khác", whom="Chi cục thuế"))
    assert Dossier.objects.get(pk=dossier_id).open_obligations == 2
    assert proved()


@pytest.mark.parametrize(
    ("opens", "awaited", "code"),
    [
        (paper, Awaited(" "), "no_reason"),
        (answer, Awaited("Ranh giới"), "no_reason"),
        (paper, Awaited("Sổ hộ khẩu", until=date(2017, 2, 28)), "promised_in_the_past"),
    ],
)
def test_it_is_said_what_and_until_when(
    cast: Cast, opens: Callable[..., int], awaited: Awaited, code: str
) -> None:
    dossier_id = cast.receive().dossier_id
    with pytest.raises(Refused, match=code):
        opens(cast, dossier_id, awaited)


@pytest.mark.parametrize("opens", [paper, answer])
def test_with_a_result_nothing_more_is_awaited(cast: Cast, opens: Callable[..., int]) -> None:
    dossier_id = cast.receive().dossier_id
    cast.bring_to(dossier_id, "return")
    with pytest.raises(Refused, match="has_result"):
        opens(cast, dossier_id)


def test_strangers_find_nothing_and_others_may_not(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    with pytest.raises(Refused, match="not_found"):
        paper(cast, dossier_id, by=cast.sister.actor(Role.RECEPTIONIST, LATER))
    with pytest.raises(Refused, match="not_found"):
        answer(cast, dossier_id, by=cast.sister.actor(Role.HANDLER, LATER))
    for opens, role in ((paper, Role.LEADER), (answer, Role.RECEPTIONIST)):
        with pytest.raises(Refused, match="not_allowed"):
            opens(cast, dossier_id, by=cast.here.actor(role, LATER))


@every_ending
def test_it_is_ended_by_one_event(cast: Cast, verb: str) -> None:
    opens, role, ends = ENDING[verb]
    dossier_id = cast.receive().dossier_id
    opens(cast, dossier_id)
    by, one = cast.here.actor(role, LATER), owed(dossier_id)
    number = ends(dossier_id, one.pk, by, key=KEY)
    assert ends(dossier_id, one.pk, by, key=KEY) == number
    one.refresh_from_db()
    assert (one.met_number, one.voided) == (number, verb == "waive")
    assert Dossier.objects.get(pk=dossier_id).open_obligations == 0
    assert JournalRow.objects.filter(verb=f"dossiers.{verb}").count() == 1
    assert proved()


@every_ending
def test_what_has_ended_is_not_ended_again(cast: Cast, verb: str) -> None:
    opens, role, ends = ENDING[verb]
    dossier_id = cast.receive().dossier_id
    opens(cast, dossier_id)
    by = cast.here.actor(role, LATER)
    ends(dossier_id, owed(dossier_id).pk, by)
    with pytest.raises(Refused, match="no_such_obligation"):
        ends(dossier_id, owed(dossier_id).pk, by)


@every_ending
def test_a_fee_is_not_ended_so(cast: Cast, verb: str) -> None:
    dossier_id = cast.receive().dossier_id
    fee = Obligation.objects.create(
        dossier_id=dossier_id, kind=Obligation.Kind.FEE, amount=1, opened_at=MORNING, opened_number=1
    )
    with pytest.raises(Refused, match="no_such_obligation"):
        ENDING[verb][2](dossier_id, fee.pk, cast.here.actor(ENDING[verb][1], LATER))


@every_ending
def test_another_dossiers_is_not_ended(cast: Cast, verb: str) -> None:
    opens, role, ends = ENDING[verb]
    mine, other = cast.receive().dossier_id, cast.receive().dossier_id
    opens(cast, other)
    with pytest.raises(Refused, match="no_such_obligation"):
        ends(mine, owed(other).pk, cast.here.actor(role, LATER))


@every_ending
def test_it_is_ended_only_by_whose_it_is(cast: Cast, verb: str) -> None:
    opens, role, ends = ENDING[verb]
    dossier_id = cast.receive().dossier_id
    opens(cast, dossier_id)
    with pytest.raises(Refused, match="not_found"):
        ends(dossier_id, owed(dossier_id).pk, cast.sister.actor(role, LATER))
    with pytest.raises(Refused, match="not_allowed"):
        ends(dossier_id, owed(dossier_id).pk, cast.here.actor(Role.CLERK, LATER))


@every_ending
def test_when_the_event_fails_all_is_as_before(
    cast: Cast, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens, role, ends = ENDING[verb]
    dossier_id = cast.receive().dossier_id
    opens(cast, dossier_id)

    def broken(*_args: object, **_kwargs: object) -> dict[str, object]:
        raise RuntimeError

    monkeypatch.setattr(journal, "signature_of", broken)
    with pytest.raises(RuntimeError):
        ends(dossier_id, owed(dossier_id).pk, cast.here.actor(role, LATER))
    assert owed(dossier_id).met_at is None


def test_a_paper_that_was_brought_is_among_the_papers(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    paper(cast, dossier_id)
    by = cast.here.actor(Role.RECEPTIONIST, LATER)
    with pytest.raises(Refused, match="no_reason"):
        actions.bring_paper(dossier_id, owed(dossier_id).pk, by=by, now=LATER, originals=0)
    actions.bring_paper(dossier_id, owed(dossier_id).pk, by=by, now=LATER, originals=1)
    last = DossierPaper.objects.filter(dossier_id=dossier_id).order_by("-ordinal")[0]
    assert (last.name, last.originals) == (PAPER.what, 1)


# --- what they block ---------------------------------------------------------------------------------------------


def test_nothing_is_signed_while_an_answer_is_awaited(cast: Cast) -> None:
    task = cast.bring_to(cast.receive().dossier_id, "sign")
    answer(cast, task.dossier_id)
    by = cast.here.actor(Role.LEADER, LATER)
    with pytest.raises(Refused, match="answer_awaited") as caught:
        actions.approve(task.pk, by=by, now=LATER)
    assert "UBND xã Tân Hương" in caught.value.sentence()
    actions.note_answer(
        task.dossier_id,
        owed(task.dossier_id).pk,
        by=cast.here.actor(Role.HANDLER, LATER),
        now=LATER,
        answer="Có",
    )
    actions.approve(task.pk, by=by, now=LATER)


def test_nothing_is_finished_while_an_answer_is_awaited(cast: Cast) -> None:
    task = cast.bring_to(cast.receive().dossier_id, "stamp")
    answer(cast, task.dossier_id)
    with pytest.raises(Refused, match="answer_awaited"):
        actions.finish(task.pk, by=cast.here.actor(Role.CLERK, LATER), now=LATER, document=DOCUMENT)


def test_a_result_is_not_returned_until_the_paper_has_come(cast: Cast) -> None:
    dossier_id = cast.receive().dossier_id
    paper(cast, dossier_id)
    task = cast.bring_to(dossier_id, "return")
    by = cast.here.actor(Role.RECEPTIONIST, LATER)
    with pytest.raises(Refused, match="obligations_open") as caught:
        actions.return_result(task.pk, by=by, now=LATER, collected_by="Phước")
    assert PAPER.what in caught.value.sentence()
    actions.bring_paper(dossier_id, owed(dossier_id).pk, by=by, now=LATER)
    actions.return_result(task.pk, by=by, now=LATER, collected_by="Phước")
    assert proved()


def test_a_rejection_lets_go_of_what_was_to_come(cast: Cast) -> None:
    task = cast.bring_to(cast.receive().dossier_id, "sign")
    answer(cast, task.dossier_id)
    actions.reject(
        task.pk, by=cast.here.actor(Role.LEADER, LATER), now=LATER, reason="Không đủ", document=DOCUMENT
    )
    assert (owed(task.dossier_id).voided, Dossier.objects.get(pk=task.dossier_id).open_obligations) == (
        True,
        0,
    )
    assert proved()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE obligation SET what = 'khác'",
        "UPDATE obligation SET whom = 'khác'",
        "UPDATE obligation SET until = until + 1",
    ],
)
def test_what_is_awaited_is_proved(real_cast: Cast, owner: psycopg.Connection[Any], statement: str) -> None:
    answer(real_cast, real_cast.receive().dossier_id)
    owner.execute(statement)
    assert {broken.code for broken in broken_rules()} == {"words_differ_from_event"}
