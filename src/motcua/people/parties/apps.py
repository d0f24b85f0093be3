"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class PartiesConfig(PackageConfig):
    """Citizens and organisations."""

    name = "motcua.people.parties"
    label = "parties"
    access = "motcua.people.parties.access"
    rules = "motcua.people.parties.rules"
