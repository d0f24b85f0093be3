"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class CustodyConfig(PackageConfig):
    name = "motcua.casework.custody"
    label = "custody"
    access = "motcua.casework.custody.access"
    rules = "motcua.casework.custody.rules"
