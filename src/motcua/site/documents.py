"""The generated pages of `docs/`: states, permissions, events, routes. A test fails when one is stale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation
from django.utils.module_loading import autodiscover_modules

from motcua.casework.dossiers.states import OWNER, TRANSITIONS, State
from motcua.ground.access import policy
from motcua.ground.kernel import journal, refusals
from motcua.site.launch import variables

DOCS = Path(__file__).resolve().parents[3] / "docs"
HEADER = "<!-- Written by `./motcua documents`; change the code, not this page. -->\n\n"


def states() -> str:
    """States of a dossier: what may follow what, and whose turn it is."""
    lines = ["# States of a dossier\n", "National status codes; `src/motcua/casework/dossiers/states.py`.\n"]
    lines += ["| code | state | whose turn | may be followed by |", "|---|---|---|---|"]
    for state in State:
        after = ", ".join(str(following.value) for following in sorted(TRANSITIONS[state])) or "–"
        lines.append(f"| {state.value} | {state.name} ({state.label}) | {OWNER[state].label} | {after} |")
    lines += ["\n```mermaid", "stateDiagram-v2"]
    lines += [f"  {a.name} --> {b.name}" for a in State for b in sorted(TRANSITIONS[a])]
    return HEADER + "\n".join([*lines, "```"]) + "\n"


def permissions() -> str:
    """The policy table: for each permission, each role and how it must stand to the object."""
    lines = ["# Who may do what\n", "One row for each permission; `access.py` of each package and face.\n"]
    lines += ["| permission | who, and how he stands to the object |", "|---|---|"]
    for name, row in sorted(policy.rows().items()):
        who = "; ".join(f"{role}: {relation.name}" for role, relation in sorted(row.items()))
        lines.append(f"| `{name}` | {who} |")
    return HEADER + "\n".join(lines) + "\n"


def events() -> str:
    """Every kind of event with the verb that tells it."""
    lines = ["# Events of the journal\n", "| verb | object | what happened |", "|---|---|---|"]
    for verb, kind in sorted(journal.KINDS.items()):
        if not _is_the_house_s(kind):
            continue
        said = (kind.__doc__ or "").strip().splitlines()[0]
        lines.append(f"| `{verb}` | {kind.object_kind} | {said} |")
    return HEADER + "\n".join(lines) + "\n"


def refused() -> str:
    """Every refusal with its status and its sentence."""
    lines = ["# Refusals\n", "| code | status | sentence |", "|---|---|---|"]
    for code, (kind, sentence) in sorted(refusals.registered().items()):
        if not _is_the_house_s(type(code)):
            continue
        lines.append(f"| `{code}` | {int(kind)} | {sentence} |")
    return HEADER + "\n".join(lines) + "\n"


def _is_the_house_s(kind: type) -> bool:
    """Not one that a test has made for itself."""
    return ".tests." not in kind.__module__


def routes() -> str:
    """Every address with its methods and its permission."""
    lines = ["# Addresses\n", "| address | name | methods | permission |", "|---|---|---|---|"]
    for path, pattern in sorted(walk(get_resolver().url_patterns), key=lambda pair: pair[0]):
        methods = " ".join(getattr(pattern.callback, "methods", ()))
        permission = getattr(pattern.callback, "permission", "–")
        lines.append(f"| `/{path}` | {pattern.name} | {methods} | {permission} |")
    return HEADER + "\n".join(lines) + "\n"


def walk(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern with its whole path."""
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, path)
        else:
            yield path, pattern


PAGES: dict[str, Callable[[], str]] = {
    "states.md": states,
    "permissions.md": permissions,
    "events.md": events,
    "refusals.md": refused,
    "addresses.md": routes,
    "settings.md": lambda: HEADER + variables.page(),
}


def _read_every_verb() -> None:
    """Events and refusals are known when the code that has them has been read."""
    autodiscover_modules("events", "rules", "actions")
    list(walk(get_resolver().url_patterns))


def written() -> dict[str, str]:
    """Every page by its name, in Vietnamese where words are for people."""
    _read_every_verb()
    with translation.override("vi"):
        return {name: page() for name, page in PAGES.items()}


def write(into: Path = DOCS) -> list[Path]:
    """Write every page and return which were changed."""
    changed = []
    for name, text in written().items():
        path = into / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed
