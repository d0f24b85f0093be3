"""The dossier and what belongs to it: its tasks, its clock, its papers, what it waits for, what was said."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from motcua.casework.dossiers.states import OPEN, State
from motcua.catalogue.procedures.models import Channel, Paper, Procedure, ProcedureVersion
from motcua.catalogue.processes.models import ProcessVersion
from motcua.people.calendars.models import Calendar
from motcua.people.calendars.rules import AllowanceUnit
from motcua.people.organisation.models import Officer, Role, Unit
from motcua.people.parties.models import Party, PartyVersion

UNITS = [(unit.value, unit.value) for unit in AllowanceUnit]


class ReturnMethod(models.TextChoices):
    """How the applicant wants to have the result."""

    COUNTER = "counter", _("Nhận tại Bộ phận Một cửa")
    POSTAL = "postal", _("Nhận qua bưu chính công ích")


class DayCounter(models.Model):
    """How many dossiers a one-stop has received on a day: the source of gapless codes; its row is locked last."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.IntegerField()

    class Meta:
        db_table = "day_counter"
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="a_one_stop_counts_once_a_day")]


class NoticeCounter(models.Model):
    """How many notices a one-stop has given in a year."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    last = models.IntegerField()

    class Meta:
        db_table = "notice_counter"
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="a_one_stop_counts_notices_by_year")
        ]


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
                | Q(state__in=[State.STOPPED, State.FINISHED, State.RETURNED], finished_at__isnull=False),
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
                fields=["late_after"],
                condition=Q(finished_at__isnull=True, fell_late_at__isnull=True),
                name="dossier_to_fall_late",
            ),
            models.Index(
                fields=["one_stop"],
                condition=Q(state=State.AWAITING_COMPLETION),
                name="dossier_waiting_for_papers",
            ),
            models.Index(
                fields=["one_stop", "finished_at"],
                condition=Q(returned_at__isnull=True, finished_at__isnull=False),
                name="dossier_result_waiting",
            ),
        ]


class Task(models.Model):
    """One step of a dossier in somebody's hands: from the definition's element, for a role of a unit."""

    class Outcome(models.TextChoices):
        """How a step ended."""

        OPEN = "", _("Đang làm")
        DONE = "done", _("Xong")
        SENT_BACK = "sent_back", _("Trả lại bước trước")
        REJECTED = "rejected", _("Không đủ điều kiện giải quyết")

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="tasks")
    element = models.CharField(max_length=40)
    token = models.IntegerField()
    scope = models.IntegerField(default=0)
    iteration = models.IntegerField(default=1)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=Role.choices)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default="", blank=True)

    class Meta:
        db_table = "task"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="", ended_by__isnull=True)
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(outcome="")),
                name="a_task_ends_with_an_outcome_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["dossier", "token"],
                condition=Q(ended_at__isnull=True),
                name="a_token_stands_at_one_task",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "role", "due_at", "id"],
                condition=Q(ended_at__isnull=True),
                name="task_open_of_a_role",
            ),
            models.Index(
                fields=["officer", "due_at", "id"],
                condition=Q(ended_at__isnull=True),
                name="task_open_of_an_officer",
            ),
            models.Index(fields=["dossier", "id"], name="task_of_a_dossier"),
            models.Index(fields=["ended_by", "ended_at"], name="task_done_by_an_officer"),
        ]


class Segment(models.Model):
    """A stretch of a dossier's clock: from when, how much, why, by which rule, until when."""

    class Cause(models.TextChoices):
        """Why a stretch begins."""

        RECEPTION = "reception", _("Tiếp nhận hồ sơ")
        RECOUNT = "recount", _("Tính lại từ đầu sau khi bổ sung đủ")
        RESUMED = "resumed", _("Tính tiếp sau khi bổ sung đủ")

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="segments")
    number = models.SmallIntegerField()
    cause = models.CharField(max_length=12, choices=Cause.choices)
    basis = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    amount = models.DecimalField(max_digits=8, decimal_places=4)
    unit = models.CharField(max_length=16, choices=UNITS)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "segment"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="a_dossier_numbers_its_segments"),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(ended_at__isnull=True),
                name="a_dossier_has_one_running_segment",
            ),
        ]


