"""The verbs of the catalogue: the only code that writes it."""

from motcua.catalogue.procedures.actions.batches import NewProcedure, create_procedures, draft_versions
from motcua.catalogue.procedures.actions.contents import (
    create_procedure,
    discard_draft,
    draft_version,
    edit_draft,
)
from motcua.catalogue.procedures.actions.decisions import publish, record_decision, repeal
from motcua.catalogue.procedures.actions.fields import add_field, rename_field
from motcua.catalogue.procedures.actions.offers import Place, end_many, end_offer, offer_at, offer_many
from motcua.catalogue.procedures.actions.preparing import (
    check_decision,
    draft_decision,
    drop_item,
    edit_decision_draft,
    put_items,
    reopen_decision,
    sign_decision,
    withdraw_decision,
)
from motcua.catalogue.procedures.actions.shipping import enter_shipped_procedures

__all__ = [
    "NewProcedure",
    "Place",
    "add_field",
    "check_decision",
    "create_procedure",
    "create_procedures",
    "discard_draft",
    "draft_decision",
    "draft_version",
    "draft_versions",
    "drop_item",
    "edit_decision_draft",
    "edit_draft",
    "end_many",
    "end_offer",
    "enter_shipped_procedures",
    "offer_at",
    "offer_many",
    "publish",
    "put_items",
    "record_decision",
    "rename_field",
    "reopen_decision",
    "repeal",
    "sign_decision",
    "withdraw_decision",
]
