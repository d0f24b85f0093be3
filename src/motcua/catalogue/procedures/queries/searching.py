"""Finding a procedure by words: exactly as they were typed, and, where that finds nothing, as they may be meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import chain
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Concat, StrIndex

from motcua.catalogue.procedures.models import Offer, ProcedureVersion, SearchedWord
from motcua.catalogue.procedures.queries.standing import covering, in_force
from motcua.catalogue.procedures.rules.misspelling import Question, Reading, answered, keys_of
from motcua.catalogue.procedures.rules.search import any_of, prefix_query, words_in_order

# So many answers to the likeliest reading, and no other is asked for.
NEAR_AT_MOST, ENOUGH = 10, 5
# Of words that may be read in very many ways only so many contents are looked at.
LOOKED_AT = 300


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; `agency_ids`: only what one of these agencies decides."""

    field_id: int | None = None
    level: str | None = None
    agency_ids: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """A content that does not hold the words as they were typed, and how they were read to find it."""

    version: ProcedureVersion
    reading: Reading


@dataclass(frozen=True, slots=True)
class Found:
    """What holds the words exactly; when nothing does, what may have been meant."""

    exact: list[ProcedureVersion]
    near: list[Near]

    @property
    def changes(self) -> list[tuple[str, str]]:
        """What was typed for what is read, over all that is near, the likeliest first."""
        return list(dict.fromkeys(chain.from_iterable(one.reading.changes for one in self.near)))


def search(
    text: str,
    *,
    on: date,
    among: QuerySet[ProcedureVersion] | None = None,
    field_id: int | None = None,
    level: str | None = None,
    agency_ids: Sequence[int] | None = None,
    limit: int = 50,
) -> list[ProcedureVersion]:
    """Contents in force on a day whose words are all in the name, code, field, result or agency.

    With or without diacritics, in any order, the last word perhaps unfinished; names first. No text gives
    all, in Vietnamese order. `agency_ids`: only what one of these agencies decides. `among`: contents other
    than those in force.
    """
    found = _narrowed(on, among, Filters(field_id, level, agency_ids))
    return _exact(text, found, limit)


def find(
    text: str,
    *,
    on: date,
    among: QuerySet[ProcedureVersion] | None = None,
    filters: Filters = Filters(),
    limit: int = 50,
) -> Found:
    """What `search` finds, unaltered; only where that is nothing, what may have been meant."""
    narrowed = _narrowed(on, among, filters)
    exact = _exact(text, narrowed, limit)
    words = words_in_order(text)
    return Found(exact, [] if exact or not words else _near(words, narrowed)[:NEAR_AT_MOST])


def _narrowed(
    on: date, among: QuerySet[ProcedureVersion] | None, filters: Filters
) -> QuerySet[ProcedureVersion]:
    found = (in_force(on) if among is None else among).select_related("procedure__field")
    if filters.field_id is not None:
        found = found.filter(procedure__field_id=filters.field_id)
    if filters.level:
        found = found.filter(procedure__level=filters.level)
    if filters.agency_ids is not None:
        offers = Offer.objects.filter(
            covering(on), procedure_id=OuterRef("procedure_id"), agency_id__in=filters.agency_ids
        )
        found = found.filter(Exists(offers))
    return found


def _exact(text: str, found: QuerySet[ProcedureVersion], limit: int) -> list[ProcedureVersion]:
    """Together as typed first, a whole last word before one that only begins so; then names; then their order."""
    asked = prefix_query(text)
    if not asked:
        # A question of signs only finds nothing; no question finds all.
        return [] if text.strip() else list(found.order_by("sort_key", "pk")[:limit])
    query = SearchQuery(asked, config="simple", search_type="raw")
    phrase = " ".join(words_in_order(text))
    text_held = Concat(Value(" "), F("search_text"), Value(" "), output_field=TextField())
    ranked = found.filter(search_vector=query).annotate(
        rank=SearchRank(F("search_vector"), query), at=StrIndex(text_held, Value(f" {phrase} "))
    )
    return list(
        ranked.order_by(ExpressionWrapper(Q(at=0), BooleanField()), "-rank", "at", "sort_key", "pk")[:limit]
    )


def _near(words: Sequence[str], among: QuerySet[ProcedureVersion]) -> list[Near]:
    """What may have been meant: the likeliest readings that anything answers to, each in the order of a search."""
    question = Question.of(words)
    readings = question.readings(_known(question))
    if not readings:
        return []
    asked = (Q(search_vector=_raw(one)) for one in any_of(question, readings))
    held = among.filter(reduce(or_, asked)).order_by()
    near: dict[int, Near] = {}
    for reading in answered(readings, list(held.values_list("search_text", flat=True)[:LOOKED_AT])):
        for version in _exact(" ".join(reading.words), among, NEAR_AT_MOST):
            near.setdefault(version.pk, Near(version, reading))
        if len(near) >= ENOUGH:
            break
    return list(near.values())


def _known(question: Question) -> frozenset[str]:
    """The words of the catalogue that one of the question's may be."""
    shared = sorted({key for word in question.words for key in keys_of(word)})
    known = SearchedWord.objects.filter(
        Q(word__in=question.candidates) | Q(keys__overlap=shared) | Q(word__startswith=question.words[-1])
    )
    return frozenset(known.values_list("word", flat=True))


def _raw(query: str) -> SearchQuery:
    return SearchQuery(query, config="simple", search_type="raw")
