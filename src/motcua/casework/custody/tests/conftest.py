"""The cast of the dossiers, and a file that waits to be handed over."""

from dataclasses import dataclass

import pytest

from motcua.casework.custody import actions
from motcua.casework.custody.models import HandoverList
from motcua.casework.dossiers.models import PaperFile
from motcua.casework.dossiers.tests.cast import MORNING, Cast, set_the_stage
from motcua.ground.kernel.actors import Actor
from motcua.people.organisation.models import Role


@dataclass
class Stage:
    """The counter and the division of one district, and what passes between them."""

    cast: Cast

    @property
    def counter(self) -> Actor:
        return self.cast.here.actor(Role.RECEPTIONIST)

    @property
    def handler(self) -> Actor:
        return self.cast.here.actor(Role.HANDLER)

    @property
    def stranger(self) -> Actor:
        return self.cast.sister.actor(Role.HANDLER)

    @property
    def division_id(self) -> int:
        return self.cast.here.division.pk

    def received(self, count: int = 1) -> list[int]:
        """So many dossiers received at the counter."""
        return [self.cast.receive().dossier_id for _ in range(count)]

    def given(self, count: int = 1, key: str | None = None) -> HandoverList:
        """A list of so many files, given to the division."""
        return actions.give(self.division_id, self.received(count), by=self.counter, now=MORNING, key=key)

    def unit_with(self, dossier_id: int) -> int | None:
        """Where the papers lie; None for where they were received."""
        return PaperFile.objects.filter(dossier_id=dossier_id).values_list("unit_id", flat=True).first()


@pytest.fixture
def stage(db: None) -> Stage:
    """In a transaction that is rolled back."""
    return Stage(set_the_stage())


@pytest.fixture
def real_stage(real_db: None) -> Stage:
    """With real commits."""
    return Stage(set_the_stage())
