"""What the database itself does for the log: it numbers the rows in the order of commits and refuses to change them.

**The order.** SQLite has one writer at a time, from its first change to its commit, so a row is numbered when it is
added. PostgreSQL has many; there a row is numbered when its transaction commits, under a lock that is released after
the commit is visible to all. So whoever sees number n+1 sees n, numbers have no gaps, and a transaction that takes
long keeps nobody from publishing.

**Why nobody can wait for ever.** The lock is taken by the very last thing a transaction does, when it already holds
every row lock it will ever want; who holds the log's lock never waits for another one, so no circle of waiting can go
through it. "The very last" needs two deferred triggers: PostgreSQL runs deferred triggers and foreign keys, which lock
rows, in the order in which they were asked for, and what these ask for in a second round. The first trigger touches
the transaction's first row only to ask for the second one, which takes the lock. Exceptions are `SET CONSTRAINTS ...
IMMEDIATE` in the middle of a transaction, after which it holds the lock until its end, and isolation levels above READ
COMMITTED, under which a transaction that cannot see the last number fails on the unique one.

**What is refused.** Every change of a row but its first numbering; every removal but of rows that a later one of the
same page has overtaken, up to the mark that pruning sets. While there is no mark there is nothing to protect, so an
empty database can be loaded and a test database emptied. A migration that changes the table's columns must drop the
triggers before that and create them again after it.
"""

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE, MARK = "publications_logrow", "publications_prunemark"
MESSAGE = "The publication log is append-only."
NUMBERING = ("publications_end", "publications_number")
NAMES = {
    "sqlite": {"publications_no_update", "publications_no_delete", "publications_number"},
    "postgresql": {
        "publications_no_update",
        "publications_no_delete",
        "publications_no_truncate",
        "publications_not_numbered",
        *NUMBERING,
    },
}
OVERTAKEN = (
    f"EXISTS (SELECT 1 FROM {TABLE} later WHERE later.translation_key = OLD.translation_key "
    "AND later.locale = OLD.locale AND later.id > OLD.id)"
)
FORBIDDEN_DELETE = (
    f"EXISTS (SELECT 1 FROM {MARK} WHERE OLD.cursor IS NULL OR OLD.cursor > {MARK}.cursor OR NOT {OVERTAKEN})"
)
SQLITE = """
CREATE TRIGGER publications_no_update BEFORE UPDATE ON {table} WHEN {forbidden_update}
    BEGIN SELECT RAISE(ABORT, '{message}'); END;
CREATE TRIGGER publications_no_delete BEFORE DELETE ON {table} WHEN {forbidden_delete}
    BEGIN SELECT RAISE(ABORT, '{message}'); END;
CREATE TRIGGER publications_number AFTER INSERT ON {table}
    BEGIN UPDATE {table} SET cursor = (SELECT COALESCE(MAX(cursor), 0) + 1 FROM {table}) WHERE id = NEW.id; END
"""
POSTGRESQL = """
CREATE FUNCTION publications_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.cursor IS NULL THEN RETURN NEW; END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF NOT ({forbidden_update}) THEN RETURN NEW; END IF;
    ELSIF TG_OP = 'DELETE' THEN
        IF NOT {forbidden_delete} THEN RETURN OLD; END IF;
    ELSIF NOT EXISTS (SELECT 1 FROM {mark}) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION publications_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE {table} SET cursor = NULL WHERE id = NEW.id AND cursor IS NULL
        AND NOT EXISTS (SELECT 1 FROM {table} earlier WHERE earlier.cursor IS NULL AND earlier.id < NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION publications_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock('{table}'::regclass::oid::bigint);
    UPDATE {table} SET cursor = numbered.cursor FROM (
        SELECT id, (SELECT COALESCE(MAX(cursor), 0) FROM {table}) + row_number() OVER (ORDER BY id) AS cursor
        FROM {table} WHERE cursor IS NULL
    ) numbered WHERE {table}.id = numbered.id;
    RETURN NULL;
END $$;
CREATE TRIGGER publications_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION publications_refuse();
CREATE TRIGGER publications_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION publications_refuse();
CREATE TRIGGER publications_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION publications_refuse();
CREATE TRIGGER publications_not_numbered BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION publications_refuse();
CREATE CONSTRAINT TRIGGER publications_end AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION publications_end();
CREATE CONSTRAINT TRIGGER publications_number AFTER UPDATE ON {table} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.cursor IS NULL) EXECUTE FUNCTION publications_number()
"""


def create_triggers(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """For the columns that the table has at this point of the migrations."""
    is_sqlite = editor.connection.vendor == "sqlite"
    columns = [field.column for field in apps.get_model("publications", "LogRow")._meta.fields]
    differs = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
    changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns if column != "cursor")
    sql = (SQLITE if is_sqlite else POSTGRESQL).format(
        table=TABLE,
        mark=MARK,
        message=MESSAGE,
        forbidden_update=f"OLD.cursor IS NOT NULL OR {changed}",
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
        editor.execute("DROP FUNCTION publications_refuse, publications_end, publications_number")


def missing_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of those that somebody has removed or, on PostgreSQL, switched off."""
    sql = {
        "sqlite": f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{TABLE}'",
        "postgresql": f"SELECT tgname FROM pg_trigger WHERE tgrelid = '{TABLE}'::regclass AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return NAMES[connection.vendor] - {name for (name,) in cursor.fetchall()}


def number_now(connection: BaseDatabaseWrapper) -> None:
    """Numbers what the transaction under way has written, which PostgreSQL otherwise does at its end."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        names = ", ".join(NUMBERING)
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE; SET CONSTRAINTS {names} DEFERRED")
