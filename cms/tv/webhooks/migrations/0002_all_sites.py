"""Whether a webhook gets all sites is said from now on; until here it was so where none was chosen."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def say_it(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("tv_webhooks", "Subscription").objects.filter(sites__isnull=False).update(all_sites=False)


class Migration(migrations.Migration):
    dependencies = [("tv_webhooks", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="subscription",
            name="all_sites",
            field=models.BooleanField(default=True, verbose_name="all sites"),
        ),
        migrations.AlterField(
            model_name="subscription",
            name="sites",
            field=models.ManyToManyField(
                blank=True,
                help_text="Unless it is to get all sites.",
                related_name="+",
                to="wagtailcore.site",
                verbose_name="sites",
            ),
        ),
        migrations.RunPython(say_it, migrations.RunPython.noop),
    ]
