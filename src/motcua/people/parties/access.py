"""Who may see and change what is known of those who ask.

A party belongs to no unit: which parties an officer may look up follows from the dossiers of his unit, and
so is
decided above, by the query that scopes the look-up.
"""

from motcua.ground.access import policy
from motcua.people.organisation.models import Role

_AT_THE_COUNTER = {
    Role.RECEPTIONIST.value: policy.ANY,
    Role.ONE_STOP_HEAD.value: policy.ANY,
    policy.SYSTEM: policy.ANY,
}

policy.add("parties.find", _AT_THE_COUNTER)
policy.add("parties.record", _AT_THE_COUNTER)
