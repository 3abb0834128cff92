"""The database's own refusal to change or remove rows of append-only models, whoever asks: Python, psql or a script.

Every model that inherits `AppendOnly` has them. They are put in place after every `migrate`, not by a migration, so a
new model or column is guarded at once. They are taken away while migrations run: SQLite cannot rebuild a table that
another table's trigger speaks of, and a migration may have to rewrite rows. Should one fail, they are away until the
next `migrate`; `verify_audit`, `verify_gate` and `manage.py check --database default` tell.

A whole database can be emptied (`flush`) after `drop`; the signal that ends a flush puts them back.
"""

from collections.abc import Iterable

from django.apps import apps
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cms.audit.append_only import AppendOnly

MESSAGE = "{label} is append-only."
SQLITE = {
    "no_update": "BEFORE UPDATE ON {table} WHEN {changed} BEGIN SELECT RAISE(ABORT, '{message}'); END",
    "no_delete": "BEFORE DELETE ON {table} WHEN NOT ({removable}) BEGIN SELECT RAISE(ABORT, '{message}'); END",
    # INSERT OR REPLACE removes the row in its way, of which no trigger on DELETE hears.
    "no_replace": (
        "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken})"
        " BEGIN SELECT RAISE(ABORT, '{message}'); END"
    ),
}
POSTGRESQL = {
    "no_update": "BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    "no_delete": "BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    "no_truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
}
# Conditions with subqueries have no place in PostgreSQL's WHEN.
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NOT ({changed}) THEN RETURN NEW; END IF;
    ELSIF TG_OP = 'DELETE' THEN
        IF {removable} THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def append_only_models() -> list[type[AppendOnly]]:
    return [model for model in apps.get_models() if issubclass(model, AppendOnly)]


def install(connection: BaseDatabaseWrapper) -> None:
    """Repeatable: an older form of them is replaced."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for model in _with_table(connection, append_only_models()):
            words = _words(model, connection)
            _drop(cursor, model, connection)
            if connection.vendor == "postgresql":
                cursor.execute(POSTGRESQL_FUNCTION.format(**words))
            for what, how in _kinds(connection).items():
                cursor.execute(f"CREATE TRIGGER {model._meta.db_table}_{what} {how.format(**words)}")


def drop(connection: BaseDatabaseWrapper, *some: type[AppendOnly]) -> None:
    """Those of all append-only models, unless some are named."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for model in _with_table(connection, some or append_only_models()):
            _drop(cursor, model, connection)


def missing(connection: BaseDatabaseWrapper, *some: type[AppendOnly]) -> set[str]:
    """Names of those that somebody has removed or, on PostgreSQL, switched off."""
    wanted = {
        f"{model._meta.db_table}_{what}"
        for model in _with_table(connection, some or append_only_models())
        for what in _kinds(connection)
    }
    return wanted - in_force(connection)


def in_force(connection: BaseDatabaseWrapper) -> set[str]:
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall()}


def _kinds(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return {"sqlite": SQLITE, "postgresql": POSTGRESQL}[connection.vendor]


def _with_table(connection: BaseDatabaseWrapper, wanted: Iterable[type[AppendOnly]]) -> list[type[AppendOnly]]:
    """Not all have one after `migrate` of one app alone."""
    tables = set(connection.introspection.table_names())
    return [model for model in wanted if model._meta.db_table in tables]


def _drop(cursor, model: type[AppendOnly], connection: BaseDatabaseWrapper) -> None:
    table = model._meta.db_table
    for what in _kinds(connection):
        cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{what}" + _on(table, connection))


def _on(table: str, connection: BaseDatabaseWrapper) -> str:
    return f" ON {table}" if connection.vendor == "postgresql" else ""


def _words(model: type[AppendOnly], connection: BaseDatabaseWrapper) -> dict[str, str]:
    unique = [field.column for field in model._meta.concrete_fields if field.unique]
    return {
        "table": model._meta.db_table,
        "message": MESSAGE.format(label=model._meta.label),
        "changed": _changed(model, "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"),
        "removable": model.removable or "1 = 0",
        "taken": " OR ".join(f"{column} = NEW.{column}" for column in unique),
    }


def _changed(model: type[AppendOnly], differs: str) -> str:
    """Whether an update does more than lose a reference or fill in, once, what is filled in later."""
    fixed = [field for field in model._meta.concrete_fields if field.name not in model.filled_later]
    changes = [_change(field, differs) for field in fixed]
    if model.filled_later:
        later = [model._meta.get_field(name).column for name in model.filled_later]
        filled = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in later)
        changes.append(f"((OLD.{later[0]} IS NOT NULL OR NEW.{later[0]} IS NULL) AND ({filled}))")
    return " OR ".join(changes)


def _change(field: models.Field, differs: str) -> str:
    change = f"NEW.{field.column} {differs} OLD.{field.column}"
    if field.is_relation and field.remote_field.on_delete is models.SET_NULL:
        return f"({change} AND NEW.{field.column} IS NOT NULL)"
    return change
