from django.db import migrations


class Migration(migrations.Migration):
    """Triggers are put in place after every `migrate` now (cms.publications.triggers, cms.audit.triggers)."""

    dependencies = [("publications", "0001_initial")]

    operations = []
