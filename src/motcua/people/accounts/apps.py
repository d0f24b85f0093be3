"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class AccountsConfig(PackageConfig):
    """Sign-in."""

    name = "motcua.people.accounts"
    label = "accounts"
    access = "motcua.people.accounts.access"
    rules = "motcua.people.accounts.rules"
