"""Every address of the site; each view carries its row of the policy table (`may`)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from motcua.faces.look.language import set_language
from motcua.faces.look.middleware import unreadable
from motcua.faces.look.outage import failed

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", set_language, name="set_language"),
    path("", include("motcua.faces.portal.urls")),
    path("", include("motcua.faces.portal.sign_in_urls")),
    path("", include("motcua.faces.portal.demonstration_urls")),
    path("", include("motcua.faces.desk.urls")),
    path("", include("motcua.faces.setup.urls")),
    path("", include("motcua.faces.oversight.urls")),
    path("", include("motcua.faces.handbook.urls")),
]

handler400 = unreadable
handler500 = failed
