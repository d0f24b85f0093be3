"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class OrganisationConfig(PackageConfig):
    name = "motcua.people.organisation"
    label = "organisation"
