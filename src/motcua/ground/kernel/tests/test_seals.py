"""Sealing: nothing is skipped, nobody waits for strangers, and every later change of the journal shows."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from motcua.ground.kernel import journal, seals
from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.journal import Event
from motcua.ground.kernel.models import Seal

AT = datetime(2017, 3, 1, 2, 0, tzinfo=UTC)
pytestmark = [pytest.mark.server, pytest.mark.usefixtures("real_db")]
Owner = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(Event):
    """An event of the tests."""

    verb: ClassVar[str] = "tests.happen"
    object_kind: ClassVar[str] = "thing"


def happen(thing: int = 1) -> None:
    with transaction.atomic():
        journal.record(Happened(object_id=thing), by=SYSTEM, at=AT)


def sealed_events(times: int = 3) -> None:
    for thing in range(1, times + 1):
        happen(thing)
    assert seals.seal() == times


def found() -> set[str]:
    return {finding.code for finding in seals.verify(settings.SEALS_FILE)}


@pytest.fixture
def application() -> Iterator[Owner]:
    """A second connection of the application's role."""
    values = connection.settings_dict
    with psycopg.connect(
        host=values["HOST"], port=values["PORT"], user=values["USER"], password=values["PASSWORD"],
        dbname=values["NAME"],
    ) as second:  # fmt: skip
        yield second


INSERT = (
    "INSERT INTO journal (verb, object_kind, object_id, number, role, data, at) "
    "VALUES ('tests.happen', 'thing', %s, 1, 'system', '{}', now())"
)


def test_events_are_sealed_into_one_chain() -> None:
    sealed_events(3)
    happen(9)
    assert seals.seal() == 1
    assert [seal.count for seal in Seal.objects.order_by("pk")] == [3, 4]
    assert found() == set()


def test_sealing_with_nothing_new_writes_nothing() -> None:
    sealed_events()
    assert seals.seal() == 0
    assert Seal.objects.count() == 1


def test_what_is_not_sealed_yet_is_counted() -> None:
    sealed_events()
    happen(9)
    assert seals.unsealed() == 1


def test_one_that_commits_late_is_not_skipped(application: Owner) -> None:
    application.execute(INSERT, [100])
    happen(200)
    assert seals.seal(patience=0.1) == 0
    application.commit()
    assert seals.seal() == 2


def test_commits_in_reverse_order_are_sealed_by_number(application: Owner) -> None:
    application.execute(INSERT, [100])
    happen(200)
    waiting = threading.Timer(0.3, application.commit)
    waiting.start()
    assert seals.seal(patience=5) == 2
    waiting.join()
    assert found() == set()


def test_a_number_that_was_rolled_back_leaves_a_gap_and_no_complaint(application: Owner) -> None:
    application.execute(INSERT, [100])
    application.rollback()
    sealed_events(2)
    assert found() == set()


def test_a_long_writer_elsewhere_is_not_waited_for(application: Owner) -> None:
    application.execute("UPDATE business_clock SET last_seen_at = now()")
    happen()
    assert seals.seal(patience=0.2) == 1


def test_much_is_sealed_in_batches_whose_hashing_may_be_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "BATCH", 2)
    for thing in range(5):
        happen(thing)
    # Hashed in any order, given back in the right one.
    assert seals.seal(spread=lambda hashed, spans: [hashed(span) for span in spans[::-1]][::-1]) == 5
    assert Seal.objects.count() >= 3
    assert found() == set()


def test_two_sealers_at_once_seal_each_event_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "BATCH", 2)
    for thing in range(5):
        happen(thing)

    def outrun(
        hashed: Callable[[seals.Span], seals.Leaves], spans: Sequence[seals.Span]
    ) -> list[seals.Leaves]:
        leaves = [hashed(span) for span in spans]
        happen(9)
        assert seals.seal() == 6
        return leaves

    assert seals.seal(spread=outrun) == 0
    assert found() == set()


def test_a_sealer_that_was_outrun_in_part_seals_the_rest() -> None:
    happen(1)
    first = seals.horizon(1)
    assert first is not None
    happen(2)

    def outrun(
        hashed: Callable[[seals.Span], seals.Leaves], spans: Sequence[seals.Span]
    ) -> list[seals.Leaves]:
        # What other tests have numbered before lies in spans of its own, which are empty.
        *before, last = [hashed(span) for span in spans]
        assert not any(leaves.hashes for leaves in before)
        head = seals._chained(seals.GENESIS, last.hashes[:1])
        Seal.objects.create(last_event_id=first, count=1, head=head)
        return [*before, last]

    assert seals.seal(spread=outrun) == 1
    assert found() == set()


def test_sealing_inside_a_transaction_is_a_mistake() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        seals.seal()


def test_the_heads_stand_outside_the_database_too() -> None:
    sealed_events()
    (line,) = seals.lines(Path(settings.SEALS_FILE))
    assert line.head == bytes(Seal.objects.get().head)


