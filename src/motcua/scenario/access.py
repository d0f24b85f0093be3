"""Who may move the demonstration's clock, and who may see the codes of its ready accounts."""

from motcua.ground.access import policy
from motcua.people.organisation.models import Role

policy.add("scenario.advance_clock", {Role.ADMINISTRATOR.value: policy.ANY, policy.SYSTEM: policy.ANY})
# Whoever can open the demonstration has read its passwords on the screen; outside one the page does not exist.
policy.add("demonstration.codes", {policy.ANYONE: policy.ANY})
