"""What was said and decided of a dossier: the words and names of its events."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.casework.dossiers.models.dossier import Dossier


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
        CALL = "call", _("Gọi người nộp")
        UNDOING = "undoing", _("Lý do hoàn tác trả kết quả")
        ANSWER = "answer", _("Ý kiến trả lời")
        WAIVER = "waiver", _("Lý do không chờ nữa")
        VOID = "void", _("Lý do hủy tiếp nhận")
        WITHDRAWAL = "withdrawal", _("Lý do rút hồ sơ")
        STOP = "stop", _("Lý do dừng giải quyết")
        CAUSE = "cause", _("Nguyên nhân chậm")
        APOLOGY = "apology", _("Lý do quá hạn trên phiếu xin lỗi")

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
    """The result of a dossier, or the document that refuses or stops it: number, date, signer, legal basis."""

    class Kind(models.TextChoices):
        """What was decided."""

        RESULT = "result", _("Kết quả giải quyết")
        REJECTION = "rejection", _("Văn bản không giải quyết")
        STOP = "stop", _("Văn bản dừng giải quyết")

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="decision")
    number = models.IntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    document_number = models.CharField(max_length=60)
    signed_on = models.DateField()
    signer = models.CharField(max_length=120)
    basis = models.CharField(max_length=400, default="", db_default="", blank=True)

    class Meta:
        db_table = "decision"


class Handover(models.Model):
    """Who came for the result, or took a withdrawn dossier back."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="handover")
    number = models.IntegerField()
    collected_by = models.CharField(max_length=160)
    identity_number = models.CharField(max_length=20, default="")
    is_applicant = models.BooleanField(default=True)

    class Meta:
        db_table = "handover"


class UndoneHandover(models.Model):
    """A return that was taken back on the same day: who was said to have come, and the event that undid it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="undone_handovers")
    number = models.IntegerField()
    undone_number = models.IntegerField()
    collected_by = models.CharField(max_length=160)
    identity_number = models.CharField(max_length=20, default="")
    is_applicant = models.BooleanField(default=True)

    class Meta:
        db_table = "undone_handover"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="a_return_is_undone_once"),
        ]
