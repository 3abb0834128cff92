"""Which site a thing belongs to, by name: for people who see the things of all sites."""

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column, Table
from wagtail.models import Collection, Page, Site

from sites.isolation.scope import scope_of
from sites.models import Tenant


class Labels:
    """Asks the database once, however many things are labelled."""

    @cached_property
    def tenants(self) -> list[Tenant]:
        return list(Tenant.objects.select_related("site", "collection"))

    @cached_property
    def names(self) -> dict[int, str]:
        return {tenant.site_id: tenant.site.site_name or tenant.site.hostname for tenant in self.tenants}

    @cached_property
    def collections(self) -> dict[str, str]:
        """Tree path -> name."""
        found = {each.collection.path: self.names[each.site_id] for each in self.tenants if each.collection}
        shared = Collection.objects.filter(shared_with_all__isnull=False).values_list("path", flat=True)
        return found | dict.fromkeys(shared, _("All sites"))

    @cached_property
    def homes(self) -> dict[str, str]:
        """URL path of a home page, in any language -> name."""
        return {root.root_path: self.names.get(root.site_id, "") for root in Site.get_site_root_paths()}

    def of(self, thing: Model | None) -> str:
        """The empty text for what belongs to no site. A file's collection has to be at hand already."""
        if isinstance(thing, Page):
            return _of_longest(self.homes, thing.url_path)
        if isinstance(thing, Collection):
            return _of_longest(self.collections, thing.path)
        if hasattr(thing, "collection_id"):
            return self.of(thing.collection)
        if hasattr(thing, "site_id"):
            return self.names.get(thing.site_id, "") if thing.site_id else _("All sites")
        return ""


def _of_longest(names: dict[str, str], path: str) -> str:
    """The name of the innermost tree: those of the counties lie within the prefecture's."""
    return names[max(found, key=len)] if (found := [each for each in names if path.startswith(each)]) else ""


def labels_for(user: AbstractBaseUser | AnonymousUser) -> Labels | None:
    """None for those who see one site only; made once for each user object, which lives as long as its request."""
    if not scope_of(user).unrestricted:
        return None
    if not hasattr(user, "_labels"):
        user._labels = Labels()
    return user._labels


class SiteColumn(Column):
    """`thing` finds in a row what belongs to a site; usually it is the row."""

    def __init__(self, labels: Labels, thing: Callable[[object], Model | None] = lambda row: row) -> None:
        super().__init__("site", label=_("Site"), accessor=lambda row: labels.of(thing(row)))


def is_labelled(model: type[Model] | None) -> bool:
    """Pages have a badge beside their title instead (wagtailadmin/pages/listing/_privacy_indicator.html)."""
    return model is not None and any(field.name in ("collection", "site") for field in model._meta.fields)


class LabelledListing:
    """Mixin for Wagtail's listings: a column for the site."""

    def get_table(self, object_list, **kwargs) -> Table:
        table = super().get_table(object_list, **kwargs)
        labels = labels_for(self.request.user)
        if labels and is_labelled(self.model) and "site" not in table.columns:
            table.columns["site"] = SiteColumn(labels)
        return table


class LabelledChoices:
    """Mixin for Wagtail's choosers: a column for the site."""

    @property
    def columns(self) -> list[Column]:
        labels = labels_for(self.request.user)
        return [*super().columns, SiteColumn(labels)] if labels and is_labelled(self.model_class) else super().columns

    def get_object_list(self) -> QuerySet:
        found = super().get_object_list()
        return found.select_related("collection") if hasattr(found.model, "collection") else found
