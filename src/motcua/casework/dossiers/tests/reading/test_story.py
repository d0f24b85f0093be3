"""The dossier's page: whose turn, what it waits for, why its date, what is missing, what may be done and why not."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import HandedIn
from motcua.casework.dossiers.queries import finding, story
from motcua.casework.dossiers.queries.offers import Verb
from motcua.casework.dossiers.queries.story import Story
from motcua.casework.dossiers.states import Turn
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import MORNING, Cast, at
from motcua.catalogue.procedures.models import TimeLimit
from motcua.ground.kernel.refusals import Refused
from motcua.people.accounts import queries as accounts
from motcua.people.organisation.models import Role

NOW = at("2017-03-02 09:00")


def tell(cast: Cast, code: str, role: Role = Role.HANDLER) -> Story:
    return story.tell(cast.here.actor(role), code, NOW)


def refusals(told: Story) -> dict[Verb, str]:
    return {offer.verb: str(offer.refusal.code) if offer.refusal else "" for offer in told.offers}


def asked(cast: Cast) -> tuple[str, int]:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "handle")
    actions.request_completion(task.pk, by=cast.here.actor(Role.HANDLER), now=MORNING, missing="Bản vẽ")
    return received.code, task.pk


def test_it_says_where_the_dossier_is_and_what_follows(cast: Cast) -> None:
    received = cast.receive()
    cast.bring_to(received.dossier_id, "handle")
    told = tell(cast, received.code)
    assert told.step is not None
    assert told.following is not None
    assert (told.step.key, told.following.key, told.turn) == ("handle", "verify", Turn.AGENCY)
    assert told.unit(told.place_of(told.following)) == "Phòng TN&MT Huyện Châu Thành"


def test_while_papers_are_missing_it_is_the_applicants_turn(cast: Cast) -> None:
    code, _task = asked(cast)
    told = tell(cast, code)
    assert told.turn is Turn.APPLICANT
    assert [owed.kind for owed in told.waits] == ["completion"]
    assert told.clock.is_stopped


def test_it_lists_the_papers_that_were_not_handed_in(cast: Cast) -> None:
    told = tell(cast, cast.receive().code)
    assert [(paper.name, paper.is_required) for paper in told.missing] == [("Bản sao giấy tờ", False)]


def test_it_explains_the_date_with_its_pause_and_its_rule_set(cast: Cast) -> None:
    code, task = asked(cast)
    actions.receive_completion(
        task, by=cast.here.actor(Role.RECEPTIONIST), now=NOW, papers=(HandedIn(None, "Bản vẽ", originals=1),)
    )
    why = tell(cast, code).why
    assert (why.segment.number, len(why.pauses), why.rule_set.text_at_hand) == (2, 1, False)
    assert "15 ngày làm việc" in " ".join(line.sentence() for line in why.lines)


def test_a_limit_of_the_same_day_is_explained_by_its_hour(cast: Cast) -> None:
    stage.same_day(cast.procedure)
    told = tell(cast, cast.receive().code)
    assert (told.why.same_day_before, told.why.lines) == ("15:00", ())


@pytest.mark.parametrize("is_same_day", [False, True])
def test_a_published_limit_is_explained_by_its_source(cast: Cast, is_same_day: bool) -> None:
    TimeLimit.objects.update(basis="Luật Đất đai 2013, điều 105")
    if is_same_day:
        stage.same_day(cast.procedure)
    told = tell(cast, cast.receive().code)
    assert told.why.limit_basis == "Luật Đất đai 2013, điều 105"
    assert bool(told.why.lines) is not is_same_day


def test_every_event_is_told_with_its_names(cast: Cast) -> None:
    received = cast.receive()
    cast.bring_to(received.dossier_id, "return")
    told = tell(cast, received.code)
    assert [happening.number for happening in told.happenings] == list(range(1, 7))
    assert told.happenings[1].officer == "Trưởng phòng Huyện Châu Thành"
    assert (told.happenings[1].from_step, told.happenings[1].to_step) == ("Phân công", "Thẩm tra")
    assert told.happenings[-1].decision is not None


def test_it_shows_in_whose_hands_it_was_and_for_how_long(cast: Cast) -> None:
    received = cast.receive()
    cast.bring_to(received.dossier_id, "handle", at("2017-03-01 15:30"))
    hands = tell(cast, received.code).hands
    assert [hand.step.key for hand in hands] == ["receive", "assign", "handle"]
    assert hands[1].spent.total_seconds() == 5.5 * 3600
    assert [hand.is_late for hand in hands] == [False, True, False]


@pytest.mark.parametrize(
    ("element", "role", "verb"),
    [
        ("assign", Role.HEAD_OF_DIVISION, Verb.FORWARD),
        ("handle", Role.HANDLER, Verb.FORWARD),
        ("sign", Role.LEADER, Verb.APPROVE),
        ("stamp", Role.CLERK, Verb.FINISH),
        ("return", Role.RECEPTIONIST, Verb.RETURN),
    ],
)
def test_the_verb_that_ends_the_step_is_offered_to_its_holder(
    cast: Cast, element: str, role: Role, verb: Verb
) -> None:
    received = cast.receive()
    cast.bring_to(received.dossier_id, element)
    assert refusals(tell(cast, received.code, role))[verb] == ""


def test_a_colleague_of_another_office_is_told_that_it_is_not_his(cast: Cast) -> None:
    received = cast.receive()
    cast.bring_to(received.dossier_id, "handle")
    assert refusals(tell(cast, received.code, Role.HEAD_OF_DIVISION))[Verb.FORWARD] == "kernel.not_allowed"


def test_what_another_has_taken_is_refused_with_that_reason(cast: Cast) -> None:
    received = cast.receive_untaken()
    task = cast.task(received.dossier_id)
    account, appointed = stage.officer("Người khác", cast.here.division, Role.HANDLER)
    other = accounts.actor(account.pk, MORNING, appointed.pk)
    actions.take(task.pk, by=other, now=MORNING)
    assert refusals(tell(cast, received.code))[Verb.FORWARD] == "dossiers.task_of_another"


def test_asking_twice_is_refused_with_how_often_one_has_asked(cast: Cast) -> None:
    code, task = asked(cast)
    assert refusals(tell(cast, code))[Verb.REQUEST_COMPLETION] == "dossiers.waiting"
    actions.receive_completion(
        task, by=cast.here.actor(Role.RECEPTIONIST), now=NOW, papers=(HandedIn(None, "Bản vẽ", originals=1),)
    )
    assert refusals(tell(cast, code))[Verb.REQUEST_COMPLETION] == "dossiers.asked_enough"


def test_a_result_is_not_returned_while_the_fee_is_owed(cast: Cast) -> None:
    cast.procedure = stage.procedure(fee=100_000)
    stage.offer(cast.procedure, cast.here)
    received = cast.receive(fee_paid=False)
    cast.bring_to(received.dossier_id, "return")
    found = refusals(tell(cast, received.code, Role.RECEPTIONIST))
    assert (found[Verb.RETURN], found[Verb.COLLECT_FEE]) == ("dossiers.obligations_open", "")


def test_what_the_page_offers_the_verb_allows(cast: Cast) -> None:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "verify")
    assert refusals(tell(cast, received.code, Role.HEAD_OF_DIVISION))[Verb.SEND_BACK] == ""
    by = cast.here.actor(Role.HEAD_OF_DIVISION)
    assert actions.send_back(task.pk, by=by, now=NOW, element="handle", reason="Sai").task_id


def test_an_inspector_is_offered_nothing(cast: Cast) -> None:
    received = cast.receive()
    assert story.tell(cast.watcher(Role.INSPECTOR), received.code, NOW).offers == ()


def test_a_strangers_dossier_is_not_found(cast: Cast) -> None:
    received = cast.receive()
    stranger = cast.sister.actor(Role.HANDLER)
    for read in (
        lambda: story.tell(stranger, received.code, NOW),
        lambda: finding.by_code(stranger, received.code),
        lambda: finding.task_of(stranger, received.code, received.task_id or 0),
    ):
        with pytest.raises(Refused, match="not_found"):
            read()
    assert not finding.code_part(stranger, received.code)


def test_a_task_of_another_dossier_is_not_found_under_this_code(cast: Cast) -> None:
    one, other = cast.receive(), cast.receive()
    with pytest.raises(Refused, match="not_found"):
        finding.task_of(cast.here.actor(Role.HANDLER), one.code, other.task_id or 0)


def test_a_part_of_the_code_finds_it_the_newest_first(cast: Cast) -> None:
    first, second = cast.receive(), cast.receive(at("2017-03-02 08:00"))
    by = cast.here.actor(Role.HANDLER)
    assert {found.code for found in finding.code_part(by, "000.01.19")} == {second.code, first.code}
    assert [found.code for found in finding.code_part(by, " 170301-0001 ")] == [first.code]
    assert [found.code for found in finding.code_part(by, "170302")] == [second.code]
    assert not finding.code_part(by, "  ") | finding.code_part(by, "999999-0001")


def test_where_it_is_now_is_said_in_a_few_words(cast: Cast) -> None:
    received = cast.receive()
    cast.bring_to(received.dossier_id, "sign")
    where = finding.whereabouts(received.code, NOW)
    assert (where.step, where.unit, where.role, where.officer) == ("Ký", "Huyện Châu Thành", "leader", "")


def test_the_page_costs_the_same_whatever_has_happened(cast: Cast, django_assert_num_queries: Any) -> None:
    received = cast.receive()
    by = cast.here.actor(Role.HANDLER)
    story.tell(by, received.code, NOW)
    with django_assert_num_queries(11):
        story.tell(by, received.code, NOW)
    cast.bring_to(received.dossier_id, "return")
    with django_assert_num_queries(11):
        story.tell(by, received.code, NOW)
