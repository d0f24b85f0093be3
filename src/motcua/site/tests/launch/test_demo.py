"""The demonstration's data: when it is kept, when it is made anew, when it is refused."""

from __future__ import annotations

import io
import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from motcua.site.commands import demo
from motcua.site.commands.demo import settle
from motcua.site.launch import province
from motcua.site.launch.databases import Opened
from motcua.site.launch.embedded import engine
from motcua.site.launch.failures import BadUse
from motcua.site.launch.province import Note
from motcua.site.launch.setup.bars import Steps
from motcua.site.tests.launch.engines import data_folder

CLOCK = "CREATE TABLE business_clock (is_demonstration boolean); CREATE TABLE journal (id bigint)"


@pytest.fixture(scope="module")
def embedded() -> Iterator[Opened]:
    with data_folder() as data, engine.running(data) as (urls, ours):
        yield Opened(data, urls, ours, is_embedded=True)


@pytest.fixture
def opened(embedded: Opened) -> Iterator[Opened]:
    """An empty database, and a data folder without a note."""
    yield embedded
    assert embedded.engine is not None
    embedded.engine.recreate_database()
    (embedded.data / "demo.json").unlink(missing_ok=True)


def wanted(dossiers: int | None = None, *, fresh: bool = False) -> Namespace:
    return Namespace(dossiers=dossiers, fresh=fresh)


def run_sql(opened: Opened, statement: str) -> None:
    with psycopg.connect(opened.urls.owner) as connection:
        connection.execute(statement)


def tables(opened: Opened) -> int:
    with psycopg.connect(opened.urls.owner) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return int(row[0]) if row else -1


def test_the_first_start_makes_the_usual_number(opened: Opened) -> None:
    assert settle(opened, wanted()) == demo.DEFAULT_DOSSIERS


def test_a_whole_demonstration_is_kept(opened: Opened) -> None:
    run_sql(opened, f"{CLOCK}; INSERT INTO business_clock VALUES (true)")
    province.write_note(opened.data, Note("embedded", 70, is_whole=True))
    assert (settle(opened, wanted()), settle(opened, wanted(70)), tables(opened)) == (70, 70, 2)


def test_a_note_without_its_data_is_not_believed(opened: Opened) -> None:
    province.write_note(opened.data, Note("embedded", 70, is_whole=True))
    assert settle(opened, wanted(80)) == 80


def test_another_number_is_refused_and_names_the_way_out(opened: Opened) -> None:
    run_sql(opened, f"{CLOCK}; INSERT INTO business_clock VALUES (true)")
    province.write_note(opened.data, Note("embedded", 70, is_whole=True))
    with pytest.raises(BadUse, match="70 dossiers, not 80; add --fresh"):
        settle(opened, wanted(80))


def test_fresh_makes_another_number(opened: Opened) -> None:
    run_sql(opened, f"{CLOCK}; INSERT INTO business_clock VALUES (true)")
    province.write_note(opened.data, Note("embedded", 70, is_whole=True))
    assert (settle(opened, wanted(80, fresh=True)), tables(opened)) == (80, 0)


def test_a_run_that_was_killed_is_made_anew_and_said(
    opened: Opened, capsys: pytest.CaptureFixture[str]
) -> None:
    run_sql(opened, f"{CLOCK}; INSERT INTO business_clock VALUES (true)")
    province.write_note(opened.data, Note("embedded", 70, is_whole=False))
    assert (settle(opened, wanted()), tables(opened)) == (70, 0)
    assert "The last run stopped in the middle: the data is made anew." in capsys.readouterr().out


def test_a_demonstration_whose_note_is_lost_is_made_anew_and_said(
    opened: Opened, capsys: pytest.CaptureFixture[str]
) -> None:
    run_sql(opened, f"{CLOCK}; INSERT INTO business_clock VALUES (true)")
    assert settle(opened, wanted(5)) == 5
    assert "made anew" in capsys.readouterr().out


@pytest.mark.parametrize("fresh", [True, False])
def test_a_real_province_is_never_thrown_away(opened: Opened, *, fresh: bool) -> None:
    run_sql(opened, f"{CLOCK}; INSERT INTO business_clock VALUES (false); INSERT INTO journal VALUES (1)")
    with pytest.raises(BadUse, match="not a demonstration"):
        settle(opened, wanted(fresh=fresh))
    assert tables(opened) == 2


