"""The verbs of the catalogue: the only code that writes it."""

from motcua.catalogue.procedures.actions.contents import (
    create_procedure,
    discard_draft,
    draft_version,
    edit_draft,
)
from motcua.catalogue.procedures.actions.decisions import publish, record_decision, repeal
from motcua.catalogue.procedures.actions.fields import add_field, rename_field
from motcua.catalogue.procedures.actions.offers import Place, end_many, end_offer, offer_at, offer_many
from motcua.catalogue.procedures.actions.shipping import enter_shipped_procedures

__all__ = [
    "Place",
    "add_field",
    "create_procedure",
    "discard_draft",
    "draft_version",
    "edit_draft",
    "end_many",
    "end_offer",
    "enter_shipped_procedures",
    "offer_at",
    "offer_many",
    "publish",
    "record_decision",
    "rename_field",
    "repeal",
]
