"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class NoticesConfig(PackageConfig):
    name = "motcua.casework.notices"
    label = "notices"
    access = "motcua.casework.notices.access"
    rules = "motcua.casework.notices.rules"
