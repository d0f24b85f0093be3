"""The list behind a number: rows, names, order, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.oversight import listing
from motcua.faces.oversight.tests.conftest import HERE_NAME, LATE, SISTER_NAME, SignIn, page, words
from motcua.insight.figures.rules import Measure
from motcua.insight.figures.tests.many import put
from motcua.people.organisation.models import Role


def test_a_row_has_code_procedure_units_dates_and_how_it_ended(signed_in: SignIn) -> None:
    rows = page(signed_in(Role.LEADER), "/figures/list/?measure=late").select("[data-row]")
    said = words(rows[0])
    for part in ("Tách thửa đất", HERE_NAME, "Phòng TN&MT Huyện Châu Thành", "Trực tiếp", "01/03/2017"):
        assert part in said
    for part in ("hẹn 22/03/2017", "trễ hạn 2 ngày", "xong 24/03/2017 trễ ở bước Ký"):
        assert part in said


def test_a_row_says_where_it_was_filed_when_that_was_elsewhere(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(Role.LEADER)
    assert "nộp tại Bộ phận" not in words(page(client, "/figures/list/?measure=late"))
    put(cast.here, cast, LATE, received_at=cast.sister)
    assert "nộp tại Bộ phận Một cửa Huyện Cái Bè" in words(page(client, "/figures/list/?measure=late"))


def test_a_row_opens_its_dossier(signed_in: SignIn) -> None:
    link = page(signed_in(Role.LEADER), "/figures/list/?measure=late").select_one("[data-row] a.code")
    assert link is not None
    assert link["href"] == f"/dossiers/{link.text}/"


def test_open_dossiers_past_their_date_say_by_how_much(signed_in: SignIn) -> None:
    (row,) = page(signed_in(Role.LEADER), "/figures/list/?measure=past").select("[data-row]")
    assert "quá hạn 10 ngày" in words(row)


def test_waiting_ones_say_so(signed_in: SignIn) -> None:
    (row,) = page(signed_in(Role.LEADER), "/figures/list/?measure=waiting").select("[data-row]")
    assert "Yêu cầu bổ sung giấy tờ" in words(row)


def test_the_names_are_those_of_ones_own_dossiers(signed_in: SignIn) -> None:
    own = words(page(signed_in(Role.LEADER), "/figures/list/"))
    assert HERE_NAME in own
    assert SISTER_NAME not in own


def test_who_counts_a_dossier_without_seeing_it_gets_no_name_and_no_link(
    cast: Cast, signed_in: SignIn
) -> None:
    """The division here handles it, but the sister district received and decides it: it is that one's to see."""
    Dossier.objects.update(agency=cast.sister.agency, one_stop=cast.sister.one_stop)
    shown = page(signed_in(Role.LEADER), "/figures/list/?measure=received")
    assert len(shown.select("[data-row]")) == 6
    assert shown.select("a.code") == []
    assert HERE_NAME not in words(shown)


@pytest.mark.parametrize("measure", list(Measure))
def test_every_measure_has_a_title_and_says_what_it_counts(signed_in: SignIn, measure: Measure) -> None:
    tree = page(signed_in(Role.LEADER), f"/figures/list/?measure={measure.value}")
    assert len(tree.select(".head__under")) == 1
    assert len(words(tree.select_one("h1"))) > 5


def test_an_empty_list_leads_back(signed_in: SignIn) -> None:
    tree = page(signed_in(Role.LEADER), "/figures/list/?measure=late&period=2015")
    link = tree.select_one(".empty a")
    assert link is not None
    assert "period=2015" in str(link["href"])


def test_a_long_list_goes_on_where_it_ended(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 4)
    client = signed_in(Role.LEADER)
    first = page(client, "/figures/list/?measure=received")
    more = first.select_one(".more a")
    assert more is not None
    second = page(client, str(more["href"]))
    codes = [words(code) for tree in (first, second) for code in tree.select("[data-row] .code")]
    assert len(codes) == len(set(codes)) == 6
    assert second.select_one(".more a") is None


def test_no_address_names_a_person(signed_in: SignIn) -> None:
    for address in ("/figures/", "/figures/list/"):
        for link in page(signed_in(Role.REFORM_OFFICE), address).select("a[href]"):
            assert HERE_NAME.split()[-1] not in str(link["href"])


def test_its_statements_are_few_however_many_dossiers(
    cast: Cast, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    put(cast.here, cast, *[LATE] * 20)
    client = signed_in(Role.REFORM_OFFICE)
    page(client, "/figures/list/?measure=late")
    with django_assert_num_queries(12):
        page(client, "/figures/list/?measure=received")
    with django_assert_num_queries(12):
        page(client, "/figures/list/?measure=late")
