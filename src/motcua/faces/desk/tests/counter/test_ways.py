"""How a procedure is filed and its result returned: only the ways that it has are offered, no other is received."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.queries.terms import terms_of
from motcua.casework.dossiers.tests.cast import Cast, offer, procedure
from motcua.catalogue.procedures.models import ProcedureVersion
from motcua.faces.desk.tests.conftest import page
from motcua.faces.desk.tests.counter.conftest import refused


def ways(answer: Any, name: str) -> dict[str, bool]:
    """The ways that the page offers, and which of them is chosen."""
    return {box["value"]: box.has_attr("checked") for box in page(answer).select(f"input[name={name}]")}


@pytest.fixture
def without_post(cast: Cast) -> Cast:
    """The procedure as one that the post does not serve."""
    ProcedureVersion.objects.filter(procedure=cast.procedure).update(post_in=False, post_out=False)
    terms_of.cache_clear()
    return cast


def test_what_the_post_serves_is_offered_by_post(counter: Client, typed: dict[str, Any]) -> None:
    answer = counter.post("/counter/", typed | {"do": "slip", "channel": "postal"})
    assert ways(answer, "channel") == {"counter": False, "postal": True}
    assert ways(answer, "return_method") == {"counter": True, "postal": False}


@pytest.mark.usefixtures("without_post")
def test_what_it_does_not_serve_is_not_offered(counter: Client, typed: dict[str, Any]) -> None:
    answer = counter.post("/counter/slip/", typed | {"do": "slip"})
    assert ways(answer, "channel") == ways(answer, "return_method") == {"counter": True}


def test_after_another_procedure_a_way_that_it_has_not_is_the_counter(
    cast: Cast, counter: Client, typed: dict[str, Any]
) -> None:
    made = procedure("Cấp lại")
    offer(made, cast.here)
    made.versions.update(post_in=False)
    sent = typed | {"do": "slip", "procedure": str(made.pk), "channel": "postal", "return_method": "postal"}
    answer = counter.post("/counter/", sent)
    assert ways(answer, "channel") == {"counter": True}
    assert ways(answer, "return_method") == {"counter": False, "postal": True}


@pytest.mark.usefixtures("without_post")
@pytest.mark.parametrize(
    ("name", "said"), [("channel", "cách nộp đã chọn"), ("return_method", "không trả kết quả qua bưu chính")]
)
def test_another_way_sent_all_the_same_is_refused(
    counter: Client, typed: dict[str, Any], name: str, said: str
) -> None:
    answer = refused(counter, typed | {name: "postal"}, 422, said)
    assert list(ways(answer, name)) == ["counter"]
    assert Dossier.objects.count() == 0
