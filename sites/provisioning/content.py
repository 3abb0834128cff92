"""Columns, plain pages, starter pages and the sections of the home page."""

from datetime import datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from sites.provisioning.run import Action, Run
from sites.provisioning.starter import PageItem, common_for, page_items
from sites.provisioning.values import fill
from sites.registry import SiteEntry

DEFAULT_AGE_DAYS = 30
DEFAULT_TIME = "09:00"


def build_content(run: Run, entry: SiteEntry, is_new: bool) -> dict[str, int]:
    """Makes what was never made before; returns the pages that are there now, by key.

    A column's key is its own (`news`), a page's is the column's and its slug (`about/contact`).
    """
    home = run.homes[entry.slug]
    pages = {}
    for column in common_for(entry).columns:
        pages |= _build_column(run, entry, home, column)
    for item in page_items(entry):
        pages |= _build_page(run, entry, item, pages)
    if is_new:
        # Read again: saving a page writes its number of children too, and the columns have come since.
        home.refresh_from_db()
        home = fill(home, {"sections": common_for(entry).sections}, run.images, pages, "common.toml, [[section]]")
        publish(home, timezone.now())
    return pages


def _build_column(run: Run, entry: SiteEntry, home: Page, column: dict[str, Any]) -> dict[str, int]:
    key, model = column["key"], column["model"]
    values = {"show_in_menus": True, **column}
    values = {name: value for name, value in values.items() if name not in ("key", "model")}
    return _build(run, entry, home.pk, key, model, values, timezone.now(), f"common.toml, [[column]] {key}")


def _build_page(run: Run, entry: SiteEntry, item: PageItem, pages: dict[str, int]) -> dict[str, int]:
    values = dict(item.values)
    moment = _moment(values.pop("days_ago", DEFAULT_AGE_DAYS), values.pop("time", DEFAULT_TIME))
    if "image" in values:
        values["lead_image"] = values.pop("image")
    return _build(run, entry, pages.get(item.column), item.key, item.model, values, moment, item.where)


def _moment(days_ago: int, clock: str) -> datetime:
    """That time of day so many days ago, but never in the future."""
    now = timezone.localtime()
    day = now.date() - timedelta(days=days_ago)
    return min(now, timezone.make_aware(datetime.combine(day, time.fromisoformat(clock))))


def _build(
    run: Run,
    entry: SiteEntry,
    parent_id: int | None,
    key: str,
    model: str,
    values: dict[str, Any],
    moment: datetime,
    where: str,
) -> dict[str, int]:
    """The page of this key, made if it never was; empty if it, or the page above it, has been deleted."""
    record = f"{entry.slug}/page/{key}"
    if record in run.records:
        number = run.records.get(record)
        return {key: number} if number in run.page_ids else {}
    parent = Page.objects.filter(pk=parent_id).first()
    if parent is None:
        return {}
    existing = Page.objects.child_of(parent).filter(slug=values["slug"]).first()
    if existing is None:
        page = fill(apps.get_model(model)(first_published_at=moment, live=False), values, run.images, {}, where)
        existing = parent.add_child(instance=page)
        publish(existing, moment)
        run.note(Action.CREATED, entry, _("page %(path)s") % {"path": existing.url_path})
    run.records.put(record, existing.pk)
    return {key: existing.pk}


def publish(page: Page, moment: datetime) -> None:
    """Publishes with one revision, as an editor would, dated back to when the sample news is set."""
    page.first_published_at = moment
    page.save_revision().publish()
    Page.objects.filter(translation_key=page.translation_key).update(last_published_at=F("first_published_at"))
