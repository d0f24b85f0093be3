"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class FilesConfig(PackageConfig):
    """Files by the hash of their content."""

    name = "motcua.ground.files"
    label = "files"
    rules = "motcua.ground.files.rules"
