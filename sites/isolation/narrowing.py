"""Filters and forms of the admin offer only what the person may know of.

Wagtail's filters list everybody's people, sites, workflows and tags, whatever the rows below them are limited to
(wagtail 8.0, e.g. admin/views/pages/listing.py), so every listing of the admin is wrapped once, by this mixin.
"""

from functools import cache

from django.contrib.auth.models import AbstractBaseUser
from django.forms import BaseForm
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.filters import PopularTagsFilter, WagtailFilterSet

from sites.isolation.owners import narrow
from sites.isolation.tags import popular_tags


def narrow_fields(form: BaseForm, user: AbstractBaseUser) -> None:
    """Limits the choices of every field that offers rows of a model; call it before the form is validated."""
    for field in form.fields.values():
        if getattr(field, "queryset", None) is not None:
            field.queryset = narrow(field.queryset, user)


def _narrow_tags(filters: WagtailFilterSet, user: AbstractBaseUser) -> None:
    """Wagtail offers the most used tags of all files as plain texts."""
    for name, each in filters.filters.items():
        if isinstance(each, PopularTagsFilter):
            tags = popular_tags(filters._meta.model, user)
            if tags:
                filters.form.fields[name].choices = [(tag.name, tag.name) for tag in tags]
            else:
                del filters.form.fields[name]


class NarrowedListing:
    """Mixin for Wagtail's listings: limits the choices of their filters."""

    @cached_property
    def filters(self) -> WagtailFilterSet | None:
        found = super().filters
        if found:
            narrow_fields(found.form, self.request.user)
            _narrow_tags(found, self.request.user)
        return found


class NarrowedForm:
    """Mixin for views with a form: limits the choices of its fields."""

    def get_form(self, *args, **kwargs) -> BaseForm:
        form = super().get_form(*args, **kwargs)
        narrow_fields(form, self.request.user)
        return form


@cache
def mixed(view_class: type[View], mixins: tuple[type, ...]) -> type[View]:
    return type(view_class.__name__, (*mixins, view_class), {"__doc__": view_class.__doc__})
