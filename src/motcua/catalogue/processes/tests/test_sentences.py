"""Each refusal of the catalogue: its kind, its Vietnamese sentence and its English one, with its data in place."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from motcua.catalogue.procedures.rules import Refusal
from motcua.catalogue.procedures.rules.content import LABELS, Part
from motcua.catalogue.processes.rules import KIND_LABELS, PLACE_LABELS
from motcua.catalogue.processes.rules import Refusal as ProcessRefusal
from motcua.ground.kernel.refusals import RefusalCode, Refused

REVIEWED: list[tuple[RefusalCode, int, dict[str, Any], str]] = [
    (Refusal.PROCEDURE_NOT_FOUND, 404, {}, "Không tìm thấy thủ tục hành chính này."),
    (Refusal.VERSION_NOT_FOUND, 404, {}, "Không tìm thấy nội dung này của thủ tục hành chính."),
    (Refusal.DECISION_NOT_FOUND, 404, {}, "Không tìm thấy quyết định công bố này."),
    (Refusal.NO_SUCH_FIELD, 422, {}, "Không có lĩnh vực này."),
    (Refusal.FIELD_NOT_FOUND, 404, {}, "Không tìm thấy lĩnh vực này."),
    (
        Refusal.FIELD_CODE_WRONG,
        422,
        {},
        "Mã lĩnh vực có tối đa 40 ký tự: chữ thường không dấu, chữ số và gạch ngang, ví dụ ho-tich.",
    ),
    (Refusal.FIELD_NAME_WRONG, 422, {"limit": 200}, "Phải ghi tên lĩnh vực, tối đa 200 ký tự."),
    (Refusal.FIELD_TAKEN, 409, {"field": "dat-dai"}, "Đã có lĩnh vực khác mang mã dat-dai."),
    (Refusal.FIELD_NAME_TAKEN, 409, {"name": "Đất đai"}, "Đã có lĩnh vực mang tên “Đất đai”."),
    (
        Refusal.FIELD_IN_USE,
        409,
        {},
        "Đã có thủ tục được công bố trong lĩnh vực này nên tên được giữ nguyên. Hãy thêm lĩnh vực mới.",
    ),
    (Refusal.CODE_TAKEN, 409, {"procedure": "1.1"}, "Đã có thủ tục hành chính mang mã 1.1."),
    (Refusal.DECISION_TAKEN, 409, {"number": "5/QĐ"}, "Đã có quyết định công bố số 5/QĐ."),
    (Refusal.SIGNED_AFTER_FORCE, 422, {}, "Ngày có hiệu lực không được trước ngày ký."),
    (Refusal.NO_NAME, 422, {}, "Phải ghi tên thủ tục hành chính."),
    (Refusal.DRAFT_NOT_FOUND, 404, {}, "Không tìm thấy dự thảo quyết định này."),
    (
        Refusal.DRAFT_CLOSED,
        409,
        {},
        "Dự thảo quyết định đã kiểm tra, đã ký hoặc đã rút nên không sửa được ở bước này.",
    ),
    (Refusal.NOT_CHECKED, 409, {}, "Dự thảo quyết định chưa được kiểm tra nên chưa ký được."),
    (
        Refusal.SAME_PERSON,
        403,
        {},
        "Người soạn không tự kiểm tra dự thảo của mình. Hãy nhờ người khác kiểm tra.",
    ),
    (
        Refusal.HAS_FAULTS,
        409,
        {"n": 2, "faults": "thiếu thời hạn; thiếu trình tự"},
        "Dự thảo quyết định còn 2 điểm phải sửa: thiếu thời hạn; thiếu trình tự.",
    ),
    (
        Refusal.CHANGED_SINCE_CHECK,
        409,
        {},
        "Nội dung thủ tục trong dự thảo đã thay đổi sau khi kiểm tra. Hãy kiểm tra lại rồi ký.",
    ),
    (
        Refusal.PREPARED_ELSEWHERE,
        409,
        {"procedure": "1.1"},
        "Thủ tục 1.1 đã có trong một dự thảo quyết định chưa ký.",
    ),
    (Refusal.NOT_AN_ITEM, 404, {}, "Thủ tục này không có trong dự thảo quyết định."),
    (Refusal.NO_TITLE, 422, {}, "Phải ghi trích yếu và cơ quan ban hành."),
    (Refusal.NO_SIGNER, 422, {}, "Phải ghi số, ngày ký và người ký quyết định."),
    (Refusal.DRAFT_EXISTS, 409, {}, "Thủ tục này đang có một dự thảo. Hãy sửa dự thảo đó."),
    (Refusal.NOT_A_DRAFT, 409, {}, "Nội dung đã công bố thì không sửa được nữa. Hãy lập dự thảo mới."),
    (
        Refusal.INCOMPLETE,
        422,
        {"parts": "trình tự"},
        "Chưa công bố được, còn thiếu: trình tự (Điều 8 Nghị định 63/2010/NĐ-CP).",
    ),
    (Refusal.BAD_AMOUNT, 422, {}, "Thời hạn, mức thu và số bản phải là số không âm."),
    (Refusal.BAD_CHANNEL, 422, {"channel": "fax"}, "Không có cách thức nộp “fax”."),
    (
        Refusal.NOT_AFTER_THE_LAST,
        422,
        {"day": "01/01/2017"},
        "Quyết định phải có hiệu lực sau ngày 01/01/2017 là ngày nội dung hiện hành bắt đầu có hiệu lực.",
    ),
    (
        Refusal.NOT_IN_FORCE,
        409,
        {"day": "01/01/2017"},
        "Thủ tục này không có hiệu lực trong ngày 01/01/2017.",
    ),
    (
        Refusal.NO_TIME_LIMIT,
        422,
        {},
        "Thủ tục này không công bố thời hạn cho trường hợp, địa bàn và cách thức nộp đã chọn.",
    ),
    (Refusal.NOT_A_ONE_STOP, 422, {}, "Chỉ Bộ phận Một cửa mới tiếp nhận hồ sơ."),
    (Refusal.NOT_OFFERED, 409, {}, "Bộ phận Một cửa này không tiếp nhận thủ tục đã chọn."),
    (
        Refusal.OFFERED_ALREADY,
        409,
        {},
        "Bộ phận Một cửa này đang tiếp nhận thủ tục đã chọn. Hãy thôi tiếp nhận trước khi đổi nơi thụ lý.",
    ),
    (ProcessRefusal.NO_SUCH_TOKEN, 409, {}, "Bước này đã được người khác xử lý xong."),
    (ProcessRefusal.NO_SUCH_STEP, 422, {}, "Quy trình không có bước này."),
    (
        ProcessRefusal.NO_WAY_ON,
        422,
        {"step": "Ký"},
        "Từ bước “Ký”, quy trình không có hướng đi cho kết quả này.",
    ),
    (
        ProcessRefusal.NOT_EARLIER,
        422,
        {},
        "Chỉ được trả hồ sơ về một bước đứng trước bước hiện tại.",
    ),
    (
        ProcessRefusal.NOT_LATER,
        422,
        {},
        "Chỉ được chuyển thẳng hồ sơ tới một bước đứng sau bước hiện tại.",
    ),
    (
        ProcessRefusal.BAD_DEFINITION,
        422,
        {"part": "steps"},
        "Không đọc được quy trình: thiếu hoặc sai mục “steps”.",
    ),
    (ProcessRefusal.NOT_SOUND, 422, {"problems": "x"}, "Quy trình chưa dùng được: x"),
    (ProcessRefusal.VERSION_NOT_FOUND, 404, {}, "Không tìm thấy quy trình này."),
    (
        ProcessRefusal.NOT_AFTER_THE_LAST,
        422,
        {"day": "01/01/2017"},
        "Quy trình mới phải áp dụng sau ngày 01/01/2017 là ngày quy trình hiện hành bắt đầu áp dụng.",
    ),
    (
        ProcessRefusal.WORKBOOK_HAS_FAULTS,
        422,
        {"n": 2, "cells": "Thời hạn!D3"},
        "Tệp còn 2 lỗi (Thời hạn!D3…), chưa ghi gì. Hãy sửa trong tệp rồi tải lên lại.",
    ),
    (
        ProcessRefusal.NOTHING_TO_IMPORT,
        422,
        {},
        "Trang tính “Thủ tục” chưa có thủ tục nào ngoài dòng ví dụ.",
    ),
]


@pytest.mark.parametrize(("code", "status", "data", "sentence"), REVIEWED, ids=[row[0] for row in REVIEWED])
def test_a_refusal_says_its_sentence(
    code: RefusalCode, status: int, data: dict[str, Any], sentence: str
) -> None:
    refused = Refused(code, **data)
    with translation.override("vi"):
        assert (refused.status, refused.sentence()) == (status, sentence)


def test_every_refusal_is_reviewed() -> None:
    assert {row[0] for row in REVIEWED} == {*Refusal, *ProcessRefusal}


@pytest.mark.parametrize("part", Part)
def test_a_part_is_labelled_in_vietnamese(part: Part) -> None:
    with translation.override("vi"):
        label = str(LABELS[part])
    assert label[0].isupper()
    assert not label.endswith(".")


def test_no_two_parts_kinds_or_places_share_a_label() -> None:
    for labels in (LABELS, KIND_LABELS, PLACE_LABELS):
        assert len({str(label) for label in labels.values()}) == len(labels)
