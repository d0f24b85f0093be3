"""Addresses of changes of many dossiers."""

from __future__ import annotations

from django.urls import path

from motcua.faces.setup.changes import progress

CHANGE = "setup/changes/<int:change_id>/"

urlpatterns = [
    path("setup/changes/", progress.changes, name="bulk_changes"),
    path(CHANGE, progress.change, name="bulk_change"),
    path(CHANGE + "progress/", progress.progress, name="bulk_progress"),
    path(CHANGE + "notices.csv", progress.to_tell_csv, name="bulk_change_csv"),
]
