"""The database's own part of the gate, for what goes past Django: `update()`, psql, a stray script.

A page's row becomes live, or gets another live revision, title or address, only while a clearance for exactly that is
open; a clearance on the ground `approved` needs approvals of the same content by two people. No other file takes the
place of one that a live page uses. Approvals and clearances are append-only (cms.audit.triggers). What the tables of
the page types say is beyond triggers: verify_gate finds it.

Put in place after every `migrate` and away while migrations run, as there: a later migration of Wagtail may rebuild the
table.
"""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from cms.audit import triggers
from cms.editorial.gate.fingerprints import file_fields, file_models
from cms.editorial.gate.models import BETWEEN, LINE

APPROVAL, CLEARANCE, URGENT = "gate_approval", "gate_clearance", "gate_urgentrelease"
FILE_CHANGE = "gate_filechange"
PAGE = "wagtailcore_page"
NOT_CLEARED = "The gate: nothing goes live that two people have not approved."
NOT_OTHERWISE = "The gate: a file that a live page uses is not replaced."
NOT_APPROVED = "The gate: a clearance needs the approvals of two people, or an urgent release."

SAME_PAGE = "{rows}.translation_key = {page}.translation_key AND {rows}.locale_id = {page}.locale_id"
OPEN = f"{CLEARANCE}.ended_at IS NULL AND " + SAME_PAGE.format(rows=CLEARANCE, page="{page}")
CLEARED = f"EXISTS (SELECT 1 FROM {CLEARANCE} WHERE " + OPEN.format(page="NEW") + " AND {same_revision})"
APPROVED = (
    f"(SELECT COUNT(DISTINCT approver_id) FROM {APPROVAL} WHERE "
    + SAME_PAGE.format(rows=APPROVAL, page="NEW")
    + f" AND {APPROVAL}.fingerprint = NEW.fingerprint) >= 2"
)
RELEASED = (
    f"EXISTS (SELECT 1 FROM {URGENT} WHERE "
    + SAME_PAGE.format(rows=URGENT, page="NEW")
    + f" AND {URGENT}.fingerprint = NEW.fingerprint AND {URGENT}.withdrawn_at IS NULL)"
)
ONCE_APPROVED = (
    f"EXISTS (SELECT 1 FROM {CLEARANCE} WHERE "
    + SAME_PAGE.format(rows=CLEARANCE, page="NEW")
    + f" AND {CLEARANCE}.basis = 'approved')"
)
UNFOUNDED = (
    f"((NEW.basis = 'approved' AND NOT {APPROVED}) OR (NEW.basis = 'urgent' AND NOT {RELEASED})"
    f" OR (NEW.basis = 'readdressed' AND NOT {ONCE_APPROVED}))"
)
# What goes on in `live_revision_id` and the identity matters only while the page is live. It may lose its revision:
# whoever deletes a page deletes its revisions first.
BECOMES_LIVE = (
    "NEW.live AND (NOT OLD.live"
    " OR (NEW.live_revision_id IS NOT NULL AND NEW.live_revision_id {differs} OLD.live_revision_id)"
    " OR NEW.translation_key {differs} OLD.translation_key OR NEW.locale_id {differs} OLD.locale_id"
    # What was in the root's place, which nobody reads, is as good as new.
    " OR OLD.depth = 1)"
)
OTHER_KIND = "(OLD.live AND NEW.live AND NEW.content_type_id {differs} OLD.content_type_id)"
SAYS_SOMETHING_ELSE = "NEW.live AND (" + " OR ".join(f"NEW.{name} {{differs}} OLD.{name}" for name in LINE) + ")"
SAME_LINE = f"({CLEARANCE}.line IS NULL OR {CLEARANCE}.line = {{line}})"
SAID = CLEARED.replace("{same_revision}", SAME_LINE)
UNLICENSED = (
    f"NEW.depth > 1 AND ({OTHER_KIND} OR ({BECOMES_LIVE} AND NOT {CLEARED}) OR ({SAYS_SOMETHING_ELSE} AND NOT {SAID}))"
)
GOES = f"UPDATE {CLEARANCE} SET ended_at = {{now}} WHERE " + OPEN.format(page="OLD")
LEAVES = (
    "OLD.live AND (NOT NEW.live OR NEW.translation_key {differs} OLD.translation_key"
    " OR NEW.locale_id {differs} OLD.locale_id)"
)
WATCHED = ", ".join(
    ["live", "live_revision_id", "translation_key", "locale_id", "depth", "content_type_id", *LINE],
)

SQLITE = {
    "gate_page_insert": (
        f"AFTER INSERT ON {PAGE} WHEN NEW.live AND NEW.depth > 1 AND NOT {CLEARED}",
        f"SELECT RAISE(ABORT, '{NOT_CLEARED}')",
    ),
    "gate_page_update": (
        f"BEFORE UPDATE OF {WATCHED} ON {PAGE} WHEN {UNLICENSED}",
        f"SELECT RAISE(ABORT, '{NOT_CLEARED}')",
    ),
    "gate_page_goes": (f"AFTER UPDATE OF live, translation_key, locale_id ON {PAGE} WHEN {LEAVES}", GOES),
    "gate_page_delete": (f"AFTER DELETE ON {PAGE} WHEN OLD.live", GOES),
    "gate_clearance_insert": (
        f"BEFORE INSERT ON {CLEARANCE} WHEN {UNFOUNDED}",
        f"SELECT RAISE(ABORT, '{NOT_APPROVED}')",
    ),
}
POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION gate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = '{PAGE}' THEN
        IF TG_OP = 'INSERT' THEN
            IF NEW.live AND NEW.depth > 1 AND NOT {CLEARED} THEN RAISE EXCEPTION '{NOT_CLEARED}'
                USING ERRCODE = 'integrity_constraint_violation'; END IF;
        ELSIF TG_OP = 'UPDATE' THEN
            IF {UNLICENSED} THEN RAISE EXCEPTION '{NOT_CLEARED}'
                USING ERRCODE = 'integrity_constraint_violation'; END IF;
            IF {LEAVES} THEN {GOES}; END IF;
        ELSE
            IF OLD.live THEN {GOES}; END IF;
        END IF;
    ELSE
        IF {UNFOUNDED} THEN RAISE EXCEPTION '{NOT_APPROVED}'
            USING ERRCODE = 'integrity_constraint_violation'; END IF;
    END IF;
    RETURN NULL;
