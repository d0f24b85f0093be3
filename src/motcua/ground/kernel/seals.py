"""Sealing: the journal becomes one hash chain within seconds, beside the work, so that no two officers wait.

A number is drawn from the journal's sequence only while its transaction holds RowExclusiveLock on the journal.
So: read the sequence, note the virtual transactions that hold that lock, wait until those have ended, and every
number up to the one read is either visible or lost for ever. Long writers elsewhere are not waited for.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from os import SEEK_END
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

GENESIS = sha256(b"motcua journal").digest()
LOCK = 0x6D6F7463  # advisory: one sealer at a time
BATCH = 5_000
# As many bytes of the file with the heads are read before one is appended: about 500 of them.
TAIL = 50_000

ROWS = """
SELECT id, verb, object_kind, object_id, number, account_id, officer_id, unit_id, role, appointment_id,
       delegation_id, data, content_hash, at, recorded_at
  FROM journal WHERE id > %s AND id <= %s ORDER BY id
"""
WRITERS = """
SELECT virtualtransaction FROM pg_locks
 WHERE relation = 'journal'::regclass AND mode = 'RowExclusiveLock' AND granted
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND pid <> pg_backend_pid()
"""
LAST_SEAL = "SELECT id, last_event_id, count, head FROM journal_seal ORDER BY last_event_id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain stands: after which event, how many events, with which hash."""

    last_event_id: int
    count: int
    head: bytes
    seal_id: int = 0


def leaf(row: tuple[Any, ...]) -> bytes:
    """The hash of one event: every column in one byte form, times in UTC."""
    return sha256(_CANONICAL([_plain(value) for value in row]).encode()).digest()


_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    return value


def extend(head: bytes, rows: Iterable[tuple[Any, ...]]) -> bytes:
    """The chain's head after these events."""
    return _chained(head, map(leaf, rows))


def _chained(head: bytes, leaves: Iterable[bytes]) -> bytes:
    for found in leaves:
        head = sha256(head + found).digest()
    return head


def last_head() -> Head:
    """Where the chain stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_SEAL)
        row = cursor.fetchone()
    return Head(row[1], row[2], bytes(row[3]), row[0]) if row else Head(0, 0, GENESIS)


def horizon(patience: float) -> int | None:
    """The number up to which no event can appear any more; None when a writer outlasts `patience` (seconds)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM journal_id_seq")
        (upto,) = cursor.fetchone()
        cursor.execute(WRITERS)
        writers = {row[0] for row in cursor.fetchall()}
        until = time.monotonic() + patience
        while writers:
            if time.monotonic() > until:
                return None
            time.sleep(0.01)
            cursor.execute(WRITERS)
            writers &= {row[0] for row in cursor.fetchall()}
    return int(upto)


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers of events after one and up to another."""

    after: int
    upto: int


@dataclass(frozen=True, slots=True)
class Leaves:
    """The hashes of the events of a span, in their order, and the number of the last of them."""

    span: Span
    last_event_id: int
    hashes: tuple[bytes, ...]


def leaves_of(span: Span) -> Leaves:
    """Read the events of a span and hash each."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [span.after, span.upto])
        rows = cursor.fetchall()
    return Leaves(span, rows[-1][0] if rows else span.after, tuple(map(leaf, rows)))


# Hashing is the work of a seal, chaining is nothing: who has much to seal lets several processes hash.
Spread = Callable[[Callable[[Span], Leaves], Sequence[Span]], Iterable[Leaves]]


def seal(*, patience: float = 2.0, spread: Spread = map) -> int:
    """Seal what can be sealed and return how many events that were.

    `spread` is `map`, or gives the same in the same order from several processes. Must be called outside a
    transaction: what ended while it waited must be visible to the statement after.
    """
    if connection.in_atomic_block and not getattr(settings, "SEALING_IN_TESTS", False):
        raise RuntimeError("sealing reads what others have just committed: call it outside a transaction")
    upto = horizon(patience)
    if upto is None:
        return 0
    first = last_head().last_event_id
    spans = [Span(after, min(after + BATCH, upto)) for after in range(first, upto, BATCH)]
    return sum(_seal_leaves(leaves) for leaves in spread(leaves_of, spans))


