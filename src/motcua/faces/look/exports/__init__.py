"""A list or a table as a file: the same rows as on the page, as Excel or CSV.

A view that shows a list answers `?as=xlsx` and `?as=csv` of its own address with `answer`; its page has the part
`{% exports %}`. How the files are written, and why, stands in docs/decisions/tables-that-go-out.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, TypeVar, cast
from urllib.parse import quote

from django.db import connection
from django.http import FileResponse, Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.text import slugify

from motcua.faces.look.decorators import Request
from motcua.faces.look.exports.rules import Refusal
from motcua.faces.look.exports.seeing import Form, seen
from motcua.faces.look.formats import number
from motcua.faces.look.middleware import one_state
from motcua.ground.files.rules import XLSX
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import fold
from motcua.ground.sheets.workbooks import write_xlsx
from motcua.ground.sheets.writing import CSV, Heading, Values, write_csv

ASKS = "as"
MEDIA_TYPES = {"csv": CSV, "xlsx": XLSX}
# A workbook takes about 0.1 s for a thousand rows, and a worker's thread waits for it.
MOST_IN_A_WORKBOOK = 250_000
# How many rows are read at once of a list that is read by stretches.
AT_ONCE = 1_000
# One export of an account at a time: the lock goes with the transaction. The number keeps it apart from other locks.
_LOCK = 0x6D6F7465
_ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(%s, hashtext(%s::text))"


T = TypeVar("T")
K = TypeVar("K")


@dataclass(frozen=True)
class Table:
    """What goes out: its title, its columns, and its rows, which are read as they are written.

    Whoever makes the rows adds to `dossier_ids` and `party_ids` whose personal data they show.
    """

    title: str | Promise
    headings: Sequence[Heading]
    rows: Iterable[Values]
    dossier_ids: list[int] = field(default_factory=list)
    party_ids: list[int] = field(default_factory=list)


def asked(request: Request) -> str:
    """The kind of file that the address asks for, "xlsx" or "csv"; empty for the page itself.

    Raises Http404 for any other kind.
    """
    kind = request.POST.get(ASKS) or request.GET.get(ASKS, "")
    if kind and kind not in MEDIA_TYPES:
        raise Http404
    return kind


def all_stretches(read: Callable[[K | None], tuple[Iterable[T], K | None]]) -> Iterator[T]:
    """All rows of a list that is read by stretches: given the key of one's end, the next and the key of its end."""
    rows, after = read(None)
    yield from rows
    while after is not None:
        rows, after = read(after)
        yield from rows


def answer(request: Request, table: Table) -> HttpResponse:
    """The table as the file that was asked for; raises Refused EXPORT_UNDER_WAY or EXPORT_TOO_LONG.

    It is whole before it leaves, and who took it is written down.
    """
    kind = asked(request)
    counted = _Counted(table.rows, MOST_IN_A_WORKBOOK if kind == "xlsx" else None)
    file: IO[bytes] = TemporaryFile(prefix="motcua-")  # noqa: SIM115 - the answer closes it when it has left
    try:
        # A page that was got is one state already.
        with nullcontext() if connection.in_atomic_block else one_state():
            _only_one(request)
            _WRITERS[kind](table, counted, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    seen(request, Form.EXPORT, table.dossier_ids, party_ids=table.party_ids, row_count=counted.number)
    response = FileResponse(file, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = disposition(f"{table.title}.{kind}")
    return cast(HttpResponse, response)


def disposition(name: str) -> str:
    """The header that names a file: plain letters for old programs, the real name beside them (RFC 6266)."""
    stem, _dot, ending = name.rpartition(".")
    plain = slugify(fold(stem)) or "bang"
    whole = " ".join(name.replace("/", "-").split())
    return f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(whole, safe='')}"


class _Counted:
    """Rows that are counted as they go by; more than the limit is refused."""

    def __init__(self, rows: Iterable[Values], limit: int | None) -> None:
        self.rows, self.limit, self.number = rows, limit, 0

    def __iter__(self) -> Iterator[Values]:
        for row in self.rows:
            self.number += 1
            if self.limit is not None and self.number > self.limit:
                raise Refused(Refusal.EXPORT_TOO_LONG, limit=number(self.limit))
            yield row


def _only_one(request: Request) -> None:
    if request.actor.account_id is None:
        # Public lists are short, and nobody waits for a stranger's.
        return
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME, [_LOCK, request.actor.account_id])
        (free,) = cursor.fetchone()
    if not free:
        raise Refused(Refusal.EXPORT_UNDER_WAY)


def _csv(table: Table, rows: Iterable[Values], into: IO[bytes]) -> None:
    write_csv(table.headings, rows, into)


def _xlsx(table: Table, rows: Iterable[Values], into: IO[bytes]) -> None:
    write_xlsx(table.headings, rows, into, str(table.title))


_WRITERS: dict[str, Callable[[Table, Iterable[Values], IO[bytes]], None]] = {"csv": _csv, "xlsx": _xlsx}
