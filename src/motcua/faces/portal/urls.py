"""The addresses of the public pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.faces.portal import home, lists, procedures, tracking

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("thu-tuc/", procedures.search, name="procedures"),
    path("danh-muc-thu-tuc/", lists.procedure_list, name="procedure_list"),
    path("thu-tuc/<str:code>/", procedures.procedure, name="procedure"),
    path("tra-cuu/", tracking.tracking_home, name="tracking"),
    path("tra-cuu/<str:code>/", tracking.track_dossier, name="track_dossier"),
    path("tra-cuu/<str:code>/noi-dung/", tracking.open_dossier, name="open_dossier"),
]
