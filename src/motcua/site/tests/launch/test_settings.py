"""The settings as an operator switches them on, and as he misspells them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from motcua.site.launch import places, variables
from motcua.site.launch.failures import BadUse

ASK = """
import django
django.setup()
from django.test import RequestFactory
asked = {"X-Forwarded-Proto": "https", "Host": "testserver"}
print(RequestFactory().get("/", headers=asked).build_absolute_uri("/x/"))
"""


@pytest.mark.parametrize(("switch", "scheme"), [("1", "https"), ("", "http")])
def test_behind_tls_addresses_on_paper_lead_to_https(switch: str, scheme: str) -> None:
    environment = os.environ | {"MOTCUA_TLS": switch, "MOTCUA_ALLOWED_HOSTS": "testserver"}
    command = [sys.executable, "-c", ASK]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == f"{scheme}://testserver/x/"


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"MOTCUA_PROXYS": "127.0.0.1"}, "There is no setting MOTCUA_PROXYS; is it MOTCUA_PROXIES?"),
        ({"MOTCUA_ANYTHING": ""}, "There is no setting MOTCUA_ANYTHING"),
        ({"MOTCUA_PROXIES": "the proxy"}, "MOTCUA_PROXIES cannot be “the proxy”"),
        ({"MOTCUA_PROXIES": "10.0.0.1/8"}, "MOTCUA_PROXIES cannot be"),
        ({"MOTCUA_TLS": "yes"}, "MOTCUA_TLS cannot be “yes”"),
        ({"MOTCUA_LOG": "xml"}, "MOTCUA_LOG cannot be “xml”"),
        ({"MOTCUA_TRUSTED_ORIGINS": "motcua.vn"}, "MOTCUA_TRUSTED_ORIGINS cannot be"),
        ({"MOTCUA_TLS": "1"}, "MOTCUA_TLS=1 needs MOTCUA_PROXIES"),
    ],
)
def test_what_is_misspelt_or_cannot_be_stops_every_command(environment: dict[str, str], words: str) -> None:
    with pytest.raises(BadUse, match=words.replace("?", r"\?")):
        variables.check(environment)


def test_a_command_is_stopped_before_it_begins() -> None:
    command = [sys.executable, str(places.CHECKOUT / "motcua"), "due", "2019-11-20T08:37", "--days", "3"]
    environment = os.environ | {"MOTCUA_PROXYS": "127.0.0.1"}
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.splitlines() == [
        "Không có thiết lập MOTCUA_PROXYS; có phải là MOTCUA_PROXIES?",
        "There is no setting MOTCUA_PROXYS; is it MOTCUA_PROXIES?",
    ]


def test_what_is_right_goes_through() -> None:
    variables.check(
        {"MOTCUA_TLS": "1", "MOTCUA_PROXIES": "127.0.0.1, 10.0.0.0/8", "MOTCUA_LOG": "json", "HOME": "/"}
    )


def test_every_variable_that_the_code_reads_is_listed() -> None:
    read: set[str] = set()
    for path in (places.SOURCE / "motcua").rglob("*.py"):
        if "tests" not in path.parts and path.name not in ("variables.py", "testing.py"):
            for word in Path(path).read_text(encoding="utf8").replace('"', " ").replace("'", " ").split():
                if word.startswith("MOTCUA_") and word.strip("_").isupper():
                    read.add(word)
    assert read <= set(variables.VARIABLES)
    assert len(read) >= 8
