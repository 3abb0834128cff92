from django.db import migrations


def drop_old_triggers(apps, schema_editor):
    """Where they were put by the migration before this one. What numbers the rows is put in place again afterwards."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for name in ("publications_no_update", "publications_no_delete", "publications_no_truncate"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if is_sqlite else " ON publications_logrow"))
    if not is_sqlite:
        schema_editor.execute("DROP TRIGGER IF EXISTS publications_not_numbered ON publications_logrow")
        schema_editor.execute("DROP FUNCTION IF EXISTS publications_refuse")


class Migration(migrations.Migration):
    dependencies = [("publications", "0002_triggers")]

    operations = [migrations.RunPython(drop_old_triggers, migrations.RunPython.noop)]
