"""Forms 02 and 03: what a person leaves with when nothing was received."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from motcua.casework.dossiers.models import CounterNotice, Dossier
from motcua.faces.desk.tests.conftest import text_of
from motcua.faces.desk.tests.counter.conftest import field
from motcua.ground.kernel.models import JournalRow


def test_the_list_to_complete_begins_with_what_is_missing(counter: Client, typed: dict[str, Any]) -> None:
    answer = counter.post("/counter/", typed | {"do": "completion", "paper": []})
    assert field(answer, "items").strip() == "Đơn đề nghị"
    assert field(answer, "name") == typed["name"]
    assert CounterNotice.objects.count() == 0


def test_it_gives_a_list_to_complete(counter: Client, typed: dict[str, Any]) -> None:
    sent = typed | {"do": "completion", "items": "Đơn đề nghị\n\n Bản đồ \n", "reason": "Chưa nộp"}
    answer = counter.post("/counter/notices/", sent)
    given = CounterNotice.objects.get()
    printed = JournalRow.objects.get(verb="dossiers.print_notice", object_id=given.pk)
    assert answer["Location"] == f"/prints/{printed.pk}/"
    assert (given.kind, given.body) == ("completion", "Đơn đề nghị\nBản đồ\n\nChưa nộp")
    assert Dossier.objects.count() == 0


def test_it_rejects_with_a_reason(counter: Client, typed: dict[str, Any]) -> None:
    counter.post("/counter/notices/", typed | {"do": "rejection", "reason": "Thuộc thẩm quyền cấp xã"})
    assert CounterNotice.objects.values_list("kind", "body").get() == ("rejection", "Thuộc thẩm quyền cấp xã")


@pytest.mark.parametrize(("do", "name"), [("completion", "items"), ("rejection", "reason")])
def test_it_refuses_a_notice_that_says_nothing(
    counter: Client, typed: dict[str, Any], do: str, name: str
) -> None:
    answer = counter.post("/counter/notices/", typed | {"do": do, name: "  "})
    assert answer.status_code == 422
    assert "Hãy ghi nội dung của phiếu" in text_of(answer)
    assert field(answer, "summary").strip() == "Tách thửa 214"
    assert CounterNotice.objects.count() == 0


def test_a_notice_sent_twice_is_one(counter: Client, typed: dict[str, Any]) -> None:
    sent = typed | {"do": "rejection", "reason": "Sai nơi nộp"}
    first, second = counter.post("/counter/notices/", sent), counter.post("/counter/notices/", sent)
    assert first["Location"] == second["Location"]
    assert CounterNotice.objects.count() == 1
