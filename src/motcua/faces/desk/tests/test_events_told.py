"""Every kind of event of a dossier has its sentence, in both languages, with all its names."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.events import DOSSIER
from motcua.casework.dossiers.queries import story
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.faces.desk.dossier import events_told
from motcua.ground.kernel import journal
from motcua.people.organisation.models import Role

KINDS = sorted(
    verb
    for verb, kind in journal.KINDS.items()
    if verb.startswith("dossiers.") or kind.object_kind == DOSSIER
)


def test_no_kind_is_without_a_sentence_and_no_sentence_without_a_kind() -> None:
    assert sorted(events_told.SENTENCES) == KINDS


@pytest.mark.parametrize("verb", KINDS)
def test_a_sentence_asks_only_for_what_is_known(verb: str) -> None:
    asked = set(re.findall(r"%\((\w+)\)s", str(events_told.SENTENCES[verb])))
    assert asked <= set(events_told.VALUES)


@pytest.mark.parametrize("verb", KINDS)
def test_a_sentence_is_translated_with_the_same_names(verb: str) -> None:
    with translation.override("vi"):
        vietnamese = str(events_told.SENTENCES[verb])
    with translation.override("en"):
        english = str(events_told.SENTENCES[verb])
    assert english != vietnamese
    assert sorted(re.findall(r"%\(\w+\)s", english)) == sorted(re.findall(r"%\(\w+\)s", vietnamese))


@pytest.mark.parametrize(
    ("fee", "paid", "said"),
    [
        (150_000, True, "Phí, lệ phí 150.000 đ: đã nộp tại quầy."),
        (150_000, False, "Phí, lệ phí 150.000 đ: chưa nộp."),
        (0, True, ""),
    ],
)
def test_a_reception_says_what_became_of_the_fee(cast: Cast, fee: int, paid: bool, said: str) -> None:
    cast.procedure = stage.procedure(fee=fee)
    stage.offer(cast.procedure, cast.here)
    received = cast.receive(fee_paid=paid)
    (told,) = story.tell(cast.here.actor(Role.RECEPTIONIST), received.code, MORNING).happenings
    assert events_told.entry(told).detail.replace("\xa0", " ") == said


def test_a_whole_road_is_told_without_a_gap(cast: Cast) -> None:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "verify")
    head, desk = cast.here.actor(Role.HEAD_OF_DIVISION), cast.here.actor(Role.RECEPTIONIST)
    actions.send_back(task.pk, by=head, now=MORNING, element="handle", reason="Sai số thửa")
    task = cast.bring_to(received.dossier_id, "return")
    actions.return_result(task.pk, by=desk, now=MORNING, collected_by="Lê Thị Hoa")
    told = story.tell(desk, received.code, MORNING)
    entries = [events_told.entry(happening) for happening in told.happenings]
    assert all("“”" not in entry.text and "  " not in entry.text for entry in entries)
    assert entries[3].detail.endswith("Sai số thửa")
    assert entries[-1].text.endswith("trả kết quả cho Lê Thị Hoa.")
