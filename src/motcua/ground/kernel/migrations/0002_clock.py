"""The one row of the business clock: real time."""

from datetime import timedelta
from typing import Any

from django.db import migrations


def set_clock(apps: Any, _editor: Any) -> None:
    apps.get_model("kernel", "BusinessClock").objects.create(id=1, offset=timedelta())


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_journal")]
    operations = [migrations.RunPython(set_clock, migrations.RunPython.noop)]
