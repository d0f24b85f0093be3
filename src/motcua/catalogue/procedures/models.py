"""What may be asked of the state: procedures, their versions, and what a version says of time, money and
papers.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.procedures.states import DraftState, ItemKind
from motcua.catalogue.procedures.states import VersionState as VersionState
from motcua.people.calendars.rules import AllowanceUnit
from motcua.people.organisation.models import Officer, Unit


class Level(models.TextChoices):
    """Which level of the administration decides."""

    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")


class Channel(models.TextChoices):
    """How a dossier is filed."""

    COUNTER = "counter", _("Trực tiếp")
    ONLINE = "online", _("Trực tuyến")
    POSTAL = "postal", _("Bưu chính công ích")


class Field(models.Model):
    """A field of administration (lĩnh vực)."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    sort_key = models.TextField()

    class Meta:
        db_table = "field"
        constraints = [models.UniqueConstraint(fields=["sort_key"], name="a_field_is_named_once")]


class PublicationDecision(models.Model):
    """The act that makes versions of procedures new, amends or repeals them (decree 63/2010, art. 13–15)."""

    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    issuer = models.CharField(max_length=160)
    signed_on = models.DateField()
    in_force_on = models.DateField()
    is_illustrative = models.BooleanField(default=False)
    note = models.CharField(max_length=400, default="")
    signer = models.CharField(max_length=160, default="")  # who signed, as it stands under the decision

    class Meta:
        db_table = "publication_decision"
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_on__gte=F("signed_on")),
                name="a_decision_is_signed_before_it_is_in_force",
            ),
        ]


class Procedure(models.Model):
    """Something a citizen or a business may ask; its code stays, its content is in versions."""

    code = models.CharField(max_length=40, unique=True)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="procedures")
    level = models.CharField(max_length=10, choices=Level.choices)
    is_illustrative = models.BooleanField(default=False)

    class Meta:
        db_table = "procedure"


class ProcedureVersion(models.Model):
    """The content of a procedure from–to, as published by a decision; once published it does not change."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    state = models.CharField(max_length=12, choices=VersionState.choices, default=VersionState.DRAFT)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)  # the first day on which it no longer counts
    decision = models.ForeignKey(
        PublicationDecision, on_delete=models.PROTECT, null=True, related_name="versions"
    )
    repealed_by = models.ForeignKey(
        PublicationDecision, on_delete=models.PROTECT, null=True, related_name="repeals"
    )
    name = models.CharField(max_length=400)
    sequence = models.TextField(default="")
    ways_of_filing = models.TextField(default="")
    sets = models.IntegerField(default=1)
    subjects = models.CharField(max_length=300, default="")
    deciding_agency = models.CharField(max_length=300, default="")
    form = models.CharField(max_length=400, default="")
    result_name = models.CharField(max_length=300, default="")
    result_code = models.CharField(max_length=40, default="")
    conditions = models.TextField(default="")
    legal_basis = models.JSONField(default=list)
    service_level = models.CharField(max_length=10, default="")
    channels = models.JSONField(default=list)
    post_in = models.BooleanField(default=False)
    post_out = models.BooleanField(default=False)
    source = models.CharField(max_length=300, default="")
    facts_of = models.CharField(max_length=20, default="")
    note = models.TextField(default="")
    search_text = models.TextField(default="")
    search_vector = SearchVectorField(null=True)
    sort_key = models.TextField(default="")

    class Meta:
        db_table = "procedure_version"
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="a_procedure_numbers_its_versions"),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=Q(state="published", valid_to__isnull=True),
                name="a_procedure_has_one_open_published_version",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="a_procedure_version_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(valid_from__isnull=False, decision__isnull=False),
                name="a_published_version_has_a_decision_and_a_date",
            ),
            models.UniqueConstraint(
                fields=["procedure"], condition=Q(state="draft"), name="a_procedure_has_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state="repealed", repealed_by__isnull=False, valid_to__isnull=False)
                | (~Q(state="repealed") & Q(repealed_by__isnull=True)),
                name="a_repealed_version_has_a_decision_and_a_last_day",
            ),
        ]
        indexes = [
            GinIndex(fields=["search_vector"], name="procedure_version_search"),
            models.Index(fields=["procedure", "valid_from"], name="version_by_procedure_and_day"),
        ]


class Paper(models.Model):
    """One line of the list of papers of a version; a note is text that asks for no paper."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="papers")
    ordinal = models.IntegerField()
    name = models.TextField()
    originals = models.IntegerField(default=0)
    copies = models.IntegerField(default=0)
    is_note = models.BooleanField(default=False)
    is_required = models.BooleanField(default=True)
    case = models.CharField(max_length=120, default="*")

    class Meta:
        db_table = "paper"
        constraints = [
            models.UniqueConstraint(fields=["version", "ordinal"], name="papers_of_a_version_are_in_order"),
        ]


