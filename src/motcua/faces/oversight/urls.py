"""Addresses of those who watch. They hold units, periods and measures, never a person."""

from __future__ import annotations

from django.urls import path

from motcua.faces.oversight import figures, listing

urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("figures/list/", listing.figures_list, name="figures_list"),
]
