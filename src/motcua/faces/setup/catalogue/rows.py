"""Rows that repeat in a form: added, left out and sent again without script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

AT_MOST = 120


class RowForm(forms.Form):
    """One row; a row in which nothing is filled in does not count."""

    # Columns that need little room: `rows__narrow`, `rows__medium`.
    widths: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self, data: QueryDict | None = None, *, prefix: str, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(
            data,
            prefix=prefix,
            initial=dict(initial or {}),
            empty_permitted=True,
            use_required_attribute=False,
            label_suffix="",
        )
        for field in self.fields.values():
            field.error_messages["required"] = _("Hãy nhập “%(label)s”.") % {"label": field.label}


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a row as the table draws it."""

    label: str
    widget: SafeString
    errors: tuple[str, ...]
    error_id: str
    width: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table, and the name by which it is left out."""

    cells: tuple[Cell, ...]
    drop: str
    number: int


class Rows:
    """The rows of one part of a form."""

    def __init__(self, prefix: str, title: str, one: str, row_forms: Sequence[RowForm]) -> None:
        self.prefix = prefix
        self.title = title
        self.one = one
        self.forms = list(row_forms)

    def is_valid(self) -> bool:
        """Whether every row that is filled in can be read."""
        answers = [form.is_valid() for form in self.forms]
        return all(answers)

    def said(self) -> list[dict[str, Any]]:
        """What the rows say, without the empty ones."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]

    def heads(self) -> list[tuple[str, str]]:
        """The names of the columns, with their widths."""
        form = self.forms[0]
        return [(str(bound.label), form.widths.get(bound.name, "")) for bound in form]

    def lines(self) -> list[Line]:
        """The rows as the table draws them."""
        return [self._line(number, form) for number, form in enumerate(self.forms)]

    def _line(self, at: int, form: RowForm) -> Line:
        cells = []
        for bound in form:
            error_id = f"{bound.auto_id}-error"
            kind = {
                forms.Select: "govuk-select",
                forms.Textarea: "govuk-textarea",
                forms.CheckboxInput: "tick",
            }
            css = next(
                (css for widget, css in kind.items() if isinstance(bound.field.widget, widget)), "govuk-input"
            )
            attributes: dict[str, str | bool] = {
                "class": f"{css} {css}--error" if bound.errors else css,
                "aria-label": _("%(label)s, dòng %(n)s") % {"label": bound.label, "n": at + 1},
            }
            if bound.errors:
                attributes |= {"aria-invalid": "true", "aria-describedby": error_id}
            errors = tuple(str(error) for error in bound.errors)
            widget = bound.as_widget(attrs=attributes)
            cells.append(Cell(str(bound.label), widget, errors, error_id, form.widths.get(bound.name, "")))
        return Line(tuple(cells), f"{self.prefix}-{at}", at + 1)


@dataclass(frozen=True, slots=True)
class Kind:
    """A part of a form that has rows: how its fields are named, what it is called, and what a row asks."""

    prefix: str
    title: str | Promise
    one: str | Promise
    form: type[RowForm]

    def opened(self, initial: Sequence[Mapping[str, Any]]) -> Rows:
        """As the page opens: what is there, and an empty row when nothing is."""
        return self._made(list(initial) or [{}])

    def sent(self, data: QueryDict) -> Rows:
        """As it was sent to be done."""
        count = self._count(data)
        made = [self.form(data, prefix=f"{self.prefix}-{at}") for at in range(count)]
        return Rows(
            self.prefix, str(self.title), str(self.one), made or [self.form(prefix=f"{self.prefix}-0")]
        )

    def typed(self, data: QueryDict) -> Rows:
        """As typed so far, with a row added or left out when a button asks for it, and no complaint."""
        rows = [self._raw(data, at) for at in range(self._count(data))]
        if data.get("add") == self.prefix and len(rows) < AT_MOST:
            rows.append({})
        prefix, _dash, at = data.get("drop", "").rpartition("-")
        if prefix == self.prefix and at.isdecimal() and int(at) < len(rows):
            del rows[int(at)]
        return self._made(rows or [{}])

    def _made(self, initial: Sequence[Mapping[str, Any]]) -> Rows:
        made = [self.form(prefix=f"{self.prefix}-{at}", initial=row) for at, row in enumerate(initial)]
        return Rows(self.prefix, str(self.title), str(self.one), made)

    def _count(self, data: QueryDict) -> int:
        written = data.get(f"{self.prefix}-count", "")
        return min(int(written), AT_MOST) if written.isdecimal() and len(written) < 5 else 0

    def _raw(self, data: QueryDict, at: int) -> dict[str, Any]:
        names = self.form.base_fields
        keys = {name: f"{self.prefix}-{at}-{name}" for name in names}
        return {name: data[key] for name, key in keys.items() if key in data}
