"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class ProceduresConfig(PackageConfig):
    name = "motcua.catalogue.procedures"
    label = "procedures"
    rules = "motcua.catalogue.procedures.rules"
    access = "motcua.catalogue.procedures.access"
