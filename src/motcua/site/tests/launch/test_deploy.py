"""The files of deploy/ name commands, options, settings and folders that fit the program and one another."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from motcua.site.commands import COMMANDS
from motcua.site.launch import places, variables
from motcua.site.launch.dispatch import function_named
from motcua.site.watching.health import Health

DEPLOY = places.CHECKOUT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
MANUALS = ("docs/handbook/van-hanh.md", "docs/operations.md", "README.md", "README.vi.md")
PROXIES = (DEPLOY / "nginx" / "motcua.conf", DEPLOY / "caddy" / "Caddyfile")


def lines(path: Path, name: str) -> list[str]:
    """The values of a line of this name in a unit."""
    found = [line.partition("=") for line in path.read_text(encoding="utf8").splitlines()]
    return [value for key, _equals, value in found if key == name]


def settings() -> dict[str, str]:
    text = (DEPLOY / "motcua.env").read_text(encoding="utf8")
    pairs = [line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#")]
    return dict(pairs)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_a_unit_runs_a_command_that_there_is_with_options_that_it_knows(
    unit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = lines(unit, "ExecStart")
    program, command, *words = shlex.split(line)
    assert program == "/opt/motcua/motcua"
    with pytest.raises(SystemExit):
        function_named(COMMANDS[command].target)(["--help"])
    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) | {"--data"}
    assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_a_unit_may_write_where_its_command_writes_and_runs_as_nobody_great(unit: Path) -> None:
    words = shlex.split(lines(unit, "ExecStart")[0])
    written = [words[words.index(option) + 1] for option in ("--data", "--folder") if option in words]
    allowed = lines(unit, "ReadWritePaths")[0].split()
    assert all(any(folder.startswith(path) for path in allowed) for folder in written)
    assert lines(unit, "User") == ["motcua"]
    assert lines(unit, "NoNewPrivileges") == ["yes"]


def test_every_service_that_is_no_daemon_has_its_timer() -> None:
    for unit in UNITS:
        assert (lines(unit, "Type") == ["oneshot"]) == unit.with_suffix(".timer").exists()


def test_the_settings_are_taken_by_the_program() -> None:
    variables.check(settings())
    assert set(settings()) <= set(variables.VARIABLES)


@pytest.mark.parametrize("path", PROXIES, ids=lambda path: path.parent.name)
def test_a_proxy_leads_to_the_web_server_for_the_name_that_it_answers_and_hides_the_figures(
    path: Path,
) -> None:
    text = path.read_text(encoding="utf8")
    serve = next(lines(unit, "ExecStart")[0] for unit in UNITS if unit.stem == "motcua-web")
    host, port = re.findall(r"--host (\S+) --port (\d+)", serve)[0]
    assert f"{host}:{port}" in text
    assert settings()["MOTCUA_ALLOWED_HOSTS"] in text
    assert host in settings()["MOTCUA_PROXIES"]
    assert re.search(r"/metrics[^}]*404", text)


def test_nginx_sets_who_asks_and_adds_to_nothing() -> None:
    text = PROXIES[0].read_text(encoding="utf8")
    assert "X-Forwarded-For $remote_addr;" in text
    assert "X-Forwarded-Proto $scheme;" in text
    assert "proxy_add_x_forwarded_for" not in text


@pytest.mark.parametrize("name", MANUALS)
def test_a_manual_names_commands_and_options_that_there_are(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (places.CHECKOUT / name).read_text(encoding="utf8")
    said = re.findall(r"(?:motcua/motcua|\./motcua|\bmc|\bthu) ([a-z]+)([^\n`|]*)", text)
    assert said
    for command, rest in said:
        assert command in COMMANDS, command
        options = set(re.findall(r"--[a-z-]+", rest)) - {"--data"}
        if options:
            with pytest.raises(SystemExit):
                function_named(COMMANDS[command].target)(["--help"])
            assert options <= set(re.findall(r"--[a-z-]+", capsys.readouterr().out)), command


@pytest.mark.parametrize("name", MANUALS[:2])
def test_a_manual_says_of_every_alarm_what_to_do(name: str) -> None:
    worst = Health(False, False, None, 10.0**6, 1, 0, 0.0, None)
    text = (places.CHECKOUT / name).read_text(encoding="utf8")
    assert set(re.findall(r"^\| `([a-z]+)` \|", text, re.MULTILINE)) == set(worst.alarms())


@pytest.mark.parametrize("name", MANUALS)
def test_a_manual_s_files_and_settings_are_there(name: str) -> None:
    path = places.CHECKOUT / name
    text = path.read_text(encoding="utf8")
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert link.startswith("http") or (path.parent / link).exists(), link
    assert set(re.findall(r"MOTCUA_[A-Z_]+", text)) <= set(variables.VARIABLES)
    assert all((places.CHECKOUT / found).exists() for found in re.findall(r"deploy/[\w./-]*\w", text))
