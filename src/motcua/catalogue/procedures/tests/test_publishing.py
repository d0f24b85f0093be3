"""Drafts, publication by decision, superseding and repeal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.models import ProcedureVersion, VersionState
from motcua.catalogue.procedures.rules import Refusal
from motcua.catalogue.procedures.tests.cast import (
    CONTENT,
    DAY,
    KEEPER,
    NEW_YEAR,
    NOW,
    STRANGERS,
    decision,
    draft,
    published,
)
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused, registered

pytestmark = pytest.mark.django_db

NEWER = replace(CONTENT, name="Đăng ký khai sinh cho trẻ em", sets=2)
GONE = 999_999


def refusal(act: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    assert refused.value.sentence()
    return refused.value.code


def events() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb, object_id FROM journal ORDER BY id")
        return list(cursor.fetchall())


def second(version: ProcedureVersion, on: date = DAY) -> ProcedureVersion:
    newer = actions.draft_version(version.procedure_id, by=KEEPER, now=NOW)
    actions.edit_draft(newer.pk, NEWER, by=KEEPER, now=NOW)
    return actions.publish(newer.pk, decision_id=decision("02/QĐ", on).pk, by=KEEPER, now=NOW)


def test_a_new_procedure_is_a_draft_that_is_not_in_force() -> None:
    version = draft()
    assert (version.number, version.state) == (1, VersionState.DRAFT)
    assert refusal(lambda: queries.version_in_force(version.procedure_id, DAY)) == Refusal.NOT_IN_FORCE


def test_creating_records_one_event() -> None:
    version = draft()
    assert events()[-1] == ("procedures.created", version.procedure_id)


def test_what_is_written_is_read_again() -> None:
    assert queries.content(draft().pk) == CONTENT


def test_it_refuses_a_code_that_is_taken() -> None:
    draft()
    assert refusal(draft) == Refusal.CODE_TAKEN


def test_it_refuses_an_unknown_field() -> None:
    def act() -> None:
        actions.create_procedure("X", field_code="no", level="commune", content=CONTENT, by=KEEPER, now=NOW)

    assert refusal(act) == Refusal.NO_SUCH_FIELD


def test_a_draft_is_edited_and_the_event_names_the_parts() -> None:
    version = draft()
    actions.edit_draft(version.pk, NEWER, by=KEEPER, now=NOW)
    assert queries.content(version.pk) == NEWER
    with connection.cursor() as cursor:
        cursor.execute("SELECT data->'parts' FROM journal WHERE verb = 'procedures.draft_edited'")
        assert cursor.fetchall() == [('["name", "sets"]',)]


def test_editing_with_the_same_content_records_nothing() -> None:
    version = draft()
    before = events()
    actions.edit_draft(version.pk, CONTENT, by=KEEPER, now=NOW)
    assert events() == before


def test_a_published_version_is_not_edited() -> None:
    version = published()
    assert refusal(lambda: actions.edit_draft(version.pk, NEWER, by=KEEPER, now=NOW)) == Refusal.NOT_A_DRAFT


def test_a_draft_is_thrown_away_with_its_rows() -> None:
    version = draft()
    actions.discard_draft(version.pk, by=KEEPER, now=NOW)
    assert refusal(lambda: queries.version(version.pk)) == Refusal.VERSION_NOT_FOUND
    assert queries.papers(version.pk) == []


def test_a_published_version_is_not_thrown_away() -> None:
    version = published()
    assert refusal(lambda: actions.discard_draft(version.pk, by=KEEPER, now=NOW)) == Refusal.NOT_A_DRAFT


def test_publishing_brings_it_into_force_on_the_day_of_the_decision() -> None:
    version = published()
    assert queries.version_in_force(version.procedure_id, NEW_YEAR) == version
    eve = NEW_YEAR - timedelta(days=1)
    assert refusal(lambda: queries.version_in_force(version.procedure_id, eve)) == Refusal.NOT_IN_FORCE


def test_publishing_twice_is_publishing_once() -> None:
    version = published()
    before = events()
    again = actions.publish(version.pk, decision_id=version.decision_id or 0, by=KEEPER, now=NOW)
    assert again == version
    assert events() == before


def test_it_refuses_to_publish_what_lacks_a_part() -> None:
    version = draft(replace(CONTENT, sequence="", papers=()))
    act = decision()
    with pytest.raises(Refused) as refused:
        actions.publish(version.pk, decision_id=act.pk, by=KEEPER, now=NOW)
    assert refused.value.code == Refusal.INCOMPLETE
    assert refused.value.data["parts"] == "trình tự thực hiện, thành phần hồ sơ"


def test_the_next_version_begins_as_a_copy() -> None:
    newer = actions.draft_version(published().procedure_id, by=KEEPER, now=NOW)
    assert newer.number == 2
    assert queries.content(newer.pk) == CONTENT


def test_only_one_draft_at_a_time() -> None:
    version = draft()
    assert (
        refusal(lambda: actions.draft_version(version.procedure_id, by=KEEPER, now=NOW))
        == Refusal.DRAFT_EXISTS
    )


def test_the_newer_version_ends_the_older_on_its_day() -> None:
    older = published()
    newer = second(older)
    eve = DAY - timedelta(days=1)
    assert queries.version_in_force(older.procedure_id, eve) == older
    assert queries.version_in_force(older.procedure_id, DAY) == newer


def test_a_superseded_version_still_says_what_it_said() -> None:
    older = published()
    second(older)
    assert queries.content(older.pk) == CONTENT


@pytest.mark.parametrize("on", [NEW_YEAR, NEW_YEAR - timedelta(days=1)])
def test_it_refuses_a_decision_in_force_before_the_version_it_ends(on: date) -> None:
    older = published()
    assert refusal(lambda: second(older, on)) == Refusal.NOT_AFTER_THE_LAST


def test_a_repealed_procedure_ends_on_the_day_of_the_decision() -> None:
    version = published()
    actions.repeal(version.procedure_id, decision_id=decision("02/QĐ", DAY).pk, by=KEEPER, now=NOW)
    assert queries.version_in_force(version.procedure_id, DAY - timedelta(days=1)) == version
    assert refusal(lambda: queries.version_in_force(version.procedure_id, DAY)) == Refusal.NOT_IN_FORCE


def test_repealing_twice_is_repealing_once() -> None:
    version = published()
    act = decision("02/QĐ", DAY)
    first = actions.repeal(version.procedure_id, decision_id=act.pk, by=KEEPER, now=NOW)
    before = events()
    assert actions.repeal(version.procedure_id, decision_id=act.pk, by=KEEPER, now=NOW) == first
    assert events() == before


def test_it_refuses_to_repeal_what_is_not_in_force() -> None:
    version = draft()
    act = decision("02/QĐ", DAY)

    def repeal() -> None:
        actions.repeal(version.procedure_id, decision_id=act.pk, by=KEEPER, now=NOW)

    assert refusal(repeal) == Refusal.NOT_IN_FORCE


def test_a_repealed_procedure_may_come_back_later() -> None:
    version = published()
    actions.repeal(version.procedure_id, decision_id=decision("02/QĐ", DAY).pk, by=KEEPER, now=NOW)
    newer = actions.draft_version(version.procedure_id, by=KEEPER, now=NOW)
    back = decision("03/QĐ", DAY + timedelta(days=30))
    actions.publish(newer.pk, decision_id=back.pk, by=KEEPER, now=NOW)
    assert queries.version_in_force(version.procedure_id, back.in_force_on) == newer


def test_a_repealed_procedure_does_not_come_back_before_its_end() -> None:
    version = published()
    actions.repeal(version.procedure_id, decision_id=decision("02/QĐ", DAY).pk, by=KEEPER, now=NOW)
    newer = actions.draft_version(version.procedure_id, by=KEEPER, now=NOW)
    early = decision("03/QĐ", DAY - timedelta(days=1))

    def publish() -> None:
        actions.publish(newer.pk, decision_id=early.pk, by=KEEPER, now=NOW)

    assert refusal(publish) == Refusal.NOT_AFTER_THE_LAST


def test_what_a_decision_did_is_told_apart() -> None:
    first = published()
    newer = second(first)
    act = newer.decision_id or 0
    other = published(code="2.000635")
    actions.repeal(other.procedure_id, decision_id=act, by=KEEPER, now=NOW)
    items = queries.items_of(act)
    assert [v.pk for v in items["amended"]] == [newer.pk]
    assert [v.pk for v in items["repealed"]] == [other.pk]
    assert [v.pk for v in queries.items_of(first.decision_id or 0)["new"]] == [first.pk, other.pk]


def test_it_refuses_a_decision_number_that_is_taken() -> None:
    decision()
    assert refusal(decision) == Refusal.DECISION_TAKEN


def test_it_refuses_a_decision_signed_after_it_is_in_force() -> None:
    def act() -> None:
        actions.record_decision(
            "9", title="", issuer="", signed_on=DAY, in_force_on=NEW_YEAR, by=KEEPER, now=NOW
        )

    assert refusal(act) == Refusal.SIGNED_AFTER_FORCE


VERBS: list[tuple[str, Callable[[Actor], Any]]] = [
    ("add_field", lambda by: actions.add_field("x", "X", by=by, now=NOW)),
    (
        "create",
        lambda by: actions.create_procedure(
            "X", field_code="ho-tich", level="commune", content=CONTENT, by=by, now=NOW
        ),
    ),
    ("draft", lambda by: actions.draft_version(GONE, by=by, now=NOW)),
    ("edit", lambda by: actions.edit_draft(GONE, CONTENT, by=by, now=NOW)),
    ("discard", lambda by: actions.discard_draft(GONE, by=by, now=NOW)),
    (
        "decide",
        lambda by: actions.record_decision(
            "1", title="", issuer="", signed_on=DAY, in_force_on=DAY, by=by, now=NOW
        ),
    ),
    ("publish", lambda by: actions.publish(GONE, decision_id=GONE, by=by, now=NOW)),
    ("repeal", lambda by: actions.repeal(GONE, decision_id=GONE, by=by, now=NOW)),
    ("offer", lambda by: actions.offer_at(GONE, [], valid_from=DAY, by=by, now=NOW)),
    ("end_offer", lambda by: actions.end_offer(GONE, one_stop_id=GONE, valid_to=DAY, by=by, now=NOW)),
]


@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda actor: actor.role or actor.kind)
@pytest.mark.parametrize(("name", "act"), VERBS, ids=[name for name, _ in VERBS])
def test_only_who_keeps_the_catalogue_changes_it(
    name: str, act: Callable[[Actor], Any], stranger: Actor
) -> None:
    assert refusal(lambda: act(stranger)) == KernelRefusal.NOT_ALLOWED


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("create", Refusal.NO_SUCH_FIELD),
        ("draft", Refusal.PROCEDURE_NOT_FOUND),
        ("edit", Refusal.VERSION_NOT_FOUND),
        ("discard", Refusal.VERSION_NOT_FOUND),
        ("publish", Refusal.VERSION_NOT_FOUND),
        ("repeal", Refusal.PROCEDURE_NOT_FOUND),
        ("offer", Refusal.PROCEDURE_NOT_FOUND),
        ("end_offer", Refusal.PROCEDURE_NOT_FOUND),
    ],
)
def test_what_is_not_there_is_not_found(name: str, code: Refusal) -> None:
    assert refusal(lambda: dict(VERBS)[name](KEEPER)) == code


def test_it_refuses_a_decision_that_is_not_there() -> None:
    version = draft()
    publish = lambda: actions.publish(version.pk, decision_id=GONE, by=KEEPER, now=NOW)  # noqa: E731
    assert refusal(publish) == Refusal.DECISION_NOT_FOUND


def test_when_the_event_fails_nothing_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    version, act = draft(), decision()

    def fail(*_args: object, **_kwargs: object) -> int:
        raise RuntimeError("no journal")

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.publish(version.pk, decision_id=act.pk, by=KEEPER, now=NOW)
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


def test_the_database_allows_one_open_version() -> None:
    version = published()
    twin = {"procedure_id": version.procedure_id, "number": 2, "state": VersionState.PUBLISHED, "name": "x"}
    with pytest.raises(IntegrityError, match="one_open_published_version"), transaction.atomic():
        ProcedureVersion.objects.create(**twin, valid_from=DAY, decision=version.decision)


def test_the_database_allows_one_draft() -> None:
    version = draft()
    with pytest.raises(IntegrityError, match="has_one_draft"), transaction.atomic():
        ProcedureVersion.objects.create(procedure_id=version.procedure_id, number=2, name="x")


def test_the_database_publishes_nothing_without_a_decision() -> None:
    version = draft()
    with pytest.raises(IntegrityError, match="has_a_decision_and_a_date"), transaction.atomic():
        ProcedureVersion.objects.filter(pk=version.pk).update(state=VersionState.PUBLISHED)


def test_the_database_repeals_nothing_without_a_decision() -> None:
    version = published()
    with pytest.raises(IntegrityError, match="repealed_version"), transaction.atomic():
        ProcedureVersion.objects.filter(pk=version.pk).update(state=VersionState.REPEALED, valid_to=DAY)


def test_every_refusal_has_a_sentence() -> None:
    assert set(Refusal) <= set(registered())
