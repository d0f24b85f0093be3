"""Entering the whole catalogue shipped into a little province."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from motcua.catalogue.procedures import queries as procedures
from motcua.catalogue.procedures.models import Offer, Procedure, PublicationDecision
from motcua.catalogue.procedures.rules import Refusal as ProcedureRefusal
from motcua.catalogue.procedures.tests.cast import DAY, NEW_YEAR, NOW, STRANGERS, SYSTEM, little_province
from motcua.catalogue.processes import actions, queries
from motcua.catalogue.processes.models import Origin, ProcessVersion
from motcua.catalogue.processes.rules import soundness
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def entered(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[ProcessVersion]]:
    """Entered once for the module: it takes some seconds; undone when the module is over."""
    queries.definition.cache_clear()
    with django_db_blocker.unblock(), transaction.atomic():
        yield actions.load_shipped_catalogue(little_province(), in_force_on=NEW_YEAR, by=SYSTEM, now=NOW)
        transaction.set_rollback(True)
    queries.definition.cache_clear()


def test_every_procedure_shipped_enters(entered: list[ProcessVersion]) -> None:
    assert len(entered) == Procedure.objects.count() == 126


def test_every_procedure_has_a_sound_process(entered: list[ProcessVersion]) -> None:
    for version in entered:
        assert soundness(queries.definition(version.pk)) == []
        assert queries.in_force(version.procedure_id, NEW_YEAR) == version


def test_published_processes_are_told_from_ours(entered: list[ProcessVersion]) -> None:
    from_decisions = [v for v in entered if v.origin == Origin.PUBLISHED]
    assert len(from_decisions) == 10
    assert all("TTPVHCC" in v.source for v in from_decisions)
    assert all("Do hệ thống lập" in v.source for v in entered if v.origin == Origin.DERIVED)


def test_steps_that_do_not_add_up_are_noted(entered: list[ProcessVersion]) -> None:
    notes = {v.procedure.code: v.mismatch for v in ProcessVersion.objects.select_related("procedure")}
    assert notes["1.012756"] == (
        "Tổng thời gian các bước 12 ngày làm việc, chưa phân bổ hết thời hạn 17 ngày làm việc."
    )
    assert notes["1.012784"] == ""
    assert notes["1.012783"].startswith("Tổng thời gian các bước 8 ngày làm việc, vượt thời hạn 5")


def test_the_decision_of_the_demonstration_says_what_it_is(entered: list[ProcessVersion]) -> None:
    act = PublicationDecision.objects.get()
    assert act.is_illustrative
    assert "Quyết định minh họa" in act.note


def test_every_one_stop_of_the_little_province_receives_enough(entered: list[ProcessVersion]) -> None:
    for one_stop_id in set(Offer.objects.values_list("one_stop_id", flat=True)):
        assert len(procedures.receivable(one_stop_id, DAY)) >= 3


def test_what_is_entered_can_be_searched(entered: list[ProcessVersion]) -> None:
    assert procedures.search("dang ky khai sinh", on=DAY)[0].procedure.code == "1.001193"


def test_entering_twice_is_refused(entered: list[ProcessVersion]) -> None:
    with pytest.raises(Refused) as refused:
        actions.load_shipped_catalogue(little_province(), in_force_on=NEW_YEAR, by=SYSTEM, now=NOW)
    assert refused.value.code == ProcedureRefusal.DECISION_TAKEN


@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda actor: actor.role or actor.kind)
def test_a_stranger_enters_nothing(stranger: object) -> None:
    with pytest.raises(Refused) as refused:
        actions.load_shipped_catalogue([], in_force_on=NEW_YEAR, by=stranger, now=NOW)  # type: ignore[arg-type]
    assert refused.value.code == KernelRefusal.NOT_ALLOWED
