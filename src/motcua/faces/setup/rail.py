"""Setting up's part of the rail; nothing waits there, so nothing is counted."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.faces.look.decorators import Request
from motcua.faces.look.frame import RailGroup, RailLine
from motcua.faces.setup.organisation import first_steps
from motcua.ground.access import policy


def lines(request: Request) -> tuple[RailGroup, ...]:
    """The registers that the asker looks after or watches, and what a leader sets up for himself."""
    groups = (
        RailGroup(_("Tổ chức"), _organisation(request)),
        RailGroup(_("Danh mục"), _catalogue(request)),
        RailGroup(_("Cá nhân"), _own(request)),
    )
    return tuple(group for group in groups if group.lines)


def _organisation(request: Request) -> tuple[RailLine, ...]:
    actor = request.actor
    lines: list[RailLine] = []
    if policy.has(actor, "organisation.import") and first_steps.is_young():
        lines.append(RailLine(_("Những bước đầu"), reverse("first_steps")))
    if policy.has(actor, "setup.registers"):
        lines += [
            RailLine(_("Đơn vị"), reverse("units")),
            RailLine(_("Cán bộ"), reverse("officers")),
            RailLine(_("Sắp xếp đơn vị"), reverse("successions")),
        ]
    if policy.has(actor, "accounts.view"):
        lines.append(RailLine(_("Tài khoản"), reverse("accounts")))
    if policy.has(actor, "organisation.import"):
        lines.append(RailLine(_("Nhập từ tệp"), reverse("imports")))
    return tuple(lines)


def _catalogue(request: Request) -> tuple[RailLine, ...]:
    """What belongs to the whole province; the clock only where a demonstration has one."""
    lines: list[RailLine] = []
    if policy.has(request.actor, "setup.registers"):
        lines += [
            RailLine(_("Thủ tục"), reverse("catalogue")),
            RailLine(_("Lĩnh vực"), reverse("fields")),
            RailLine(_("Quyết định công bố"), reverse("decisions")),
            RailLine(_("Lịch làm việc"), reverse("calendars")),
        ]
        lines.append(RailLine(_("Thay đổi hàng loạt"), reverse("bulk_changes")))
    if policy.has(request.actor, "notices.change_threshold"):
        lines.append(RailLine(_("Ngưỡng nhắc việc"), reverse("thresholds")))
    if policy.has(request.actor, "scenario.advance_clock") and request.clock.is_demonstration:
        lines.append(RailLine(_("Đồng hồ nghiệp vụ"), reverse("advance_clock")))
    return tuple(lines)


def _own(request: Request) -> tuple[RailLine, ...]:
    if not policy.has(request.actor, "setup.my_delegations"):
        return ()
    return (RailLine(_("Ủy quyền của tôi"), reverse("my_delegations")),)
