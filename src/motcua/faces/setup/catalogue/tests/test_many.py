"""Offering at many one-stops at once and ending at many: shown first, then all of it or nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.actions import Place
from motcua.catalogue.procedures.models import Offer
from motcua.faces.setup.tests.conftest import page, said, words
from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.models import JournalRow
from motcua.people.organisation.models import Role, Unit

OFFER, END = "/setup/offers/", "/setup/offers/end/"


def fields(cast: Cast, **changes: object) -> dict[str, object]:
    usual = {"codes": cast.procedure.code, "where": "district", "units": "", "from_on": "03/04/2017"}
    return said(**(usual | {"decides": "own", "division": "phòng"} | changes))


def confirmation(answer: Any) -> dict[str, str]:
    """What the preview's button sends."""
    form = page(answer).select_one("form:has([name=seen])")
    return {field["name"]: field.get("value", "") for field in form.select("[name]")}


def ended(cast: Cast) -> None:
    Offer.objects.filter(procedure=cast.procedure).delete()


def told(verb: str) -> int:
    return JournalRow.objects.filter(verb=f"procedures.{verb}").count()


def test_all_districts_are_offered_it_after_a_preview(cast: Cast, admin: Client) -> None:
    ended(cast)
    shown = admin.post(OFFER, fields(cast))
    assert (shown.status_code, Offer.objects.count()) == (200, 0)
    assert "Thêm 2 nơi tiếp nhận" in words(shown)
    before = told("offered")
    assert admin.post(OFFER, confirmation(shown)).status_code == 302
    made = {(row.one_stop_id, row.agency_id, row.division_id) for row in Offer.objects.all()}
    here, sister = cast.here, cast.sister
    assert made == {(o.one_stop.pk, o.agency.pk, o.division.pk) for o in (here, sister)}
    assert told("offered") == before + 1


def test_what_is_offered_already_stays_as_it_is(cast: Cast, admin: Client) -> None:
    Offer.objects.filter(one_stop=cast.sister.one_stop).delete()
    kept = Offer.objects.get()
    shown = admin.post(OFFER, fields(cast))
    assert "1 nơi không đổi: đang tiếp nhận" in words(shown)
    assert len(page(shown).select("tbody tr")) == 1
    admin.post(OFFER, confirmation(shown))
    assert Offer.objects.exclude(pk=kept.pk).get().one_stop_id == cast.sister.one_stop.pk


def test_where_it_ends_later_it_stays_so_until_then(cast: Cast, admin: Client) -> None:
    admin.post(END, confirmation(admin.post(END, fields(cast, from_on="03/07/2017"))))
    soon = admin.post(OFFER, fields(cast))
    assert soon.status_code == 422
    assert "đã ghi thôi tiếp nhận từ ngày 03/07/2017" in words(soon)
    assert page(soon).select_one("details.panel[open]") is not None
    shown = admin.post(OFFER, fields(cast, key="again", from_on="03/07/2017"))
    assert admin.post(OFFER, confirmation(shown)).status_code == 302
    for day in (date(2017, 7, 2), date(2017, 7, 3)):
        assert len(queries.offers_of(cast.procedure.pk, day)) == 2


def test_units_are_those_of_the_day_on_which_it_begins(cast: Cast, admin: Client) -> None:
    ended(cast)
    Unit.objects.filter(pk=cast.sister.one_stop.pk).update(valid_to=date(2017, 4, 3))
    before, after = (admin.post(OFFER, fields(cast, from_on=day)) for day in ("02/04/2017", "03/04/2017"))
    assert "Thêm 2 nơi tiếp nhận" in words(before)
    assert "Thêm 1 nơi tiếp nhận" in words(after)


