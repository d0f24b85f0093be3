"""The hand-written statements of the hot verbs: one to lock and read, one that sends every write of the verb.

A data-modifying CTE that nothing reads runs last; where a unique index needs an order (the old task must have ended
before the next may stand at its token) the later part reads from the earlier one.
"""

JOURNAL_COLUMNS = """verb, object_kind, object_id, number, account_id, officer_id, unit_id, role,
  appointment_id,
       delegation_id, data, content_hash, at"""

# Both rows are locked: after waiting, a row that is only read would still be the one from before the wait.
LOCK_TASK = """
SELECT d.id, d.code, d.state, d.one_stop_id, d.agency_id, d.division_id, d.procedure_version_id,
       d.process_version_id, d.case, d.area, d.channel, d.received_at, d.due_at, d.late_after, d.promised_at,
       d.completion_requests, d.open_obligations, d.events, d.finished_at, d.calendar_id, d.fee,
       t.id, t.element, t.token, t.scope, t.iteration, t.unit_id, t.role, t.officer_id, t.started_at, t.due_at,
       t.ended_at, c.revision
  FROM task t JOIN dossier d ON d.id = t.dossier_id JOIN calendar c ON c.id = d.calendar_id
 WHERE t.id = %s
   FOR NO KEY UPDATE OF d, t
"""

ADVANCE = f"""
WITH ended AS (
  UPDATE task SET ended_at = %(at)s::timestamptz, ended_by_id = %(officer_id)s::bigint,
    outcome = %(outcome)s::text,
                  officer_id = coalesce(officer_id, %(officer_id)s::bigint)
   WHERE id = %(task)s::bigint RETURNING id
), opened AS (
  INSERT INTO task (dossier_id, element, token, scope, iteration, unit_id, role, officer_id, started_at, due_at,
                    outcome)
  SELECT %(dossier)s::bigint, %(o_element)s::text, %(o_token)s::int, %(o_scope)s::int, %(o_iteration)s::int,
    %(o_unit)s::bigint, %(o_role)s::text,
         %(o_officer)s::bigint, %(at)s::timestamptz, %(o_due)s::timestamptz, ''
    FROM ended WHERE %(o_element)s::text IS NOT NULL
  RETURNING id
), moved AS (
  UPDATE dossier SET state = %(state)s::int, events = %(number)s::int,
         finished_at = coalesce(finished_at, %(finished_at)s::timestamptz),
         finished_by_id = CASE WHEN finished_at IS NULL AND %(finished_at)s::timestamptz IS NOT NULL
                               THEN %(officer_id)s::bigint ELSE finished_by_id END,
         returned_at = %(returned_at)s::timestamptz,
         returned_by_id = CASE WHEN %(returned_at)s::timestamptz IS NOT NULL THEN %(officer_id)s::bigint END
   WHERE id = %(dossier)s::bigint
), said AS (
  INSERT INTO remark (dossier_id, number, kind, body)
  SELECT %(dossier)s::bigint, %(number)s::int, %(r_kind)s::text, %(r_body)s::text
    WHERE %(r_body)s::text IS NOT NULL
), decided AS (
  INSERT INTO decision (dossier_id, number, kind, document_number, signed_on, signer, basis)
  SELECT %(dossier)s::bigint, %(number)s::int, %(d_kind)s::text, %(d_number)s::text, %(d_signed_on)s::date,
    %(d_signer)s::text, coalesce(%(d_basis)s::text, '')
   WHERE %(d_number)s::text IS NOT NULL
), collected AS (
  INSERT INTO handover (dossier_id, number, collected_by, identity_number, is_applicant)
  SELECT %(dossier)s::bigint, %(number)s::int, %(h_name)s::text, %(h_identity)s::text,
    %(h_applicant)s::boolean WHERE %(h_name)s::text IS NOT NULL
), kept AS (
  INSERT INTO done_request (account_id, key, verb, body_hash, result)
  SELECT %(account_id)s::bigint, %(key)s::text, %(verb)s::text, %(body_hash)s::bytea, %(result)s::jsonb
    WHERE %(key)s::text IS NOT NULL
)
INSERT INTO journal ({JOURNAL_COLUMNS})
SELECT %(verb)s::text, 'dossier', %(dossier)s::bigint, %(number)s::int, %(account_id)s::bigint,
  %(officer_id)s::bigint, %(unit_id)s::bigint, %(role)s::text,
       %(appointment_id)s::bigint, %(delegation_id)s::bigint,
       CASE WHEN o.id IS NULL THEN %(data)s::jsonb
            ELSE jsonb_set(%(data)s::jsonb, '{{opened,id}}', to_jsonb(o.id)) END,
       %(content_hash)s::bytea, %(at)s::timestamptz
  FROM (SELECT (SELECT id FROM opened) AS id) o
RETURNING (data #>> '{{opened,id}}')::bigint
"""

