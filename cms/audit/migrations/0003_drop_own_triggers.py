from django.db import migrations


def drop_old_triggers(apps, schema_editor):
    """Where they were put by the migration before this one; those of all append-only models take their place."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for name in ("audit_no_update", "audit_no_delete", "audit_no_truncate"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if is_sqlite else " ON audit_auditentry"))
    if not is_sqlite:
        schema_editor.execute("DROP FUNCTION IF EXISTS audit_refuse")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_triggers")]

    operations = [migrations.RunPython(drop_old_triggers, migrations.RunPython.noop)]
