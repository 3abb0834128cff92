"""What a saved form points at: pictures, pages, documents and words that its author may not use are refused.

Choosers offer only what is allowed, but a form takes any number (wagtail 8.0), and whoever opens the saved page then
sees the title and the picture behind it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Field, Model, QuerySet
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

Reference = tuple[type[Model], str]
# Rows of a model that a person may point at.
Rule = Callable[[type[Model], AbstractBaseUser], QuerySet]

_rules: list[Rule] = []


def register_rule(rule: Rule) -> None:
    """Every registered rule must allow a reference; without rules all are allowed, as in Wagtail."""
    _rules.append(rule)


def references_of(field: Field, value: object) -> Iterator[Reference]:
    """Everything that a field's value points at: foreign keys, many-to-many, StreamFields, rich text."""
    if isinstance(value, Model):
        yield type(value), str(value.pk)
    elif field.many_to_many:
        # Tags arrive as words, which point at nothing.
        yield from ((type(each), str(each.pk)) for each in value if isinstance(each, Model))
    elif value and hasattr(field, "extract_references"):
        yield from ((reference[0], str(reference[1])) for reference in field.extract_references(value))


def refused(references: set[Reference], user: AbstractBaseUser) -> list[Reference]:
    """Those of the references that a rule does not allow the person."""
    numbers = defaultdict(set)
    for model, number in references:
        numbers[model].add(number)
    found = []
    for model, wanted in numbers.items():
        allowed = set(wanted)
        for rule in _rules:
            allowed &= {str(pk) for pk in rule(model, user).filter(pk__in=wanted).values_list("pk", flat=True)}
        found += [(model, number) for number in sorted(wanted - allowed)]
    return found


class ReferenceFormMixin:
    """For admin forms of models: an error on the field names each reference that is not the author's to use.

    What the object points at already stays: somebody who might has put it there.
    """

    def clean(self) -> dict:
        data = super().clean()
        if self.for_user is not None and _rules:
            for name in list(self.cleaned_data):
                self._check_references(name)
        return data

    def _check_references(self, name: str) -> None:
        field = next((field for field in self._meta.model._meta.get_fields() if field.name == name), None)
        if not isinstance(field, Field):
            return
        new = set(references_of(field, self.cleaned_data[name])) - set(self._present_references(field))
        for model, number in refused(new, self.for_user):
            message = _("%(kind)s no. %(number)s does not belong to your site and is not shared. Choose another one.")
            self.add_error(name, message % {"kind": model._meta.verbose_name, "number": number})

    def _present_references(self, field: Field) -> Iterator[Reference]:
        if self.instance.pk is None:
            return
        value = getattr(self.instance, field.name)
        yield from references_of(field, value.all() if field.many_to_many else value)


class ReferenceForm(ReferenceFormMixin, WagtailAdminModelForm):
    """`base_form_class` of settings and snippets; pages have their own (cms.core.forms)."""
