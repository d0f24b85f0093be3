"""A province on Debian's PostgreSQL: the same program, both roles, from the embedded engine and back."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from motcua.site.launch import places
from motcua.site.launch.databases import Opened
from motcua.site.tests.backups.conftest import PASSPHRASE, Told, restore
from motcua.site.tests.launch.engines import answer

LEAST = 100
FLOORS = ("ground", "people", "catalogue", "casework")


def motcua(expected: int, server: dict[str, str], data: Path, *words: str) -> str:
    code, output, errors = answer("-m", "motcua.site", *words, "--data", str(data), **server)
    assert code == expected, output + errors
    return output


@pytest.mark.timeout(600)
def test_migrations_constraints_races_and_sealing_hold_on_it(server: dict[str, str], tmp_path: Path) -> None:
    """The tests marked `server` once more, on that server."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "MOTCUA_DATA"))
    }
    # One process: another would make and migrate a database of its own for so few tests.
    command = [sys.executable, "-m", "pytest", "-q", "-m", "server", "-p", "no:cacheprovider", "-n", "0"]
    result = subprocess.run(
        [*command, *(f"src/motcua/{floor}" for floor in FLOORS)],
        cwd=places.CHECKOUT,
        env=environment | server | {"MOTCUA_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=560,
    )
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]
    passed = re.search(r"(\d+) passed", result.stdout)
    assert passed is not None
    assert int(passed[1]) >= LEAST
    assert "skipped" not in result.stdout


def test_the_addresses_are_for_their_owner_s_eyes(server: dict[str, str], top: Path) -> None:
    assert stat.S_IMODE((top / "database.env").stat().st_mode) == 0o600
    with psycopg.connect(server["DATABASE_URL"]) as app:
        assert app.info.user == "motcua_app"
        assert app.info.server_version >= 150000


def test_a_province_moves_to_it_and_back_and_nothing_is_another(
    server: dict[str, str], saved: Path, folder: Opened, tmp_path: Path
) -> None:
    told = Told.now()
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE, encoding="utf8")
    there, back = tmp_path / "there", tmp_path / "back.tar"
    motcua(0, server, there, "restore", str(saved), "--passphrase-file", str(passphrase))
    # The content that was lost before stays lost, and both say so.
    output = motcua(1, server, there, "check")
    assert [line[:20] for line in output.splitlines() if line.startswith("✘")] == ["✘ Tệp đính kèm đủ và"]
    assert told.lost[0] in motcua(1, server, there, "backup", str(back), "--passphrase-file", str(passphrase))
    restore(back, folder)
    assert Told.now() == told
