"""A dossier that is late, or will be: which step made it so, why, and the apology with the one new appointment."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.casework.dossiers.models.dossier import Dossier
from motcua.casework.dossiers.rules.lateness import Cause
from motcua.people.organisation.models import Officer, Unit


class Lateness(models.Model):
    """Which step made a dossier late, by its tasks and segments, and the cause that its officers name.

    Written when a dossier falls late, and again when it ends late: figures group by it without reading tasks. Times
    are minutes of work. Without an element every step kept its share; without `since` it is not late yet.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="lateness")
    since = models.DateTimeField(null=True)
    element = models.CharField(max_length=40, default="")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    used_minutes = models.IntegerField(default=0)
    allowed_minutes = models.IntegerField(default=0)
    cause = models.CharField(max_length=20, choices=Cause.choices, default="")
    cause_at = models.DateTimeField(null=True)
    cause_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    cause_number = models.IntegerField(null=True)

    class Meta:
        db_table = "lateness"
        constraints = [
            models.CheckConstraint(
                condition=Q(cause="", cause_at__isnull=True, cause_by__isnull=True, cause_number__isnull=True)
                | (
                    ~Q(cause="")
                    & Q(cause_at__isnull=False, cause_by__isnull=False, cause_number__isnull=False)
                ),
                name="a_cause_is_named_by_somebody",
            ),
            models.CheckConstraint(
                condition=(Q(element="") & Q(unit__isnull=True))
                | (
                    ~Q(element="")
                    & Q(unit__isnull=False, since__isnull=False, used_minutes__gte=F("allowed_minutes"))
                ),
                name="a_guilty_step_went_over_its_share",
            ),
        ]


class Apology(models.Model):
    """Form 04: the office says sorry and makes one new appointment (decree 61/2018, art. 19.9).

    Drafted by the system or an officer, issued by a leader; there is one row, so there is one new appointment.
    `number` is the event whose words are its reason.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="apology")
    number = models.IntegerField()
    cause = models.CharField(max_length=20, choices=Cause.choices, default="")
    element = models.CharField(max_length=40, default="")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    promised_at = models.DateTimeField()
    proposed_at = models.DateTimeField()
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    year = models.SmallIntegerField(null=True)
    sequence = models.IntegerField(null=True)

    class Meta:
        db_table = "apology"
        constraints = [
            models.CheckConstraint(
                condition=Q(proposed_at__gt=F("promised_at")), name="a_new_appointment_is_later"
            ),
            models.CheckConstraint(
                condition=Q(
                    issued_at__isnull=True,
                    issued_by__isnull=True,
                    agency__isnull=True,
                    year__isnull=True,
                    sequence__isnull=True,
                )
                | (
                    Q(
                        issued_at__isnull=False,
                        issued_by__isnull=False,
                        agency__isnull=False,
                        year__isnull=False,
                        sequence__isnull=False,
                    )
                    & ~Q(cause="")
                ),
                name="an_apology_is_issued_by_somebody_with_a_cause",
            ),
            models.UniqueConstraint(
                fields=["agency", "year", "sequence"], name="an_agency_numbers_its_apologies_by_year"
            ),
        ]
        indexes = [
            models.Index(fields=["drafted_at"], condition=Q(issued_at__isnull=True), name="apology_to_sign")
        ]
