"""The apology and the cause on the dossier's page, and what the applicant reads of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.models import Apology, Dossier, Lateness
from motcua.casework.dossiers.queries import tracking
from motcua.casework.dossiers.queries.late import apologies
from motcua.casework.dossiers.tests.cast import Cast
from motcua.casework.dossiers.tests.verbs.test_apologising import NEW_DUE, SAID
from motcua.casework.dossiers.tests.verbs.test_lateness import NOTICED, late_at
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.organisation.models import Role

SENT = {"key": "k", "cause": "on_site", "reason": SAID.reason, "on": "04/04/2017"}


@pytest.fixture
def late(cast: Cast, stand_at: Callable[[datetime], None]) -> Dossier:
    """A dossier late at its handler, on the morning after."""
    stand_at(NOTICED)
    return Dossier.objects.get(pk=late_at(cast))


def issued(cast: Cast, dossier: Dossier) -> None:
    actions.issue_apology(dossier.pk, by=cast.here.actor(Role.LEADER, NOTICED), now=NOTICED, said=SAID)


def test_the_page_says_which_step_made_it_late(late: Dossier, signed_in: SignIn) -> None:
    said = text_of(signed_in(Role.HANDLER).get(f"/dossiers/{late.code}/"))
    assert "Thẩm tra, Phòng TN&MT Huyện Châu Thành" in said
    assert "đã dùng 15 ngày 7 giờ, được giao 5 ngày" in said
    assert "chưa ghi" in said


def test_a_handler_names_the_cause(late: Dossier, signed_in: SignIn) -> None:
    client = signed_in(Role.HANDLER)
    form = page(client.get(f"/dossiers/{late.code}/cause/"))
    assert "Chờ cơ quan phối hợp trả lời" in form.select_one("select[name=cause]").get_text()
    client.post(
        f"/dossiers/{late.code}/cause/", {"key": "k", "cause": "overloaded", "words": "Ba người nghỉ"}
    )
    assert Lateness.objects.get(dossier=late).cause == "overloaded"
    assert "Ba người nghỉ" in text_of(client.get(f"/dossiers/{late.code}/"))


def test_a_draft_opens_with_the_date_that_is_still_needed(late: Dossier, signed_in: SignIn) -> None:
    form = page(signed_in(Role.HANDLER).get(f"/dossiers/{late.code}/apology/draft/"))
    assert form.select_one("input[name=on]")["value"] == "28/03/2017"


def test_the_leader_signs_what_the_handler_drafted(late: Dossier, signed_in: SignIn) -> None:
    signed_in(Role.HANDLER).post(f"/dossiers/{late.code}/apology/draft/", SENT)
    leader = signed_in(Role.LEADER)
    form = page(leader.get(f"/dossiers/{late.code}/apology/"))
    assert form.select_one("input[name=on]")["value"] == "04/04/2017"
    assert form.select_one("textarea[name=reason]").get_text().strip() == SAID.reason
    leader.post(f"/dossiers/{late.code}/apology/", SENT | {"key": "k2"})
    late.refresh_from_db()
    assert late.due_at == NEW_DUE
    assert "số 1/2017: hẹn trước" in text_of(leader.get(f"/dossiers/{late.code}/"))


def test_a_date_that_cannot_be_is_said_beside_the_form(late: Dossier, signed_in: SignIn) -> None:
    answer = signed_in(Role.LEADER).post(f"/dossiers/{late.code}/apology/", SENT | {"on": "02/04/2017"})
    assert answer.status_code == 422
    assert "ngày nghỉ" in text_of(answer)
    assert not Apology.objects.exists()


def test_a_second_one_is_not_offered(cast: Cast, late: Dossier, signed_in: SignIn) -> None:
    issued(cast, late)
    assert "chỉ được hẹn lại ngày trả kết quả một lần" in text_of(
        signed_in(Role.LEADER).get(f"/dossiers/{late.code}/apology/")
    )


def test_the_counter_does_not_sign(late: Dossier, signed_in: SignIn) -> None:
    assert signed_in(Role.RECEPTIONIST).post(f"/dossiers/{late.code}/apology/", SENT).status_code == 403
    assert signed_in(Role.HANDLER).post(f"/dossiers/{late.code}/apology/", SENT).status_code == 403


def test_the_applicant_reads_the_bad_news_first(cast: Cast, late: Dossier) -> None:
    issued(cast, late)
    said = text_of(Client().get(f"/tra-cuu/{late.code}/"))
    sorry = said.index("Chúng tôi xin lỗi: hồ sơ này không có kết quả đúng hẹn 22/03/2017, 08:30")
    assert sorry < said.index("Hẹn lại 04/04/2017, 08:30") < said.index("Diễn biến")
    assert "Phải xác minh, kiểm tra thực địa" in said
    assert SAID.reason not in said


def test_with_the_secret_the_applicant_reads_the_reason(cast: Cast, late: Dossier) -> None:
    issued(cast, late)
    assert tracking.personal(late.code).why_late == SAID.reason


def test_a_new_date_that_passed_is_owned_up_to(
    cast: Cast, late: Dossier, stand_at: Callable[[datetime], None]
) -> None:
    issued(cast, late)
    stand_at(NEW_DUE.replace(hour=9))
    assert "cũng đã qua" in text_of(Client().get(f"/tra-cuu/{late.code}/"))


def test_a_leader_has_a_list_of_what_waits_for_his_signature(cast: Cast, late: Dossier) -> None:
    actions.draft_apology(late.pk, by=SYSTEM, now=NOTICED)
    leader, stranger = cast.here.actor(Role.LEADER, NOTICED), cast.sister.actor(Role.LEADER, NOTICED)
    assert [row.dossier_id for row in apologies.to_sign(leader)] == [late.pk]
    assert list(apologies.to_sign(stranger)) == []
    issued(cast, late)
    assert list(apologies.to_sign(leader)) == []


def test_a_draft_without_words_is_not_a_reason(late: Dossier) -> None:
    actions.draft_apology(late.pk, by=SYSTEM, now=NOTICED)
    assert tracking.personal(late.code).why_late == ""
