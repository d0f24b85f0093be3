"""How a dossier may be filed and its result be returned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from motcua.casework.dossiers.rules.refusals import Refusal
from motcua.ground.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class Ways:
    """How a procedure may be filed, and how its result may be returned: channels and return methods by their codes."""

    filed: tuple[str, ...]
    returned: tuple[str, ...]

    def check(self, channel: str, return_method: str) -> None:
        """Raises Refused(NOT_FILED_SO, NOT_RETURNED_SO)."""
        if channel not in self.filed:
            raise Refused(Refusal.NOT_FILED_SO)
        if return_method not in self.returned:
            raise Refused(Refusal.NOT_RETURNED_SO)


def ways(published: Collection[str], *, post_in: bool, post_out: bool) -> Ways:
    """The ways of a procedure that was published with these channels, served by the post in and out or not.

    A one-stop always receives and returns at its counter what it offers. The post serves what is published as served
    by it: an agency posts up which procedures are and which are not (decision 45/2016/QĐ-TTg). That sending in and
    sending back are published each for itself is our reading of the decision's three services.
    """
    online = ("online",) if "online" in published else ()
    by_post = ("postal",) if post_in else ()
    return Ways(("counter", *online, *by_post), ("counter", "postal") if post_out else ("counter",))
