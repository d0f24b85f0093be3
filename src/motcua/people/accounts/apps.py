"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class AccountsConfig(PackageConfig):
    name = "motcua.people.accounts"
    label = "accounts"
