"""The first hour of a province: each step is shown as done when it is, and the first that is not comes next."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from motcua.casework.dossiers.tests.cast import Cast
from motcua.catalogue.procedures.models import Offer
from motcua.faces.setup.organisation import first_steps
from motcua.faces.setup.tests.conftest import SignIn, page, words
from motcua.people.organisation.models import Appointment, Role

ADDRESS = "/setup/first-steps/"
TODAY = date(2018, 1, 2)


def states(client: Client) -> list[str]:
    """The state of each line, in their order."""
    return [row.select("td")[1].get_text().strip() for row in page(client.get(ADDRESS)).select("tbody tr")]


@pytest.mark.django_db
def test_where_nothing_is_nothing_is_counted() -> None:
    assert [step.count(TODAY) for step in first_steps.steps()] == [0] * len(first_steps.steps())
    assert first_steps.is_young()


def test_a_province_at_work_has_all_behind_it(cast: Cast, administrator: Client) -> None:
    assert set(states(administrator)) == {"đã có"}
    assert "Quầy tiếp nhận đã nhận được hồ sơ" in words(administrator.get(ADDRESS))


def test_the_first_that_is_missing_comes_next(cast: Cast, administrator: Client) -> None:
    Offer.objects.all().delete()
    assert states(administrator)[-2:] == ["đã có", "làm tiếp"]
    Appointment.objects.filter(role=Role.LEADER.value).delete()
    assert [state for state in states(administrator) if state != "đã có"] == ["làm tiếp", "chưa"]


def test_each_step_leads_to_where_it_is_done(cast: Cast, administrator: Client) -> None:
    links = [link["href"] for link in page(administrator.get(ADDRESS)).select("tbody a")]
    assert [administrator.get(link).status_code for link in links] == [200] * len(first_steps.steps())


def test_it_stands_in_the_rail_only_while_no_counter_can_receive(cast: Cast, administrator: Client) -> None:
    assert ADDRESS not in str(administrator.get("/setup/units/").content)
    Offer.objects.all().delete()
    assert ADDRESS in str(administrator.get("/setup/units/").content)


def test_it_is_for_administrators(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(Role.HANDLER).get(ADDRESS).status_code == 403
