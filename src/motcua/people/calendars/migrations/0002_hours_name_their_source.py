from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calendars", "0001_calendars")]
    operations = [
        migrations.AddField("workinghours", "source", models.CharField(default="", max_length=300)),
    ]
