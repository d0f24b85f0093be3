"""Every variable of the environment that the program reads: what it is for, its default, and what it may say.

One that is misspelt, or says what cannot be, stops every command before it begins. Standard library only.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from motcua.site.launch.failures import BadUse

PREFIX = "MOTCUA_"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def words(text: str) -> list[str]:
    """Words between commas."""
    return [word.strip() for word in text.split(",") if word.strip()]


def networks(text: str) -> list[Network]:
    """Networks or single addresses between commas; raises ValueError for anything else."""
    return [ipaddress.ip_network(word) for word in words(text)]


def switch(text: str) -> bool:
    """1 or nothing; raises ValueError for anything else."""
    return bool(("", "1").index(text))


def log_form(text: str) -> str:
    """One of the two forms of the log; raises ValueError for another."""
    return ("lines", "json")[("lines", "json").index(text)]


def origins(text: str) -> list[str]:
    """Origins between commas, each with its scheme; raises ValueError for another."""
    found = words(text)
    if not all(word.startswith(("https://", "http://")) for word in found):
        raise ValueError(text)
    return found


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: how it is read, what holds without it, what it is for, and its form in words."""

    read: Callable[[str], Any]
    default: str
    purpose: str
    form: str


VARIABLES: dict[str, Variable] = {
    "DATABASE_URL": Variable(
        str,
        "",
        "The PostgreSQL that serves, as the application's role; without it the embedded one",
        "postgres://…",
    ),
    "DATABASE_OWNER_URL": Variable(
        str, "", "The same database as its owner, who migrates and restores", "postgres://…"
    ),
    "MOTCUA_DATA_DIR": Variable(
        str, "", "The data folder; `--data` comes first; without both `var/`", "a folder"
    ),
    "MOTCUA_SETUP_DIR": Variable(str, "", "Where the set-up keeps the built front end", "a folder"),
    "MOTCUA_APP_ROLE": Variable(str, "motcua_app", "The role that serves", "a role's name"),
    "MOTCUA_OWNER_ROLE": Variable(str, "motcua_owner", "The role that owns the tables", "a role's name"),
    "MOTCUA_ALLOWED_HOSTS": Variable(
        words, "127.0.0.1,localhost,[::1]", "The names under which the site answers", "names between commas"
    ),
    "MOTCUA_TRUSTED_ORIGINS": Variable(
        origins, "", "Other origins whose forms are taken", "https://… between commas"
    ),
    "MOTCUA_TLS": Variable(
        switch, "", "A proxy with TLS stands before us: secure cookies, HSTS, links to https", "1 or nothing"
    ),
    "MOTCUA_PROXIES": Variable(
        networks,
        "",
        "The proxies whose X-Forwarded-For and -Proto are believed; nobody else's are",
        "addresses or networks between commas",
    ),
    "MOTCUA_WATCHERS": Variable(
        networks,
        "127.0.0.1,::1",
        "Who may read /metrics and the details of /healthz",
        "addresses or networks between commas",
    ),
    "MOTCUA_LOG": Variable(
        log_form,
        "lines",
        "`json`: one JSON object for each request and message; `lines`: messages only",
        "lines or json",
    ),
}


def value(name: str, environment: Mapping[str, str] = os.environ) -> Any:
    """What this variable says, or its default; raises BadUse for what cannot be."""
    variable = VARIABLES[name]
    text = environment.get(name, variable.default)
    try:
        return variable.read(text)
    except ValueError as failure:
        raise BadUse(
            f"{name} không hợp lệ (“{text}”); giá trị đúng: {variable.form}.",
            f"{name} cannot be “{text}”; it is {variable.form}.",
        ) from failure


def check(environment: Mapping[str, str] = os.environ) -> None:
    """Refuse what is misspelt, what cannot be, and what does not go together."""
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in VARIABLES:
            near = difflib.get_close_matches(name, VARIABLES, 1)
            raise BadUse(
                f"Không có thiết lập {name}{f'; có phải là {near[0]}?' if near else '.'}",
                f"There is no setting {name}{f'; is it {near[0]}?' if near else '.'}",
            )
    for name in VARIABLES:
        if not name.startswith("DATABASE_"):
            value(name, environment)
    if value("MOTCUA_TLS", environment) and not value("MOTCUA_PROXIES", environment):
        raise BadUse(
            "MOTCUA_TLS=1 cần MOTCUA_PROXIES: địa chỉ của máy chủ đứng trước làm TLS (ví dụ 127.0.0.1).",
            "MOTCUA_TLS=1 needs MOTCUA_PROXIES: the address of the proxy that does TLS (127.0.0.1, for example).",
        )


def page() -> str:
    """The page of docs/ that lists them."""
    lines = [
        "# Settings\n",
        "Variables of the environment. One that is misspelt or says what cannot be stops every command.\n",
        "| variable | what for | form | without it |",
        "|---|---|---|---|",
    ]
    for name, variable in VARIABLES.items():
        default = f"`{variable.default}`" if variable.default else "–"
        lines.append(f"| `{name}` | {variable.purpose} | {variable.form} | {default} |")
    return "\n".join(lines) + "\n"
