"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class SetupConfig(PackageConfig):
    name = "motcua.faces.setup"
    label = "setup"
