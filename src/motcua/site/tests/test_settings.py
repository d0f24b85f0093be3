"""The settings as an operator switches them on."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

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
