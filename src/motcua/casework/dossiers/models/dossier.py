"""The dossier itself: what was asked, of whom, where it is handled, when it is due."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.casework.dossiers.states import CLOSED, OPEN, UNCOLLECTED, State
from motcua.catalogue.procedures.models import Channel, Procedure, ProcedureVersion
from motcua.catalogue.processes.models import ProcessVersion
from motcua.people.calendars.models import Calendar
from motcua.people.organisation.models import Officer, Unit
from motcua.people.parties.models import Party, PartyVersion


class ReturnMethod(models.TextChoices):
    """How the applicant wants to have the result."""

    COUNTER = "counter", _("Nhận tại Bộ phận Một cửa")
    POSTAL = "postal", _("Nhận qua bưu chính công ích")


class Dossier(models.Model):
    """One request, from receipt to returned result; it keeps the versions that it started with."""

    code = models.CharField(max_length=60, unique=True)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    procedure_version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    process_version = models.ForeignKey(ProcessVersion, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="dossiers")
    party_version = models.ForeignKey(PartyVersion, on_delete=models.PROTECT, related_name="+")
    one_stop = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    division = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    case = models.CharField(max_length=120, default="", blank=True)
    area = models.CharField(max_length=120, default="", blank=True)
    return_method = models.CharField(max_length=10, choices=ReturnMethod.choices)
    sets = models.IntegerField(default=1)
    summary = models.CharField(max_length=400, default="")
    fee = models.BigIntegerField(default=0)
    state = models.SmallIntegerField(choices=State.choices)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    promised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    late_after = models.DateTimeField()
    fell_late_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    # When somebody was last called about a result that waits.
    last_called_at = models.DateTimeField(null=True)
    # The next three are kept beside their rows, because the lock of this row is the lock of the whole dossier.
    completion_requests = models.SmallIntegerField(default=0)
    open_obligations = models.SmallIntegerField(default=0)
    events = models.IntegerField(default=0)

    class Meta:
        db_table = "dossier"
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, finished_by__isnull=True)
                | Q(finished_at__isnull=False, finished_by__isnull=False),
                name="a_dossier_is_finished_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_by__isnull=True)
                | Q(returned_at__isnull=False, returned_by__isnull=False),
                name="a_result_is_returned_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in OPEN], finished_at__isnull=True)
                | Q(state__in=[s.value for s in (*UNCOLLECTED, *CLOSED)], finished_at__isnull=False),
                name="a_dossier_is_finished_when_its_state_says_so",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=False, state=State.RETURNED)
                | (Q(returned_at__isnull=True) & ~Q(state=State.RETURNED)),
                name="a_result_is_returned_when_the_state_says_so",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("received_at")), name="a_dossier_is_due_after_receipt"
            ),
            models.CheckConstraint(condition=Q(open_obligations__gte=0), name="obligations_are_met_once"),
        ]
        indexes = [
            models.Index(fields=["one_stop", "received_at"], name="dossier_received_by"),
            models.Index(fields=["agency", "received_at"], name="dossier_decided_by"),
            models.Index(fields=["division", "received_at"], name="dossier_handled_by"),
            models.Index(fields=["agency", "finished_at"], name="dossier_finished_by"),
            models.Index(
                fields=["due_at"], condition=Q(finished_at__isnull=True), name="dossier_open_by_date"
            ),
            models.Index(
                fields=["late_after"],
                condition=Q(finished_at__isnull=True, fell_late_at__isnull=True),
                name="dossier_to_fall_late",
            ),
            models.Index(
                fields=["calendar", "id"],
                condition=Q(finished_at__isnull=True),
                name="dossier_open_by_calendar",
            ),
            models.Index(
                fields=["one_stop"],
                condition=Q(state=State.AWAITING_COMPLETION),
                name="dossier_waiting_for_papers",
            ),
            # What has not left the house yet: whose papers lie where.
            models.Index(
                fields=["one_stop", "received_at"],
                condition=Q(returned_at__isnull=True),
                name="dossier_in_the_one_stop",
            ),
            models.Index(
                fields=["division", "received_at"],
                condition=Q(returned_at__isnull=True),
                name="dossier_in_the_division",
            ),
            models.Index(
                fields=["agency", "received_at"],
                condition=Q(returned_at__isnull=True),
                name="dossier_in_the_agency",
            ),
            models.Index(
                fields=["one_stop"],
                condition=Q(open_obligations__gt=0),
                name="dossier_owing",
            ),
            models.Index(
                fields=["one_stop", "finished_at"],
                condition=Q(state__in=[s.value for s in UNCOLLECTED]),
                name="dossier_uncollected",
            ),
        ]
