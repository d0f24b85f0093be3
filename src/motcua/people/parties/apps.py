"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class PartiesConfig(PackageConfig):
    name = "motcua.people.parties"
    label = "parties"
