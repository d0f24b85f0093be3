"""A town whose officers have accounts, and a browser at its door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client

from motcua.faces.look import context
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.accounts import actions, factors
from motcua.people.accounts.models import Account
from motcua.people.accounts.tests.hashers import QUICK
from motcua.people.organisation.tests.conftest import Town, build

PASSWORD = "mot-hai-ba-bon-nam"
NEW = "cây cầu tre lắc lẻo"


@dataclass
class Door:
    """A town whose officers have accounts, and a browser at its door."""

    town: Town
    client: Client

    def account(self, part: str, *, password: str = PASSWORD) -> Account:
        """A ready account of this officer."""
        return actions.open_ready_account(
            officer_id=self.town.officer(part), username=part, password=password, by=SYSTEM, now=clock.now()
        )

    def sign_in(self, part: str, password: str = PASSWORD, **more: str) -> Any:
        """What the sign-in page answers."""
        return self.client.post("/dang-nhap/", {"login": part, "password": password, **more})

    def who(self) -> str:
        """Who has come, by the desk."""
        return str(self.client.get("/viec/").content.decode())


def door_of_the_town(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Door:
    """Build it, with quick hashes, alone with the pages of signing in."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.ROOT_URLCONF = "motcua.faces.portal.tests.urls_of_sign_in"
    settings.PASSWORD_HASHERS = QUICK
    # The rail leads to pages of other faces, which have no address here.
    monkeypatch.setattr(context, "_rail_parts", lambda: ())
    return Door(build(), Client())


def verbs_of(account: Account) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verb FROM journal WHERE object_kind = 'account' AND object_id = %s ORDER BY number",
            [account.pk],
        )
        return [row[0] for row in cursor.fetchall()]


def enrol(account: Account) -> str:
    """Give the account a second factor; returns the sealed secret."""
    sealed = factors.new_secret()
    factors.add_factor(account, sealed)
    return sealed


def text_of(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())
