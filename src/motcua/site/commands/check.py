"""`./motcua check`: every consistency check of the project; the exit code is 1 when one finds something."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice, pairwise
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction

from motcua.casework.custody.queries import proof as custody
from motcua.casework.dossiers.models import Attachment
from motcua.casework.dossiers.queries import proof
from motcua.casework.dossiers.queries.changes import proof as bulk_changes
from motcua.casework.notices.queries import proof as reminders
from motcua.catalogue.procedures.queries import proof as procedures
from motcua.catalogue.processes.queries import proof as processes
from motcua.ground.files import store
from motcua.ground.kernel import seals
from motcua.ground.kernel.proofs import Broken
from motcua.people.accounts.queries import proof as accounts
from motcua.people.calendars.queries import proof as calendars
from motcua.people.organisation.models import Unit, UnitKind, UnitName, UnitParent
from motcua.people.organisation.queries import proof as organisation
from motcua.site.database import APPEND_ONLY, pending
from motcua.site.launch.arguments import CommandParser
from motcua.site.remedies import remedy

SHOWN = 20
Period = tuple[date, date | None]


class Found(NamedTuple):
    """Something that does not hold: of which kind, and a sentence that names it."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold: what it means in both languages, and how to find what does not hold."""

    vietnamese: str
    english: str
    problems: Callable[[], Iterable[Found]]


def run(argv: list[str]) -> int:
    """Run all checks and say of each whether it holds."""
    CommandParser("check", "run every consistency check").parse_args(argv)
    if not _holds(MIGRATIONS):
        # Nothing more can be asked of tables that may not be there.
        return 1
    broken = [check for check in CHECKS if not _holds(check)]
    _say_unsealed()
    if broken:
        sys.stdout.write(f"{len(broken)} mục không đạt. / {len(broken)} checks failed.\n")
    return 1 if broken else 0


def _holds(check: Check) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        # One moment for all that a check reads: what is done meanwhile is no difference.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        found = list(islice(check.problems(), SHOWN + 1))
    sys.stdout.write(f"{'✘' if found else '✔'} {check.vietnamese} / {check.english}\n")
    sys.stdout.writelines(f"    {problem.sentence}\n" for problem in found[:SHOWN])
    if len(found) > SHOWN:
        sys.stdout.write("    …\n")
    for words in dict.fromkeys(remedy(problem.code) for problem in found):
        sys.stdout.write(f"    → {words}.\n")
    sys.stdout.flush()
    return not found


def _say_unsealed() -> None:
    count = seals.unsealed()
    if count:
        sys.stdout.write(
            f"  {count} sự kiện chưa niêm phong; tiến trình nền niêm phong trong vài giây khi đang chạy. / "
            f"{count} events not sealed yet; a running worker seals them within seconds.\n"
        )


# --- the journal -------------------------------------------------------------------------------------------------

FINDINGS = {
    "events_missing_or_added": "số sự kiện khác với niêm phong / events missing or added before event {at}",
    "events_changed": "sự kiện bị sửa / an event changed before event {at}",
    "seals_file_unreadable": (
        "tệp niêm phong ngoài cơ sở dữ liệu có dòng không đọc được / the file of seals has a line that cannot be read"
    ),
    "seal_missing_in_file": (
        "tệp ngoài cơ sở dữ liệu thiếu niêm phong {at} / the file outside the database lacks seal {at}"
    ),
    "seal_differs_from_file": "niêm phong {at} khác với tệp ngoài cơ sở dữ liệu / seal {at} differs from the file",
}


# The address that serves may name another role than the settings do: the owner, or a superuser.
RIGHTS = """
SELECT DISTINCT role, "table", "right"
  FROM unnest(ARRAY[%s, current_user::text]) role, unnest(%s::text[]) "table", unnest(%s::text[]) "right"
 WHERE has_table_privilege(role, "table", "right") ORDER BY 1, 2, 3
"""


def migrations() -> Iterator[Found]:
    """Migrations that this database has not had."""
    yield from (Found("migration_missing", name) for name in pending())