def test_a_file_that_missed_a_seal_is_completed() -> None:
    sealed_events()
    Path(settings.SEALS_FILE).unlink()
    happen(9)
    seals.seal()
    assert len(seals.lines(Path(settings.SEALS_FILE))) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET at = at + interval '1 second' WHERE object_id = 2",
        "UPDATE journal SET data = '{\"state\": 10}' WHERE object_id = 2",
        "UPDATE journal SET recorded_at = recorded_at - interval '1 day' WHERE object_id = 2",
        "UPDATE journal SET account_id = 7 WHERE object_id = 2",
        "UPDATE journal SET content_hash = '\\x00' WHERE object_id = 2",
    ],
)
def test_a_changed_row_is_found(owner: Owner, statement: str) -> None:
    sealed_events()
    owner.execute(statement)
    assert found() == {"events_changed"}


def test_a_removed_row_is_found(owner: Owner) -> None:
    sealed_events()
    owner.execute("DELETE FROM journal WHERE object_id = 2")
    assert found() == {"events_missing_or_added"}


def test_an_inserted_row_is_found(owner: Owner, application: Owner) -> None:
    application.execute(INSERT, [100])
    application.rollback()
    sealed_events()
    gap = "((SELECT min(id) - 1 FROM journal), 'tests"
    owner.execute(INSERT.replace("(verb", "(id, verb").replace("('tests", gap), [50])
    assert found() == {"events_missing_or_added"}


def test_reordered_rows_are_found(owner: Owner) -> None:
    sealed_events()
    owner.execute("UPDATE journal SET id = -1 WHERE object_id = 1")
    owner.execute("UPDATE journal SET id = id - 1 WHERE object_id = 2")
    owner.execute("UPDATE journal SET id = (SELECT max(id) - 1 FROM journal) WHERE id = -1")
    assert found() == {"events_changed"}


def test_a_tail_cut_off_with_its_seals_is_found(owner: Owner) -> None:
    sealed_events()
    happen(9)
    seals.seal()
    owner.execute("DELETE FROM journal WHERE object_id = 9")
    owner.execute("DELETE FROM journal_seal WHERE count = 4")
    assert found() == {"seal_differs_from_file"}


def test_a_file_that_was_taken_away_is_found() -> None:
    sealed_events()
    happen(9)
    seals.seal()
    Path(settings.SEALS_FILE).unlink()
    assert found() == {"seal_missing_in_file"}


def test_a_last_head_that_is_not_written_out_yet_is_no_finding() -> None:
    sealed_events()
    Path(settings.SEALS_FILE).unlink()
    assert found() == set()


def test_seals_that_are_made_during_the_check_are_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed_events()
    read = seals.lines

    def read_while_sealing(path: Path) -> list[seals.Head]:
        monkeypatch.setattr(seals, "lines", read)
        for _ in range(2):
            sealed_events(1)
        monkeypatch.setattr(seals, "lines", read_while_sealing)
        return read(path)

    monkeypatch.setattr(seals, "lines", read_while_sealing)
    assert found() == set()


def test_a_head_that_was_half_written_when_the_disk_was_full_is_written_again() -> None:
    sealed_events()
    whole = settings.SEALS_FILE.read_text()
    settings.SEALS_FILE.write_text(whole[:-30])
    assert found() == set()
    happen()
    seals.seal()
    assert settings.SEALS_FILE.read_text().startswith(whole)
    assert found() == set()


def test_a_line_that_cannot_be_read_is_found() -> None:
    sealed_events()
    settings.SEALS_FILE.write_text("é 1 2 3\n" + settings.SEALS_FILE.read_text())
    assert found() == {"seals_file_unreadable"}


@pytest.mark.parametrize("tail", [seals.TAIL, 250])
def test_a_damaged_line_keeps_nobody_from_sealing(monkeypatch: pytest.MonkeyPatch, tail: int) -> None:
    monkeypatch.setattr(seals, "TAIL", tail)
    for _ in range(4):
        sealed_events()
    kept = settings.SEALS_FILE.read_text().splitlines(keepends=True)
    settings.SEALS_FILE.write_text("".join([kept[0], "é 1 2 3\n", *kept[2:-1], kept[-1].replace(" ", "-")]))
    happen()
    seals.seal()
    written = settings.SEALS_FILE.read_text().splitlines(keepends=True)
    assert written[-2] == kept[-1]
    assert seals.Head(*_numbers(written[-1])) == seals.last_head()
    assert found() == {"seals_file_unreadable"}


def _numbers(line: str) -> tuple[int, int, bytes, int]:
    seal_id, last, count, head = line.split()
    return int(last), int(count), bytes.fromhex(head), int(seal_id)


def test_a_replaced_seal_is_found(owner: Owner) -> None:
    sealed_events()
    owner.execute("UPDATE journal_seal SET head = sha256('other')")
    assert found() == {"events_changed", "seal_differs_from_file"}
