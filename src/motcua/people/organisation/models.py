"""Units and people in office; everything that may change is valid from–to, and a unit's id never changes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.people.calendars.models import Calendar


class UnitKind(models.TextChoices):
    """What a unit is."""

    PROVINCE = "province", _("Tỉnh")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    DISTRICT = "district", _("Huyện, thị xã, thành phố")
    COMMUNE = "commune", _("Xã, phường, thị trấn")
    DIVISION = "division", _("Phòng chuyên môn")
    ONE_STOP = "one_stop", _("Bộ phận Một cửa")


class Role(models.TextChoices):
    """What an officer does in a unit."""

    RECEPTIONIST = "receptionist", _("Người tiếp nhận")
    HANDLER = "handler", _("Người thụ lý")
    HEAD_OF_DIVISION = "head_of_division", _("Trưởng phòng")
    LEADER = "leader", _("Lãnh đạo cơ quan")
    CLERK = "clerk", _("Văn thư")
    ONE_STOP_HEAD = "one_stop_head", _("Phụ trách Bộ phận Một cửa")
    REFORM_OFFICE = "reform_office", _("Cơ quan thường trực cải cách hành chính")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")
    INSPECTOR = "inspector", _("Thanh tra, kiểm tra")


def _period(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
        name=f"{name}_ends_after_it_begins",
    )


def _revocable(name: str) -> models.CheckConstraint:
    """A period that may be ended on its first day, and then never counted."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        name=f"{name}_ends_not_before_it_begins",
    )


class Unit(models.Model):
    """An agency, a division or a one-stop; its id never changes, whatever it is called, wherever it
    belongs.
    """

    kind = models.CharField(max_length=16, choices=UnitKind.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    note = models.CharField(max_length=300, default="")

    class Meta:
        db_table = "unit"
        constraints = [
            _period("unit"),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="a_unit_is_of_a_known_kind"),
        ]


class UnitName(models.Model):
    """What a unit is called and its code, from–to (`valid_to` is the first day that no longer counts)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="names")
    code = models.CharField(max_length=35)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=120)
    search_text = models.CharField(max_length=400)
    sort_key = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "unit_name"
        constraints = [
            _period("unit_name"),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="a_unit_gets_one_name_on_a_day"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to__isnull=True), name="a_unit_has_one_name"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="a_unit_code_is_used_once_at_a_time"
            ),
        ]


class UnitParent(models.Model):
    """Where a unit belongs, from–to."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "unit_parent"
        constraints = [
            _period("unit_parent"),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="a_unit_gets_one_parent_on_a_day"),
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="a_unit_is_not_its_own_parent"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to__isnull=True), name="a_unit_has_one_parent"
            ),
        ]


class UnitCalendar(models.Model):
    """Which calendar a unit works by, from–to; a unit without a row uses its parent's."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="calendars")
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "unit_calendar"
        constraints = [
            _period("unit_calendar"),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="a_unit_gets_one_calendar_on_a_day"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to__isnull=True), name="a_unit_has_one_calendar"
            ),
        ]


class Officer(models.Model):
    """A person who works here."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    search_text = models.CharField(max_length=200)
    sort_key = models.TextField()
    phone = models.CharField(max_length=20, default="")
    email = models.CharField(max_length=120, default="")

    class Meta:
        db_table = "officer"
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(code=""), name="an_officer_has_a_name_and_a_code"
            ),
        ]


class Appointment(models.Model):
    """An officer in a role of a unit, from–to (`valid_to` is the first day that no longer counts)."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=24, choices=Role.choices)
    title = models.CharField(max_length=120, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "appointment"
        constraints = [
            _revocable("appointment"),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="an_appointment_is_to_a_known_role"
            ),
            models.UniqueConstraint(
                fields=["officer", "unit", "role"],
                condition=Q(valid_to__isnull=True),
                name="an_officer_is_appointed_once_to_a_role_of_a_unit",
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="appointment_by_unit_and_role")]


class Delegation(models.Model):
    """The holder of an appointment lets another officer act in it, from–to (ủy quyền, ký thay)."""

    class Form(models.TextChoices):
        """How the delegate signs."""

        DEPUTY = "KT.", _("Ký thay")
        BY_ORDER = "TL.", _("Thừa lệnh")
        AUTHORISED = "TUQ.", _("Thừa ủy quyền")

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="delegations")
    form = models.CharField(max_length=4, choices=Form.choices)
    basis = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        db_table = "delegation"
        constraints = [
            _revocable("delegation"),
            models.CheckConstraint(condition=~Q(basis=""), name="a_delegation_names_its_basis"),
        ]
        indexes = [models.Index(fields=["delegate"], name="delegation_by_delegate")]


class Succession(models.Model):
    """From a day on a unit goes on for another, wholly or for a part, by an act; `lead` is the one it belongs to.

    A commune's one-stop is succeeded with its commune: its row names the commune's as its lead, and so do the further
    parts of a split, of which the leading row is the first. What is known only
    from a list and not from the act is not checked, and says so.
    """

    class Kind(models.TextChoices):
        """How the one goes over into the other."""

        MERGE = "merge", _("Sáp nhập")
        RENAME = "rename", _("Đổi tên, thành lập lại")
        SPLIT = "split", _("Chia tách")

    class State(models.TextChoices):
        """How far it has come."""

        PLANNED = "planned", _("Đã lập kế hoạch")
        UNDER_WAY = "under_way", _("Đang chuyển hồ sơ")
        DONE = "done", _("Đã xong")
        CANCELLED = "cancelled", _("Đã hủy")

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="heirs")
    lead = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followers")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    on_date = models.DateField()
    act = models.CharField(max_length=300)
    is_checked = models.BooleanField()
    state = models.CharField(max_length=10, choices=State.choices)

    class Meta:
        db_table = "succession"
        constraints = [
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="a_unit_does_not_succeed_itself"
            ),
            models.CheckConstraint(condition=~Q(act=""), name="a_succession_names_its_act"),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=~Q(state="cancelled") & ~Q(kind="split"),
                name="a_unit_is_succeeded_once",
            ),
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                condition=~Q(state="cancelled"),
                name="a_unit_gets_a_part_once",
            ),
        ]
        indexes = [
            models.Index(fields=["successor"], name="succession_by_successor"),
            models.Index(
                fields=["on_date"],
                condition=Q(state__in=["planned", "under_way"]),
                name="succession_to_carry_out",
            ),
        ]


class SuccessionAppointment(models.Model):
    """What becomes of an officer's appointment when its unit is succeeded; without a row it is carried over."""

    class Fate(models.TextChoices):
        """Carried over to the same role of the successor, of another unit, or ended."""

        CARRIED = "carried", _("Chuyển sang đơn vị kế thừa, giữ vai trò")
        OTHER = "other", _("Chuyển sang đơn vị khác, giữ vai trò")
        ENDED = "ended", _("Kết thúc phân công")

    succession = models.ForeignKey(Succession, on_delete=models.PROTECT, related_name="appointments")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    fate = models.CharField(max_length=8, choices=Fate.choices)
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "succession_appointment"
        constraints = [
            models.CheckConstraint(
                condition=Q(fate="other", to_unit__isnull=False)
                | (~Q(fate="other") & Q(to_unit__isnull=True)),
                name="who_goes_elsewhere_goes_to_a_unit",
            ),
            models.UniqueConstraint(
                fields=["succession", "appointment"], name="an_appointment_is_reviewed_once"
            ),
        ]
