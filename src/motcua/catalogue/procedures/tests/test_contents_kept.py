"""Any content that is written is read back as it was, and the database holds its rules by itself."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from itertools import count

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.models import Fee, Paper, PublicationDecision, TimeLimit
from motcua.catalogue.procedures.rules import Content, FeeRow, LimitRow, PaperRow, compare
from motcua.catalogue.procedures.tests.cast import DAY, KEEPER, NEW_YEAR, NOW, draft
from motcua.people.calendars.rules import AllowanceUnit

codes = count(1)
words = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ ,.;()", min_size=1, max_size=30).filter(
    str.strip
)
keys = st.sampled_from(["*", "Nhà ở riêng lẻ", "Khó khăn"])
channels = st.sampled_from(["*", "counter", "online", "postal"])
papers = st.builds(
    PaperRow,
    name=words,
    originals=st.integers(0, 5),
    copies=st.integers(0, 5),
    is_note=st.booleans(),
    is_required=st.booleans(),
    case=keys,
)
limits = st.builds(
    LimitRow,
    amount=st.integers(0, 400).map(Decimal),
    unit=st.sampled_from(AllowanceUnit).filter(lambda unit: unit is not AllowanceUnit.YEAR),
    case=keys,
    area=keys,
    channel=channels,
    same_day_before=st.sampled_from([None, time(15)]),
    basis=words,
    unit_is_ours=st.booleans(),
)
fees = st.builds(FeeRow, amount=st.integers(0, 10**10), case=keys, area=keys, channel=channels, basis=words)
contents = st.builds(
    Content,
    name=words,
    sequence=words,
    papers=st.lists(papers, max_size=4).map(tuple),
    sets=st.integers(0, 3),
    time_limits=st.lists(limits, max_size=4).map(tuple),
    fees=st.lists(fees, max_size=3).map(tuple),
    legal_basis=st.lists(words, max_size=3).map(tuple),
    channels=st.sampled_from([("counter",), ("counter", "online", "postal"), ()]),
    post_in=st.booleans(),
    note=words,
)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.django_db
@FEW
@given(contents)
def test_what_is_created_is_read_back(content: Content) -> None:
    assert queries.content(draft(content, code=f"K.{next(codes)}").pk) == content


@pytest.mark.django_db
@FEW
@given(contents, contents)
def test_what_is_edited_is_read_back(first: Content, second: Content) -> None:
    version = draft(first, code=f"K.{next(codes)}")
    actions.edit_draft(version.pk, second, by=KEEPER, now=NOW)
    assert queries.content(version.pk) == second


@given(contents, contents)
def test_a_comparison_names_exactly_the_parts_that_differ(first: Content, second: Content) -> None:
    differing = [
        name for name in Content.__dataclass_fields__ if getattr(first, name) != getattr(second, name)
    ]
    assert sorted(change.part.value for change in compare(first, second)) == sorted(differing)


@pytest.mark.django_db
def test_half_a_working_day_is_kept() -> None:
    row = LimitRow(Decimal("8.5"), AllowanceUnit.WORKING_DAY)
    version = draft(Content(name="Cấp đổi", time_limits=(row,)))
    assert queries.limit_rows(version.pk) == (row,)
    assert queries.time_limit(version.pk).allowance.part == Decimal("0.5")


@pytest.mark.django_db
def test_the_functions_answer_from_the_rows() -> None:
    rows = (
        LimitRow(Decimal(3), AllowanceUnit.WORKING_DAY, channel="online"),
        LimitRow(Decimal(5), AllowanceUnit.MONTH),
    )
    version = draft(Content(name="Cấp", time_limits=rows, fees=(FeeRow(5, channel="postal"), FeeRow(9))))
    assert queries.time_limit(version.pk, channel="online") == rows[0]
    assert queries.time_limit(version.pk) == rows[1]
    assert (queries.fee(version.pk, channel="postal"), queries.fee(version.pk)) == (5, 9)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Paper, TimeLimit, Fee])
def test_rows_stand_in_an_order_without_repetition(model: type[Paper] | type[TimeLimit] | type[Fee]) -> None:
    version = draft()
    first = model._default_manager.filter(version=version).first()
    assert first is not None
    first.pk = None
    with pytest.raises(IntegrityError, match="in_order"), transaction.atomic():
        first.save()


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "name"), [(TimeLimit, "time_limit_is_not"), (Fee, "fee_is_not")])
def test_the_database_holds_no_negative_amount(model: type[TimeLimit] | type[Fee], name: str) -> None:
    version = draft()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model._default_manager.filter(version=version).update(amount=-1)


@pytest.mark.django_db
def test_the_database_holds_no_decision_signed_after_it_is_in_force() -> None:
    with pytest.raises(IntegrityError, match="signed_before"), transaction.atomic():
        PublicationDecision.objects.create(
            number="1", title="", issuer="", signed_on=DAY, in_force_on=NEW_YEAR
        )
