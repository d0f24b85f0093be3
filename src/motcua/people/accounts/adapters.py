"""How allauth is fitted to the house: its sentences, its stages of signing in, and second factors sealed at rest."""

from __future__ import annotations

import io
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any, ClassVar

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import LoginStage
from allauth.core.internal.httpkit import headed_redirect_response
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    validate_totp_code,
    yield_hotp_counters_from_time,
)
from cryptography.fernet import Fernet
from django.conf import settings
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import Actor
from motcua.people.accounts import queries, rules
from motcua.people.accounts.models import Account

SIGNED_IN_WITHOUT_CODE = "signed_in_without_code"
"""Key of a session that was begun with the password alone."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Officers do not sign up; closed accounts and people without an office are told so after the right password."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản đã khóa. Hãy liên hệ quản trị viên của đơn vị."),
        "no_office": _("Hôm nay bạn không được phân công vai trò nào. Hãy liên hệ quản trị viên của đơn vị."),
        "incorrect_password": _("Mật khẩu đang dùng không đúng."),
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "too_many_login_attempts": _("Đã nhập sai quá nhiều lần. Hãy đợi ít phút rồi thử lại."),
        "rate_limited": _("Bạn thao tác quá nhanh. Hãy đợi ít phút rồi thử lại."),
    }

    def is_open_for_signup(self, request: Any) -> bool:
        """Nobody signs up: the administrator creates accounts."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing of one's own accord: the pages say it."""

    def is_safe_url(self, url: str) -> bool:
        """After signing in one goes to a page of this site, never elsewhere."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """Who has the right password of an open account and an office today."""
        account = super().authenticate(request, **credentials)
        if account is not None:
            if account.is_closed:
                raise self.validation_error("account_inactive")
            if not actor_now(account).offices:
                raise self.validation_error("no_office")
        return account

    def get_login_stages(self) -> list[str]:
        """After the password: the one-time code, an own password, and a second factor where the role needs one."""
        return [f"{__name__}.{stage.__name__}" for stage in (CodeStage, OwnPasswordStage, EnrolmentStage)]

    def login(self, request: Any, user: Any) -> None:
        """Begin the session, and note whether it was begun with a one-time code."""
        super().login(request, user)
        request.session[SIGNED_IN_WITHOUT_CODE] = not has_factor(user)

    def get_login_redirect_url(self, request: Any) -> str:
        """Whoever holds several offices chooses one first."""
        several = len(actor_now(request.user).offices) > 1
        return reverse("choose_office" if several else settings.LOGIN_REDIRECT_URL)


def actor_now(account: Any) -> Actor:
    """The account's holder at this moment of business time."""
    return queries.actor(int(account.pk), clock.now(), None)


class CodeStage(AuthenticateStage):  # type: ignore[misc]
    """The one-time code of whoever has a second factor."""

    urlname = "second_factor"

    def handle(self) -> tuple[Any, bool]:
        """Ask for the code unless the account has no second factor."""
        if not self._should_handle(self.request):
            return None, True
        return headed_redirect_response(self.urlname), True


class OwnPasswordStage(LoginStage):  # type: ignore[misc]
    """A password that somebody else has seen is replaced before anything else."""

    key = "own_password"
    urlname = "own_password"

    def handle(self) -> tuple[Any, bool]:
        """Ask for an own password at the first sign-in and after a reset."""
        if not self.login.user.must_change_password:
            return None, True
        return headed_redirect_response(self.urlname), True


class EnrolmentStage(LoginStage):  # type: ignore[misc]
    """A role that needs one-time codes is not entered without a second factor."""

    key = "enrolment"
    urlname = "second_factor_setup"

    def handle(self) -> tuple[Any, bool]:
        """Ask to set up a second factor when a role held today needs it and there is none."""
        roles = (office.role for office in actor_now(self.login.user).offices)
        if has_factor(self.login.user) or not rules.needs_code(roles):
            return None, True
        return headed_redirect_response(self.urlname), True


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors are kept sealed with the key of the data folder: a copy of the database opens none."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Mã xác thực không đúng hoặc đã hết hạn. Hãy nhập mã đang hiện."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret (AES-128-CBC with HMAC-SHA256)."""
        return _box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret; raises InvalidToken for one that was sealed with another key, or changed."""
        return _box().decrypt(encrypted_text.encode("ascii")).decode()


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"second factors" + settings.MFA_KEY).digest()))


def has_factor(account: Any) -> bool:
    """Whether the account has a second factor; recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP).exists()


def new_secret() -> str:
    """A fresh secret, sealed: it waits in the session until its first code has been typed."""
    return SecondFactorAdapter().encrypt(generate_totp_secret())


def open_secret(sealed: str) -> str:
    """The secret as an application takes it."""
    return SecondFactorAdapter().decrypt(sealed)


def code_is_right(sealed: str, code: str) -> bool:
    """Whether this is the code that an application with the secret shows now."""
    return bool(validate_totp_code(open_secret(sealed), "".join(code.split())))


def address(account: Account, sealed: str) -> str:
    """What the QR code says to the application (otpauth://)."""
    return str(SecondFactorAdapter().build_totp_url(account, open_secret(sealed)))


def drawing(text: str) -> str:
    """A text as a QR code, drawn here: the secret goes to no other server."""
    picture = io.BytesIO()
    segno.make(text, error="m").save(picture, kind="svg", xmldecl=False, scale=5, border=3, light="#fff")
    return picture.getvalue().decode()


def add_factor(account: Account, sealed: str) -> list[str]:
    """Keep the secret and return fresh recovery codes."""
    TOTP.activate(account, open_secret(sealed))
    return renew_recovery_codes(account)


def renew_recovery_codes(account: Account) -> list[str]:
    """Make the old recovery codes worthless and return ten new ones."""
    Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(account).get_unused_codes())


def recovery_codes_left(account: Account) -> int:
    """How many recovery codes have not been used."""
    kept = Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


def remove_factors(account: Account) -> int:
    """Remove the second factor and the recovery codes; returns how many rows that were."""
    return int(Authenticator.objects.filter(user_id=account.pk).delete()[0])


def shown_code(account: Account) -> str | None:
    """The code that the account's application shows now; None when it has no second factor."""
    factor = Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return None
    counter = list(yield_hotp_counters_from_time())[-1]
    return str(format_hotp_value(hotp_value(open_secret(factor.data["secret"]), counter)))
