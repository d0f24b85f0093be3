"""Fields of administration: who names them, what they may be called, and which keep their name."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize

import pytest

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.models import Field
from motcua.catalogue.procedures.rules import Refusal, field_code_from
from motcua.catalogue.procedures.tests.cast import DAY, KEEPER, NOW, STRANGERS, decision, draft, published
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refusal as KernelRefusal
from motcua.ground.kernel.refusals import Refused

pytestmark = pytest.mark.django_db


def add(code: str = "dat-dai", name: str = "Đất đai", by: Actor = KEEPER) -> Field:
    return actions.add_field(code, name, by=by, now=NOW)


def rename(field: Field, name: str, by: Actor = KEEPER) -> Field:
    return actions.rename_field(field.pk, name, by=by, now=NOW)


def refused(verb: Any, *args: Any) -> object:
    with pytest.raises(Refused) as caught:
        verb(*args)
    assert caught.value.sentence()
    return caught.value.code


@pytest.mark.parametrize("by", STRANGERS)
def test_only_keepers_of_the_catalogue_name_fields(by: Actor) -> None:
    field = add()
    assert refused(add, "xay-dung", "Xây dựng", by) == KernelRefusal.NOT_ALLOWED
    assert refused(rename, field, "Khác", by) == KernelRefusal.NOT_ALLOWED


@pytest.mark.parametrize("code", ["", "đất đai", "dat dai", "-dat", "dat--dai", "a" * 41, "dat_dai"])
def test_it_refuses_a_code_that_is_none(code: str) -> None:
    assert refused(add, code) == Refusal.FIELD_CODE_WRONG


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 161])
def test_it_refuses_a_name_that_is_none(name: str) -> None:
    field = add()
    assert refused(add, "khac", name) == Refusal.FIELD_NAME_WRONG
    assert refused(rename, field, name) == Refusal.FIELD_NAME_WRONG


def test_a_code_and_a_name_are_given_once() -> None:
    add()
    other = add("xay-dung", "Xây dựng")
    assert refused(add, "dat-dai", "Khác") == Refusal.FIELD_TAKEN
    assert refused(add, "khac", "ĐẤT ĐAI") == Refusal.FIELD_NAME_TAKEN
    assert refused(rename, other, "đất đai") == Refusal.FIELD_NAME_TAKEN
    # The same letters, each sign by itself.
    assert refused(add, "khac", normalize("NFD", "Đất đai")) == Refusal.FIELD_NAME_TAKEN
    assert queries.is_named(" ĐẤT  ĐAI")
    assert not queries.is_named("Dat dai")


def test_a_name_is_put_right_and_found_in_its_place() -> None:
    first, second = add("b", "Bình đẳng giới"), add("c", "Chứng thực")
    rename(second, "An toàn thực phẩm")
    assert [one.field.pk for one in queries.fields_counted(DAY)] == [second.pk, first.pk]


def test_a_field_with_a_draft_only_is_renamed() -> None:
    field = draft().procedure.field
    assert rename(field, "Hộ tịch, quốc tịch").name == "Hộ tịch, quốc tịch"


def test_what_is_published_after_a_renaming_is_found_by_the_new_name_only() -> None:
    version = draft()
    rename(version.procedure.field, "Lĩnh vực dân sự")
    actions.publish(version.pk, decision_id=decision("02/QĐ", DAY).pk, by=KEEPER, now=NOW)
    assert [one.pk for one in queries.search("lĩnh vực dân sự", on=DAY)] == [version.pk]
    assert queries.search("hộ tịch", on=DAY) == []


def test_what_was_published_keeps_the_name_of_its_field() -> None:
    version = published()
    assert refused(rename, version.procedure.field, "Khác") == Refusal.FIELD_IN_USE
    act = decision("02/QĐ", DAY)
    actions.repeal(version.procedure_id, decision_id=act.pk, by=KEEPER, now=NOW)
    assert refused(rename, version.procedure.field, "Khác") == Refusal.FIELD_IN_USE


def test_a_field_that_is_not_there_is_not_renamed() -> None:
    assert refused(rename, Field(pk=999_999), "Khác") == Refusal.FIELD_NOT_FOUND


def test_naming_fails_whole_when_the_event_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    field = add()

    def fail(*_args: Any, **_named: Any) -> int:
        raise RuntimeError("the journal does not answer")

    monkeypatch.setattr(journal, "record", fail)
    for verb, said in ((add, ("xay-dung", "Xây dựng")), (rename, (field, "Khác"))):
        with pytest.raises(RuntimeError):
            verb(*said)
    assert [row.name for row in Field.objects.all()] == ["Đất đai"]


def test_fields_are_counted_with_what_is_in_force_and_in_preparation(
    django_assert_num_queries: Any,
) -> None:
    published()
    draft(code="2.000001")
    add()
    with django_assert_num_queries(1):
        found = queries.fields_counted(DAY)
    counted = [(one.field.code, one.in_force, one.drafts, one.published) for one in found]
    assert counted == [("dat-dai", 0, 0, False), ("ho-tich", 1, 1, True)]


@pytest.mark.parametrize(
    ("name", "code"),
    [("Hộ tịch", "ho-tich"), ("Đất đai, môi trường", "dat-dai-moi-truong"), ("an " * 30, "an" + "-an" * 12)],
)
def test_a_code_follows_from_the_name(name: str, code: str) -> None:
    assert field_code_from(name) == code