class Pause(models.Model):
    """A lawful stop of a dossier's clock."""

    class Cause(models.TextChoices):
        """Why the clock stands still."""

        COMPLETION = "completion", _("Chờ người nộp bổ sung hồ sơ")

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="pauses")
    cause = models.CharField(max_length=12, choices=Cause.choices)
    basis = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "pause"
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(ended_at__isnull=True),
                name="a_dossier_is_paused_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="a_pause_ends_after_it_begins",
            ),
        ]


class Obligation(models.Model):
    """What a dossier waits for; while one is open, its result is not returned."""

    class Kind(models.TextChoices):
        """What is owed."""

        FEE = "fee", _("Phí, lệ phí")
        COMPLETION = "completion", _("Giấy tờ bổ sung")

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="obligations")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    amount = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    opened_number = models.IntegerField()
    met_at = models.DateTimeField(null=True)
    met_number = models.IntegerField(null=True)

    class Meta:
        db_table = "obligation"
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind"],
                condition=Q(met_at__isnull=True),
                name="an_obligation_is_open_once",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True, met_number__isnull=True)
                | Q(met_at__isnull=False, met_number__isnull=False),
                name="an_obligation_is_met_by_an_event",
            ),
        ]


class Remark(models.Model):
    """The words of an event: a note, a reason, the list of what is missing; `number` is the event's."""

    class Kind(models.TextChoices):
        """What the words are."""

        NOTE = "note", _("Ghi chú")
        FORWARD = "forward", _("Ý kiến chuyển")
        SEND_BACK = "send_back", _("Lý do trả lại")
        COMPLETION = "completion", _("Giấy tờ phải bổ sung")
        REJECTION = "rejection", _("Lý do không giải quyết")
        REASSIGN = "reassign", _("Lý do chuyển người xử lý")

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="remarks")
    number = models.IntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    body = models.TextField()

    class Meta:
        db_table = "remark"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="an_event_has_one_remark"),
            models.CheckConstraint(condition=~Q(body=""), name="a_remark_says_something"),
        ]


class Decision(models.Model):
    """The result of a dossier, or the document that refuses it: number, date, signer."""

    class Kind(models.TextChoices):
        """What was decided."""

        RESULT = "result", _("Kết quả giải quyết")
        REJECTION = "rejection", _("Văn bản không giải quyết")

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="decision")
    number = models.IntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    document_number = models.CharField(max_length=60)
    signed_on = models.DateField()
    signer = models.CharField(max_length=120)

    class Meta:
        db_table = "decision"


class Handover(models.Model):
    """Who came for the result."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="handover")
    number = models.IntegerField()
    collected_by = models.CharField(max_length=160)
    identity_number = models.CharField(max_length=20, default="")
    is_applicant = models.BooleanField(default=True)

    class Meta:
        db_table = "handover"


class DossierPaper(models.Model):
    """A paper that was handed in, at which event, in how many originals and copies."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="papers")
    number = models.IntegerField()
    ordinal = models.IntegerField()
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.TextField()
    originals = models.IntegerField(default=0)
    copies = models.IntegerField(default=0)

    class Meta:
        db_table = "dossier_paper"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "ordinal"], name="papers_of_a_dossier_are_in_order"),
        ]


class Attachment(models.Model):
    """A file of a dossier: what it is called, and the hash under which its content is stored."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="attachments")
    number = models.IntegerField()
    paper = models.ForeignKey(DossierPaper, on_delete=models.PROTECT, null=True, related_name="attachments")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=80)
    size = models.BigIntegerField()

    class Meta:
        db_table = "attachment"
        indexes = [models.Index(fields=["digest"], name="attachment_by_digest")]


class CounterNotice(models.Model):
    """What a person left the counter with instead of a receipt: a list to complete (form 02), or a rejection (03)."""

    class Kind(models.TextChoices):
        """Which of the two."""

        COMPLETION = "completion", _("Yêu cầu bổ sung, hoàn thiện hồ sơ")
        REJECTION = "rejection", _("Từ chối tiếp nhận giải quyết hồ sơ")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    one_stop = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    procedure_version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    party_version = models.ForeignKey(PartyVersion, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    sequence = models.IntegerField()
    body = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "counter_notice"
        constraints = [
            models.UniqueConstraint(
                fields=["one_stop", "year", "sequence"], name="a_one_stop_numbers_its_notices_by_year"
            ),
            models.CheckConstraint(condition=~Q(body=""), name="a_notice_says_why"),
        ]
