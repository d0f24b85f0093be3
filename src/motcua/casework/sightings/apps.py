"""Configuration of the package."""

from motcua.ground.kernel.apps import PackageConfig


class SightingsConfig(PackageConfig):
    name = "motcua.casework.sightings"
    label = "sightings"
    access = "motcua.casework.sightings.access"
