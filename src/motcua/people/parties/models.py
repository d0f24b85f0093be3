"""Those who ask. A party keeps its id; what is known of it is kept in versions that never change."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PartyKind(models.TextChoices):
    """Who asks: by the national code list of kinds of applicants."""

    CITIZEN = "0", _("Công dân")
    ENTERPRISE = "1", _("Doanh nghiệp, tổ chức")
    HOUSEHOLD_BUSINESS = "2", _("Hộ kinh doanh")


class Party(models.Model):
    """A citizen or an organisation, known by an identity number when it has given one."""

    kind = models.CharField(max_length=1, choices=PartyKind.choices)
    identity_number = models.CharField(max_length=20, default="")

    class Meta:
        db_table = "party"
        constraints = [
            models.UniqueConstraint(
                fields=["identity_number"],
                condition=~Q(identity_number=""),
                name="an_identity_number_is_one_party",
            ),
        ]


class PartyVersion(models.Model):
    """What was known of a party when it was written down; the newest number is the present one."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    name = models.CharField(max_length=160)
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=10, default="")
    address = models.CharField(max_length=300, default="")
    phone = models.CharField(max_length=20, default="")
    email = models.CharField(max_length=120, default="")
    representative = models.CharField(max_length=160, default="")
    search_text = models.CharField(max_length=400)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "party_version"
        constraints = [
            models.UniqueConstraint(fields=["party", "number"], name="a_party_numbers_its_versions"),
            models.CheckConstraint(condition=~Q(name=""), name="a_party_has_a_name"),
        ]
        indexes = [
            models.Index(fields=["phone"], condition=~Q(phone=""), name="party_version_by_phone"),
            GinIndex(SearchVector("search_text", config="simple"), name="party_version_by_syllables"),
        ]
