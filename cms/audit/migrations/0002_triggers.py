from django.db import migrations


class Migration(migrations.Migration):
    """Triggers are put in place after every `migrate` now (cms.audit.triggers)."""

    dependencies = [("audit", "0001_initial")]

    operations = []
