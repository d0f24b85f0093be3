"""What others read of parties.

Whoever calls these has decided whom the officer may look up: pass the ids of those parties as `among`, or None
where the whole province may be searched (an identity number typed from a card that lies on the counter).
"""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, OuterRef, QuerySet, Subquery

from motcua.ground.kernel.vietnamese import fold
from motcua.people.parties.models import Party, PartyVersion

Among = QuerySet[Party] | None


def newest_versions(among: Among = None) -> QuerySet[PartyVersion]:
    """What is known of each party now."""
    newest = PartyVersion.objects.filter(party=OuterRef("party")).order_by("-number").values("number")[:1]
    found = PartyVersion.objects.filter(number=Subquery(newest)).select_related("party")
    return found if among is None else found.filter(party__in=among)


def by_identity(identity_number: str, among: Among = None) -> PartyVersion | None:
    """What is known of the party with this number, which has been checked; None when there is none."""
    if not identity_number:
        return None
    return newest_versions(among).filter(party__identity_number=identity_number).first()


def by_phone(phone: str, among: Among = None) -> list[PartyVersion]:
    """Parties whose present telephone number this is, the latest first; several may share one."""
    if not phone:
        return []
    return list(newest_versions(among).filter(phone=phone).order_by("-recorded_at", "-pk")[:10])


def search(text: str, among: Among = None, limit: int = 20) -> list[PartyVersion]:
    """Parties whose name has all these words, with or without diacritics, in any order; the latest first."""
    words = fold(text)
    if not words:
        return []
    # The very expression of the index `party_version_by_words`.
    named = newest_versions(among).annotate(words=SearchVector("search_text", config="simple"))
    found = named.filter(words=SearchQuery(words, config="simple", search_type="plain"))
    return list(found.order_by(F("recorded_at").desc(), "-pk")[:limit])
