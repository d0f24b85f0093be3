"""Django's forms in govuk's markup: label, hint, error and field are tied together for a screen reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

Shape = Literal[
    "input", "textarea", "select", "radios", "checkboxes", "checkbox", "file", "hidden", "compound"
]


class GovukRenderer(DjangoTemplates):
    """`{{ form }}` and `{{ form.name.as_field_group }}` come out in the house's markup."""

    form_template_name = "look/forms/form.html"
    field_template_name = "look/forms/group.html"


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button or box of a group."""

    id: str
    name: str
    value: str
    label: str
    checked: bool
    disabled: bool
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A bound field as the template draws it."""

    bound: BoundField
    shape: Shape
    id: str
    label: str
    hint: str
    errors: tuple[str, ...]
    optional: bool
    widget: SafeString | str
    choices: tuple[Choice, ...]
    width: str
    heading: bool
    inline: bool


def field_of(bound: BoundField, *, width: str = "", heading: bool = False, inline: bool = False) -> Field:
    """Prepare a bound field; `width` is govuk's (2 to 30 letters), `heading` makes a large label."""
    shape = shape_of(bound.field.widget)
    errors = tuple(str(error) for error in bound.errors)
    id_ = bound.id_for_label or bound.auto_id
    described = [f"{id_}-{part}" for part, there in (("hint", bound.help_text), ("error", errors)) if there]
    grouped = shape in ("radios", "checkboxes", "checkbox")
    return Field(
        bound=bound,
        shape=shape,
        id=id_,
        label=str(bound.label),
        hint=str(bound.help_text),
        errors=errors,
        optional=not bound.field.required and shape not in ("checkbox", "checkboxes"),
        widget="" if grouped else bound.as_widget(attrs=_attributes(bound, shape, described, width)),
        choices=_choices(bound, shape) if grouped else (),
        width=width,
        heading=heading,
        inline=inline,
    )


def shape_of(widget: forms.Widget) -> Shape:
    """Which of govuk's components draws this widget."""
    shapes: tuple[tuple[type[forms.Widget], Shape], ...] = (
        (forms.HiddenInput, "hidden"),
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Textarea, "textarea"),
        (forms.Select, "select"),
        (forms.FileInput, "file"),
        (forms.MultiWidget, "compound"),
    )
    return next((shape for kind, shape in shapes if isinstance(widget, kind)), "input")


def _attributes(bound: BoundField, shape: Shape, described: list[str], width: str) -> dict[str, Any]:
    block = {"textarea": "govuk-textarea", "select": "govuk-select", "file": "govuk-file-upload"}.get(
        shape, "govuk-input"
    )
    classes = [block, str(bound.field.widget.attrs.get("class", ""))]
    if bound.errors:
        classes.append(f"{block}--error")
    if width and shape == "input":
        classes.append(f"govuk-input--width-{width}")
    attributes: dict[str, Any] = {"class": " ".join(filter(None, classes))}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return attributes


def _choices(bound: BoundField, shape: Shape) -> tuple[Choice, ...]:
    if shape == "checkbox":
        id_ = bound.id_for_label
        value = str(bound.field.widget.attrs.get("value", "on"))
        checked = bool(bound.value())
        return (Choice(id_, bound.html_name, value, str(bound.label), checked, bound.field.disabled),)
    made = []
    for part in bound.subwidgets:
        attributes = part.data["attrs"]
        made.append(
            Choice(
                id=part.id_for_label,
                name=part.data["name"],
                value=str(part.data["value"]),
                label=str(part.choice_label),
                checked=bool(part.data["selected"]),
                disabled=bound.field.disabled or bool(attributes.get("disabled")),
                hint=str(attributes.get("hint", "")),
            )
        )
    return tuple(made)
