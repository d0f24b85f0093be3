"""The set-up: locked packages, its stamp, progress, and translations."""

from __future__ import annotations

import io
import os
import re
import signal
from pathlib import Path
from textwrap import dedent

import pytest

from motcua.site.commands import COMMANDS
from motcua.site.commands import test as test_command
from motcua.site.launch import dispatch, places
from motcua.site.launch.arguments import take_data
from motcua.site.launch.failures import BadUse
from motcua.site.launch.locks import FileLock
from motcua.site.launch.setup import catalogues, distribution, environment, translations
from motcua.site.launch.setup.bars import Bar
from motcua.site.launch.setup.environment import Requirements
from motcua.site.tests.launch.engines import python

HOLD = """
import sys, time
from pathlib import Path
from motcua.site.launch.locks import FileLock
lock = FileLock(Path(sys.argv[1]))
print(lock.try_take(), flush=True)
time.sleep(600)
"""


def locked(name: str) -> dict[str, str]:
    text = (places.REQUIREMENTS / f"{name}.txt").read_text(encoding="utf8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+) ", text, flags=re.MULTILINE))


def named(name: str) -> set[str]:
    lines = (places.REQUIREMENTS / f"{name}.in").read_text(encoding="utf8").splitlines()
    return {re.split(r"[\[=<>~ ]", line)[0] for line in lines if line and not line.startswith(("-", "#"))}


@pytest.mark.parametrize("name", ["installer", "runtime", "test"])
def test_every_package_is_locked_by_hash(name: str) -> None:
    text = (places.REQUIREMENTS / f"{name}.txt").read_text(encoding="utf8")
    blocks = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"index-url|find-links|file:|https?:", text)


def test_tests_run_on_the_packages_that_serve() -> None:
    assert locked("runtime").items() <= locked("test").items()


@pytest.mark.parametrize("name", ["installer", "runtime", "test"])
def test_every_package_that_is_named_is_in_the_lock(name: str) -> None:
    assert named(name) <= set(locked(name))


@pytest.mark.parametrize("name", ["installer", "runtime", "test"])
def test_every_dependency_has_its_reason(name: str) -> None:
    reasons = (places.CHECKOUT / "docs" / "dependencies.md").read_text(encoding="utf8")
    assert [package for package in sorted(named(name)) if f"| {package} |" not in reasons] == []


def test_the_environment_is_not_ready_when_the_lock_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "SETUP", tmp_path)
    monkeypatch.setattr(places, "VENV", tmp_path / "venv")
    monkeypatch.setattr(places, "REQUIREMENTS", tmp_path)
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    (tmp_path / "venv" / "bin" / "python").touch()
    (tmp_path / "runtime.txt").write_text("a==1", encoding="ascii")
    (tmp_path / "runtime.stamp").write_text(environment.stamp_of(Requirements.RUNTIME), encoding="utf8")
    assert environment.is_ready(Requirements.RUNTIME)
    (tmp_path / "runtime.txt").write_text("a==2", encoding="ascii")
    assert not environment.is_ready(Requirements.RUNTIME)


