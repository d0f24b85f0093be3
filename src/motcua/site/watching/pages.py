"""/healthz and /metrics: answered before anything else is asked, so that they answer when pages cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from motcua.site.watching import health, metrics
from motcua.site.watching.proxies import UNBELIEVED, is_among


def for_watchers(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Two addresses that are no pages: nobody signs in to them, and strangers learn one word."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            if request.path_info == "/healthz":
                return _healthz(is_watcher(request))
            if request.path_info == "/metrics" and is_watcher(request):
                return HttpResponse(
                    metrics.text(health.look()), content_type="text/plain; version=0.0.4; charset=utf-8"
                )
        return answer(request)

    return middleware


def is_watcher(request: HttpRequest) -> bool:
    """Whether who asks is in a named network; through a proxy that is not named nobody is."""
    return not request.META.get(UNBELIEVED) and is_among(
        str(request.META.get("REMOTE_ADDR", "")), settings.WATCHERS
    )


def _healthz(is_watcher: bool) -> HttpResponse:
    """503 only when no page can be answered: a dead worker takes no web server out of use."""
    found = health.look()
    status = 200 if found.can_serve() else 503
    said: dict[str, object] = {"status": "ok" if found.can_serve() else "down"}
    if is_watcher:
        said |= {"alarms": found.alarms(), **asdict(found)}
    return JsonResponse(said, status=status, headers={"Cache-Control": "no-store"})
