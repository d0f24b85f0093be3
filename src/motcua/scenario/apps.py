"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class ScenarioConfig(PackageConfig):
    name = "motcua.scenario"
    label = "scenario"
    access = "motcua.scenario.access"