def append_only() -> Iterator[Found]:
    """What the application's role, and whoever serves under another name, could do to the journal and must not."""
    rights = "UPDATE", "DELETE", "TRUNCATE"
    for role, table, right in _rows(RIGHTS, [settings.APP_ROLE, list(APPEND_ONLY), list(rights)]):
        yield Found("right_too_many", f"{role}: {right} {table}")


def chain() -> Iterator[Found]:
    """Where the journal differs from its seals."""
    for finding in seals.verify(Path(settings.SEALS_FILE)):
        yield Found(finding.code, FINDINGS[finding.code].format(at=finding.at))


# --- dossiers ----------------------------------------------------------------------------------------------------

BROKEN = {
    "dossier_missing": "có sự kiện nhưng không có hồ sơ / events without a dossier",
    "events_are_not_numbered_in_order": "sự kiện không đánh số liên tục / events are not numbered in order",
    "state_differs_from_events": "trạng thái khác với sự kiện / state differs from its events",
    "due_date_differs_from_events": "hạn trả khác với sự kiện / due date differs from its events",
    "open_tasks_differ_from_events": "việc đang làm khác với sự kiện / open tasks differ from its events",
    "done_tasks_differ_from_events": "việc đã xong khác với sự kiện / done tasks differ from its events",
    "events_cannot_be_read": "sự kiện thiếu hoặc sai dạng / events lack what their kind says",
    "facts_differ_from_events": "thông tin tiếp nhận, xử lý khác với sự kiện / facts differ from its events",
    "clock_differs_from_events": "cách tính thời hạn khác với sự kiện / the clock differs from its events",
    "obligations_differ_from_events": "điều kiện còn nợ khác với sự kiện / obligations differ from its events",
    "papers_differ_from_events": "nơi giữ hồ sơ giấy khác với sự kiện / where its papers lie differs from its events",
    "lateness_differs_from_events": "bước, nguyên nhân chậm khác với sự kiện / lateness differs from its events",
    "apology_differs_from_events": "phiếu xin lỗi khác với sự kiện / the apology differs from its events",
    "words_without_event": "có nội dung ngoài sự kiện {number} / words that event {number} did not say",
    "prints_are_not_counted": "lần in không được đếm liên tục / prints are not counted one by one",
    "notice_differs_from_event": "phiếu tại quầy khác với sự kiện / a counter notice differs from its event",
    "notice_missing": "có sự kiện nhưng không có phiếu tại quầy / an event without its counter notice",
    "words_differ_from_event": "nội dung khác với sự kiện {number} / words differ from event {number}",
}

# Codes carry the sequence after the last hyphen; a day's sequence is 1 … n, and the counter says n.
# By what stands in the code: a dossier may since have gone over to another one-stop.
CODES = """
SELECT n.code, d.day, d.count, d.highest, coalesce(c.last, 0)
  FROM (SELECT regexp_replace(code, '-[0-9]+-[0-9]+$', '') AS unit_code,
               (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, count(*) AS count,
               max(substring(code from '[0-9]+$')::int) AS highest
          FROM dossier GROUP BY 1, 2) d
  JOIN unit_name n ON n.code = d.unit_code AND n.valid_from <= d.day AND (n.valid_to IS NULL OR n.valid_to > d.day)
  LEFT JOIN day_counter c ON c.unit_id = n.unit_id AND c.day = d.day
 WHERE d.count <> d.highest OR d.highest <> coalesce(c.last, 0)
 ORDER BY 2, 1
"""
NOTICES = """
SELECT n.code, x.year, x.count, x.highest FROM (
  SELECT one_stop_id, year, count(*) AS count, max(sequence) AS highest FROM counter_notice GROUP BY 1, 2
  UNION ALL
  SELECT agency_id, year, count(*), max(sequence) FROM apology WHERE issued_at IS NOT NULL GROUP BY 1, 2) x
  JOIN unit_name n ON n.unit_id = x.one_stop_id AND n.valid_to IS NULL
 WHERE x.count <> x.highest ORDER BY 2, 1
"""


