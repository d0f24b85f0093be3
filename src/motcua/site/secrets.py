"""The secrets of a data folder: made at the first start, readable by their owner alone."""

from __future__ import annotations

import json
import os
import secrets as randomness
from dataclasses import dataclass
from pathlib import Path

NAME = "secrets.json"


@dataclass(frozen=True, slots=True)
class Secrets:
    """Keys of sessions, of the events' content hashes, of the receipts' secrets, and of second factors."""

    session_key: str
    event_key: bytes
    receipt_key: bytes
    second_factor_key: bytes


def load(data_dir: Path) -> Secrets:
    """Read the secrets of this data folder, or make them (file mode 0600)."""
    path = data_dir / NAME
    if not path.exists():
        _make(path)
    kept = json.loads(path.read_text(encoding="ascii"))
    return Secrets(
        session_key=kept["session"],
        event_key=bytes.fromhex(kept["event"]),
        receipt_key=bytes.fromhex(kept["receipt"]),
        second_factor_key=bytes.fromhex(kept["second_factor"]),
    )


def renewed(*, event: str, receipt: str, second_factor: str) -> str:
    """The text of the file for a new machine: the keys of its province, in hexadecimal, and fresh sessions."""
    session = randomness.token_hex(32)
    return json.dumps(
        {"session": session, "event": event, "receipt": receipt, "second_factor": second_factor}
    )


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = {name: randomness.token_hex(32) for name in ("session", "event", "receipt", "second_factor")}
    # Written whole under another name and linked: of two processes that start together one wins, none reads half.
    draft = path.with_name(f"{NAME}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(fresh, file)
    try:
        os.link(draft, path)
    except FileExistsError:
        # The other process was first; its secrets are the ones that count.
        return
    finally:
        draft.unlink()
