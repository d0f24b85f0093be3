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
from motcua.people.organisation.actions.successions import (
    begin_succession,
    cancel_succession,
    finish_succession,
    plan_split,
    plan_succession,
    review_appointments,
)
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
    "begin_succession",
    "cancel_succession",
    "change_officer",
    "close_unit",
    "create_unit",
    "delegate",
    "end_appointment",
    "end_delegation",
    "finish_succession",
    "import_officers",
    "import_units",
    "locked_administrators",
    "move_unit",
    "plan_split",
    "plan_succession",
    "preview_officers",
    "preview_units",
    "rename_unit",
    "review_appointments",
    "set_calendar",
]
