"""The worklist: whose tasks, in which order, how many statements; taking one and several."""

from __future__ import annotations

from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.people.organisation.models import Role


def test_a_handler_sees_what_waits_to_be_taken(cast: Cast, signed_in: SignIn) -> None:
    received = cast.receive()
    cast.bring_to(received.dossier_id, "handle")
    answer = signed_in(Role.HANDLER).get("/work/?view=untaken")
    assert answer.status_code == 200
    assert [a.text for a in page(answer).select("[data-row] a.code")] == [received.code]
    assert "Nguyễn Văn Phước" in text_of(answer)
