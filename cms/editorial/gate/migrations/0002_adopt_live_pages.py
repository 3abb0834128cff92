from django.db import migrations

BATCH = 500


def adopt(apps, schema_editor):
    """What was live when the gate came stays so until somebody changes it."""
    Page = apps.get_model("wagtailcore", "Page")
    Clearance = apps.get_model("gate", "Clearance")
    pages = Page.objects.filter(live=True, depth__gt=1).values_list("translation_key", "locale_id", "live_revision_id")
    Clearance.objects.bulk_create(
        (
            Clearance(translation_key=key, locale_id=locale, revision_id=revision, basis="adopted", fingerprint="")
            for key, locale, revision in pages.iterator()
        ),
        batch_size=BATCH,
    )


class Migration(migrations.Migration):
    dependencies = [("gate", "0001_initial")]

    operations = [migrations.RunPython(adopt, migrations.RunPython.noop)]
