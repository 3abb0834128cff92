from collections.abc import Iterator

from django import forms
from django.apps import apps
from django.db import models

from cms.core.models import BasePage


class PageTypesField(models.JSONField):
    """A list of page types by label, `news.NewsPage`; in forms boxes with the names that editors know."""

    def formfield(self, **kwargs) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=_page_types,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
        )


def _page_types() -> Iterator[tuple[str, str]]:
    for model in apps.get_models():
        if issubclass(model, BasePage):
            yield model._meta.label, str(model._meta.verbose_name)