def dossiers() -> Iterator[Found]:
    """Dossiers that are not what their events say."""
    for broken in proof.broken_rules():
        sentence = BROKEN.get(broken.code, broken.code).format(number=broken.number)
        yield Found(broken.code, f"hồ sơ / dossier {broken.dossier_id}: {sentence}")


def codes() -> Iterator[Found]:
    """Days on which a one-stop's codes have a gap."""
    for code, day, count, highest, last in _rows(CODES):
        yield Found(
            "codes_have_a_gap", f"{code} {day:%d/%m/%Y}: {count} hồ sơ / dossiers, {highest} …, {last}"
        )


def notices() -> Iterator[Found]:
    """Years in which a one-stop's notices, or an agency's apologies, have a gap."""
    for code, year, count, highest in _rows(NOTICES):
        yield Found("notices_have_a_gap", f"{code} {year}: {count} ≠ {highest}")


def attachments() -> Iterator[Found]:
    """Attachments whose file is not there, or has another content than its hash says."""
    digests = Attachment.objects.order_by("digest").values_list("digest", flat=True).distinct()
    kind = "content_missing_or_changed"
    yield from (Found(kind, digest) for digest in digests.iterator() if not store.is_whole(digest))


def _rows(statement: str, parameters: Sequence[str | list[str]] | None = None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[object, ...]] = cursor.fetchall()
    return rows


# --- what officers keep ------------------------------------------------------------------------------------------

KINDS = {
    "field": "lĩnh vực / field",
    "publication_decision": "quyết định công bố / publication decision",
    "procedure": "thủ tục / procedure",
    "process": "quy trình nội bộ của thủ tục / internal processes of procedure",
    "unit": "đơn vị / unit",
    "officer": "cán bộ / officer",
    "appointment": "phân công / appointment",
    "delegation": "ủy quyền / delegation",
    "succession": "kế thừa đơn vị / succession",
    "calendar": "lịch làm việc / calendar",
    "account": "tài khoản / account",
    "bulk_change": "thay đổi hàng loạt / bulk change",
    "notice_threshold": "ngưỡng nhắc việc / threshold of reminders",
    "handover_list": "danh sách bàn giao hồ sơ giấy / hand-over list",
}
STANDING = {
    "without_event": "không có sự kiện nào tạo ra / no event has made it",
    "is_gone": "có sự kiện nhưng không còn trong cơ sở dữ liệu / has events and is no longer there",
    "events_cannot_be_read": "sự kiện thiếu hoặc sai dạng / events lack what their kind says",
    "differs": "khác với sự kiện / differs from the events",
    "facts_differ": "thông tin, ngày hiệu lực khác với sự kiện / facts or dates differ from the events",
    "words_differ": "nội dung khác với sự kiện / the content differs from the events",
    "items_differ": "các mục khác với sự kiện / items differ from the events",
    "state_differs": "tình trạng khác với sự kiện / its state differs from the events",
    "lines_differ": "các dòng khác với sự kiện / lines differ from the events",
    "versions_differ": "các phiên bản khác với sự kiện / versions differ from the events",
    "offers_differ": "nơi tiếp nhận, giải quyết khác với sự kiện / offers differ from the events",
    "names_differ": "tên, mã theo thời gian khác với sự kiện / names or codes differ from the events",
    "parents_differ": "nơi trực thuộc khác với sự kiện / where it belongs differs from the events",
    "calendars_differ": "lịch áp dụng khác với sự kiện / the calendar it works by differs from the events",
    "changed_between_events": "có thay đổi giữa hai sự kiện / was changed between two events",
    "closing_differs": "việc khóa, mở khác với sự kiện / is closed or open against the events",
    "password_differs": "mật khẩu không do sự kiện nào đặt / no event has set its password",
    "second_factor_differs": "xác thực hai lớp khác với sự kiện / its second factor differs from the events",
}


def standing(rules: Callable[[], Iterator[Broken]]) -> Callable[[], Iterator[Found]]:
    """The sentences of a package's proof, each with the code or id of its object."""
    return lambda: (Found(one.code, f"{KINDS[one.kind]} {one.name}: {STANDING[one.code]}") for one in rules())


# --- units -------------------------------------------------------------------------------------------------------


