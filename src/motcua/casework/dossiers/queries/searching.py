"""Finding dossiers by what a person at the counter can say: code, name, number, telephone; only the actor's own.

A person is looked for among the dossiers that the actor works with, never among all people: whoever only watches finds
by code. A number or a telephone must be whole, a name has two syllables or more; what is typed stands in no address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.queries.finding import code_part, visible_to
from motcua.casework.dossiers.rules.searching import PERSONAL, By, Wanted, wanted
from motcua.ground.access import policy
from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.refusals import Refused
from motcua.people.parties.models import PartyVersion
from motcua.people.parties.rules import normalised_phone

PAGE, BATCH = 20, 1_000
Key = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of what was found, newest first, by what it was looked for, and the key after which it goes on."""

    by: By
    dossiers: tuple[Dossier, ...] = ()
    after: Key | None = None
    is_refused: bool = False

    @property
    def is_personal(self) -> bool:
        """Whether somebody was looked for by name or number: that is written down."""
        return self.by in PERSONAL


def find(actor: Actor, typed: str, after: Key | None = None) -> Found:
    """The actor's dossiers that are meant; three statements at most."""
    asked = wanted(typed)
    if asked.by in PERSONAL and not policy.has(actor, "dossiers.find_person"):
        return Found(asked.by, is_refused=True)
    matching = _matching(actor, asked)
    if matching is None:
        return Found(asked.by)
    if after is not None:
        matching = matching.filter(Q(received_at__lt=after[0]) | Q(received_at=after[0], pk__lt=after[1]))
    rows = list(_newest_first(matching)[: PAGE + 1])
    shown = tuple(rows[:PAGE])
    last = shown[-1] if len(rows) > PAGE else None
    return Found(asked.by, shown, (last.received_at, last.pk) if last else None)


def every(actor: Actor, typed: str) -> Iterator[Dossier]:
    """All that `find` finds, a batch in memory at a time; nothing where it refuses."""
    asked = wanted(typed)
    if asked.by in PERSONAL and not policy.has(actor, "dossiers.find_person"):
        return
    matching = _matching(actor, asked)
    if matching is not None:
        yield from _newest_first(matching).iterator(BATCH)


def _newest_first(matching: QuerySet[Dossier]) -> QuerySet[Dossier]:
    return matching.select_related("party_version", "procedure_version").order_by("-received_at", "-pk")


def _matching(actor: Actor, asked: Wanted) -> QuerySet[Dossier] | None:
    if asked.by is By.CODE:
        return code_part(actor, asked.text)
    if asked.by not in PERSONAL:
        return None
    mine = policy.visible(actor, "dossiers.find_person", Dossier.objects.all())
    if asked.by is By.NAME:
        return mine.filter(party_version__in=_named(asked.text))
    return mine.filter(_numbered(asked))


def _numbered(asked: Wanted) -> Q:
    identity = Q(party__identity_number=asked.text)
    if asked.by is By.IDENTITY:
        return identity
    try:
        phone = normalised_phone(asked.text)
    except Refused:
        return identity
    called = Q(party__in=PartyVersion.objects.filter(phone=phone).values("party_id"))
    return called if asked.by is By.PHONE else identity | called


def _named(text: str) -> QuerySet[PartyVersion]:
    """Those whose name has every syllable, each begun or whole, in any order."""
    query = " & ".join(f"{word}:*" for word in text.split())
    words = SearchVector("search_text", config="simple")
    raw = SearchQuery(query, search_type="raw", config="simple")
    return PartyVersion.objects.annotate(words=words).filter(words=raw)


def open_of_same(*, identity_number: str, procedure_id: int, by: Actor) -> list[Dossier]:
    """The open dossiers of this person for this procedure at the actor's one-stop, newest first.

    Those of other one-stops are not told: a counter sees its own applicants only.
    """
    policy.check(by, "dossiers.receive")
    if not identity_number:
        return []
    mine = visible_to(by).filter(finished_at__isnull=True, procedure_id=procedure_id)
    return list(mine.filter(party__identity_number=identity_number).order_by("-received_at")[:5])
