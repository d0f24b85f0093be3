"""The look as a Django application."""

from motcua.ground.kernel.apps import PackageConfig


class LookConfig(PackageConfig):
    """Layouts, components and template tags that every face stands on."""

    name = "motcua.faces.look"
    label = "look"
    verbose_name = "Giao diện"
    rules = "motcua.faces.look.exports.rules"
    access = "motcua.faces.look.access"
