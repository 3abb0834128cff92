from django.db import migrations, models


def copy_titles(apps, schema_editor):
    for item in apps.get_model("tv", "Item").objects.only("payload").iterator(chunk_size=500):
        type(item).objects.filter(pk=item.pk).update(title=item.payload["texts"]["title"])


class Migration(migrations.Migration):
    dependencies = [("tv", "0001_initial")]

    operations = [
        migrations.AddField("item", "title", models.CharField(default="", max_length=255, verbose_name="title"), False),
        migrations.RunPython(copy_titles, migrations.RunPython.noop, elidable=True),
    ]
