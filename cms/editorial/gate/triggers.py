"""The database's own part of the gate, for what goes past Django: `update()`, psql, a stray script.

A page's row becomes live, or gets another live revision, title or address, only while a clearance for exactly that is
open; a clearance on the ground `approved` needs approvals of the same content by two people; approvals and clearances
cannot be rewritten. What the tables of the page types say is beyond the triggers: verify_gate finds it.

Put in place after every `migrate`, not by a migration: SQLite drops a table's triggers when a later migration of
Wagtail rebuilds the table.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from cms.editorial.gate.models import BETWEEN, LINE

APPROVAL, CLEARANCE, URGENT = "gate_approval", "gate_clearance", "gate_urgentrelease"
PAGE = "wagtailcore_page"
NOT_CLEARED = "The gate: nothing goes live that two people have not approved."
NOT_APPROVED = "The gate: a clearance needs the approvals of two people, or an urgent release."
NOT_CHANGED = "The gate: approvals and clearances are never rewritten."

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
UNFOUNDED = f"((NEW.basis = 'approved' AND NOT {APPROVED}) OR (NEW.basis = 'urgent' AND NOT {RELEASED}))"
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
    "gate_clearance_update": (
        f"BEFORE UPDATE ON {CLEARANCE} WHEN OLD.ended_at IS NOT NULL OR {{clearance_changed}}",
        f"SELECT RAISE(ABORT, '{NOT_CHANGED}')",
    ),
    "gate_approval_update": (
        f"BEFORE UPDATE ON {APPROVAL}",
        f"SELECT RAISE(ABORT, '{NOT_CHANGED}')",
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
    ELSIF TG_TABLE_NAME = '{CLEARANCE}' AND TG_OP = 'INSERT' THEN
        IF {UNFOUNDED} THEN RAISE EXCEPTION '{NOT_APPROVED}'
            USING ERRCODE = 'integrity_constraint_violation'; END IF;
    ELSE
        RAISE EXCEPTION '{NOT_CHANGED}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""
POSTGRESQL = {
    "gate_page_insert": f"AFTER INSERT ON {PAGE} FOR EACH ROW",
    "gate_page_update": f"AFTER UPDATE OF {WATCHED} ON {PAGE} FOR EACH ROW",
    "gate_page_delete": f"AFTER DELETE ON {PAGE} FOR EACH ROW",
    "gate_clearance_insert": f"AFTER INSERT ON {CLEARANCE} FOR EACH ROW",
    "gate_clearance_update": (
        f"AFTER UPDATE ON {CLEARANCE} FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL OR {{clearance_changed}})"
    ),
    "gate_approval_update": f"AFTER UPDATE ON {APPROVAL} FOR EACH ROW",
}
FIXED = ("translation_key", "locale_id", "fingerprint", "basis", "revision_id", "by_id", "created_at", "line")


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
        "clearance_changed": " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in FIXED),
    }
    with connection.cursor() as cursor:
        if not is_sqlite:
            cursor.execute(POSTGRESQL_FUNCTION.format(**words))
        for name in POSTGRESQL.keys() | SQLITE.keys():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if is_sqlite else f" ON {_table_of(name)}"))
        if is_sqlite:
            for name, (when, action) in SQLITE.items():
                cursor.execute(f"CREATE TRIGGER {name} {when} BEGIN {action}; END".format(**words))
        else:
            for name, when in POSTGRESQL.items():
                cursor.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION gate_guard()".format(**words))


def has_tables(connection: BaseDatabaseWrapper) -> bool:
    """Not so while the first `migrate` runs, nor after `migrate wagtailcore` alone."""
    return {PAGE, CLEARANCE, APPROVAL} <= set(connection.introspection.table_names())


def missing_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of those that somebody has removed or, on PostgreSQL, switched off."""
    wanted, sql = {
        "sqlite": (SQLITE, "SELECT name FROM sqlite_master WHERE type = 'trigger'"),
        "postgresql": (POSTGRESQL, "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return wanted.keys() - {name for (name,) in cursor.fetchall()}


def _table_of(trigger: str) -> str:
    return {"page": PAGE, "clearance": CLEARANCE, "approval": APPROVAL}[trigger.split("_")[1]]
