"""A list of 100,000 dossiers taken away as a file, from the request to the last byte, in a process of its own.

The request is that of the page's link: it asks the policy of each row, and is written into the reading trail.
"""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from django.db import connection
from django.test import Client

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.tests.cast import set_the_stage
from motcua.casework.sightings.models import Sighting
from motcua.people.accounts.models import Account
from motcua.people.organisation.models import Role
from motcua.site.bench.calendar import fill
from motcua.site.bench.measurement import Measurement
from motcua.site.bench.scratch import scratch_database

ROWS = 100_000
SECONDS, MEGABYTES = 20.0, 300.0
ADDRESS = "/figures/list/?measure=received&period=2017&as="


def run() -> list[Measurement]:
    """Measure both kinds of files in a database of its own."""
    with scratch_database():
        cast = set_the_stage()
        fill(cast, ROWS)
        account_id = cast.here.accounts[Role.LEADER.value].pk
        found = [figure for kind in ("csv", "xlsx") for figure in measured(kind, account_id)]
        check_written_down(Dossier.objects.count())
        return found


def measured(kind: str, account_id: int) -> Iterator[Measurement]:
    """Seconds of one export, and the memory of the process that made it."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    connection.close()
    child = context.Process(target=_export, args=(kind, account_id, theirs))
    child.start()
    theirs.close()
    seconds, size, memory = ours.recv()
    child.join()
    load = f"{ROWS:,} rows of 15 columns, {size / 1e6:.1f} MB"
    yield Measurement(
        name=f"exports.{kind}", value=seconds, unit="s", target=SECONDS, target_is_ceiling=True, load=load
    )
    yield Measurement(
        name=f"exports.{kind}.memory",
        value=memory,
        unit="MB",
        target=MEGABYTES,
        target_is_ceiling=True,
        load="largest resident set of the process",
    )


def _export(kind: str, account_id: int, answer: Any) -> None:
    client = Client(SERVER_NAME="localhost")
    began = perf_counter()
    client.force_login(Account.objects.get(pk=account_id))
    response: Any = client.get(ADDRESS + kind)
    if response.status_code != 200:
        raise AssertionError(f"the export was answered {response.status_code}")
    size = sum(map(len, response.streaming_content))
    seconds = perf_counter() - began
    answer.send((seconds, size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def check_written_down(rows: int) -> None:
    """Raises AssertionError unless both files had every dossier."""
    told = list(Sighting.objects.filter(form=Sighting.Form.EXPORT).values_list("row_count", flat=True))
    if told != [rows, rows]:
        raise AssertionError(f"the files had {told} rows of {rows}")
