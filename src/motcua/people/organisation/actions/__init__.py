"""The verbs of the organisation."""

from motcua.people.organisation.actions.appointments import appoint, end_appointment, locked_administrators
from motcua.people.organisation.actions.delegations import delegate, end_delegation
from motcua.people.organisation.actions.imports import (
    import_officers,
    import_units,
    preview_officers,
    preview_units,
)
from motcua.people.organisation.actions.officers import add_officer, change_officer
from motcua.people.organisation.actions.units import (
    close_unit,
    create_unit,
    move_unit,
    rename_unit,
    set_calendar,
)

__all__ = [
    "add_officer",
    "appoint",
    "change_officer",
    "close_unit",
    "create_unit",
    "delegate",
    "end_appointment",
    "end_delegation",
    "import_officers",
    "import_units",
    "locked_administrators",
    "move_unit",
    "preview_officers",
    "preview_units",
    "rename_unit",
    "set_calendar",
]
