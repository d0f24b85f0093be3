"""Receiving at one counter and at sixteen: the public verb against the rows it writes, sent one by one.

At one counter all processes wait for the same day's number: its row is locked by the last statement before the
commit in the verb, and before the dossier's row, which needs the code, in the floor.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from uuid import uuid4

import psycopg
from django.db import connection

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Applicant
from motcua.casework.dossiers.models import DayCounter, Dossier
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import MORNING, Cast, Office
from motcua.catalogue.procedures.models import ProcedureVersion
from motcua.catalogue.processes.models import ProcessVersion
from motcua.people.accounts import queries as accounts
from motcua.people.organisation.models import Role
from motcua.site.bench.load import compared
from motcua.site.bench.measurement import Measurement, percentile
from motcua.site.bench.scratch import scratch_database

TARGET = 0.4
SECONDS, ROUNDS = 2.0, 3
PROCESSES = 4
COUNTERS = (1, 16)


def run() -> list[Measurement]:
    """Measure at one counter and at sixteen."""
    with scratch_database() as url:
        cast = stage.set_the_stage()
        offices = [cast.here, *(_another(cast, number) for number in range(1, max(COUNTERS)))]
        found = [measure(cast, offices[:counters], url) for counters in COUNTERS]
        check_gapless()
        return found


def _another(cast: Cast, number: int) -> Office:
    made = stage.office(cast.province, f"Huyện thứ {number}", f"{number + 40:02}")
    stage.offer(cast.procedure, made)
    return made


def measure(cast: Cast, offices: list[Office], url: str) -> Measurement:
    """The verb over the floor at these counters, in turns."""
    rates = compared(
        {
            "floor": lambda process: floor(cast, offices, url, process),
            "verb": lambda process: verb(cast, offices, process),
        },
        PROCESSES,
        SECONDS,
        ROUNDS,
    )
    return Measurement(
        name=f"receive.{len(offices)}",
        value=rates["verb"].per_second,
        unit="receptions/s",
        floor=rates["floor"].per_second,
        p50=percentile(rates["verb"].milliseconds, 0.5),
        p95=percentile(rates["verb"].milliseconds, 0.95),
        target=TARGET,
        target_is_ratio=True,
        load=f"{len(offices)} counters, {PROCESSES} processes, {ROUNDS} × {SECONDS:g} s",
    )


def check_gapless() -> None:
    """Raises AssertionError unless each counter's codes run from 0001 without a gap."""
    for counter in DayCounter.objects.all():
        codes = (
            Dossier.objects.filter(one_stop_id=counter.unit_id)
            .order_by("code")
            .values_list("code", flat=True)
        )
        numbers = sorted(int(code.rpartition("-")[2]) for code in codes)
        if numbers != list(range(1, counter.last + 1)):
            raise AssertionError(f"the codes of unit {counter.unit_id} have a gap")


def verb(cast: Cast, offices: list[Office], process: int) -> Callable[[], object]:
    """The public verb; each time another person, another counter, the actor built anew."""
    intake, turn = cast.intake(), count(process)

    def act() -> object:
        office = offices[next(turn) % len(offices)]
        applicant = Applicant("Người nộp", identity_number=uuid4().hex[:20], phone="0900000000")
        by = accounts.actor(
            office.accounts[Role.RECEPTIONIST.value].pk,
            MORNING,
            office.appointments[Role.RECEPTIONIST.value].pk,
        )
        return actions.receive(replace(intake, applicant=applicant), by=by, now=MORNING, key=uuid4().hex)

    return act