def _seal_leaves(leaves: Leaves) -> int:
    if not leaves.hashes:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        before = last_head()
        if before.last_event_id > leaves.span.after:
            # Another sealer has been here meanwhile.
            leaves = leaves_of(Span(before.last_event_id, leaves.span.upto))
            if not leaves.hashes:
                return 0
        count = before.count + len(leaves.hashes)
        cursor.execute(
            "INSERT INTO journal_seal (last_event_id, count, head) VALUES (%s, %s, %s) RETURNING id",
            [leaves.last_event_id, count, _chained(before.head, leaves.hashes)],
        )
    copy_heads_out(settings.SEALS_FILE)
    return len(leaves.hashes)


def lines(path: Path) -> list[Head]:
    """The heads kept outside the database, oldest first; raises ValueError for a line that is none."""
    if not path.exists():
        return []
    return [_head_of(line) for line in _whole_lines(path.read_bytes()).splitlines()]


def _head_of(line: bytes) -> Head:
    seal_id, last_event_id, count, head = line.decode("ascii", "replace").split()
    return Head(int(last_event_id), int(count), bytes.fromhex(head), int(seal_id))


def _whole_lines(text: bytes) -> bytes:
    """The lines that were written to their end: a disk that was full leaves the last one short."""
    return text[: text.rfind(b"\n") + 1]


def _written_last(path: Path) -> tuple[int, int]:
    """The last seal that can be read at the end of the file, and where its last whole line ends.

    A line that somebody has damaged is for `verify` to find; it keeps nobody from sealing.
    """
    if not path.exists():
        return 0, 0
    with path.open("rb") as file:
        start = max(0, file.seek(0, SEEK_END) - TAIL)
        file.seek(start)
        whole = _whole_lines(file.read())
    # The first of them may have been cut in two here.
    for line in reversed(whole.splitlines()[1 if start else 0 :]):
        with suppress(ValueError):
            return _head_of(line).seal_id, start + len(whole)
    return 0, start + len(whole)


def copy_heads_out(path: Path) -> None:
    """Append to the file outside the database each head that it lacks, so that a cut tail is seen."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Of two who seal one writes at a time.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        after, length = _written_last(path)
        cursor.execute(
            "SELECT id, last_event_id, count, head FROM journal_seal WHERE id > %s ORDER BY id", [after]
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="ascii") as file:
            # What was left short by a write that failed is written again.
            file.truncate(length)
            file.writelines(
                f"{i} {last} {count} {bytes(head).hex()}\n" for i, last, count, head in cursor.fetchall()
            )


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule of the journal: a code, and the event or seal where it shows."""

    code: str
    at: int


def verify(path: Path) -> Iterator[Finding]:
    """Recompute the whole chain and compare it with every seal, in the database and outside it.

    A sealer may be at work. A seal is committed before it is written out: what stood in the file before the database
    was read must be in it, and what was in the database must be in the file afterwards. A later one is no finding.
    """
    before = _lines_or_none(path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, last_event_id, count, head FROM journal_seal ORDER BY last_event_id")
        seals = [Head(row[1], row[2], bytes(row[3]), row[0]) for row in cursor.fetchall()]
    after = _lines_or_none(path)
    yield from _verify_chain(seals)
    if before is None or after is None:
        yield Finding("seals_file_unreadable", len(seals))
        return
    inside = {seal.seal_id: seal for seal in seals}
    later = {line.seal_id for line in after} - {line.seal_id for line in before} - set(inside)
    for outside in after:
        if outside.seal_id not in later and inside.pop(outside.seal_id, None) != outside:
            yield Finding("seal_differs_from_file", outside.seal_id)
    # A sealer that died between commit and file leaves its last head alone unwritten; the next one writes it.
    newest = max((seal.seal_id for seal in seals), default=0)
    yield from (Finding("seal_missing_in_file", seal_id) for seal_id in sorted(inside) if seal_id != newest)


def _lines_or_none(path: Path) -> list[Head] | None:
    try:
        return lines(path)
    except ValueError:
        return None


def _verify_chain(seals: list[Head]) -> Iterator[Finding]:
    before = Head(0, 0, GENESIS)
    for seal_row in seals:
        with connection.cursor() as cursor:
            cursor.execute(ROWS, [before.last_event_id, seal_row.last_event_id])
            rows = cursor.fetchall()
        if before.count + len(rows) != seal_row.count:
            yield Finding("events_missing_or_added", seal_row.last_event_id)
        elif extend(before.head, rows) != seal_row.head:
            yield Finding("events_changed", seal_row.last_event_id)
        before = seal_row


def unsealed() -> int:
    """How many events stand after the last seal."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM journal WHERE id > coalesce((SELECT max(last_event_id) FROM journal_seal), 0)"
        )
        (count,) = cursor.fetchone()
    return int(count)
