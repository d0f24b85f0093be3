"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class SetupConfig(PackageConfig):
    name = "motcua.faces.setup"
    label = "setup"
    rules = "motcua.faces.setup.rules"
    access = "motcua.faces.setup.access"
    rail = "motcua.faces.setup.rail.lines"
