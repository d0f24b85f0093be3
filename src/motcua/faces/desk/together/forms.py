"""What is asked once for many dossiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.casework.dossiers.rules import StepVerb
from motcua.faces.desk.dossier.step_forms import (
    Choices,
    DocumentForm,
    ForwardForm,
    KeyedForm,
    OpenChoices,
    RemarkForm,
)

SAME, RUNNING = "same", "running"


class DocumentsForm(DocumentForm):
    """The documents of all: one number for all, or numbers that run on in the order of the list."""

    numbering = forms.ChoiceField(
        label=_("Cách đánh số"),
        choices=[
            (SAME, _("Một văn bản chung cho tất cả")),
            (RUNNING, _("Mỗi hồ sơ một số, nối tiếp từ số đầu tiên, theo thứ tự trong danh sách")),
        ],
        widget=forms.RadioSelect,
        initial=RUNNING,
    )
    field_order = ("key", "numbering", "document_number", "signed_on", "signer")


class ShareOutForm(KeyedForm):
    """Giving an officer's work to others: to whom, and why."""

    officers = OpenChoices(label=_("Giao cho"), widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label=_("Lý do chuyển"), widget=forms.Textarea(attrs={"rows": 2}), max_length=4000
    )

    def offer(self, choices: Choices) -> None:
        """The others of the office."""
        self.choose("officers", choices)

    def choose(self, name: str, choices: Choices) -> None:
        """Several may be ticked."""
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(choices)


FORMS: Mapping[StepVerb, type[KeyedForm]] = {
    StepVerb.FORWARD: ForwardForm,
    StepVerb.APPROVE: RemarkForm,
    StepVerb.FINISH: DocumentsForm,
}


def initial_of(verb: StepVerb, now: Any) -> dict[str, Any]:
    """What is known already: documents are signed today."""
    return {"signed_on": now.date(), "numbering": RUNNING} if verb is StepVerb.FINISH else {}