def test_chosen_units_alone_are_offered_it(cast: Cast, admin: Client) -> None:
    ended(cast)
    code = cast.here.agency.names.get().code
    shown = admin.post(OFFER, fields(cast, where="chosen", units=code.lower(), division=""))
    admin.post(OFFER, confirmation(shown))
    row = Offer.objects.get()
    assert (row.one_stop_id, row.division_id) == (cast.here.one_stop.pk, cast.here.agency.pk)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"codes": "9.999999"}, "9.999999"),
        ({"where": "chosen", "units": "000.X"}, "000.X"),
        ({"division": "hàng hải"}, "không có phòng như vậy"),
        ({"where": "department"}, "Không có gì thay đổi"),
        ({"where": "chosen"}, "Hãy ghi mã các đơn vị."),
        ({"from_on": ""}, "Hãy nhập “Từ ngày”."),
        ({"decides": ""}, "Hãy chọn “Cơ quan giải quyết”."),
        ({"where": ""}, "Hãy chọn “Bộ phận Một cửa”."),
    ],
)
def test_nothing_is_written_until_every_line_is_good(
    cast: Cast, admin: Client, changes: dict[str, str], sentence: str
) -> None:
    ended(cast)
    for extra in ({}, {"confirm": "yes", "seen": "x", "key": "again"}):
        answer = admin.post(OFFER, fields(cast, **changes) | extra)
        assert answer.status_code in (409, 422)
        assert sentence in words(answer)
    assert not Offer.objects.exists()


def test_what_changed_since_the_preview_is_shown_again(cast: Cast, admin: Client) -> None:
    ended(cast)
    sent = confirmation(admin.post(OFFER, fields(cast)))
    place = Place(cast.here.one_stop.pk, cast.here.agency.pk, cast.here.agency.pk)
    actions.offer_at(cast.procedure.pk, [place], valid_from=MORNING.date(), by=SYSTEM, now=MORNING)
    answer = admin.post(OFFER, sent)
    assert answer.status_code == 409
    assert "đã thay đổi sau khi xem trước" in words(answer)
    assert Offer.objects.count() == 1
    assert admin.post(OFFER, confirmation(answer)).status_code == 302


def test_pressing_twice_does_it_once(cast: Cast, admin: Client) -> None:
    ended(cast)
    sent = confirmation(admin.post(OFFER, fields(cast)))
    assert [admin.post(OFFER, sent).status_code for _ in range(2)] == [302, 302]
    assert Offer.objects.count() == 2


def test_many_are_ended_after_a_preview_one_event_each(cast: Cast, admin: Client) -> None:
    count = Offer.objects.filter(valid_to__isnull=True).count()
    shown = admin.post(END, fields(cast))
    assert f"Thôi tiếp nhận ở {count} nơi" in words(shown)
    assert not Offer.objects.filter(valid_to__isnull=False).exists()
    assert admin.post(END, confirmation(shown)).status_code == 302
    assert {f"{row.valid_to:%d/%m/%Y}" for row in Offer.objects.all()} == {"03/04/2017"}
    assert told("offer_ended") == count


@pytest.mark.parametrize(
    ("where", "code", "sentence"),
    [
        (OFFER, "chosen", "1 place receives it from 3 Apr 2017."),
        (OFFER, "district", "2 places receive it from 3 Apr 2017."),
        (END, "chosen", "1 place no longer receives it from 3 Apr 2017."),
        (END, "district", "2 places no longer receive it from 3 Apr 2017."),
    ],
)
def test_in_english_one_place_is_one(cast: Cast, admin: Client, where: str, code: str, sentence: str) -> None:
    if where == OFFER:
        ended(cast)
    admin.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    sent = fields(cast, where=code, units=cast.here.agency.names.get().code)
    done = admin.post(where, confirmation(admin.post(where, sent)), follow=True)
    assert sentence in words(done)


def test_an_end_before_the_beginning_is_shown_and_not_written(cast: Cast, admin: Client) -> None:
    answer = admin.post(END, fields(cast, from_on="01/01/2000"))
    assert answer.status_code == 422
    assert "mới tiếp nhận từ ngày này" in words(answer)


def test_the_page_of_a_procedure_leads_there_with_its_code(cast: Cast, admin: Client) -> None:
    links = page(admin.get(f"/setup/procedures/{cast.procedure.code}/offers/")).select(".head__actions a")
    for link in [one["href"] for one in links if one["href"].startswith(OFFER)]:
        assert cast.procedure.code in page(admin.get(link)).select_one("[name=codes]").text
    assert len(links) == 3


def test_others_offer_and_end_nothing(cast: Cast, signed_in: Any) -> None:
    client = signed_in(Role.HANDLER)
    assert {client.post(where, fields(cast)).status_code for where in (OFFER, END)} == {403}
