"""What the commands and the launcher ask of the demonstration: make it, show who may sign in, move its clock."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings

from motcua.catalogue.procedures.models import Offer
from motcua.ground.kernel import clock, seals
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.organisation.models import UnitName
from motcua.scenario import actions, digests
from motcua.scenario.crews import in_parallel
from motcua.scenario.loading import (
    ReadyAccount,
    enter_catalogue,
    enter_officers,
    enter_units,
    open_account,
    ready_officers,
    units_to_enter,
)
from motcua.scenario.plan import Plan
from motcua.scenario.province import decisions
from motcua.scenario.province.staff import OfficerPlan, staff_of
from motcua.scenario.province.year import OPENING
from motcua.scenario.publishing import enter_decisions
from motcua.scenario.simulation.tree import Lived, Share, live_a_year

Progress = Callable[[str, int, int], None]
ACCOUNTS = "accounts.json"
UNITS = "Đơn vị / units"
CATALOGUE = "Thủ tục hành chính / procedures"
DECISIONS = "Quyết định công bố năm 2017 / publication decisions of 2017"
OFFICERS = "Cán bộ và phân công / officers and appointments"
READY = "Tài khoản dùng thử / ready accounts"
YEAR = "Hồ sơ năm 2017 / dossiers of 2017"
SEALING = "Niêm phong sổ sự kiện / sealing the journal"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was made, and how fast: whole lives and verbs, and the seconds that living them took."""

    dossiers: int
    verbs: int
    seconds: float
    workers: int

    @property
    def lives_per_second(self) -> float:
        """Whole lives a second."""
        return self.dossiers / self.seconds if self.seconds else 0.0

    def sentence(self) -> str:
        """The rate in both languages."""
        rate, per_life = f"{self.lives_per_second:.0f}", f"{self.verbs / max(self.dossiers, 1):.1f}"
        return (
            f"{self.dossiers} hồ sơ trọn vòng, {rate} hồ sơ mỗi giây với {self.workers} tiến trình "
            f"({per_life.replace('.', ',')} nghiệp vụ mỗi hồ sơ).\n"
            f"{self.dossiers} whole lives, {rate} a second with {self.workers} workers ({per_life} verbs each)."
        )


def prepare(dossiers: int, workers: int, progress: Progress) -> Prepared:
    """Make the demonstration in an empty migrated database: the province, its year, the standing clock.

    Writes the ready accounts to `accounts.json` in the data folder. Interrupted, it leaves a database that is marked
    a demonstration and not whole: whoever starts again empties it first.
    """
    return make(Plan(dossiers), workers, progress, Path(settings.DATA_DIR))


def make(plan: Plan, workers: int, progress: Progress, folder: Path) -> Prepared:
    """Make what a plan says, with the passwords in `folder`."""
    # First of all, so that what an interrupted run leaves behind is known for what it is.
    clock.mark_demonstration(at=OPENING)
    load(plan, workers, progress, folder)
    enter_decisions(_counted(progress, DECISIONS, decisions.DECISIONS))
    prepared = live(plan, workers, progress)
    progress(SEALING, 0, 0)
    seals.seal()
    return prepared


def load(plan: Plan, workers: int, progress: Progress, folder: Path) -> None:
    """Enter units, catalogue, officers and ready accounts."""
    units = units_to_enter(plan.trees)
    ids = enter_units(units, _counted(progress, UNITS, len(units)))
    progress(CATALOGUE, 0, 0)
    enter_catalogue(units, ids)
    trees = (0, *plan.trees)
    total = sum(len(staff_of(tree, plan.seed)) for tree in trees)
    in_parallel(partial(_officers, seed=plan.seed), trees, workers, _counted(progress, OFFICERS, total))
    ready = ready_officers(plan.trees, plan.seed)
    opened = in_parallel(_account, ready, workers, _counted(progress, READY, len(ready)))
    write_accounts(folder / ACCOUNTS, opened)


def _officers(tree: int, on_step: Callable[[int], None], *, seed: int) -> int:
    entered = enter_officers(tree, seed)
    on_step(entered)
    return entered


def _account(officer: OfficerPlan, on_step: Callable[[int], None]) -> ReadyAccount:
    opened = open_account(officer)
    on_step(1)
    return opened


def live(plan: Plan, workers: int, progress: Progress) -> Prepared:
    """Live the year through the public verbs."""
    receiving = Offer.objects.filter(valid_to__isnull=True).values("one_stop_id")
    codes = UnitName.objects.filter(valid_to__isnull=True, unit_id__in=receiving).values_list(
        "code", flat=True
    )
    shares = plan.shares(codes)
    begun = time.monotonic()
    lived = in_parallel(_live, shares, workers, _counted(progress, YEAR, plan.dossiers))
    seconds = time.monotonic() - begun
    return Prepared(sum(one.lives for one in lived), sum(one.verbs for one in lived), seconds, workers)


def _live(share: Share, on_step: Callable[[int], None]) -> Lived:
    return live_a_year(share, on_step)


def _counted(progress: Progress, label: str, total: int) -> Callable[[int], None]:
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        progress(label, done, total)

    progress(label, 0, total)
    return step


def write_accounts(path: Path, ready: list[ReadyAccount]) -> None:
    """The ready accounts as rows of a table, readable by the owner of the data folder only."""
    rows = [
        {
            "Vai trò / role": one.role,
            "Họ tên / name": one.name,
            "Đơn vị / unit": one.unit,
            "Tên đăng nhập / user": one.username,
            "Mật khẩu / password": one.password,
        }
        for one in ready
    ]
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=1)
    draft.replace(path)


def advance(to: datetime) -> int:
    """Move the demonstration's clock forward as the system; returns how many dossiers fell late on the way."""
    return actions.advance_clock(to, by=SYSTEM, now=clock.now())


def digest() -> str:
    """The digest of everything that the demonstration tells."""
    return digests.digest()
