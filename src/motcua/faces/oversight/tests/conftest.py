"""The cast for those who watch: some lives of dossiers in two districts, the clock at the turn of the year."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from motcua.casework.dossiers.tests.cast import Cast, set_the_stage
from motcua.ground.kernel import clock
from motcua.insight.figures.tests.many import NEW_YEAR, Story, holds, lateness, party, put
from motcua.people.organisation.models import Role

SignIn = Callable[..., Client]
MARCH = "2017-03-01 08:30"
EARLY = Story(MARCH, "2017-03-22 08:30", "2017-03-20 09:00")
ON_TIME = Story(MARCH, "2017-03-22 08:30", "2017-03-22 16:00", channel="online")
LATE = Story(MARCH, "2017-03-22 08:30", "2017-03-24 09:00")
CARRIED = Story("2016-12-20 08:30", "2017-01-10 08:30", "2017-01-09 10:00")
PAST = Story(MARCH, "2017-12-22 08:30", channel="postal")
WAITING = Story(MARCH, "2017-12-22 08:30", waits=("2017-12-20 09:00", ""))
HERE_NAME, SISTER_NAME = "Trần Văn Canari", "Lê Thị Láng Giềng"


@pytest.fixture
def cast(db: None) -> Cast:
    """Seven dossiers here, one in the sister district."""
    cast = set_the_stage()
    clock.mark_demonstration(at=NEW_YEAR)
    here = put(cast.here, cast, EARLY, ON_TIME, LATE, LATE, CARRIED, PAST, WAITING, who=party(HERE_NAME))
    put(cast.sister, cast, LATE, who=party(SISTER_NAME))
    leader, handler = cast.here.officer_id(Role.LEADER), cast.here.officer_id(Role.HANDLER)
    lateness(here[2], "sign", "nobody_to_sign", leader)
    lateness(here[5], "handle", officer_id=handler)
    holds(here[5], "handle", handler)
    return cast


@pytest.fixture
def signed_in(cast: Cast) -> SignIn:
    """A browser in which the officer of this role has signed in, here, in the sister district, or in the province."""

    def sign_in(role: Role, *, sister: bool = False) -> Client:
        client = Client()
        if role.value in cast.watchers:
            client.force_login(cast.watchers[role.value][0])
        else:
            client.force_login((cast.sister if sister else cast.here).accounts[role.value])
        return client

    return sign_in


def page(client: Client, address: str) -> BeautifulSoup:
    """A page as a tree; it must have been answered well."""
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def words(part: BeautifulSoup | Tag | None) -> str:
    """What a person reads, spaces as one."""
    assert part is not None
    return " ".join(part.get_text(" ").split())
