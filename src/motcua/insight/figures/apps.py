"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class FiguresConfig(PackageConfig):
    name = "motcua.insight.figures"
    label = "figures"
