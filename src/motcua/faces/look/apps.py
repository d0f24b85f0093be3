"""The look as a Django application."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """Layouts, components and template tags that every face stands on."""

    name = "motcua.faces.look"
    label = "look"
    verbose_name = "Giao diện"
