"""Second factors, kept by allauth: one-time codes and recovery codes, sealed at rest."""

from __future__ import annotations

import io
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any, ClassVar

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
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
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from motcua.people.accounts.models import Account


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
    return bool(Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP).exists())


def enrolled() -> QuerySet[Any]:
    """The ids of the accounts that have a second factor."""
    found: QuerySet[Any] = Authenticator.objects.filter(type=Authenticator.Type.TOTP).values("user_id")
    return found


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
    segno.make(text, error="m").save(picture, kind="svg", xmldecl=False, scale=4, border=4, light="#fff")
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


def rows_of(account: Any) -> list[Any]:
    """What is kept of the account's second factors, of whatever kind."""
    return list(account.authenticator_set.all())


def kept(account: Account) -> tuple[Any, Any]:
    """What was sealed for the account: the secret of its application and the seed of its recovery codes, or None.

    Neither changes until it is replaced; which codes are used up stands beside the seed.
    """
    rows = {row.type: row.data for row in rows_of(account)}
    secret, codes = rows.get(Authenticator.Type.TOTP, {}), rows.get(Authenticator.Type.RECOVERY_CODES, {})
    return secret.get("secret"), codes.get("seed")


def remove_factors(account: Account) -> int:
    """Remove the second factor and the recovery codes; returns how many rows that were."""
    return int(Authenticator.objects.filter(user_id=account.pk).delete()[0])


def shown_code(account: Account) -> str | None:
    """The code that the account's application shows now; None when it has no second factor."""
    factor = Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return None
    return code_of(factor.data["secret"])


def code_of(sealed: str) -> str:
    """The code that an application with this secret shows now."""
    # What is taken is as many steps before now as after it.
    taken = list(yield_hotp_counters_from_time())
    counter = taken[len(taken) // 2]
    return str(format_hotp_value(hotp_value(open_secret(sealed), counter)))
