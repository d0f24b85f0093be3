"""The worker was dead for a day: what it missed is made up for once, each with the moment at which it happened."""

from __future__ import annotations

from datetime import timedelta

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.tests.cast import Cast
from motcua.ground.kernel import clock, seals
from motcua.ground.kernel.models import JournalRow
from motcua.site import worker


def test_what_became_late_meanwhile_is_written_once_with_its_own_moment(cast: Cast) -> None:
    late_after = Dossier.objects.get(pk=cast.receive().dossier_id).late_after
    clock.mark_demonstration(at=late_after + timedelta(days=1))
    worker.lateness()
    worker.lateness()
    assert [row.at for row in JournalRow.objects.filter(verb="dossiers.fall_late")] == [late_after]


def test_all_that_was_done_meanwhile_is_sealed(cast: Cast) -> None:
    for _ in range(3):
        cast.receive()
    sealed = seals.seal()
    assert sealed
    assert not seals.seal()
