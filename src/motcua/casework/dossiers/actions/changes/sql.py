"""The statements of a batch: every write of five hundred dossiers at once, with their events."""

from motcua.casework.dossiers.sql import JOURNAL_COLUMNS

LINES = """
INSERT INTO bulk_line (change_id, dossier_id, due_before, due_after, is_done)
SELECT %(change)s::bigint, row.dossier, row.before, row.after, false
  FROM unnest(%(dossiers)s::bigint[], %(before)s::timestamptz[], %(after)s::timestamptz[])
       AS row (dossier, before, after)
"""

# In this order as every verb takes it: the row of a dossier is the lock of the whole dossier. Two batches, or a batch
# and whoever acts on several, take them by their ids.
LOCK_DOSSIERS = "SELECT id FROM dossier WHERE id = ANY (%(ids)s::bigint[]) ORDER BY id FOR NO KEY UPDATE"

_JOURNAL = f"""
INSERT INTO journal ({JOURNAL_COLUMNS})
SELECT %(verb)s::text, 'dossier', told.dossier, told.number, %(account_id)s::bigint, %(officer_id)s::bigint,
       %(unit_id)s::bigint, %(role)s::text, %(appointment_id)s::bigint, %(delegation_id)s::bigint, told.data::jsonb,
       NULL, %(at)s::timestamptz
  FROM told
"""

# A stretch ends and the next begins where it began: the allowance is counted from there by the calendar of today.
RECOUNT = f"""
WITH told AS (
  SELECT * FROM unnest(%(dossiers)s::bigint[], %(numbers)s::int[], %(data)s::text[], %(segments)s::bigint[],
                       %(due)s::timestamptz[], %(late)s::timestamptz[], %(tasks)s::bigint[],
                       %(task_due)s::timestamptz[])
         AS row (dossier, number, data, segment, due, late, task, task_due)
), ended AS (
  UPDATE segment s SET ended_at = %(at)s::timestamptz FROM told
   WHERE s.id = told.segment AND told.due IS NOT NULL
  RETURNING s.dossier_id, s.number, s.basis, s.started_at, s.amount, s.unit, told.due
), begun AS (
  INSERT INTO segment (dossier_id, number, cause, basis, started_at, amount, unit, due_at)
  SELECT dossier_id, number + 1, 'calendar', basis, started_at, amount, unit, due FROM ended
), stepped AS (
  UPDATE task t SET due_at = told.task_due FROM told WHERE t.id = told.task AND told.task_due IS NOT NULL
), forgiven AS (
  UPDATE lateness l SET since = NULL, element = '', unit_id = NULL, officer_id = NULL, used_minutes = 0,
         allowed_minutes = 0
    FROM told JOIN dossier d ON d.id = told.dossier
   WHERE l.dossier_id = told.dossier AND told.late > d.fell_late_at
), moved AS (
  UPDATE dossier d SET events = told.number, due_at = coalesce(told.due, d.due_at),
         late_after = coalesce(told.late, d.late_after),
         fell_late_at = CASE WHEN told.late > d.fell_late_at THEN NULL ELSE d.fell_late_at END
    FROM told WHERE d.id = told.dossier
), lines AS (
  UPDATE bulk_line l SET is_done = true, number = told.number FROM told
   WHERE l.change_id = %(change)s::bigint AND l.dossier_id = told.dossier
)
{_JOURNAL}"""

# Dossiers of locked rows with their open step and where their papers lie.
PLACES = """
SELECT d.id, d.events, d.state, d.one_stop_id, d.agency_id, d.division_id, t.id, t.unit_id, t.role, t.officer_id,
       p.unit_id
  FROM dossier d
  LEFT JOIN task t ON t.dossier_id = d.id AND t.ended_at IS NULL
  LEFT JOIN paper_file p ON p.dossier_id = d.id
 WHERE d.id = ANY (%(ids)s::bigint[])
 ORDER BY d.id
"""

MOVE = f"""
WITH told AS (
  SELECT * FROM unnest(%(dossiers)s::bigint[], %(numbers)s::int[], %(data)s::text[], %(one_stops)s::bigint[],
                       %(agencies)s::bigint[], %(divisions)s::bigint[], %(tasks)s::bigint[], %(task_units)s::bigint[],
                       %(officers)s::bigint[], %(papers)s::bigint[])
         AS row (dossier, number, data, one_stop, agency, division, task, task_unit, officer, papers)
), stepped AS (
  UPDATE task t SET unit_id = told.task_unit, officer_id = told.officer FROM told
   WHERE t.id = told.task AND told.task_unit IS NOT NULL
), held AS (
  UPDATE paper_file p SET unit_id = told.papers, since = %(at)s::timestamptz, number = told.number FROM told
   WHERE p.dossier_id = told.dossier AND told.papers IS NOT NULL
), moved AS (
  UPDATE dossier d SET events = told.number, one_stop_id = told.one_stop, agency_id = told.agency,
         division_id = told.division
    FROM told WHERE d.id = told.dossier
), lines AS (
  UPDATE bulk_line l SET is_done = true, number = told.number FROM told
   WHERE l.change_id = %(change)s::bigint AND l.dossier_id = told.dossier
)
{_JOURNAL}"""
