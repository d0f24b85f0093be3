"""Fields of administration: the list with what is filed under each, a new one, and a name put right."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.models import Field
from motcua.catalogue.procedures.rules import Refusal, field_code_from
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.parts import Action, Crumb
from motcua.faces.setup.asking import Page, Said, asked, filled
from motcua.faces.setup.catalogue.forms import FieldForm, FieldNameForm
from motcua.faces.setup.catalogue.procedures import why_not
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.queries import day_of

BOTH = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Row:
    """A field with how many procedures are in force and in preparation, and where its name is put right."""

    field: Field
    in_force: int
    drafts: int
    list_url: str
    rename_url: str


@may("procedures.view_drafts")
def fields(request: Request) -> HttpResponse:
    """All fields, those without a procedure too."""
    reason = why_not(request)
    rows = [
        Row(
            one.field,
            one.in_force,
            one.drafts,
            f"{reverse('catalogue')}?field={one.field.pk}",
            "" if reason or one.published else reverse("rename_field", args=[one.field.pk]),
        )
        for one in queries.fields_counted(day_of(request.now))
    ]
    context = {
        "rows": rows,
        "reason": reason,
        "actions": (Action(_("Thêm lĩnh vực"), reverse("add_field"), kind="primary", reason=reason),),
    }
    return render(request, "setup/catalogue/fields.html", context)


@may("procedures.edit", methods=BOTH)
def adding(request: Request) -> HttpResponse:
    """A field is named; without a code of its own it gets one from its name."""

    def add(said: Said) -> int:
        # The verb takes the same field again for the same wish; here nobody shall think that it is new.
        if queries.is_named(said["name"]):
            raise Refused(Refusal.FIELD_NAME_TAKEN, name=said["name"])
        code = said["code"] or field_code_from(said["name"])
        return actions.add_field(code, said["name"], by=request.actor, now=request.now).pk

    title = _("Thêm lĩnh vực")
    page = Page(
        title,
        _crumbs(title),
        title,
        reverse("fields"),
        consequence=_(
            "Lĩnh vực mới chọn được ngay khi thêm thủ tục. Người dân thấy lĩnh vực trên trang tra cứu khi có "
            "thủ tục. Mã không đổi được; tên sửa được cho đến khi có thủ tục công bố."
        ),
    )
    return asked(
        request,
        filled(FieldForm, request),
        page,
        add,
        done=lambda said: _("Đã thêm lĩnh vực %(name)s.") % {"name": said["name"]},
        to=lambda _pk: reverse("fields"),
    )


@may("procedures.edit", methods=BOTH)
def renaming(request: Request, field_id: int) -> HttpResponse:
    """A name is put right under which nothing has been published."""
    found = queries.get_field(field_id)

    def rename(said: Said) -> int:
        return actions.rename_field(field_id, said["name"], by=request.actor, now=request.now).pk

    title = _("Sửa tên lĩnh vực")
    used = queries.is_published_under(field_id)
    page = Page(
        title,
        _crumbs(title),
        _("Lưu tên"),
        reverse("fields"),
        found.name,
        facts=((_("Mã lĩnh vực"), found.code), (_("Tên"), found.name)),
        consequence=_("Tên mới hiện ở mọi dự thảo của lĩnh vực này. Mã không đổi."),
        reason=Refused(Refusal.FIELD_IN_USE).sentence() if used else "",
    )
    return asked(
        request,
        filled(FieldNameForm, request, {"name": found.name}),
        page,
        rename,
        done=lambda said: _("Lĩnh vực nay có tên %(name)s.") % {"name": said["name"]},
        to=lambda _pk: reverse("fields"),
    )


def _crumbs(title: str) -> tuple[Crumb, ...]:
    return (Crumb(_("Lĩnh vực"), reverse("fields")), Crumb(title))