def test_tables_of_something_else_are_never_thrown_away(opened: Opened) -> None:
    run_sql(opened, "CREATE TABLE payroll (id bigint)")
    with pytest.raises(BadUse, match="not a demonstration"):
        settle(opened, wanted())
    assert tables(opened) == 1


HALF_MADE = "CREATE TABLE django_migrations (id bigint); CREATE TABLE journal (id bigint)"


@pytest.mark.parametrize("fresh", [True, False])
def test_a_start_killed_among_the_migrations_is_made_anew(opened: Opened, *, fresh: bool) -> None:
    run_sql(opened, HALF_MADE)
    province.write_note(opened.data, Note("embedded", 70, is_whole=False))
    assert (settle(opened, wanted(70, fresh=fresh)), tables(opened)) == (70, 0)


@pytest.mark.parametrize(
    "note", [None, Note("embedded", 70, is_whole=True), Note("other:5432", 70, is_whole=False)]
)
def test_a_schema_that_no_start_of_ours_left_is_never_thrown_away(opened: Opened, note: Note | None) -> None:
    run_sql(opened, HALF_MADE)
    if note:
        province.write_note(opened.data, note)
    with pytest.raises(BadUse, match="not a demonstration"):
        settle(opened, wanted(fresh=True))
    assert tables(opened) == 2


def test_a_start_is_noted_before_the_first_table(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "pending", lambda: ["kernel.0001_journal"])
    monkeypatch.setattr(demo, "migrate_database", killed)
    with pytest.raises(KeyboardInterrupt):
        demo._fill(opened, 70)
    assert province.read_note(opened.data) == Note("embedded", 70, is_whole=False)


def test_a_migrated_database_that_holds_no_event_may_be_filled(opened: Opened) -> None:
    run_sql(opened, f"{CLOCK}; INSERT INTO business_clock VALUES (false)")
    assert settle(opened, wanted()) == demo.DEFAULT_DOSSIERS


def test_a_named_server_is_emptied_by_its_owner(opened: Opened) -> None:
    run_sql(opened, f"{CLOCK}; INSERT INTO business_clock VALUES (true)")
    named = Opened(opened.data, opened.urls, None, is_embedded=False)
    assert settle(named, wanted(fresh=True)) == demo.DEFAULT_DOSSIERS
    assert tables(opened) == 0


def test_what_lies_beside_the_database_goes_with_it(opened: Opened) -> None:
    (opened.data / "files").mkdir()
    for name in ("seals.txt", "accounts.json", "files/a"):
        (opened.data / name).write_text("[]", encoding="ascii")
    province.empty(opened)
    assert [name for name in ("seals.txt", "accounts.json", "files") if (opened.data / name).exists()] == []


def test_a_note_that_cannot_be_read_names_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text("{", encoding="ascii")
    with pytest.raises(BadUse, match="--fresh"):
        province.read_note(tmp_path)


def test_the_identity_of_a_server_tells_no_password(opened: Opened) -> None:
    named = Opened(opened.data, opened.urls, None, is_embedded=False)
    password = opened.urls.owner.split(":")[2].split("@")[0]
    assert password not in province.identity(named)


def test_accounts_are_shown_with_what_is_typed_first(tmp_path: Path) -> None:
    rows = [{"Vai trò / role": "Văn thư", "Tên đăng nhập / user": "vanthu", "Mật khẩu / password": "ab-cd"}]
    (tmp_path / "accounts.json").write_text(json.dumps(rows), encoding="utf8")
    lines = province.accounts_table(tmp_path).splitlines()
    assert lines[0].split("  ")[0] == "Tên đăng nhập / user"
    assert lines[2].split() == ["vanthu", "ab-cd", "Văn", "thư"]


def test_steps_draw_a_bar_for_each_name() -> None:
    log = io.StringIO()
    with Steps(log) as steps:
        steps("Một", 0, 2)
        steps("Một", 2, 2)
        steps("Hai", 0, 0)
    marks = [line.partition(" (")[0] for line in log.getvalue().splitlines() if line.startswith("✔")]
    assert marks == ["✔ Một", "✔ Hai"]