END $$
"""
POSTGRESQL = {
    "gate_page_insert": f"AFTER INSERT ON {PAGE} FOR EACH ROW",
    "gate_page_update": f"AFTER UPDATE OF {WATCHED} ON {PAGE} FOR EACH ROW",
    "gate_page_delete": f"AFTER DELETE ON {PAGE} FOR EACH ROW",
    "gate_clearance_insert": f"AFTER INSERT ON {CLEARANCE} FOR EACH ROW",
}


# What readers get under the name of a picture, document or recording; files.py keeps more of it. Not of pages that came
# with the platform: what comes along with them may be replaced.
USED = f"""EXISTS (SELECT 1 FROM wagtailcore_referenceindex place
    JOIN django_content_type kind ON kind.id = place.to_content_type_id
    JOIN django_content_type base ON base.id = place.base_content_type_id
    JOIN {PAGE} page ON CAST(page.id AS VARCHAR(255)) = place.object_id
    JOIN {CLEARANCE} ON {OPEN.format(page="page")}
    WHERE kind.app_label = '{{app}}' AND kind.model = '{{model}}' AND place.to_object_id = CAST(OLD.id AS VARCHAR(255))
    AND base.app_label = 'wagtailcore' AND base.model = 'page' AND page.live AND {CLEARANCE}.basis <> 'shipped')"""
UNSEEN = f"""EXISTS (SELECT 1 FROM {FILE_CHANGE} WHERE {FILE_CHANGE}.label = '{{app}}.{{model}}'
    AND {FILE_CHANGE}.file_id = OLD.id AND {FILE_CHANGE}.name = NEW.{{column}})"""
OTHER_FILE = f"NEW.{{column}} <> OLD.{{column}} AND NOT {UNSEEN} AND {USED}"
SQLITE_FILE = """
CREATE TRIGGER {name} BEFORE UPDATE OF {column} ON {table} WHEN {other} BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
POSTGRESQL_FILE = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {other} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {name} BEFORE UPDATE OF {column} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()
"""


def file_columns() -> dict[str, tuple[type[Model], str]]:
    """Name of the trigger -> model and column that it keeps."""
    return {
        f"gate_{model._meta.db_table}_{name}": (model, model._meta.get_field(name).column)
        for model in file_models()
        for name in file_fields(model)
    }


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Repeatable: an older form of them is replaced."""
    is_sqlite = connection.vendor == "sqlite"
    differs = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
    same = "IS" if is_sqlite else "IS NOT DISTINCT FROM"
    words = {
        "differs": differs,
        "now": "STRFTIME('%Y-%m-%d %H:%M:%f', 'now')" if is_sqlite else "CLOCK_TIMESTAMP()",
        "same_revision": f"{CLEARANCE}.revision_id {same} NEW.live_revision_id",
        "line": f" || {'CHAR' if is_sqlite else 'CHR'}({BETWEEN}) || ".join(f"NEW.{name}" for name in LINE),
    }
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        drop_triggers(connection)
        if is_sqlite:
            for name, (when, action) in SQLITE.items():
                cursor.execute(f"CREATE TRIGGER {name} {when} BEGIN {action}; END".format(**words))
        else:
            cursor.execute(POSTGRESQL_FUNCTION.format(**words))
            for name, when in POSTGRESQL.items():
                cursor.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION gate_guard()".format(**words))
        for name, (model, column) in file_columns().items():
            parts = {"app": model._meta.app_label, "model": model._meta.model_name, "column": column}
            cursor.execute(
                (SQLITE_FILE if is_sqlite else POSTGRESQL_FILE).format(
                    name=name,
                    table=model._meta.db_table,
                    column=column,
                    other=OTHER_FILE.format(**parts),
                    message=NOT_OTHERWISE,
                )
            )


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for name, table in _wanted(connection).items():
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def has_tables(connection: BaseDatabaseWrapper) -> bool:
    """Not so while the first `migrate` runs, nor after `migrate wagtailcore` alone."""
    files = {model._meta.db_table for model in file_models()}
    return {PAGE, CLEARANCE, APPROVAL, FILE_CHANGE, *files} <= set(connection.introspection.table_names())


def missing_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of those that somebody has removed or, on PostgreSQL, switched off."""
    return _wanted(connection).keys() - triggers.in_force(connection)


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name of the trigger -> its table."""
    ours = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[connection.vendor]
    tables = {name: PAGE if name.startswith("gate_page") else CLEARANCE for name in ours}
    return tables | {name: model._meta.db_table for name, (model, _column) in file_columns().items()}
