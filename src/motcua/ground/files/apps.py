"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class FilesConfig(PackageConfig):
    name = "motcua.ground.files"
    label = "files"
