"""Two who bring the same workbook at once: one decision in preparation, and the other is told."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.catalogue.procedures.actions import add_field
from motcua.catalogue.procedures.models import DecisionDraft
from motcua.catalogue.procedures.tests.cast import DAY, NOW
from motcua.catalogue.procedures.tests.preparing.conftest import keeper
from motcua.catalogue.procedures.tests.test_at_once import at_once
from motcua.catalogue.processes import actions
from motcua.catalogue.processes.tests.workbook.making import book

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("real_db")]


def test_the_same_workbook_at_once_becomes_one_decision() -> None:
    by = keeper("CB.1")
    add_field("ho-tich", "Hộ tịch", by=by, now=NOW)

    def act() -> Any:
        return actions.import_workbook(
            book(), title="Công bố", issuer="Chủ tịch UBND tỉnh", in_force_on=DAY, by=by, now=NOW
        ).title

    found = at_once(act, act)
    assert found.count("Công bố") == 1
    assert {str(one) for one in found} - {"Công bố"} <= {
        "procedures.code_taken",
        "processes.workbook_has_faults",
    }
    assert DecisionDraft.objects.count() == 1
