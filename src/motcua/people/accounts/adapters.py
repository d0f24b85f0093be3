"""How allauth is fitted to the house: its sentences, its stages of signing in, second factors sealed at
rest.
"""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage, LoginStageController
from allauth.core.internal.httpkit import headed_redirect_response
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import Actor
from motcua.people.accounts import actions, factors, queries, rules

SIGNED_IN_WITHOUT_CODE = "signed_in_without_code"
"""Key of a session that was begun with the password alone."""
EPOCH = "epoch"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Officers do not sign up; who has no open account or no office is told so after the right password."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản đã khóa. Hãy liên hệ quản trị viên của đơn vị."),
        "no_office": _("Hôm nay bạn không được phân công vai trò nào. Hãy liên hệ quản trị viên của đơn vị."),
        "incorrect_password": _("Mật khẩu đang dùng không đúng."),
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "too_many_login_attempts": _("Đã nhập sai quá nhiều lần. Hãy đợi ít phút rồi thử lại."),
        "rate_limited": _("Bạn thao tác quá nhanh. Hãy đợi ít phút rồi thử lại."),
    }

    def is_open_for_signup(self, _request: Any) -> bool:
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
        """After the password: the one-time code, an own password, a second factor where the role needs
        one.
        """
        return [f"{__name__}.{stage.__name__}" for stage in (CodeStage, OwnPasswordStage, EnrolmentStage)]

    def login(self, request: Any, user: Any) -> None:
        """Begin the session, and note whether it was begun with a one-time code."""
        super().login(request, user)
        with_code = factors.has_factor(user)
        request.session[SIGNED_IN_WITHOUT_CODE] = not with_code
        now = clock.now()
        by = queries.actor(int(user.pk), now, None)
        actions.note_sign_in(int(user.pk), with_code=with_code, by=by, now=now)

    def get_login_redirect_url(self, request: Any) -> str:
        """Whoever holds several offices chooses one first."""
        several = len(actor_now(request.user).offices) > 1
        return reverse("choose_office" if several else settings.LOGIN_REDIRECT_URL)


def actor_now(account: Any) -> Actor:
    """The account's holder at this moment of business time."""
    return queries.actor(int(account.pk), clock.now(), None)


def lacks_code(session: Any, actor: Actor) -> bool:
    """Whether a session begun with the password alone has come to hold a role that needs a one-time code."""
    return bool(session.get(SIGNED_IN_WITHOUT_CODE)) and rules.needs_code(
        office.role for office in actor.offices
    )


def waiting_at(request: Any, stage: type[LoginStage]) -> LoginStage | None:
    """The sign-in that waits at this stage, its password checked; none when another password has been set since,
    or the account's sessions were ended: then it is begun anew.
    """
    found: LoginStage | None = LoginStageController.enter(request, stage.key)
    if found is not None and found.login.state.get(EPOCH) != found.login.user.session_epoch:
        clear_login(request)
        return None
    return found


def go_on(stage: LoginStage) -> Any:
    """Leave a stage in which the holder has set an own password: the sign-in goes on under that one."""
    stage.login.state[EPOCH] = stage.login.user.session_epoch
    return stage.exit()


class CodeStage(AuthenticateStage):  # type: ignore[misc]
    """The one-time code of whoever has a second factor."""

    urlname = "second_factor"

    def handle(self) -> tuple[Any, bool]:
        """Ask for the code unless the account has no second factor.

        First of all stages, so it notes for all of them under which password the sign-in was begun.
        """
        self.login.state.setdefault(EPOCH, self.login.user.session_epoch)
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
        if factors.has_factor(self.login.user) or not rules.needs_code(roles):
            return None, True
        return headed_redirect_response(self.urlname), True
