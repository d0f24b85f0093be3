"""Tracking: the code alone shows status, agency and dates; the secret the rest; strangers learn nothing."""

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.rules import receipt_secret
from motcua.casework.dossiers.tests.cast import MORNING, Cast, set_the_stage
from motcua.faces.portal import tracking
from motcua.ground.kernel import clock, throttle
from motcua.ground.kernel.models import ThrottleCounter
from motcua.ground.kernel.throttle import Limit, admit, forget_old
from motcua.people.organisation.models import Role

CANARIES = ("Nguyễn Văn Phước", "082190000123", "0900000123", "Tách thửa 214", "Đơn đề nghị")

# The clock, and the count of tries.
WRONG_SECRET = 2


@pytest.fixture
def cast(db: None) -> Cast:
    clock.mark_demonstration(at=MORNING + timedelta(hours=2))
    return set_the_stage()


def page(client: Client, code: str) -> Any:
    return client.get(reverse("track_dossier", args=[code]))


def opened(client: Client, code: str, secret: str) -> Any:
    return client.post(reverse("open_dossier", args=[code]), {"secret": secret})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_code_shows_state_agency_and_dates(client: Client, cast: Cast) -> None:
    shown = text(page(client, cast.receive().code))
    assert "Đã tiếp nhận" in shown
    assert "Huyện Châu Thành" in shown
    assert "22/03/2017, 08:30" in shown


def test_a_stretch_under_a_minute_is_said_in_words(client: Client, cast: Cast) -> None:
    received = cast.receive()
    clock.mark_demonstration(at=MORNING + timedelta(seconds=30))
    assert "làm việc chưa đến 1 phút" in text(page(client, received.code))


def test_the_code_alone_shows_nothing_personal(client: Client, cast: Cast) -> None:
    shown = text(page(client, cast.receive().code))
    assert not [canary for canary in (*CANARIES, "Tách thửa đất") if canary in shown]


def test_the_secret_opens_the_rest(client: Client, cast: Cast) -> None:
    code = cast.receive().code
    shown = text(opened(client, code, receipt_secret(code, settings.RECEIPT_KEY).lower()))
    assert all(said in shown for said in ("Nguyễn Văn Phước", "Tách thửa 214", "Đơn đề nghị"))
    assert "082190000123" not in shown


def test_the_secret_of_another_opens_nothing(client: Client, cast: Cast) -> None:
    mine, other = cast.receive().code, cast.receive().code
    answer = opened(client, mine, receipt_secret(other, settings.RECEIPT_KEY))
    assert answer.status_code == 422
    assert not [canary for canary in CANARIES if canary in text(answer)]


