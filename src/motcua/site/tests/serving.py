"""The whole site behind a real server and in a real browser: compressed files, real commits, its own headers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from motcua.faces.look.tests.conftest import CHROMIUM, FLAGS
from motcua.faces.look.tests.served import served
from motcua.people.accounts.models import Account

Open = Callable[..., BrowserContext]


@contextmanager
def serving(built: Path, collected: Path) -> Iterator[str]:
    """Serve the site with its files collected and compressed as they are in use; the address."""
    with override_settings(STATIC_ROOT=collected, STATICFILES_DIRS=[built / "static"]):
        call_command("collectstatic", interactive=False, verbosity=0)
        with served() as address:
            yield address


@contextmanager
def a_browser() -> Iterator[Browser]:
    """A browser for a whole module."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
        # What was opened beside the browser's loop can be closed beside it only.
        connections.close_all()


def opened(browser: Browser, *, width: int = 1280, script: bool = True) -> BrowserContext:
    """A browser of its own for one person."""
    context = browser.new_context(
        viewport={"width": width, "height": 860}, java_script_enabled=script, locale="vi-VN"
    )
    context.set_default_timeout(15_000)
    return context


def sign_in_quietly(context: BrowserContext, account: Account, site: str) -> None:
    """Signed in without the pages of signing in."""
    client = Client()
    client.force_login(account)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
