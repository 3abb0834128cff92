"""Which rows of the database a county may never touch, worked out from keys alone.

On purpose independent of `sites.isolation`: what judges the product must not ask the product. Everything that is not
Lichuan's belongs to others, whether it carries a mark or not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import ForeignKey, Model

from tests.sites.isolation.crawler.world import Place

Row = tuple
PAGE, COLLECTION, USER = "wagtailcore.Page", "wagtailcore.Collection", "users.User"
SITE, GROUP = "wagtailcore.Site", "auth.Group"

# Rows nobody owns that follow from other rows or from a visit: they may come and go.
DERIVED = {
    "sessions.Session": "the visitor's own sign-in",
    "wagtailsearch.IndexEntry": "derived from what is indexed",
    "wagtailsearch.SQLiteFTSIndexEntry": "derived from what is indexed",
    "media.Rendition": "derived from a picture when somebody may look at it",
    "wagtailembeds.Embed": "what another host says about an address",
    "django_tasks_database.DBTaskResult": "the queue of background work, shown to nobody",
    "audit.AuditEntry": "written by the program about whatever anybody does; its own tests keep it append-only",
    "audit.AuditHead": "the end of the audit's chain",
    "gate.Approval": "written by the review about the page that it approves; what was said is in the stage's own row",
    "gate.FileChange": "names of files whose change no reader sees; written by the program that changes them",
    "gate.Clearance": "written by the gate when a page goes live; holds no words",
    "tv_editions.Edition": "made by the program of a plan; shown to everybody, by /api/tv/, or to nobody",
    "tv_editions.EditionAsset": "a file of an edition",
    "tv.Item": "made by the program of a page that is live; shown to everybody, by /api/tv/, or to nobody",
    "tv.HiddenFiles": "numbers of files of an item, kept by the program to know what it has told of them",
    "tv_consumers.HourlyCount": "how much a program asks for, counted by the program that answers",
    "tv_webhooks.Delivery": "what was sent to a program and came back; shown to the channel's people",
    "publications.LogRow": "written by the program about whatever becomes of pages; its own tests keep it append-only",
    "publications.Reader": "how far a program has read the publication log",
    "publications.PruneMark": "the beginning of the complete publication log",
    "users.CountedRequest": "counts without persons",
    "axes.AccessAttemptExpiration": "guesses at a password, shown to superusers",
    "axes.AccessAttempt": "guesses at a password, shown to superusers",
    "axes.AccessLog": "sign-ins, shown to superusers",
    "axes.AccessFailureLog": "guesses at a password, shown to superusers",
    "wagtailadmin.Admin": "a name for a permission, without rows",
    "recall.PageCopy": "which page was made from which: two numbers that nobody is shown",
}
# What all sites share or what says who may do what: no county may add, change or delete a row.
COMMON = {
    "news.Topic",
    "commentary.PenName",
    "search.DictionaryWord",
    "languages.GlossaryTerm",
    "cases.CalendarDay",
    "recall.Freeze",
    "tv_alerts.CapSource",
    "tv_screens.Screen",
    "tv_screens.LastReport",
    "tv_screens.Event",
    "tv_editions.Channel",
    "tv_editions.Rundown",
    "tv_editions.Row",
    "tv_editions.FillRule",
    "review.ReviewStage",
    "review.ReviewStage_groups",
    "review.TextCheckStage",
    "tv_consumers.Consumer",
    "tv_consumers.Key",
    "tv_webhooks.Subscription",
    "tv_webhooks.Subscription_sites",
    "wagtailcore.Locale",
    "wagtailcore.Workflow",
    "wagtailcore.WorkflowTask",
    "wagtailcore.WorkflowContentType",
    "wagtailcore.Task",
    "wagtailcore.GroupApprovalTask",
    "wagtailcore.GroupApprovalTask_groups",
    "wagtailcore.GroupPagePermission",
    "wagtailcore.GroupCollectionPermission",
    "wagtailcore.GroupSitePermission",
    "wagtailcore.Site",
    "auth.Group",
    "auth.Permission",
    "auth.Group_permissions",
    "users.User_user_permissions",
    "contenttypes.ContentType",
    "wagtail_localize.LocaleSynchronization",
    "county_sites.ProvisionedObject",
    "county_sites.Tenant",
    "county_sites.Tenant_groups",
    "county_sites.SharedCollection",
}
# Shared by whoever needs them: a new row is nobody's business, an existing one stays as it is.
ADDED_BY_ALL = {
    "taggit.Tag",
    "wagtail_localize.String",
    "wagtail_localize.Template",
}
# The column that says whose a row is, where others only say what it leads to.
OWNER_COLUMNS = {
    "wagtailredirects.Redirect": ["site"],
    "sitewide.AlertBanner": ["site"],
    "sitewide.SiteIdentity": ["site"],
    "search.BestBet": ["site"],
    "news.NewsPage_topics": ["newspage"],
    "wagtailcore.WorkflowPage": ["page"],
    "wagtailcore.TaskState": ["workflow_state"],
    "wagtailcore.WorkflowState": [],
    "wagtail_localize.Translation": ["source"],
    "wagtail_localize.TranslationLog": ["source"],
    "wagtail_localize.StringTranslation": ["context"],
    "users.User_groups": ["user", "group"],
    "api.Token": ["user", "site"],
    "risk.Assessment": ["site"],
    "cases.Case": ["site"],
    "cases.Case_pages": ["case"],
}
# Keys that are stored as type and number.
GENERIC = (("base_content_type", "object_id"), ("content_type", "object_id"))
# Keys of the page's text in all languages.
TRANSLATION_KEYS = {
    "wagtail_localize.TranslatableObject": "translation_key",
    "languages.SentenceLock": "translation_key",
}


@dataclass(frozen=True)
class Table:
    model: type[Model]

    @property
    def label(self) -> str:
        return self.model._meta.label

    @cached_property
    def columns(self) -> list[str]:
        return [field.column for field in self.model._meta.local_concrete_fields]

    @cached_property
    def positions(self) -> dict[str, int]:
        """Field name -> position in a row."""
        return {field.name: index for index, field in enumerate(self.model._meta.local_concrete_fields)}

    @cached_property
    def foreign_keys(self) -> dict[str, str]:
        """Field name -> label of what it leads to; without the trees' shared roots such as locales."""
        return {
            field.name: field.related_model._meta.concrete_model._meta.label
            for field in self.model._meta.local_concrete_fields
            if isinstance(field, ForeignKey)
        }

    @cached_property
    def generic_key(self) -> tuple[str, str] | None:
        return next((pair for pair in GENERIC if set(pair) <= set(self.positions)), None)

    def rows(self) -> dict[object, Row]:
        quoted = ", ".join(connection.ops.quote_name(column) for column in self.columns)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(self.model._meta.db_table)}")  # noqa: S608
            key = self.positions[self.model._meta.pk.name]
            return {row[key]: row for row in cursor.fetchall()}

    def value(self, row: Row, name: str) -> object:
        return row[self.positions[name]]


