"""The statements of the digest: everything that is told, with codes in the place of ids."""

from __future__ import annotations

_UNIT = "(SELECT un.code FROM unit_name un WHERE un.unit_id = {0} AND un.valid_to IS NULL)"
_OFFICER = "(SELECT o.code FROM officer o WHERE o.id = {0})"
_CODE = "(SELECT w.code FROM dossier w WHERE w.id = {0}.dossier_id)"


def _unit(column: str) -> str:
    return _UNIT.format(column)


def _officer(column: str) -> str:
    return _OFFICER.format(column)


def _of(alias: str) -> str:
    return _CODE.format(alias)


_APPLICANT = """p.kind, p.identity_number, v.number, v.name, v.born_on, v.sex, v.address, v.phone, v.email,
       v.representative"""

STATEMENTS: dict[str, str] = {
    "dossier": f"""
SELECT d.code, c.code, pv.number, r.number, {_APPLICANT}, {_unit("d.one_stop_id")}, {_unit("d.agency_id")},
       {_unit("d.division_id")}, d.channel, d."case", d.area, d.return_method, d.sets, d.summary, d.fee, d.state,
       d.received_at, {_officer("d.received_by_id")}, d.promised_at, d.due_at, d.late_after, d.fell_late_at,
       d.finished_at, {_officer("d.finished_by_id")}, d.returned_at, {_officer("d.returned_by_id")},
       d.completion_requests, d.open_obligations, d.events
  FROM dossier d JOIN procedure c ON c.id = d.procedure_id JOIN procedure_version pv ON pv.id = d.procedure_version_id
  JOIN process_version r ON r.id = d.process_version_id
  JOIN party p ON p.id = d.party_id JOIN party_version v ON v.id = d.party_version_id
 ORDER BY d.code""",
    "paper": f"""
SELECT {_of("k")}, k.number, k.ordinal, k.name, k.originals, k.copies FROM dossier_paper k
 ORDER BY 1, k.ordinal""",
    "segment": f"""
SELECT {_of("s")}, s.number, s.cause, s.basis, s.started_at, s.amount, s.unit, s.due_at, s.ended_at FROM segment s
 ORDER BY 1, s.number""",
    "pause": f"""
SELECT {_of("s")}, s.cause, s.basis, s.started_at, s.ended_at FROM pause s ORDER BY 1, s.started_at""",
    "obligation": f"""
SELECT {_of("o")}, o.kind, o.amount, o.opened_at, o.opened_number, o.met_at, o.met_number FROM obligation o
 ORDER BY 1, o.opened_number, o.kind""",
    "task": f"""
SELECT {_of("t")}, t.element, t.token, t.scope, t.iteration, {_unit("t.unit_id")}, t.role, {_officer("t.officer_id")},
       t.started_at, t.due_at, t.ended_at, {_officer("t.ended_by_id")}, t.outcome
  FROM task t ORDER BY 1, t.started_at, t.iteration, t.element""",
    "remark": f"""
SELECT {_of("m")}, m.number, m.kind, m.body FROM remark m ORDER BY 1, m.number""",
    "decision": f"""
SELECT {_of("e")}, e.number, e.kind, e.document_number, e.signed_on, e.signer FROM decision e ORDER BY 1""",
    "handover": f"""
SELECT {_of("h")}, h.number, h.collected_by, h.identity_number, h.is_applicant FROM handover h ORDER BY 1""",
    "event": f"""
SELECT d.code, j.number, j.verb, j.at, {_unit("j.unit_id")}, {_officer("j.officer_id")}, j.role
  FROM journal j JOIN dossier d ON d.id = j.object_id WHERE j.object_kind = 'dossier' ORDER BY d.code, j.number""",
    "notice": f"""
SELECT {_unit("n.one_stop_id")}, n.year, n.sequence, n.kind, n.body, n.at, {_officer("n.by_id")}, c.code, {_APPLICANT}
  FROM counter_notice n JOIN procedure_version pv ON pv.id = n.procedure_version_id
  JOIN procedure c ON c.id = pv.procedure_id JOIN party_version v ON v.id = n.party_version_id
  JOIN party p ON p.id = v.party_id
 ORDER BY 1, n.year, n.sequence""",
}
