"""The public pages' rows: open to anyone; what they show of a dossier is decided by the code and the secret."""

from motcua.ground.access import policy

policy.add("portal.home", {policy.ANYONE: policy.ANY})
policy.add("portal.procedures", {policy.ANYONE: policy.ANY})
policy.add("portal.tracking", {policy.ANYONE: policy.ANY})
