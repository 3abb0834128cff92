"""The database's own refusal to change or delete audit rows, whoever asks: Python, psql or a stray script.

Two things pass: sealing a row that was not sealed, and deleting rows that the head has marked as pruned. While there
is no head there is no chain to protect; so an empty database can be loaded and a test database emptied.
A migration that changes the table's columns must drop the triggers before that and create them again after it.
"""

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE, HEAD = "audit_auditentry", "audit_audithead"
MESSAGE = "The audit is append-only."
SEAL = {"sequence", "key_id", "hash"}
NAMES = {
    "sqlite": {"audit_no_update", "audit_no_delete"},
    "postgresql": {"audit_no_update", "audit_no_delete", "audit_no_truncate"},
}
FORBIDDEN_DELETE = f"EXISTS (SELECT 1 FROM {HEAD} WHERE OLD.sequence IS NULL OR OLD.sequence > {HEAD}.pruned_sequence)"
SQLITE = """
CREATE TRIGGER audit_no_update BEFORE UPDATE ON {table} WHEN {forbidden_update}
    BEGIN SELECT RAISE(ABORT, '{message}'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON {table} WHEN {forbidden_delete}
    BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
POSTGRESQL = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NOT ({forbidden_update}) THEN RETURN NEW; END IF;
    ELSIF TG_OP = 'DELETE' THEN
        IF NOT {forbidden_delete} THEN RETURN OLD; END IF;
    ELSIF NOT EXISTS (SELECT 1 FROM {head}) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
"""


def create_triggers(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """For the columns that the table has at this point of the migrations."""
    is_sqlite = editor.connection.vendor == "sqlite"
    columns = [field.column for field in apps.get_model("audit", "AuditEntry")._meta.fields]
    differs = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
    changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns if column not in SEAL)
    sql = (SQLITE if is_sqlite else POSTGRESQL).format(
        table=TABLE,
        head=HEAD,
        message=MESSAGE,
        forbidden_update=f"OLD.sequence IS NOT NULL OR NEW.sequence IS NULL OR {changed}",
        forbidden_delete=FORBIDDEN_DELETE,
    )
    for statement in _statements(sql, is_sqlite):
        editor.execute(statement)


def _statements(sql: str, is_sqlite: bool) -> list[str]:
    """SQLite takes one at a time, and a trigger's body ends with a semicolon of its own."""
    return [f"CREATE TRIGGER {part}" for part in sql.split("CREATE TRIGGER ")[1:]] if is_sqlite else [sql]


def drop_triggers(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    vendor = editor.connection.vendor
    for name in sorted(NAMES[vendor]):
        editor.execute(f"DROP TRIGGER {name}" + ("" if vendor == "sqlite" else f" ON {TABLE}"))
    if vendor == "postgresql":
        editor.execute("DROP FUNCTION audit_refuse")


def missing_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of those that somebody has removed or, on PostgreSQL, switched off."""
    sql = {
        "sqlite": f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{TABLE}'",
        "postgresql": f"SELECT tgname FROM pg_trigger WHERE tgrelid = '{TABLE}'::regclass AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return NAMES[connection.vendor] - {name for (name,) in cursor.fetchall()}
