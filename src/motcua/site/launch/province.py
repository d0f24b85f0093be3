"""The demonstration's data: whether it is whole, and how it is made anew."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from motcua.site.launch import places
from motcua.site.launch.databases import Opened
from motcua.site.launch.failures import BadUse

NOTE = "demo.json"
ACCOUNTS = "accounts.json"
TYPED = ("Tên đăng nhập / user", "Mật khẩu / password")
# Beside the database a demonstration keeps the seals' heads, attachments and the accounts' passwords.
KEPT_BESIDE = ("seals.txt", ACCOUNTS, NOTE)


@dataclass(frozen=True, slots=True)
class Note:
    """What the data folder says of its demonstration: the database, how many dossiers, all there or not."""

    database: str
    dossiers: int
    is_whole: bool


def read_note(data: Path) -> Note | None:
    """What was noted, or None before the first demonstration."""
    path = data / NOTE
    if not path.exists():
        return None
    try:
        return Note(**json.loads(path.read_text(encoding="utf8")))
    except (ValueError, TypeError) as failure:
        raise BadUse(
            f"Không đọc được {path}; hãy chạy lại với --fresh.", f"{path} cannot be read; run with --fresh."
        ) from failure


def write_note(data: Path, note: Note) -> None:
    """Note the state of the demonstration's data."""
    places.write_private(data / NOTE, json.dumps(asdict(note)))


def identity(opened: Opened) -> str:
    """Which database this is, without its passwords."""
    if opened.is_embedded:
        return "embedded"
    parts = urlsplit(opened.urls.owner)
    return f"{parts.hostname or ''}:{parts.port or ''}{parts.path}?{parts.query}"


def holds_demonstration(opened: Opened) -> bool:
    """Whether a demonstration is in this database; refuses one that holds something else.

    A schema of ours that a killed start left half made holds nothing yet.
    """
    with psycopg.connect(opened.urls.owner) as connection:
        tables = {
            name
            for (name,) in connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
        }
        if not tables:
            return False
        if "business_clock" in tables:
            (is_demonstration,) = connection.execute(
                "SELECT coalesce(bool_or(is_demonstration), false) FROM business_clock"
            ).fetchone() or (False,)
            (holds_events,) = connection.execute("SELECT EXISTS (SELECT 1 FROM journal)").fetchone() or (
                True,
            )
            if is_demonstration or not holds_events:
                return bool(is_demonstration)
        elif "django_migrations" in tables and _was_begun(opened):
            return False
    raise BadUse(
        "Cơ sở dữ liệu này đã có dữ liệu và không phải là bản trình diễn; hãy chọn nơi khác bằng --data.",
        "This database holds data and is not a demonstration; choose another place with --data.",
    )


def _was_begun(opened: Opened) -> bool:
    """Whether the note says that a demonstration was being made in this very database."""
    try:
        note = read_note(opened.data)
    except BadUse:
        return False
    return note is not None and not note.is_whole and note.database == identity(opened)


def empty(opened: Opened) -> bool:
    """Throw the demonstration's data away, and say whether there was any; migrations make the schema anew."""
    was_there = holds_demonstration(opened)
    if opened.engine is not None:
        opened.engine.recreate_database()
    else:
        with psycopg.connect(opened.urls.owner) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
    for name in KEPT_BESIDE:
        (opened.data / name).unlink(missing_ok=True)
    if (opened.data / "files").exists():
        shutil.rmtree(opened.data / "files")
    return was_there


def accounts_table(data: Path) -> str:
    """The ready accounts as a table for the screen: the file is a list of rows, each a column → text."""
    path = data / ACCOUNTS
    if not path.exists():
        return ""
    rows: list[dict[str, str]] = json.loads(path.read_text(encoding="utf8"))
    named = list(rows[0]) if rows else []
    # What is typed comes first, so that a narrow terminal wraps only what is read.
    columns = sorted(named, key=lambda name: name not in TYPED)
    widths = [max(len(column), *(len(row[column]) for row in rows)) for column in columns]
    lines = [
        columns,
        ["─" * width for width in widths],
        *([row[column] for column in columns] for row in rows),
    ]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
