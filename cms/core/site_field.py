"""Choosing sites in forms."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from wagtail.models import Site


class _Named:
    def label_from_instance(self, site: Site) -> str:
        """As people call it, without the address."""
        return site.site_name or site.hostname


class SiteField(_Named, forms.ModelChoiceField):
    """Without a queryset: all sites, in the order of the tree."""

    def __init__(self, queryset: QuerySet[Site] | None = None, **options: Any) -> None:
        super().__init__(Site.objects.order_by("root_page__path") if queryset is None else queryset, **options)


class SitesField(_Named, forms.ModelMultipleChoiceField):
    pass


class SiteNumberForm(forms.ModelForm):
    """For models that keep a site's number, because the site may be deleted; the form has a field `site`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("site", self.instance.site_id)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.instance.site_id = data["site"].pk if data.get("site") else None
        return data