def test_what_the_tests_lack_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distribution, "BROWSER", Path("/nowhere/chromium"))
    monkeypatch.setattr(distribution, "LIBRARY", "libnowhere.so.1")
    monkeypatch.setattr(distribution, "SERVERS", Path("/nowhere"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(BadUse, match=r"apt-get install -y chromium libatomic1 postgresql-15$"):
        distribution.ensure_packages()


def test_root_installs_only_what_the_tests_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(distribution, "BROWSER", Path("/bin/sh"))
    monkeypatch.setattr(distribution, "LIBRARY", "libnowhere.so.1")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(distribution, "install_packages", lambda *names: asked.extend(names))
    with pytest.raises(BadUse, match="libatomic1 was installed but is not there"):
        distribution.ensure_packages()
    assert asked == ["libatomic1"]


def test_a_browser_that_is_missing_is_said_before_anything_is_downloaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Requirements] = []
    monkeypatch.setattr(distribution, "BROWSER", Path("/nowhere/chromium"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(test_command, "is_ready", lambda wanted: False)
    monkeypatch.setattr(test_command, "ensure_environment", asked.append)
    with pytest.raises(BadUse, match="chromium"):
        test_command.run([])
    assert asked == []


@pytest.mark.parametrize("there", [None, "create_main_cluster = true\n"])
def test_debian_makes_no_cluster_of_its_own_unless_it_was_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str | None
) -> None:
    settings = tmp_path / "postgresql-common" / "createcluster.conf"
    if there is not None:
        settings.parent.mkdir()
        settings.write_text(there, encoding="ascii")
    monkeypatch.setattr(distribution, "CLUSTERS", settings)
    monkeypatch.setattr(distribution, "SERVERS", tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(distribution, "install_packages", lambda *names: None)
    with pytest.raises(BadUse, match="postgresql-15 was installed but is not there"):
        distribution.ensure_packages()
    assert settings.read_text(encoding="ascii") == (there or "create_main_cluster = false\n")


def test_the_oldest_server_that_will_do_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("13", "15", "17", "common"):
        programs = tmp_path / version / "bin"
        programs.mkdir(parents=True)
        (programs / "postgres").touch()
    monkeypatch.setattr(distribution, "SERVERS", tmp_path)
    assert distribution.server_programs() == tmp_path / "15" / "bin"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_names_a_function(name: str) -> None:
    assert callable(dispatch.function_named(COMMANDS[name].target))


def test_the_data_folder_may_be_named_anywhere() -> None:
    assert take_data(["demo", "--data", "x", "--port", "1"]) == ("x", ["demo", "--port", "1"])
    assert take_data(["demo", "--data=x"]) == ("x", ["demo"])
    assert take_data(["test", "--", "--data", "x"]) == (None, ["test", "--", "--data", "x"])


def test_a_lock_is_held_by_one(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert (first.try_take(), second.try_take()) == (True, False)
    first.release()
    assert second.try_take()
    second.release()


def test_a_lock_ends_with_its_holder_however_it_dies(tmp_path: Path) -> None:
    holder = python("-c", HOLD, str(tmp_path / "lock"))
    assert holder.stdout is not None
    assert holder.stdout.readline() == "True\n"
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    lock = FileLock(tmp_path / "lock")
    assert lock.try_take()
    lock.release()


def test_private_files_are_never_open_to_others(tmp_path: Path) -> None:
    places.write_private(tmp_path / "key", "secret")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_progress_in_a_log_is_a_few_lines() -> None:
    log = io.StringIO()
    with Bar("Bước", 1000, log) as bar:
        for done in range(1, 1001):
            bar.update(done)
    lines = log.getvalue().splitlines()
    assert (lines[0], lines[5], len(lines)) == ("Bước …", "  Bước: 500/1000", 12)


def test_a_lazy_bar_says_nothing_when_nothing_is_left() -> None:
    log = io.StringIO()
    with Bar("Bước", 100, log, is_lazy=True) as bar:
        bar.update(100)
    assert log.getvalue() == ""


def test_a_step_that_fails_is_marked() -> None:
    log = io.StringIO()
    with pytest.raises(ZeroDivisionError), Bar("Bước", 0, log):
        raise ZeroDivisionError
    assert log.getvalue().splitlines()[-1].startswith("✘ Bước")


def test_sentences_are_found_in_python_and_templates(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "rules.py").write_text('x = gettext_lazy("Hồ sơ")\ny = ngettext("một", "nhiều", n)\n')
    (tmp_path / "templates" / "a.html").write_text(
        '<p title="{% translate \'Tra cứu\' %}">{{ _("Tìm") }}</p>'
    )
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text('gettext("không phải của người dùng")\n')
    found = list(catalogues.messages_of(tmp_path))
    assert found == [("Hồ sơ", None), (("một", "nhiều"), None), ("Tra cứu", None), ("Tìm", None)]


def test_a_translation_is_compiled_for_django(tmp_path: Path) -> None:
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        dedent("""
            msgid ""
            msgstr "Content-Type: text/plain; charset=utf-8\\n"

            msgid "Hồ sơ"
            msgstr "Dossier"
        """),
        encoding="utf8",
    )
    translations.compile_catalogue(source)
    assert b"Dossier" in source.with_suffix(".mo").read_bytes()
    assert not translations.is_stale(source)


def test_a_translation_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text("this is no catalogue\n", encoding="utf8")
    with pytest.raises(BadUse, match=r"django\.po"):
        translations.compile_catalogue(source)


def test_a_step_that_took_another_way_is_marked() -> None:
    log = io.StringIO()
    with Bar("Bước", 0, log) as bar:
        bar.has_failed = True
    assert log.getvalue().splitlines()[-1].startswith("✘ Bước")
