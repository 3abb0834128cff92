"""Wagtail's reports, of the person's own sites."""

from collections import defaultdict
from collections.abc import Iterable
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, IntegerField, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.utils import get_latest_str, get_user_display_name
from wagtail.admin.views.reports.aging_pages import AgingPagesView
from wagtail.admin.views.reports.audit_logging import LogEntriesView, SiteHistoryReportFilterSet
from wagtail.admin.views.reports.locked_pages import LockedPagesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportFilterSet, PageTypesUsageReportView
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView
from wagtail.coreutils import get_content_type_label
from wagtail.log_actions import registry
from wagtail.models import BaseLogEntry, Page, Site, TaskState, WorkflowState

from sites.isolation.labels import labels_for
from sites.isolation.owners import narrow, visible


def edit_address(thing: Model | None) -> str | None:
    return reverse("wagtailadmin_pages:edit", args=[thing.pk]) if isinstance(thing, Page) else None


class Report:
    """Mixin: own rows, and for people who see several sites the site of each, on the screen and in the exports.

    Wagtail's reports have templates of their own that leave no room for it, so these people get a table instead.
    """

    site_columns: ClassVar[list[Column]] = []

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.labels = labels_for(request.user)
        if self.labels:
            self.list_export = [*self.list_export, "site_label"] if self.list_export else []
            self.export_headings = self.export_headings | {"site_label": _("Site")}
            if self.site_columns:
                self.results_template_name = "wagtailadmin/reports/base_report_results.html"
                self.columns = [*self.site_columns, Column("site_label", label=_("Site"))]

    def get_queryset(self) -> QuerySet:
        return narrow(super().get_queryset(), self.request.user)

    def thing_of(self, row: Model) -> Model | None:
        """What belongs to a site."""
        return row

    def decorate_paginated_queryset(self, rows: Iterable[Model]) -> list[Model]:
        found = list(super().decorate_paginated_queryset(rows))
        for row in found if self.labels else ():
            row.site_label = self.labels.of(self.thing_of(row))
        return found

    def render_to_response(self, context: dict, **kwargs) -> HttpResponse:
        # The table that is there was made before the rows were decorated.
        context["table"] = self.get_table(context["object_list"])
        return super().render_to_response(context, **kwargs)


class LockedPages(Report, LockedPagesView):
    """Its rows have the badge of all pages."""


class AgingPages(Report, AgingPagesView):
    site_columns = [
        TitleColumn("title", label=_("Title"), accessor="get_admin_display_title", get_url=edit_address),
        Column("status_string", label=_("Status")),
        DateColumn("last_published_at", label=_("Last published")),
        Column("last_published_by_user", label=_("Last published by")),
        Column("type", label=_("Type"), accessor="page_type_display_name"),
    ]


class WorkflowReport(Report, WorkflowView):
    site_columns = [
        TitleColumn(
            "page",
            label=_("Page"),
            accessor=lambda row: get_latest_str(row.content_object),
            get_url=lambda row: edit_address(row.content_object),
        ),
        Column("workflow", label=_("Workflow")),
        Column("status", label=_("Status"), accessor="get_status_display"),
        Column("tasks", label=_("Review stages"), accessor=lambda row: _tasks(row)),
        Column("requested_by", label=_("Requested by"), accessor=lambda row: get_user_display_name(row.requested_by)),
        DateColumn("created_at", label=_("Started at")),
    ]

    def thing_of(self, row: WorkflowState) -> Model | None:
        return row.content_object


def _tasks(row: WorkflowState) -> str:
    return ", ".join(f"{task.name}: {task.status_display}" for task in row.all_tasks_with_status())


class WorkflowTaskReport(Report, WorkflowTasksView):
    site_columns = [
        TitleColumn(
            "page",
            label=_("Page"),
            accessor=lambda row: get_latest_str(row.workflow_state.content_object),
            get_url=lambda row: edit_address(row.workflow_state.content_object),
        ),
        Column("task", label=_("Review stage")),
        Column("status", label=_("Status"), accessor="get_status_display"),
        DateColumn("started_at", label=_("Started at")),
        DateColumn("finished_at", label=_("Completed at")),
    ]

    def thing_of(self, row: TaskState) -> Model | None:
        return row.workflow_state.content_object


# Site history


def entries_of(user: AbstractBaseUser) -> list[QuerySet]:
    """What happened to the person's things, one list for each kind of log.

    Wagtail asks for a permission on the kind of thing instead, whoever's it is (models/audit_log.py, viewable_by_user).
    """
    return [visible(model, user) for model in registry.get_log_entry_models()]


