"""The statements that walk the tree of units as of a day, and those that read offices.

`valid_to` is the first day that no longer counts.
"""

from __future__ import annotations

_VALID = "{0}.valid_from <= %(on)s AND ({0}.valid_to IS NULL OR {0}.valid_to > %(on)s)"


def _valid(alias: str) -> str:
    return _VALID.format(alias)


# What has gone over by that day; the archive of the predecessor is the successor's from then on.
_SUCCEEDED = "s.state IN ('under_way', 'done') AND s.on_date <= %(on)s"


def offices_statement(person: str) -> str:
    """One statement that reads the offices of a person on the day `on`.

    `person` selects one row with the column `officer_id`. Columns: officer, appointment, delegation, role,
    unit, from, to, ids of the unit and its subtree, ids of the units for which it goes on. A person who holds
    no office gives one row without an appointment.
    """
    return f"""
WITH RECURSIVE person AS ({person}),
held AS (
  SELECT a.id AS appointment_id, NULL::bigint AS delegation_id, a.role, a.unit_id, a.valid_from, a.valid_to
    FROM appointment a JOIN person ON a.officer_id = person.officer_id
   WHERE {_valid("a")}
  UNION ALL
  SELECT a.id, d.id, a.role, a.unit_id, greatest(a.valid_from, d.valid_from), least(a.valid_to, d.valid_to)
    FROM delegation d JOIN person ON d.delegate_id = person.officer_id
    JOIN appointment a ON a.id = d.appointment_id
   WHERE {_valid("a")} AND {_valid("d")}
),
below AS (
  SELECT unit_id AS root, unit_id FROM held
  UNION
  SELECT below.root, lower.unit_id FROM below CROSS JOIN LATERAL (
    SELECT p.unit_id FROM unit_parent p WHERE p.parent_id = below.unit_id AND {_valid("p")}
    UNION ALL
    SELECT s.predecessor_id FROM succession s WHERE s.successor_id = below.unit_id AND {_SUCCEEDED}
  ) lower
),
inherited AS (
  SELECT unit_id AS root, unit_id FROM held
  UNION
  SELECT inherited.root, s.predecessor_id FROM inherited
    JOIN succession s ON s.successor_id = inherited.unit_id AND {_SUCCEEDED}
)
SELECT person.officer_id, held.appointment_id, held.delegation_id, held.role, held.unit_id, held.valid_from,
       held.valid_to, ARRAY(SELECT below.unit_id FROM below WHERE below.root = held.unit_id ORDER BY 1),
       ARRAY(SELECT i.unit_id FROM inherited i WHERE i.root = held.unit_id AND i.unit_id <> i.root ORDER BY 1)
  FROM person LEFT JOIN held ON true
 ORDER BY held.delegation_id NULLS FIRST, held.valid_from, held.appointment_id
"""


# The office is locked for as long as the deciding act lasts; who ends it waits, or this finds it ended.
HOLD_APPOINTMENT = f"SELECT a.id FROM appointment a WHERE a.id = %(id)s AND {_valid('a')} FOR SHARE"
HOLD_DELEGATION = (
    "SELECT d.id FROM delegation d WHERE d.id = %(id)s AND d.appointment_id = %(appointment)s "
    f"AND {_valid('d')} FOR SHARE"
)

_VIEW = "u.id, u.kind, n.code, n.name, n.short_name, p.parent_id"
_FROM = f"""
  FROM unit u
  JOIN unit_name n ON n.unit_id = u.id AND {_valid("n")}
  LEFT JOIN unit_parent p ON p.unit_id = u.id AND {_valid("p")}
"""

VIEWS = f"SELECT {_VIEW} {_FROM} WHERE u.id = ANY(%(ids)s) AND {_valid('u')}"

CHILDREN = (
    f"SELECT {_VIEW} {_FROM} WHERE p.parent_id = %(id)s AND u.kind = %(kind)s AND {_valid('u')} "
    "ORDER BY n.sort_key, u.id"
)

BELOW = f"""
WITH RECURSIVE below AS (
  SELECT %(id)s::bigint AS unit_id
  UNION
  SELECT p.unit_id FROM below JOIN unit_parent p ON p.parent_id = below.unit_id WHERE {_valid("p")}
)
SELECT unit_id FROM below ORDER BY unit_id
"""

TREE = f"""
WITH RECURSIVE below AS (
  SELECT u.id AS unit_id FROM unit u
   WHERE CASE WHEN %(under)s::bigint IS NULL THEN NOT EXISTS (
           SELECT 1 FROM unit_parent p WHERE p.unit_id = u.id AND {_valid("p")}) ELSE u.id = %(under)s END
  UNION
  SELECT p.unit_id FROM below JOIN unit_parent p ON p.parent_id = below.unit_id WHERE {_valid("p")}
)
SELECT {_VIEW} {_FROM} JOIN below ON below.unit_id = u.id
 WHERE {_valid("u")}
 ORDER BY array_position(
   ARRAY['one_stop', 'division', 'department', 'district', 'commune', 'province'], u.kind::text),
   n.sort_key, u.id
"""

# A path is a handful of rows; `distance` keeps its order, and 20 stops a circle that no verb lets come about.
PATH = f"""
WITH RECURSIVE path AS (
  SELECT %(id)s::bigint AS unit_id, 0 AS distance
  UNION ALL
  SELECT p.parent_id, path.distance + 1 FROM path JOIN unit_parent p ON p.unit_id = path.unit_id
   WHERE {_valid("p")} AND path.distance < 20
)
SELECT {_VIEW} {_FROM} JOIN path ON path.unit_id = u.id WHERE {_valid("u")} ORDER BY path.distance
"""

CALENDAR = f"""
WITH RECURSIVE path AS (
  SELECT %(id)s::bigint AS unit_id, 0 AS distance
  UNION ALL
  SELECT p.parent_id, path.distance + 1 FROM path JOIN unit_parent p ON p.unit_id = path.unit_id
   WHERE {_valid("p")} AND path.distance < 20
)
SELECT c.calendar_id FROM path JOIN unit_calendar c ON c.unit_id = path.unit_id
 WHERE {_valid("c")} ORDER BY path.distance LIMIT 1
"""

SEARCH = f"""
SELECT {_VIEW} {_FROM} WHERE n.search_text LIKE ALL (%(words)s) AND {_valid("u")}
 ORDER BY n.sort_key, u.id LIMIT %(limit)s
"""

OFFICERS = f"""
SELECT o.id, a.id, o.code, o.name, a.role, a.title, a.unit_id
  FROM appointment a JOIN officer o ON o.id = a.officer_id
 WHERE a.unit_id = %(id)s AND (%(role)s::text IS NULL OR a.role = %(role)s) AND {_valid("a")}
 ORDER BY o.sort_key, o.id, a.id
"""

# What the bar of every page says: who acts, in which unit, and what stands above it.
# The bar has room for fifty letters on one line: a longer name gives way to the unit's short one.
SIGNBOARD = f"""
SELECT (SELECT o.name FROM officer o WHERE o.id = %(officer_id)s),
       CASE WHEN length(n.name) > 50 THEN n.short_name ELSE n.name END, coalesce(above.name, '')
  FROM unit_name n
  LEFT JOIN unit_parent p ON p.unit_id = n.unit_id AND {_valid("p")}
  LEFT JOIN unit_name above ON above.unit_id = p.parent_id AND {_valid("above")}
 WHERE n.unit_id = %(unit_id)s AND {_valid("n")}
"""
