"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class DeskConfig(PackageConfig):
    name = "motcua.faces.desk"
    label = "desk"
    access = "motcua.faces.desk.access"
    # The desk's part of the rail; the look puts the frame together.
    rail = "motcua.faces.desk.rail.lines"
