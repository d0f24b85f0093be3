"""Fields of administration: what procedures are filed under, for whoever looks for them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from motcua.catalogue.procedures import queries
from motcua.catalogue.procedures.actions.contents import enter_words, set_what_search_compares
from motcua.catalogue.procedures.events import FieldAdded, FieldRenamed
from motcua.catalogue.procedures.models import Field, Procedure
from motcua.catalogue.procedures.queries.proof import words_of_field
from motcua.catalogue.procedures.rules import Refusal, checked_field_code, checked_field_name
from motcua.ground.access import policy
from motcua.ground.kernel import journal
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.constraints import refusing
from motcua.ground.kernel.journal import fingerprint
from motcua.ground.kernel.refusals import Refused
from motcua.ground.kernel.vietnamese import sort_key


@transaction.atomic
def add_field(code: str, name: str, *, by: Actor, now: datetime) -> Field:
    """Someone names a field of administration; the same code with the same name again is the same field.

    Raises Refused FIELD_CODE_WRONG, FIELD_NAME_WRONG, FIELD_TAKEN, FIELD_NAME_TAKEN, NOT_ALLOWED.
    """
    policy.check(by, "procedures.edit")
    code, name = checked_field_code(code), checked_field_name(name)
    with refusing(a_field_is_named_once=Refused(Refusal.FIELD_NAME_TAKEN, name=name)):
        field, created = Field.objects.get_or_create(
            code=code, defaults={"name": name, "sort_key": sort_key(name)}
        )
    if not created and field.name != name:
        raise Refused(Refusal.FIELD_TAKEN, field=code)
    if created:
        event = FieldAdded(object_id=field.pk, code=code)
        journal.record(event, by=by, at=now, content=words_of_field(field))
    return field


@transaction.atomic
def rename_field(field_id: int, name: str, *, by: Actor, now: datetime) -> Field:
    """Someone puts a name right that nothing has been published under; the same name again records nothing.

    What was published keeps the words that it was published with, so a field in use keeps its name.
    Raises Refused FIELD_NOT_FOUND, FIELD_NAME_WRONG, FIELD_NAME_TAKEN, FIELD_IN_USE, NOT_ALLOWED.
    """
    policy.check(by, "procedures.edit")
    name = checked_field_name(name)
    field = Field.objects.select_for_update().filter(pk=field_id).first()
    if field is None:
        raise Refused(Refusal.FIELD_NOT_FOUND)
    if field.name == name:
        return field
    # Whoever publishes holds the procedure's lock: nothing is published under the name between asking and writing.
    list(Procedure.objects.select_for_update(no_key=True).filter(field=field).order_by("pk"))
    if queries.is_published_under(field.pk):
        raise Refused(Refusal.FIELD_IN_USE)
    before = fingerprint(words_of_field(field))
    field.name, field.sort_key = name, sort_key(name)
    with refusing(a_field_is_named_once=Refused(Refusal.FIELD_NAME_TAKEN, name=name)):
        field.save(update_fields=["name", "sort_key"])
    for draft in queries.drafts().filter(procedure__field=field).select_related("procedure__field"):
        set_what_search_compares(draft)
        enter_words(draft.search_text)
        draft.save(update_fields=["search_text", "sort_key", "search_vector"])
    event = FieldRenamed(object_id=field.pk, changed=before)
    journal.record(event, by=by, at=now, content=words_of_field(field))
    return field
