"""Where procedures are received, and who acts on them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.actions import Place
from motcua.catalogue.procedures.models import Offer, Procedure
from motcua.catalogue.procedures.rules import Refusal
from motcua.catalogue.procedures.tests.cast import (
    DAY,
    KEEPER,
    NEW_YEAR,
    NOW,
    decision,
    draft,
    published,
    unit,
)
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import UnitKind

pytestmark = pytest.mark.django_db


def place() -> Place:
    return Place(unit(UnitKind.ONE_STOP), unit(UnitKind.DISTRICT), unit(UnitKind.DIVISION))


def offer(procedure_id: int, *places: Place) -> list[Offer]:
    return actions.offer_at(procedure_id, places, valid_from=NEW_YEAR, by=KEEPER, now=NOW)


def recorded() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal WHERE verb = 'procedures.offered'")
        return int(cursor.fetchone()[0])


def test_a_one_stop_receives_what_is_offered_at_it() -> None:
    version, here = published(), place()
    offer(version.procedure_id, here)
    (found,) = queries.receivable(here.one_stop_id, DAY)
    assert (found.code, found.version_id, found.name) == ("1.001193", version.pk, version.name)
    assert (found.agency_id, found.division_id) == (here.agency_id, here.division_id)


def test_another_one_stop_does_not() -> None:
    offer(published().procedure_id, place())
    assert queries.receivable(unit(UnitKind.ONE_STOP), DAY) == []


def test_it_is_not_received_before_its_day() -> None:
    here = place()
    offer(published().procedure_id, here)
    assert queries.receivable(here.one_stop_id, NEW_YEAR - timedelta(days=1)) == []


def test_a_draft_is_not_received() -> None:
    here = place()
    offer(draft().procedure_id, here)
    assert queries.receivable(here.one_stop_id, DAY) == []


def test_a_draft_beside_the_content_in_force_changes_nothing() -> None:
    version, here = published(), place()
    offer(version.procedure_id, here)
    actions.draft_version(version.procedure_id, by=KEEPER, now=NOW)
    assert [found.version_id for found in queries.receivable(here.one_stop_id, DAY)] == [version.pk]


def test_a_repealed_procedure_is_not_received() -> None:
    version, here = published(), place()
    offer(version.procedure_id, here)
    actions.repeal(version.procedure_id, decision_id=decision("02/QĐ", DAY).pk, by=KEEPER, now=NOW)
    assert queries.receivable(here.one_stop_id, DAY) == []
    assert len(queries.receivable(here.one_stop_id, DAY - timedelta(days=1))) == 1


def test_offering_again_changes_nothing() -> None:
    version, here = published(), place()
    assert len(offer(version.procedure_id, here)) == 1
    assert offer(version.procedure_id, here) == []
    assert recorded() == 1


def test_a_further_one_stop_is_added_alone() -> None:
    version, here, there = published(), place(), place()
    offer(version.procedure_id, here)
    assert [o.one_stop_id for o in offer(version.procedure_id, here, there)] == [there.one_stop_id]


def test_many_one_stops_are_one_event() -> None:
    offer(published().procedure_id, *(place() for _ in range(5)))
    assert recorded() == 1


def test_it_refuses_a_unit_that_is_no_one_stop() -> None:
    wrong = Place(unit(UnitKind.DISTRICT), unit(UnitKind.DISTRICT), unit(UnitKind.DIVISION))
    with pytest.raises(Refused) as refused:
        offer(published().procedure_id, place(), wrong)
    assert refused.value.code == Refusal.NOT_A_ONE_STOP


def test_an_ended_offer_counts_until_the_day_before() -> None:
    version, here = published(), place()
    offer(version.procedure_id, here)
    actions.end_offer(version.procedure_id, one_stop_id=here.one_stop_id, valid_to=DAY, by=KEEPER, now=NOW)
    assert queries.receivable(here.one_stop_id, DAY) == []
    assert queries.offer(version.procedure_id, here.one_stop_id, DAY - timedelta(days=1)).agency_id


def test_where_it_is_received_still_it_is_offered_again_from_the_day_of_its_end_only() -> None:
    procedure_id, here = published().procedure_id, place()
    offer(procedure_id, here)
    actions.end_offer(procedure_id, one_stop_id=here.one_stop_id, valid_to=DAY, by=KEEPER, now=NOW)
    before = DAY - timedelta(days=1)
    assert actions.offer_at(procedure_id, [here], valid_from=before, by=KEEPER, now=NOW) == []
    assert len(actions.offer_at(procedure_id, [here], valid_from=DAY, by=KEEPER, now=NOW)) == 1
    counted = [len(queries.receivable(here.one_stop_id, on)) for on in (before, DAY)]
    assert (counted, recorded()) == ([1, 1], 2)


@pytest.mark.parametrize("on", [NEW_YEAR, NEW_YEAR - timedelta(days=1)])
def test_it_refuses_to_end_an_offer_before_it_begins(on: object) -> None:
    version, here = published(), place()
    offer(version.procedure_id, here)
    with pytest.raises(Refused) as refused:
        actions.end_offer(version.procedure_id, one_stop_id=here.one_stop_id, valid_to=on, by=KEEPER, now=NOW)  # type: ignore[arg-type]
    assert refused.value.code == Refusal.NOT_OFFERED


def test_it_refuses_to_tell_who_acts_where_it_is_not_received() -> None:
    with pytest.raises(Refused) as refused:
        queries.offer(published().procedure_id, unit(UnitKind.ONE_STOP), DAY)
    assert refused.value.code == Refusal.NOT_OFFERED


def test_what_a_one_stop_receives_is_one_statement() -> None:
    version, here = published(), place()
    offer(version.procedure_id, here)
    with CaptureQueriesContext(connection) as told:
        queries.receivable(here.one_stop_id, DAY)
    assert len(told) == 1


def test_the_catalogue_keeps_codes_unique() -> None:
    published()
    assert Procedure.objects.filter(code="1.001193").count() == 1
    assert queries.procedure_by_code("1.001193").field.code == "ho-tich"
    with pytest.raises(Refused) as refused:
        queries.procedure_by_code("9.999999")
    assert refused.value.code == Refusal.PROCEDURE_NOT_FOUND


# --- many at once -------------------------------------------------------------------------------------------------


def offer_many(*wanted: tuple[int, Place]) -> list[Offer]:
    return actions.offer_many(wanted, valid_from=NEW_YEAR, by=KEEPER, now=NOW)


def test_many_offers_are_one_event_for_each_procedure() -> None:
    first, second = published().procedure_id, published(code="1.000002").procedure_id
    made = offer_many((second, place()), (first, place()), (first, place()))
    assert [offer.procedure_id for offer in made] == [first, first, second]
    assert recorded() == 2


def test_many_offers_are_all_made_or_none() -> None:
    procedure_id, here = published().procedure_id, place()
    offer(procedure_id, here)
    with pytest.raises(Refused, match="offered_already"):
        offer_many((procedure_id, place()), (procedure_id, here))
    assert (Offer.objects.count(), recorded()) == (1, 1)


def test_a_place_that_is_named_twice_is_refused() -> None:
    procedure_id, here, other = published().procedure_id, place(), place()
    with pytest.raises(Refused, match="offered_already"):
        offer_many(
            (procedure_id, here), (procedure_id, Place(here.one_stop_id, other.agency_id, other.division_id))
        )
    assert not Offer.objects.exists()


def test_many_ends_are_all_made_or_none() -> None:
    procedure_id, here, there = published().procedure_id, place(), place()
    offer(procedure_id, here)
    wanted = [(procedure_id, here.one_stop_id), (procedure_id, there.one_stop_id)]
    with pytest.raises(Refused, match="not_offered"):
        actions.end_many(wanted, valid_to=DAY, by=KEEPER, now=NOW)
    assert Offer.objects.get().valid_to is None
    offer(procedure_id, there)
    actions.end_many(wanted, valid_to=DAY, by=KEEPER, now=NOW)
    assert {row.valid_to for row in Offer.objects.all()} == {DAY}