def tables() -> dict[str, Table]:
    models = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    return {model._meta.label: Table(model) for model in models if model._meta.label not in DERIVED}


class Ownership:
    """Other sites' keys by model, found once from a snapshot of the whole database."""

    def __init__(self, own: Place, snapshot: dict[str, dict[object, Row]], shared_collections: Iterable[str]) -> None:
        self.tables = tables()
        self.own_pages = tuple(home.path for home in own.homes)
        self.own_collection = own.collection.path
        self._own_by_key = {SITE: {own.site.pk}, GROUP: {group.pk for group in own.groups}}
        self.types = {pk: model._meta.label for pk, model in _types()}
        self.keys: dict[str, set] = {label: set() for label in self.tables}
        self._as_text: dict[str, set[str]] = {label: set() for label in self.tables}
        self._own_page_texts = {
            self.tables[PAGE].value(row, "translation_key")
            for row in snapshot[PAGE].values()
            if self._is_own_path(PAGE, row)
        }
        memberships = snapshot["users.User_groups"].values()
        table = self.tables["users.User_groups"]
        own = {table.value(row, "user") for row in memberships if table.value(row, "group") in self._own_by_key[GROUP]}
        self.keys[USER] = set(snapshot[USER]) - own
        self._as_text[USER] = {str(pk) for pk in self.keys[USER]}
        self._spread(snapshot)
        self.shared = self._shared(snapshot, tuple(shared_collections))

    def _spread(self, snapshot: dict[str, dict[object, Row]]) -> None:
        """What hangs on another site's row is another site's too."""
        grew = True
        while grew:
            grew = False
            for label, rows in snapshot.items():
                found = {pk for pk, row in rows.items() if pk not in self.keys[label] and self.is_foreign(label, row)}
                self.keys[label] |= found
                self._as_text[label] |= {str(pk) for pk in found}
                grew = grew or bool(found)

    def _shared(self, snapshot: dict[str, dict[object, Row]], roots: tuple[str, ...]) -> dict[str, set]:
        """What the prefecture lets counties choose: they may refer to it."""
        inside = self.tables[COLLECTION]
        collections = {pk for pk, row in snapshot[COLLECTION].items() if inside.value(row, "path").startswith(roots)}
        return {
            label: {
                pk for pk, row in snapshot[label].items() if self.tables[label].value(row, "collection") in collections
            }
            for label in ("media.Image", "media.Document", "media.Media")
        }

    def is_forbidden(self, label: str, row: Row, exists: bool) -> bool:
        """Whether no county may add this row, or may change or delete it if it exists."""
        return label in COMMON or (exists and label in ADDED_BY_ALL) or self.is_foreign(label, row)

    def is_foreign(self, label: str, row: Row) -> bool:
        """Whether a row, as it is or as it would become, belongs to somebody else."""
        if label in (SITE, GROUP):
            return self.tables[label].value(row, "id") not in self._own_by_key[label]
        if label in COMMON:
            return False
        if label in (PAGE, COLLECTION):
            return not self._is_own_path(label, row)
        if label in (USER, *ADDED_BY_ALL):
            return False
        table = self.tables[label]
        if label in TRANSLATION_KEYS:
            return table.value(row, TRANSLATION_KEYS[label]) not in self._own_page_texts
        if table.generic_key and self._generic(table, row):
            return True
        return any(
            table.value(row, name) in self.keys.get(table.foreign_keys[name], ()) for name in self._owners(table)
        )

    def _is_own_path(self, label: str, row: Row) -> bool:
        path = self.tables[label].value(row, "path")
        return path.startswith(self.own_pages if label == PAGE else self.own_collection)

    def _generic(self, table: Table, row: Row) -> bool:
        type_name, number_name = table.generic_key
        return self.has(self.types.get(table.value(row, type_name)), table.value(row, number_name))

    def has(self, label: str | None, number: object) -> bool:
        return label in self.keys and str(number) in self._as_text[label]

    def _owners(self, table: Table) -> list[str]:
        if table.label in OWNER_COLUMNS:
            return OWNER_COLUMNS[table.label]
        if table.model._meta.pk.name.endswith("page_ptr"):
            return [table.model._meta.pk.name]
        names = {
            name: label for name, label in table.foreign_keys.items() if label not in COMMON or label in (SITE, GROUP)
        }
        for preferred in ("site", "collection", "page", "comment", "source", "object"):
            if preferred in names:
                return [preferred]
        things = [name for name, label in names.items() if label != USER]
        return things or ([] if table.generic_key else list(names))

    def references(self, label: str, row: Row) -> Iterator[tuple[str, object]]:
        """Columns of a row of ours that lead to what is hidden from us."""
        table = self.tables[label]
        for name, target in table.foreign_keys.items():
            number = table.value(row, name)
            if number in self.keys.get(target, ()) and number not in self.shared.get(target, ()):
                yield f"{label}.{name}", number


def _types() -> list[tuple[int, type[Model]]]:
    return [(one.pk, one.model_class()) for one in ContentType.objects.all() if one.model_class()]
