"""Units, officers, accounts and mergers as rows of a file: all that the page lists, in its order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from motcua.faces.look.exports import Table
from motcua.faces.look.formats import date_words
from motcua.faces.setup.organisation import readings
from motcua.ground.sheets.writing import Heading, Kind, Values
from motcua.people.accounts.models import Account
from motcua.people.organisation.models import Officer, Succession
from motcua.people.organisation.queries import UnitView


def units(found: Iterable[UnitView], names: Mapping[int, str], people: Mapping[int, int], on: date) -> Table:
    """Units of a day, each with what stands above it."""
    headings = (
        Heading(_("Mã"), Kind.CODE),
        Heading(_("Tên đơn vị"), width=50),
        Heading(_("Loại đơn vị"), width=24),
        Heading(_("Trực thuộc"), width=50),
        Heading(_("Số cán bộ"), Kind.WHOLE),
    )
    rows = (
        (
            unit.code,
            unit.name,
            unit.kind_title,
            names.get(unit.parent_id or 0, ""),
            people.get(unit.id, 0),
        )
        for unit in found
    )
    return Table(_("Đơn vị ngày %(day)s") % {"day": date_words(on)}, headings, rows)


def officers(found: Sequence[Officer], on: date, *, with_accounts: bool) -> Table:
    """Officers with the offices of today, and their accounts for those who look after accounts."""
    ids = [one.pk for one in found]
    offices = readings.offices_of(ids, on)
    accounts = readings.accounts_of(ids) if with_accounts else {}
    headings = (
        Heading(_("Mã cán bộ"), Kind.CODE, 14),
        Heading(_("Họ và tên")),
        Heading(_("Vai trò hiện nay"), width=60),
        *([Heading(_("Tên đăng nhập"), Kind.CODE, 20)] if with_accounts else []),
    )

    def row(one: Officer) -> Values:
        account = accounts.get(one.pk)
        username = [account.username if account else ""] if with_accounts else []
        return (one.code, one.name, offices_words(offices.get(one.pk, ())), *username)

    return Table(_("Cán bộ"), headings, map(row, found))


def accounts(
    title: str, found: Sequence[tuple[Officer, Account | None]], lacking: set[int], on: date
) -> Table:
    """Officers with their accounts, or without one."""
    offices = readings.offices_of([officer.pk for officer, _account in found], on)
    headings = (
        Heading(_("Mã cán bộ"), Kind.CODE, 14),
        Heading(_("Họ và tên")),
        Heading(_("Vai trò hiện nay"), width=60),
        Heading(_("Tên đăng nhập"), Kind.CODE, 20),
        Heading(_("Tình trạng"), width=36),
        Heading(_("Đăng nhập gần nhất"), Kind.MOMENT),
    )
    rows = (
        (
            officer.code,
            officer.name,
            offices_words(offices.get(officer.pk, ())),
            account.username if account else "",
            standing(account, account is not None and account.pk in lacking),
            account.signed_in_at if account else None,
        )
        for officer, account in found
    )
    return Table(title, headings, rows)


def standing(account: Account | None, lacks_factor: bool) -> str:
    """How an account stands, in words."""
    if account is None:
        return _("chưa có tài khoản")
    if account.is_closed:
        return _("đã khóa")
    said = [_("chưa đổi mật khẩu")] if account.must_change_password else []
    said += [_("chưa đăng ký mã xác thực")] if lacks_factor else []
    return ", ".join(said) or _("đang dùng")


def offices_words(held: Iterable[readings.Office]) -> str:
    """The offices of an officer in one cell."""
    return "; ".join(f"{one.appointment.get_role_display()}, {one.unit}" for one in held)


def successions(found: Iterable[tuple[Succession, str, str]]) -> Table:
    """Mergers: which unit goes over into which, from when, by which act."""
    headings = (
        Heading(_("Đơn vị cũ"), width=50),
        Heading(_("Đơn vị kế thừa"), width=50),
        Heading(_("Từ ngày"), Kind.DATE),
        Heading(_("Căn cứ"), width=40),
        Heading(_("Đối chiếu"), width=28),
        Heading(_("Tình trạng"), width=18),
    )
    rows = (
        (
            before,
            after,
            row.on_date,
            row.act,
            "" if row.is_checked else _("chưa đối chiếu với văn bản"),
            row.get_state_display(),
        )
        for row, before, after in found
    )
    return Table(_("Sắp xếp đơn vị"), headings, rows)
