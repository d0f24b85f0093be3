"""No personal data where it does not belong: not in the journal, not in requests kept, not in logs."""

import logging

import pytest
from django.db import connection

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Applicant
from motcua.casework.dossiers.tests.cast import DOCUMENT, MORNING, Cast
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Role

CANARY = Applicant(
    "Canary Văn Bí Mật",
    identity_number="082190777666",
    phone="0900777666",
    address="Ấp Canary",
    email="canary@x.vn",
)
WORDS = ("canary", "082190777666", "0900777666")


def told(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {table}::text FROM {table}")
        return str(cursor.fetchall()).lower()


def test_a_whole_road_leaves_no_name_in_journal_requests_and_logs(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    by = cast.here.actor
    with caplog.at_level(logging.DEBUG, logger="motcua"):
        intake = cast.intake(applicant=CANARY, summary="Tách thửa canary")
        received = actions.receive(intake, by=by(Role.RECEPTIONIST), now=MORNING, key="k1")
        task = cast.bring_to(received.dossier_id, "handle")
        actions.note(received.dossier_id, by=by(Role.HANDLER), now=MORNING, body="Gọi cho canary", key="k2")
        actions.forward(task.pk, by=by(Role.HANDLER), now=MORNING, remark="canary đã đủ", key="k3")
        last = cast.bring_to(received.dossier_id, "return")
        with pytest.raises(Refused):
            actions.finish(last.pk, by=by(Role.CLERK), now=MORNING, document=DOCUMENT)
        actions.return_result(
            last.pk,
            by=by(Role.RECEPTIONIST),
            now=MORNING,
            collected_by="canary",
            identity_number="082190777666",
        )
    for place in (told("journal"), told("done_request"), caplog.text.lower()):
        assert [word for word in WORDS if word in place] == []
    assert "canary" in told("party_version")
