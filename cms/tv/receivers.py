"""Tells the log what it does not see by itself: a file has become private or is back, a site has another name."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import CollectionViewRestriction, ReferenceIndex, Site

from cms.media.models import Image, Media
from cms.publications.recording import because, record_pages
from cms.sitewide.models import SiteIdentity
from cms.tv.hidden_files import tell, tell_all
from cms.tv.models import Item
from cms.tv.places import pages_of

FILES = (Image, Media)
# What items say of their sites; where sites begin the log sees.
NAMES = {Site: ("hostname", "port"), SiteIdentity: ("division_code", "short_name")}
BEFORE = "_tv_names_before"


def connect() -> None:
    """Called once, from the app's `ready`."""
    for signal in (post_save, post_delete):
        signal.connect(_restriction_changed, CollectionViewRestriction, dispatch_uid="tv_restriction")
    for model in FILES:
        post_save.connect(_file_saved, model, dispatch_uid="tv_file")
    for model in NAMES:
        pre_save.connect(_remember_names, model, dispatch_uid="tv_names_before")
        post_save.connect(_names_saved, model, dispatch_uid="tv_names")


def _restriction_changed(**kwargs: Any) -> None:
    tell_all()


def _file_saved(instance: Model, created: bool, **kwargs: Any) -> None:
    if created:
        return
    kind = ContentType.objects.get_for_model(instance)
    uses = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(instance.pk))
    if pages := {int(number) for number in uses.values_list("object_id", flat=True) if number.isdigit()}:
        tell(Item.objects.open().filter(page__in=pages))


def _remember_names(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    setattr(instance, BEFORE, _names(sender, instance))


def _names_saved(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Copies of all items of the site are fetched again."""
    if instance.__dict__.pop(BEFORE) == _names(sender, instance):
        return
    site = Site.objects.select_related("root_page").get(pk=getattr(instance, "site_id", instance.pk))
    items = Item.objects.open().filter(page__in=pages_of(site))
    with because("tv.site"):
        record_pages(Q(pk__in=items.values("page")), changed=True)


def _names(model: type[Model], instance: Model) -> tuple[Any, ...] | None:
    return model.objects.filter(pk=instance.pk).values_list(*NAMES[model]).first()
