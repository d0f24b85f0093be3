"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class OversightConfig(PackageConfig):
    name = "motcua.faces.oversight"
    label = "oversight"
