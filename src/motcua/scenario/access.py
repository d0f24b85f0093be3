"""Who may move the demonstration's clock: administrators, and the command."""

from motcua.ground.access import policy
from motcua.people.organisation.models import Role

policy.add("scenario.advance_clock", {Role.ADMINISTRATOR.value: policy.ANY, policy.SYSTEM: policy.ANY})
