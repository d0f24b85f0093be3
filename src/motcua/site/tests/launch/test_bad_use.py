"""Bad use of the command: one sentence in Vietnamese, one in English, exit code 2, never a traceback."""

from __future__ import annotations

import ast
import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from motcua.site.commands import COMMANDS
from motcua.site.launch import places
from motcua.site.launch.failures import BAD_USE, INTERRUPTED, BadUse, exit_codes, from_os_error
from motcua.site.launch.locks import FileLock
from motcua.site.tests.launch.engines import answer

COMMAND = str(places.CHECKOUT / "motcua")
INSIDE = ("-m", "motcua.site")
OLD_PYTHON = "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); runpy.run_path(sys.argv[1])"
NO_SERVER = "postgres://motcua_app:secret-word@127.0.0.1:1/motcua"


def sentences(*arguments: str, **variables: str) -> list[str]:
    """The two sentences of a refusal; fails on any other ending."""
    code, output, errors = answer(*arguments, **variables)
    assert (code, output) == (BAD_USE, ""), errors
    lines = errors.splitlines()
    assert len(lines) == 2, errors
    assert "secret-word" not in errors
    return lines


@pytest.fixture
def taken_port() -> Iterator[str]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield str(holder.getsockname()[1])


def test_an_older_python_can_read_the_command() -> None:
    ast.parse(Path(COMMAND).read_text(encoding="utf8"), feature_version=(3, 6))


def test_an_older_python_is_told_which_one_is_needed() -> None:
    assert sentences("-c", OLD_PYTHON, COMMAND) == [
        "Một Cửa cần Python 3.11 trở lên, đây là Python 3.9.",
        "Mot Cua needs Python 3.11 or later, this is Python 3.9.",
    ]


def test_it_refuses_an_unknown_command() -> None:
    assert "dmeo" in sentences(COMMAND, "dmeo")[0]


@pytest.mark.parametrize(
    "words",
    [
        ["demo", "--prot", "8001"],
        ["demo", "--fres"],
        ["demo", "--port", "70000"],
        ["demo", "--dossiers", "none"],
        ["demo", "--dossiers", "0"],
        ["demo", "--dossiers", "1000001"],
        ["demo", "--dossiers", "9" * 5000],
        ["demo", "--port", "²"],
        ["serve", "--workers", "21"],
        ["documents", "--now"],
        ["bench", "due", "--json", "/proc/none/bench.json"],
        ["serve", "now"],
        ["worker", "--data"],
        ["migrate", "--data="],
    ],
)
def test_it_refuses_unknown_options_and_values(words: list[str], tmp_path: Path) -> None:
    sentences(*INSIDE, *words, MOTCUA_DATA_DIR=str(tmp_path))


# `test` hands its words to pytest, which has a help of its own.
@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "test"])
def test_each_command_says_how_it_is_used(command: str, tmp_path: Path) -> None:
    code, output, errors = answer(*INSIDE, command, "--help", "--data", str(tmp_path / "data"))
    assert (code, f"motcua {command}" in output, errors) == (0, True, "")
    assert list(tmp_path.iterdir()) == []


def test_help_asks_for_no_folder_that_can_be_written() -> None:
    code, output, errors = answer(*INSIDE, "migrate", "--help", "--data", "/proc/none")
    assert (code, "motcua migrate" in output, errors) == (0, True, "")


def test_it_answers_no_command_with_the_list() -> None:
    code, _output, errors = answer(COMMAND)
    assert (code, "demo" in errors, "migrate" in errors) == (BAD_USE, True, True)


def test_help_is_no_mistake() -> None:
    code, output, _errors = answer(*INSIDE, "demo", "--help")
    assert (code, "--no-serve" in output) == (0, True)


@pytest.mark.parametrize("command", ["serve", "migrate", "worker"])
@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://a:secret-word@h/d", "postgres://a:secret-word@h:port/d"]
)
def test_it_refuses_an_unreadable_address(command: str, url: str, tmp_path: Path) -> None:
    first, _second = sentences(
        *INSIDE, command, "--data", str(tmp_path), DATABASE_URL=url, DATABASE_OWNER_URL=url
    )
    assert first.startswith("Không đọc được DATABASE_URL")


def test_it_refuses_a_server_that_does_not_answer(tmp_path: Path) -> None:
    first, second = sentences(
        *INSIDE, "migrate", "--data", str(tmp_path), DATABASE_URL=NO_SERVER, DATABASE_OWNER_URL=NO_SERVER
    )
    assert "127.0.0.1" in first
    assert second.startswith("Cannot connect to DATABASE_URL")


def test_it_refuses_a_server_without_its_owner(tmp_path: Path) -> None:
    first, _second = sentences(*INSIDE, "migrate", "--data", str(tmp_path), DATABASE_URL=NO_SERVER)
    assert first.startswith("Thiếu DATABASE_OWNER_URL")


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_it_refuses_a_port_that_is_taken(command: str, taken_port: str, tmp_path: Path) -> None:
    first, _second = sentences(*INSIDE, command, "--port", taken_port, "--data", str(tmp_path))
    assert taken_port in first


def test_it_refuses_a_second_demonstration_on_the_same_data(tmp_path: Path) -> None:
    with FileLock(tmp_path / "demo.lock"):
        first, _second = sentences(*INSIDE, "demo", "--data", str(tmp_path))
    assert str(tmp_path) in first


@pytest.mark.parametrize("folder", ["/dev/null", "/dev/null/inside", "/proc/motcua"])
def test_it_refuses_a_folder_that_cannot_be_made(folder: str) -> None:
    first, _second = sentences(*INSIDE, "migrate", "--data", folder)
    assert folder in first


def test_a_full_disk_is_a_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending, exit_codes():
        Path("/dev/full").write_text("x", encoding="ascii")
    assert ending.value.code == BAD_USE
    assert "The disk is full" in capfd.readouterr().err


def test_a_folder_of_somebody_else_is_a_sentence() -> None:
    failure = from_os_error(PermissionError(errno.EACCES, os.strerror(errno.EACCES), "/srv/data"))
    assert failure is not None
    assert "/srv/data" in failure.vietnamese


def test_ctrl_c_has_its_own_code(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending, exit_codes():
        raise KeyboardInterrupt
    assert ending.value.code == INTERRUPTED
    assert "Traceback" not in capfd.readouterr().err


def test_a_bug_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError), exit_codes():
        raise ZeroDivisionError


def test_a_refusal_says_both_languages(capfd: pytest.CaptureFixture[str]) -> None:
    BadUse("Câu một.", "Sentence one.").say()
    assert capfd.readouterr().err == "Câu một.\nSentence one.\n"
