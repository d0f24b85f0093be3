"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class PortalConfig(PackageConfig):
    name = "motcua.faces.portal"
    label = "portal"
    access = "motcua.faces.portal.access"
