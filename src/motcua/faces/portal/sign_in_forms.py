"""What is typed to sign in and to look after one's own account."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.people.accounts.models import Account


def _password(label: Any, autocomplete: str, hint: Any = "", *, missing: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        strip=False,
        max_length=200,
        help_text=hint,
        error_messages={"required": missing},
    )


def _code(hint: Any) -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off"}
    widget = forms.TextInput(attrs=attributes)
    return forms.CharField(
        label=_("Mã xác thực"),
        widget=widget,
        max_length=20,
        help_text=hint,
        error_messages={"required": _("Hãy nhập mã xác thực.")},
    )


class SignInForm(LoginForm):  # type: ignore[misc]
    """User name and password; throttled by account and by address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attributes = {
            "autocomplete": "username",
            "autocapitalize": "off",
            "spellcheck": "false",
            "autofocus": True,
        }
        self.fields["login"] = forms.CharField(
            label=_("Tên đăng nhập"),
            max_length=80,
            widget=forms.TextInput(attrs=attributes),
            error_messages={"required": _("Hãy nhập tên đăng nhập.")},
        )
        self.fields["password"] = _password(
            _("Mật khẩu"), "current-password", missing=_("Hãy nhập mật khẩu.")
        )


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """A one-time code, or a recovery code in its place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code(
            _("6 chữ số đang hiện trên ứng dụng xác thực, hoặc một mã khôi phục 8 chữ số.")
        )
        self.fields["code"].widget.attrs["autofocus"] = True


class NewPasswordForm(forms.Form):
    """A password of one's own, twice."""

    new = _password(
        _("Mật khẩu mới"),
        "new-password",
        _("Ít nhất 12 ký tự. Một câu ngắn dễ nhớ thì tốt hơn một từ khó nhớ."),
        missing=_("Hãy nhập mật khẩu mới."),
    )
    again = _password(_("Nhập lại mật khẩu mới"), "new-password", missing=_("Hãy nhập lại mật khẩu mới."))


class KnownPerson(forms.Form):
    """Begins with the present password, throttled as a sign-in is: an unwatched desk gives nothing away."""

    current = _password(
        _("Mật khẩu đang dùng"), "current-password", missing=_("Hãy nhập mật khẩu đang dùng.")
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_current(self) -> str:
        """Raises ValidationError for a wrong password, and after too many."""
        adapter = get_adapter()
        password: str = self.cleaned_data["current"]
        if not adapter.reauthenticate(self.account, password):
            raise adapter.validation_error("incorrect_password")
        return password


class ChangePasswordForm(KnownPerson, NewPasswordForm):
    """The present password, and the new one twice."""

    field_order = ("current", "new", "again")


class EnrolmentForm(forms.Form):
    """The first code that the application shows."""

    code = _code(_("6 chữ số đang hiện trên ứng dụng, sau khi đã quét mã QR."))


class KnownEnrolmentForm(KnownPerson, EnrolmentForm):
    """The same of somebody who is signed in."""

    field_order = ("current", "code")
