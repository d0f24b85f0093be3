"""Home, search and a procedure's page: open to everybody, with or without diacritics, in both languages."""

from datetime import date
from typing import Any

import pytest
from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.test import Client
from django.urls import reverse

from motcua.casework.dossiers.tests.cast import MORNING, Cast, at, procedure, same_day, set_the_stage
from motcua.catalogue.procedures.models import Fee, ProcedureVersion, PublicationDecision, TimeLimit
from motcua.faces.portal import home
from motcua.ground.kernel import clock


@pytest.fixture
def cast(db: None) -> Cast:
    clock.mark_demonstration(at=MORNING)
    made = set_the_stage()
    folded = Value("tach thua dat")
    ProcedureVersion.objects.update(search_vector=SearchVector(folded, config="simple"))
    return made


def get(client: Client, name: str, *parts: str, **query: str) -> Any:
    return client.get(reverse(name, args=parts), query)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_first_thing_is_the_search_and_the_second_tracking(client: Client, cast: Cast) -> None:
    shown = text(get(client, "home"))
    assert shown.index('name="q"') < shown.index("Xem hồ sơ đến đâu")
    assert "2</p>" in shown.partition("facts")[2]


@pytest.mark.parametrize(
    ("moment", "until", "opens"),
    [
        ("2017-03-01 08:30", "2017-03-01 17:00", None),
        ("2017-03-01 17:30", None, "2017-03-02 07:30"),
        ("2017-03-04 09:00", None, "2017-03-06 07:30"),
    ],
)
def test_the_home_page_says_until_when_the_offices_are_open(
    cast: Cast, moment: str, until: str | None, opens: str | None
) -> None:
    hours = home.office_hours(at(moment))
    assert hours is not None
    assert hours.until == (at(until) if until else None)
    assert hours.opens == (at(opens) if opens else None)


def test_an_empty_province_has_a_home_page(client: Client, db: None) -> None:
    assert get(client, "home").status_code == 200


@pytest.mark.parametrize("words", ["tách thửa", "tach thua dat", "thửa tách", "TÁCH"])
def test_a_procedure_is_found_however_it_is_typed(client: Client, cast: Cast, words: str) -> None:
    assert "Tách thửa đất" in text(get(client, "procedures", q=words))


def test_what_is_not_found_says_what_to_do(client: Client, cast: Cast) -> None:
    assert "Không tìm thấy thủ tục nào" in text(get(client, "procedures", q="hộ chiếu"))


def test_filters_narrow(client: Client, cast: Cast) -> None:
    assert "Tách thửa đất" in text(get(client, "procedures", level="district"))
    assert "Tách thửa đất" not in text(get(client, "procedures", level="commune"))
    assert "Tách thửa đất" in text(get(client, "procedures", agency=str(cast.here.agency.pk)))
    assert get(client, "procedures", level="x", field="y", agency="9" * 30).status_code == 200


def test_a_procedures_page_says_limit_fee_and_papers(client: Client, cast: Cast) -> None:
    TimeLimit.objects.update(case="Có tranh chấp")
    version = ProcedureVersion.objects.get()
    Fee.objects.create(version=version, ordinal=1, amount=120_000, channel="postal")
    shown = text(get(client, "procedure", cast.procedure.code))
    for said in (
        "15 ngày làm việc",
        "Có tranh chấp",
        "120.000",
        "Đơn đề nghị",
        "Bộ phận Một cửa Huyện Cái Bè",
    ):
        assert said in shown, said


def test_a_limit_of_the_same_day_says_its_hour(client: Client, cast: Cast) -> None:
    same_day(cast.procedure)
    assert "rong ngày; nếu nộp sau 15:00 thì" in text(get(client, "procedure", cast.procedure.code))


def test_a_repealed_procedure_says_so(client: Client, cast: Cast) -> None:
    ProcedureVersion.objects.update(
        state="repealed", valid_to=date(2017, 2, 1), repealed_by=PublicationDecision.objects.get()
    )
    shown = text(get(client, "procedure", cast.procedure.code))
    assert "không còn hiệu lực" in shown
    assert "01/QĐ-UBND" in shown


def test_a_draft_is_not_shown(client: Client, cast: Cast) -> None:
    ProcedureVersion.objects.update(state="draft")
    assert get(client, "procedure", cast.procedure.code).status_code == 404


def test_an_unknown_procedure_is_not_found(client: Client, cast: Cast) -> None:
    assert get(client, "procedure", "9.999999").status_code == 404


def test_the_pages_speak_english(client: Client, cast: Cast) -> None:
    client.cookies["language"] = "en"
    assert "What do you need?" in text(get(client, "home"))
    assert "15 working days" in text(get(client, "procedure", cast.procedure.code))


@pytest.mark.parametrize(
    ("name", "statements"), [("home", 13), ("procedures", 10), ("procedure", 16), ("tracking", 5)]
)
def test_the_number_of_statements_does_not_grow(
    client: Client, cast: Cast, django_assert_max_num_queries: Any, name: str, statements: int
) -> None:
    for number in range(5):
        procedure(f"Thủ tục {number}")
    parts = [cast.procedure.code] if name == "procedure" else []
    get(client, name, *parts)
    with django_assert_max_num_queries(statements):
        get(client, name, *parts)


def test_places_stand_under_their_district(client: Client, cast: Cast) -> None:
    answer = get(client, "procedure", cast.procedure.code)
    districts = [place.above for place in answer.context["places"]]
    assert len(districts) == len(set(districts)) == 2
    assert answer.context["place_count"] == 2
    assert all(name in text(answer) for place in answer.context["places"] for name in place.names)
