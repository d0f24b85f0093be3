"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class DossiersConfig(PackageConfig):
    name = "motcua.casework.dossiers"
    label = "dossiers"
    access = "motcua.casework.dossiers.access"
    rules = "motcua.casework.dossiers.rules"
