"""What a saved form points at: pictures, pages, documents and words that its author may not use are refused.

Choosers offer only what is allowed, but a form takes any number (wagtail 8.0), and whoever opens the saved page then
sees the title and the picture behind it.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Field, Model, QuerySet
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.core.form_checks import FormChecksMixin

Reference = tuple[type[Model], str]
# Rows of a model that a person may point at.
Rule = Callable[[type[Model], AbstractBaseUser], QuerySet]

_rules: list[Rule] = []

# Keys by which a StreamField's form counts and orders its blocks.
STRUCTURE = ("-count", "-order", "-deleted", "-type", "-id")


def register_rule(rule: Rule) -> None:
    """Every registered rule must allow a reference; without rules all are allowed, as in Wagtail."""
    _rules.append(rule)


def references_of(field: Field, value: object) -> Iterator[Reference]:
    """Everything that a field's value points at: foreign keys, many-to-many, StreamFields, rich text.

    The value may be a form's raw one, with numbers in the place of objects.
    """
    if isinstance(value, Model):
        yield type(value), str(value.pk)
    elif field.many_to_one:
        yield from ((field.related_model, number) for number in _numbers([value]))
    elif field.many_to_many:
        objects = [each for each in value or [] if isinstance(each, Model)]
        yield from ((type(each), str(each.pk)) for each in objects)
        yield from ((field.related_model, number) for number in _numbers(value or []) if not objects)
    elif value and hasattr(field, "extract_references"):
        yield from ((reference[0], str(reference[1])) for reference in field.extract_references(value))


def _numbers(values: Iterable[object]) -> Iterator[str]:
    """As Django reads them: “ 5” is 5. Words, such as tags, are none."""
    for value in values:
        try:
            yield str(int(str(value)))
        except ValueError:
            continue


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

    What the object points at already stays: somebody who might has put it there. What is refused is taken out of the
    form that comes back, because choosers would show its title; everything else that was typed is still there.
    """

    def clean(self) -> dict:
        data = super().clean()
        if self.for_user is not None and _rules:
            for name in self.fields:
                self._check_references(name)
        return data

    def _check_references(self, name: str) -> None:
        field = next((field for field in self._meta.model._meta.get_fields() if field.name == name), None)
        if not isinstance(field, Field):
            return
        new = set(references_of(field, self._submitted(name))) - set(self._present_references(field))
        found = refused(new, self.for_user)
        for model, number in found:
            message = _("%(kind)s no. %(number)s does not belong to your site and is not shared. Choose another one.")
            self.add_error(name, message % {"kind": model._meta.verbose_name, "number": number})
        if found:
            self._take_out(name, {number for _model, number in found})

    def _submitted(self, name: str) -> object:
        """Also of a field that has another error: it comes back to the author with everything in it."""
        if name in self.cleaned_data:
            return self.cleaned_data[name]
        return self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def _present_references(self, field: Field) -> Iterator[Reference]:
        if self.instance.pk is None:
            return
        value = getattr(self.instance, field.name)
        yield from references_of(field, value.all() if field.many_to_many else value)

    def _take_out(self, name: str, numbers: set[str]) -> None:
        prefix = self.add_prefix(name)
        self.data = self.data.copy()
        for key in list(self.data):
            if key == prefix or key.startswith(f"{prefix}-") and not key.endswith(STRUCTURE):
                self.data[key] = without_references(self.data[key], numbers)


class ReferenceForm(FormChecksMixin, ReferenceFormMixin, WagtailAdminModelForm):
    """`base_form_class` of settings and snippets; pages have their own (cms.core.forms)."""


def without_references(submitted: object, numbers: set[str]) -> object:
    """A form's value without these numbers: a chooser's becomes empty, a rich text keeps its words without the link."""
    if not isinstance(submitted, str):
        return submitted
    if set(_numbers([submitted])) & numbers:
        return ""
    if '"entityMap"' not in submitted:
        return submitted
    content = json.loads(submitted)
    entities = content["entityMap"]
    gone = {key for key, entity in entities.items() if str(entity["data"].get("id")) in numbers}
    content["entityMap"] = {key: entity for key, entity in entities.items() if key not in gone}
    for block in content["blocks"]:
        kept = [part for part in block["entityRanges"] if str(part["key"]) not in gone]
        if block["type"] == "atomic" and not kept:
            block["type"] = "unstyled"
        block["entityRanges"] = kept
    return json.dumps(content)
