"""The business clock: real time unless a demonstration's, which stands, runs on, and is moved forward only."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from motcua.ground.kernel import clock
from motcua.ground.kernel.refusals import Refused

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2018, 1, 2, 0, 30, tzinfo=UTC)


def test_without_a_demonstration_it_is_real_time() -> None:
    assert abs(clock.now() - timezone.now()) < timedelta(seconds=5)
    assert not clock.state().is_demonstration


def test_it_speaks_in_local_time() -> None:
    clock.mark_demonstration(at=NEW_YEAR)
    assert clock.now().isoformat() == "2018-01-02T07:30:00+07:00"
    assert clock.today().isoformat() == "2018-01-02"


def test_a_demonstration_stands_until_it_is_started() -> None:
    clock.mark_demonstration(at=NEW_YEAR)
    assert clock.now() == clock.now() == NEW_YEAR
    clock.start()
    first = clock.now()
    assert NEW_YEAR <= first < clock.now()


def test_it_stands_still_while_stopped_and_runs_on_from_there() -> None:
    clock.mark_demonstration(at=NEW_YEAR)
    clock.start()
    clock.stop()
    stood = clock.now()
    clock.start()
    assert timedelta() <= clock.now() - stood < timedelta(seconds=5)


def test_after_a_crash_it_runs_on_from_where_it_was_last_seen() -> None:
    clock.mark_demonstration(at=NEW_YEAR)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE business_clock SET stopped_at = NULL, \"offset\" = interval '1 day'")
    clock.start()
    assert clock.now() - NEW_YEAR < timedelta(seconds=5)


def test_the_heartbeat_notes_what_it_says() -> None:
    clock.mark_demonstration(at=NEW_YEAR)
    clock.start()
    clock.heartbeat()
    seen = clock.state().last_seen_at
    assert seen is not None
    assert NEW_YEAR < seen <= clock.now()


@pytest.mark.parametrize("running", [True, False])
def test_it_is_moved_forward(running: bool) -> None:
    clock.mark_demonstration(at=NEW_YEAR)
    if running:
        clock.start()
    clock.move_forward(to=NEW_YEAR + timedelta(days=3))
    assert timedelta(days=3) <= clock.now() - NEW_YEAR < timedelta(days=3, seconds=5)


def test_it_is_not_moved_back() -> None:
    clock.mark_demonstration(at=NEW_YEAR)
    with pytest.raises(Refused, match="clock_backwards"):
        clock.move_forward(to=NEW_YEAR - timedelta(seconds=1))


@pytest.mark.parametrize("year", [2100, 9999])
def test_it_is_not_moved_where_nothing_can_follow(year: int) -> None:
    clock.mark_demonstration(at=NEW_YEAR)
    with pytest.raises(Refused, match="clock_too_far"):
        clock.move_forward(to=datetime(year, 1, 1, tzinfo=clock.LOCAL))
    assert clock.now() == NEW_YEAR


def test_real_time_is_not_moved() -> None:
    with pytest.raises(Refused, match="not_a_demonstration"):
        clock.move_forward(to=timezone.now() + timedelta(days=1))


def test_real_time_is_neither_stopped_nor_offset() -> None:
    clock.stop()
    clock.start()
    assert not clock.state().is_stopped
    assert abs(clock.now() - timezone.now()) < timedelta(seconds=5)


def seen(ahead: timedelta) -> datetime:
    """The clock was last seen so far ahead of the machine, whose clock has been put back since."""
    moment = timezone.now() + ahead
    with connection.cursor() as cursor:
        cursor.execute("UPDATE business_clock SET last_seen_at = %s", [moment])
    return moment


def test_a_machine_whose_clock_is_put_back_lets_time_stand_until_it_has_caught_up() -> None:
    moment = seen(timedelta(hours=1))
    assert clock.now() == moment
    clock.heartbeat()
    assert (clock.now(), clock.state().last_seen_at) == (moment, moment)


def test_a_clock_that_was_days_ahead_is_believed_again_when_it_is_put_right() -> None:
    seen(timedelta(days=1))
    assert abs(clock.now() - timezone.now()) < timedelta(seconds=5)
    clock.heartbeat()
    last = clock.state().last_seen_at
    assert last is not None
    assert abs(last - timezone.now()) < timedelta(seconds=5)


def test_a_demonstration_s_time_stands_as_well() -> None:
    clock.mark_demonstration(at=NEW_YEAR)
    clock.start()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE business_clock SET last_seen_at = %s", [NEW_YEAR + timedelta(hours=1)])
    assert clock.now() == NEW_YEAR + timedelta(hours=1)
