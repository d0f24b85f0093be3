"""Reading the clocks that run: one statement, moments as microseconds, ready for the tables of working time."""


def _micros(column: str) -> str:
    return f"(extract(epoch FROM {column}) * 1000000)::bigint"


_CLOCKS = f"""
SELECT d.id, d.one_stop_id, d.agency_id, d.procedure_id, d.events, s.id, s.number, s.basis, s.amount, s.unit,
       {_micros("s.started_at")}, {_micros("d.promised_at")}, {_micros("d.due_at")}, {_micros("d.late_after")},
       d.process_version_id, t.id, t.element, {_micros("t.started_at")}, {_micros("t.due_at")},
       EXISTS (SELECT 1 FROM pause p WHERE p.dossier_id = d.id AND p.ended_at > t.started_at)
  FROM dossier d
  JOIN segment s ON s.dossier_id = d.id AND s.ended_at IS NULL
  LEFT JOIN task t ON t.dossier_id = d.id AND t.ended_at IS NULL
"""

# All open dossiers that count by a calendar.
CLOCKS_OF_CALENDAR = f"""{_CLOCKS}
 WHERE d.calendar_id = %(calendar)s::bigint AND d.finished_at IS NULL
 ORDER BY d.id
"""

# Some of them, after their rows have been locked.
CLOCKS_OF_DOSSIERS = f"""{_CLOCKS}
 WHERE d.id = ANY (%(ids)s::bigint[]) AND d.finished_at IS NULL
 ORDER BY d.id
"""

# Dossiers of a calendar to which something has happened since an event.
HAPPENED_SINCE = """
SELECT DISTINCT d.id, d.code FROM journal j JOIN dossier d ON d.id = j.object_id
 WHERE j.object_kind = 'dossier' AND j.id > %(since)s::bigint AND d.calendar_id = %(calendar)s::bigint
 ORDER BY d.id LIMIT %(limit)s::int
"""