class SiteHistoryFilters(SiteHistoryReportFilterSet):
    def __init__(self, *args, request, **kwargs) -> None:
        self.entries = entries_of(request.user)
        super().__init__(*args, request=request, **kwargs)
        numbers = set().union(*(entries.get_content_type_ids() for entries in self.entries))
        self.filters["object_type"].queryset = ContentType.objects.filter(pk__in=numbers).order_by("model")

    def get_action_choices(self) -> list[tuple[str, str]]:
        actions = set().union(*(entries.get_actions() for entries in self.entries))
        return [choice for choice in registry.get_choices() if choice[0] in actions]

    def get_users_queryset(self) -> QuerySet:
        first, *others = (entries.get_users() for entries in self.entries)
        for each in others:
            first |= each
        return first


class SiteHistory(Report, LogEntriesView):
    filterset_class = SiteHistoryFilters
    site_columns = [
        TitleColumn("label", label=_("Name"), get_url=lambda entry: entry.edit_url),
        Column("type", label=_("Type"), accessor=lambda entry: get_content_type_label(entry.content_type)),
        Column("message", label=_("Action")),
        Column("user_display_name", label=_("User")),
        DateColumn("timestamp", label=_("Date / Time")),
    ]

    def get_filtered_queryset(self) -> QuerySet:
        """As Wagtail's, which explains it, except for whose entries they are."""
        self.log_models = list(registry.get_log_entry_models())
        parts = [
            self.filter_queryset(
                entries.values("pk", "timestamp").annotate(log_model_index=Value(index, output_field=IntegerField()))
            ).order_by()
            for index, entries in enumerate(entries_of(self.request.user))
        ]
        return parts[0].union(*parts[1:], all=True).order_by("-timestamp")

    def decorate_paginated_queryset(self, rows: Iterable[dict]) -> list[BaseLogEntry]:
        entries = super().decorate_paginated_queryset(rows)
        things = _things(entries) if self.labels else {}
        for entry in entries if self.labels else ():
            entry.site_label = self.labels.of(things.get((entry.content_type_id, str(entry.object_id))))
        return entries


def _things(entries: list[BaseLogEntry]) -> dict[tuple[int, str], Model]:
    """What the entries are about, by kind and number; one query for each kind."""
    numbers = defaultdict(set)
    for entry in entries:
        numbers[entry.content_type_id].add(entry.object_id)
    found = {}
    for kind, wanted in numbers.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            rows = model._default_manager.filter(pk__in=wanted)
            rows = rows.select_related("collection") if hasattr(model, "collection") else rows
            found |= {(kind, str(row.pk)): row for row in rows}
    return found


# Page types


class PageTypesFilters(PageTypesUsageReportFilterSet):
    def __init__(self, *args, request, **kwargs) -> None:
        super().__init__(*args, request=request, **kwargs)
        sites = visible(Site, request.user).select_related("root_page")
        self.filters["site"].extra["choices"] = [(site.root_page.path, str(site)) for site in sites]
        if len(sites) < 2:
            del self.filters["site"]


class PageTypesUsage(Report, PageTypesUsageReportView):
    """Counts the person's pages only; the page edited last is one of them."""

    filterset_class = PageTypesFilters
    site_columns = [
        TitleColumn("name", label=_("Type"), get_url=lambda kind: _pages_address(kind)),
        NumberColumn("count", label=_("Pages")),
        TitleColumn(
            "last_edited_page",
            label=_("Last edited page"),
            accessor="last_edited_page.get_admin_display_title",
            get_url=lambda kind: edit_address(kind.last_edited_page),
        ),
        DateColumn("last_edit", label=_("Last edit"), accessor="last_edited_page.latest_revision_created_at"),
    ]

    def thing_of(self, row: ContentType) -> Page | None:
        return row.last_edited_page

    def get_queryset(self) -> QuerySet:
        pages = visible(Page, self.request.user).order_by().filter(content_type=OuterRef("pk"), depth__gt=1)
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        if language := chosen.get("page_locale"):
            pages = pages.filter(locale__language_code=language)
        if root_path := chosen.get("site"):
            pages = pages.filter(path__startswith=root_path)
        latest = pages.order_by(F("latest_revision_created_at").desc(nulls_last=True), "title", "-pk")
        count = pages.values("content_type").annotate(count=Count("pk")).values("count")
        kinds = ContentType.objects.filter(model__in=self.page_models).annotate(
            count=Coalesce(Subquery(count), 0), last_edited_page_id=Subquery(latest.values("pk")[:1])
        )
        # Wagtail shows types without pages too, except its own basic one, and only as long as nothing is chosen.
        if language or root_path:
            kinds = kinds.filter(count__gt=0)
        else:
            kinds = kinds.exclude(pk=ContentType.objects.get_for_model(Page).pk, count=0)
        self.queryset = kinds.order_by("-count", "app_label", "model")
        return self.queryset


def _pages_address(kind: ContentType) -> str | None:
    return reverse("wagtailadmin_pages:type_use", args=[kind.app_label, kind.model]) if kind.count else None
