"""Working time."""

from motcua.ground.kernel.apps import PackageConfig


class CalendarsConfig(PackageConfig):
    """Calendars of working time."""

    name = "motcua.people.calendars"
    label = "calendars"
    access = "motcua.people.calendars.access"
    rules = "motcua.people.calendars.rules"
