"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class FiguresConfig(PackageConfig):
    name = "motcua.insight.figures"
    label = "figures"
    rules = "motcua.insight.figures.rules"
    access = "motcua.insight.figures.access"
