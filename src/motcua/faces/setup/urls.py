"""Addresses of setting up. None holds a name or a number of a person: officers are searched for by POST."""

from __future__ import annotations

from django.urls import path

from motcua.faces.setup import account_changes, accounts, imports
from motcua.faces.setup.catalogue import urls as catalogue_urls
from motcua.faces.setup.changes import urls as changes_urls
from motcua.faces.setup.organisation import (
    delegations,
    first_steps,
    officer_changes,
    officers,
    splits,
    successions,
    unit_changes,
    units,
)
from motcua.faces.setup.timekeeping import urls as timekeeping_urls

UNIT = "setup/units/<int:unit_id>/"
OFFICER = "setup/officers/<int:officer_id>/"
SUCCESSION = "setup/successions/<int:succession_id>/"
ACCOUNT = "setup/accounts/<int:account_id>/"

organisation_urls = [
    path("setup/units/", units.units, name="units"),
    path("setup/units/options/", units.unit_options, name="unit_options"),
    path(UNIT, units.unit, name="unit"),
    path(UNIT + "below/", unit_changes.creating, name="create_unit"),
    path(UNIT + "name/", unit_changes.renaming, name="rename_unit"),
    path(UNIT + "parent/", unit_changes.moving, name="move_unit"),
    path(UNIT + "calendar/", unit_changes.calendar, name="set_unit_calendar"),
    path(UNIT + "closing/", unit_changes.closing, name="close_unit"),
    path("setup/officers/", officers.officers, name="officers"),
    path("setup/officers/new/", officer_changes.adding, name="add_officer"),
    path("setup/officers/options/", officers.officer_options, name="officer_options"),
    path(OFFICER, officers.officer, name="officer"),
    path(OFFICER + "particulars/", officer_changes.changing, name="change_officer"),
    path(OFFICER + "appointments/", officer_changes.appointing, name="appoint"),
    path("setup/appointments/<int:appointment_id>/end/", officer_changes.ending, name="end_appointment"),
    path("setup/appointments/<int:appointment_id>/delegations/", delegations.delegating, name="delegate"),
    path("setup/delegations/<int:delegation_id>/end/", delegations.ending, name="end_delegation"),
    path("setup/my-delegations/", delegations.my_delegations, name="my_delegations"),
]

succession_urls = [
    path("setup/successions/", successions.listing, name="successions"),
    path("setup/successions/2025/", successions.shipped, name="successions_2025"),
    path(UNIT + "succession/", successions.planning, name="plan_succession"),
    path(SUCCESSION, successions.succession, name="succession"),
    path(UNIT + "split/", splits.planning, name="plan_split"),
    path(SUCCESSION + "dossiers/", splits.dossiers, name="succession_dossiers"),
    path(SUCCESSION + "parts/", splits.assigning, name="assign_parts"),
    path(SUCCESSION + "officers/", successions.reviewing, name="review_succession"),
    path(SUCCESSION + "cancellation/", successions.cancelling, name="cancel_succession"),
]

account_urls = [
    path("setup/accounts/", accounts.accounts, name="accounts"),
    path(OFFICER + "account/", account_changes.creating, name="create_account"),
    path(ACCOUNT, accounts.account, name="account"),
    path(ACCOUNT + "password/", account_changes.resetting, name="reset_password"),
    path(ACCOUNT + "closing/", account_changes.closing, name="close_account"),
    path(ACCOUNT + "reopening/", account_changes.reopening, name="reopen_account"),
    path(ACCOUNT + "sessions/", account_changes.ending_sessions, name="end_sessions"),
    path(ACCOUNT + "second-factor/", account_changes.re_enrolling, name="re_enrol"),
]

import_urls = [
    path("setup/first-steps/", first_steps.first_steps, name="first_steps"),
    path("setup/imports/", imports.imports, name="imports"),
    path("setup/imports/<slug:what>/", imports.uploading, name="import_upload"),
    path("setup/imports/<slug:what>/writing/", imports.writing, name="import_write"),
    path("setup/imports/<slug:what>/template.<slug:kind>", imports.template, name="import_template"),
]

urlpatterns = [
    *organisation_urls,
    *succession_urls,
    *account_urls,
    *import_urls,
    *timekeeping_urls.urlpatterns,
    *changes_urls.urlpatterns,
    *catalogue_urls.urlpatterns,
]
