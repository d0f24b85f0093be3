"""Addresses of the catalogue: procedures by their codes, decisions."""

from __future__ import annotations

from django.urls import path

from motcua.faces.setup.catalogue import (
    decisions,
    drafts,
    fields,
    many,
    offers,
    preparing,
    procedures,
    processes,
    publishing,
)
from motcua.faces.setup.workbooks import importing

DRAFT = "setup/decision-drafts/<int:draft_id>/"
PROCEDURE = "setup/procedures/<str:code>/"

urlpatterns = [
    path("setup/procedures/", procedures.procedures, name="catalogue"),
    path("setup/procedures/new/", drafts.creating, name="create_procedure"),
    path(PROCEDURE, procedures.procedure, name="catalogue_procedure"),
    path(PROCEDURE + "versions/<int:number>/", procedures.version, name="catalogue_version"),
    path(PROCEDURE + "comparison/", procedures.comparison, name="compare_versions"),
    path(PROCEDURE + "drafts/", drafts.drafting, name="draft_version"),
    path(PROCEDURE + "draft/", drafts.editing, name="edit_draft"),
    path(PROCEDURE + "draft/removal/", drafts.discarding, name="discard_draft"),
    path(PROCEDURE + "draft/publication/", publishing.publishing, name="publish_version"),
    path(PROCEDURE + "repeal/", publishing.repealing, name="repeal_procedure"),
    path(PROCEDURE + "offers/", offers.offers, name="procedure_offers"),
    path(PROCEDURE + "offers/new/", offers.adding, name="add_offer"),
    path(PROCEDURE + "offers/<int:one_stop_id>/end/", offers.ending, name="end_offer"),
    path(PROCEDURE + "process/", processes.processes, name="procedure_processes"),
    path(PROCEDURE + "process/new/", processes.publishing, name="publish_process"),
    path("setup/offers/", many.offering, name="offer_many"),
    path("setup/offers/end/", many.ending, name="end_many"),
    path("setup/fields/", fields.fields, name="fields"),
    path("setup/fields/new/", fields.adding, name="add_field"),
    path("setup/fields/<int:field_id>/name/", fields.renaming, name="rename_field"),
    path("setup/decisions/", decisions.decisions, name="decisions"),
    path("setup/decisions/new/", decisions.recording, name="record_decision"),
    path("setup/decisions/<int:decision_id>/", decisions.decision, name="decision"),
    path("setup/decisions/<int:decision_id>/annex/", preparing.annex, name="decision_annex"),
    path("setup/decision-drafts/new/", preparing.drafting, name="draft_decision"),
    path("setup/decision-drafts/workbook/", importing.uploading, name="import_workbook"),
    path("setup/decision-drafts/workbook/template.xlsx", importing.template, name="workbook_template"),
    path("setup/decision-drafts/workbook/writing/", importing.writing, name="write_workbook"),
    path(DRAFT, preparing.prepared, name="decision_draft"),
    path(DRAFT + "words/", preparing.editing, name="edit_decision_draft"),
    path(DRAFT + "items/", preparing.putting, name="put_items"),
    path(DRAFT + "items/<int:procedure_id>/removal/", preparing.dropping, name="drop_item"),
    path(DRAFT + "check/", preparing.checking, name="check_decision"),
    path(DRAFT + "reopening/", preparing.reopening, name="reopen_decision"),
    path(DRAFT + "withdrawal/", preparing.withdrawing, name="withdraw_decision"),
    path(DRAFT + "signature/", preparing.signing, name="sign_decision"),
]
