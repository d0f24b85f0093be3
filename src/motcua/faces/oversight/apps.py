"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class OversightConfig(PackageConfig):
    name = "motcua.faces.oversight"
    label = "oversight"
    # Oversight's part of the rail; the look puts the frame together.
    rail = "motcua.faces.oversight.rail.lines"