class TimeLimit(models.Model):
    """A row of a version's time limits: the first that fits case, area and channel counts; `*` fits all.

    `same_day_before` is the hour of law on civil status, art. 5: filed up to it, decided the same day.
    """

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="time_limits")
    ordinal = models.IntegerField()
    case = models.CharField(max_length=120, default="*")
    area = models.CharField(max_length=120, default="*")
    channel = models.CharField(max_length=10, default="*")
    amount = models.DecimalField(max_digits=6, decimal_places=2)
    unit = models.CharField(max_length=16, choices=[(unit.value, unit.value) for unit in AllowanceUnit])
    same_day_before = models.TimeField(null=True)
    basis = models.CharField(max_length=300, default="")
    unit_is_ours = models.BooleanField(default=False)

    class Meta:
        db_table = "time_limit"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "ordinal"], name="time_limits_of_a_version_are_in_order"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_time_limit_is_not_negative"),
        ]


class Fee(models.Model):
    """A row of a version's fees in đồng, read like its time limits."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="fees")
    ordinal = models.IntegerField()
    case = models.CharField(max_length=120, default="*")
    area = models.CharField(max_length=120, default="*")
    channel = models.CharField(max_length=10, default="*")
    amount = models.BigIntegerField()
    basis = models.CharField(max_length=300, default="")

    class Meta:
        db_table = "fee"
        constraints = [
            models.UniqueConstraint(fields=["version", "ordinal"], name="fees_of_a_version_are_in_order"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_fee_is_not_negative"),
        ]


class Offer(models.Model):
    """From–to, a one-stop receives a procedure; this agency decides it, and this division handles it.

    A commune's one-stop may receive what the district decides (liên thông): then `agency` is the district's.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="offers")
    one_stop = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    division = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "offer"
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "one_stop"],
                condition=Q(valid_to__isnull=True),
                name="a_procedure_is_offered_once_at_a_one_stop",
            ),
        ]
        indexes = [models.Index(fields=["one_stop"], name="offer_by_one_stop")]


class SearchedWord(models.Model):
    """A folded word that some content holds or held, with the keys by which a misspelt one finds it.

    Two contents written at once may enter the same word twice: nobody waits for another, and it does no harm.
    """

    word = models.TextField()
    keys = ArrayField(models.TextField())

    class Meta:
        db_table = "searched_word"
        indexes = [
            models.Index(fields=["word"], name="searched_word_by_word"),
            GinIndex(fields=["keys"], name="searched_word_by_key"),
        ]


class DecisionDraft(models.Model):
    """A publication decision while it is prepared: drafted, checked by another person, then signed, or withdrawn."""

    state = models.CharField(max_length=12, choices=DraftState.choices, default=DraftState.DRAFT)
    title = models.CharField(max_length=300)
    issuer = models.CharField(max_length=160)
    in_force_on = models.DateField()
    is_illustrative = models.BooleanField(default=False)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    checked_content = models.CharField(max_length=64, default="")  # the keyed hash of what was checked
    decision = models.OneToOneField(
        PublicationDecision, on_delete=models.PROTECT, null=True, related_name="draft"
    )

    class Meta:
        db_table = "decision_draft"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["checked", "signed"], checked_at__isnull=False)
                | Q(state__in=["draft", "withdrawn"], checked_at__isnull=True, checked_by__isnull=True),
                name="a_checked_decision_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state="signed", decision__isnull=False)
                | (~Q(state="signed") & Q(decision__isnull=True)),
                name="a_signed_decision_is_a_decision",
            ),
        ]


class DecisionItem(models.Model):
    """A procedure that a decision in preparation makes new, amends, replaces or repeals; the others bring a draft."""

    draft = models.ForeignKey(DecisionDraft, on_delete=models.PROTECT, related_name="items")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    is_open = models.BooleanField(default=True)  # while its decision is being prepared

    class Meta:
        db_table = "decision_item"
        constraints = [
            models.UniqueConstraint(fields=["draft", "procedure"], name="a_decision_names_a_procedure_once"),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=Q(is_open=True),
                name="a_procedure_is_prepared_by_one_decision",
            ),
        ]