def test_unknown_and_foreign_codes_are_answered_alike(client: Client, cast: Cast) -> None:
    answers = [page(client, code) for code in ("000.01.19.H58-170301-9999", "000.00.01.H01-170301-0001", "x")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({text(answer).partition("<main")[2].partition("csrf")[0] for answer in answers}) == 1


def test_a_wrong_secret_tells_nothing_of_the_code(client: Client, cast: Cast) -> None:
    known, unknown = cast.receive().code, "000.01.19.H58-170301-9999"
    answers = [
        (code, opened(client, code, "AAAAA-AAAAA")) for code in (known, unknown, "000.00.01.H01-170301-0001")
    ]
    assert {answer.status_code for _code, answer in answers} == {422}
    told = {text(answer).partition("<main")[2].replace(code, "") for code, answer in answers}
    assert len({re.sub(r'name="csrf[^>]*', "", page) for page in told}) == 1


def test_a_wrong_secret_costs_the_same_whatever_the_code(
    client: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    for code in (cast.receive().code, "000.01.19.H58-170301-9999"):
        with django_assert_num_queries(WRONG_SECRET):
            opened(client, code, "AAAAA-AAAAA")


def test_an_unknown_code_with_a_secret_is_answered_as_without(client: Client, cast: Cast) -> None:
    code = "000.01.19.H58-170301-9999"
    assert opened(client, code, receipt_secret(code, settings.RECEIPT_KEY)).status_code == 404


def test_the_secret_is_never_part_of_an_address(client: Client, cast: Cast) -> None:
    code = cast.receive().code
    answer = client.get(reverse("open_dossier", args=[code]), {"secret": "x"})
    assert answer.status_code == 405


def test_how_a_code_is_typed_is_forgiven(client: Client, cast: Cast) -> None:
    code = cast.receive().code
    answer = client.post(reverse("tracking"), {"code": f"  {code.lower()} "})
    assert answer["Location"] == reverse("track_dossier", args=[code])


def test_without_a_code_it_is_asked_for(client: Client, cast: Cast) -> None:
    assert client.post(reverse("tracking"), {"code": ""}).status_code == 422


def test_looking_is_limited(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    view: Any = tracking.track_dossier
    monkeypatch.setattr(view, "throttle", (Limit("tests", 2, 3600), ("GET",)))
    code = cast.receive().code
    assert [page(client, code).status_code for _ in range(3)] == [200, 200, 429]


def test_when_to_try_again_is_said(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "time", SimpleNamespace(time=lambda: 10 * 3600 + 600.5))
    view: Any = tracking.track_dossier
    monkeypatch.setattr(view, "throttle", (Limit("tests_wait", 0, 3600), ("GET",)))
    answer = page(client, cast.receive().code)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3000")


def test_asking_for_the_headers_alone_is_limited_too(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    view: Any = tracking.track_dossier
    monkeypatch.setattr(view, "throttle", (Limit("tests_head", 2, 3600), ("GET",)))
    address = reverse("track_dossier", args=["x"])
    assert [client.head(address).status_code for _ in range(3)] == [404, 404, 429]


@pytest.mark.parametrize("name", ["track_dossier", "procedure"])
def test_no_character_in_an_address_is_an_error_of_the_server(client: Client, cast: Cast, name: str) -> None:
    answer = client.get(reverse(name, args=["x"]).replace("/x/", "/a%00b/"))
    assert answer.status_code == 404
    assert "Không tìm thấy" in text(answer)


def test_guessing_a_secret_is_limited(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    view: Any = tracking.open_dossier
    monkeypatch.setattr(view, "throttle", (Limit("tests2", 2, 3600), ("POST",)))
    code = cast.receive().code
    assert [opened(client, code, "AAAAA-AAAAA").status_code for _ in range(3)] == [422, 422, 429]


def test_each_address_is_counted_for_itself(db: None) -> None:
    limit = Limit("tests3", 1, 3600)
    assert [admit(limit, "a"), admit(limit, "a"), admit(limit, "b")] == [True, False, True]


def test_an_address_is_not_kept(db: None, client: Client) -> None:
    admit(Limit("tests4", 1, 60), "203.0.113.7")
    assert "203.0.113.7" not in str(list(ThrottleCounter.objects.values()))
    assert forget_old() == 0


def test_a_late_dossier_says_so_first(client: Client, cast: Cast) -> None:
    code = cast.receive().code
    clock.move_forward(to=MORNING + timedelta(days=60))
    assert "Đang giải quyết, trễ hẹn" in text(page(client, code))


def test_a_dossier_that_waits_says_for_what_to_the_holder_only(client: Client, cast: Cast) -> None:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "handle")
    actions.request_completion(
        task.pk, by=cast.here.actor(Role.HANDLER), now=MORNING, missing="Bản vẽ canary"
    )
    assert "Chờ bạn bổ sung giấy tờ" in text(page(client, received.code))
    assert "Bản vẽ canary" not in text(page(client, received.code))
    secret = receipt_secret(received.code, settings.RECEIPT_KEY)
    assert "Bản vẽ canary" in text(opened(client, received.code, secret))


def test_a_finished_dossier_invites_and_a_returned_one_says_when(client: Client, cast: Cast) -> None:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "return")
    assert "mời đến nhận" in text(page(client, received.code))
    actions.return_result(task.pk, by=cast.here.actor(Role.RECEPTIONIST), now=MORNING, collected_by="Phước")
    assert "Đã trả kết quả" in text(page(client, received.code))
    assert Dossier.objects.get(pk=received.dossier_id).returned_at == MORNING


def test_the_number_of_statements_is_fixed(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    code = cast.receive().code
    page(client, code)
    with django_assert_max_num_queries(12):
        page(client, code)
