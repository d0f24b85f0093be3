"""What a hand-over of paper files asks for (decree 61/2018/NĐ-CP, art. 18: a dossier is passed on against a list)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from motcua.casework.custody.states import State
from motcua.ground.kernel.refusals import Kind, RefusalCode, Refused, sentences

LINES_AT_ONCE = 200


class Refusal(RefusalCode):
    """Why a hand-over is not done."""

    NOTHING_GIVEN = "custody.nothing_given"
    TOO_MANY = "custody.too_many"
    NOT_TO_HAND_OVER = "custody.not_to_hand_over"
    ON_ANOTHER_LIST = "custody.on_another_list"
    NOT_EXPLAINED = "custody.not_explained"
    ANSWERED = "custody.answered"
    NOT_DIFFERING = "custody.not_differing"


sentences(
    {
        Refusal.NOTHING_GIVEN: (Kind.WRONG_INPUT, _("Hãy đánh dấu ít nhất một hồ sơ để bàn giao.")),
        Refusal.TOO_MANY: (Kind.WRONG_INPUT, _("Mỗi danh sách bàn giao tối đa %(limit)s hồ sơ.")),
        Refusal.NOT_TO_HAND_OVER: (
            Kind.NOT_NOW,
            _(
                "Có %(count)s hồ sơ không còn phải bàn giao cho đơn vị này. Hãy mở lại trang để xem danh sách mới."
            ),
        ),
        Refusal.ON_ANOTHER_LIST: (
            Kind.NOT_NOW,
            _("Có hồ sơ vừa được đưa vào một danh sách bàn giao khác. Hãy mở lại trang."),
        ),
        Refusal.NOT_EXPLAINED: (
            Kind.WRONG_INPUT,
            _("Hồ sơ không nhận được thì phải ghi rõ chênh lệch (còn %(count)s hồ sơ chưa ghi)."),
        ),
        Refusal.ANSWERED: (Kind.NOT_NOW, _("Danh sách bàn giao này đã được xác nhận hoặc đã hủy.")),
        Refusal.NOT_DIFFERING: (Kind.NOT_NOW, _("Danh sách này không có chênh lệch chờ bên giao xác nhận.")),
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the taker says of one line: whether the file came, and what differs."""

    came: bool
    difference: str = ""


def check_answers(lines: Collection[int], answers: Mapping[int, Answer]) -> dict[int, Answer]:
    """What is said of each line; one of which nothing is said did not come.

    Raises Refused(NOT_EXPLAINED) when a file that did not come is not explained.
    """
    said = {line: answers.get(line, Answer(came=False)) for line in lines}
    silent = sum(not answer.came and not answer.difference.strip() for answer in said.values())
    if silent:
        raise Refused(Refusal.NOT_EXPLAINED, count=silent)
    return {line: Answer(answer.came, answer.difference.strip()) for line, answer in said.items()}


def state_after(answers: Collection[Answer]) -> State:
    """A hand-over in which nothing differs is done; what differs waits for the giver's word."""
    return State.DIFFERING if any(not a.came or a.difference for a in answers) else State.TAKEN
