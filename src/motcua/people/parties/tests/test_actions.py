"""Those who ask are written down, in versions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import ANONYMOUS, SYSTEM, Actor, Office
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import RefusalCode, Refused
from motcua.people.parties import actions
from motcua.people.parties.models import Party, PartyVersion
from motcua.people.parties.rules import PartyFacts, Refusal

NOW = datetime(2018, 1, 2, 1, 0, tzinfo=UTC)
BUOI = PartyFacts(
    name="Nguyễn Thị Bưởi",
    born_on=date(1990, 11, 5),
    sex="Nữ",
    address="Ấp 3, Đông Hòa Hiệp",
    phone="0912 345 678",
)


def acting(role: str) -> Actor:
    office = Office(7, 3, role, 11, (11,), date(2017, 1, 1))
    return Actor("officer", account_id=2, officer_id=3, office=office, offices=(office,))


RECEPTIONIST = acting("receptionist")
STRANGERS = [ANONYMOUS, *map(acting, ("handler", "leader", "inspector", "administrator", "clerk"))]


def record(facts: PartyFacts = BUOI, identity: str = "082190001234", **changes: Any) -> PartyVersion:
    wanted: dict[str, Any] = {
        "kind": "0",
        "identity_number": identity,
        "facts": facts,
        "by": RECEPTIONIST,
        "now": NOW,
    }
    return actions.record_party(**(wanted | changes))


def known(identity: str) -> PartyVersion | None:
    """What was last written down of the party with this number."""
    return PartyVersion.objects.filter(party__identity_number=identity).order_by("-number").first()


def change(version: PartyVersion, by: Actor = RECEPTIONIST, **changes: Any) -> PartyVersion:
    facts = replace(BUOI, **changes)
    return actions.change_party(version.party_id, facts=facts, seen_number=version.number, by=by, now=NOW)


def refusal(verb: Callable[..., Any], *args: Any, **kwargs: Any) -> RefusalCode:
    with pytest.raises(Refused) as caught, transaction.atomic():
        verb(*args, **kwargs)
    return caught.value.code


def events(party_id: int) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verb, data::text FROM journal WHERE object_kind = 'party' AND object_id = %s ORDER BY number",
            [party_id],
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]


@pytest.fixture
def broken_journal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def fail(*args: Any, **kwargs: Any) -> int:
        raise RuntimeError("the journal does not answer")

    return lambda: monkeypatch.setattr(journal, "record", fail)


@pytest.mark.django_db
class TestRecording:
    def test_a_party_is_found_by_its_number(self) -> None:
        version = record()
        assert known("082190001234") == version
        assert (version.number, version.phone) == (1, "0912345678")

    def test_one_event_says_nothing_of_the_person(self) -> None:
        ((verb, data),) = events(record().party_id)
        assert verb == "parties.recorded"
        assert not any(word in data for word in ("Bưởi", "0912345678", "082190001234"))

    def test_without_a_number_two_parties_may_be_alike(self) -> None:
        assert record(identity="").party_id != record(identity="").party_id

    def test_a_number_belongs_to_one_party(self) -> None:
        record()
        assert refusal(record, replace(BUOI, name="Người khác")) == Refusal.IDENTITY_TAKEN

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"kind": "7"}, Refusal.KIND_UNKNOWN),
            ({"identity": "123"}, Refusal.IDENTITY_WRONG),
            ({"kind": "1", "identity": "123"}, Refusal.TAX_CODE_WRONG),
            ({"facts": replace(BUOI, name="")}, Refusal.NAME_EMPTY),
            ({"facts": replace(BUOI, address="x" * 301)}, Refusal.TOO_LONG),
            ({"facts": replace(BUOI, phone="123")}, Refusal.PHONE_WRONG),
            ({"facts": replace(BUOI, email="a@")}, Refusal.EMAIL_WRONG),
            ({"facts": replace(BUOI, born_on=date(2018, 1, 3))}, Refusal.BORN_WRONG),
        ],
    )
    def test_it_refuses_what_cannot_be(self, changes: dict[str, Any], code: Refusal) -> None:
        assert refusal(record, **changes) == code

    @pytest.mark.parametrize("stranger", STRANGERS)
    def test_only_the_counter_records(self, stranger: Actor) -> None:
        assert refusal(record, by=stranger) == KernelRefusal.NOT_ALLOWED

    def test_it_fails_whole_when_the_event_fails(self, broken_journal: Callable[[], None]) -> None:
        broken_journal()
        with pytest.raises(RuntimeError):
            record()
        assert not Party.objects.exists()


@pytest.mark.django_db
class TestChanging:
    def test_what_was_known_before_stays(self) -> None:
        first = record()
        second = change(first, address="Ấp 4")
        assert (second.number, second.party_id) == (2, first.party_id)
        assert PartyVersion.objects.get(pk=first.pk).address == "Ấp 3, Đông Hòa Hiệp"
        assert known("082190001234") == second

    def test_the_same_again_is_no_event(self) -> None:
        first = record()
        assert change(first) == first
        assert len(events(first.party_id)) == 1

    def test_each_change_is_one_event(self) -> None:
        first = record()
        change(first, address="Ấp 4")
        assert [verb for verb, _ in events(first.party_id)] == ["parties.recorded", "parties.changed"]

    def test_it_refuses_when_somebody_was_quicker(self) -> None:
        first = record()
        change(first, address="Ấp 4")
        assert refusal(change, first, address="Ấp 5") == Refusal.CHANGED_SINCE

    def test_an_unknown_party_is_not_found(self) -> None:
        wanted: dict[str, Any] = {"facts": BUOI, "seen_number": 1, "by": SYSTEM, "now": NOW}
        assert refusal(actions.change_party, 999_999, **wanted) == Refusal.PARTY_NOT_FOUND

    @pytest.mark.parametrize("stranger", STRANGERS)
    def test_only_the_counter_changes(self, stranger: Actor) -> None:
        assert refusal(change, record(), stranger, address="Ấp 4") == KernelRefusal.NOT_ALLOWED

    def test_it_refuses_what_cannot_be(self) -> None:
        first = record()
        assert refusal(change, first, name=" ") == Refusal.NAME_EMPTY
        assert refusal(change, first, phone="1") == Refusal.PHONE_WRONG

    def test_it_fails_whole_when_the_event_fails(self, broken_journal: Callable[[], None]) -> None:
        first = record()
        broken_journal()
        with pytest.raises(RuntimeError):
            change(first, address="Ấp 4")
        assert known("082190001234") == first


def test_two_counters_at_once_write_one_party_for_one_number(real_db: None) -> None:
    outcomes: list[object] = []
    ready = threading.Barrier(2)

    def run() -> None:
        ready.wait(10)
        try:
            outcomes.append(record(by=SYSTEM).number)
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(map(str, outcomes)) == ["1", Refusal.IDENTITY_TAKEN]
    assert Party.objects.count() == 1
