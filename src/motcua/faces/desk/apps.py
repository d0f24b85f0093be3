"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class DeskConfig(PackageConfig):
    name = "motcua.faces.desk"
    label = "desk"