READ = """
SELECT v.id FROM offer o JOIN procedure_version v ON v.procedure_id = o.procedure_id
 WHERE o.procedure_id = %s AND o.one_stop_id = %s
"""
PARTY = "INSERT INTO party (kind, identity_number) VALUES ('0', %s) RETURNING id"
VERSION = (
    "INSERT INTO party_version (party_id, number, name, sex, address, phone, email, representative, search_text, "
    "recorded_at) VALUES (%s, 1, 'Người nộp', '', '', '0900000000', '', '', 'nguoi nop', %s) RETURNING id"
)
COUNT = (
    "INSERT INTO day_counter (unit_id, day, last) VALUES (%s, %s, 1) "
    "ON CONFLICT (unit_id, day) DO UPDATE SET last = day_counter.last + 1 RETURNING last"
)
DOSSIER = (
    "INSERT INTO dossier (code, procedure_id, procedure_version_id, process_version_id, party_id, party_version_id, "
    'one_stop_id, agency_id, division_id, calendar_id, channel, "case", area, return_method, sets, summary, fee, '
    "state, received_at, received_by_id, promised_at, due_at, late_after, completion_requests, open_obligations, "
    "events) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'counter', '', '', 'counter', 1, 'Tách thửa 214', 0, 2, "
    "%s, %s, %s, %s, %s, 0, 0, 1) RETURNING id"
)
SEGMENT = (
    "INSERT INTO segment (dossier_id, number, cause, basis, started_at, amount, unit, due_at) "
    "VALUES (%s, 1, 'reception', 'published', %s, 15, 'working_day', %s)"
)
DONE_TASK = (
    "INSERT INTO task (dossier_id, element, token, scope, iteration, unit_id, role, officer_id, started_at, due_at, "
    "ended_at, ended_by_id, outcome) VALUES (%s, 'receive', 1, 0, 1, %s, 'receptionist', %s, %s, %s, %s, %s, 'done') "
    "RETURNING id"
)
OPEN_TASK = (
    "INSERT INTO task (dossier_id, element, token, scope, iteration, unit_id, role, started_at, due_at, outcome) "
    "VALUES (%s, 'assign', 1, 0, 1, %s, 'head_of_division', %s, %s, '') RETURNING id"
)
PAPER = (
    "INSERT INTO dossier_paper (dossier_id, number, ordinal, paper_id, name, originals, copies) "
    "VALUES (%s, 1, 1, %s, 'Đơn đề nghị', 1, 0)"
)
KEEP = (
    "INSERT INTO done_request (account_id, key, verb, body_hash, result) "
    "VALUES (%s, %s, 'dossiers.receive', %s, %s::jsonb)"
)
TELL = (
    "INSERT INTO journal (verb, object_kind, object_id, number, account_id, officer_id, unit_id, role, "
    "appointment_id, data, content_hash, at) VALUES ('dossiers.receive', 'dossier', %s, 1, %s, %s, %s, "
    "'receptionist', %s, %s::jsonb, %s, %s)"
)


def floor(cast: Cast, offices: list[Office], url: str, process: int) -> Callable[[], object]:
    """The same rows, one statement each, in one transaction."""
    version = ProcedureVersion.objects.get(procedure=cast.procedure).pk
    process_version = ProcessVersion.objects.get(procedure=cast.procedure).pk
    paper = cast.intake().papers[0].paper_id
    calendar, procedure, turn = cast.calendar.pk, cast.procedure.pk, count(process)
    connection.close()
    raw = psycopg.connect(url, autocommit=True, prepare_threshold=0)
    due = MORNING + timedelta(days=20)
    day = date(2017, 3, 1)
    data = json.dumps(
        {"state": 2, "channel": "counter", "opened": {"element": "assign"}, "due_at": "2017-03-22"}
    )

    def act() -> None:
        office = offices[next(turn) % len(offices)]
        account = office.accounts[Role.RECEPTIONIST.value].pk
        appointment = office.appointments[Role.RECEPTIONIST.value]
        officer, unit = appointment.officer_id, office.one_stop.pk
        with raw.transaction():
            raw.execute(READ, [procedure, unit]).fetchone()
            party = raw.execute(PARTY, [uuid4().hex[:20]]).fetchone()[0]  # type: ignore[index]
            known = raw.execute(VERSION, [party, MORNING]).fetchone()[0]  # type: ignore[index]
            number = raw.execute(COUNT, [unit, day]).fetchone()[0]  # type: ignore[index]
            units = [unit, office.agency.pk, office.division.pk]
            row = [
                f"{office.one_stop.pk}-F-{number:04}",
                procedure,
                version,
                process_version,
                party,
                known,
                *units,
            ]
            times = [MORNING, officer, due, due, due]
            dossier = raw.execute(DOSSIER, [*row, calendar, *times]).fetchone()[0]  # type: ignore[index]
            raw.execute(SEGMENT, [dossier, MORNING, due])
            raw.execute(DONE_TASK, [dossier, unit, officer, MORNING, MORNING, MORNING, officer])
            raw.execute(OPEN_TASK, [dossier, office.division.pk, MORNING, due])
            raw.execute(PAPER, [dossier, paper])
            raw.execute(KEEP, [account, uuid4().hex, b"0" * 32, '{"dossier": 1, "code": "x"}'])
            raw.execute(TELL, [dossier, account, officer, unit, appointment.pk, data, b"0" * 32, MORNING])

    return act