TAKE = f"""
WITH held AS (
  UPDATE task SET officer_id = %(officer)s::bigint WHERE id = %(task)s::bigint
), moved AS (
  UPDATE dossier SET state = %(state)s::int, events = %(number)s::int WHERE id = %(dossier)s::bigint
), said AS (
  INSERT INTO remark (dossier_id, number, kind, body)
  SELECT %(dossier)s::bigint, %(number)s::int, %(r_kind)s::text, %(r_body)s::text
    WHERE %(r_body)s::text IS NOT NULL
), kept AS (
  INSERT INTO done_request (account_id, key, verb, body_hash, result)
  SELECT %(account_id)s::bigint, %(key)s::text, %(verb)s::text, %(body_hash)s::bytea, %(result)s::jsonb
    WHERE %(key)s::text IS NOT NULL
)
INSERT INTO journal ({JOURNAL_COLUMNS})
VALUES (%(verb)s::text, 'dossier', %(dossier)s::bigint, %(number)s::int, %(account_id)s::bigint,
  %(officer_id)s::bigint, %(unit_id)s::bigint, %(role)s::text,
        %(appointment_id)s::bigint, %(delegation_id)s::bigint, %(data)s::jsonb, %(content_hash)s::bytea,
          %(at)s::timestamptz)
"""

# Everything that a reception must know, as of its day; the nearest calendar up the tree counts.
RECEPTION = """
SELECT v.id, o.agency_id, o.division_id, n.code, p.id, c.id, c.revision,
       known.party_id, known.id, known.number, known.name, known.born_on, known.sex, known.address, known.phone,
       known.email, known.representative
  FROM offer o
  JOIN procedure_version v ON v.procedure_id = o.procedure_id AND v.state <> 'draft'
       AND v.valid_from <= %(day)s::date AND (v.valid_to IS NULL OR v.valid_to > %(day)s::date)
  LEFT JOIN process_version p ON p.procedure_id = o.procedure_id
       AND p.valid_from <= %(day)s::date AND (p.valid_to IS NULL OR p.valid_to > %(day)s::date)
  JOIN unit_name n ON n.unit_id = o.one_stop_id
       AND n.valid_from <= %(day)s::date AND (n.valid_to IS NULL OR n.valid_to > %(day)s::date)
  JOIN calendar c ON c.id = (
       WITH RECURSIVE up (unit_id, depth) AS (
         SELECT o.agency_id, 0
         UNION ALL
         SELECT q.parent_id, up.depth + 1 FROM up JOIN unit_parent q ON q.unit_id = up.unit_id
            AND q.valid_from <= %(day)s::date AND (q.valid_to IS NULL OR q.valid_to > %(day)s::date)
       )
       SELECT u.calendar_id FROM up JOIN unit_calendar u ON u.unit_id = up.unit_id
          AND u.valid_from <= %(day)s::date AND (u.valid_to IS NULL OR u.valid_to > %(day)s::date)
        ORDER BY up.depth LIMIT 1)
  LEFT JOIN LATERAL (
       SELECT w.* FROM party y JOIN party_version w ON w.party_id = y.id
        WHERE y.identity_number = %(identity)s::text AND %(identity)s::text <> ''
        ORDER BY w.number DESC LIMIT 1) known ON true
 WHERE o.procedure_id = %(procedure)s::bigint AND o.one_stop_id = %(one_stop)s::bigint
   AND o.valid_from <= %(day)s::date AND (o.valid_to IS NULL OR o.valid_to > %(day)s::date)
"""

