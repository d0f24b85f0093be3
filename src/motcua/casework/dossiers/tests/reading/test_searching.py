"""Finding a dossier by what a person at the counter can say, among one's own and nowhere else."""

from datetime import timedelta

import pytest
from django.db import connection

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Applicant
from motcua.casework.dossiers.queries.searching import PAGE, find, open_of_same
from motcua.casework.dossiers.rules.searching import By, wanted
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.people.organisation.models import Role

PHUOC = Applicant("Nguyễn Văn Phước", identity_number="082190000123", phone="0900000123")


@pytest.mark.parametrize(
    ("typed", "by", "text"),
    [
        ("", By.NOTHING, ""),
        ("000.00.19.H58-171204-0007", By.CODE, "000.00.19.H58-171204-0007"),
        ("171204-0007", By.CODE, "171204-0007"),
        ("0007 4/12/2017", By.CODE, "171204-0007"),
        ("04.12.17 0007", By.CODE, "171204-0007"),
        ("082 190 000 123", By.IDENTITY, "082190000123"),
        ("123456789", By.IDENTITY, "123456789"),
        ("0900 000 123", By.NUMBER, "0900000123"),
        ("+84 900 000 123", By.PHONE, "+84 900 000 123"),
        ("Nguyễn Văn  Phước", By.NAME, "nguyen van phuoc"),
        ("phuoc", By.NAME_TOO_SHORT, ""),
        ("n v", By.NAME_TOO_SHORT, ""),
        ("0007", By.CODE, "0007"),
        ("%%%", By.CODE, "%%%"),
    ],
)
def test_what_is_typed_is_understood(typed: str, by: By, text: str) -> None:
    assert (wanted(typed).by, wanted(typed).text) == (by, text)


def codes(cast: Cast, typed: str, role: Role = Role.RECEPTIONIST) -> list[str]:
    return [dossier.code for dossier in find(cast.here.actor(role), typed).dossiers]


@pytest.mark.parametrize(
    "typed", ["082190000123", "0900.000.123", "+84900000123", "nguyen van phuoc", "phước nguyễn", "van ph"]
)
def test_it_is_found_by_name_number_and_telephone(cast: Cast, typed: str) -> None:
    mine = cast.receive(applicant=PHUOC)
    cast.receive(applicant=Applicant("Lê Thị Hoa", identity_number="082190000777", phone="0900000777"))
    assert codes(cast, typed) == [mine.code]


def test_it_is_found_by_its_last_digits_and_its_day(cast: Cast) -> None:
    mine = cast.receive()
    assert codes(cast, f"{mine.code[-4:]} 1/3/2017") == codes(cast, mine.code) == [mine.code]


@pytest.mark.parametrize("typed", ["082190000123", "0900000123", "nguyen van phuoc"])
def test_the_neighbours_applicants_are_not_found(cast: Cast, typed: str) -> None:
    theirs = cast.sister.actor(Role.RECEPTIONIST)
    actions.receive(cast.intake(applicant=PHUOC), by=theirs, now=MORNING)
    assert codes(cast, typed) == []


def test_a_handler_finds_those_of_his_division(cast: Cast) -> None:
    mine = cast.receive(applicant=PHUOC)
    assert codes(cast, "nguyen van phuoc", Role.HANDLER) == [mine.code]


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.REFORM_OFFICE])
def test_whoever_watches_finds_by_code_alone(cast: Cast, role: Role) -> None:
    mine = cast.receive(applicant=PHUOC)
    by = cast.watcher(role)
    assert find(by, "nguyen van phuoc").is_refused
    assert find(by, "082190000123").dossiers == ()
    assert find(by, mine.code).dossiers[0].code == mine.code


def test_a_part_of_a_number_finds_nobody(cast: Cast) -> None:
    cast.receive(applicant=PHUOC)
    assert codes(cast, "08219000012") == codes(cast, "090000012") == []


def test_many_are_shown_by_stretches_each_once(cast: Cast) -> None:
    for number in range(PAGE + 2):
        cast.receive(MORNING + timedelta(minutes=number), applicant=PHUOC)
    by = cast.here.actor(Role.RECEPTIONIST)
    first = find(by, "082190000123")
    rest = find(by, "082190000123", first.after)
    seen = [dossier.pk for dossier in (*first.dossiers, *rest.dossiers)]
    assert (len(first.dossiers), len(set(seen)), rest.after) == (PAGE, PAGE + 2, None)


def test_a_name_is_found_by_the_index_of_syllables(cast: Cast) -> None:
    """What the index holds and what is asked are one expression: otherwise every name would be read."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM party_version WHERE to_tsvector('simple'::regconfig, COALESCE(search_text, '')) "
            "@@ to_tsquery('simple'::regconfig, 'van:* & phuoc:*')"
        )
        assert "party_version_by_syllables" in "\n".join(row[0] for row in cursor.fetchall())


def test_what_is_open_of_the_same_person_and_procedure_is_told(cast: Cast) -> None:
    first = cast.receive(applicant=PHUOC)
    by = cast.here.actor(Role.RECEPTIONIST)
    same = {"identity_number": "082190000123", "procedure_id": cast.procedure.pk}
    assert [one.code for one in open_of_same(**same, by=by)] == [first.code]  # type: ignore[arg-type]
    assert open_of_same(identity_number="082190000123", procedure_id=0, by=by) == []
    assert open_of_same(identity_number="", procedure_id=cast.procedure.pk, by=by) == []
    actions.void(first.dossier_id, by=by, now=MORNING, reason="Nhầm")
    assert open_of_same(**same, by=by) == []  # type: ignore[arg-type]
