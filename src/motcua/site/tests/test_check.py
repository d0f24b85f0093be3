"""`./motcua check` says what holds, and finds what was made wrong behind the application's back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as configured
from django.db import connection

from motcua.casework.custody.queries import proof as custody
from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Applicant
from motcua.casework.dossiers.actions.receiving import Notice, StoredFile
from motcua.casework.dossiers.queries.changes import proof as bulk_changes
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.casework.notices.queries import proof as reminders
from motcua.catalogue.procedures.queries import proof as procedures
from motcua.catalogue.processes.queries import proof as processes
from motcua.ground.kernel import proofs, seals
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.accounts.actions import close_account
from motcua.people.accounts.models import Account
from motcua.people.accounts.queries import proof as accounts
from motcua.people.accounts.tests.hashers import QUICK
from motcua.people.calendars.queries import proof as calendars
from motcua.people.organisation.models import Role
from motcua.people.organisation.queries import proof as organisation
from motcua.site import remedies
from motcua.site.commands import check
from motcua.site.database import connected_as_owner
from motcua.site.launch.failures import BadUse
from motcua.site.tests.staged import set_the_stage_by_verbs

Owner = psycopg.Connection[Any]
# What a proof yields, or names in a finding of its own.
CODE = re.compile(r'(?:yield |return \[|Broken\()"([a-z_]+)"')
Said = pytest.CaptureFixture[str]


def said(capsys: Said) -> tuple[int, str]:
    code = check.run([])
    return code, capsys.readouterr().out


@pytest.fixture
def cast(real_db: None, settings: Any) -> Cast:
    """A dossier, a notice, and a sealed journal."""
    settings.PASSWORD_HASHERS = QUICK
    found = set_the_stage_by_verbs()
    found.receive()
    found.receive()
    by = found.here.actor(Role.RECEPTIONIST)
    for _ in range(2):
        notice = Notice("rejection", found.procedure.pk, Applicant("Nguyễn Văn Phước"), "Sai nơi nộp")
        actions.give_notice(notice, by=by, now=MORNING)
    seals.seal()
    return found


def test_all_holds_in_an_empty_database(real_db: None, capsys: Said) -> None:
    code, text = said(capsys)
    assert code == 0
    assert text.count("✔") == len(check.CHECKS) + 1
    assert "✘" not in text


def test_all_holds_after_real_work(cast: Cast, capsys: Said) -> None:
    code, text = said(capsys)
    assert (code, "✘" in text) == (0, False)


def test_it_says_how_many_events_are_not_sealed_yet(cast: Cast, capsys: Said) -> None:
    cast.receive()
    code, text = said(capsys)
    assert code == 0
    assert "1 events not sealed yet" in text


BREAKS = [
    ("UPDATE dossier SET state = 4 WHERE id = (SELECT min(id) FROM dossier)", "each dossier is what"),
    ("UPDATE journal SET verb = 'x' WHERE id = (SELECT min(id) FROM journal)", "chain of seals"),
    (
        "UPDATE dossier SET code = left(code, -4) || '0009' WHERE id = (SELECT max(id) FROM dossier)",
        "codes have no gap",
    ),
    ("UPDATE day_counter SET last = 7", "codes have no gap"),
    (
        "UPDATE counter_notice SET sequence = 5 WHERE id = (SELECT max(id) FROM counter_notice)",
        "notices have no gap",
    ),
    (
        "UPDATE unit_name SET valid_from = valid_from + 1 WHERE id = (SELECT min(id) FROM unit_name)",
        "one name",
    ),
    ("DELETE FROM unit_parent WHERE id = (SELECT min(id) FROM unit_parent)", "one place"),
    ("UPDATE time_limit SET amount = 30", "procedures, publication decisions and offers are"),
    ("UPDATE process_version SET definition = '{}'", "internal processes are"),
    ("UPDATE appointment SET role = 'leader' WHERE role = 'handler'", "units, officers, appointments and"),
    ("UPDATE unit_calendar SET valid_from = valid_from + 1", "units, officers, appointments and"),
    ("DELETE FROM calendar_day WHERE id = (SELECT min(id) FROM calendar_day)", "calendars are"),
    ("UPDATE account SET is_closed = true WHERE username = 'canbo1'", "accounts are"),
]


@pytest.mark.parametrize(("change", "which"), BREAKS)
def test_it_finds_what_was_changed(cast: Cast, owner: Owner, capsys: Said, change: str, which: str) -> None:
    assert owner.execute(change).rowcount == 1
    code, text = said(capsys)
    assert code == 1
    assert any(which in line for line in text.splitlines() if line.startswith("✘"))
    assert "checks failed" in text


def test_it_names_what_differs_in_both_languages(cast: Cast, owner: Owner, capsys: Said) -> None:
    owner.execute("UPDATE time_limit SET amount = 30")
    _code, text = said(capsys)
    assert (
        "    thủ tục / procedure 1.000001: nội dung khác với sự kiện / the content differs from the events"
        in text
    )


def test_every_difference_that_a_proof_finds_has_its_sentence() -> None:
    modules = [procedures, processes, organisation, calendars, accounts, bulk_changes, custody, proofs]
    modules.append(reminders)
    texts = [Path(str(module.__file__)).read_text(encoding="utf-8") for module in modules]
    assert {code for text in texts for code in CODE.findall(text)} == set(check.STANDING)


def test_every_kind_of_finding_has_its_remedy() -> None:
    own = re.findall(
        r'(?:Found|_uncovered)\(\s*"([a-z_]+)"|kind = "([a-z_]+)"', Path(check.__file__).read_text("utf-8")
    )
    kinds = {*check.FINDINGS, *check.BROKEN, *check.STANDING, *("".join(found) for found in own)}
    assert kinds == set(remedies.REMEDIES)


def test_every_remedy_names_a_command_or_a_screen_in_both_languages() -> None:
    for words in remedies.REMEDIES.values():
        vietnamese, _between, english = words.partition(" / ")
        for half in (vietnamese, english):
            assert re.search(r"\./motcua \w+|/setup/\w+/|tar -xOf", half), half


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE dossier SET state = 4 WHERE id = (SELECT min(id) FROM dossier)", "./motcua restore FILE"),
        ("UPDATE account SET is_closed = true WHERE username = 'canbo1'", "Close or reopen the account"),
        ("UPDATE account SET password = 'x' WHERE username = 'canbo1'", "reset its password"),
    ],
)
def test_it_says_once_what_mends_what_it_found(
    cast: Cast, owner: Owner, capsys: Said, change: str, words: str
) -> None:
    owner.execute(change)
    remedy_lines = [line for line in said(capsys)[1].splitlines() if line.startswith("    → ")]
    assert len(remedy_lines) == 1
    assert words in remedy_lines[0]


def test_a_check_sees_one_moment(cast: Cast, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_twice() -> Iterator[check.Found]:
        before = Account.objects.filter(is_closed=True).count()
        with ThreadPoolExecutor(1) as office:
            office.submit(close_one).result()
        if Account.objects.filter(is_closed=True).count() != before:
            yield check.Found("seen", "seen")

    def close_one() -> None:
        account_id = cast.here.accounts[Role.HANDLER.value].pk
        close_account(account_id, by=SYSTEM, now=MORNING)
        connection.close()

    monkeypatch.setattr(check, "CHECKS", [check.Check("", "", read_twice)])
    assert said(capsys)[0] == 0
    assert Account.objects.filter(is_closed=True).count() == 1


def test_it_finds_a_missing_file(cast: Cast, capsys: Said) -> None:
    task = cast.receive()
    file = StoredFile("0" * 64, "don.pdf", "application/pdf", 10)
    actions.attach(task.dossier_id, by=cast.here.actor(Role.RECEPTIONIST), now=MORNING, files=[file])
    code, text = said(capsys)
    assert code == 1
    assert "0" * 64 in text


def test_it_finds_a_right_that_the_application_must_not_have(cast: Cast, owner: Owner, capsys: Said) -> None:
    owner.execute(f"GRANT DELETE ON journal TO {configured.APP_ROLE}")
    try:
        code, text = said(capsys)
    finally:
        owner.execute(f"REVOKE DELETE ON journal FROM {configured.APP_ROLE}")
    assert code == 1
    assert "DELETE journal" in text


def test_it_finds_that_the_owner_serves(real_db: None) -> None:
    assert list(check.append_only()) == []
    with connected_as_owner():
        assert any("DELETE journal" in problem.sentence for problem in check.append_only())


def test_it_stops_where_migrations_are_missing(
    real_db: None, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "pending", lambda: ["dossiers.0099_more"])
    code, text = said(capsys)
    assert code == 1
    assert "dossiers.0099_more" in text
    assert "✔" not in text


def test_it_takes_no_arguments(real_db: None) -> None:
    with pytest.raises(BadUse):
        check.run(["everything"])


@pytest.mark.parametrize(
    ("periods", "holds"),
    [
        ([(date(2017, 1, 1), None)], True),
        ([(date(2017, 1, 1), date(2017, 3, 1)), (date(2017, 3, 1), None)], True),
        ([(date(2017, 1, 1), date(2017, 3, 1)), (date(2017, 3, 2), None)], False),
        ([(date(2017, 1, 1), date(2017, 3, 2)), (date(2017, 3, 1), None)], False),
        ([(date(2017, 1, 2), None)], False),
        ([(date(2017, 1, 1), date(2018, 1, 1))], False),
        ([], False),
    ],
)
def test_periods_cover_a_life_without_gap_or_overlap(
    periods: list[tuple[date, date | None]], holds: bool
) -> None:
    assert check.covers(periods, (date(2017, 1, 1), None)) is holds