# A party is known by its identity number; what is known is added as a version when it says something new.
_PARTY = """party_row AS (
  INSERT INTO party (kind, identity_number) SELECT %(p_kind)s::text, %(p_identity)s::text
    WHERE %(party)s::bigint IS NULL
  ON CONFLICT (identity_number) WHERE identity_number <> '' DO UPDATE SET kind = party.kind
  RETURNING id
), whose AS (
  SELECT coalesce(%(party)s::bigint, (SELECT id FROM party_row)) AS id
), version_row AS (
  INSERT INTO party_version (party_id, number, name, born_on, sex, address, phone, email, representative,
                             search_text, recorded_at)
  SELECT whose.id, %(p_number)s::int, %(p_name)s::text, %(p_born_on)s::date, %(p_sex)s::text,
    %(p_address)s::text, %(p_phone)s::text, %(p_email)s::text,
         %(p_representative)s::text, %(p_search)s::text, %(at)s::timestamptz
    FROM whose WHERE %(party_version)s::bigint IS NULL
  RETURNING id
)"""

PARTY = f"""
WITH {_PARTY}
SELECT coalesce(%(party_version)s::bigint, (SELECT id FROM version_row))
"""

# Numbers of the year's notices at a counter, gapless like the codes.
NOTICE_NUMBER = """
INSERT INTO notice_counter (unit_id, year, last) VALUES (%(one_stop)s::bigint, %(year)s::int, 1)
ON CONFLICT (unit_id, year) DO UPDATE SET last = notice_counter.last + 1
RETURNING last
"""

