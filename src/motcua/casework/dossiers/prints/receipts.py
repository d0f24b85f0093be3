"""Form 01, the receipt: two copies, of which the applicant's alone bears the secret.

The copy that travels with the papers passes many hands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch

from motcua.casework.dossiers import rules, sql
from motcua.casework.dossiers.models import Dossier, DossierPaper, Obligation, ReturnMethod, Segment
from motcua.casework.dossiers.prints.forms import Content
from motcua.casework.dossiers.prints.heads import Heads
from motcua.casework.dossiers.prints.words import copies_words, limit_words, moment_words, money_words
from motcua.casework.dossiers.queries.corrections import receipt_papers
from motcua.ground.kernel.clock import LOCAL
from motcua.ground.kernel.statements import rows
from motcua.people.organisation.queries import day_of
from motcua.people.parties.models import PartyVersion

# A receipt promises at reception, and anew when a correction was counted from the same moment.
PROMISED = (Segment.Cause.RECEPTION, Segment.Cause.CORRECTION)
RETURNED = {
    ReturnMethod.COUNTER.value: "Bộ phận Tiếp nhận và Trả kết quả",
    ReturnMethod.POSTAL.value: "nhà, qua dịch vụ bưu chính công ích",
}


def receipts(dossier_ids: Iterable[int]) -> Mapping[int, Content]:
    """What the receipts of these dossiers say, by the dossiers' ids; a fixed number of statements for all of them."""
    found = list(
        Dossier.objects.filter(pk__in=list(dossier_ids))
        .select_related("procedure_version", "party_version__party", "received_by")
        .prefetch_related(
            Prefetch("papers", DossierPaper.objects.order_by("ordinal")),
            Prefetch("segments", Segment.objects.filter(cause__in=PROMISED).order_by("number")),
            Prefetch("obligations", Obligation.objects.filter(kind=Obligation.Kind.FEE, voided=False)),
            "corrections",
        )
    )
    numbers, heads = numbers_in_the_register(found), Heads()
    return {dossier.pk: _receipt(dossier, numbers[dossier.pk], heads) for dossier in found}


def numbers_in_the_register(dossiers: Iterable[Dossier]) -> Mapping[int, int]:
    """Each dossier's number in its one-stop's book of the year: counted from 1 (circular 01/2018, art. 10.2.c).

    Codes of a counter are given under one lock, so that its ids rise as its numbers do, and none moves later.
    """
    wanted: dict[tuple[int, int], list[int]] = defaultdict(list)
    for dossier in dossiers:
        wanted[dossier.one_stop_id, day_of(dossier.received_at).year].append(dossier.pk)
    found: dict[int, int] = {}
    for (one_stop_id, year), ids in wanted.items():
        first = datetime(year, 1, 1, tzinfo=LOCAL)
        asked = {"one_stop": one_stop_id, "first": first, "after": first.replace(year=year + 1), "ids": ids}
        found.update((int(pk), int(place)) for pk, place in rows(sql.NUMBERS_IN_THE_REGISTER, asked))
    return found


def book_of(one_stop_id: int, year: int) -> Any:
    """All that a one-stop received in a year."""
    first = datetime(year, 1, 1, tzinfo=LOCAL)
    return Dossier.objects.filter(
        one_stop_id=one_stop_id, received_at__gte=first, received_at__lt=first.replace(year=year + 1)
    )


def _receipt(dossier: Dossier, number: int, heads: Heads) -> Content:
    *_replaced, first = dossier.segments.all()
    day = day_of(dossier.received_at)
    version = dossier.procedure_version
    return {
        "head": heads.head(dossier.one_stop_id, day),
        "code": dossier.code,
        "secret": rules.receipt_secret(dossier.code, settings.RECEIPT_KEY),
        "number": f"{number}/{day.year}",
        "applicant": applicant(dossier.party_version),
        "request": f"{version.name}; {dossier.summary}" if dossier.summary else version.name,
        "papers": [
            [paper.name, copies_words(paper.originals, paper.copies)] for paper in receipt_papers(dossier)
        ],
        "sets": dossier.sets,
        "limit": limit_words(first),
        "received": moment_words(dossier.received_at),
        "promised": moment_words(first.due_at),
        "fee": _fee(dossier),
        "returned_at": RETURNED[dossier.return_method],
        "book": str(day.year),
        "place_in_book": str(number),
        "receptionist": dossier.received_by.name,
    }


def applicant(known: PartyVersion) -> Content:
    """Who asks, as the forms name him."""
    return {
        "name": known.name,
        "identity_number": known.party.identity_number,
        "representative": known.representative,
        "address": known.address,
        "phone": known.phone,
        "email": known.email,
    }


def _fee(dossier: Dossier) -> str:
    if not dossier.fee:
        return "không thu"
    said_at = {1, *(row.number for row in dossier.corrections.all())}
    owed = any(row.opened_number in said_at for row in dossier.obligations.all())
    return f"{money_words(dossier.fee)} ({'chưa nộp khi tiếp nhận' if owed else 'đã nộp tại quầy'})"
