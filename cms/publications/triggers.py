"""What the database does for the log beyond what it does for every append-only table (cms.audit.triggers): it numbers
the rows in the order of commits, and nobody else does. Put in place after every `migrate`, too.

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
"""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cms.audit import triggers
from cms.publications.models import LogRow

TABLE = LogRow._meta.db_table
MESSAGE = "The publication log is append-only, and the database alone numbers its rows."
NUMBERING = ("publications_end", "publications_number")
SQLITE = {
    # Of a row that comes with a number it would change that number, which the table refuses.
    "publications_number": (
        "CREATE TRIGGER publications_number AFTER INSERT ON {table}"
        " BEGIN UPDATE {table} SET cursor = (SELECT COALESCE(MAX(cursor), 0) + 1 FROM {table}) WHERE id = NEW.id; END"
    ),
}
POSTGRESQL = {
    "publications_not_numbered": (
        "CREATE TRIGGER publications_not_numbered BEFORE INSERT ON {table}"
        " FOR EACH ROW WHEN (NEW.cursor IS NOT NULL) EXECUTE FUNCTION publications_not_numbered()"
    ),
    "publications_end": (
        "CREATE CONSTRAINT TRIGGER publications_end AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION publications_end()"
    ),
    "publications_number": (
        "CREATE CONSTRAINT TRIGGER publications_number AFTER UPDATE ON {table} DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW WHEN (NEW.cursor IS NULL) EXECUTE FUNCTION publications_number()"
    ),
}
POSTGRESQL_FUNCTIONS = """
CREATE OR REPLACE FUNCTION publications_not_numbered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE OR REPLACE FUNCTION publications_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE {table} SET cursor = NULL WHERE id = NEW.id AND cursor IS NULL
        AND NOT EXISTS (SELECT 1 FROM {table} earlier WHERE earlier.cursor IS NULL AND earlier.id < NEW.id);
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION publications_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock('{table}'::regclass::oid::bigint);
    UPDATE {table} SET cursor = numbered.cursor FROM (
        SELECT id, (SELECT COALESCE(MAX(cursor), 0) FROM {table}) + row_number() OVER (ORDER BY id) AS cursor
        FROM {table} WHERE cursor IS NULL
    ) numbered WHERE {table}.id = numbered.id;
    RETURN NULL;
END $$
"""


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Repeatable: an older form of them is replaced."""
    is_sqlite = connection.vendor == "sqlite"
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if not is_sqlite:
            cursor.execute(POSTGRESQL_FUNCTIONS.format(table=TABLE, message=MESSAGE))
        for name, sql in (SQLITE if is_sqlite else POSTGRESQL).items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if is_sqlite else f" ON {TABLE}"))
            cursor.execute(sql.format(table=TABLE))


def missing_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of those that somebody has removed or, on PostgreSQL, switched off; the table's refusals are among them."""
    wanted = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[connection.vendor]
    return (wanted.keys() - triggers.in_force(connection)) | triggers.missing(connection, LogRow)


def number_now(connection: BaseDatabaseWrapper) -> None:
    """Numbers what the transaction under way has written, which PostgreSQL otherwise does at its end."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        names = ", ".join(NUMBERING)
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE; SET CONSTRAINTS {names} DEFERRED")
