"""The rules of the house, kept by machines: style, types, floors, spreading, pages written by the code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.utils import translation

from motcua.ground.access import policy
from motcua.ground.kernel import journal, refusals
from motcua.site import documents
from motcua.site.launch.setup.catalogues import update_catalogues

ROOT = Path(__file__).resolve().parents[4]
SOURCE = ROOT / "src" / "motcua"
FILES_IN_A_FOLDER = 15
FORBIDDEN_NAMES = {"utils", "helpers", "services", "manager", "common"}


def python_files() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_code_is_clean() -> None:
    done = run(sys.executable, "-m", "ruff", "check", "src", "conftest.py")
    assert done.returncode == 0, done.stdout


def test_the_code_is_formatted() -> None:
    done = run(sys.executable, "-m", "ruff", "format", "--check", "src", "conftest.py")
    assert done.returncode == 0, done.stdout


@pytest.mark.timeout(600)
def test_the_types_hold() -> None:
    done = run(sys.executable, "-m", "mypy")
    assert done.returncode == 0, done.stdout


def test_no_floor_imports_from_above() -> None:
    script = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
    done = run(sys.executable, "-c", script)
    assert done.returncode == 0, done.stdout


def test_no_module_is_named_for_nothing() -> None:
    assert [path for path in python_files() if path.stem in FORBIDDEN_NAMES] == []


WEB = ("django.http", "django.shortcuts", "django.views", "django.template")
DOMAIN = ("ground", "people", "catalogue", "casework", "insight", "scenario")


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_no_package_of_the_domain_knows_the_web() -> None:
    """Only the adapters that allauth calls speak its language, requests included."""
    guilty = [
        str(path.relative_to(SOURCE))
        for path in python_files()
        if path.relative_to(SOURCE).parts[0] in DOMAIN
        and "tests" not in path.parts
        and path.name != "adapters.py"
        and any(module.startswith(WEB) for module in _imports(path))
    ]
    assert guilty == []


def test_folders_are_not_crowded() -> None:
    files = (path for path in SOURCE.rglob("*") if path.is_file() and path.name != "__init__.py")
    crowded = Counter(str(path.parent.relative_to(ROOT)) for path in files if "__pycache__" not in path.parts)
    assert {name: count for name, count in crowded.items() if count > FILES_IN_A_FOLDER} == {}


def _lengths() -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    functions, files = [], []
    for path in python_files():
        if "tests" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        name = str(path.relative_to(ROOT))
        files.append((text.count("\n"), name))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                functions.append(((node.end_lineno or 0) - node.lineno + 1, f"{name}:{node.name}"))
    return sorted(functions), sorted(files)


def test_functions_and_files_keep_their_size() -> None:
    functions, files = _lengths()
    print("functions p95", functions[int(len(functions) * 0.95)], "longest", functions[-1])
    print("files p95", files[int(len(files) * 0.95)], "longest", files[-1])
    assert functions[int(len(functions) * 0.95)][0] <= 40
    assert files[int(len(files) * 0.95)][0] <= 330
    assert [entry for entry in functions if entry[0] > 90] == []
    assert [entry for entry in files if entry[0] > 600] == []


# --- spreading: what would keep the province from being one of many on one server ---------------------------------

FORBIDDEN_SQL = re.compile(
    r"set_config\s*\(|SET\s+SESSION|CREATE\s+(CONSTRAINT\s+)?TRIGGER|CREATE\s+EXTENSION|pg_advisory_lock_shared",
    re.I,
)


def exceptions(kind: str) -> set[str]:
    """The exceptions with their reasons, one line each: kind, name, reason."""
    lines = (ROOT / "docs" / "spreading-exceptions.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(None, 2) for line in lines if line.strip() and not line.startswith("#")]
    assert all(len(row) == 3 for row in rows), "an exception has a reason"
    return {row[1] for row in rows if row[0] == kind}


def test_no_statement_keeps_a_province_from_moving() -> None:
    guilty = [
        str(path.relative_to(ROOT))
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts and FORBIDDEN_SQL.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_there_is_no_trigger_and_no_extension(owner: psycopg.Connection[Any]) -> None:
    assert owner.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal").fetchall() == []
    assert owner.execute("SELECT extname FROM pg_extension").fetchall() == [("plpgsql",)]


def test_every_key_has_64_bits(owner: psycopg.Connection[Any]) -> None:
    narrow = owner.execute(
        """
        SELECT c.relname || '.' || a.attname FROM pg_index i
          JOIN pg_class c ON c.oid = i.indrelid
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
          JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
         WHERE i.indisprimary AND a.atttypid IN ('int4'::regtype, 'int2'::regtype)
        """
    ).fetchall()
    assert {name for (name,) in narrow} - exceptions("key") == set()


def test_every_foreign_key_stays_in_its_schema(owner: psycopg.Connection[Any]) -> None:
    crossing = owner.execute(
        """
        SELECT conname FROM pg_constraint k
          JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid
         WHERE k.contype = 'f' AND a.relnamespace <> b.relnamespace
        """
    ).fetchall()
    assert crossing == []


# --- what the code says about itself ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(documents.PAGES))
def test_a_generated_page_is_not_stale(name: str) -> None:
    written = documents.written()[name]
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == written, "run ./motcua documents"


def test_every_refusal_has_a_sentence_in_both_languages() -> None:
    for _code, (_kind, sentence) in refusals.registered().items():
        with translation.override("vi"):
            vietnamese = str(sentence)
        with translation.override("en"):
            assert str(sentence) != vietnamese, vietnamese


def test_every_sentence_has_its_english() -> None:
    assert update_catalogues(write=False) == []


def test_every_event_belongs_to_one_verb() -> None:
    assert all(verb == kind.verb for verb, kind in journal.KINDS.items())


def test_every_row_of_the_policy_table_gives_somebody_something() -> None:
    assert [name for name, row in policy.rows().items() if not row] == []


def test_the_schema_is_what_the_models_say(django_db_setup: None, django_db_blocker: Any) -> None:
    done = run(sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run")
    assert done.returncode == 0, done.stdout
