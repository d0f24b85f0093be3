"""Addresses of those who watch. They hold units, periods and measures, never a person."""

from __future__ import annotations

from django.urls import path

from motcua.faces.oversight import figures, listing, trail

urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("figures/list/", listing.figures_list, name="figures_list"),
    path("readings/", trail.readings, name="readings"),
    path("dossiers/<str:code>/readers/", trail.dossier_readers, name="dossier_readers"),
]
