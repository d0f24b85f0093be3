"""What holds for accounts: user names, passwords, and who needs a one-time code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel.refusals import Kind, RefusalCode, Refused, sentences
from motcua.people.organisation.models import Role

NEEDS_CODE = frozenset({Role.ADMINISTRATOR.value, Role.LEADER.value, Role.REFORM_OFFICE.value})
"""Roles whose signature or reach makes a stolen password too dear."""

# Without letters and digits that are read for one another when a password is told by telephone.
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LEAST_BESIDE_USERNAME = 8
TOO_ALIKE = 0.7
_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._\-]{1,78}[a-z0-9])")


class Refusal(RefusalCode):
    """Why a change of an account is refused."""

    ACCOUNT_NOT_FOUND = "accounts.account_not_found"
    OFFICER_NOT_FOUND = "accounts.officer_not_found"
    USERNAME_WRONG = "accounts.username_wrong"
    USERNAME_TAKEN = "accounts.username_taken"
    HAS_ACCOUNT = "accounts.has_account"
    CLOSED = "accounts.closed"
    OWN_ACCOUNT = "accounts.own_account"
    PASSWORD_WEAK = "accounts.password_weak"
    PASSWORD_LIKE_USERNAME = "accounts.password_like_username"
    PASSWORD_SAME = "accounts.password_same"
    PASSWORD_WRONG = "accounts.password_wrong"
    PASSWORDS_DIFFER = "accounts.passwords_differ"
    CODE_WRONG = "accounts.code_wrong"
    FACTOR_EXISTS = "accounts.factor_exists"
    NO_FACTOR = "accounts.no_factor"
    NOT_A_DEMONSTRATION = "accounts.not_a_demonstration"
    NOT_YOUR_OFFICE = "accounts.not_your_office"


sentences(
    {
        Refusal.ACCOUNT_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy tài khoản này.")),
        Refusal.OFFICER_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy cán bộ này.")),
        Refusal.USERNAME_WRONG: (
            Kind.WRONG_INPUT,
            _(
                "Tên đăng nhập có từ 3 đến 80 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch ngang, "
                "gạch dưới."
            ),
        ),
        Refusal.USERNAME_TAKEN: (Kind.NOT_NOW, _("Tên đăng nhập này đã có người sử dụng.")),
        Refusal.HAS_ACCOUNT: (Kind.NOT_NOW, _("Cán bộ này đã có tài khoản.")),
        Refusal.CLOSED: (Kind.NOT_NOW, _("Tài khoản đã khóa. Hãy mở lại tài khoản trước.")),
        Refusal.OWN_ACCOUNT: (
            Kind.NOT_NOW,
            _("Không thể tự làm việc này với tài khoản của chính mình. Hãy nhờ quản trị viên khác."),
        ),
        Refusal.PASSWORD_WEAK: (
            Kind.WRONG_INPUT,
            _("Mật khẩu phải có ít nhất 12 ký tự, không phổ biến và không chỉ gồm chữ số."),
        ),
        Refusal.PASSWORD_LIKE_USERNAME: (
            Kind.WRONG_INPUT,
            _("Mật khẩu không được lặp lại hoặc gần giống tên đăng nhập."),
        ),
        Refusal.PASSWORD_SAME: (Kind.WRONG_INPUT, _("Mật khẩu mới phải khác mật khẩu đang dùng.")),
        Refusal.PASSWORD_WRONG: (Kind.WRONG_INPUT, _("Mật khẩu đang dùng không đúng.")),
        Refusal.PASSWORDS_DIFFER: (Kind.WRONG_INPUT, _("Hai lần nhập mật khẩu mới không giống nhau.")),
        Refusal.CODE_WRONG: (
            Kind.WRONG_INPUT,
            _("Mã xác thực không đúng hoặc đã hết hạn. Hãy nhập mã đang hiện."),
        ),
        Refusal.FACTOR_EXISTS: (
            Kind.NOT_NOW,
            _(
                "Tài khoản đã có ứng dụng xác thực. Muốn dùng máy khác, hãy nhờ quản trị viên cho đăng ký "
                "lại."
            ),
        ),
        Refusal.NO_FACTOR: (Kind.NOT_NOW, _("Tài khoản chưa đăng ký ứng dụng xác thực.")),
        Refusal.NOT_A_DEMONSTRATION: (Kind.NOT_NOW, _("Chỉ bản trình diễn mới hiện mã xác thực.")),
        Refusal.NOT_YOUR_OFFICE: (Kind.NOT_ALLOWED, _("Bạn không giữ vai trò này hôm nay.")),
    }
)


def checked_username(text: str) -> str:
    """A user name as it is kept: lower case; raises Refused USERNAME_WRONG."""
    tidy = text.strip().lower()
    if not _USERNAME.fullmatch(tidy):
        raise Refused(Refusal.USERNAME_WRONG)
    return tidy


def check_unlike_username(password: str, username: str) -> None:
    """A password is not the user name said again; raises Refused PASSWORD_LIKE_USERNAME.

    What is left without the name must be long enough not to be guessed, and the whole must not resemble it.
    """
    told, name = password.lower(), username.lower()
    is_repeated = name in told and len(told.replace(name, "")) < LEAST_BESIDE_USERNAME
    if is_repeated or SequenceMatcher(None, told, name).ratio() >= TOO_ALIKE:
        raise Refused(Refusal.PASSWORD_LIKE_USERNAME)


def needs_code(roles: Iterable[str]) -> bool:
    """Whether somebody who holds these roles signs in with a one-time code as well."""
    return not NEEDS_CODE.isdisjoint(roles)
