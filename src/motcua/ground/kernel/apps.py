"""The kernel imports every package's access rows once, when all models are loaded."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig, apps


class PackageConfig(AppConfig):
    """Base of the house's app configurations: a package names its access rows and its refusals by dotted path."""

    default_auto_field = "django.db.models.BigAutoField"
    access: str = ""
    rules: str = ""


class KernelConfig(AppConfig):
    """The kernel's own configuration."""

    name = "motcua.ground.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        configs = [config for config in apps.get_app_configs() if isinstance(config, PackageConfig)]
        # All rules before any row: a row may name a role that a package above registers in its rules.
        for path in [config.rules for config in configs] + [config.access for config in configs]:
            if path:
                import_module(path)
