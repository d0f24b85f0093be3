"""The year that was lived is one that one believes, and the desks at the opening are as they are described."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest
from django.db.models import F

from motcua.casework.dossiers.models import Decision, Dossier, Handover, Pause, Task
from motcua.casework.dossiers.queries import proof, work
from motcua.casework.dossiers.queries.work import Urgency, View
from motcua.ground.kernel import clock, seals
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.models import JournalRow
from motcua.people.accounts import queries as accounts
from motcua.people.accounts.models import Account
from motcua.people.calendars import queries as calendars
from motcua.people.parties.models import Party
from motcua.scenario import commands
from motcua.scenario.commands import Prepared
from motcua.scenario.plan import Plan
from motcua.scenario.province.people import tax_check_digit
from motcua.scenario.province.staff import FOCUS_DIVISION
from motcua.scenario.province.year import OPENING
from motcua.scenario.simulation.staging import wanted
from motcua.scenario.tests.conftest import TREES, quietly

COUNT = 260


@pytest.fixture(scope="module")
def year(province: Path, forget: Callable[[], None]) -> Prepared:
    """A year with every staged desk."""
    forget()
    return commands.live(Plan(COUNT, trees=TREES, staged=len(wanted())), 2, quietly)


def actor(username: str) -> Actor:
    return accounts.actor(Account.objects.get(username=username).pk, OPENING)


def urgencies(username: str) -> Counter[Urgency]:
    return Counter(item.urgency for item in work.worklist(actor(username), limit=300, now=OPENING).items)


def test_every_dossier_was_lived(year: Prepared) -> None:
    assert year.dossiers == Dossier.objects.count() == COUNT
    assert 6 < year.verbs / year.dossiers < 12


def test_the_handler_has_about_forty_open_dossiers(year: Prepared) -> None:
    hers = Task.objects.filter(officer__account__username="thuly", ended_at=None)
    assert 35 <= hers.count() <= 45


def test_the_handlers_day_is_a_real_one(year: Prepared) -> None:
    found = urgencies("thuly")
    assert found[Urgency.PAST] == 3
    assert 4 <= found[Urgency.TODAY] <= 6
    assert found[Urgency.WEEK] >= 10
    assert found[Urgency.LATER] >= 10
    assert work.counts(actor("thuly"), OPENING)[View.WAITING] == 2


def test_the_overdue_dossiers_are_late_themselves(year: Prepared) -> None:
    late = [
        i for i in work.worklist(actor("thuly"), limit=300, now=OPENING).items if i.urgency is Urgency.PAST
    ]
    assert all(item.dossier_due_at < OPENING for item in late)


def test_the_leader_has_about_eight_to_sign_today_and_some_are_late(year: Prepared) -> None:
    found = urgencies("lanhdao")
    assert sum(found.values()) == 8
    assert found[Urgency.PAST] == 2
    assert found[Urgency.TODAY] == 6


def test_other_desks_have_something_on_them(year: Prepared) -> None:
    assert 5 <= sum(urgencies("truongphong").values()) <= 20
    assert 2 <= sum(urgencies("vanthu").values()) <= 8
    assert work.counts(actor("tiepnhan"), OPENING)[View.RETURNING] >= 6
    assert work.counts(actor("tiepnhan.xa"), OPENING)[View.RETURNING] >= 5


def test_the_other_handlers_of_the_division_have_less(year: Prepared) -> None:
    hers = Task.objects.filter(
        role="handler", ended_at=None, officer__appointments__unit__names__code=FOCUS_DIVISION
    )
    found = Counter(hers.values_list("officer__account__username", flat=True))
    assert found.pop("thuly") >= 35
    assert all(count < 20 for count in found.values())


def test_most_dossiers_are_returned_and_few_are_late(year: Prepared) -> None:
    finished = Dossier.objects.filter(finished_at__isnull=False)
    late = finished.filter(finished_at__gt=F("late_after")).count()
    assert 0.01 < late / finished.count() < 0.25
    assert Dossier.objects.filter(returned_at__isnull=False).count() > 0.7 * (COUNT - len(wanted()))


def test_everything_that_fell_late_was_said_to_at_its_moment(year: Prepared) -> None:
    said = JournalRow.objects.filter(verb="dossiers.fall_late").values_list("object_id", "at")
    assert dict(said) == dict(Dossier.objects.exclude(fell_late_at=None).values_list("pk", "fell_late_at"))
    running = Dossier.objects.filter(state__in=(2, 4), late_after__lt=OPENING)
    assert not running.filter(fell_late_at=None).exists()


def test_nobody_works_when_the_offices_are_closed(year: Prepared) -> None:
    working = calendars.working_time(Dossier.objects.values_list("calendar_id", flat=True)[:1][0])
    acts = JournalRow.objects.filter(object_kind="dossier").exclude(verb="dossiers.fall_late")
    closed = [a.astimezone(clock.LOCAL) for a in acts.values_list("at", flat=True) if not working.is_open(a)]
    # The closing minute itself, and what the post brings within the hour after.
    assert all(working.is_working_day(at.date()) for at in closed)
    assert all(at.time() <= time(17, 45) for at in closed)
    assert len(closed) < 0.03 * acts.count()


def test_nothing_happens_after_the_opening(year: Prepared) -> None:
    assert not JournalRow.objects.filter(at__gt=OPENING).exists()


def test_papers_are_signed_before_they_are_recorded(year: Prepared) -> None:
    for signed_on, finished_at in Decision.objects.values_list("signed_on", "dossier__finished_at"):
        assert finished_at is not None
        assert signed_on <= finished_at.astimezone(clock.LOCAL).date()


def test_each_dossier_is_what_its_events_say(year: Prepared) -> None:
    assert list(proof.broken_rules()) == []


def test_the_usual_and_the_unusual_both_happen(year: Prepared) -> None:
    verbs = set(JournalRow.objects.filter(object_kind="dossier").values_list("verb", flat=True))
    assert {"dossiers.take", "dossiers.request_completion", "dossiers.receive_completion"} <= verbs
    assert {"dossiers.note", "dossiers.collect_fee", "dossiers.return_result", "dossiers.fall_late"} <= verbs
    assert Pause.objects.filter(ended_at__isnull=False).exists()
    assert Dossier.objects.filter(channel="postal").exists()


def test_a_commune_receives_what_the_district_decides(year: Prepared) -> None:
    handed_up = Dossier.objects.filter(one_stop__parents__parent_id__in=communes()).exclude(
        agency_id__in=communes()
    )
    assert handed_up.exists()


def communes() -> list[int]:
    return list(Dossier.objects.filter(agency__kind="commune").values_list("agency_id", flat=True).distinct())


def test_nobody_in_the_database_has_a_real_number(year: Prepared) -> None:
    for kind, number in Party.objects.values_list("kind", "identity_number"):
        if kind == "0":
            assert re.fullmatch(r"9[0-2]\d[0-3]\d{8}", number)
        else:
            assert number.startswith("99")
            assert int(number[-1]) != tax_check_digit(number[:9])
    assert all(
        re.fullmatch(r"|9\d{11}", n) for n in Handover.objects.values_list("identity_number", flat=True)
    )


def test_the_ready_accounts_are_kept_for_their_owner_only(province: Path) -> None:
    path = province / commands.ACCOUNTS
    assert path.stat().st_mode & 0o777 == 0o600
    rows = json.loads(path.read_text())
    assert len(rows) == 9 + ("tiepnhan.xa" in path.read_text())
    for row in rows:
        account = Account.objects.get(username=row["Tên đăng nhập / user"])
        assert account.check_password(row["Mật khẩu / password"])


def test_nobody_else_has_a_password(province: Path) -> None:
    assert Account.objects.count() == len(json.loads((province / commands.ACCOUNTS).read_text()))


def test_the_journal_seals(year: Prepared) -> None:
    seals.seal()
    assert seals.unsealed() == 0
