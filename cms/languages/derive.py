"""Makes the page in traditional characters out of the simplified one."""

from enum import StrEnum
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, Locale, Page, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published, published

from cms.core.release import following
from cms.languages.locks import in_traditional, locks_in_force
from cms.languages.texts import change_texts
from cms.languages.tree import TOP, copy_restrictions, free_slug, is_source, put_below, traditional_locale

# What a derived page has of its own; everything else is its source's.
OWN_FIELDS = {
    "pk",
    "path",
    "depth",
    "numchild",
    "url_path",
    "slug",
    "translation_key",
    "locale",
    "alias_of",
    "draft_title",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "has_unpublished_changes",
    "locked",
    "locked_at",
    "locked_by",
    COMMENTS_RELATION_NAME,
}
# What may change without a new version of the text.
TIMES = {"first_published_at", "last_published_at", "go_live_at", "expire_at", "expired", "owner"}


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@transaction.atomic
def derive(source: Page, locale: Locale | None = None) -> tuple[Page, Outcome] | None:
    """Brings the traditional page in line with `source`; None where the site has no traditional characters.

    No validation: what was good enough for the source is not refused a second time, in the middle of its publication.
    Costs a comparison when nothing has changed.
    """
    locale = locale or traditional_locale()
    if locale is None or not is_source(source):
        return None
    # Of two publications at once the second waits, instead of finding no traditional page and making another.
    # Read again: what somebody holds in memory may say what nobody has approved.
    source = Page.objects.select_for_update(of=("self",)).order_by().get(pk=source.pk).specific
    locks = locks_in_force(source.translation_key)
    data = change_texts(type(source), source.serializable_data(), lambda text: in_traditional(text, locks))
    data = {name: value for name, value in data.items() if name not in OWN_FIELDS}
    parent = _parent_in(locale, source)
    with following(source):
        page, outcome = _bring_in_line(source, parent, locale, data)
    if copy_restrictions(source, page) and outcome is Outcome.UNCHANGED:
        outcome = Outcome.CHANGED
    return page, outcome


def _bring_in_line(source: Page, parent: Page, locale: Locale, data: dict[str, Any]) -> tuple[Page, Outcome]:
    found = Page.objects.filter(translation_key=source.translation_key, locale=locale).first()
    if found is None:
        return _create(source, parent, locale, data), Outcome.CREATED
    return _update(source, put_below(parent, source, found).specific, parent, data)


def _parent_in(locale: Locale, source: Page) -> Page:
    parent = source.get_parent()
    if source.depth == TOP:
        return parent
    translation = Page.objects.filter(translation_key=parent.translation_key, locale=locale, alias_of=None).first()
    return translation or derive(parent, locale)[0]


def _create(source: Page, parent: Page, locale: Locale, data: dict[str, Any]) -> Page:
    page = _with_data(type(source)(), data)
    page.translation_key, page.locale = source.translation_key, locale
    page.slug = free_slug(source, parent, locale)
    # Not live for the moment of its making: Wagtail would validate it.
    page.live = False
    with disable_reference_index_auto_update():
        parent.add_child(instance=page)
    page = put_below(parent, source, page).specific
    page.live = source.live
    _save_version(page)
    return page


def _update(source: Page, page: Page, parent: Page, data: dict[str, Any]) -> tuple[Page, Outcome]:
    present = page.serializable_data()
    different = {name for name, value in data.items() if _comparable(present.get(name)) != _comparable(value)}
    slug = free_slug(source, parent, page.locale, page)
    if not different and slug == page.slug and page.alias_of_id is None:
        return page, Outcome.UNCHANGED
    updated = _with_data(page, data)
    updated.slug, updated.alias_of_id = slug, None
    if different - TIMES or page.alias_of_id:
        _save_version(updated)
    else:
        updated.save(clean=False)
    return updated, Outcome.CHANGED


def _with_data(page: Page, data: dict[str, Any]) -> Page:
    """The page with its source's content; child objects become its own."""
    own = {name: value for name, value in page.serializable_data().items() if name in OWN_FIELDS}
    return type(page).from_serializable_data(_without_child_keys(data) | own, check_fks=False)


def _without_child_keys(data: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [child | {"pk": None} for child in value]
        if isinstance(value, list) and all(isinstance(child, dict) for child in value)
        else value
        for name, value in data.items()
    }


def _comparable(value: Any) -> Any:
    """Child objects are compared without their keys, which differ."""
    return _without_child_keys({"": value})[""]


def _save_version(page: Page) -> None:
    """Publishes, as Wagtail does it for aliases: with a revision and its signals, without asking who may."""
    page.draft_title = page.title
    page.has_unpublished_changes = not page.live
    page.latest_revision = Revision(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        object_str=str(page),
        content=page.serializable_data(),
    )
    page.latest_revision.save()
    page.latest_revision_created_at = page.latest_revision.created_at
    page.live_revision = page.latest_revision if page.live else None
    page.save(clean=False)
    if page.live:
        page_published.send(sender=type(page), instance=page, revision=page.latest_revision)
        published.send(sender=type(page), instance=page, revision=page.latest_revision)
        log(instance=page, action="wagtail.publish", revision=page.latest_revision, content_changed=True)
        page.update_aliases(revision=page.latest_revision, _content=page.latest_revision.content)
