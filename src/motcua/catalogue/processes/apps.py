"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class ProcessesConfig(PackageConfig):
    name = "motcua.catalogue.processes"
    label = "processes"
    rules = "motcua.catalogue.processes.rules"
    access = "motcua.catalogue.processes.access"
