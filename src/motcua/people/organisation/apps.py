"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class OrganisationConfig(PackageConfig):
    """Units with their history, people in office."""

    name = "motcua.people.organisation"
    label = "organisation"
    access = "motcua.people.organisation.access"
    rules = "motcua.people.organisation.rules"
