from django.db import migrations


def drop_old_triggers(apps, schema_editor):
    """Those of all append-only models take their place (cms.audit.triggers)."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for name, table in (("gate_clearance_update", "gate_clearance"), ("gate_approval_update", "gate_approval")):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if is_sqlite else f" ON {table}"))


class Migration(migrations.Migration):
    dependencies = [("gate", "0003_words_of_the_row")]

    operations = [migrations.RunPython(drop_old_triggers, migrations.RunPython.noop)]
