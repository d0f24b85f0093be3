"""The site behind a real server, for tests that look at it with a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections


class _Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, format: str, *args: Any) -> None:
        return


class _Server(ThreadingMixIn, WSGIServer):
    """A thread for each request, which leaves no connection to the database behind."""

    daemon_threads = False

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, and close."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


@contextmanager
def served() -> Iterator[str]:
    """Serve the site as its settings are now; the address."""
    with pytest.MonkeyPatch.context() as patch:
        # The browser's loop runs in this thread, and Django takes that for code that must not wait.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join()
