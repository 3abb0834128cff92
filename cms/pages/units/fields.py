from django import forms
from django.db import models


class MultipleChoiceField(models.JSONField):
    """A list of keys out of fixed options, edited as checkboxes.

    The options stay out of migrations: adding one changes no table.
    """

    def __init__(self, *args, options: list[tuple] = (), **kwargs) -> None:
        self.options = options
        super().__init__(*args, **{"default": list, **kwargs})

    def formfield(self, **kwargs) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=self.options,
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def labels(self, keys: list[str]) -> list[str]:
        """The options' labels in their own order, for the keys that are chosen."""
        return [str(label) for key, label in self.options if key in keys]
