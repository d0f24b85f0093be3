"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class SheetsConfig(PackageConfig):
    """Tables in and out."""

    name = "motcua.ground.sheets"
    label = "sheets"
    rules = "motcua.ground.sheets.rules"
