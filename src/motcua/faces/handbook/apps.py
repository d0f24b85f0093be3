"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class HandbookConfig(PackageConfig):
    name = "motcua.faces.handbook"
    label = "handbook"
    access = "motcua.faces.handbook.access"
    # Where the handbook speaks of a screen; the look puts the link on every page.
    help = "motcua.faces.handbook.places.address_of"
