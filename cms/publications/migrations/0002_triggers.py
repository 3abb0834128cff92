from django.db import migrations

from cms.publications.triggers import create_triggers, drop_triggers


class Migration(migrations.Migration):
    dependencies = [("publications", "0001_initial")]

    operations = [migrations.RunPython(create_triggers, drop_triggers)]
