"""The year that the demonstration tells, and the moment at which it stands still for the visitor."""

from __future__ import annotations

from datetime import date, datetime

from motcua.ground.kernel.clock import LOCAL

SEED = 2017
ENTERED_AT = datetime(2014, 12, 1, 8, 0, tzinfo=LOCAL)
"""When units, officers and catalogue were entered."""
IN_OFFICE_FROM = date(2014, 12, 1)
FIRST_DAY = date(2017, 1, 3)
LAST_DAY = date(2017, 12, 29)
OPENING = datetime(2018, 1, 2, 7, 30, tzinfo=LOCAL)
"""Where the clock of the demonstration stands at its first start."""
