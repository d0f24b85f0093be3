"""The forms of one dossier: which can be printed, and what was printed already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.casework.dossiers.events import FormPrinted
from motcua.casework.dossiers.prints import Form
from motcua.casework.dossiers.queries import printing
from motcua.casework.dossiers.queries.story import Happening, Story
from motcua.faces.desk import drafts
from motcua.faces.desk.dossier.events_told import FORMS
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor

BUTTONS = {
    Form.RECEIPT: _("In giấy tiếp nhận và hẹn trả"),
    Form.COMPLETION: _("In yêu cầu bổ sung"),
    Form.APOLOGY: _("In phiếu xin lỗi và hẹn lại"),
    Form.CONTROL: _("In phiếu kiểm soát"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A print of this dossier: what, the how many-eth copy (none for the original), when and by whom."""

    label: str
    copy: int
    told: Happening
    opens: bool


def menu_of(told: Story, actor: Actor) -> dict[str, Any]:
    """What the dossier's page says of printing, to those who print."""
    dossier, permissions = told.dossier, printing.PERMISSIONS.items()
    allowed = {form for form, permission in permissions if policy.allows(actor, permission, dossier)}
    there = {Form.RECEIPT, Form.CONTROL}
    happened = {happening.verb for happening in told.happenings}
    if "dossiers.request_completion" in happened:
        there.add(Form.COMPLETION)
    if "dossiers.issue_apology" in happened:
        there.add(Form.APOLOGY)
    printed = [happening for happening in reversed(told.happenings) if happening.verb == FormPrinted.verb]
    return {
        "forms": [(form.value, label) for form, label in BUTTONS.items() if form in there & allowed],
        "prints": [_line(one, allowed) for one in printed] if allowed else [],
        "print_key": drafts.new_key(),
    }


def _line(told: Happening, allowed: set[Form]) -> Line:
    form, copy = Form(told.data["form"]), int(told.data["copy"])
    words = str(FORMS[form])
    return Line(words[:1].upper() + words[1:], copy - 1, told, form in allowed)