def names() -> Iterator[Found]:
    """Units that have no name, or two, on some day of their life."""
    rows = UnitName.objects.order_by("unit_id", "valid_from")
    units = Unit.objects.order_by("pk")
    yield from _uncovered("names_uncovered", rows.values_list("unit_id", "valid_from", "valid_to"), units)


def parents() -> Iterator[Found]:
    """Units that belong nowhere, or to two, on some day; a province stands under none."""
    rows = UnitParent.objects.order_by("unit_id", "valid_from")
    below = Unit.objects.exclude(kind=UnitKind.PROVINCE).order_by("pk")
    yield from _uncovered("parents_uncovered", rows.values_list("unit_id", "valid_from", "valid_to"), below)


def _uncovered(
    code: str, rows: Iterable[tuple[int, date, date | None]], units: Iterable[Unit]
) -> Iterator[Found]:
    periods = {
        unit_id: [(valid_from, valid_to) for _id, valid_from, valid_to in found]
        for unit_id, found in groupby(rows, key=itemgetter(0))
    }
    for unit in units:
        if not covers(periods.get(unit.pk, []), (unit.valid_from, unit.valid_to)):
            yield Found(code, f"đơn vị / unit {unit.pk}")


def covers(periods: list[Period], whole: Period) -> bool:
    """Whether the periods, in their order, follow one another without gap or overlap over the whole."""
    if not periods or periods[0][0] != whole[0] or periods[-1][1] != whole[1]:
        return False
    return all(before[1] == after[0] for before, after in pairwise(periods))


MIGRATIONS = Check("Cơ sở dữ liệu đúng phiên bản", "all migrations are applied", migrations)
CHECKS = (
    Check(
        "Sổ sự kiện chỉ thêm được, không sửa được", "the application can only add to the journal", append_only
    ),
    Check("Chuỗi niêm phong sổ sự kiện nguyên vẹn", "the journal's chain of seals is whole", chain),
    Check("Hồ sơ đúng như các sự kiện kể lại", "each dossier is what its events say", dossiers),
    Check(
        "Thủ tục, quyết định công bố, nơi tiếp nhận đúng như các sự kiện kể lại",
        "procedures, publication decisions and offers are what their events say",
        standing(procedures.broken_rules),
    ),
    Check(
        "Quy trình nội bộ đúng như các sự kiện kể lại",
        "internal processes are what their events say",
        standing(processes.broken_rules),
    ),
    Check(
        "Đơn vị, cán bộ, phân công, ủy quyền đúng như các sự kiện kể lại",
        "units, officers, appointments and delegations are what their events say",
        standing(organisation.broken_rules),
    ),
    Check(
        "Lịch làm việc đúng như các sự kiện kể lại",
        "calendars are what their events say",
        standing(calendars.broken_rules),
    ),
    Check(
        "Tài khoản đúng như các sự kiện kể lại",
        "accounts are what their events say",
        standing(accounts.broken_rules),
    ),
    Check(
        "Danh sách bàn giao hồ sơ giấy đúng như các sự kiện kể lại",
        "hand-over lists are what their events say",
        standing(custody.broken_rules),
    ),
    Check(
        "Thay đổi hàng loạt đúng như các sự kiện kể lại",
        "bulk changes are what their events say",
        standing(bulk_changes.broken_rules),
    ),
    Check(
        "Ngưỡng nhắc việc đúng như các sự kiện kể lại",
        "thresholds of reminders are what their events say",
        standing(reminders.broken_rules),
    ),
    Check("Mã hồ sơ liên tục theo đơn vị và ngày", "dossier codes have no gap by unit and day", codes),
    Check(
        "Số phiếu tại quầy, phiếu xin lỗi liên tục theo năm",
        "apologies and counter notices have no gap by unit and year",
        notices,
    ),
    Check("Tệp đính kèm đủ và đúng nội dung", "attachments are there, with the right content", attachments),
    Check("Mỗi đơn vị có đúng một tên vào mỗi ngày", "each unit has one name on each day", names),
    Check("Mỗi đơn vị trực thuộc đúng một nơi", "each unit belongs to one place on each day", parents),
)
