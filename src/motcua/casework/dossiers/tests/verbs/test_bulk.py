"""Many at once: each by itself, nothing half done; what is refused hinders no other; pressing twice does it once."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Document
from motcua.casework.dossiers.actions.many import bulk
from motcua.casework.dossiers.actions.many.bulk import Ending
from motcua.casework.dossiers.models import Decision, Task
from motcua.casework.dossiers.queries.many import together
from motcua.casework.dossiers.queries.proof import broken_rules
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.ground.kernel.models import JournalRow
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Role

FIRST = Document("120/GXN-UBND", date(2017, 3, 1), "Lê Văn Ký")


def standing_at(cast: Cast, element: str, count: int = 3) -> list[int]:
    return [cast.bring_to(cast.receive().dossier_id, element).pk for _ in range(count)]


def end(cast: Cast, role: Role, ids: list[int], key: str = "k", **said: object) -> list[str]:
    by = cast.here.actor(role)
    answers = bulk.end_steps(ids, by=by, now=MORNING, said=Ending(**said), key=key)  # type: ignore[arg-type]
    return [str(answer.refused.code) if answer.refused else "done" for answer in answers]


def test_many_are_approved_each_with_its_event(cast: Cast) -> None:
    ids = standing_at(cast, "sign")
    assert end(cast, Role.LEADER, ids, remark="Đồng ý") == ["done"] * 3
    assert JournalRow.objects.filter(verb="dossiers.approve").count() == 3
    assert Task.objects.filter(element="stamp", ended_at__isnull=True).count() == 3
    assert list(broken_rules()) == []


def test_many_are_passed_on_to_one_person(cast: Cast) -> None:
    ids = standing_at(cast, "assign")
    handler = cast.here.officer_id(Role.HANDLER)
    assert end(cast, Role.HEAD_OF_DIVISION, ids, officer_id=handler) == ["done"] * 3
    assert set(Task.objects.filter(element="handle").values_list("officer_id", flat=True)) == {handler}


def test_documents_are_numbered_in_the_order_of_the_list(cast: Cast) -> None:
    ids = standing_at(cast, "stamp")
    end(cast, Role.CLERK, ids[::-1], document=FIRST, runs_on=True)
    numbers = Decision.objects.order_by("-dossier_id").values_list("document_number", flat=True)
    assert list(numbers) == ["120/GXN-UBND", "121/GXN-UBND", "122/GXN-UBND"]


def test_one_document_may_stand_for_all(cast: Cast) -> None:
    end(cast, Role.CLERK, standing_at(cast, "stamp"), document=FIRST)
    assert set(Decision.objects.values_list("document_number", flat=True)) == {"120/GXN-UBND"}


def test_what_one_refuses_hinders_no_other(cast: Cast) -> None:
    ids = standing_at(cast, "sign")
    actions.approve(ids[1], by=cast.here.actor(Role.LEADER), now=MORNING)
    assert end(cast, Role.LEADER, ids) == ["done", "dossiers.task_ended", "done"]


def test_the_same_request_again_does_nothing_twice(cast: Cast) -> None:
    ids = standing_at(cast, "stamp")
    assert end(cast, Role.CLERK, ids, document=FIRST, runs_on=True) == ["done"] * 3
    assert end(cast, Role.CLERK, ids, document=FIRST, runs_on=True) == ["done"] * 3
    assert JournalRow.objects.filter(verb="dossiers.finish").count() == 3


def test_different_steps_are_refused_before_anything_is_done(cast: Cast) -> None:
    ids = [*standing_at(cast, "sign", 1), *standing_at(cast, "stamp", 1)]
    with pytest.raises(Refused, match="not_alike"):
        end(cast, Role.LEADER, ids)
    assert not JournalRow.objects.filter(verb="dossiers.approve", number__gt=6).exists()


def test_without_a_document_nothing_is_finished(cast: Cast) -> None:
    with pytest.raises(Refused, match="no_document"):
        end(cast, Role.CLERK, standing_at(cast, "stamp", 1))


def test_results_are_not_handed_over_together(cast: Cast) -> None:
    with pytest.raises(Refused, match="wrong_step"):
        end(cast, Role.RECEPTIONIST, standing_at(cast, "return", 1))


def test_strangers_find_none_of_them(cast: Cast) -> None:
    ids = standing_at(cast, "sign", 2)
    by = cast.sister.actor(Role.LEADER)
    answers = bulk.end_steps(ids, by=by, now=MORNING, said=Ending(), key="k")
    assert [str(answer.refused.code) for answer in answers if answer.refused] == ["kernel.not_found"] * 2


# --- giving work to others -----------------------------------------------------------------------------------------


def colleague(cast: Cast) -> int:
    _account, appointed = stage.officer("Người thứ hai", cast.here.division, Role.HANDLER)
    return appointed.officer_id


def test_work_is_given_to_others_each_with_its_event(cast: Cast) -> None:
    ids = standing_at(cast, "handle")
    other, head = colleague(cast), cast.here.actor(Role.HEAD_OF_DIVISION)
    answers = bulk.reassign_many(dict.fromkeys(ids, other), by=head, now=MORNING, reason="Nghỉ ốm", key="k")
    assert [answer.refused for answer in answers] == [None] * 3
    assert set(Task.objects.filter(pk__in=ids).values_list("officer_id", flat=True)) == {other}
    assert JournalRow.objects.filter(verb="dossiers.reassign").count() == 3


def test_whoever_holds_no_such_office_gets_none(cast: Cast) -> None:
    ids, other = standing_at(cast, "handle", 2), colleague(cast)
    given = {ids[0]: other, ids[1]: cast.here.officer_id(Role.CLERK)}
    head = cast.here.actor(Role.HEAD_OF_DIVISION)
    answers = bulk.reassign_many(given, by=head, now=MORNING, reason="Nghỉ ốm", key="k")
    assert [answer.refused is None for answer in answers] == [True, False]


def test_a_reason_is_asked_before_anything_is_done(cast: Cast) -> None:
    ids = standing_at(cast, "handle", 1)
    head = cast.here.actor(Role.HEAD_OF_DIVISION)
    with pytest.raises(Refused, match="no_reason"):
        bulk.reassign_many({ids[0]: colleague(cast)}, by=head, now=MORNING, reason=" ", key="k")


def test_a_head_sees_who_holds_how_much_and_when_it_is_due(cast: Cast) -> None:
    standing_at(cast, "handle", 2)
    head, handler = cast.here.actor(Role.HEAD_OF_DIVISION), cast.here.officer_id(Role.HANDLER)
    (holder,) = together.holders(head)
    assert (holder.officer_id, holder.role, holder.count) == (handler, "handler", 2)
    held = together.held_by(head, handler, "handler", MORNING)
    assert dict(held.by_step) == {"Thẩm tra": 2}
    assert [one.officer_id for one in together.others(head, handler, "handler", MORNING)] == []
    assert together.held_under(handler, cast.here.division.pk, "handler") == 2


def test_nobody_sees_what_a_neighbour_holds(cast: Cast) -> None:
    ids = standing_at(cast, "handle", 2)
    head = cast.sister.actor(Role.HEAD_OF_DIVISION)
    assert together.holders(head) == ()
    assert together.chosen(head, ids) is None
    assert together.alike(head, ids[0], MORNING) == []


def test_all_that_are_alike_are_found(cast: Cast) -> None:
    ids = standing_at(cast, "sign")
    standing_at(cast, "stamp", 1)
    leader = cast.here.actor(Role.LEADER)
    assert together.alike(leader, ids[0], MORNING) == ids
    found = together.chosen(leader, ids)
    assert found is not None
    assert (found.step.key, found.following and found.following.key) == ("sign", "stamp")