# The counter's row is locked by this statement, the last before the commit: sixteen counters wait for one another
# only that long, and a reception that fails gives its number back. When the calendar by which the promise was counted
# has changed meanwhile nothing is written, and the reception counts again.
RECEIVE = f"""
WITH {_PARTY}, counted AS (
  INSERT INTO day_counter (unit_id, day, last)
  SELECT %(one_stop)s::bigint, %(day)s::date, 1 FROM calendar
   WHERE id = %(calendar)s::bigint AND revision = %(calendar_revision)s::bigint
  ON CONFLICT (unit_id, day) DO UPDATE SET last = day_counter.last + 1
  RETURNING last
), d AS (
  INSERT INTO dossier (code, procedure_id, procedure_version_id, process_version_id, party_id, party_version_id,
         one_stop_id, agency_id, division_id, calendar_id, channel, "case", area, return_method, sets,
           summary, fee,
         state, received_at, received_by_id, promised_at, due_at, late_after, completion_requests,
         open_obligations, events)
  SELECT %(prefix)s::text || lpad(counted.last::text, greatest(4, length(counted.last::text)), '0'),
         %(procedure)s::bigint, %(procedure_version)s::bigint, %(process_version)s::bigint, whose.id,
         coalesce(%(party_version)s::bigint, (SELECT id FROM version_row)),
         %(one_stop)s::bigint, %(agency)s::bigint, %(division)s::bigint, %(calendar)s::bigint,
           %(channel)s::text, %(case)s::text, %(area)s::text, %(return_method)s::text,
         %(sets)s::int, %(summary)s::text, %(fee)s::bigint, %(state)s::int, %(at)s::timestamptz,
           %(officer_id)s::bigint, %(due_at)s::timestamptz, %(due_at)s::timestamptz,
             %(late_after)s::timestamptz,
         0, %(owes)s::boolean::int, 1
    FROM counted, whose
  RETURNING id, code
), segment_row AS (
  INSERT INTO segment (dossier_id, number, cause, basis, started_at, amount, unit, due_at)
  SELECT d.id, 1, 'reception', %(basis)s::text, %(at)s::timestamptz, %(amount)s::numeric,
    %(amount_unit)s::text, %(due_at)s::timestamptz FROM d
), first_task AS (
  INSERT INTO task (dossier_id, element, token, scope, iteration, unit_id, role, officer_id, started_at, due_at,
                    ended_at, ended_by_id, outcome)
  SELECT d.id, %(f_element)s::text, %(f_token)s::int, %(f_scope)s::int, 1, %(one_stop)s::bigint,
    %(f_role)s::text, %(officer_id)s::bigint, %(at)s::timestamptz, %(at)s::timestamptz,
         %(at)s::timestamptz, %(officer_id)s::bigint, 'done' FROM d
  RETURNING id
), next_task AS (
  INSERT INTO task (dossier_id, element, token, scope, iteration, unit_id, role, officer_id, started_at, due_at,
                    outcome)
  SELECT d.id, %(o_element)s::text, %(o_token)s::int, %(o_scope)s::int, %(o_iteration)s::int,
    %(o_unit)s::bigint, %(o_role)s::text, %(o_officer)s::bigint,
         %(at)s::timestamptz, %(o_due)s::timestamptz, '' FROM d, first_task
  RETURNING id
), paper_rows AS (
  INSERT INTO dossier_paper (dossier_id, number, ordinal, paper_id, name, originals, copies)
  SELECT d.id, 1, row.ordinal, row.paper, row.name, row.originals, row.copies
    FROM d, unnest(%(k_ordinals)s::int[], %(k_papers)s::bigint[], %(k_names)s::text[], %(k_originals)s::int[],
                   %(k_copies)s::int[]) AS row (ordinal, paper, name, originals, copies)
  RETURNING id, ordinal
), file_rows AS (
  INSERT INTO attachment (dossier_id, number, paper_id, digest, name, media_type, size)
  SELECT d.id, 1, (SELECT id FROM paper_rows WHERE paper_rows.ordinal = row.ordinal), row.digest, row.name,
         row.media_type, row.size
    FROM d, unnest(%(a_ordinals)s::int[], %(a_digests)s::text[], %(a_names)s::text[], %(a_types)s::text[],
                   %(a_sizes)s::bigint[]) AS row (ordinal, digest, name, media_type, size)
), owed AS (
  INSERT INTO obligation (dossier_id, kind, amount, opened_at, opened_number)
  SELECT d.id, 'fee', %(fee)s::bigint, %(at)s::timestamptz, 1 FROM d WHERE %(owes)s::boolean
), kept AS (
  INSERT INTO done_request (account_id, key, verb, body_hash, result)
  SELECT %(account_id)s::bigint, %(key)s::text, %(verb)s::text, %(body_hash)s::bytea,
    jsonb_build_object('dossier', d.id, 'code', d.code)
    FROM d WHERE %(key)s::text IS NOT NULL
)
INSERT INTO journal ({JOURNAL_COLUMNS})
SELECT %(verb)s::text, 'dossier', d.id, 1, %(account_id)s::bigint, %(officer_id)s::bigint,
  %(unit_id)s::bigint, %(role)s::text, %(appointment_id)s::bigint,
       %(delegation_id)s::bigint,
       %(data)s::jsonb || jsonb_build_object('code', d.code, 'received', (SELECT id FROM first_task),
         'opened', %(opened)s::jsonb || jsonb_build_object('id', (SELECT id FROM next_task))),
       %(content_hash)s::bytea, %(at)s::timestamptz
  FROM d
RETURNING object_id, data ->> 'code', (data #>> '{{opened,id}}')::bigint
"""

# Numbers of the year's book of a one-stop, for some of its dossiers: all of the year are counted.
NUMBERS_IN_THE_REGISTER = """
SELECT id, place FROM (
       SELECT id, row_number() OVER (ORDER BY id) AS place FROM dossier
        WHERE one_stop_id = %(one_stop)s::bigint AND received_at >= %(first)s::timestamptz
          AND received_at < %(after)s::timestamptz) book
 WHERE id = ANY(%(ids)s::bigint[])
"""
