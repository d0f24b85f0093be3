"""The desk's words: buttons named by where they lead, time in words, where a task came from."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import HandedIn
from motcua.casework.dossiers.queries import finding, story, work
from motcua.casework.dossiers.queries.clock import Clock, Stretch, StretchKind
from motcua.casework.dossiers.queries.offers import Verb
from motcua.casework.dossiers.queries.work import View
from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import MORNING, STEPS, Cast, at
from motcua.catalogue.procedures.models import TimeLimit
from motcua.faces.desk import words
from motcua.faces.look.formats import Due
from motcua.people.organisation.models import Role

HOUR = timedelta(hours=1)
NEXT = dict(zip([step.key for step in STEPS], [*STEPS[1:], None], strict=True))


@pytest.mark.parametrize(
    ("element", "button"),
    [
        ("receive", "Chuyển phòng chuyên môn"),
        ("assign", "Giao người thụ lý"),
        ("handle", "Trình trưởng phòng"),
        ("verify", "Trình lãnh đạo ký"),
        ("sign", "Chuyển văn thư"),
    ],
)
def test_passing_on_is_named_by_where_it_leads(element: str, button: str) -> None:
    step = next(step for step in STEPS if step.key == element)
    assert words.label(Verb.FORWARD, step, NEXT[element], State.IN_PROGRESS).button == button


def test_a_rejection_is_handed_over_by_its_own_name() -> None:
    assert words.label(Verb.RETURN, STEPS[-1], None, State.STOPPED).button == "Trả văn bản không giải quyết"


@pytest.mark.parametrize("verb", list(Verb))
def test_every_verb_has_its_words_in_both_languages(verb: Verb) -> None:
    for said in (words.LABELS[verb].button, words.LABELS[verb].done):
        with translation.override("vi"):
            vietnamese = str(said)
        with translation.override("en"):
            assert str(said) != vietnamese


def clock(
    *, left: timedelta, late: bool = False, over: bool = False, stopped: timedelta = timedelta()
) -> Clock:
    kinds = [Stretch(StretchKind.WORKED, 3 * HOUR, "Thẩm tra"), Stretch(StretchKind.WORKED, HOUR, "Kiểm tra")]
    if stopped:
        kinds.append(Stretch(StretchKind.STOPPED, stopped))
    return Clock(tuple(kinds), left, stopped, late, False, over, late_by=-left if late else timedelta())


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (clock(left=9 * HOUR), "còn 1 ngày 1 giờ"),
        (clock(left=-2 * HOUR), "hết hạn trong hôm nay"),
        (clock(left=-2 * HOUR, late=True), "quá hạn 2 giờ"),
        (clock(left=2 * HOUR, over=True), "đã xong, trong hạn"),
        (clock(left=9 * HOUR, stopped=48 * HOUR), "còn 1 ngày 1 giờ; đã dừng 6 ngày không tính"),
    ],
)
def test_the_strip_says_the_same_in_words(read: Clock, said: str) -> None:
    assert words.clock_text(read) == said


def test_a_row_joins_what_the_page_names() -> None:
    read = clock(left=HOUR)
    assert [segment.label for segment in words.page_strip(read).segments] == [
        "Thẩm tra · 3 giờ",
        "Kiểm tra · 1 giờ",
    ]
    assert [segment.share for segment in words.row_strip(read).segments] == [1.0]


def row_of(cast: Cast, now: str, view: View = View.MINE) -> work.DossierWork:
    (item,) = work.worklist(cast.here.actor(Role.HANDLER), view=view, now=at(now)).items
    return item


def test_a_row_says_from_whom_and_when_it_came(cast: Cast) -> None:
    cast.bring_to(cast.receive().dossier_id, "handle")
    today, later = (row_of(cast, now) for now in ("2017-03-01 16:00", "2017-03-02 16:00"))
    name = "Trưởng phòng Huyện Châu Thành"
    assert words.came_from(today, at("2017-03-01 16:00")) == f"nhận từ {name} lúc 08:30"
    assert words.came_from(later, at("2017-03-02 16:00")) == f"nhận từ {name}, 01/03"


def test_a_row_that_was_sent_back_says_by_whom_and_why(cast: Cast) -> None:
    task = cast.bring_to(cast.receive().dossier_id, "verify")
    head = cast.here.actor(Role.HEAD_OF_DIVISION)
    actions.send_back(task.pk, by=head, now=MORNING, element="handle", reason="Sai số thửa")
    assert words.came_from(row_of(cast, "2017-03-02 16:00"), MORNING) == "Trưởng phòng trả lại: Sai số thửa"


def test_a_row_that_waits_has_no_time_running(cast: Cast) -> None:
    task = cast.bring_to(cast.receive().dossier_id, "handle")
    actions.request_completion(task.pk, by=cast.here.actor(Role.HANDLER), now=MORNING, missing="Bản vẽ")
    item = row_of(cast, "2017-04-02 16:00", View.WAITING)
    assert words.came_from(item, MORNING) == "chờ người nộp bổ sung"
    assert words.step_due(item) == Due("tạm dừng", "stopped", "08/03/2017, 08:30")


def test_what_has_been_done_says_when(cast: Cast) -> None:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "handle")
    actions.forward(task.pk, by=cast.here.actor(Role.HANDLER), now=MORNING)
    assert words.step_due(row_of(cast, "2017-03-01 09:00", View.DONE)).text == "xong lúc 08:30"


@pytest.mark.parametrize(
    ("element", "said"),
    [
        (
            "handle",
            "Hồ sơ %s đang ở bước “Thẩm tra”: Người thụ lý Huyện Châu Thành, Phòng TN&MT Huyện Châu Thành.",
        ),
        ("sign", "Hồ sơ %s đang ở bước “Ký”: Lãnh đạo cơ quan, Huyện Châu Thành."),
    ],
)
def test_where_a_dossier_is_now_is_one_sentence(cast: Cast, element: str, said: str) -> None:
    received = cast.receive()
    cast.bring_to(received.dossier_id, element)
    assert words.standing(finding.whereabouts(received.code, MORNING)) == said % received.code


def test_a_closed_dossier_stands_nowhere(cast: Cast) -> None:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "return")
    actions.return_result(task.pk, by=cast.here.actor(Role.RECEPTIONIST), now=MORNING, collected_by="A")
    assert words.standing(finding.whereabouts(received.code, MORNING)) == ""


def why(cast: Cast, code: str) -> list[str]:
    return words.why_lines(story.tell(cast.here.actor(Role.HANDLER), code, MORNING).why)


def test_a_count_from_the_beginning_cites_its_clause(cast: Cast) -> None:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "handle")
    actions.request_completion(task.pk, by=cast.here.actor(Role.HANDLER), now=MORNING, missing="Bản vẽ")
    came = (HandedIn(None, "Bản vẽ", originals=1),)
    actions.receive_completion(task.pk, by=cast.here.actor(Role.RECEPTIONIST), now=MORNING, papers=came)
    first = why(cast, received.code)[0]
    assert first.startswith("Tính lại từ đầu sau khi bổ sung đủ, từ ")
    assert first.endswith("(khoản 4 Điều 19 Nghị định 61/2018/NĐ-CP).")


def test_a_limit_of_the_same_day_names_its_law(cast: Cast) -> None:
    stage.same_day(cast.procedure)
    TimeLimit.objects.filter(version__procedure=cast.procedure).update(
        basis="Luật Hộ tịch 2014, Điều 5 khoản 3."
    )
    assert why(cast, cast.receive().code)[:2] == [
        "Trả trong ngày; nhận sau 15:00 thì trả trong ngày làm việc tiếp theo.",
        "Căn cứ: Luật Hộ tịch 2014, Điều 5 khoản 3.",
    ]
